/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-hash.h"
#include "directory/guild-snapshot.h"
#include "directory/guild-test-companies.h"

/* Which row a company has: in snapshots, and in what is being changed. */

/* Each two of them are the same to the index but for their text. */
static const char * const alike[][2] = {
  { "company-464289", "company-679873" },
  { "company-256347", "company-1101000" },
  { "company-542385", "company-2224515" },
};

static guint
put (GuildEdit *edit, const char *id)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  test_add_company (batch, id, id, NULL);
  return guild_edit_put (edit, batch, 0, G_MAXUINT, GUILD_ROW_NONE);
}

static void
test_alike (void)
{
  g_autoptr(GuildSnapshot) empty = guild_snapshot_new (guild_codat_table ());
  g_autoptr(GuildEdit) edit = guild_edit_new (empty, 1);

  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      guint64 a = guild_hash_text (alike[i][0]), b = guild_hash_text (alike[i][1]);
      g_assert_cmpuint (a >> 32, ==, b >> 32);
      g_assert_cmpuint (a & 0xff, ==, b & 0xff);
      /* neither is in a segment yet */
      g_assert_cmpuint (put (edit, alike[i][0]), ==, i);
    }
  g_assert_cmpuint (put (edit, alike[1][0]), ==, 1);
  g_autoptr(GuildSnapshot) first = guild_edit_commit (edit);
  g_autoptr(GuildEdit) more = guild_edit_new (first, 2);
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_assert_cmpuint (guild_snapshot_find (first, alike[i][0]), ==, i);
      g_assert_cmpuint (guild_snapshot_find (first, alike[i][1]), ==, G_MAXUINT);
      /* one is in a segment, the other is not */
      g_assert_cmpuint (put (more, alike[i][1]), ==, G_N_ELEMENTS (alike) + i);
      g_assert_cmpuint (put (more, alike[i][0]), ==, i);
      g_assert_cmpuint (put (more, alike[i][1]), ==, G_N_ELEMENTS (alike) + i);
    }
  g_autoptr(GuildSnapshot) second = guild_edit_commit (more);
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_assert_cmpuint (guild_snapshot_find (second, alike[i][0]), ==, i);
      g_assert_cmpuint (guild_snapshot_find (second, alike[i][1]), ==, G_N_ELEMENTS (alike) + i);
      /* the older one still does not know them */
      g_assert_cmpuint (guild_snapshot_find (first, alike[i][1]), ==, G_MAXUINT);
    }
  g_assert_cmpuint (guild_snapshot_find (empty, alike[0][0]), ==, G_MAXUINT);
}

static gboolean
is_id (guint row, const char *id, gpointer data)
{
  return g_str_equal (g_ptr_array_index ((GPtrArray *) data, row), id);
}

/* Many at once are found as those that came alone. */
static void
test_many (void)
{
  enum { N_ALONE = 7, N_PIECE = 3000, N_IDS = N_ALONE + 3 * N_PIECE };
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr(GuildIndex) index = guild_index_new ();

  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_ptr_array_add (ids, g_strdup (alike[i][0]));
      g_ptr_array_add (ids, g_strdup (alike[i][1]));
    }
  while (ids->len < N_IDS)
    g_ptr_array_add (ids, g_strdup_printf ("id-%u", ids->len));
  for (guint i = 0; i < N_IDS; i++)
    {
      guint64 hash = guild_hash_text (ids->pdata[i]);
      g_array_append_val (hashes, hash);
    }
  guild_index_insert_many (index, NULL, 0, 0);
  for (guint i = 0; i < N_ALONE; i++)
    guild_index_insert (index, ids->pdata[i], i);
  for (guint row = N_ALONE; row < N_IDS; row += N_PIECE)
    {
      /* For less than there are, for all that come with this piece, for fewer than will come. */
      guild_index_reserve (index, row == N_ALONE ? 1 : 2 * N_PIECE);
      g_assert_cmpuint (guild_index_find (index, ids->pdata[row], is_id, ids), ==, G_MAXUINT);
      guild_index_insert_many (index, &g_array_index (hashes, guint64, row), N_PIECE, row);
    }
  for (guint i = 0; i < N_IDS; i++)
    g_assert_cmpuint (guild_index_find (index, ids->pdata[i], is_id, ids), ==, i);
  g_assert_cmpuint (guild_index_find (index, "none", is_id, ids), ==, G_MAXUINT);
}

typedef struct
{
  GuildSnapshot *snapshot; /* (borrowed) */
  gint           stop;     /* atomic */
  guint          n_found;
} Reader;

static gpointer
read_thread (gpointer data)
{
  Reader *self = data;
  GuildScratch scratch;

  do
    for (guint i = 0; i < self->snapshot->n_rows; i++, self->n_found++)
      g_assert_cmpuint (guild_snapshot_find (self->snapshot,
                                             guild_snapshot_get_id (self->snapshot, i,
                                                                    &scratch)), ==, i);
  while (!g_atomic_int_get (&self->stop));
  return NULL;
}

/* Somebody reads an old snapshot while the index grows under it. */
static void
test_growth (void)
{
  enum { N_EDITS = 40, N_PUT = 1000 };
  GuildSnapshot *snapshot = guild_snapshot_new (guild_codat_table ());
  Reader reader = { 0 };
  GThread *thread = NULL;

  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr(GuildSnapshot) base = snapshot;
      g_autoptr(GuildEdit) edit = guild_edit_new (base, i + 1);

      for (guint j = 0; j < N_PUT; j++)
        {
          guint number = i * N_PUT + j;
          g_autofree char *id = g_strdup_printf ("%x", number * 2654435769u);
          g_assert_cmpuint (put (edit, id), ==, number);
        }
      snapshot = guild_edit_commit (edit);
      if (i == 2)
        {
          reader.snapshot = guild_snapshot_ref (snapshot);
          thread = g_thread_new ("reader", read_thread, &reader);
        }
    }
  g_atomic_int_set (&reader.stop, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (reader.n_found, >, 0);
  for (guint i = 0; i < N_EDITS * N_PUT; i++)
    {
      g_autofree char *id = g_strdup_printf ("%x", i * 2654435769u);
      g_autofree char *other = g_strconcat (id, "z", NULL);
      g_assert_cmpuint (guild_snapshot_find (snapshot, id), ==, i);
      g_assert_cmpuint (guild_snapshot_find (snapshot, other), ==, G_MAXUINT);
    }
  guild_snapshot_unref (reader.snapshot);
  guild_snapshot_unref (snapshot);
}

/* A row that is gone stays the company's own. */
static void
test_gone (void)
{
  g_autoptr(GuildSnapshot) empty = guild_snapshot_new (guild_codat_table ());
  g_autoptr(GuildEdit) begin = guild_edit_new (empty, 1);
  put (begin, "a");
  put (begin, "b");
  g_autoptr(GuildSnapshot) both = guild_edit_commit (begin);
  g_autoptr(GuildEdit) removal = guild_edit_new (both, 2);
  guild_edit_set_flags (removal, 0, GUILD_ROW_GONE);
  g_autoptr(GuildSnapshot) one = guild_edit_commit (removal);
  g_assert_cmpuint (guild_snapshot_find (one, "a"), ==, 0);
  g_autoptr(GuildEdit) again = guild_edit_new (one, 3);
  g_assert_cmpuint (put (again, "a"), ==, 0);
  g_assert_cmpuint (put (again, "c"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/index/alike", test_alike);
  g_test_add_func ("/directory/index/many", test_many);
  g_test_add_func ("/directory/index/growth", test_growth);
  g_test_add_func ("/directory/index/gone", test_gone);
  return g_test_run ();
}
