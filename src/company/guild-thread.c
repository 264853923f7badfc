/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-thread.h"

/* More than there are cores to be had: some of them wait for a disk. */
#define N_THREADS 4

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

void
guild_task_run (GTask *task, GTaskThreadFunc func)
{
  static GThreadPool *pool;

  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (run, NULL, N_THREADS, FALSE, NULL));
  Run *self = g_new0 (Run, 1);
  self->task = g_object_ref (task);
  self->func = func;
  g_thread_pool_push (pool, self, NULL);
}
