/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <glib/gstdio.h>

#include "service/guild-keyring.h"
#include "service/guild-problem.h"
#include "support/guild-test.h"

#define SECRET "c3e1-very-secret-key-of-codat-8d77"

static char *secret_file;

static void
store (GuildWorkspace *workspace,
       const char     *secret)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  guild_keyring_store_async (workspace, secret, NULL, guild_test_result_cb, &slot);
  result = guild_test_await (&slot);
  g_assert_true (guild_keyring_store_finish (result, &error));
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
  result = guild_test_await (&slot);
  g_assert_true (guild_keyring_clear_finish (result, &error));
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
  return g_test_run ();
}
