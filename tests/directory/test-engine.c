/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-engine.h"
#include "directory/guild-store.h"
#include "directory/guild-test-companies.h"

/* The engine against the plain meaning of a query, guild_query_matches(), and a plain sort, over
 * random companies, queries and changes. */

typedef struct
{
  GRand       *random;    /* (owned) */
  GuildStore  *store;     /* (owned) */
  GuildEngine *engine;    /* (owned) */
  GHashTable  *batches;   /* (owned): id → GuildBatch of one */
  GHashTable  *hidden;    /* (owned): set of ids */
  GuildQuery  *query;     /* (owned) */
  GuildResult *result;    /* (owned) (nullable) */
  guint64      serial;
  guint        n_answered; /* steps in which anything matched */
} World;

static const char * const words[] = {
  "Bakery", "bäckerei", "BAKE", "Café", "cafe", "o'Neill", "Straße", "strasse", "12", "120", "Ltd",
  "ltd.", "ŁÓDŹ", "éclair", "a", "B", "ab", "Ab", "", " ", "x\\u00a0y", "☃", "Ångström", "ﬁn",
};

static const char * const needles[] = {
  "b", "ba", "bak", "bake", "cafe", "CAFÉ", "e", "12", "120", "lodz", "ß", "ss", "strasse", "ltd a",
  "a b", "nothing", "☃", "fin", " ", "", "x y", "o'n", "uk", "region", "=", "gb", "xero", "id-1",
};

static const char * const field_ids[] = {
  "name", "status", "platforms", "lastSync", "created", "createdBy", "products", "tags", "groups",
  "description", "id", "no-such-field",
};

#define PICK(world, array) \
  ((array)[g_rand_int_range ((world)->random, 0, G_N_ELEMENTS (array))])

static char *
make_company (World *self, const char *id)
{
  static const char * const statuses[] = { "Linked", "PendingAuth", "Unlinked", "Deauthorized",
                                           "SomethingNew" };
  static const char * const tags[] = {
    "{}", "{\"region\":\"uk\"}", "null", "{\"region\":\"UK\",\"uid\":\"12\"}",
    "{\"group\":\"a b\"}",
  };
  static const char * const times[] = { "\"2024-03-01T10:00:00Z\"", "\"2025-01-31\"", "null", "17",
                                        "\"not a time\"", "\"2023-12-31T23:59:59.5+02:00\"" };
  static const char * const platforms[] = { "Xero", "QuickBooks Online", "Sage 50" };
  g_autoptr(GString) json = g_string_new (NULL);

  g_string_append_printf (json, "{\"id\":\"%s\",\"name\":\"%s %s\"", id, PICK (self, words),
                          PICK (self, words));
  g_string_append_printf (json, ",\"created\":%s,\"tags\":%s", PICK (self, times),
                          PICK (self, tags));
  if (g_rand_boolean (self->random))
    g_string_append_printf (json, ",\"lastSync\":%s", PICK (self, times));
  if (g_rand_boolean (self->random))
    g_string_append_printf (json, ",\"description\":\"%s\"", PICK (self, words));
  if (g_rand_boolean (self->random))
    g_string_append_printf (json, ",\"createdByUserName\":\"%s\"", PICK (self, words));
  if (g_rand_boolean (self->random))
    g_string_append_printf (json, ",\"products\":[\"%s\",\"Lending\"]", PICK (self, words));
  g_string_append (json, ",\"dataConnections\":[");
  for (int i = g_rand_int_range (self->random, 0, 3); i > 0; i--)
    g_string_append_printf (json, "{\"id\":\"c%d\",\"status\":\"%s\",\"platformName\":\"%s\"}%s", i,
                            PICK (self, statuses), PICK (self, platforms), i > 1 ? "," : "");
  g_string_append (json, "]}");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
put_company (World *self, guint number)
{
  g_autofree char *id = g_strdup_printf ("id-%u", number);
  g_autofree char *json = make_company (self, id);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (json, &error);
  GuildBatch *batch = guild_batch_new (guild_codat_table ());

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  guild_store_apply (self->store, batch, ++self->serial, G_MAXUINT64);
  g_hash_table_replace (self->batches, g_steal_pointer (&id), batch);
}

static void
change_companies (World *self, guint n_ids)
{
  for (int i = g_rand_int_range (self->random, 0, 4); i > 0; i--)
    {
      guint number = g_rand_int_range (self->random, 0, n_ids);
      g_autofree char *id = g_strdup_printf ("id-%u", number);

      switch (g_rand_int_range (self->random, 0, 5))
        {
        case 0:
          guild_store_remove (self->store, id, ++self->serial, G_MAXUINT64);
          g_hash_table_remove (self->batches, id);
          g_hash_table_remove (self->hidden, id);
          break;
        case 1:
          guild_store_set_hidden (self->store, id, !g_hash_table_contains (self->hidden, id));
          if (!g_hash_table_remove (self->hidden, id))
            g_hash_table_add (self->hidden, g_steal_pointer (&id));
          break;
        default:
          put_company (self, number);
          break;
        }
    }
}

static GuildQuery *
add_condition (World *self, GuildQuery *query)
{
  static const char * const values[] = {
    "linked", "pending" GUILD_LIST_SEP "partial", "Xero", "region=uk", "group=A  B", "b", "",
    "id-12", "Café", "Bakery", "éclair" GUILD_LIST_SEP "12", "2024",
  };
  GuildCondition condition = {
    .field = (char *) PICK (self, field_ids),
    .match = g_rand_int_range (self->random, 0, GUILD_MATCH_UNSET + 1),
    .value = (char *) PICK (self, values),
    .from = GUILD_NUMBER_UNSET,
    .to = GUILD_NUMBER_UNSET,
    .any = g_rand_boolean (self->random),
  };

  if (g_rand_boolean (self->random))
    condition.from = G_GINT64_CONSTANT (1704067200000000);
  if (g_rand_boolean (self->random))
    condition.to = G_GINT64_CONSTANT (1735689600000000);
  return guild_query_with_condition (query, &condition);
}

static void
take_query (World *self, GuildQuery *query)
{
  guild_query_unref (self->query);
  self->query = query;
}

static void
change_query (World *self)
{
  g_autofree char *longer = NULL;

  switch (g_rand_int_range (self->random, 0, 10))
    {
    case 0:
    case 9:
      take_query (self, guild_query_new ());
      break;
    case 1:
    case 2:
      take_query (self, guild_query_with_text (self->query, PICK (self, needles)));
      break;
    case 3:
    case 4:
      /* another keystroke */
      longer = g_strconcat (guild_query_get_text (self->query), PICK (self, needles), NULL);
      take_query (self, guild_query_with_text (self->query, longer));
      break;
    case 5:
      if (guild_query_get_n_conditions (self->query) < 3)
        take_query (self, add_condition (self, self->query));
      break;
    case 6:
      if (guild_query_get_n_conditions (self->query) > 0)
        take_query (self, guild_query_without_condition (self->query, 0));
      break;
    case 7:
      take_query (self, guild_query_with_sort (self->query, PICK (self, field_ids),
                                               g_rand_boolean (self->random)));
      break;
    default:
      take_query (self, guild_query_then_by (self->query, PICK (self, field_ids),
                                             g_rand_boolean (self->random)));
      break;
    }
}

/* The plain order */

static int
compare_texts (const char *a, const char *b)
{
  g_autofree char *a_folded = g_utf8_casefold (a, -1);
  g_autofree char *b_folded = g_utf8_casefold (b, -1);
  return g_utf8_collate (a_folded, b_folded);
}

static int
compare_cells (const GuildField *field, const GuildCell *a, const GuildCell *b, gboolean descending)
{
  gboolean by_text = field->kind != GUILD_FIELD_TIME && field->kind != GUILD_FIELD_NUMBER &&
                     field->kind != GUILD_FIELD_CHOICE;
  gboolean a_set = by_text ? a->text != NULL : a->number != GUILD_NUMBER_UNSET;
  gboolean b_set = by_text ? b->text != NULL : b->number != GUILD_NUMBER_UNSET;
  int order;

  if (!a_set || !b_set)
    return b_set - a_set;
  if (by_text)
    order = compare_texts (a->text, b->text);
  else
    {
      /* a choice nobody knows comes after those of the table */
      gboolean choice = field->kind == GUILD_FIELD_CHOICE;
      gint64 x = choice && a->number < 0 ? G_MAXINT64 : a->number;
      gint64 y = choice && b->number < 0 ? G_MAXINT64 : b->number;
      order = (x > y) - (x < y);
    }
  return descending ? -order : order;
}

static int
compare_companies (gconstpointer x, gconstpointer y, gpointer data)
{
  const GuildFieldTable *table = guild_codat_table ();
  World *self = data;
  GuildBatch *a = g_hash_table_lookup (self->batches, *(const char **) x);
  GuildBatch *b = g_hash_table_lookup (self->batches, *(const char **) y);
  int order = 0;

  for (guint i = 0; order == 0 && i < guild_query_get_n_sort_keys (self->query); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (self->query, i);
      guint field = guild_field_table_index (table, key->field);
      if (field != G_MAXUINT)
        order = compare_cells (&table->fields[field], guild_batch_get_cell (a, 0, field),
                               guild_batch_get_cell (b, 0, field), key->descending);
    }
  if (order == 0)
    order = compare_cells (&table->fields[table->name_field],
                           guild_batch_get_cell (a, 0, table->name_field),
                           guild_batch_get_cell (b, 0, table->name_field), FALSE);
  return order != 0 ? order : strcmp (*(const char **) x, *(const char **) y);
}

static GPtrArray *
answer_plainly (World *self)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, batch;

  g_hash_table_iter_init (&iter, self->batches);
  while (g_hash_table_iter_next (&iter, &id, &batch))
    if (!g_hash_table_contains (self->hidden, id) && guild_query_matches (self->query, batch, 0))
      g_ptr_array_add (ids, id);
  g_ptr_array_sort_with_data (ids, compare_companies, self);
  return ids;
}

static void
compare_answers (World *self, guint step)
{
  GuildSnapshot *snapshot = guild_store_get_snapshot (self->store);
  g_autoptr(GPtrArray) wanted = answer_plainly (self);
  GuildResult *result =
    guild_engine_run (self->engine, snapshot, self->query, self->result, NULL);
  g_autofree char *json = guild_query_to_json (self->query);

  GuildScratch scratch;

  g_assert_nonnull (result);
  g_clear_pointer (&self->result, guild_result_unref);
  self->result = result;
  if (wanted->len != result->n_rows)
    g_test_message ("step %u: %s", step, json);
  for (guint i = 0; i < MIN (wanted->len, result->n_rows); i++)
    g_assert_cmpstr (guild_snapshot_get_id (snapshot, result->rows[i], &scratch), ==,
                     wanted->pdata[i]);
  g_assert_cmpuint (result->n_rows, ==, wanted->len);
  self->n_answered += wanted->len > 0;
  for (guint i = 0; i < result->n_rows; i++)
    g_assert_cmpuint (guild_result_find (result, result->rows[i]), ==, i);
  guint n_found = 0;
  for (guint row = 0; row < snapshot->n_rows; row++)
    n_found += guild_result_find (result, row) != G_MAXUINT;
  g_assert_cmpuint (n_found, ==, result->n_rows);
}

static void
test_against_reference (gconstpointer data)
{
  const char *path = data;
  World self = {
    .random = g_rand_new_with_seed (20240301),
    .store = guild_store_new (path, guild_codat_table ()),
    .engine = guild_engine_new (),
    .batches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) guild_batch_unref),
    .hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .query = guild_query_new (),
  };
  g_autoptr(GuildBatch) old = guild_batch_new (guild_codat_table ());

  /* Companies that are gone again, so that those to come lie on both sides of a segment's end. */
  for (guint i = 0; i < GUILD_SEGMENT_ROWS - 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("old-%u", i);
      test_add_company (old, id, "Old", NULL);
    }
  guild_store_begin_run (self.store, 0);
  guild_store_apply_page (self.store, old, 0);
  guild_store_end_run (self.store, FALSE, NULL, 1);
  guild_store_begin_run (self.store, 0);
  guild_store_end_run (self.store, TRUE, NULL, 2);
  g_assert_cmpuint (guild_store_get_snapshot (self.store)->n_companies, ==, 0);

  for (guint step = 0; step < 4000; step++)
    {
      if (step % 4 == 0)
        change_companies (&self, 120);
      change_query (&self);
      compare_answers (&self, step);
    }
  g_assert_cmpuint (guild_store_get_snapshot (self.store)->segments->len, >, 1);
  g_test_message ("%u answers", self.n_answered);
  g_assert_cmpuint (self.n_answered, >, 1000);

  g_clear_pointer (&self.result, guild_result_unref);
  guild_query_unref (self.query);
  g_hash_table_unref (self.batches);
  g_hash_table_unref (self.hidden);
  guild_engine_unref (self.engine);
  guild_store_free (self.store);
  g_rand_free (self.random);
}

static void
test_cancelled (void)
{
  g_autoptr(GuildStore) store = guild_store_new (NULL, guild_codat_table ());
  g_autoptr(GuildEngine) engine = guild_engine_new ();
  g_autoptr(GuildQuery) query = guild_query_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  test_add_company (batch, "a", "A", NULL);
  guild_store_apply (store, batch, 1, G_MAXUINT64);
  g_cancellable_cancel (cancellable);
  g_assert_null (guild_engine_run (engine, guild_store_get_snapshot (store), query, NULL,
                                   cancellable));
  g_autoptr(GuildResult) result =
    guild_engine_run (engine, guild_store_get_snapshot (store), query, NULL, NULL);
  g_assert_cmpuint (result->n_rows, ==, 1);
}

static gboolean
go_on_cb (GuildStore *store, gpointer data)
{
  return TRUE;
}

/* Not timed: that it works at all, loads again and is the same. */
static void
test_many (void)
{
  /* "Firm 9999", nine with a digit before it, nine more with one behind */
  enum { N_COMPANIES = 100000, N_PAGE = 5000, N_FOUND = 19 };
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "many.db", NULL);
  g_autoptr(GuildEngine) engine = guild_engine_new ();
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_query_with_text (all, "firm 9999");
  GuildStore *store = guild_store_new (path, guild_codat_table ());

  for (guint page = 0; page < N_COMPANIES / N_PAGE; page++)
    {
      g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
      for (guint i = page * N_PAGE; i < (page + 1) * N_PAGE; i++)
        {
          g_autofree char *id = g_strdup_printf ("id-%u", i);
          g_autofree char *name = g_strdup_printf ("Firm %u", i);
          test_add_company (batch, id, name, NULL);
        }
      guild_store_apply (store, batch, page, G_MAXUINT64);
    }
  g_autoptr(GuildResult) before =
    guild_engine_run (engine, guild_store_get_snapshot (store), query, NULL, NULL);
  g_assert_cmpuint (before->n_rows, ==, N_FOUND);
  guild_store_free (store);

  store = guild_store_new (path, guild_codat_table ());
  guild_store_load (store, go_on_cb, NULL);
  GuildSnapshot *snapshot = guild_store_get_snapshot (store);
  g_assert_cmpuint (snapshot->n_companies, ==, N_COMPANIES);
  g_autoptr(GuildResult) after = guild_engine_run (engine, snapshot, query, NULL, NULL);
  g_assert_cmpuint (after->n_rows, ==, N_FOUND);
  for (guint i = 0; i < N_FOUND; i++)
    {
      GuildScratch now, then;
      g_assert_cmpstr (guild_snapshot_get_id (snapshot, after->rows[i], &now), ==,
                       guild_snapshot_get_id (before->snapshot, before->rows[i], &then));
    }
  guild_store_free (store);
}

static GuildResult *
ask (GuildEngine *engine, GuildStore *store, const char *text, GuildResult *before)
{
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_query_with_text (all, text);

  return guild_engine_run (engine, guild_store_get_snapshot (store), query, before, NULL);
}

/* What was typed and taken back is not looked for again, until something changes. */
static void
test_again (void)
{
  g_autoptr(GuildEngine) engine = guild_engine_new ();
  GuildStore *store = guild_store_new (NULL, guild_codat_table ());
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  g_autoptr(GuildBatch) more = guild_batch_new (guild_codat_table ());

  test_add_company (batch, "a", "Baker", NULL);
  test_add_company (batch, "b", "Bakery", NULL);
  test_add_company (batch, "c", "Butcher", NULL);
  test_add_company (more, "d", "Baker too", NULL);
  guild_store_apply (store, batch, 1, G_MAXUINT64);
  g_autoptr(GuildResult) first = ask (engine, store, "bak", NULL);
  g_autoptr(GuildResult) second = ask (engine, store, "bakery", first);
  g_autoptr(GuildResult) third = ask (engine, store, "bak", second);
  g_autoptr(GuildResult) fourth = ask (engine, store, "bak", third);
  g_assert_cmpuint (first->n_rows, ==, 2);
  g_assert_cmpuint (second->n_rows, ==, 1);
  g_assert_cmpuint (third->n_rows, ==, 2);
  g_assert_true (third->rows == first->rows);
  g_assert_false (third->same);
  g_assert_true (fourth->same);
  g_assert_cmpuint (guild_result_find (third, third->rows[1]), ==, 1);

  guild_store_apply (store, more, 2, G_MAXUINT64);
  g_autoptr(GuildResult) fifth = ask (engine, store, "bak", fourth);
  g_assert_cmpuint (fifth->n_rows, ==, 3);
  g_assert_false (fifth->same);
  /* the first answer lives as long as the one that is made of it */
  g_clear_pointer (&first, guild_result_unref);
  g_clear_pointer (&fourth, guild_result_unref);
  g_clear_pointer (&engine, guild_engine_unref);
  g_assert_cmpuint (third->rows[0], !=, third->rows[1]);
  guild_store_free (store);
}

static GThread *main_thread;
static gint n_freed, n_freed_here;

static void
free_segment_cb (gpointer data)
{
  guild_segment_unref (data);
  if (g_thread_self () == main_thread)
    n_freed_here++;
  g_atomic_int_inc (&n_freed);
}

/* Whoever lets go of the last answer about many is not the one who gives its memory back. */
static void
test_freed_elsewhere (void)
{
  enum { N_COMPANIES = 20000 };
  g_autoptr(GuildEngine) engine = guild_engine_new ();
  GuildStore *store = guild_store_new (NULL, guild_codat_table ());
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);
      test_add_company (batch, id, "Firm", NULL);
    }
  guild_store_apply (store, batch, 1, G_MAXUINT64);
  GuildResult *result = ask (engine, store, "firm", NULL);
  g_assert_cmpuint (result->n_rows, ==, N_COMPANIES);
  g_clear_pointer (&engine, guild_engine_unref);
  guild_store_free (store);

  int n_segments = (int) result->snapshot->segments->len;
  main_thread = g_thread_self ();
  g_ptr_array_set_free_func (result->snapshot->segments, free_segment_cb);
  guild_result_unref (result);
  guild_test_wait_until (g_atomic_int_get (&n_freed) == n_segments);
  g_assert_cmpint (n_freed_here, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/directory/engine/against-reference", NULL, test_against_reference);
  g_test_add_func ("/directory/engine/cancelled", test_cancelled);
  g_test_add_func ("/directory/engine/freed-elsewhere", test_freed_elsewhere);
  g_test_add_func ("/directory/engine/many", test_many);
  g_test_add_func ("/directory/engine/again", test_again);
  return g_test_run ();
}
