/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-engine.h"
#include "directory/guild-store.h"
#include "directory/guild-test-companies.h"
#include "service/autodesk/guild-autodesk.h"

/* Random queries over an Autodesk account, asked of the engine here and of the service (acc.md §4):
 * the same companies in the same order. GUILDHALL_TEST_SEED repeats a run, GUILDHALL_TEST_QUERIES
 * makes it longer or shorter. */

enum
{
  N_COMPANIES = 240,
  N_QUERIES = 10000,
  N_QUERIES_SLOW = 600, /* in builds that are slow */
  AT_ONCE = 8,
  MAX_CONDITIONS = 5,
  MAX_KEYS = 3,
};

/* Names and ids that are awkward in an address or for a comparison. */
static const char * const awkward[] = {
  "100 % Concrete", "50%25 Off", "A+B Paving", "A B Paving", "A&B=C", "Q&A Ltd", "Ask? Me #1",
  "Nuts, Bolts", "Nuts | Bolts", "Up/Down", "Back\\\\slash", "[Brackets]", "Two  Spaces",
  "Tab\\tStop", "Müller", "Muller", "MÜLLER & SÖHNE", "STRASSENBAU AG", "Straßenbau", "Électricité",
  "Electricite", "Łódź Żuraw", "Øresund", "Ångström", "Ωmega", "ΩMEGA Σίγμας", "Дом", "ДОМ Строй",
  "東京建設", "شركة البناء", "ﬁnish", "İstanbul", "ısı", "x*y", "x_y", "\\\"Quoted\\\"", "O'Neill",
  "a..b", "1", "01", "-1", "+1", "null", "NULL GmbH", "%", "_", ",", ";", "~", "é",
};

static const char * const needles[] = {
  "a", "A", "E", "co", "CO", "ing", "Ltd", "ltd.", "&", " & ", "%", "%25", "+", "A+B", "a b", ",",
  ", ", "|", " | ", "/", "\\", "[", "]", "?", "#", "=", ";", "*", "_", "\"", "'", "  ", " ", "\t",
  "ü", "Ü", "u", "ß", "ss", "SS", "é", "É", "e", "Ł", "ł", "ø", "Å", "ω", "Σ", "ς", "дом", "京",
  "بن", "fi", "ﬁ", "i", "I", "İ", "ı", "1", "-", "0", "..", "V-", "erp", "Removed", "at 0", "null",
  "Plumbing", "concrete", "Finishes | Drywall", "HVAC Heating, Ventilating, & Air Conditioning",
  "Electrical", "metal", "no such text", "x*y", "O'Neill", "Müller", "MULLER", "straßenbau",
};

static const char * const text_fields[] = { "name", "trade", "erpId", "taxId" };
static const char * const sort_fields[] = { "name", "trade", "erpId", "taxId", "status", "created",
                                            "updated", "projects", "members" };

typedef struct
{
  GRand        *random;   /* (owned) */
  GuildService *services[2]; /* (owned): the second asks for few fields */
  GuildStore   *store;    /* (owned) */
  GuildEngine  *engine;   /* (owned) */
  GPtrArray    *texts;    /* (owned) (element-type utf8): values that companies have */
  GArray       *times;    /* (owned): gint64 */
  guint         n_queries;
  guint         n_asked;
  guint         n_answered;
  guint         n_found;  /* queries that anything answers */
  guint         n_missed; /* and those that nothing does */
} World;

/* One query on its way. */
typedef struct
{
  World       *world;
  GuildQuery  *query;  /* (owned) */
  GuildResult *result; /* (owned): the answer here */
  guint        number;
  guint        page;
  guint        size;
} Asked;

#define PICK(world, array) \
  ((array)[g_rand_int_range ((world)->random, 0, G_N_ELEMENTS (array))])

static gboolean
roll (World *self, guint sides)
{
  return g_rand_int_range (self->random, 0, (int) sides) == 0;
}

/* ---- the account ---- */

static void
add_awkward (GuildTestSandbox *sandbox)
{
  g_autofree char *path =
    g_strdup_printf ("/hq/v1/accounts/%s/companies/import", sandbox->autodesk_account_id);
  const guint n = G_N_ELEMENTS (awkward);

  for (guint first = 0; first < n; first += GUILD_AUTODESK_MAX_IMPORT)
    {
      g_autoptr(GString) body = g_string_new ("[");
      for (guint i = first; i < MIN (n, first + GUILD_AUTODESK_MAX_IMPORT); i++)
        g_string_append_printf (body, "%s{\"name\":\"%s\",\"trade\":\"%s\",\"erp_id\":\"%s\","
                                "\"tax_id\":\"%s\"}", i > first ? "," : "", awkward[i],
                                awkward[(i * 7 + 3) % n], awkward[(i * 5 + 1) % n],
                                awkward[(i * 11 + 2) % n]);
      g_string_append_c (body, ']');
      g_autoptr(JsonNode) answer = guild_test_sandbox_call (sandbox, "POST", path, body->str);
      JsonObject *told = json_node_get_object (answer);
      g_assert_cmpint (json_object_get_int_member (told, "failure"), ==, 0);
    }
}

static void
note_values (World *self, GuildBatch *batch)
{
  const GuildFieldTable *table = guild_autodesk_table ();
  guint updated = guild_field_table_index (table, "updated");

  for (guint row = 0; row < guild_batch_get_length (batch); row++)
    {
      g_array_append_val (self->times, guild_batch_get_cell (batch, row, updated)->number);
      for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
        {
          guint field = guild_field_table_index (table, text_fields[i]);
          const char *text = guild_batch_get_cell (batch, row, field)->text;
          if (text != NULL)
            g_ptr_array_add (self->texts, g_strdup (text));
        }
    }
}

static void
read_account (World *self)
{
  gboolean more = TRUE;

  guild_store_begin_run (self->store, 0);
  for (guint number = 0; more; number++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr(GError) error = NULL;

      guild_service_list_page_async (self->services[0], number, 200, NULL, NULL,
                                     guild_test_result_cb, &slot);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      g_autoptr(GuildPage) page =
        guild_service_list_page_finish (self->services[0], result, &error);
      g_assert_no_error (error);
      guild_store_apply_page (self->store, page->batch, 0);
      note_values (self, page->batch);
      more = page->more;
    }
  guild_store_end_run (self->store, TRUE, NULL, 1);
}

/* ---- a query ---- */

/* (transfer full): a text of some company or of none, or a piece of one, in any case. */
static char *
make_text (World *self)
{
  const char *text = PICK (self, needles);

  if (roll (self, 2))
    return g_strdup (text);
  text = self->texts->pdata[g_rand_int_range (self->random, 0, (int) self->texts->len)];
  glong length = g_utf8_strlen (text, -1);
  glong first = 0, end = length;
  switch (g_rand_int_range (self->random, 0, 4))
    {
    case 0: break;
    case 1: end = g_rand_int_range (self->random, 1, (int) length + 1); break;
    case 2: first = g_rand_int_range (self->random, 0, (int) length); break;
    default:
      first = g_rand_int_range (self->random, 0, (int) length);
      end = g_rand_int_range (self->random, (int) first + 1, (int) length + 1);
      break;
    }
  g_autofree char *piece = g_utf8_substring (text, first, end);
  switch (g_rand_int_range (self->random, 0, 3))
    {
    case 0: return g_utf8_strup (piece, -1);
    case 1: return g_utf8_strdown (piece, -1);
    default: return g_steal_pointer (&piece);
    }
}

/* A moment at, just beside or between the changes that there were. */
static gint64
make_time (World *self)
{
  gint64 time = g_array_index (self->times, gint64,
                               g_rand_int_range (self->random, 0, (int) self->times->len));

  switch (g_rand_int_range (self->random, 0, 4))
    {
    case 0: return time;
    case 1: return time + g_rand_int_range (self->random, -2, 3);
    case 2: return time + 1000 * g_rand_int_range (self->random, -2, 3);
    default: return time + g_rand_int (self->random) * G_GINT64_CONSTANT (1000);
    }
}

static void
add_condition (GuildQuery **query, const GuildCondition *condition)
{
  GuildQuery *next = guild_query_with_condition (*query, condition);

  guild_query_unref (*query);
  *query = next;
}

static void
add_status (World *self, GuildQuery **query)
{
  static const struct { GuildMatch match; const char *value; } statuses[] = {
    { GUILD_MATCH_EQUALS, "active" }, { GUILD_MATCH_EQUALS, "deleted" },
    { GUILD_MATCH_EQUALS, "active" GUILD_LIST_SEP "deleted" },
    { GUILD_MATCH_NOT_EQUALS, "active" }, { GUILD_MATCH_NOT_EQUALS, "deleted" },
  };
  guint chosen = (guint) g_rand_int_range (self->random, 0, G_N_ELEMENTS (statuses));
  const GuildCondition status = { (char *) "status", statuses[chosen].match,
                                  (char *) statuses[chosen].value, GUILD_NUMBER_UNSET,
                                  GUILD_NUMBER_UNSET, FALSE };

  add_condition (query, &status);
}

static void
add_range (World *self, GuildQuery **query)
{
  guint ends = (guint) g_rand_int_range (self->random, 1, 4);
  const GuildCondition range = { (char *) "updated", GUILD_MATCH_BETWEEN, NULL,
                                 (ends & 1) != 0 ? make_time (self) : GUILD_NUMBER_UNSET,
                                 (ends & 2) != 0 ? make_time (self) : GUILD_NUMBER_UNSET,
                                 roll (self, 3) };

  add_condition (query, &range);
}

/* (transfer full) */
static GuildQuery *
make_query (World *self)
{
  GuildQuery *query = guild_query_new ();
  GuildMatch match = (GuildMatch) g_rand_int_range (self->random, GUILD_MATCH_CONTAINS,
                                                    GUILD_MATCH_EQUALS + 1);
  gboolean joined = roll (self, 2);

  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    if (roll (self, 3))
      {
        g_autofree char *text = make_text (self);
        const GuildCondition condition = { (char *) text_fields[i], match, text, GUILD_NUMBER_UNSET,
                                           GUILD_NUMBER_UNSET, joined && !roll (self, 4) };
        add_condition (&query, &condition);
      }
  if (roll (self, 4))
    add_range (self, &query);
  if (roll (self, 3))
    add_status (self, &query);
  for (int i = g_rand_int_range (self->random, 0, MAX_KEYS + 1); i > 0; i--)
    {
      GuildQuery *sorted = guild_query_then_by (query, PICK (self, sort_fields), roll (self, 2));
      guild_query_unref (query);
      query = sorted;
    }
  return query;
}

/* ---- both answers ---- */

static void
asked_free (Asked *asked)
{
  guild_query_unref (asked->query);
  guild_result_unref (asked->result);
  g_free (asked);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
tell (const Asked *asked, GuildService *service)
{
  g_autofree char *json = guild_query_to_json (asked->query);
  g_autofree char *path =
    guild_service_list_path (service, asked->page, asked->size, asked->query, NULL);

  g_test_message ("query %u: %s\n%s", asked->number, json, path);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Asked) asked = data;
  World *self = asked->world;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) page =
    guild_service_list_page_finish (GUILD_SERVICE (source), result, &error);
  GuildResult *here = asked->result;
  guint first = asked->page * MIN (asked->size, 200);
  guint n = first < here->n_rows ? MIN (here->n_rows - first, MIN (asked->size, 200)) : 0;
  gboolean same = page != NULL && page->total == here->n_rows &&
                  guild_batch_get_length (page->batch) == n;
  GuildScratch scratch;

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (guild_batch_get_id (page->batch, i),
                        guild_snapshot_get_id (here->snapshot, here->rows[first + i], &scratch));
  if (!same)
    tell (asked, GUILD_SERVICE (source));
  g_assert_no_error (error);
  g_assert_cmpint (page->total, ==, here->n_rows);
  g_assert_cmpuint (guild_batch_get_length (page->batch), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (guild_batch_get_id (page->batch, i), ==,
                       guild_snapshot_get_id (here->snapshot, here->rows[first + i], &scratch));
      /* and the plain meaning of the query, where all its fields came */
      if (GUILD_SERVICE (source) == self->services[0])
        g_assert_true (guild_query_matches (asked->query, page->batch, i));
    }
  g_assert_true (page->more == (first + n < here->n_rows && n > 0));
  self->n_answered++;
  *(here->n_rows > 0 ? &self->n_found : &self->n_missed) += 1;
}

static void
ask (World *self)
{
  static const guint sizes[] = { 1, 2, 5, 10, 20, 20, 50, 200, 500 };
  Asked *asked = g_new0 (Asked, 1);

  asked->world = self;
  asked->number = self->n_asked++;
  asked->query = make_query (self);
  asked->result = guild_engine_run (self->engine, guild_store_get_snapshot (self->store),
                                    asked->query, NULL, NULL);
  asked->size = PICK (self, sizes);
  /* also the page behind the last */
  guint n_pages = asked->result->n_rows / MIN (asked->size, 200) + 2;
  asked->page = roll (self, 2) ? 0 : (guint) g_rand_int_range (self->random, 0, (int) n_pages);
  guild_service_list_page_async (self->services[roll (self, 8) ? 0 : 1], asked->page, asked->size,
                                 asked->query, NULL, answered_cb, asked);
}

static guint
count_queries (void)
{
  const char *wanted = g_getenv ("GUILDHALL_TEST_QUERIES");

  if (wanted != NULL)
    return (guint) g_ascii_strtoull (wanted, NULL, 10);
  return g_getenv ("GUILDHALL_TEST_PATIENCE") != NULL ? N_QUERIES_SLOW : N_QUERIES;
}

static guint32
choose_seed (void)
{
  const char *wanted = g_getenv ("GUILDHALL_TEST_SEED");
  guint32 seed = wanted != NULL ? (guint32) g_ascii_strtoull (wanted, NULL, 10) : g_random_int ();

  g_test_message ("GUILDHALL_TEST_SEED=%u repeats this run", seed);
  return seed;
}

static void
open_services (World *self, GuildTestSandbox *sandbox)
{
  static const char * const few[] = { "name", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (self->services); i++)
    {
      self->services[i] =
        guild_autodesk_new (sandbox->url, sandbox->autodesk_client_id,
                            sandbox->autodesk_client_secret, sandbox->autodesk_account_id,
                            sandbox->region);
      guild_transport_set_budget (guild_service_get_transport (self->services[i]), 0, AT_ONCE);
    }
  guild_autodesk_set_fields (GUILD_AUTODESK (self->services[1]), few);
}

static void
test_random (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start (
    "--companies", "0", "--autodesk-companies", G_STRINGIFY (240), NULL);
  World self = {
    .random = g_rand_new_with_seed (choose_seed ()),
    .store = guild_store_new (NULL, guild_autodesk_table ()),
    .engine = guild_engine_new (),
    .texts = g_ptr_array_new_with_free_func (g_free),
    .times = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .n_queries = count_queries (),
  };
  g_autoptr(JsonNode) unlimited = guild_test_sandbox_call (
    sandbox, "POST", "/_sandbox/switches", "{\"rate-limits\":\"off\"}");

  add_awkward (sandbox);
  open_services (&self, sandbox);
  read_account (&self);
  g_assert_cmpuint (guild_store_get_snapshot (self.store)->n_rows, ==,
                    N_COMPANIES + G_N_ELEMENTS (awkward));

  while (self.n_answered < self.n_queries)
    {
      guint before = self.n_answered;

      while (self.n_asked < self.n_queries && self.n_asked - self.n_answered < AT_ONCE)
        ask (&self);
      guild_test_wait_until (self.n_answered > before);
    }
  g_test_message ("%u queries: %u found companies, %u none", self.n_queries, self.n_found,
                  self.n_missed);
  g_assert_cmpuint (self.n_found, >, self.n_queries / 4);

  for (guint i = 0; i < G_N_ELEMENTS (self.services); i++)
    g_object_unref (self.services[i]);
  g_ptr_array_unref (self.texts);
  g_array_unref (self.times);
  guild_engine_unref (self.engine);
  guild_store_free (self.store);
  g_rand_free (self.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/queries/random", test_random);
  return g_test_run ();
}
