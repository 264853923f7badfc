/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-atspi.h"
#include "support/guild-test-desktop.h"
#include "support/guild-test-tree.h"
#include "support/guild-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static gboolean
has_text (AtspiAccessible *node, const char *wanted)
{
  g_autofree char *text = guild_test_atspi_text (node);
  return g_strcmp0 (text, wanted) == 0;
}

static GSubprocess *
start_window (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "test-support-window", NULL);
  g_autoptr(GSubprocessLauncher) launcher = guild_test_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  GSubprocess *process = g_subprocess_launcher_spawn (launcher, &error, program, NULL);

  g_assert_no_error (error);
  return process;
}

static AtspiAccessible *
find_program (GSubprocess *process)
{
  return guild_test_atspi_application (
    (GPid) g_ascii_strtoll (g_subprocess_get_identifier (process), NULL, 10));
}

static GString *told;

static void
told_cb (const char *text)
{
  g_string_append (told, text);
}

static void
check_dump (AtspiAccessible *application)
{
  GPrintFunc before = g_set_printerr_handler (told_cb);

  told = g_string_new (NULL);
  guild_test_atspi_dump (application);
  g_set_printerr_handler (before);
  g_assert_nonnull (strstr (told->str, "\n  frame “"));
  g_assert_nonnull (strstr (told->str, "button “Greet” "));
  g_assert_nonnull (strstr (told->str, "label “Nobody” "));
  /* The program itself is nowhere. Whatever else is told has a place. */
  const char *nowhere = strstr (told->str, " 0x0");
  g_assert_true (nowhere != NULL && nowhere < strchr (told->str, '\n'));
  g_assert_null (strstr (nowhere + 1, " 0x0"));
  g_string_free (told, TRUE);
}

static gboolean
is_never (const char *name, gpointer data)
{
  return FALSE;
}

/* Of a program that stands still nothing can be said, not that all is well. */
static void
check_silence (GSubprocess *process, AtspiAccessible *application)
{
  id_t pid = (id_t) g_ascii_strtoll (g_subprocess_get_identifier (process), NULL, 10);
  siginfo_t stopped;

  g_subprocess_send_signal (process, SIGSTOP);
  g_assert_cmpint (waitid (P_PID, pid, &stopped, WSTOPPED), ==, 0);
  g_autofree char *silent = guild_test_tree_list (application, NULL, is_never, NULL, 100);
  g_subprocess_send_signal (process, SIGCONT);
  g_assert_cmpstr (silent, !=, NULL);
  g_assert_true (g_str_has_suffix (silent, " without an answer\n"));
  g_autofree char *none = guild_test_tree_list (application, NULL, is_never, NULL, 60 * 1000);
  g_assert_cmpstr (none, ==, NULL);
}

/* Another program is found, read, clicked and typed into through the bus and the X server. */
static void
test_window (void)
{
  g_autoptr(GuildTestDesktop) desktop = guild_test_desktop_start ();
  g_autoptr(GSubprocess) process = start_window ();
  g_autoptr(AtspiAccessible) application = find_program (process);
  g_autoptr(AtspiAccessible) before = guild_test_atspi_await (application, "label", "Nobody");
  g_autoptr(AtspiAccessible) none = guild_test_atspi_find (application, "push button", "Delete");
  g_assert_null (none);
  g_autofree char *nameless = guild_test_atspi_nameless (application);
  g_assert_nonnull (nameless);
  /* One of them. Older GTK calls it by its type. */
  g_assert_true (g_pattern_match_simple ("push button “*” at *\n", nameless));
  g_assert_true (strchr (nameless, '\n')[1] == '\0');

  check_silence (process, application);
  check_dump (application);
  guild_test_atspi_click (application, "text", "Name");
  guild_test_type ("Baker & Co");
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_await (application, "text", "Name");
  guild_test_wait_until (has_text (entry, "Baker & Co"));
  guild_test_atspi_click (application, "push button", "Greet");
  g_autoptr(AtspiAccessible) after =
    guild_test_atspi_await (application, "label", "Hello Baker & Co");
  guild_test_atspi_await_gone (application, "label", "Nobody");

  guild_test_end_process (process, SIGTERM);
}

/* A program that is there before anybody looks tells what it has in one go, itself included. Its
 * windows come and go like those of any other. */
static void
test_late (void)
{
  g_autoptr(GuildTestDesktop) desktop = guild_test_desktop_start ();
  g_autoptr(GSubprocess) process = start_window ();
  const char *const search[] = { "timeout", "60", "xdotool", "search", "--sync", "--onlyvisible",
                                 "--pid", g_subprocess_get_identifier (process), NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) seen =
    g_subprocess_newv (search, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  guild_test_end_process (seen, 0);
  g_assert_true (g_subprocess_get_successful (seen));
  g_autoptr(AtspiAccessible) application = find_program (process);
  g_autoptr(AtspiAccessible) window = guild_test_atspi_await (application, "frame", NULL);
  for (guint i = 0; i < 3; i++)
    {
      /* The window manager may still have its own frame of the question over it. */
      guild_test_wait_until (guild_test_atspi_has_state (window, ATSPI_STATE_ACTIVE));
      guild_test_atspi_click (application, "push button", "Ask");
      g_autoptr(AtspiAccessible) question =
        guild_test_atspi_await (application, "label", "Are You Well?");
      guild_test_press ("Escape");
      guild_test_atspi_await_gone (application, "label", "Are You Well?");
    }
  guild_test_end_process (process, SIGTERM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/atspi/late", test_late);
  g_test_add_func ("/support/atspi/window", test_window);
  return g_test_run ();
}
