/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-engine.h"

#include "directory/guild-attention.h"
#include "directory/guild-matcher.h"
#include "directory/guild-order.h"
#include <string.h>

#define N_ORDERS  6
#define N_WORKERS 2

struct _GuildEngine
{
  gatomicrefcount ref_count;
  GMutex          lock;
  GPtrArray      *orders; /* (owned) (element-type GuildOrder): the latest used last */
};

typedef struct
{
  GuildEngine   *engine;   /* (owned) */
  GuildSnapshot *snapshot; /* (owned) */
  GuildQuery    *query;    /* (owned) */
  GuildResult   *before;   /* (owned) (nullable) */
} Run;

typedef struct
{
  GTask          *task; /* (owned) */
  GTaskThreadFunc func;
} Push;

GuildResult *
guild_result_ref (GuildResult *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_result_unref (GuildResult *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  guild_snapshot_unref (self->snapshot);
  guild_query_unref (self->query);
  g_free (self->rows);
  g_free (self->positions);
  g_free (self->bits);
  g_free (self);
}

GuildEngine *
guild_engine_new (void)
{
  GuildEngine *self = g_new0 (GuildEngine, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_order_unref);
  return self;
}

GuildEngine *
guild_engine_ref (GuildEngine *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_engine_unref (GuildEngine *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->orders);
  g_free (self);
}

/* (transfer full) (nullable): taken out of the engine's memory. */
static GuildOrder *
take_order (GuildEngine *self, const char *key)
{
  GuildOrder *order = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; order == NULL && i < self->orders->len; i++)
    {
      GuildOrder *known = self->orders->pdata[i];
      if (strcmp (known->key, key) == 0)
        order = guild_order_ref (known);
    }
  g_mutex_unlock (&self->lock);
  return order;
}

static void
remember_order (GuildEngine *self, GuildOrder *order)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->orders->len; i++)
    if (strcmp (((GuildOrder *) self->orders->pdata[i])->key, order->key) == 0)
      g_ptr_array_remove_index (self->orders, i--);
  g_ptr_array_add (self->orders, guild_order_ref (order));
  if (self->orders->len > N_ORDERS)
    g_ptr_array_remove_index (self->orders, 0);
  g_mutex_unlock (&self->lock);
}

static GuildOrder *
get_order (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query,
           GCancellable *cancellable)
{
  g_autofree char *key = guild_order_key (query);
  g_autoptr(GuildOrder) known = take_order (self, key);

  if (known != NULL && known->snapshot == snapshot)
    return g_steal_pointer (&known);
  /* An older snapshot than the one remembered: rows there were not yet in this one. */
  if (known != NULL && known->snapshot->n_rows > snapshot->n_rows)
    g_clear_pointer (&known, guild_order_unref);
  GuildOrder *order = guild_order_new (snapshot, query, known, cancellable);
  if (order != NULL)
    remember_order (self, order);
  return order;
}

static void
set_living_bits (GuildSegment *segment, guint64 *bits)
{
  memset (bits, 0, GUILD_SEGMENT_WORDS * sizeof *bits);
  for (guint i = 0; i < segment->n_rows; i++)
    if ((segment->flags[i] & (GUILD_ROW_GONE | GUILD_ROW_HIDDEN)) == 0)
      bits[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}

/* The rows of every segment that answer, as bits; NULL when cancelled. */
static guint64 *
scan (GuildSnapshot *snapshot, GuildMatcher *matcher, GuildQuery *query, GuildResult *before,
      GCancellable *cancellable)
{
  guint n_segments = snapshot->segments->len;
  g_autofree guint64 *bits = g_new (guint64, MAX (n_segments, 1) * GUILD_SEGMENT_WORDS);
  gboolean same = FALSE, narrows = FALSE;

  if (before != NULL && !before->timed && !guild_matcher_depends_on_time (matcher))
    {
      narrows = guild_matcher_narrows (before->query, query);
      same = narrows && guild_matcher_narrows (query, before->query);
    }
  for (guint i = 0; i < n_segments; i++)
    {
      guint64 *own = bits + i * GUILD_SEGMENT_WORDS;
      GuildSegment *segment = snapshot->segments->pdata[i];
      gboolean known = narrows && i < before->snapshot->segments->len &&
                       before->snapshot->segments->pdata[i] == segment;

      if (g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (known)
        memcpy (own, before->bits + i * GUILD_SEGMENT_WORDS, GUILD_SEGMENT_WORDS * sizeof *own);
      else
        set_living_bits (segment, own);
      if (!known || !same)
        guild_matcher_scan (matcher, segment, own);
    }
  return g_steal_pointer (&bits);
}

static void
fill_rows (GuildResult *self, const GuildOrder *order)
{
  guint n_rows = self->snapshot->n_rows;
  guint n_words = self->snapshot->segments->len * GUILD_SEGMENT_WORDS;

  for (guint i = 0; i < n_words; i++)
    self->n_rows += __builtin_popcountll (self->bits[i]);
  self->rows = g_new (guint32, MAX (self->n_rows, 1));
  self->positions = g_new (guint32, MAX (n_rows, 1));
  memset (self->positions, 0xff, n_rows * sizeof *self->positions);
  for (guint i = 0, n = 0; i < order->n_rows; i++)
    {
      guint32 row = order->rows[i];
      if ((self->bits[row / 64] >> (row % 64) & 1) == 0)
        continue;
      self->positions[row] = n;
      self->rows[n++] = row;
    }
}

static gboolean
is_same (GuildResult *a, GuildResult *b)
{
  if (a->n_rows != b->n_rows || memcmp (a->rows, b->rows, a->n_rows * sizeof *a->rows) != 0)
    return FALSE;
  for (guint i = 0; i < b->n_rows; i++)
    if (guild_snapshot_get_stamp (a->snapshot, a->rows[i]) !=
        guild_snapshot_get_stamp (b->snapshot, b->rows[i]))
      return FALSE;
  return TRUE;
}

GuildResult *
guild_engine_run (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query,
                  GuildResult *before, GCancellable *cancellable)
{
  g_autoptr(GuildMatcher) matcher =
    guild_matcher_new (snapshot->table, query, snapshot->failures, guild_attention_now ());
  g_autofree guint64 *bits = scan (snapshot, matcher, query, before, cancellable);
  g_autoptr(GuildOrder) order =
    bits != NULL ? get_order (self, snapshot, query, cancellable) : NULL;

  if (order == NULL)
    return NULL;
  GuildResult *result = g_new0 (GuildResult, 1);
  g_atomic_ref_count_init (&result->ref_count);
  result->snapshot = guild_snapshot_ref (snapshot);
  result->query = guild_query_ref (query);
  result->bits = g_steal_pointer (&bits);
  result->timed = guild_matcher_depends_on_time (matcher);
  fill_rows (result, order);
  result->same = before != NULL && is_same (before, result);
  return result;
}

guint
guild_engine_count (GuildSnapshot *snapshot, GuildQuery *query, GCancellable *cancellable)
{
  g_autoptr(GuildMatcher) matcher =
    guild_matcher_new (snapshot->table, query, snapshot->failures, guild_attention_now ());
  g_autofree guint64 *bits = scan (snapshot, matcher, query, NULL, cancellable);
  guint count = 0;

  for (guint i = 0; bits != NULL && i < snapshot->segments->len * GUILD_SEGMENT_WORDS; i++)
    count += __builtin_popcountll (bits[i]);
  return count;
}

static gboolean
nothing_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void
work (gpointer data, gpointer unused)
{
  g_autofree Push *push = data;
  g_autoptr(GSource) source = g_idle_source_new ();

  push->func (push->task, g_task_get_source_object (push->task),
              g_task_get_task_data (push->task), g_task_get_cancellable (push->task));
  /* The last reference must not be dropped here: the objects a task holds belong to its thread. */
  g_source_set_callback (source, nothing_cb, push->task, g_object_unref);
  g_source_attach (source, g_task_get_context (push->task));
}

void
guild_engine_push (GTask *task, GTaskThreadFunc func)
{
  static GThreadPool *pool;
  Push *push = g_new0 (Push, 1);

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (work, NULL, N_WORKERS, FALSE, NULL));
  push->task = g_object_ref (task);
  push->func = func;
  g_thread_pool_push (pool, push, NULL);
}

static void
run_free (gpointer data)
{
  Run *run = data;
  guild_engine_unref (run->engine);
  guild_snapshot_unref (run->snapshot);
  guild_query_unref (run->query);
  g_clear_pointer (&run->before, guild_result_unref);
  g_free (run);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GuildResult *result = NULL;

  /* A newer query may have overtaken this one in the queue. */
  if (!g_cancellable_is_cancelled (cancellable))
    result = guild_engine_run (run->engine, run->snapshot, run->query, run->before, cancellable);
  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) guild_result_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

void
guild_engine_run_async (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query,
                        GuildResult *before, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);
  Run *run = g_new0 (Run, 1);

  run->engine = guild_engine_ref (self);
  run->snapshot = guild_snapshot_ref (snapshot);
  run->query = guild_query_ref (query);
  run->before = before != NULL ? guild_result_ref (before) : NULL;
  g_task_set_source_tag (task, guild_engine_run_async);
  g_task_set_task_data (task, run, run_free);
  guild_engine_push (task, run_in_thread);
}

GuildResult *
guild_engine_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
