/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-company-set.h"

#include <string.h>

#include "company/guild-ids.h"
#include "company/guild-thread.h"
#include "directory/guild-company-list-private.h"
#include "directory/guild-directory-private.h"

/* A company keeps its row number, also when it is gone and comes back (guild-segment.h): while the
 * index of ids is the same, a bit for each row says as much as the ids. */

#define BIT(row) (G_GUINT64_CONSTANT (1) << ((row) % 64))

struct _GuildCompanySet
{
  GuildDirectory *directory; /* (owned) */
  GuildIndex     *index;     /* (owned): of the rows */
  GuildSnapshot  *snapshot;  /* (owned) (nullable): whose living rows the bits are of; NULL in a copy
                              * that nobody asked yet, for which nothing old is kept in memory */
  GArray         *bits;      /* (owned) (element-type guint64): GUILD_SEGMENT_WORDS for each segment
                              * of the snapshot */
  guint           n_rows;    /* that are set */
  GHashTable     *strangers; /* (owned): ids that the snapshot does not know, or not as living */
};

static guint64 *
get_words (GuildCompanySet *self)
{
  return (guint64 *) (gpointer) self->bits->data;
}

static gboolean
has_row (GuildCompanySet *self, guint row)
{
  return row / 64 < self->bits->len && (get_words (self)[row / 64] & BIT (row)) != 0;
}

static gboolean
is_living (GuildSnapshot *snapshot, guint row)
{
  return row < snapshot->n_rows && (guild_snapshot_get_flags (snapshot, row) &
                                    (GUILD_ROW_GONE | GUILD_ROW_HIDDEN)) == 0;
}

static void
count_rows (GuildCompanySet *self)
{
  self->n_rows = 0;
  for (guint i = 0; i < self->bits->len; i++)
    self->n_rows += __builtin_popcountll (get_words (self)[i]);
}

/* Takes the dead out of those segments that BEFORE (nullable) does not share. */
static void
clear_dead (GuildCompanySet *self, GuildSnapshot *before)
{
  GuildSnapshot *now = self->snapshot;

  for (guint i = 0; i < now->segments->len; i++)
    {
      const GuildSegment *segment = now->segments->pdata[i];
      guint64 *words = get_words (self) + i * GUILD_SEGMENT_WORDS;

      if (before != NULL && i < before->segments->len && before->segments->pdata[i] == segment)
        continue;
      for (guint j = 0; j < GUILD_SEGMENT_WORDS; j++)
        for (guint64 left = words[j]; left != 0; left &= left - 1)
          {
            guint place = j * 64 + (guint) __builtin_ctzll (left);
            if (place >= segment->n_rows ||
                (segment->flags[place] & (GUILD_ROW_GONE | GUILD_ROW_HIDDEN)) != 0)
              words[j] &= ~BIT (place);
          }
    }
}

static void
take_snapshot (GuildCompanySet *self, GuildSnapshot *snapshot)
{
  guild_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, guild_snapshot_unref);
  self->snapshot = snapshot;
  guild_index_ref (snapshot->index);
  g_clear_pointer (&self->index, guild_index_unref);
  self->index = snapshot->index;
  g_array_set_size (self->bits, snapshot->segments->len * GUILD_SEGMENT_WORDS);
}

static void
add_row (GuildCompanySet *self, guint row)
{
  self->n_rows += !has_row (self, row);
  get_words (self)[row / 64] |= BIT (row);
}

/* Who is known by now becomes a row. */
static void
greet_strangers (GuildCompanySet *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->strangers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint row = guild_snapshot_find (self->snapshot, id);
      if (is_living (self->snapshot, row))
        add_row (self, row);
    }
  g_hash_table_remove_all (self->strangers);
}

static void
clear_rows (GuildCompanySet *self)
{
  if (self->n_rows > 0)
    memset (self->bits->data, 0, self->bits->len * sizeof (guint64));
  self->n_rows = 0;
}

gboolean
guild_company_set_update (GuildCompanySet *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  GuildSnapshot *now = guild_directory_get_snapshot (self->directory);
  guint n_before = guild_company_set_get_size (self);
  if (now == self->snapshot)
    return FALSE;
  g_autoptr(GuildSnapshot) before = g_steal_pointer (&self->snapshot);
  /* Where the cache file turned out to be unusable all rows are other ones. */
  if (now->index != self->index)
    clear_rows (self);
  take_snapshot (self, now);
  if (self->n_rows > 0)
    clear_dead (self, before);
  count_rows (self);
  greet_strangers (self);
  return guild_company_set_get_size (self) != n_before;
}

GuildCompanySet *
guild_company_set_new (GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  GuildCompanySet *self = g_new0 (GuildCompanySet, 1);
  self->directory = g_object_ref (directory);
  self->bits = g_array_new (FALSE, TRUE, sizeof (guint64));
  self->strangers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  take_snapshot (self, guild_directory_get_snapshot (directory));
  return self;
}

GuildCompanySet *
guild_company_set_copy (GuildCompanySet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GuildCompanySet *copy = g_new0 (GuildCompanySet, 1);
  GHashTableIter iter;
  gpointer id;

  copy->directory = g_object_ref (self->directory);
  copy->index = guild_index_ref (self->index);
  copy->bits = g_array_copy (self->bits);
  copy->n_rows = self->n_rows;
  copy->strangers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, self->strangers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (copy->strangers, g_strdup (id));
  return copy;
}

void
guild_company_set_free (GuildCompanySet *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->directory);
  guild_index_unref (self->index);
  g_clear_pointer (&self->snapshot, guild_snapshot_unref);
  g_array_unref (self->bits);
  g_hash_table_unref (self->strangers);
  g_free (self);
}

guint
guild_company_set_get_size (GuildCompanySet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_rows + g_hash_table_size (self->strangers);
}

static void
wake (GuildCompanySet *self)
{
  if (self->snapshot == NULL)
    guild_company_set_update (self);
}

static guint
find_row (GuildCompanySet *self, const char *id)
{
  wake (self);
  return guild_snapshot_find (self->snapshot, id);
}

gboolean
guild_company_set_contains (GuildCompanySet *self, const char *company_id)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (company_id != NULL, FALSE);

  guint row = find_row (self, company_id);
  return (row != G_MAXUINT && has_row (self, row)) ||
         g_hash_table_contains (self->strangers, company_id);
}

void
guild_company_set_add (GuildCompanySet *self, const char *company_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (company_id != NULL);

  guint row = find_row (self, company_id);
  if (is_living (self->snapshot, row))
    add_row (self, row);
  else
    g_hash_table_add (self->strangers, g_strdup (company_id));
}

gboolean
guild_company_set_remove (GuildCompanySet *self, const char *company_id)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (company_id != NULL, FALSE);

  guint row = find_row (self, company_id);
  if (row == G_MAXUINT || !has_row (self, row))
    return g_hash_table_remove (self->strangers, company_id);
  get_words (self)[row / 64] &= ~BIT (row);
  self->n_rows--;
  return TRUE;
}

void
guild_company_set_clear (GuildCompanySet *self)
{
  g_return_if_fail (self != NULL);

  clear_rows (self);
  g_hash_table_remove_all (self->strangers);
}

/* ---- what stands in a list ---- */

/* (nullable): what LIST shows, where its row numbers are ours. */
static GuildResult *
get_shown (GuildCompanySet *self, GuildCompanyList *list)
{
  GuildResult *shown = guild_company_list_get_shown (list);

  wake (self);
  if (shown == NULL || shown->snapshot->index != self->index ||
      shown->snapshot->segments->len * GUILD_SEGMENT_WORDS > self->bits->len)
    return NULL;
  return shown;
}

gboolean
guild_company_set_contains_at (GuildCompanySet *self, GuildCompanyList *list, guint position)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (list), FALSE);

  GuildResult *shown = get_shown (self, list);
  if (shown == NULL || position >= shown->n_rows)
    return FALSE;
  return has_row (self, shown->rows[position]);
}

static guint
clamp (GuildResult *shown, guint first, guint n)
{
  if (shown == NULL || first >= shown->n_rows)
    return first;
  return first + MIN (n, shown->n_rows - first);
}

void
guild_company_set_add_range (GuildCompanySet *self, GuildCompanyList *list, guint first, guint n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GUILD_IS_COMPANY_LIST (list));

  GuildResult *shown = get_shown (self, list);
  guint end = clamp (shown, first, n);
  guint64 *words = get_words (self);

  if (first == end)
    return;
  for (guint i = first; i < end; i++)
    words[shown->rows[i] / 64] |= BIT (shown->rows[i]);
  /* What the list still shows may be gone. */
  clear_dead (self, shown->snapshot);
  count_rows (self);
}

void
guild_company_set_remove_range (GuildCompanySet *self, GuildCompanyList *list, guint first,
                                guint n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GUILD_IS_COMPANY_LIST (list));

  GuildResult *shown = get_shown (self, list);
  guint end = clamp (shown, first, n);
  guint64 *words = get_words (self);

  for (guint i = first; i < end; i++)
    words[shown->rows[i] / 64] &= ~BIT (shown->rows[i]);
  count_rows (self);
}

GArray *
guild_company_set_find_range (GuildCompanySet *self, GuildCompanyList *list, guint first, guint n)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (list), NULL);

  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));
  GuildResult *shown = get_shown (self, list);
  guint end = clamp (shown, first, n);

  if (guild_company_list_get_n_matches (list) == 0)
    return positions;
  if (end - first > self->n_rows)
    {
      for (guint i = 0; i < self->bits->len; i++)
        for (guint64 left = get_words (self)[i]; left != 0; left &= left - 1)
          {
            guint row = i * 64 + (guint) __builtin_ctzll (left);
            guint found = row < shown->snapshot->n_rows ? guild_result_find (shown, row)
                                                        : G_MAXUINT;
            if (found >= first && found < end)
              g_array_append_val (positions, found);
          }
      return positions;
    }
  for (guint i = first; i < end; i++)
    if (has_row (self, shown->rows[i]))
      g_array_append_val (positions, i);
  return positions;
}

/* ---- their ids ---- */

/* What is to be listed, for any thread. */
typedef struct
{
  GuildSnapshot *snapshot;  /* (owned) */
  GuildResult   *shown;     /* (owned) (nullable) */
  GArray        *bits;      /* (owned) (element-type guint64): of those who are still to come */
  GPtrArray     *strangers; /* (owned) (element-type utf8) */
  guint          n;
  gboolean       filtered;
  GuildSetFilter only;      /* where it is */
} Listing;

static void
listing_free (Listing *self)
{
  guild_snapshot_unref (self->snapshot);
  g_clear_pointer (&self->shown, guild_result_unref);
  g_array_unref (self->bits);
  g_ptr_array_unref (self->strangers);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

static Listing *
listing_new (GuildCompanySet *set, GuildCompanyList *list)
{
  Listing *self = g_new0 (Listing, 1);
  GuildResult *shown = get_shown (set, list);
  GHashTableIter iter;
  gpointer id;

  self->snapshot = guild_snapshot_ref (set->snapshot);
  self->shown = shown != NULL ? guild_result_ref (shown) : NULL;
  self->bits = g_array_copy (set->bits);
  self->n = guild_company_set_get_size (set);
  self->strangers = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, set->strangers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (self->strangers, g_strdup (id));
  return self;
}

static void
add_id (GPtrArray *ids, GuildSnapshot *snapshot, guint row)
{
  GuildScratch scratch;

  g_ptr_array_add (ids, g_strdup (guild_snapshot_get_id (snapshot, row, &scratch)));
}

static gboolean
lets_pass (Listing *self, guint row)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self->shown->snapshot, row, &place);
  gint64 number = guild_segment_get_number (segment, place, self->only.field);

  return number == self->only.numbers[0] || number == self->only.numbers[1];
}

/* Each once: SELF is used up. What was come by when CANCELLABLE (nullable) ended it. */
static GPtrArray *
listing_run (Listing *self, GCancellable *cancellable)
{
  GPtrArray *ids = g_ptr_array_new_full (self->filtered ? 0 : self->n, g_free);
  guint64 *words = (guint64 *) (gpointer) self->bits->data;
  guint n_shown = self->shown != NULL ? self->shown->n_rows : 0;

  for (guint i = 0; i < n_shown; i++)
    {
      guint row = self->shown->rows[i];

      if (i % GUILD_SEGMENT_ROWS == 0 && g_cancellable_is_cancelled (cancellable))
        return ids;
      if ((words[row / 64] & BIT (row)) == 0 || (self->filtered && !lets_pass (self, row)))
        continue;
      add_id (ids, self->snapshot, row);
      words[row / 64] &= ~BIT (row);
    }
  if (self->filtered)
    return ids;
  for (guint i = 0; i < self->bits->len && !g_cancellable_is_cancelled (cancellable); i++)
    for (guint64 left = words[i]; left != 0; left &= left - 1)
      add_id (ids, self->snapshot, i * 64 + (guint) __builtin_ctzll (left));
  for (guint i = 0; i < self->strangers->len; i++)
    g_ptr_array_add (ids, g_strdup (self->strangers->pdata[i]));
  return ids;
}

GPtrArray *
guild_company_set_dup_ids (GuildCompanySet *self, GuildCompanyList *list)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (GUILD_IS_COMPANY_LIST (list), NULL);

  g_autoptr(Listing) listing = listing_new (self, list);
  return listing_run (listing, NULL);
}

static void
list_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  /* Let go here: it may be the last to hold the rows. */
  g_autoptr(Listing) listing = data;
  g_autoptr(GPtrArray) ids = listing_run (listing, cancellable);

  if (!guild_task_return_error_if_cancelled (task))
    guild_task_return_pointer (task, g_steal_pointer (&ids), (GDestroyNotify) guild_ids_unref);
}

void
guild_company_set_list_ids_async (GuildCompanySet *self, GuildCompanyList *list,
                                  const GuildSetFilter *only, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GUILD_IS_COMPANY_LIST (list));

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, guild_company_set_list_ids_async);
  Listing *listing = listing_new (self, list);
  if (only != NULL)
    {
      listing->filtered = TRUE;
      listing->only = *only;
      /* What is on show under the page that says there is nothing is no answer. */
      if (guild_company_list_get_n_matches (list) == 0)
        g_clear_pointer (&listing->shown, guild_result_unref);
    }
  g_task_set_task_data (task, listing, NULL);
  guild_task_run (task, list_worker);
}

GPtrArray *
guild_company_set_list_ids_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
