/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-order-private.h"

#include "directory/guild-attention.h"
#include "directory/guild-directory.h"
#include "directory/guild-halves.h"
#include <string.h>

/* Fewer are not worth another thread. */
#define N_MANY 32768

/* Some of the places, for a thread. */
typedef struct
{
  GuildOrder *order; /* (borrowed) */
  guint       begin;
  guint       end;
} Places;

static void
part_clear (gpointer data)
{
  GuildOrderPart *self = data;
  g_clear_pointer (&self->ranking, guild_ranking_unref);
}

GArray *
guild_order_parts_new (GuildSnapshot *snapshot, GuildQuery *query)
{
  const GuildFieldTable *table = snapshot->table;
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (GuildOrderPart));
  GuildAttention attention;

  g_array_set_clear_func (parts, part_clear);
  guild_attention_init (&attention, table, NULL, 0);
  for (guint i = 0; i < guild_query_get_n_sort_keys (query); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (query, i);
      GuildOrderPart part = { guild_field_table_index (table, key->field), key->descending, NULL };

      if (attention.possible && g_str_equal (key->field, GUILD_FIELD_ATTENTION))
        part.field = GUILD_RANKING_ATTENTION;
      if (part.field != G_MAXUINT)
        g_array_append_val (parts, part);
    }
  /* That is what happens to ties anyway. */
  while (parts->len > 0)
    {
      const GuildOrderPart *last = &g_array_index (parts, GuildOrderPart, parts->len - 1);
      if (last->field != table->name_field || last->descending)
        break;
      g_array_set_size (parts, parts->len - 1);
    }
  return parts;
}

char *
guild_order_parts_key (const GArray *parts)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const GuildOrderPart *part = &g_array_index (parts, GuildOrderPart, i);
      g_string_append_printf (key, "%c%u", part->descending ? '-' : '+', part->field);
    }
  return g_string_free (key, FALSE);
}

/* (transfer full): the values turned round, but not what has the same value or none. */
static guint32 *
reverse (const GuildRanking *ranking)
{
  guint32 *rows = g_new (guint32, MAX (ranking->n_rows, 1));
  guint n = 0;

  for (guint end = ranking->n_set, begin; end > 0; end = begin)
    {
      for (begin = end - 1; !guild_ranking_begins (ranking, begin);)
        begin--;
      memcpy (rows + n, ranking->rows + begin, (end - begin) * sizeof *rows);
      n += end - begin;
    }
  memcpy (rows + n, ranking->rows + n, (ranking->n_rows - n) * sizeof *rows);
  return rows;
}

/* Puts ROWS into the order of PART, those with the same value as they are. */
static guint32 *
distribute (const GuildOrderPart *part, guint n_all, guint32 *rows)
{
  const GuildRanking *ranking = part->ranking;
  g_autofree guint32 *old = rows;
  g_autofree guint32 *places = g_new (guint32, MAX (n_all, 1));     /* by row: its value's */
  g_autofree guint32 *next = g_new0 (guint32, MAX (ranking->n_rows, 1)); /* by value's place */
  guint32 *sorted = g_new (guint32, MAX (ranking->n_rows, 1));

  for (guint begin = 0, end; begin < ranking->n_rows; begin = end)
    {
      for (end = begin + 1; end < ranking->n_rows && !guild_ranking_begins (ranking, end);)
        end++;
      guint place = part->descending && begin < ranking->n_set ? ranking->n_set - end : begin;
      for (guint i = begin; i < end; i++)
        places[ranking->rows[i]] = place;
    }
  for (guint i = 0; i < ranking->n_rows; i++)
    {
      guint place = places[old[i]];
      sorted[place + next[place]++] = old[i];
    }
  return sorted;
}

static gpointer
rank_places (gpointer data)
{
  Places *self = data;

  for (guint i = self->begin; i < self->end; i++)
    self->order->ranks[self->order->rows[i]] = i;
  return NULL;
}

static void
rank (GuildOrder *self, guint n_all)
{
  guint n_first = self->n_rows > N_MANY ? self->n_rows / 2 : self->n_rows;
  Places first = { self, 0, n_first }, second = { self, n_first, self->n_rows };

  self->ranks = g_new (guint32, MAX (n_all, 1));
  if (n_first < self->n_rows)
    guild_halves_run (rank_places, &first, &second);
  else
    rank_places (&first);
}

GuildOrder *
guild_order_new (const GArray *parts, GuildRanking *names, GCancellable *cancellable)
{
  const GuildOrderPart *last =
    parts->len > 0 ? &g_array_index (parts, GuildOrderPart, parts->len - 1) : NULL;
  g_autoptr(GuildOrder) self = g_new0 (GuildOrder, 1);
  GuildRanking *ranking = last != NULL ? last->ranking : names;

  g_atomic_ref_count_init (&self->ref_count);
  self->key = guild_order_parts_key (parts);
  self->serial = ranking->serial;
  self->n_rows = ranking->n_rows;
  if (last != NULL && last->descending)
    self->own = reverse (ranking);
  else if (parts->len > 1)
    self->own = g_memdup2 (ranking->rows, MAX (ranking->n_rows, 1) * sizeof *self->own);
  else
    self->ranking = guild_ranking_ref (ranking);
  for (guint i = parts->len; i-- > 1;)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return NULL;
      self->own = distribute (&g_array_index (parts, GuildOrderPart, i - 1), ranking->n_all,
                              self->own);
    }
  self->rows = self->own != NULL ? self->own : ranking->rows;
  rank (self, ranking->n_all);
  return g_steal_pointer (&self);
}

GuildOrder *
guild_order_ref (GuildOrder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_order_unref (GuildOrder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->ranking, guild_ranking_unref);
  g_free (self->key);
  g_free (self->own);
  g_free (self->ranks);
  g_free (self);
}
