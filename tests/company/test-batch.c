/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-test-plain.h"

#include "company/guild-company.h"
#include "company/guild-connection.h"

/* One field of every kind, so that what is said of kinds is tested apart from any service. */
enum { NAME, STATE, SIZE, SEEN, LABELS, PLACES, CITY, MADE, ID, N_FIELDS };

static const GuildFieldChoice states[] = {
  { "open", "Open", NULL, "success" },
  { "closed", "Closed", NULL, NULL },
  { NULL, NULL, NULL, NULL },
};

static void
read_made (const GuildField *field G_GNUC_UNUSED,
           const GuildNode  *company,
           GuildCellSink    *sink)
{
  if (guild_node_get (company, "made") != NULL)
    guild_cell_sink_set_number (sink, 7);
  guild_cell_sink_add_item (sink, NULL);
  guild_cell_sink_add_item (sink, "");
  guild_cell_sink_add_item (sink, "a\x1f" "b");
  guild_cell_sink_add_item (sink, "c");
}

static const GuildField fields[N_FIELDS] = {
  [NAME] = { .id = "name", .title = "Name", .kind = GUILD_FIELD_TEXT, .member = "name" },
  [STATE] = { .id = "state", .title = "State", .kind = GUILD_FIELD_CHOICE, .member = "state",
              .choices = states },
  [SIZE] = { .id = "size", .title = "Size", .kind = GUILD_FIELD_NUMBER, .member = "size" },
  [SEEN] = { .id = "seen", .title = "Seen", .kind = GUILD_FIELD_TIME, .member = "seen",
             .flags = GUILD_FIELD_RELATIVE },
  [LABELS] = { .id = "labels", .title = "Labels", .kind = GUILD_FIELD_TAGS, .member = "labels" },
  [PLACES] = { .id = "places", .title = "Places", .kind = GUILD_FIELD_CONNECTIONS,
               .member = "places" },
  [CITY] = { .id = "city", .title = "City", .kind = GUILD_FIELD_TEXT,
             .member = "addresses.0.city" },
  [MADE] = { .id = "made", .title = "Made", .kind = GUILD_FIELD_TAGS, .read = read_made },
  [ID] = { .id = "id", .title = "ID", .kind = GUILD_FIELD_TEXT, .member = "id" },
};

static const GuildFieldTable table = {
  .service_id = "test", .fields = fields, .n_fields = N_FIELDS, .id_field = ID, .name_field = NAME,
};

/* Appends the company of a JSON text with the id "x" added. */
static GuildBatch *
batch_of (const char *members)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"x\"%s%s}", *members != '\0' ? "," : "",
                                           members);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = guild_json_parse (json, -1, &error);
  GuildBatch *batch = guild_batch_new (&table);

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  test_plain_is_same (&table, json);
  return batch;
}

static const struct
{
  const char *members;
  guint       field;
  const char *text;   /* NULL = unset */
  gint64      number;
} cells[] = {
  { "", NAME, NULL, GUILD_NUMBER_UNSET },
  { "\"name\":\"A\"", NAME, "A", GUILD_NUMBER_UNSET },
  { "\"name\":\"\"", NAME, NULL, GUILD_NUMBER_UNSET },
  { "\"name\":null", NAME, NULL, GUILD_NUMBER_UNSET },
  { "\"name\":17", NAME, "17", GUILD_NUMBER_UNSET },
  { "\"name\":1.5", NAME, "1.5", GUILD_NUMBER_UNSET },
  { "\"name\":true", NAME, NULL, GUILD_NUMBER_UNSET },
  { "\"name\":[\"A\"]", NAME, NULL, GUILD_NUMBER_UNSET },
  { "\"name\":{\"a\":\"A\"}", NAME, NULL, GUILD_NUMBER_UNSET },
  { "\"name\":\"a\\u001fb\"", NAME, "a b", GUILD_NUMBER_UNSET },
  { "\"name\":\"\\u0000x\"", NAME, "\ufffdx", GUILD_NUMBER_UNSET },
  { "\"name\":\"\\ud83d\\ude00\\ud83d\\u0041\\\\udc00\"", NAME,
    "😀\ufffdA\\udc00", GUILD_NUMBER_UNSET },
  { "\"name\":\"\\ud83d\"", NAME, "\ufffd", GUILD_NUMBER_UNSET },
  { "\"name\":\"\\udc00x\"", NAME, "\ufffdx", GUILD_NUMBER_UNSET },
  { "", STATE, NULL, GUILD_NUMBER_UNSET },
  { "\"state\":\"open\"", STATE, "open", 0 },
  { "\"state\":\"closed\"", STATE, "closed", 1 },
  { "\"state\":\"ajar\"", STATE, "ajar", -1 },
  { "\"state\":\"Open\"", STATE, "Open", -1 },
  { "\"state\":null", STATE, NULL, GUILD_NUMBER_UNSET },
  { "\"state\":1", STATE, NULL, GUILD_NUMBER_UNSET },
  { "\"size\":0", SIZE, "0", 0 },
  { "\"size\":-12", SIZE, "-12", -12 },
  { "\"size\":2.0", SIZE, "2", 2 },
  { "\"size\":1e300", SIZE, "1e+300", GUILD_NUMBER_UNSET },
  { "\"size\":1e999", SIZE, "inf", GUILD_NUMBER_UNSET },
  { "\"size\":\"12\"", SIZE, "12", 12 },
  { "\"size\":\"many\"", SIZE, "many", GUILD_NUMBER_UNSET },
  { "\"size\":null", SIZE, NULL, GUILD_NUMBER_UNSET },
  { "\"size\":[]", SIZE, NULL, GUILD_NUMBER_UNSET },
  { "\"seen\":\"1970-01-01T00:00:01Z\"", SEEN, "1970-01-01T00:00:01Z", 1000000 },
  { "\"seen\":\"soon\"", SEEN, "soon", GUILD_NUMBER_UNSET },
  { "\"seen\":5", SEEN, NULL, GUILD_NUMBER_UNSET },
  { "\"labels\":{\"region\":\"uk\",\"n\":1,\"\":\"x\",\"o\":\"a=b\"}", LABELS,
    "region=uk\x1fo=a=b", GUILD_NUMBER_UNSET },
  { "\"labels\":{}", LABELS, NULL, GUILD_NUMBER_UNSET },
  { "\"labels\":\"region\"", LABELS, NULL, GUILD_NUMBER_UNSET },
  { "\"places\":[\"Xero\",null,3,\"\",\"Sage\"]", PLACES, "Xero\x1fSage", GUILD_NUMBER_UNSET },
  { "\"places\":null", PLACES, NULL, GUILD_NUMBER_UNSET },
  { "\"addresses\":[{\"city\":\"Leeds\"}]", CITY, "Leeds", GUILD_NUMBER_UNSET },
  { "\"addresses\":[]", CITY, NULL, GUILD_NUMBER_UNSET },
  { "\"addresses\":[null]", CITY, NULL, GUILD_NUMBER_UNSET },
  { "\"addresses\":[[\"city\"]]", CITY, NULL, GUILD_NUMBER_UNSET },
  { "\"addresses\":{\"0\":{\"city\":\"Leeds\"}}", CITY, "Leeds", GUILD_NUMBER_UNSET },
  { "\"addresses\":\"Leeds\"", CITY, NULL, GUILD_NUMBER_UNSET },
  { "\"made\":1", MADE, "a b\x1f" "c", 7 },
};

static void
test_cells (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GuildBatch) batch = batch_of (cells[i].members);
      const GuildCell *cell = guild_batch_get_cell (batch, 0, cells[i].field);

      g_test_message ("%s", cells[i].members);
      g_assert_cmpstr (cell->text, ==, cells[i].text);
      g_assert_cmpint (cell->number, ==, cells[i].number);
      g_assert_cmpstr (guild_batch_get_id (batch, 0), ==, "x");
    }
}

static void
test_unusable (void)
{
  static const char * const companies[] = {
    "{}", "{\"name\":\"A\"}", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":[\"x\"]}", "{\"id\":{}}",
  };
  g_autoptr (GuildBatch) batch = guild_batch_new (&table);

  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    {
      g_autoptr (JsonNode) node = guild_json_parse (companies[i], -1, NULL);

      g_assert_false (guild_batch_append (batch, json_node_get_object (node)));
    }

  g_assert_cmpuint (guild_batch_get_length (batch), ==, 0);
  g_assert_cmpuint (guild_batch_get_n_skipped (batch), ==, G_N_ELEMENTS (companies));
}

static void
assert_shown (const char *members,
              guint       field,
              const char *expected)
{
  g_autoptr (GuildBatch) batch = batch_of (members);
  g_autofree char *text = guild_field_format (&fields[field],
                                              guild_batch_get_cell (batch, 0, field),
                                              61 * G_USEC_PER_SEC);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_shown (void)
{
  assert_shown ("", NAME, "");
  assert_shown ("\"name\":\"A\"", NAME, "A");
  assert_shown ("\"state\":\"closed\"", STATE, "Closed");
  assert_shown ("\"state\":\"ajar\"", STATE, "ajar");
  assert_shown ("\"size\":2014", SIZE, "2\u2009014");
  assert_shown ("\"size\":\"many\"", SIZE, "many");
  assert_shown ("", SEEN, "—");
  assert_shown ("\"seen\":\"soon\"", SEEN, "soon");
  assert_shown ("\"seen\":\"1970-01-01T00:00:01Z\"", SEEN, "1 min ago");
  assert_shown ("\"places\":[\"Xero\",\"Sage\"]", PLACES, "Xero, Sage");
}

static void
test_lookup (void)
{
  g_assert_cmpuint (guild_field_table_index (&table, "city"), ==, CITY);
  g_assert_cmpuint (guild_field_table_index (&table, "nothing"), ==, G_MAXUINT);
  g_assert_cmpuint (guild_field_table_index (&table, NULL), ==, G_MAXUINT);
  g_assert_true (guild_field_table_find (&table, "id") == &fields[ID]);
  g_assert_null (guild_field_table_find (&table, ""));
  g_assert_cmpint (guild_field_choice_index (&fields[STATE], "closed"), ==, 1);
  g_assert_cmpint (guild_field_choice_index (&fields[STATE], NULL), ==, -1);
  g_assert_cmpint (guild_field_choice_index (&fields[NAME], "closed"), ==, -1);
}

/* The JSON that is kept says what came: member order, numbers, texts. */
static void
test_json (void)
{
  static const char json[] =
    "{\"id\":\"x\",\"z\":[1,-2.5,true,false,null,\"\\\"\\\\\\u0001é\"],\"a\":{\"m\":4643976.27,"
    "\"n\":0.1,\"o\":9007199254740993,\"p\":1e+300},\"e\":[],\"f\":{}}";
  g_autoptr (JsonNode) node = guild_json_parse (json, -1, NULL);
  g_autoptr (GuildBatch) batch = guild_batch_new (&table);

  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  g_assert_cmpstr (guild_batch_get_json (batch, 0), ==, json);
}

static void
test_parse (void)
{
  static const char * const refused[] = {
    "", " ", "{", "}", "[1,]", "{'a':1}", "/* a */{}", "{\"a\":1}x", "\"\xff\"", "[\"a]",
    "{\"a\" 1}", "{\"a\":nan}", "[[[[",
  };
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) part = guild_json_parse ("[1]garbage", 3, &error);

  g_assert_no_error (error);
  g_assert_nonnull (part);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) refusal = NULL;

      g_assert_null (guild_json_parse (refused[i], -1, &refusal));
      g_assert_error (refusal, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  g_assert_null (guild_json_parse (deep, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static const char full[] =
  "{\"id\":\"8a210b68\",\"name\":\"Café\",\"state\":\"open\",\"size\":3,\"seen\":"
  "\"2021-11-15T06:00:00Z\",\"labels\":{\"region\":\"uk\"},\"places\":[\"Xero\",\"Sage\"],"
  "\"addresses\":[{\"city\":\"Leeds\"}],\"made\":1}";

/* Damaged JSON: either no JSON, or a row whose every cell is valid text and whose JSON is JSON. */
static void
test_damaged (void)
{
  guint n_rows = 0, n_plain = 0;

  for (guint round = 0; round < 20000; round++)
    {
      static const char tokens[] = "{}[],:\"0123456789-eE.tfn\\u \xff\x80";
      g_autoptr (GuildBatch) batch = guild_batch_new (&table);
      g_autoptr (JsonNode) node = NULL, again = NULL;
      char text[sizeof full];

      memcpy (text, full, sizeof full);
      for (gint32 n = g_test_rand_int_range (1, 4); n > 0; n--)
        text[g_test_rand_int_range (0, sizeof full - 1)]
          = tokens[g_test_rand_int_range (0, sizeof tokens - 1)];

      n_plain += test_plain_is_same (&table, text);
      node = guild_json_parse (text, -1, NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
          || !guild_batch_append (batch, json_node_get_object (node)))
        continue;

      n_rows++;
      again = guild_json_parse (guild_batch_get_json (batch, 0), -1, NULL);
      g_assert_nonnull (again);
      for (guint i = 0; i < N_FIELDS; i++)
        {
          const GuildCell *cell = guild_batch_get_cell (batch, 0, i);

          g_assert_true (cell->text == NULL
                         || (*cell->text != '\0' && g_utf8_validate (cell->text, -1, NULL)));
        }
    }

  g_assert_cmpuint (n_rows, >, 100);
  g_assert_cmpuint (n_plain, >, 100);
}

/* Written as we would write it. */
static void
test_plain (void)
{
  static const char * const taken[] = {
    full, "{}", "{\"id\":\"x\"}", "{\"id\":null}", "{\"id\":7}", "{\"id\":\"\"}",
    "{\"id\":\"x\",\"size\":-123456789012345678,\"a\":[],\"b\":{},\"c\":[[],{},null,true,false,0]}",
    "{\"id\":\"x\",\"name\":\"'/\x7f😀\",\"a\":{\"a\":{\"a\":1},\"b\":1}}",
    "{\"id\":\"x\",\"labels\":{\"region\":\"uk\",\"n\":1,\"o\":\"a=b\"},\"places\":[1,\"Xero\",\"\"]}",
    "{\"a\":[[[[[[[[[[[[[[[]]]]]]]]]]]]]]],\"id\":\"x\"}",
  };
  static const char * const parsed[] = {
    "", "[]", "null", "1", "\"x\"", "{", "}", "{}}", "{}x", " {}", "{ }", "{}\n", "{\"id\": \"x\"}",
    "{\"id\":\"x\",}", "{,\"id\":\"x\"}", "{\"id\"}", "{\"id\":}", "{\"id\":\"x\"", "{id:\"x\"}",
    "{\"id\":\"\\u0041\"}", "{\"id\":\"\\\"\"}", "{\"id\":\"\\/\"}", "{\"id\":\"a\nb\"}", "{\"i\\u0064\":1}",
    "{\"id\":\"x\",\"id\":\"y\"}", "{\"id\":\"x\",\"a\":{\"b\":1,\"c\":2,\"b\":3}}", "{\"\":1}",
    "{\"id\":1.0}", "{\"id\":1e3}", "{\"id\":-0}", "{\"id\":01}", "{\"id\":-}", "{\"id\":+1}", "{\"id\":.5}",
    "{\"id\":1234567890123456789}", "{\"id\":tru}", "{\"id\":truex}", "{\"id\":nullnull}", "{\"id\":nan}",
    "{\"id\":[1,]}", "{\"id\":[1 2]}", "{\"id\":[1}", "{\"id\":'x'}", "{\"id\":[}]}",
    "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]],\"id\":\"x\"}",
  };
  g_autoptr (GString) many = g_string_new ("{\"id\":\"x\"");

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    g_assert_true (test_plain_is_same (&table, taken[i]));
  for (guint i = 0; i < G_N_ELEMENTS (parsed); i++)
    {
      g_test_message ("%s", parsed[i]);
      g_assert_false (test_plain_is_same (&table, parsed[i]));
    }

  /* Long texts, after short ones and before. */
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (many, ",\"m%u\":\"%0200u\"", i, i);
  g_string_append_c (many, '}');
  g_assert_true (test_plain_is_same (&table, many->str));
  g_string_truncate (many, many->len - 1);
  g_assert_false (test_plain_is_same (&table, many->str));
}

/* Every member replaced by every type. */
static void
test_wrong_types (void)
{
  static const char * const values[] = {
    "null", "true", "0", "-1.5", "1e999", "\"\"", "\"x\"", "[]", "[[]]", "[null]", "[{}]", "{}",
    "{\"a\":{}}", "{\"a\":null}", "\"\\ud83d\\ude00\"", "\"\\u0000\"",
  };
  static const char * const members[] = {
    "id", "name", "state", "size", "seen", "labels", "places", "addresses", "made",
  };

  for (guint m = 0; m < G_N_ELEMENTS (members); m++)
    {
      for (guint v = 0; v < G_N_ELEMENTS (values); v++)
        {
          g_autoptr (GuildBatch) batch = guild_batch_new (&table);
          g_autoptr (JsonNode) node = guild_json_parse (full, -1, NULL);
          g_autoptr (JsonNode) value = guild_json_parse (values[v], -1, NULL);

          g_assert_nonnull (value);
          json_object_set_member (json_node_get_object (node), members[m],
                                  g_steal_pointer (&value));
          g_assert_cmpint (guild_batch_append (batch, json_node_get_object (node)), ==,
                           guild_batch_get_length (batch) == 1);
          g_assert_cmpuint (guild_batch_get_length (batch) + guild_batch_get_n_skipped (batch),
                            ==, 1);
        }
    }
}

static gpointer
read_everything (gpointer data)
{
  GuildBatch *batch = data;
  gsize length = 0;

  for (guint row = 0; row < guild_batch_get_length (batch); row++)
    length += strlen (guild_batch_get_json (batch, row));
  guild_batch_unref (batch);

  return GSIZE_TO_POINTER (length);
}

/* Filled here, read and given back there. */
static void
test_threads (void)
{
  GuildBatch *batch = guild_batch_new (&table);
  GThread *threads[4];

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (JsonNode) node = guild_json_parse (full, -1, NULL);

      g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_everything, guild_batch_ref (batch));
  guild_batch_unref (batch);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (threads[i])), ==,
                      1000 * strlen (full));
}

static void
test_company (void)
{
  static const char json[] =
    "{\"id\":\"x\",\"name\":\"A\",\"dataConnections\":[null,3,{\"id\":\"c1\",\"platformName\":"
    "\"Xero\",\"integrationKey\":\"gbol\",\"sourceType\":\"Accounting\","
    "\"status\":\"Deauthorized\","
    "\"created\":\"2021-11-15T06:00:00Z\",\"dataConnectionErrors\":["
    "{\"errorMessage\":\"old\",\"erroredOnUtc\":\"2021-01-01\",\"status\":\"Active\"},"
    "{\"errorMessage\":\"new\",\"erroredOnUtc\":\"2021-02-01\",\"status\":\"Active\"},"
    "{\"errorMessage\":\"gone\",\"erroredOnUtc\":\"2021-03-01\",\"status\":\"Resolved\"},"
    "{\"errorMessage\":\"gone\",\"erroredOnUtc\":\"2021-03-01\",\"resolvedOnUtc\":\"2021-03-02\"},"
    "null]},{\"status\":\"Sleeping\",\"dataConnectionErrors\":null}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GuildCompany) company = guild_company_new_from_json (&table, json, &error);
  GListModel *connections;
  g_autoptr (GuildConnection) first = NULL, second = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_id (company), ==, "x");
  g_assert_cmpstr (guild_company_get_name (company), ==, "A");
  g_assert_cmpstr (guild_company_get_json (company), ==, json);
  g_assert_true (guild_company_get_table (company) == &table);
  g_assert_cmpstr (guild_company_get_cell (company, NAME)->text, ==, "A");
  g_assert_true (json_object_has_member (guild_company_get_object (company), "dataConnections"));
  g_assert_false (guild_company_is_deleted (company));

  connections = guild_company_get_connections (company);
  g_assert_cmpuint (g_list_model_get_n_items (connections), ==, 2);
  first = g_list_model_get_item (connections, 0);
  g_assert_cmpstr (guild_connection_get_id (first), ==, "c1");
  g_assert_cmpstr (guild_connection_get_platform_name (first), ==, "Xero");
  g_assert_cmpstr (guild_connection_get_platform_key (first), ==, "gbol");
  g_assert_cmpstr (guild_connection_get_source_type (first), ==, "Accounting");
  g_assert_cmpint (guild_connection_get_status (first), ==, GUILD_CONNECTION_DEAUTHORISED);
  g_assert_cmpint (guild_connection_get_created (first), ==, 1636956000 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (guild_connection_get_last_sync (first), ==, GUILD_NUMBER_UNSET);
  g_assert_cmpstr (guild_connection_get_error (first), ==, "new");

  second = g_list_model_get_item (connections, 1);
  g_assert_cmpstr (guild_connection_get_id (second), ==, "");
  g_assert_null (guild_connection_get_platform_key (second));
  g_assert_cmpint (guild_connection_get_status (second), ==, GUILD_CONNECTION_UNKNOWN);
  g_assert_cmpstr (guild_connection_get_status_text (second), ==, "Sleeping");
  g_assert_null (guild_connection_get_error (second));
  g_assert_cmpstr (guild_connection_status_title (GUILD_CONNECTION_LINKED), ==, "Linked");
}

static void
test_no_company (void)
{
  static const char * const texts[] = {
    "", "[]", "null", "{}", "{\"id\":null}", "\"x\"", "{\"id\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (guild_company_new_from_json (&table, texts[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch/cells", test_cells);
  g_test_add_func ("/batch/unusable", test_unusable);
  g_test_add_func ("/batch/shown", test_shown);
  g_test_add_func ("/batch/lookup", test_lookup);
  g_test_add_func ("/batch/json", test_json);
  g_test_add_func ("/batch/parse", test_parse);
  g_test_add_func ("/batch/damaged", test_damaged);
  g_test_add_func ("/batch/plain", test_plain);
  g_test_add_func ("/batch/wrong-types", test_wrong_types);
  g_test_add_func ("/batch/threads", test_threads);
  g_test_add_func ("/company/read", test_company);
  g_test_add_func ("/company/none", test_no_company);
  return g_test_run ();
}
