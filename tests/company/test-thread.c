/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-post.h"
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
  guild_task_return_boolean (task, g_thread_self () != data);
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
  guild_task_return_int (task, getpriority (PRIO_PROCESS, 0));
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

/* Who works aside gives way to the main thread, and nobody else does who runs on the same
 * threads. */
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

/* --- Posts ------------------------------------------------------------------------------------ */

#define N_POSTERS 4
#define N_POSTS   5000

typedef struct
{
  GThread *own;
  guint    n_called[N_POSTERS]; /* the number of the next from each */
  guint    n_wrong;             /* called in another thread, or out of order */
} Calls;

typedef struct
{
  Calls *calls; /* (borrowed) */
  guint  poster, number;
} Call;

static void
called (gpointer data)
{
  g_autofree Call *call = data;
  Calls *calls = call->calls;

  if (g_thread_self () != calls->own || call->number != calls->n_called[call->poster])
    calls->n_wrong++;
  calls->n_called[call->poster]++;
}

typedef struct
{
  Calls        *calls;   /* (borrowed) */
  GMainContext *context; /* (borrowed) (nullable) */
  guint         number;
} Poster;

static gpointer
post_in_thread (gpointer data)
{
  Poster *self = data;

  for (guint i = 0; i < N_POSTS; i++)
    {
      Call *call = g_new (Call, 1);
      *call = (Call) { self->calls, self->number, i };
      guild_post (self->context, called, call);
    }
  return NULL;
}

static gboolean
are_called (const Calls *calls)
{
  for (guint i = 0; i < N_POSTERS; i++)
    if (calls->n_called[i] < N_POSTS)
      return FALSE;
  return TRUE;
}

/* CONTEXT (nullable) is one of this thread. */
static void
check_order (GMainContext *context)
{
  Calls calls = { .own = g_thread_self () };
  Poster posters[N_POSTERS];
  GThread *threads[N_POSTERS];

  for (guint i = 0; i < N_POSTERS; i++)
    {
      posters[i] = (Poster) { &calls, context, i };
      threads[i] = g_thread_new ("poster", post_in_thread, &posters[i]);
    }
  while (!are_called (&calls))
    g_main_context_iteration (context, TRUE);
  for (guint i = 0; i < N_POSTERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (calls.n_wrong, ==, 0);
}

static void
test_order (void)
{
  g_autoptr(GMainContext) other = g_main_context_new ();

  check_order (NULL);
  check_order (g_main_context_default ());
  check_order (other);
}

static void
note (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Who is called may wait for what was posted later. */
static void
wait_for_another (gpointer data)
{
  gboolean noted = FALSE;

  guild_post (NULL, note, &noted);
  while (!noted)
    g_main_context_iteration (NULL, TRUE);
  note (data);
}

static void
test_within (void)
{
  gboolean first = FALSE, second = FALSE;

  guild_post (NULL, wait_for_another, &first);
  guild_post (NULL, wait_for_another, &second);
  while (!first || !second)
    g_main_context_iteration (NULL, TRUE);
}

/* Each kind of answer as it was given. */
static void
answer_in_kind (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  switch (GPOINTER_TO_INT (data))
    {
    case 0:
      guild_task_return_pointer (task, g_strdup ("text"), g_free);
      break;
    case 1:
      guild_task_return_boolean (task, TRUE);
      break;
    case 2:
      guild_task_return_int (task, 42);
      break;
    case 3:
      g_assert_true (guild_task_return_error_if_cancelled (task));
      break;
    default:
      g_assert_false (guild_task_return_error_if_cancelled (task));
      guild_task_return_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no"));
    }
}

static void
test_answers (void)
{
  for (int kind = 0; kind < 5; kind++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GTask) task = g_task_new (NULL, cancellable, guild_test_result_cb, &slot);
      g_autoptr(GError) error = NULL;

      g_task_set_task_data (task, GINT_TO_POINTER (kind), NULL);
      if (kind == 3)
        g_cancellable_cancel (cancellable);
      guild_task_run (task, answer_in_kind);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      if (kind == 0)
        {
          g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);
          g_assert_cmpstr (text, ==, "text");
        }
      else if (kind == 1)
        g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
      else if (kind == 2)
        g_assert_cmpint (g_task_propagate_int (G_TASK (result), NULL), ==, 42);
      else
        {
          g_assert_null (g_task_propagate_pointer (G_TASK (result), &error));
          int code = kind == 3 ? G_IO_ERROR_CANCELLED : G_IO_ERROR_FAILED;
          g_assert_error (error, G_IO_ERROR, code);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/thread/aside", test_aside);
  g_test_add_func ("/company/thread/release", test_release);
  g_test_add_func ("/company/thread/answers", test_answers);
  g_test_add_func ("/company/thread/order", test_order);
  g_test_add_func ("/company/thread/within", test_within);
  return g_test_run ();
}
