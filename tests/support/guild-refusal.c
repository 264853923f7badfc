/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-portal.h"

/* guild-refusal COMMAND [ARGUMENT…] - runs COMMAND on a bus with a portal that is there and grants
 * nothing. For build-aux/test-flatpak. */

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_main_loop_quit (data);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (argc, >=, 2);
  guild_test_portal_refuse (bus, TRUE);
  g_autoptr(GSubprocess) process =
    g_subprocess_newv ((const char * const *) &argv[1], G_SUBPROCESS_FLAGS_STDIN_INHERIT, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, waited_cb, loop);
  g_main_loop_run (loop);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : 1;
}
