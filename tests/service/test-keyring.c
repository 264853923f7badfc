/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>

#include "service/guild-keyring.h"
#include "service/guild-problem.h"
#include "support/guild-test-portal.h"
#include "support/guild-test.h"

#define SECRET "c3e1-very-secret-key-of-codat-8d77"

static char *secret_file;

/* A key is written to the file keyring while this waits; see display/lsan.supp. */
static GAsyncResult *
await_stored (GAsyncResult **slot)
{
  return guild_test_await (slot);
}

static void
store (GuildWorkspace *workspace,
       const char     *secret)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  guild_keyring_store_async (workspace, secret, NULL, guild_test_result_cb, &slot);
  result = await_stored (&slot);
  guild_keyring_store_finish (result, &error);
  g_assert_no_error (error);
}

static void
assert_stored (GuildWorkspace *workspace,
               const char     *expected)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *secret;

  guild_keyring_lookup_async (workspace, NULL, guild_test_result_cb, &slot);
  result = guild_test_await (&slot);
  secret = guild_keyring_lookup_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
  guild_keyring_free_secret (secret);
}

static void
clear (GuildWorkspace *workspace)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  guild_keyring_clear_async (workspace, NULL, guild_test_result_cb, &slot);
  result = await_stored (&slot);
  guild_keyring_clear_finish (result, &error);
  g_assert_no_error (error);
}

/* Each workspace has its own; storing again replaces; clearing what is not there is no error. */
static void
check_life (gboolean sandbox)
{
  g_autoptr (GuildWorkspace) a = guild_workspace_new (NULL, "codat", "A", NULL);
  g_autoptr (GuildWorkspace) b = guild_workspace_new (NULL, "codat", "B", NULL);

  g_object_set (a, "sandbox", sandbox, NULL);
  g_object_set (b, "sandbox", sandbox, NULL);

  assert_stored (a, NULL);
  store (a, "first");
  store (b, SECRET);
  store (a, "sécond");
  assert_stored (a, "sécond");
  assert_stored (b, SECRET);
  clear (a);
  clear (a);
  assert_stored (a, NULL);
  assert_stored (b, SECRET);
}

static void
test_keyring (void)
{
  g_autofree char *text = NULL;
  gsize length;

  check_life (FALSE);
  g_assert_true (g_file_get_contents (secret_file, &text, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  g_assert_null (memmem (text, length, SECRET, strlen (SECRET)));
}

static void
test_sandbox (void)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length = 0, after_length = 0;

  g_file_get_contents (secret_file, &before, &before_length, NULL);
  check_life (TRUE);
  g_file_get_contents (secret_file, &after, &after_length, NULL);
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_cancelled (void)
{
  g_autoptr (GuildWorkspace) workspace = guild_workspace_new (NULL, "codat", "C", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  guild_keyring_store_async (workspace, SECRET, cancellable, guild_test_result_cb, &slot);
  result = guild_test_await (&slot);
  g_assert_false (guild_keyring_store_finish (result, &error));
  g_assert_nonnull (error);
  assert_stored (workspace, NULL);
}

/* No Secret Service on the bus, and no bus at all: words for a person, and nothing is kept. In its
 * own process, since libsecret chooses its way once. */
static void
test_absent (void)
{
  g_autoptr (GuildWorkspace) workspace = guild_workspace_new (NULL, "codat", "N", NULL);
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) stored = NULL, found = NULL;
  g_autoptr (GError) error = NULL, find_error = NULL;

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("in a container libsecret warns where there is no bus");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  guild_keyring_store_async (workspace, SECRET, NULL, guild_test_result_cb, &slot);
  stored = guild_test_await (&slot);
  g_assert_false (guild_keyring_store_finish (stored, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "runs no keyring"));
  g_assert_nonnull (strstr (error->message, "not saved"));
  g_assert_null (strstr (error->message, SECRET));

  slot = NULL;
  guild_keyring_lookup_async (workspace, NULL, guild_test_result_cb, &slot);
  found = guild_test_await (&slot);
  g_assert_null (guild_keyring_lookup_finish (found, &find_error));
  g_assert_error (find_error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED);

  /* the sandbox does not care */
  check_life (TRUE);
}

/* Never the bus of whoever runs the tests, and one that starts nothing: no prompter asks anybody
 * for the password. */
static GSubprocess *
start_bus (void)
{
  static const char config[] =
    "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context='default'>"
    "<allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/></policy></busconfig>";
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "bus.conf", NULL);
  g_autofree char *option = g_strconcat ("--config-file=", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *address = NULL;
  GSubprocess *process;

  g_file_set_contents (path, config, -1, &error);
  g_assert_no_error (error);
  launcher = guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                      | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  process = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", option, "--nofork",
                                         "--print-address", NULL);
  g_assert_no_error (error);
  address = guild_test_read_line (process);
  g_assert_nonnull (address);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);

  return process;
}

/* In a container the portal gives what the keys are kept with. One that does not is no computer
 * without a keyring. In its own process, since libsecret chooses its way once. */
static void
test_refused (void)
{
  g_autoptr (GuildWorkspace) workspace = NULL;
  g_autofree char *bus_program = g_find_program_in_path ("dbus-daemon");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GError) error = NULL;

  if (bus_program == NULL)
    {
      g_test_skip ("dbus-daemon is not installed");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  process = start_bus ();
  bus = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  guild_test_portal_refuse (bus, FALSE);
  /* Another sort of container: libsecret asks the portal there as well. */
  g_setenv ("SNAP_NAME", "guildhall", TRUE);
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
  g_unsetenv ("SECRET_FILE_TEST_PATH");

  workspace = guild_workspace_new (NULL, "codat", "R", NULL);
  guild_keyring_store_async (workspace, SECRET, NULL, guild_test_result_cb, &slot);
  stored = guild_test_await (&slot);
  g_assert_false (guild_keyring_store_finish (stored, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "desktop gave Guildhall no keyring"));
  g_assert_nonnull (strstr (error->message, "not saved"));
  g_assert_null (strstr (error->message, "runs no keyring"));

  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_dbus_connection_set_exit_on_close (g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL), FALSE);
  guild_test_end_process (process, SIGKILL);
}

static GSubprocess *
start_daemon (void)
{
  g_autoptr (GSubprocessLauncher) launcher
    = guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                 | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  g_autofree char *home = guild_test_directory ();
  g_autofree char *control = g_strconcat ("--control-directory=", home, NULL);
  GSubprocess *process;
  GOutputStream *password;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", home, TRUE);
  /* its warnings are not ours */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  process = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--unlock",
                                         "--components=secrets", "--foreground", control, NULL);
  g_assert_no_error (error);
  password = g_subprocess_get_stdin_pipe (process);
  g_assert_true (g_output_stream_write_all (password, "pw", 2, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (password, NULL, NULL));

  return process;
}

static gboolean
daemon_answers (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "NameHasOwner",
                                   g_variant_new ("(s)", "org.freedesktop.secrets"),
                                   G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned = FALSE;

  /* the bus goes before we do */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &owned);
  return owned;
}

static void
lock_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service
    = secret_service_get_sync (SECRET_SERVICE_LOAD_COLLECTIONS, NULL, &error);
  GList *collections;

  g_assert_no_error (error);
  collections = secret_service_get_collections (service);
  g_assert_nonnull (collections);
  secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
  g_list_free_full (collections, g_object_unref);
}

/* The real daemon on a bus of its own: open it keeps keys, locked it says so. */
static void
test_daemon (void)
{
  g_autoptr (GuildWorkspace) workspace = NULL;
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  g_autofree char *bus_program = g_find_program_in_path ("dbus-daemon");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GSubprocess) bus = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL || bus_program == NULL)
    {
      g_test_skip ("gnome-keyring-daemon or dbus-daemon is not installed");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  bus = start_bus ();
  process = start_daemon ();
  guild_test_wait_until (daemon_answers ());

  check_life (FALSE);
  lock_keyring ();
  workspace = guild_workspace_new (NULL, "codat", "L", NULL);
  guild_keyring_store_async (workspace, SECRET, NULL, guild_test_result_cb, &slot);
  stored = guild_test_await (&slot);
  g_assert_false (guild_keyring_store_finish (stored, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "locked"));
  g_assert_nonnull (strstr (error->message, "not saved"));

  guild_test_end_process (process, SIGKILL);
  guild_test_end_process (bus, SIGKILL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *directory = NULL;

  g_test_init (&argc, &argv, NULL);

  directory = guild_test_directory ();
  secret_file = g_build_filename (directory, "secrets", NULL);
  if (g_test_subprocess ())
    {
      g_unsetenv ("SECRET_BACKEND");
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    }
  else
    {
      /* libsecret's own file backend: the same calls, no daemon */
      g_setenv ("SECRET_BACKEND", "file", TRUE);
      g_setenv ("SECRET_FILE_TEST_PASSWORD", "pw", TRUE);
      g_setenv ("SECRET_FILE_TEST_PATH", secret_file, TRUE);
    }

  g_test_add_func ("/keyring/life", test_keyring);
  g_test_add_func ("/keyring/sandbox", test_sandbox);
  g_test_add_func ("/keyring/cancelled", test_cancelled);
  g_test_add_func ("/keyring/absent", test_absent);
  g_test_add_func ("/keyring/refused", test_refused);
  g_test_add_func ("/keyring/daemon", test_daemon);
  return g_test_run ();
}
