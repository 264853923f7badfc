/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-thread.h"

#include "company/guild-post.h"

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

void
guild_task_release (GTask *task)
{
  guild_post (g_task_get_context (task), g_object_unref, task);
}

typedef struct
{
  GTask         *task;   /* (owned) */
  gpointer       result; /* (owned) (nullable): a pointer's */
  GDestroyNotify free_result;
  gssize         number; /* an int's or boolean's */
  GError        *error;  /* (owned) (nullable) */
} Answer;

static Answer *
answer_new (GTask *task)
{
  Answer *self = g_new0 (Answer, 1);

  self->task = g_object_ref (task);
  return self;
}

static void
return_pointer (gpointer data)
{
  g_autofree Answer *self = data;
  g_autoptr(GTask) task = self->task;

  g_task_return_pointer (task, self->result, self->free_result);
}

static void
return_boolean (gpointer data)
{
  g_autofree Answer *self = data;
  g_autoptr(GTask) task = self->task;

  g_task_return_boolean (task, self->number != 0);
}

static void
return_int (gpointer data)
{
  g_autofree Answer *self = data;
  g_autoptr(GTask) task = self->task;

  g_task_return_int (task, self->number);
}

static void
return_error (gpointer data)
{
  g_autofree Answer *self = data;
  g_autoptr(GTask) task = self->task;

  g_task_return_error (task, self->error);
}

void
guild_task_return_pointer (GTask *task, gpointer result, GDestroyNotify free_result)
{
  Answer *self = answer_new (task);

  self->result = result;
  self->free_result = free_result;
  guild_post (g_task_get_context (task), return_pointer, self);
}

void
guild_task_return_boolean (GTask *task, gboolean result)
{
  Answer *self = answer_new (task);

  self->number = result;
  guild_post (g_task_get_context (task), return_boolean, self);
}

void
guild_task_return_int (GTask *task, gssize result)
{
  Answer *self = answer_new (task);

  self->number = result;
  guild_post (g_task_get_context (task), return_int, self);
}

void
guild_task_return_error (GTask *task, GError *error)
{
  Answer *self = answer_new (task);

  self->error = error;
  guild_post (g_task_get_context (task), return_error, self);
}

gboolean
guild_task_return_error_if_cancelled (GTask *task)
{
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    return FALSE;
  guild_task_return_error (task, error);
  return TRUE;
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
