/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-ranking-private.h"

#include <string.h>

typedef struct
{
  const GuildMeasure *measure;   /* (borrowed) */
  const guint64      *changed;   /* (borrowed): bits by row number */
  GuildCollator       left;
  GuildCollator       right;
  guint               left_row;  /* whose key is in left; G_MAXUINT = nobody's */
  const char         *left_key;  /* (borrowed) */
  GuildRanking        kept;      /* rows that are where they were, or still belong there */
  GuildRanking        moved;     /* the other rows that changed */
} Merger;

static gboolean
has_changed (const Merger *self, guint row)
{
  return self->changed[row / 64] >> (row % 64) & 1;
}

static gboolean
is_gone (const Merger *self, guint row)
{
  return (guild_snapshot_get_flags (self->measure->snapshot, row) & GUILD_ROW_GONE) != 0;
}

static int
compare_numbers (const Merger *self, guint a, guint b)
{
  gint64 x = guild_measure_get_number (self->measure, a);
  gint64 y = guild_measure_get_number (self->measure, b);

  if (x == GUILD_NUMBER_UNSET || y == GUILD_NUMBER_UNSET)
    return (x == GUILD_NUMBER_UNSET) - (y == GUILD_NUMBER_UNSET);
  return (x > y) - (x < y);
}

/* By their values alone. The key of A is kept for the next time. */
static int
compare_values (Merger *self, guint a, guint b)
{
  GuildScratch left, right;

  if (self->measure->number)
    return compare_numbers (self, a, b);
  const char *x = guild_measure_get_text (self->measure, a, &left);
  const char *y = guild_measure_get_text (self->measure, b, &right);
  if (x == NULL || y == NULL)
    return (x == NULL) - (y == NULL);
  if (strcmp (x, y) == 0)
    return 0;
  if (self->left_row != a)
    self->left_key = guild_collator_get_key (&self->left, x);
  self->left_row = a;
  return strcmp (self->left_key, guild_collator_get_key (&self->right, y));
}

static gboolean
is_before (Merger *self, guint a, guint b)
{
  const GuildMeasure *measure = self->measure;
  GuildScratch left, right;
  int order = compare_values (self, a, b);

  if (order != 0)
    return order < 0;
  if (measure->by_name != NULL)
    return measure->by_name[a] < measure->by_name[b];
  return strcmp (guild_snapshot_get_id (measure->snapshot, a, &left),
                 guild_snapshot_get_id (measure->snapshot, b, &right)) < 0;
}

/* Parts the rows of FROM into those that stay where they are and those that move. Most changes are
 * of other fields, and a row that still fits between its neighbours stays too. */
static gboolean
keep_rows (Merger *self, const GuildRanking *from, guint64 *settled)
{
  guint32 *kept = self->kept.rows;
  guint n_kept = 0, next = 0;

  for (guint i = 0; i < from->n_rows; i++)
    {
      guint row = from->rows[i];

      if (has_changed (self, row))
        {
          if (is_gone (self, row))
            continue;
          next = MAX (next, i + 1);
          while (next < from->n_rows && has_changed (self, from->rows[next]))
            next++;
          if ((n_kept > 0 && is_before (self, row, kept[n_kept - 1])) ||
              (next < from->n_rows && !is_before (self, row, from->rows[next])))
            continue;
          settled[row / 64] |= G_GUINT64_CONSTANT (1) << (row % 64);
          if (guild_measure_is_cancelled (self->measure))
            return FALSE;
        }
      kept[n_kept++] = row;
    }
  self->kept.n_rows = n_kept;
  return TRUE;
}

static gboolean
sort_moved (Merger *self, const guint64 *settled)
{
  guint n_words = self->measure->snapshot->n_rows / 64 + 1;
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < n_words; i++)
    for (guint64 left = self->changed[i] & ~settled[i]; left != 0; left &= left - 1)
      {
        guint32 row = i * 64 + __builtin_ctzll (left);
        if (!is_gone (self, row))
          g_array_append_val (rows, row);
      }
  self->moved.rows = g_new (guint32, MAX (rows->len, 1));
  self->moved.begins = g_new0 (guint64, rows->len / 64 + 1);
  return guild_ranking_sort (&self->moved, self->measure, (const guint32 *) rows->data, rows->len);
}

/* How many of the kept rows, from the LOW-th on, are before ROW. */
static guint
find_place (Merger *self, guint low, guint row)
{
  guint high = self->kept.n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (is_before (self, row, self->kept.rows[middle]))
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

static gboolean
join (Merger *self, GuildRanking *into)
{
  const GuildRanking *kept = &self->kept, *moved = &self->moved;
  guint at = 0, n = 0;

  for (guint i = 0; i < moved->n_rows; i++)
    {
      if (guild_measure_is_cancelled (self->measure))
        return FALSE;
      guint place = find_place (self, at, moved->rows[i]);
      memcpy (into->rows + n, kept->rows + at, (place - at) * sizeof *kept->rows);
      n += place - at;
      into->rows[n++] = moved->rows[i];
      at = place;
    }
  memcpy (into->rows + n, kept->rows + at, (kept->n_rows - at) * sizeof *kept->rows);
  into->n_rows = n + kept->n_rows - at;
  return TRUE;
}

/* Between two rows that did not change begins a value where one began in FROM between them; all
 * others are compared. */
static void
mark_begins (Merger *self, const GuildRanking *from, GuildRanking *into)
{
  gboolean known = FALSE;

  for (guint i = 0, place = 0; i < into->n_rows; i++)
    {
      guint row = into->rows[i];
      gboolean same = !has_changed (self, row), begins = FALSE;

      if (same)
        do
          begins |= guild_ranking_begins (from, place);
        while (from->rows[place++] != row);
      if (i == 0 || (known && same ? begins
                                   : compare_values (self, row, into->rows[i - 1]) != 0))
        guild_ranking_set_begins (into, i);
      known = same;
    }
}

static void
count_set (Merger *self, GuildRanking *into)
{
  guint low = 0, high = into->n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint row = into->rows[middle];
      GuildScratch scratch;
      gboolean set = self->measure->number
                       ? guild_measure_get_number (self->measure, row) != GUILD_NUMBER_UNSET
                       : guild_measure_get_text (self->measure, row, &scratch) != NULL;
      if (set)
        low = middle + 1;
      else
        high = middle;
    }
  into->n_set = low;
}

gboolean
guild_ranking_merge (GuildRanking *self, GuildRanking *from, const GuildMeasure *measure,
                     const guint64 *changed)
{
  Merger merger = { .measure = measure, .changed = changed, .left_row = G_MAXUINT };
  g_autofree guint64 *settled = g_new0 (guint64, measure->snapshot->n_rows / 64 + 1);

  guild_collator_init (&merger.left);
  guild_collator_init (&merger.right);
  merger.kept.rows = g_new (guint32, MAX (from->n_rows, 1));
  gboolean done = keep_rows (&merger, from, settled) && sort_moved (&merger, settled) &&
                  join (&merger, self);
  if (done)
    {
      mark_begins (&merger, from, self);
      count_set (&merger, self);
    }
  guild_collator_clear (&merger.left);
  guild_collator_clear (&merger.right);
  g_free (merger.kept.rows);
  g_free (merger.moved.rows);
  g_free (merger.moved.begins);
  return done;
}
