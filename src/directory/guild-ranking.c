/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-ranking-private.h"

#include "directory/guild-halves.h"
#include <string.h>

/* Merging looks at some twenty rows for each that changed, and is done on one thread. */
#define MERGED_PART 64

/* Some of the rows, for a thread. */
typedef struct
{
  const GuildMeasure *measure; /* (borrowed) */
  const guint32      *rows;    /* (borrowed) */
  guint               n_rows;
  GuildKeys           keys;
  GArray             *unset;   /* (owned) (element-type guint32) */
  gboolean            done;
} Gathering;

/* Places of a ranking, for a thread. */
typedef struct
{
  const GuildMeasure *measure; /* (borrowed) */
  GuildRanking       *ranking; /* (borrowed) */
  guint               begin;
  guint               end;
} Ties;

static gpointer
gather (gpointer data)
{
  Gathering *self = data;

  guild_keys_init (&self->keys, self->n_rows);
  self->unset = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->done = guild_measure_add_keys (self->measure, self->rows, self->n_rows, &self->keys,
                                       self->unset);
  return NULL;
}

static void
gathering_clear (Gathering *self)
{
  guild_keys_clear (&self->keys);
  g_array_unref (self->unset);
}

static gpointer
sort_ties (gpointer data)
{
  Ties *self = data;

  for (guint begin = self->begin, end; begin < self->end; begin = end)
    {
      for (end = begin + 1; end < self->end && !guild_ranking_begins (self->ranking, end);)
        end++;
      guild_measure_sort_ties (self->measure, self->ranking->rows + begin, end - begin);
      if (guild_measure_is_cancelled (self->measure))
        break;
    }
  return NULL;
}

static void
sort_all_ties (GuildRanking *self, const GuildMeasure *measure)
{
  Ties first = { measure, self, 0, self->n_rows / 2 };

  while (first.end < self->n_rows && !guild_ranking_begins (self, first.end))
    first.end++;
  Ties second = { measure, self, first.end, self->n_rows };
  if (self->n_rows > GUILD_SEGMENT_ROWS)
    guild_halves_run (sort_ties, &first, &second);
  else
    {
      sort_ties (&first);
      sort_ties (&second);
    }
}

static void
take_sorted (GuildRanking *self, const GArray *sorted, const Gathering halves[2])
{
  guint n = 0;

  for (; n < sorted->len; n++)
    {
      const GuildKey *key = &g_array_index (sorted, GuildKey, n);
      self->rows[n] = key->item;
      if (key->prefix != 0)
        guild_ranking_set_begins (self, n);
    }
  self->n_set = n;
  for (guint i = 0; i < 2; i++)
    {
      const GArray *unset = halves[i].unset;
      if (unset->len > 0)
        memcpy (self->rows + n, unset->data, unset->len * sizeof *self->rows);
      n += halves[i].unset->len;
    }
  if (n > self->n_set)
    guild_ranking_set_begins (self, self->n_set);
  self->n_rows = n;
}

gboolean
guild_ranking_sort (GuildRanking *self, const GuildMeasure *measure, const guint32 *rows,
                    guint n_rows)
{
  guint n_first = n_rows > GUILD_SEGMENT_ROWS ? n_rows / 2 : n_rows;
  Gathering halves[2] = {
    { .measure = measure, .rows = rows, .n_rows = n_first },
    { .measure = measure, .rows = rows + n_first, .n_rows = n_rows - n_first },
  };
  g_autoptr(GArray) sorted = NULL;

  if (halves[1].n_rows > 0)
    guild_halves_run (gather, &halves[0], &halves[1]);
  else
    {
      gather (&halves[0]);
      gather (&halves[1]);
    }
  if (halves[0].done && halves[1].done)
    sorted = guild_keys_sort (&halves[0].keys, &halves[1].keys, measure->cancellable);
  if (sorted != NULL)
    {
      take_sorted (self, sorted, halves);
      sort_all_ties (self, measure);
    }
  gathering_clear (&halves[0]);
  gathering_clear (&halves[1]);
  return sorted != NULL && !guild_measure_is_cancelled (measure);
}

static gboolean
sort_all (GuildRanking *self, const GuildMeasure *measure)
{
  /* No two ids are the same. */
  if (measure->names != NULL && !measure->number && self->n_all > GUILD_SEGMENT_ROWS &&
      measure->field != measure->snapshot->table->id_field)
    {
      gboolean few;
      gboolean done = guild_ranking_sort_few (self, measure, &few);
      if (!done || few)
        return done;
    }
  g_autofree guint32 *all = g_new (guint32, MAX (self->n_all, 1));
  guint n_rows = 0;
  for (guint32 row = 0; row < self->n_all; row++)
    if ((guild_snapshot_get_flags (measure->snapshot, row) & GUILD_ROW_GONE) == 0)
      all[n_rows++] = row;
  return guild_ranking_sort (self, measure, all, n_rows);
}

/* (transfer full): a bit for each row of the snapshot that is not as it was in FROM. */
static guint64 *
list_changes (GuildSnapshot *snapshot, GuildRanking *from, guint *n_changed)
{
  guint64 *changed = g_new0 (guint64, snapshot->n_rows / 64 + 1);
  guint row = 0;

  *n_changed = 0;
  for (guint i = 0; i < snapshot->segments->len; i++)
    {
      const GuildSegment *segment = snapshot->segments->pdata[i];
      for (guint place = 0; place < segment->n_rows; place++, row++)
        if (row >= from->n_all || segment->stamps[place] > from->stamp)
          {
            changed[row / 64] |= G_GUINT64_CONSTANT (1) << (row % 64);
            *n_changed += 1;
          }
    }
  return changed;
}

static gboolean
fill (GuildRanking *self, GuildRanking *from, const GuildMeasure *measure)
{
  /* Somebody may still ask about an older snapshot than the ranking's. */
  if (from != NULL && from->stamp <= self->stamp && from->n_all <= self->n_all)
    {
      guint n_changed;
      g_autofree guint64 *changed = list_changes (measure->snapshot, from, &n_changed);
      if (n_changed < self->n_all / MERGED_PART)
        return guild_ranking_merge (self, from, measure, changed);
    }
  return sort_all (self, measure);
}

static void
measure_init (GuildMeasure *self, GuildSnapshot *snapshot, guint field)
{
  const GuildFieldTable *table = snapshot->table;

  *self = (GuildMeasure) { .snapshot = snapshot, .field = field, .number = TRUE };
  if (field == GUILD_RANKING_ATTENTION)
    {
      guild_attention_init (&self->attention, table, snapshot->failures, 0);
      return;
    }
  GuildFieldKind kind = table->fields[field].kind;
  self->choice = kind == GUILD_FIELD_CHOICE;
  self->number = kind == GUILD_FIELD_NUMBER || kind == GUILD_FIELD_TIME ||
                 (self->choice && table->fields[field].remote_sort == NULL);
}

GuildRanking *
guild_ranking_new (GuildSnapshot *snapshot, guint field, GuildRanking *from, GuildRanking *names,
                   const guint32 *by_name, GCancellable *cancellable)
{
  g_autoptr(GuildRanking) self = g_new0 (GuildRanking, 1);
  GuildMeasure measure;

  g_atomic_ref_count_init (&self->ref_count);
  self->field = field;
  self->serial = snapshot->serial;
  self->stamp = snapshot->stamp;
  self->n_all = snapshot->n_rows;
  self->rows = g_new (guint32, MAX (self->n_all, 1));
  self->begins = g_new0 (guint64, self->n_all / 64 + 1);
  measure_init (&measure, snapshot, field);
  measure.names = names;
  measure.by_name = by_name;
  measure.cancellable = cancellable;
  return fill (self, from, &measure) ? g_steal_pointer (&self) : NULL;
}

GuildRanking *
guild_ranking_ref (GuildRanking *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_ranking_unref (GuildRanking *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->rows);
  g_free (self->begins);
  g_free (self);
}
