/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-company-set.h"

#include "company/guild-format.h"
#include "company/guild-ids.h"
#include "directory/guild-test-companies.h"
#include "directory/guild-test-random.h"

/* A set of companies in a list of several segments beside a plain set of their ids.
 * GUILDHALL_TEST_SEED repeats a run. */

enum { N_COMPANIES = 9000, N_STEPS = 60 };

#define DAY(day) "2024-05-0" day "T10:00:00Z"

typedef struct
{
  GuildDirectory   *directory; /* (owned) */
  GuildCompanyList *list;      /* (owned): some of them */
  GuildCompanyList *everybody; /* (owned) */
  GuildCompanySet  *set;       /* (owned) */
  GHashTable       *naive;     /* (owned): set of ids */
  GRand            *random;    /* (owned) */
  guint             n_synced;  /* that a filter let pass */
} World;

static guint
pick (World *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (int) n);
}

static void
settle (World *self)
{
  g_autoptr(GuildBatch) nothing = guild_batch_new (guild_codat_table ());

  test_apply (self->directory, nothing);
  test_settle (self->list);
  test_settle (self->everybody);
}

/* As they stand in the list; then the others. */
static void
assert_order (World *self, GPtrArray *ids)
{
  guint last = 0, n_listed = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      guint position = guild_company_list_find (self->list, ids->pdata[i]);
      if (position == G_MAXUINT)
        continue;
      g_assert_cmpuint (n_listed, ==, i);
      g_assert_true (n_listed == 0 || position > last);
      n_listed++;
      last = position;
    }
}

static void
compare (World *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->everybody));
  g_autoptr(GPtrArray) ids = guild_company_set_dup_ids (self->set, self->list);
  g_autoptr(GArray) found = guild_company_set_find_range (self->set, self->everybody, 0, n);

  g_assert_cmpuint (guild_company_set_get_size (self->set), ==, g_hash_table_size (self->naive));
  g_assert_cmpuint (ids->len, ==, g_hash_table_size (self->naive));
  g_assert_cmpuint (found->len, ==, g_hash_table_size (self->naive));
  for (guint i = 0; i < ids->len; i++)
    g_assert_true (g_hash_table_contains (self->naive, ids->pdata[i]));
  assert_order (self, ids);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (self->everybody, i);
      gboolean wanted = g_hash_table_contains (self->naive, id);

      g_assert_true (guild_company_set_contains (self->set, id) == wanted);
      g_assert_true (guild_company_set_contains_at (self->set, self->everybody, i) == wanted);
    }
}

static void
take_range (World *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint first = pick (self, n), length = pick (self, 3) == 0 ? G_MAXUINT : pick (self, n);
  gboolean add = pick (self, 2);

  if (add)
    guild_company_set_add_range (self->set, self->list, first, length);
  else
    guild_company_set_remove_range (self->set, self->list, first, length);
  for (guint i = first; i < first + MIN (length, n - first); i++)
    {
      g_autofree char *id = guild_company_list_dup_id (self->list, i);
      /* Without a match the rows before stay, also those of who is gone. */
      if (add && guild_company_list_find (self->everybody, id) != G_MAXUINT)
        g_hash_table_add (self->naive, g_steal_pointer (&id));
      else if (!add)
        g_hash_table_remove (self->naive, id);
    }
}

/* Also companies that are not in the list, or not known at all. */
static void
take_one (World *self)
{
  g_autofree char *id = g_strdup_printf ("co-%u", pick (self, N_COMPANIES + N_COMPANIES / 10));

  if (pick (self, 2))
    g_assert_true (guild_company_set_remove (self->set, id) ==
                   g_hash_table_remove (self->naive, id));
  else if (guild_company_list_find (self->everybody, id) != G_MAXUINT)
    {
      guild_company_set_add (self->set, id);
      g_hash_table_add (self->naive, g_steal_pointer (&id));
    }
}

/* Who comes back is another. */
static void
edit (World *self)
{
  guint n_before = g_hash_table_size (self->naive);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *one = g_strdup_printf ("co-%u", pick (self, N_COMPANIES));
      g_autofree char *other = g_strdup_printf ("co-%u", pick (self, N_COMPANIES));
      g_autofree char *name = g_strdup_printf ("Firm %u", pick (self, 30));

      if (i == 0)
        test_remove (self->directory, one);
      else if (i == 1)
        guild_directory_set_hidden (self->directory, one, pick (self, 2));
      test_add_company (batch, other, name, NULL);
    }
  settle (self);
  g_hash_table_iter_init (&iter, self->naive);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (guild_company_list_find (self->everybody, id) == G_MAXUINT)
      g_hash_table_iter_remove (&iter);
  g_assert_true (guild_company_set_update (self->set) ==
                 (g_hash_table_size (self->naive) != n_before));
  test_apply (self->directory, batch);
  settle (self);
  g_assert_false (guild_company_set_update (self->set));
}

static void
ask (World *self)
{
  static const char * const texts[] = { "", "1", "firm 2", "nobody" };
  g_autoptr(GuildQuery) plain = guild_query_new ();
  g_autoptr(GuildQuery) text =
    guild_query_with_text (plain, texts[pick (self, G_N_ELEMENTS (texts))]);
  g_autoptr(GuildQuery) query =
    guild_query_with_sort (text, pick (self, 2) ? "name" : "id", pick (self, 2));

  guild_company_list_set_query (self->list, query);
  settle (self);
}

/* (transfer full) (element-type utf8): those of the set in the list that ONLY lets pass. */
static GPtrArray *
dup_synced (World *self, const GuildSetFilter *only)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < guild_company_list_get_n_matches (self->list); i++)
    {
      g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      gint64 number = guild_position_get_number (position, only->field);
      if ((number == only->numbers[0] || number == only->numbers[1]) &&
          guild_company_set_contains_at (self->set, self->list, i))
        g_ptr_array_add (ids, guild_position_dup_id (position));
    }
  return ids;
}

/* Takes RESULT; as many as WANTED in the same order. */
static void
assert_listed (GAsyncResult *result, GPtrArray *wanted)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *ids = guild_company_set_list_ids_finish (result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, wanted->len);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpstr (ids->pdata[i], ==, wanted->pdata[i]);
  guild_ids_unref (ids);
  g_object_unref (result);
}

/* A worker lists who was in it when it was asked. */
static void
list_aside (World *self)
{
  GAsyncResult *slot = NULL, *some = NULL, *refused = NULL;
  const GuildSetFilter only = {
    .field = guild_field_table_index (guild_codat_table (), "lastSync"),
    .numbers = { guild_time_parse (DAY ("2")), guild_time_parse (DAY ("3")) },
  };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) wanted = guild_company_set_dup_ids (self->set, self->list);
  g_autoptr(GPtrArray) synced = dup_synced (self, &only);

  guild_company_set_list_ids_async (self->set, self->list, NULL, NULL, guild_test_result_cb,
                                    &slot);
  guild_company_set_list_ids_async (self->set, self->list, &only, NULL, guild_test_result_cb,
                                    &some);
  guild_company_set_list_ids_async (self->set, self->list, NULL, cancellable,
                                    guild_test_result_cb, &refused);
  g_cancellable_cancel (cancellable);
  take_one (self);
  take_range (self);
  assert_listed (guild_test_await (&slot), wanted);
  assert_listed (guild_test_await (&some), synced);
  self->n_synced += synced->len;
  g_autoptr(GAsyncResult) no_result = guild_test_await (&refused);
  g_assert_null (guild_company_set_list_ids_finish (no_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
copy (World *self)
{
  g_autoptr(GuildCompanySet) kept = guild_company_set_copy (self->set);

  guild_company_set_clear (self->set);
  g_assert_cmpuint (guild_company_set_get_size (self->set), ==, 0);
  guild_company_set_free (self->set);
  self->set = g_steal_pointer (&kept);
}

static void
test_random (void)
{
  static const char * const synced[] = { NULL, "\"lastSync\":\"" DAY ("1") "\"",
                                         "\"lastSync\":\"" DAY ("2") "\"",
                                         "\"lastSync\":\"" DAY ("3") "\"" };
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  World self = {
    .directory = test_open (guild_codat_table (), NULL),
    .naive = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .random = g_rand_new_with_seed (test_random_seed ()),
  };

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autofree char *id = g_strdup_printf ("co-%u", i);
      g_autofree char *name = g_strdup_printf ("Firm %u", pick (&self, 30));
      test_add_company (batch, id, name, synced[pick (&self, G_N_ELEMENTS (synced))]);
    }
  test_apply (self.directory, batch);
  self.list = guild_company_list_new (self.directory);
  self.everybody = guild_company_list_new (self.directory);
  self.set = guild_company_set_new (self.directory);
  settle (&self);
  for (guint step = 0; step < N_STEPS; step++)
    {
      switch (pick (&self, 7))
        {
        case 0: ask (&self); break;
        case 1: edit (&self); break;
        case 2: copy (&self); break;
        case 3: take_one (&self); break;
        case 4: list_aside (&self); break;
        default: take_range (&self); break;
        }
      compare (&self);
    }

  g_autoptr(GuildQuery) all = guild_query_new ();
  guild_company_list_set_query (self.list, all);
  settle (&self);
  guild_company_set_add_range (self.set, self.list, 0, G_MAXUINT);
  for (guint i = 0; i < guild_company_list_get_n_matches (self.list); i++)
    g_hash_table_add (self.naive, guild_company_list_dup_id (self.list, i));
  compare (&self);
  list_aside (&self);
  g_assert_cmpuint (self.n_synced, >, 0);

  guild_company_set_free (self.set);
  g_assert_finalize_object (self.list);
  g_assert_finalize_object (self.everybody);
  test_close (self.directory);
  g_hash_table_unref (self.naive);
  g_rand_free (self.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/set/random", test_random);
  return g_test_run ();
}
