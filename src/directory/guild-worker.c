/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-worker.h"

#include <gio/gio.h>

#include "company/guild-post.h"

struct _GuildWorker
{
  gatomicrefcount        ref_count;
  char                  *path;    /* (owned) (nullable) */
  const GuildFieldTable *table;
  GMainContext          *context; /* (owned) */
  GWeakRef               owner;
  GuildNewsFunc          news;
  GAsyncQueue           *jobs;    /* (owned) (element-type Job) */
  GAsyncQueue           *posted;  /* (owned) (element-type Job): to be told, in this order */
  gboolean               telling; /* main thread */
  gboolean               closed;  /* main thread */
  int                    closing; /* (atomic) */
  GMutex                 pausing;
  GCond                  goes_on;
  gint64                 paused_until; /* (under pausing): monotonic; 0 = not paused */
};

typedef struct
{
  GuildWorker   *worker;   /* (owned) */
  GuildJobFunc   run;      /* (nullable): NULL ends the thread */
  GuildDoneFunc  done;     /* (nullable) */
  gpointer       data;
  GuildSnapshot *snapshot; /* (owned) (nullable): news */
  char          *notice;   /* (owned) (nullable): news */
  GPtrArray     *sightings; /* (owned) (nullable): news */
} Job;

static GuildWorker *
worker_ref (GuildWorker *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_worker_unref (GuildWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_weak_ref_clear (&self->owner);
  g_main_context_unref (self->context);
  g_async_queue_unref (self->jobs);
  g_async_queue_unref (self->posted);
  g_mutex_clear (&self->pausing);
  g_cond_clear (&self->goes_on);
  g_free (self->path);
  g_free (self);
}

/* Takes JOB. */
static void
tell (Job *job)
{
  GuildWorker *worker = job->worker;

  worker->telling = TRUE;

  if (job->snapshot != NULL || job->notice != NULL)
    {
      g_autoptr(GObject) owner = g_weak_ref_get (&worker->owner);
      if (owner != NULL)
        worker->news (owner, job->snapshot, job->notice, job->sightings);
    }
  if (job->done != NULL)
    job->done (job->data);
  worker->telling = FALSE;
  g_clear_pointer (&job->snapshot, guild_snapshot_unref);
  g_clear_pointer (&job->sightings, g_ptr_array_unref);
  g_free (job->notice);
  g_free (job);
  guild_worker_unref (worker);
}

/* One comes for each job; guild_worker_catch_up() may have told that job before. */
static void
posted_cb (gpointer data)
{
  GuildWorker *self = data;
  Job *job = g_async_queue_try_pop (self->posted);

  if (job != NULL)
    tell (job);
  guild_worker_unref (self);
}

/* Takes JOB. */
static void
post (Job *job)
{
  g_autoptr(GMainContext) context = g_main_context_ref (job->worker->context);
  GuildWorker *self = worker_ref (job->worker);

  /* The other thread may tell and free JOB from here on; what is posted keeps the worker. */
  g_async_queue_push (self->posted, job);
  guild_post (context, posted_cb, self);
}

static void
gather_news (GuildStore *store, Job *job)
{
  job->notice = guild_cache_take_notice (guild_store_get_cache (store));
  job->snapshot = guild_snapshot_ref (guild_store_get_snapshot (store));
  job->sightings = guild_store_take_sightings (store);
}

void
guild_worker_tell_news (GuildWorker *self, GuildStore *store)
{
  Job *job = g_new0 (Job, 1);

  job->worker = worker_ref (self);
  gather_news (store, job);
  post (job);
}

gboolean
guild_worker_is_closing (GuildWorker *self)
{
  return g_atomic_int_get (&self->closing) != 0;
}

static gpointer
worker_thread (gpointer data)
{
  GuildWorker *self = data;
  GuildStore *store = guild_store_new (self->path, self->table);

  for (;;)
    {
      Job *job = g_async_queue_pop (self->jobs);
      gboolean last = job->run == NULL;

      if (last)
        guild_store_free (store);
      else
        {
          job->run (self, store, job->data);
          gather_news (store, job);
        }
      post (job);
      if (last)
        break;
    }
  guild_worker_unref (self);
  return NULL;
}

GuildWorker *
guild_worker_new (const char *path, const GuildFieldTable *table, GObject *owner,
                  GuildNewsFunc news)
{
  GuildWorker *self = g_new0 (GuildWorker, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  self->table = table;
  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->owner, owner);
  self->news = news;
  self->jobs = g_async_queue_new ();
  self->posted = g_async_queue_new ();
  g_mutex_init (&self->pausing);
  g_cond_init (&self->goes_on);
  g_thread_unref (g_thread_new ("directory", worker_thread, worker_ref (self)));
  return self;
}

void
guild_worker_catch_up (GuildWorker *self)
{
  g_autoptr(GuildWorker) alive = worker_ref (self);
  Job *job;

  /* What is being told comes to its end first. */
  while (!alive->telling && (job = g_async_queue_try_pop (alive->posted)) != NULL)
    tell (job);
}

static void
pause_until (GuildWorker *self, gint64 time)
{
  g_mutex_lock (&self->pausing);
  self->paused_until = time;
  g_cond_signal (&self->goes_on);
  g_mutex_unlock (&self->pausing);
}

void
guild_worker_pause (GuildWorker *self, GTimeSpan longest)
{
  pause_until (self, g_get_monotonic_time () + longest);
}

void
guild_worker_go_on (GuildWorker *self)
{
  pause_until (self, 0);
}

void
guild_worker_rest (GuildWorker *self)
{
  g_mutex_lock (&self->pausing);
  while (self->paused_until > g_get_monotonic_time ())
    g_cond_wait_until (&self->goes_on, &self->pausing, self->paused_until);
  g_mutex_unlock (&self->pausing);
}

gboolean
guild_worker_push (GuildWorker *self, GuildJobFunc run, GuildDoneFunc done, gpointer data)
{
  if (self->closed)
    return FALSE;
  Job *job = g_new0 (Job, 1);
  job->worker = worker_ref (self);
  job->run = run;
  job->done = done;
  job->data = data;
  g_async_queue_push (self->jobs, job);
  return TRUE;
}

void
guild_worker_close (GuildWorker *self, GuildDoneFunc done, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->worker = worker_ref (self);
  job->done = done;
  job->data = data;
  if (self->closed)
    {
      post (job);
      return;
    }
  self->closed = TRUE;
  g_atomic_int_set (&self->closing, TRUE);
  guild_worker_go_on (self);
  g_async_queue_push (self->jobs, job);
}
