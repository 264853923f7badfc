/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-ranking-private.h"

#include "directory/guild-halves.h"
#include "directory/guild-hash.h"
#include <string.h>

/* Values that each of the two threads may meet; all of them and UNSET fit into 16 bits. */
#define N_VALUES 32767
#define N_SLOTS  65536
#define UNSET    G_MAXUINT16

/* The values in some of the segments, for a thread; numbered as it meets them, then as they are
 * sorted. */
typedef struct
{
  const GuildMeasure *measure;  /* (borrowed) */
  guint               begin;    /* segments */
  guint               end;
  guint16            *values;   /* (borrowed): by row number, shared with the other thread */
  gint               *too_many; /* (borrowed): atomic, shared with the other thread */

  guint16            *slots;    /* (owned): by hash, the number of a value + 1 */
  GArray             *hashes;   /* (owned) (element-type guint32): by number */
  GPtrArray          *texts;    /* (owned) (element-type utf8): by number */
  GuildKeys           keys;
  guint16            *sorted;   /* (owned): by number, the number among all that are sorted */
  guint32            *counts;   /* (owned): rows, by sorted number */
} Half;

static void
half_init (Half *self)
{
  self->slots = g_new0 (guint16, N_SLOTS);
  self->hashes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  guild_keys_init (&self->keys, 0);
  self->sorted = g_new (guint16, N_VALUES);
  self->counts = g_new0 (guint32, G_MAXUINT16 + 1);
}

static void
half_clear (Half *self)
{
  g_free (self->slots);
  g_array_unref (self->hashes);
  g_ptr_array_unref (self->texts);
  guild_keys_clear (&self->keys);
  g_free (self->sorted);
  g_free (self->counts);
}

/* UNSET when there are too many. */
static guint16
number_text (Half *self, const char *text)
{
  guint32 hash = (guint32) guild_hash_text (text);
  guint slot = hash % N_SLOTS;

  for (; self->slots[slot] != 0; slot = (slot + 1) % N_SLOTS)
    {
      guint16 number = self->slots[slot] - 1;
      if (g_array_index (self->hashes, guint32, number) == hash &&
          strcmp (self->texts->pdata[number], text) == 0)
        return number;
    }
  if (self->texts->len == N_VALUES)
    return UNSET;
  g_array_append_val (self->hashes, hash);
  g_ptr_array_add (self->texts, g_strdup (text));
  self->slots[slot] = self->texts->len;
  return self->texts->len - 1;
}

static gboolean
number_segment (Half *self, guint index)
{
  const GuildMeasure *measure = self->measure;
  GuildSegment *segment = measure->snapshot->segments->pdata[index];
  guint16 *values = self->values + index * GUILD_SEGMENT_ROWS;

  for (guint i = 0; i < segment->n_rows; i++)
    {
      GuildScratch scratch;
      const char *text = (segment->flags[i] & GUILD_ROW_GONE) == 0
                           ? guild_segment_get_text (segment, i, measure->field, &scratch)
                           : NULL;
      values[i] = text != NULL ? number_text (self, text) : UNSET;
      if (text != NULL && values[i] == UNSET)
        return FALSE;
    }
  return TRUE;
}

static gpointer
number_values (gpointer data)
{
  Half *self = data;
  g_auto(GuildCollator) collator;

  half_init (self);
  guild_collator_init (&collator);
  for (guint i = self->begin; i < self->end; i++)
    {
      if (guild_measure_is_cancelled (self->measure) || g_atomic_int_get (self->too_many))
        return NULL;
      if (!number_segment (self, i))
        g_atomic_int_set (self->too_many, TRUE);
    }
  for (guint i = 0; i < self->texts->len; i++)
    guild_keys_add_text (&self->keys, guild_collator_get_key (&collator, self->texts->pdata[i]), i);
  return NULL;
}

static gpointer
count_rows (gpointer data)
{
  Half *self = data;

  for (guint i = self->begin; i < self->end; i++)
    {
      const GuildSegment *segment = self->measure->snapshot->segments->pdata[i];
      guint16 *values = self->values + i * GUILD_SEGMENT_ROWS;

      for (guint place = 0; place < segment->n_rows; place++)
        {
          if (values[place] != UNSET)
            values[place] = self->sorted[values[place]];
          if ((segment->flags[place] & GUILD_ROW_GONE) == 0)
            self->counts[values[place]]++;
        }
    }
  return NULL;
}

/* Tells both halves the numbers of their values among all. */
static gboolean
sort_values (Half halves[2], const GuildMeasure *measure)
{
  for (guint i = 0; i < halves[1].keys.keys->len; i++)
    g_array_index (halves[1].keys.keys, GuildKey, i).item += N_VALUES;
  g_autoptr(GArray) sorted =
    guild_keys_sort (&halves[0].keys, &halves[1].keys, measure->cancellable);
  guint number = 0;

  if (sorted == NULL)
    return FALSE;
  for (guint i = 0; i < sorted->len; i++)
    {
      const GuildKey *key = &g_array_index (sorted, GuildKey, i);
      number += i > 0 && key->prefix != 0;
      halves[key->item / N_VALUES].sorted[key->item % N_VALUES] = number;
    }
  return TRUE;
}

static void
place_rows (GuildRanking *self, const GuildMeasure *measure, const guint16 *values, Half halves[2])
{
  guint32 *places = halves[0].counts;

  for (guint i = 0; i <= G_MAXUINT16; i++)
    {
      guint32 count = halves[0].counts[i] + halves[1].counts[i];
      places[i] = self->n_rows;
      if (count > 0)
        guild_ranking_set_begins (self, self->n_rows);
      self->n_rows += count;
    }
  self->n_set = places[UNSET];
  for (guint i = 0; i < measure->names->n_rows; i++)
    {
      guint32 row = measure->names->rows[i];
      self->rows[places[values[row]]++] = row;
    }
}

gboolean
guild_ranking_sort_few (GuildRanking *self, const GuildMeasure *measure, gboolean *few)
{
  guint n_segments = measure->snapshot->segments->len;
  g_autofree guint16 *values = g_new (guint16, MAX (n_segments, 1) * GUILD_SEGMENT_ROWS);
  gint too_many = FALSE;
  Half halves[2] = { { measure, 0, n_segments / 2, values, &too_many },
                     { measure, n_segments / 2, n_segments, values, &too_many } };

  guild_halves_run (number_values, &halves[0], &halves[1]);
  *few = !too_many;
  gboolean done = !guild_measure_is_cancelled (measure);
  if (done && *few)
    done = sort_values (halves, measure);
  if (done && *few)
    {
      guild_halves_run (count_rows, &halves[0], &halves[1]);
      place_rows (self, measure, values, halves);
    }
  half_clear (&halves[0]);
  half_clear (&halves[1]);
  return done;
}
