/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-attention.h"
#include "directory/guild-engine.h"
#include "directory/guild-store.h"
#include "directory/guild-test-companies.h"
#include "directory/guild-test-random.h"
#include "service/autodesk/guild-autodesk.h"

/* A directory beside a naive one (guild-test-naive.h): random steps change both or ask both, and
 * the answers must be the same. GUILDHALL_TEST_SEED repeats a run, GUILDHALL_TEST_STEPS makes it
 * longer or shorter. */

enum
{
  N_STEPS = 46000,
  N_STEPS_SLOW = 4000,     /* in builds that are slow */
  N_STEPS_RESTARTED = 8000, /* where the file is closed and opened again between */
  N_STEPS_TO_RESTART = 800,
  N_LIVING = 140,
  N_RESULTS = 3,
};

typedef struct
{
  const GuildFieldTable *table;
  const char  *path;       /* (nullable) */
  GRand       *random;     /* (owned) */
  GuildStore  *store;      /* (owned) */
  GuildEngine *engine;     /* (owned) */
  GPtrArray   *companies;  /* (owned) (element-type NaiveCompany): the living */
  GuildBatch  *batch;      /* (owned): not applied yet */
  GuildQuery  *query;      /* (owned) */
  GuildResult *results[N_RESULTS]; /* (owned) (nullable): the last few, in no order */
  GuildResult *result;     /* (borrowed) (nullable): the newest of them */
  GuildResult *past;       /* (owned) (nullable): an answer of long ago */
  GPtrArray   *past_ids;   /* (owned) (nullable) (element-type utf8) */
  guint64      serial;
  guint        n_made;     /* companies that ever were */
  guint        step;
  gboolean     editing;
  guint        n_left;     /* steps before it changes between editing and asking */
  guint        n_found;    /* answers that held anything */
} World;

static gboolean
roll (World *self, int sides)
{
  return g_rand_int_range (self->random, 0, sides) == 0;
}

/* Says where it was, so that the line of the assertion that follows means something. */
static void
tell (World *self, gboolean right)
{
  if (right)
    return;
  g_autofree char *json = guild_query_to_json (self->query);
  g_test_message ("step %u: %s", self->step, json);
}

#define check(self, condition) \
  G_STMT_START { \
    gboolean right_ = (condition); \
    tell (self, right_); \
    if (!right_) \
      g_assertion_message_expr (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, #condition); \
  } G_STMT_END

/* ---- editing ---- */

static void
flush (World *self)
{
  if (guild_batch_get_length (self->batch) == 0)
    return;
  guild_store_apply (self->store, self->batch, ++self->serial, G_MAXUINT64);
  guild_batch_unref (self->batch);
  self->batch = guild_batch_new (self->table);
}

static void
append (GuildBatch *batch, NaiveCompany *company)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (company->json, &error);

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
}

/* Takes COMPANY in the place of the one at INDEX, or as a new one. */
static void
put (World *self, guint index, NaiveCompany *company)
{
  for (guint i = 0; i < guild_batch_get_length (self->batch); i++)
    if (g_str_equal (guild_batch_get_id (self->batch, i), company->id))
      {
        flush (self);
        break;
      }
  append (self->batch, company);
  if (index >= self->companies->len)
    {
      g_ptr_array_add (self->companies, company);
      return;
    }
  NaiveCompany *before = self->companies->pdata[index];
  company->hidden = before->hidden;
  self->companies->pdata[index] = company;
  naive_company_free (before);
}

static void
put_new (World *self)
{
  g_autofree char *id = g_strdup_printf ("%s-%u", roll (self, 2) ? "co" : "CO", self->n_made++);

  put (self, G_MAXUINT,
       test_random_company (self->table, id, g_rand_int (self->random),
                            self->table->is_deleted != NULL && roll (self, 6)));
}

/* Everything, as a sync that is complete brings it: what is missing there is gone. */
static void
sync_all (World *self)
{
  g_autoptr(GPtrArray) gone = g_ptr_array_new ();

  flush (self);
  guild_store_begin_run (self->store, self->serial);
  for (guint at = 0; at < self->companies->len;)
    {
      g_autoptr(GuildBatch) page = guild_batch_new (self->table);
      guint end = at + (guint) g_rand_int_range (self->random, 1, 100);

      for (; at < MIN (end, self->companies->len); at++)
        {
          NaiveCompany *company = self->companies->pdata[at];
          if (!company->hidden && roll (self, 60))
            g_ptr_array_add (gone, company);
          else
            append (page, company);
        }
      guild_store_apply_page (self->store, page, self->serial);
    }
  guild_store_end_run (self->store, TRUE, NULL, 1);
  for (guint i = 0; i < gone->len; i++)
    g_ptr_array_remove_fast (self->companies, gone->pdata[i]);
}

static void
edit (World *self)
{
  guint index = (guint) g_rand_int_range (self->random, 0, (int) self->companies->len);
  NaiveCompany *company = self->companies->pdata[index];
  gboolean deleted = self->table->is_deleted != NULL && !company->deleted;

  switch (g_rand_int_range (self->random, 0, 12))
    {
    case 0:
    case 1:
      flush (self);
      if (self->companies->len > N_LIVING)
        {
          guild_store_remove (self->store, company->id, ++self->serial, G_MAXUINT64);
          g_ptr_array_remove_index_fast (self->companies, index);
          break;
        }
      G_GNUC_FALLTHROUGH;
    case 2:
      put_new (self);
      break;
    case 3:
      flush (self);
      company->hidden = !company->hidden;
      guild_store_set_hidden (self->store, company->id, company->hidden);
      break;
    case 4:
    case 5:
      /* deleted at the service, or back again, and otherwise as it was */
      put (self, index, test_random_company (self->table, company->id, company->seed, deleted));
      break;
    case 6:
      if (roll (self, 20))
        {
          sync_all (self);
          break;
        }
      G_GNUC_FALLTHROUGH;
    default:
      put (self, index, test_random_company (self->table, company->id, g_rand_int (self->random),
                                             deleted && roll (self, 6)));
      break;
    }
}

/* ---- asking ---- */

static NaiveCompany *
find_naively (World *self, const char *id)
{
  for (guint i = 0; i < self->companies->len; i++)
    if (g_str_equal (((NaiveCompany *) self->companies->pdata[i])->id, id))
      return self->companies->pdata[i];
  return NULL;
}

static guint
answer_naively (World *self, GuildQuery *query)
{
  guint n = 0;

  for (guint i = 0; i < self->companies->len; i++)
    {
      NaiveCompany *company = self->companies->pdata[i];
      company->answers = naive_matches (company, self->table, query);
      n += company->answers;
    }
  return n;
}

/* The order has no ties, so that rows which answer, each behind the one before it, and as many as
 * there are, are the answer. */
static void
compare_result (World *self, GuildResult *result)
{
  NaiveCompany *last = NULL;

  check (self, result->n_rows == answer_naively (self, self->query));
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->companies->len; i++)
    g_hash_table_insert (by_id, ((NaiveCompany *) self->companies->pdata[i])->id,
                         self->companies->pdata[i]);
  for (guint i = 0; i < result->n_rows; i++)
    {
      GuildScratch scratch;
      const char *id = guild_snapshot_get_id (result->snapshot, result->rows[i], &scratch);
      NaiveCompany *company = g_hash_table_lookup (by_id, id);

      check (self, company != NULL && company->answers);
      check (self, last == NULL || naive_compare (last, company, self->table, self->query) < 0);
      last = company;
    }
  self->n_found += result->n_rows > 0;
}

static void
ask (World *self)
{
  GuildResult **slot = &self->results[g_rand_int_range (self->random, 0, N_RESULTS)];
  GuildResult *before = self->results[g_rand_int_range (self->random, 0, N_RESULTS)];

  if (roll (self, 2))
    before = self->result; /* as a list asks */
  GuildResult *result = guild_engine_run (self->engine, guild_store_get_snapshot (self->store),
                                          self->query, before, NULL);
  g_assert_nonnull (result);
  g_clear_pointer (slot, guild_result_unref);
  *slot = self->result = result;
  compare_result (self, result);
}

static void
look_up (World *self)
{
  GuildSnapshot *snapshot = guild_store_get_snapshot (self->store);
  int number = g_rand_int_range (self->random, 0, (int) self->n_made + 9);
  g_autofree char *id = g_strdup_printf ("%s-%d", roll (self, 2) ? "co" : "CO", number);
  NaiveCompany *company = find_naively (self, id);
  guint row = guild_snapshot_find (snapshot, id);
  gboolean here = row != G_MAXUINT &&
                  (guild_snapshot_get_flags (snapshot, row) & GUILD_ROW_GONE) == 0;

  GuildScratch scratch;

  check (self, here == (company != NULL));
  if (row == G_MAXUINT)
    return;
  check (self, g_str_equal (guild_snapshot_get_id (snapshot, row, &scratch), id));
  if (here)
    {
      GuildRowFlags flags = guild_snapshot_get_flags (snapshot, row);
      check (self, company->hidden == ((flags & GUILD_ROW_HIDDEN) != 0));
      check (self, company->deleted == ((flags & GUILD_ROW_DELETED) != 0));
    }
}

/* Where a company stands in the newest answer. */
static void
find_position (World *self)
{
  guint row = (guint) g_rand_int_range (self->random, 0,
                                        (int) guild_store_get_snapshot (self->store)->n_rows);

  if (self->result == NULL || self->result->snapshot != guild_store_get_snapshot (self->store))
    return;
  if (self->result->n_rows > 0 && !roll (self, 4))
    row = self->result->rows[g_rand_int_range (self->random, 0, (int) self->result->n_rows)];
  guint place = 0;
  while (place < self->result->n_rows && self->result->rows[place] != row)
    place++;
  check (self, guild_result_find (self->result, row) ==
                 (place < self->result->n_rows ? place : G_MAXUINT));
}

static void
count (World *self)
{
  static const struct { const char *field; GuildMatch match; const char *value; } places[] = {
    { "groups", GUILD_MATCH_EQUALS, "group-0" }, { "groups", GUILD_MATCH_EQUALS, "group-3" },
    { "tags", GUILD_MATCH_EQUALS, "region=uk" }, { "tags", GUILD_MATCH_EQUALS, "Größe=" },
    { "status", GUILD_MATCH_EQUALS, "deleted" }, { "status", GUILD_MATCH_NOT_EQUALS, "deleted" },
    { "status", GUILD_MATCH_EQUALS, "partial" }, { GUILD_FIELD_ATTENTION, GUILD_MATCH_SET, NULL },
  };
  GuildSnapshot *snapshot = guild_store_get_snapshot (self->store);
  guint chosen = (guint) g_rand_int_range (self->random, 0, G_N_ELEMENTS (places));
  const GuildCondition condition = { (char *) places[chosen].field, places[chosen].match,
                                     (char *) places[chosen].value, GUILD_NUMBER_UNSET,
                                     GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_query_with_condition (all, &condition);
  guint n_companies = 0;

  check (self, guild_engine_count (snapshot, query, NULL) == answer_naively (self, query));
  for (guint i = 0; i < self->companies->len; i++)
    {
      NaiveCompany *company = self->companies->pdata[i];
      n_companies += !company->hidden && !company->deleted;
    }
  check (self, snapshot->n_companies == n_companies);
}

/* A snapshot that somebody held all the while says what it said. */
static void
ask_the_past (World *self)
{
  GuildScratch scratch;

  if (self->past != NULL)
    {
      g_autoptr(GuildResult) again =
        guild_engine_run (self->engine, self->past->snapshot, self->past->query, NULL, NULL);

      check (self, again->n_rows == self->past_ids->len);
      for (guint i = 0; i < again->n_rows; i++)
        check (self, g_str_equal (guild_snapshot_get_id (again->snapshot, again->rows[i],
                                                         &scratch),
                                  self->past_ids->pdata[i]));
    }
  if ((self->past != NULL && !roll (self, 4)) || self->result == NULL)
    return;
  g_clear_pointer (&self->past, guild_result_unref);
  g_clear_pointer (&self->past_ids, g_ptr_array_unref);
  self->past = guild_result_ref (self->result);
  self->past_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->past->n_rows; i++)
    g_ptr_array_add (self->past_ids, g_strdup (guild_snapshot_get_id (self->past->snapshot,
                                                                      self->past->rows[i],
                                                                      &scratch)));
}

static void
ask_something (World *self)
{
  flush (self);
  switch (g_rand_int_range (self->random, 0, 16))
    {
    case 0: case 1: case 2: case 3:
      look_up (self);
      break;
    case 4: case 5: case 6: case 7:
      find_position (self);
      break;
    case 8:
      count (self);
      break;
    case 9:
      if (roll (self, 10))
        ask_the_past (self);
      break;
    default:
      self->query = test_random_query (self->random, self->table, self->query);
      ask (self);
      break;
    }
}

/* ---- the run ---- */

/* Companies with others between them that are gone again: the rows lie in several segments, as will
 * those that come later. */
static void
scatter (World *self)
{
  g_autoptr(GuildBatch) all = guild_batch_new (self->table);
  const guint n = 3 * GUILD_SEGMENT_ROWS - 100;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("old-%u-%u", self->step, i);
      if (i % (n / N_LIVING + 1) != 0)
        test_add_company (all, id, "Old", NULL);
      else if (self->companies->len < N_LIVING)
        {
          put_new (self);
          append (all, self->companies->pdata[self->companies->len - 1]);
        }
    }
  guild_batch_unref (self->batch);
  self->batch = guild_batch_new (self->table);
  guild_store_begin_run (self->store, self->serial);
  guild_store_apply_page (self->store, all, self->serial);
  guild_store_abandon_run (self->store);
  guild_store_begin_run (self->store, self->serial);
  g_autoptr(GuildBatch) living = guild_batch_new (self->table);
  for (guint i = 0; i < self->companies->len; i++)
    append (living, self->companies->pdata[i]);
  guild_store_apply_page (self->store, living, self->serial);
  guild_store_end_run (self->store, TRUE, NULL, 1);
  g_assert_cmpuint (guild_store_get_snapshot (self->store)->n_rows, >=, n - N_LIVING);
}

static gboolean
go_on_cb (GuildStore *store, gpointer data)
{
  return TRUE;
}

static void
forget (World *self)
{
  for (guint i = 0; i < N_RESULTS; i++)
    g_clear_pointer (&self->results[i], guild_result_unref);
  self->result = NULL;
  g_clear_pointer (&self->past, guild_result_unref);
  g_clear_pointer (&self->past_ids, g_ptr_array_unref);
}

/* The file is read again: the same companies; hidden ones are not any more. */
static void
restart (World *self)
{
  flush (self);
  forget (self);
  guild_store_free (self->store);
  guild_engine_unref (self->engine);
  self->store = guild_store_new (self->path, self->table);
  self->engine = guild_engine_new ();
  guild_store_load (self->store, go_on_cb, NULL);
  for (guint i = 0; i < self->companies->len; i++)
    ((NaiveCompany *) self->companies->pdata[i])->hidden = FALSE;
  ask (self);
  if (roll (self, 3))
    scatter (self);
}

static void
take_steps (World *self, guint n_steps)
{
  scatter (self);
  for (self->step = 1; self->step <= n_steps; self->step++)
    {
      if (self->n_left == 0)
        {
          self->editing = !self->editing;
          self->n_left = (guint) g_rand_int_range (self->random, 1, self->editing ? 16 : 90);
        }
      self->n_left--;
      if (self->editing)
        edit (self);
      else
        ask_something (self);
      if (self->path != NULL && self->step % N_STEPS_TO_RESTART == 0)
        restart (self);
    }
}

static guint
count_steps (guint n_steps)
{
  const char *wanted = g_getenv ("GUILDHALL_TEST_STEPS");

  if (wanted != NULL)
    return (guint) g_ascii_strtoull (wanted, NULL, 10);
  return g_getenv ("GUILDHALL_TEST_PATIENCE") != NULL ? MIN (n_steps, N_STEPS_SLOW) : n_steps;
}

static void
run (const GuildFieldTable *table, const char *path, guint n_steps)
{
  World self = {
    .table = table,
    .path = path,
    .random = g_rand_new_with_seed (test_random_seed ()),
    .store = guild_store_new (path, table),
    .engine = guild_engine_new (),
    .companies = g_ptr_array_new_with_free_func ((GDestroyNotify) naive_company_free),
    .batch = guild_batch_new (table),
    .query = guild_query_new (),
  };

  guild_attention_freeze (TEST_RANDOM_NOW);
  take_steps (&self, count_steps (n_steps));
  g_test_message ("%u companies ever, %u answers", self.n_made, self.n_found);
  g_assert_cmpuint (self.n_found, >, count_steps (n_steps) / 20);

  guild_attention_freeze (0);
  forget (&self);
  guild_query_unref (self.query);
  guild_batch_unref (self.batch);
  g_ptr_array_unref (self.companies);
  guild_engine_unref (self.engine);
  guild_store_free (self.store);
  g_rand_free (self.random);
}

static void
test_random (gconstpointer table)
{
  run (table, NULL, N_STEPS);
}

static void
test_restarts (gconstpointer table)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "naive.db", NULL);

  run (table, path, N_STEPS_RESTARTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/directory/naive/codat", guild_codat_table (), test_random);
  g_test_add_data_func ("/directory/naive/autodesk", guild_autodesk_table (), test_random);
  g_test_add_data_func ("/directory/naive/restarts", guild_autodesk_table (), test_restarts);
  return g_test_run ();
}
