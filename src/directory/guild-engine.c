/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-engine.h"

#include "company/guild-thread.h"
#include "directory/guild-attention.h"
#include "directory/guild-matcher.h"
#include "directory/guild-order.h"
#include <string.h>

#define N_WORKERS 2

/* So many answers are remembered, with so many rows of their own for each two that there are. */
#define N_RECENT    8
#define RECENT_ROWS 3
/* What is freed of so many is felt. */
#define MANY_ROWS 20000

struct _GuildEngine
{
  gatomicrefcount ref_count;
  GuildOrders    *orders; /* (owned) */
  GMutex          lock;
  GPtrArray      *recent; /* (owned) (element-type GuildResult): the latest last, all of the
                           * snapshot asked last; guarded by lock */
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

static void
result_free (GuildResult *self)
{
  guild_snapshot_unref (self->snapshot);
  guild_query_unref (self->query);
  guild_order_unref (self->order);
  if (self->twin != NULL)
    guild_result_unref (self->twin);
  else
    {
      g_free (self->of_order);
      g_free (self->bits);
    }
  g_free (self);
}

static void
free_in_thread (gpointer data, gpointer unused)
{
  result_free (data);
}

/* To give megabytes back takes milliseconds, which the main thread does not have. */
static void
free_elsewhere (GuildResult *self)
{
  static GThreadPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (free_in_thread, NULL, 1, FALSE, NULL));
  g_thread_pool_push (pool, self, NULL);
}

void
guild_result_unref (GuildResult *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->snapshot->n_rows >= MANY_ROWS)
    free_elsewhere (self);
  else
    result_free (self);
}

guint
guild_result_find (GuildResult *self, guint row)
{
  guint low = 0, high = self->n_rows;

  if ((self->bits[row / 64] >> (row % 64) & 1) == 0)
    return G_MAXUINT;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (self->order->ranks[self->rows[middle]] < self->order->ranks[row])
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

GuildEngine *
guild_engine_new (void)
{
  GuildEngine *self = g_new0 (GuildEngine, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->orders = guild_orders_new ();
  g_mutex_init (&self->lock);
  self->recent = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_result_unref);
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
  guild_orders_free (self->orders);
  g_ptr_array_unref (self->recent);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* ---- what was asked just now: people take back what they typed ---- */

/* (transfer full) (nullable) */
static GuildResult *
find_recent (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query)
{
  GuildResult *found = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; found == NULL && i < self->recent->len; i++)
    {
      GuildResult *known = self->recent->pdata[i];
      if (known->snapshot == snapshot && guild_query_equal (known->query, query))
        found = guild_result_ref (known);
    }
  g_mutex_unlock (&self->lock);
  return found;
}

static guint64
count_own_rows (GPtrArray *results)
{
  guint64 n = 0;

  for (guint i = 0; i < results->len; i++)
    {
      GuildResult *result = results->pdata[i];
      n += result->of_order != NULL ? result->n_rows : 0;
    }
  return n;
}

static void
remember (GuildEngine *self, GuildResult *result)
{
  g_autoptr(GPtrArray) old =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_result_unref);
  guint64 most = (guint64) result->snapshot->n_rows * RECENT_ROWS / 2;

  if (result->timed)
    return;
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->recent->len;)
    {
      GuildResult *known = self->recent->pdata[i];
      if (known->snapshot == result->snapshot && !guild_query_equal (known->query, result->query))
        i++;
      else
        g_ptr_array_add (old, g_ptr_array_steal_index (self->recent, i));
    }
  g_ptr_array_add (self->recent, guild_result_ref (result));
  while (self->recent->len > N_RECENT || count_own_rows (self->recent) > most)
    g_ptr_array_add (old, g_ptr_array_steal_index (self->recent, 0));
  g_mutex_unlock (&self->lock);
}

static void
set_living_bits (GuildSegment *segment, guint64 *bits)
{
  memset (bits, 0, GUILD_SEGMENT_WORDS * sizeof *bits);
  for (guint i = 0; i < segment->n_rows; i++)
    if ((segment->flags[i] & (GUILD_ROW_GONE | GUILD_ROW_HIDDEN)) == 0)
      bits[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}

/* ---- scanning ---- */

/* Segments are taken one after the other by whoever is free: the worker that was asked, and a
 * helper if it comes in time. */
typedef struct
{
  gatomicrefcount ref_count;
  GuildSnapshot  *snapshot; /* (borrowed): until all segments are done */
  GuildMatcher   *matcher;  /* (borrowed) */
  GuildResult    *before;   /* (borrowed) (nullable): what it knows need not be looked at again */
  gboolean        same;     /* it asked the same */
  GCancellable   *cancellable; /* (borrowed) (nullable) */
  guint64        *bits;     /* (borrowed) */
  guint           n_segments;
  gint            next;     /* atomic */
  GMutex          lock;
  GCond           done;
  guint           n_done;   /* guarded by lock */
} Scan;

static void
scan_unref (Scan *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  g_free (self);
}

static void
scan_segment (Scan *self, guint index)
{
  guint64 *own = self->bits + index * GUILD_SEGMENT_WORDS;
  GuildSegment *segment = self->snapshot->segments->pdata[index];
  gboolean known = self->before != NULL && index < self->before->snapshot->segments->len &&
                   self->before->snapshot->segments->pdata[index] == segment;

  if (known)
    memcpy (own, self->before->bits + index * GUILD_SEGMENT_WORDS,
            GUILD_SEGMENT_WORDS * sizeof *own);
  else
    set_living_bits (segment, own);
  if (!known || !self->same)
    guild_matcher_scan (self->matcher, segment, own);
}

static void
scan_some (Scan *self)
{
  guint n_done = 0;

  for (guint index; (index = (guint) g_atomic_int_add (&self->next, 1)) < self->n_segments;
       n_done++)
    if (!g_cancellable_is_cancelled (self->cancellable))
      scan_segment (self, index);
  g_mutex_lock (&self->lock);
  self->n_done += n_done;
  if (self->n_done == self->n_segments)
    g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
}

static void
help (gpointer data, gpointer unused)
{
  scan_some (data);
  scan_unref (data);
}

static void
call_helper (Scan *scan)
{
  static GThreadPool *helpers;

  if (g_once_init_enter (&helpers))
    g_once_init_leave (&helpers, g_thread_pool_new (help, NULL, N_WORKERS - 1, FALSE, NULL));
  g_atomic_ref_count_inc (&scan->ref_count);
  g_thread_pool_push (helpers, scan, NULL);
}

/* The rows of every segment that answer, as bits; NULL when cancelled. */
static guint64 *
scan (GuildSnapshot *snapshot, GuildMatcher *matcher, GuildQuery *query, GuildResult *before,
      GCancellable *cancellable)
{
  Scan *self = g_new0 (Scan, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  self->snapshot = snapshot;
  self->matcher = matcher;
  self->cancellable = cancellable;
  self->n_segments = snapshot->segments->len;
  g_autofree guint64 *bits = g_new (guint64, MAX (self->n_segments, 1) * GUILD_SEGMENT_WORDS);
  self->bits = bits;
  if (before != NULL && !before->timed && !guild_matcher_depends_on_time (matcher) &&
      guild_matcher_narrows (before->query, query))
    {
      self->before = before;
      self->same = guild_matcher_narrows (query, before->query);
    }
  if (self->n_segments > 1)
    call_helper (self);
  scan_some (self);
  g_mutex_lock (&self->lock);
  while (self->n_done < self->n_segments)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
  scan_unref (self);
  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&bits);
}

/* By way of the ranks of what answers: a pass over its rows and one over the bits of the ranks. */
static void
fill_rows (GuildResult *self)
{
  const GuildOrder *order = self->order;
  guint n_words = self->snapshot->segments->len * GUILD_SEGMENT_WORDS;
  guint n_rank_words = order->n_rows / 64 + 1;

  for (guint i = 0; i < n_words; i++)
    self->n_rows += __builtin_popcountll (self->bits[i]);
  self->rows = order->rows;
  if (self->n_rows == order->n_rows)
    return;
  g_autofree guint64 *by_rank = g_new0 (guint64, n_rank_words);
  self->rows = self->of_order = g_new (guint32, MAX (self->n_rows, 1));
  for (guint i = 0; i < n_words; i++)
    for (guint64 left = self->bits[i]; left != 0; left &= left - 1)
      {
        guint32 rank = order->ranks[i * 64 + __builtin_ctzll (left)];
        by_rank[rank / 64] |= G_GUINT64_CONSTANT (1) << (rank % 64);
      }
  for (guint i = 0, n = 0; i < n_rank_words; i++)
    for (guint64 left = by_rank[i]; left != 0; left &= left - 1)
      self->of_order[n++] = order->rows[i * 64 + __builtin_ctzll (left)];
}

static gboolean
is_same (GuildResult *a, GuildResult *b)
{
  if (a->n_rows != b->n_rows ||
      (a->rows != b->rows && memcmp (a->rows, b->rows, a->n_rows * sizeof *a->rows) != 0))
    return FALSE;
  if (a->snapshot == b->snapshot)
    return TRUE;
  for (guint i = 0; i < b->n_rows; i++)
    if (guild_snapshot_get_stamp (a->snapshot, a->rows[i]) !=
        guild_snapshot_get_stamp (b->snapshot, b->rows[i]))
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable) */
static GuildResult *
answer (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query, GuildResult *before,
        GCancellable *cancellable)
{
  g_autoptr(GuildMatcher) matcher =
    guild_matcher_new (snapshot->table, query, snapshot->failures, guild_attention_now ());
  g_autofree guint64 *bits = scan (snapshot, matcher, query, before, cancellable);
  g_autoptr(GuildOrder) order =
    bits != NULL ? guild_orders_get (self->orders, snapshot, query, cancellable) : NULL;

  if (order == NULL)
    return NULL;
  GuildResult *result = g_new0 (GuildResult, 1);
  g_atomic_ref_count_init (&result->ref_count);
  result->snapshot = guild_snapshot_ref (snapshot);
  result->query = guild_query_ref (query);
  result->bits = g_steal_pointer (&bits);
  result->timed = guild_matcher_depends_on_time (matcher);
  result->order = g_steal_pointer (&order);
  fill_rows (result);
  return result;
}

/* (transfer full): KNOWN (transfer full) once more. */
static GuildResult *
result_again (GuildResult *known)
{
  GuildResult *self = g_new0 (GuildResult, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->snapshot = guild_snapshot_ref (known->snapshot);
  self->query = guild_query_ref (known->query);
  self->order = guild_order_ref (known->order);
  self->rows = known->rows;
  self->n_rows = known->n_rows;
  self->bits = known->bits;
  self->twin = known;
  return self;
}

GuildResult *
guild_engine_run (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query,
                  GuildResult *before, GCancellable *cancellable)
{
  GuildResult *known = find_recent (self, snapshot, query);
  GuildResult *result = known != NULL ? result_again (known)
                                      : answer (self, snapshot, query, before, cancellable);

  if (result == NULL)
    return NULL;
  result->same = before != NULL && is_same (before, result);
  if (known == NULL)
    remember (self, result);
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

static void
work (gpointer data, gpointer unused)
{
  g_autofree Push *push = data;

  push->func (push->task, g_task_get_source_object (push->task),
              g_task_get_task_data (push->task), g_task_get_cancellable (push->task));
  guild_task_release (push->task);
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
  g_clear_pointer (&run->snapshot, guild_snapshot_unref);
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
  /* Here, and not where the task ends: they may be the last. */
  g_clear_pointer (&run->snapshot, guild_snapshot_unref);
  g_clear_pointer (&run->before, guild_result_unref);
  if (result != NULL)
    guild_task_return_pointer (task, result, (GDestroyNotify) guild_result_unref);
  else
    guild_task_return_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                        "Cancelled"));
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
