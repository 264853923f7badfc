/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-index.h"

#include <math.h>

#include "directory/guild-hash.h"

/* Many small tables: growing one of them keeps a reader on the main thread waiting for
 * microseconds where one big table would take tens of milliseconds. */
#define N_SHARDS 256
#define NO_ROW   G_MAXUINT32

typedef struct
{
  guint32 hash; /* the upper half: the lowest bits chose the shard */
  guint32 row;  /* NO_ROW: the slot is free */
} Slot;

/* Rows stand where their hash says, or in the next slots, round to the first, up to a free one. */
typedef struct
{
  GMutex lock;
  Slot  *slots;   /* (owned) (nullable) */
  guint  n_slots;
  guint  n_rows;
} Shard;

struct _GuildIndex
{
  gatomicrefcount ref_count;
  Shard           shards[N_SHARDS];
};

GuildIndex *
guild_index_new (void)
{
  GuildIndex *self = g_new0 (GuildIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  for (guint i = 0; i < N_SHARDS; i++)
    g_mutex_init (&self->shards[i].lock);
  return self;
}

GuildIndex *
guild_index_ref (GuildIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_index_unref (GuildIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < N_SHARDS; i++)
    {
      g_mutex_clear (&self->shards[i].lock);
      g_free (self->shards[i].slots);
    }
  g_free (self);
}

static guint
first_slot (const Shard *self, guint32 hash)
{
  return (guint) ((guint64) hash * self->n_slots >> 32);
}

static guint
next_slot (const Shard *self, guint slot)
{
  return slot + 1 < self->n_slots ? slot + 1 : 0;
}

static void
put (Shard *self, Slot wanted)
{
  guint slot = first_slot (self, wanted.hash);

  while (self->slots[slot].row != NO_ROW)
    slot = next_slot (self, slot);
  self->slots[slot] = wanted;
}

static void
resize (Shard *self, guint n_slots)
{
  g_autofree Slot *old = self->slots;
  guint n_old = self->n_slots;

  self->n_slots = n_slots;
  self->slots = g_new (Slot, self->n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    self->slots[i].row = NO_ROW;
  for (guint i = 0; i < n_old; i++)
    if (old[i].row != NO_ROW)
      put (self, old[i]);
}

guint
guild_index_find (GuildIndex *self, const char *id, GuildIndexFunc is, gpointer data)
{
  guint64 hash = guild_hash_text (id);
  Shard *shard = &self->shards[hash % N_SHARDS];
  guint found = G_MAXUINT;

  g_mutex_lock (&shard->lock);
  if (shard->n_slots > 0)
    for (guint slot = first_slot (shard, hash >> 32); shard->slots[slot].row != NO_ROW;
         slot = next_slot (shard, slot))
      if (shard->slots[slot].hash == hash >> 32 && is (shard->slots[slot].row, id, data))
        {
          found = shard->slots[slot].row;
          break;
        }
  g_mutex_unlock (&shard->lock);
  return found;
}

/* With its lock held. */
static void
insert (Shard *self, guint64 hash, guint row)
{
  if ((self->n_rows + 1) * 4 > self->n_slots * 3)
    resize (self, MAX (8, self->n_slots + self->n_slots / 2));
  put (self, (Slot) { hash >> 32, row });
  self->n_rows++;
}

void
guild_index_reserve (GuildIndex *self, guint n_rows)
{
  /* Not every shard is given as many: the largest of them has a few standard deviations more. */
  guint n_rows_each = n_rows / N_SHARDS;
  guint n_slots = (guint) ((n_rows_each + 4 * sqrt (n_rows_each)) * 4 / 3) + 8;

  if (n_rows == 0)
    return;
  for (guint i = 0; i < N_SHARDS; i++)
    {
      Shard *shard = &self->shards[i];

      g_mutex_lock (&shard->lock);
      if (n_slots > shard->n_slots)
        resize (shard, n_slots);
      g_mutex_unlock (&shard->lock);
    }
}

void
guild_index_insert (GuildIndex *self, const char *id, guint row)
{
  guint64 hash = guild_hash_text (id);
  Shard *shard = &self->shards[hash % N_SHARDS];

  g_mutex_lock (&shard->lock);
  insert (shard, hash, row);
  g_mutex_unlock (&shard->lock);
}

void
guild_index_insert_many (GuildIndex *self, const guint64 *hashes, guint n, guint first_row)
{
  g_autofree guint *order = g_new (guint, n);
  guint begins[N_SHARDS + 1] = { 0 };
  guint places[N_SHARDS];

  for (guint i = 0; i < n; i++)
    begins[hashes[i] % N_SHARDS + 1]++;
  for (guint i = 0; i < N_SHARDS; i++)
    {
      begins[i + 1] += begins[i];
      places[i] = begins[i];
    }
  for (guint i = 0; i < n; i++)
    order[places[hashes[i] % N_SHARDS]++] = i;
  for (guint i = 0; i < N_SHARDS; i++)
    {
      Shard *shard = &self->shards[i];

      g_mutex_lock (&shard->lock);
      /* In a large index none of them is in the processor's caches: one wait for all. */
      for (guint j = begins[i]; shard->n_slots > 0 && j < begins[i + 1]; j++)
        __builtin_prefetch (&shard->slots[first_slot (shard, hashes[order[j]] >> 32)], 1);
      for (guint j = begins[i]; j < begins[i + 1]; j++)
        insert (shard, hashes[order[j]], first_row + order[j]);
      g_mutex_unlock (&shard->lock);
    }
}
