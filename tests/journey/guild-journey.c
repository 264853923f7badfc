/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_S 560 /* meson ends the test after 600 */

/* Newer GLib takes what a test prints with g_print() for a comment. */
static void G_GNUC_PRINTF (1, 2)
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static char *
log_path (const GuildJourneyPlan *plan, const char *directory)
{
  g_autofree char *name = g_strconcat (plan->name, ".log", NULL);
  return g_build_filename (directory, name, NULL);
}

static void
append_log (const GuildJourneyPlan *plan, const char *directory, const char *line)
{
  g_autofree char *path = log_path (plan, directory);
  FILE *file = g_fopen (path, "a");

  if (file == NULL)
    g_error ("cannot write %s", path);
  fprintf (file, "%s\n", line);
  fclose (file);
}

static char *
step_name (const GuildJourneyPlan *plan, guint index)
{
  return g_strdup_printf ("%02u-%s", index + 1, plan->steps[index].name);
}

/* --- Failing: the picture is taken while everything is still there ---------------------------- */

static char *failed_picture;

static void
on_abort (int number)
{
  signal (number, SIG_DFL);
  pid_t pid = fork ();
  if (pid == 0)
    {
      execlp ("import", "import", "-window", "root", failed_picture, NULL);
      _exit (127);
    }
  if (pid > 0)
    waitpid (pid, NULL, 0);
  raise (number);
}

/* --- Walking ---------------------------------------------------------------------------------- */

static int
walk (const GuildJourneyPlan *plan, const char *directory)
{
  GuildJourney journey = { 0 };

  say ("1..%u", plan->n_steps);
  failed_picture = g_build_filename (directory, "00-start-failed.png", NULL);
  signal (SIGABRT, on_abort);
  signal (SIGTRAP, on_abort);
  guild_journey_begin (&journey, plan, directory);
  for (guint i = 0; i < plan->n_steps; i++)
    {
      g_autofree char *name = step_name (plan, i);
      g_autofree char *file = g_strconcat (name, "-failed.png", NULL);
      g_free (failed_picture);
      failed_picture = g_build_filename (directory, file, NULL);
      journey.step = name;
      g_autofree char *held = plan->steps[i].walk (&journey);
      guild_journey_picture (&journey);
      g_autofree char *nameless = guild_test_atspi_nameless (journey.application);
      if (nameless != NULL)
        g_error ("controls without a name for a screen reader: %s", nameless);
      g_autofree char *line =
        g_strdup_printf ("%02u %s ok: %s", i + 1, plan->steps[i].name, held);
      append_log (plan, directory, line);
      say ("ok %u - %s: %s", i + 1, plan->steps[i].name, held);
    }
  guild_journey_end (&journey);
  return 0;
}

/* --- Watching --------------------------------------------------------------------------------- */

/* What an earlier walk left. */
static void
clear_directory (const GuildJourneyPlan *plan, const char *directory)
{
  g_autofree char *log = log_path (plan, directory);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  g_unlink (log);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_equal (name, "guildhall.log") ||
        (g_ascii_isdigit (name[0]) && g_str_has_suffix (name, ".png")))
      {
        g_autofree char *path = g_build_filename (directory, name, NULL);
        g_unlink (path);
      }
}

static guint
count_lines (const GuildJourneyPlan *plan, const char *directory)
{
  g_autofree char *path = log_path (plan, directory);
  g_autofree char *content = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return 0;
  for (const char *at = content; (at = strchr (at, '\n')) != NULL; at++)
    n++;
  return n;
}

/* The line of ERRORS that says why: "** (guild-tour:7): ERROR **: 12:00:00: …". */
static char *
dup_reason (const char *errors)
{
  g_auto(GStrv) lines = g_strsplit (errors, "\n", -1);
  char *reason = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "ERROR") != NULL || strstr (lines[i], "CRITICAL") != NULL)
      {
        const char *words = strstr (lines[i], "**: ");
        g_free (reason);
        words = words != NULL ? words + strlen ("**: ") : lines[i];
        /* Without the time of day. */
        reason = g_strdup (words + strspn (words, "0123456789:. "));
      }
  return reason != NULL ? reason : g_strdup ("it ended without a word");
}

static void
report_failure (const GuildJourneyPlan *plan, const char *directory, const char *errors)
{
  guint index = MIN (count_lines (plan, directory), plan->n_steps - 1);
  g_autofree char *reason = dup_reason (errors);
  g_autofree char *path = g_build_filename (directory, "guildhall.log", NULL);
  g_autofree char *said = NULL;
  g_autofree char *line = g_strdup_printf ("%02u %s FAILED: %s", index + 1,
                                           plan->steps[index].name, reason);

  append_log (plan, directory, line);
  if (g_file_get_contents (path, &said, NULL, NULL))
    g_printerr ("%s", said);
  g_printerr ("%s\n", line);
  say ("not ok %u - %s", index + 1, plan->steps[index].name);
}

static gboolean
on_timeout (gpointer data)
{
  g_subprocess_force_exit (data);
  return G_SOURCE_REMOVE;
}

static int
watch (const GuildJourneyPlan *plan, const char *program, const char *directory)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (g_mkdir_with_parents (directory, 0755), ==, 0);
  clear_directory (plan, directory);
  fflush (stdout);
  g_autoptr(GSubprocess) walker =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, program, "--walk", directory, NULL);
  g_assert_no_error (error);
  guint timeout = g_timeout_add_seconds (PATIENCE_S, on_timeout, walker);
  g_subprocess_wait_async (walker, NULL, guild_test_result_cb, &result);
  g_autoptr(GInputStream) stream = g_object_ref (g_subprocess_get_stderr_pipe (walker));
  GString *words = g_string_new (NULL);
  char buffer[4096];
  /* Its own children may hold the pipe open: only what is there is read. */
  while (result == NULL || g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (stream)))
    {
      gssize n = 0;
      if (g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (stream)))
        n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer,
                                                      sizeof buffer, NULL, NULL);
      if (n > 0)
        g_string_append_len (words, buffer, n);
      else if (result != NULL)
        break;
      if (n <= 0)
        guild_test_spin ();
    }
  errors = g_string_free (words, FALSE);
  g_subprocess_wait_finish (walker, result, &error);
  g_assert_no_error (error);
  if (g_main_context_find_source_by_id (NULL, timeout) != NULL)
    g_source_remove (timeout);
  g_printerr ("%s", errors);
  if (g_subprocess_get_successful (walker) && count_lines (plan, directory) == plan->n_steps)
    return 0;
  report_failure (plan, directory, errors);
  return 1;
}

int
guild_journey_main (int argc, char **argv, const GuildJourneyPlan *plan)
{
  gboolean walker = argc == 3 && g_str_equal (argv[1], "--walk");

  if (argc != 2 && !walker)
    {
      g_printerr ("usage: %s DIRECTORY\n", argv[0]);
      return 2;
    }
  setlocale (LC_ALL, "");
  /* For build-aux/test-flatpak: no more than the first N. */
  const char *steps = g_getenv ("GUILDHALL_TEST_STEPS");
  GuildJourneyPlan shorter = *plan;
  if (steps != NULL)
    shorter.n_steps = MIN (plan->n_steps, (guint) g_ascii_strtoull (steps, NULL, 10));
  plan = &shorter;
  /* The helpers look for their files where tests do. */
  char *arguments[] = { argv[0], NULL };
  char **rest = arguments;
  int n = 1;
  g_test_init (&n, &rest, NULL);
  /* And says why a test ends where nobody looks for it. */
  g_log_set_default_handler (g_log_default_handler, NULL);
  return walker ? walk (plan, argv[2]) : watch (plan, argv[0], argv[1]);
}
