/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-thread.h"
#include "support/guild-test.h"

#include <sys/resource.h>

#define N_TASKS 2000

typedef struct
{
  GThread *own;
  guint    n_answered;
  guint    n_gone;
  guint    n_elsewhere; /* died in a thread that was not theirs */
} Seen;

static void
gone_cb (gpointer data, GObject *object)
{
  Seen *seen = data;

  g_atomic_int_inc (&seen->n_gone);
  if (g_thread_self () != seen->own)
    g_atomic_int_inc (&seen->n_elsewhere);
}

static void
answer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, g_thread_self () != data);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Seen *seen = data;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  seen->n_answered++;
}

/* The worker is through with a task after its answer was heard; the task's objects must not die
 * there. */
static void
test_release (void)
{
  Seen seen = { .own = g_thread_self () };

  for (guint i = 0; i < N_TASKS; i++)
    {
      GObject *source = g_object_new (G_TYPE_OBJECT, NULL);
      g_autoptr(GTask) task = g_task_new (source, NULL, answered_cb, &seen);

      g_object_weak_ref (source, gone_cb, &seen);
      g_object_unref (source);
      g_task_set_task_data (task, seen.own, NULL);
      guild_task_run (task, answer);
      if (i % 10 == 0)
        guild_test_wait_until (seen.n_answered > i);
    }
  guild_test_wait_until (g_atomic_int_get (&seen.n_gone) == N_TASKS);
  g_assert_cmpuint (seen.n_answered, ==, N_TASKS);
  g_assert_cmpuint (seen.n_elsewhere, ==, 0);
}

/* Of the thread that asks, on Linux. */
static void
answer_nice (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, getpriority (PRIO_PROCESS, 0));
}

static int
ask_nice (void (*run) (GTask *task, GTaskThreadFunc func))
{
  GAsyncResult *slot = NULL;
  g_autoptr(GTask) task = g_task_new (NULL, NULL, guild_test_result_cb, &slot);
  g_autoptr(GError) error = NULL;

  run (task, answer_nice);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  int nice = (int) g_task_propagate_int (G_TASK (result), &error);
  g_assert_no_error (error);
  return nice;
}

/* Who works aside gives way to the main thread, and nobody else does who runs on the same threads. */
static void
test_aside (void)
{
#ifdef __linux__
  int own = getpriority (PRIO_PROCESS, 0);

  if (own == 19)
    {
      g_test_skip ("nothing is lower than the priority of this process");
      return;
    }
  for (guint i = 0; i < 20; i++)
    {
      g_assert_cmpint (ask_nice (guild_task_run_aside), >, own);
      g_assert_cmpint (ask_nice (guild_task_run), ==, own);
    }
  g_assert_cmpint (getpriority (PRIO_PROCESS, 0), ==, own);
#else
  g_test_skip ("threads have no priority of their own here");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/thread/aside", test_aside);
  g_test_add_func ("/company/thread/release", test_release);
  return g_test_run ();
}
