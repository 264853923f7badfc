/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-thread.h"

#include <sys/resource.h>
#include <unistd.h>

/* More than there are cores to be had: some of them wait for a disk. */
#define N_THREADS 4
/* More than the main thread has: a third of what that has of a processor that both want. */
#define NICE 5

typedef struct
{
  GTask          *task; /* (owned) */
  GTaskThreadFunc func;
} Run;

static gboolean
nothing_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
guild_task_release (GTask *task)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, nothing_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
run (gpointer data, gpointer unused)
{
  g_autofree Run *self = data;

  self->func (self->task, g_task_get_source_object (self->task),
              g_task_get_task_data (self->task), g_task_get_cancellable (self->task));
  guild_task_release (self->task);
}

static void
run_aside (gpointer data, gpointer unused)
{
  static GPrivate gives_way;

  if (g_private_get (&gives_way) == NULL)
    {
      guild_thread_give_way ();
      g_private_set (&gives_way, &gives_way);
    }
  run (data, NULL);
}

static void
push (GThreadPool *pool, GTask *task, GTaskThreadFunc func)
{
  Run *self = g_new0 (Run, 1);

  self->task = g_object_ref (task);
  self->func = func;
  g_thread_pool_push (pool, self, NULL);
}

void
guild_task_run (GTask *task, GTaskThreadFunc func)
{
  static GThreadPool *pool;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (run, NULL, N_THREADS, FALSE, NULL));
  push (pool, task, func);
}

void
guild_task_run_aside (GTask *task, GTaskThreadFunc func)
{
  static GThreadPool *pool;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  /* Threads of its own: those that pools share would be slow in another pool, too. */
  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (run_aside, NULL, N_THREADS, TRUE, NULL));
  push (pool, task, func);
}

void
guild_thread_give_way (void)
{
  /* Of the calling thread alone, on Linux; elsewhere it would be that of the whole program. */
#ifdef __linux__
  setpriority (PRIO_PROCESS, 0, getpriority (PRIO_PROCESS, (id_t) getpid ()) + NICE);
#endif
}
