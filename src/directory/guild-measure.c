/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-ranking-private.h"

#include <string.h>

/* Up to so many rows are sorted one by one. */
#define N_FEW 16

const char *
guild_measure_get_text (const GuildMeasure *self, guint row, GuildScratch *scratch)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self->snapshot, row, &place);
  return guild_segment_get_text (segment, place, self->field, scratch);
}

gint64
guild_measure_get_number (const GuildMeasure *self, guint row)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self->snapshot, row, &place);

  if (self->field == GUILD_RANKING_ATTENTION)
    return guild_attention_get_begin (&self->attention, segment, place);
  gint64 number = guild_segment_get_number (segment, place, self->field);
  /* A choice that this program does not know has no place among the others. */
  return self->choice && number == -1 ? G_MAXINT64 : number;
}

gboolean
guild_measure_add_keys (const GuildMeasure *self, const guint32 *rows, guint n_rows,
                        GuildKeys *keys, GArray *unset)
{
  g_auto(GuildCollator) collator;

  guild_collator_init (&collator);
  for (guint i = 0; i < n_rows; i++)
    {
      if (i % GUILD_SEGMENT_ROWS == 0 && guild_measure_is_cancelled (self))
        return FALSE;
      GuildScratch scratch;
      const char *text = self->number ? NULL : guild_measure_get_text (self, rows[i], &scratch);
      gint64 number = self->number ? guild_measure_get_number (self, rows[i]) : GUILD_NUMBER_UNSET;
      if (text != NULL)
        guild_keys_add_text (keys, guild_collator_get_key (&collator, text), rows[i]);
      else if (number != GUILD_NUMBER_UNSET)
        guild_keys_add_number (keys, number, rows[i]);
      else
        g_array_append_val (unset, rows[i]);
    }
  return TRUE;
}

static gboolean
is_before (const GuildMeasure *self, guint a, guint b)
{
  GuildScratch left, right;

  if (self->by_name != NULL)
    return self->by_name[a] < self->by_name[b];
  return strcmp (guild_snapshot_get_id (self->snapshot, a, &left),
                 guild_snapshot_get_id (self->snapshot, b, &right)) < 0;
}

static void
sort_many_ties (const GuildMeasure *self, guint32 *rows, guint n_rows)
{
  g_auto(GuildKeys) keys;
  GuildScratch scratch;

  guild_keys_init (&keys, n_rows);
  for (guint i = 0; i < n_rows; i++)
    if (self->by_name != NULL)
      guild_keys_add_number (&keys, self->by_name[rows[i]], rows[i]);
    else
      guild_keys_add_text (&keys, guild_snapshot_get_id (self->snapshot, rows[i], &scratch),
                           rows[i]);
  g_autoptr(GArray) sorted = guild_keys_sort (&keys, NULL, self->cancellable);
  for (guint i = 0; sorted != NULL && i < n_rows; i++)
    rows[i] = g_array_index (sorted, GuildKey, i).item;
}

void
guild_measure_sort_ties (const GuildMeasure *self, guint32 *rows, guint n_rows)
{
  if (n_rows > N_FEW)
    {
      sort_many_ties (self, rows, n_rows);
      return;
    }
  for (guint i = 1; i < n_rows; i++)
    {
      guint32 row = rows[i];
      guint at = i;

      for (; at > 0 && is_before (self, row, rows[at - 1]); at--)
        rows[at] = rows[at - 1];
      rows[at] = row;
    }
}
