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
/* So many writes are under way while the processor waits for memory. */
#define N_AHEAD 24

/* Some of the places, for a thread. */
typedef struct
{
  GuildOrder         *order;   /* (borrowed) */
  const GuildRanking *ranking; /* (borrowed) */
  guint               begin;
  guint               end;
} Places;

/* Calls FUNC for all of N places. */
static void
run_places (GThreadFunc func, GuildOrder *order, const GuildRanking *ranking, guint n)
{
  guint n_first = n > N_MANY ? n / 2 : n;
  Places first = { order, ranking, 0, n_first }, second = { order, ranking, n_first, n };

  if (n_first < n)
    guild_halves_run (func, &first, &second);
  else
    func (&first);
}

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

/* The first place after PLACE where a value begins; N_SET when there is none before. */
static guint
find_end (const GuildRanking *ranking, guint place)
{
  guint word = ++place / 64, n_words = (ranking->n_set + 63) / 64;

  if (word >= n_words)
    return ranking->n_set;
  guint64 left = ranking->begins[word] >> (place % 64);
  if (left != 0)
    return MIN (place + __builtin_ctzll (left), ranking->n_set);
  while (++word < n_words)
    if (ranking->begins[word] != 0)
      return MIN (word * 64 + __builtin_ctzll (ranking->begins[word]), ranking->n_set);
  return ranking->n_set;
}

/* Those values that begin in its places. */
static gpointer
reverse_places (gpointer data)
{
  Places *self = data;
  const GuildRanking *ranking = self->ranking;
  const guint32 *rows = ranking->rows;
  guint32 *into = self->order->own;
  guint n_set = ranking->n_set, begin = self->begin;

  if (begin > 0 && !guild_ranking_begins (ranking, begin))
    begin = find_end (ranking, begin);
  for (guint end; begin < self->end; begin = end)
    {
      end = begin + 1;
      /* most values of a column that has many */
      if (end == n_set || guild_ranking_begins (ranking, end))
        into[n_set - end] = rows[begin];
      else
        {
          end = find_end (ranking, begin);
          memcpy (into + n_set - end, rows + begin, (end - begin) * sizeof *into);
        }
    }
  return NULL;
}

/* The values turned round, but not what has the same value or none. */
static void
reverse (GuildOrder *self, GuildRanking *ranking)
{
  guint n_set = ranking->n_set;

  self->own = g_new (guint32, MAX (ranking->n_rows, 1));
  run_places (reverse_places, self, ranking, n_set);
  memcpy (self->own + n_set, ranking->rows + n_set,
          (ranking->n_rows - n_set) * sizeof *self->own);
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
  const guint32 *rows = self->order->rows;
  guint32 *ranks = self->order->ranks;
  guint i = self->begin;

  for (; i + N_AHEAD < self->end; i++)
    {
      __builtin_prefetch (&ranks[rows[i + N_AHEAD]], 1);
      ranks[rows[i]] = i;
    }
  for (; i < self->end; i++)
    ranks[rows[i]] = i;
  return NULL;
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
    reverse (self, ranking);
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
  self->ranks = g_new (guint32, MAX (ranking->n_all, 1));
  run_places (rank_places, self, ranking, self->n_rows);
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
