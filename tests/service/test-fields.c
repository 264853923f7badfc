/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-test-plain.h"
#include "service/autodesk/guild-autodesk.h"
#include "service/codat/guild-codat.h"

/* Appends one company; its JSON must be an object with an id. */
static GuildBatch *
batch_of (const GuildFieldTable *table,
          const char            *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = guild_json_parse (json, -1, &error);
  GuildBatch *batch = guild_batch_new (table);

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  test_plain_is_same (table, json);
  return batch;
}

static const GuildCell *
cell_of (GuildBatch *batch,
         const char *field)
{
  guint index = guild_field_table_index (guild_batch_get_table (batch), field);

  g_assert_cmpuint (index, !=, G_MAXUINT);
  return guild_batch_get_cell (batch, 0, index);
}

/* What every table must keep to, whatever the service. */
static void
check_table (const GuildFieldTable *table)
{
  g_assert_cmpstr (table->fields[table->id_field].id, ==, "id");
  g_assert_cmpstr (table->fields[table->name_field].id, ==, "name");
  g_assert_true ((table->fields[table->id_field].flags & GUILD_FIELD_IDENTIFIER) != 0);

  for (guint i = 0; i < table->n_fields; i++)
    {
      const GuildField *field = &table->fields[i];

      g_assert_cmpuint (guild_field_table_index (table, field->id), ==, i);
      g_assert_cmpint (field->width, >, 0);
      g_assert_true (g_utf8_strlen (field->title, -1) > 1);
      g_assert_true ((field->member != NULL) != (field->read != NULL));
      /* A list may have words for its items, too. */
      if (field->kind != GUILD_FIELD_TAGS)
        g_assert_cmpint (field->kind == GUILD_FIELD_CHOICE, ==, field->choices != NULL);
      if ((field->flags & GUILD_FIELD_RELATIVE) != 0)
        g_assert_cmpint (field->kind, ==, GUILD_FIELD_TIME);
    }
}

/* (transfer full): ids of the fields that carry FLAG, in their order. */
static char *
ids_with (const GuildFieldTable *table,
          GuildFieldFlags        flag)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < table->n_fields; i++)
    {
      if ((table->fields[i].flags & flag) == 0)
        continue;
      if (ids->len > 0)
        g_string_append_c (ids, ' ');
      g_string_append (ids, table->fields[i].id);
    }

  return g_string_free (ids, FALSE);
}

static void
test_tables (void)
{
  g_autofree char *codat_shown = ids_with (guild_codat_table (), GUILD_FIELD_DEFAULT);
  g_autofree char *codat_searched = ids_with (guild_codat_table (), GUILD_FIELD_SEARCHABLE);
  g_autofree char *autodesk_shown = ids_with (guild_autodesk_table (), GUILD_FIELD_DEFAULT);
  g_autofree char *autodesk_searched = ids_with (guild_autodesk_table (), GUILD_FIELD_SEARCHABLE);

  check_table (guild_codat_table ());
  check_table (guild_autodesk_table ());
  g_assert_cmpstr (guild_codat_table ()->service_id, ==, "codat");
  g_assert_cmpstr (guild_autodesk_table ()->service_id, ==, "autodesk");
  g_assert_cmpstr (codat_shown, ==, "name status platforms lastSync created");
  g_assert_cmpstr (codat_searched, ==, "name platforms createdBy tags description id");
  g_assert_cmpstr (autodesk_shown, ==, "name trade city country projects members updated");
  g_assert_cmpstr (autodesk_searched, ==,
                   "name trade city phone website erpId taxId originalName id");
}

static const char codat_company[] =
  "{\"id\":\"8a210b68\",\"name\":\"Northwind\",\"description\":\"\",\"redirect\":"
  "\"https://link.codat.io/company/8a210b68?link.otp=527161\",\"lastSync\":"
  "\"2021-11-15T06:00:00.6076495Z\",\"created\":\"2021-11-14T06:00:00Z\",\"createdByUserName\":null,"
  "\"products\":[\"lending\",\"payables\"],\"tags\":{\"region\":\"uk\",\"uid\":\"7\"},"
  "\"groups\":[{\"id\":\"g1\"},{\"name\":\"none\"},{\"id\":\"g2\"}],"
  "\"dataConnections\":[{\"id\":\"c1\",\"status\":\"Linked\",\"platformName\":\"Xero\",\"linkUrl\":"
  "\"https://link-api.codat.io/companies/8a210b68/connections/c1/start?otp=527161#x\"},"
  "{\"id\":\"c2\",\"status\":\"Linked\",\"platformName\":\"Stripe\"},"
  "{\"id\":\"c3\",\"status\":\"PendingAuth\",\"platformName\":\"Xero\"}]}";

static void
test_codat (void)
{
  g_autoptr (GuildBatch) batch = batch_of (guild_codat_table (), codat_company);

  g_assert_cmpstr (guild_batch_get_id (batch, 0), ==, "8a210b68");
  g_assert_cmpstr (cell_of (batch, "name")->text, ==, "Northwind");
  g_assert_cmpint (cell_of (batch, "status")->number, ==, GUILD_CODAT_LINKED);
  g_assert_cmpstr (cell_of (batch, "platforms")->text, ==, "Xero\x1fStripe");
  g_assert_cmpint (cell_of (batch, "lastSync")->number, ==,
                   1636956000 * (gint64) G_USEC_PER_SEC + 607649);
  g_assert_cmpint (cell_of (batch, "created")->number, ==,
                   1636869600 * (gint64) G_USEC_PER_SEC);
  g_assert_null (cell_of (batch, "createdBy")->text);
  g_assert_cmpstr (cell_of (batch, "products")->text, ==, "lending\x1fpayables");
  g_assert_cmpstr (cell_of (batch, "tags")->text, ==, "region=uk\x1fuid=7");
  g_assert_cmpstr (cell_of (batch, "groups")->text, ==, "g1\x1fg2");
  g_assert_null (cell_of (batch, "description")->text);
  g_assert_false (guild_batch_is_deleted (batch, 0));
}

#define L "Linked"
#define P "PendingAuth"
#define D "Deauthorized"
#define X "Unlinked"

/* The rule of the status, in full. */
static const struct
{
  const char *statuses[4];
  int         status; /* -1: the raw text of the first one */
} derivations[] = {
  { { NULL }, GUILD_CODAT_NO_CONNECTIONS },
  { { L }, GUILD_CODAT_LINKED },
  { { P }, GUILD_CODAT_PENDING },
  { { D }, GUILD_CODAT_DEAUTHORISED },
  { { X }, GUILD_CODAT_UNLINKED },
  { { L, L, L }, GUILD_CODAT_LINKED },
  { { D, D }, GUILD_CODAT_DEAUTHORISED },
  { { L, P }, GUILD_CODAT_LINKED },
  { { P, L }, GUILD_CODAT_LINKED },
  { { L, D }, GUILD_CODAT_PARTIAL },
  { { X, L }, GUILD_CODAT_PARTIAL },
  { { P, X, L }, GUILD_CODAT_PARTIAL },
  { { P, D }, GUILD_CODAT_DEAUTHORISED },
  { { X, D }, GUILD_CODAT_DEAUTHORISED },
  { { P, X }, GUILD_CODAT_UNLINKED },
  { { P, X, D }, GUILD_CODAT_DEAUTHORISED },
  { { "Sleeping", L }, GUILD_CODAT_LINKED },
  { { "Sleeping", D, L }, GUILD_CODAT_PARTIAL },
  { { "Sleeping" }, -1 },
  { { "Sleeping", "Waking" }, -1 },
};

static void
test_status (void)
{
  const GuildField *field = guild_field_table_find (guild_codat_table (), "status");

  for (guint i = 0; i < G_N_ELEMENTS (derivations); i++)
    {
      g_autoptr (GString) json = g_string_new ("{\"id\":\"x\",\"dataConnections\":[");
      g_autoptr (GuildBatch) batch = NULL;
      const GuildCell *cell;

      for (guint j = 0; j < 4 && derivations[i].statuses[j] != NULL; j++)
        g_string_append_printf (json, "%s{\"status\":\"%s\"}", j > 0 ? "," : "",
                                derivations[i].statuses[j]);
      g_string_append (json, "]}");

      batch = batch_of (guild_codat_table (), json->str);
      cell = cell_of (batch, "status");
      g_test_message ("%s", json->str);
      g_assert_cmpint (cell->number, ==, derivations[i].status);
      g_assert_cmpstr (cell->text, ==, derivations[i].status < 0 ? derivations[i].statuses[0]
                                       : field->choices[derivations[i].status].value);
    }
}

static void
test_status_odd (void)
{
  static const struct { const char *connections; gint64 status; } odd[] = {
    { "null", GUILD_CODAT_NO_CONNECTIONS },
    { "3", GUILD_CODAT_NO_CONNECTIONS },
    { "{}", GUILD_CODAT_NO_CONNECTIONS },
    { "[null]", GUILD_CODAT_NO_CONNECTIONS },
    { "[{}]", GUILD_NUMBER_UNSET },           /* a connection of which nothing is known */
    { "[{\"status\":3}]", GUILD_NUMBER_UNSET },
    { "[{\"status\":null},{\"status\":\"Linked\"}]", GUILD_CODAT_LINKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":\"x\",\"dataConnections\":%s}",
                                               odd[i].connections);
      g_autoptr (GuildBatch) batch = batch_of (guild_codat_table (), json);

      g_assert_cmpint (cell_of (batch, "status")->number, ==, odd[i].status);
      g_assert_null (cell_of (batch, "platforms")->text);
    }
}

/* The password of these companies is always 527161; it must be nowhere afterwards. */
static const char * const with_passwords[] = {
  codat_company,
  "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x?a=b&link.otp=527161&c=d\"}",
  "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x#link.otp=527161\"}",
  "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x%3Flink.OTP%3D527161\"}",
  "{\"id\":\"x\",\"redirect\":\"not an address 527161\"}",
  "{\"id\":\"x\",\"redirect\":\"/relative?otp=527161\"}",
  "{\"id\":\"x\",\"redirect\":{\"href\":\"527161\"}}",
  "{\"id\":\"x\",\"redirect\":[\"527161\"]}",
  "{\"id\":\"x\",\"redirect\":527161}",
  "{\"id\":\"x\",\"otp\":\"527161\"}",
  "{\"id\":\"x\",\"link.otp\":527161}",
  "{\"id\":\"x\",\"name\":\"see https://link.codat.io/company/x?link.otp=527161 now\"}",
  "{\"id\":\"x\",\"description\":\"OTP=527161\"}",
  "{\"id\":\"x\",\"tags\":{\"link\":\"https://a.example/?otp=527161\"}}",
  "{\"id\":\"x\",\"products\":[\"otp=527161\",\"https://a.example/?otp=527161&b=c\"]}",
  "{\"id\":\"x\",\"dataConnections\":[{\"linkUrl\":\"::527161\"}]}",
  "{\"id\":\"x\",\"dataConnections\":[{\"platformName\":\"otp=527161\",\"connectionInfo\":"
  "{\"a\":[[{\"otp\":[527161],\"linkUrl\":\"https://b.example/?x=527161\"}]]}}]}",
  "{\"id\":\"x\",\"dataConnections\":{\"linkUrl\":\"https://b.example/?otp=527161\"}}",
  "{\"id\":\"otp=527161\"}",
  "{\"id\":\"x\",\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
  "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
  "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"otp\":527161}}}}}}}}}}}}}}"
  "}}}}}}}}}}}}}}}}}}}}}}}",
};

static void
test_scrub (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (with_passwords); i++)
    {
      g_autoptr (GuildBatch) batch = batch_of (guild_codat_table (), with_passwords[i]);

      g_test_message ("%s", guild_batch_get_json (batch, 0));
      g_assert_null (strstr (guild_batch_get_json (batch, 0), "527161"));
      g_assert_false (test_plain_is_same (guild_codat_table (), with_passwords[i]));
      for (guint j = 0; j < guild_codat_table ()->n_fields; j++)
        {
          const char *text = guild_batch_get_cell (batch, 0, j)->text;

          g_assert_true (text == NULL || strstr (text, "527161") == NULL);
        }
    }
}

/* What is no password stays, the addresses without their query among it. */
static void
test_scrub_keeps (void)
{
  static const struct { const char *json; const char *kept; } table[] = {
    { "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x?link.otp=1\",\"a\":[1,null]}",
      "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x\",\"a\":[1,null]}" },
    { "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x\"}",
      "{\"id\":\"x\",\"redirect\":\"https://link.codat.io/company/x\"}" },
    { "{\"id\":\"x\",\"name\":\"Otp & Sons\",\"description\":\"see ?a=b\"}",
      "{\"id\":\"x\",\"name\":\"Otp & Sons\",\"description\":\"see ?a=b\"}" },
    { "{\"id\":\"x\",\"description\":\"a otp=1 b otp=2&c\"}",
      "{\"id\":\"x\",\"description\":\"a otp= b otp=&c\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GuildBatch) batch = batch_of (guild_codat_table (), table[i].json);

      g_assert_cmpstr (guild_batch_get_json (batch, 0), ==, table[i].kept);
      /* What was kept has nothing to be scrubbed, and is told so without a parser. */
      g_assert_true (strstr (table[i].kept, "otp=") != NULL
                     || test_plain_is_same (guild_codat_table (), table[i].kept));
    }
}

static void
test_autodesk (void)
{
  g_autoptr (GuildBatch) batch = batch_of (guild_autodesk_table (),
    "{\"id\":\"a1\",\"name\":\"removed at 02032025\",\"trade\":\"Plumbing\",\"addresses\":["
    "{\"type\":\"Main\",\"addressLine1\":\"1 Road\",\"addressLine2\":null,\"city\":\"Leeds\","
    "\"stateOrProvince\":\"Yorkshire\",\"postalCode\":\"LS1\",\"country\":\"GB\",\"phone\":\"113\"}],"
    "\"websiteUrl\":\"http://a.example\",\"description\":null,\"erpId\":\"E1\",\"taxId\":\"T1\","
    "\"status\":\"deleted\",\"createdAt\":\"2018-01-01T12:45:00.000Z\",\"updatedAt\":"
    "\"2018-01-01T12:45:00.000Z\",\"originalName\":\"Acme\",\"projectSize\":3,\"userSize\":12}");
  g_autoptr (GuildBatch) bare = batch_of (guild_autodesk_table (),
    "{\"id\":\"a2\",\"status\":\"frozen\",\"addresses\":[],\"originalName\":\"\"}");

  g_assert_cmpstr (cell_of (batch, "trade")->text, ==, "Plumbing");
  g_assert_cmpint (cell_of (batch, "status")->number, ==, 1);
  g_assert_cmpstr (cell_of (batch, "city")->text, ==, "Leeds");
  g_assert_cmpstr (cell_of (batch, "state")->text, ==, "Yorkshire");
  g_assert_cmpstr (cell_of (batch, "country")->text, ==, "GB");
  g_assert_cmpstr (cell_of (batch, "phone")->text, ==, "113");
  g_assert_cmpstr (cell_of (batch, "website")->text, ==, "http://a.example");
  g_assert_cmpstr (cell_of (batch, "erpId")->text, ==, "E1");
  g_assert_cmpstr (cell_of (batch, "taxId")->text, ==, "T1");
  g_assert_cmpint (cell_of (batch, "projects")->number, ==, 3);
  g_assert_cmpint (cell_of (batch, "members")->number, ==, 12);
  g_assert_cmpint (cell_of (batch, "updated")->number, ==, 1514810700 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpstr (cell_of (batch, "originalName")->text, ==, "Acme");
  g_assert_cmpstr (cell_of (batch, "addressLine1")->text, ==, "1 Road");
  g_assert_null (cell_of (batch, "addressLine2")->text);
  g_assert_cmpstr (cell_of (batch, "postalCode")->text, ==, "LS1");
  g_assert_true (guild_batch_is_deleted (batch, 0));

  g_assert_null (cell_of (bare, "name")->text);
  g_assert_null (cell_of (bare, "city")->text);
  g_assert_null (cell_of (bare, "originalName")->text);
  g_assert_cmpstr (cell_of (bare, "status")->text, ==, "frozen");
  g_assert_cmpint (cell_of (bare, "status")->number, ==, -1);
  g_assert_false (guild_batch_is_deleted (bare, 0));
}

/* Time goes into a message only: a busy machine must not fail the test. */
static void
test_speed (void)
{
  g_autoptr (GuildBatch) batch = guild_batch_new (guild_codat_table ());
  g_autoptr (JsonNode) node = guild_json_parse (codat_company, -1, NULL);
  guint n_rows = g_test_thorough () ? 100000 : 10000;
  double seconds;

  g_test_timer_start ();
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (JsonNode) copy = guild_json_parse (codat_company, -1, NULL);

      g_assert_true (guild_batch_append (batch, json_node_get_object (copy)));
    }
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%u companies parsed and decoded in %.2f s", n_rows, seconds);

  g_test_timer_start ();
  for (guint i = 0; i < n_rows; i++)
    g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%u companies decoded in %.2f s", n_rows, seconds);
  g_assert_cmpuint (guild_batch_get_length (batch), ==, 2 * n_rows);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fields/tables", test_tables);
  g_test_add_func ("/fields/codat", test_codat);
  g_test_add_func ("/fields/status", test_status);
  g_test_add_func ("/fields/status-odd", test_status_odd);
  g_test_add_func ("/fields/scrub", test_scrub);
  g_test_add_func ("/fields/scrub-keeps", test_scrub_keeps);
  g_test_add_func ("/fields/autodesk", test_autodesk);
  g_test_add_func ("/fields/speed", test_speed);
  return g_test_run ();
}
