/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include <string.h>

#include "ui/guild-address.h"

#define ID "2e90e47f-8caf-4934-8d61-c4c6e273816f"

static void
test_good (void)
{
  static const struct { const char *uri, *workspace, *company; } cases[] = {
    { GUILD_PACKAGE ":company/" ID, NULL, ID },
    { GUILD_PACKAGE ":company/sandbox-codat/" ID, "sandbox-codat", ID },
    { GUILD_PACKAGE ":workspace/" ID, ID, NULL },
    /* As file managers and browsers write them. */
    { GUILD_PACKAGE ":/company/" ID, NULL, ID },
    { GUILD_PACKAGE "://company/" ID, NULL, ID },
    { GUILD_PACKAGE ":///workspace/a_b.c", "a_b.c", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildAddress) address = guild_address_parse (cases[i].uri, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (address->workspace_id, ==, cases[i].workspace);
      g_assert_cmpstr (address->company_id, ==, cases[i].company);
      /* The file type that carries it to the program keeps what matters. */
      g_autoptr(GFile) file = g_file_new_for_commandline_arg (cases[i].uri);
      g_autofree char *uri = g_file_get_uri (file);
      g_autoptr(GuildAddress) carried = guild_address_parse (uri, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (carried->company_id, ==, cases[i].company);
    }
}

/* What one person copies, another can open. */
static void
test_of_company (void)
{
  g_autofree char *uri = guild_address_of_company (ID);
  g_autoptr(GuildAddress) address = guild_address_parse (uri, NULL);

  g_assert_nonnull (address);
  g_assert_cmpstr (address->company_id, ==, ID);
  g_assert_null (address->workspace_id);
  g_assert_null (guild_address_of_company (""));
  g_assert_null (guild_address_of_company ("a/b"));
  g_assert_null (guild_address_of_company (ID ID));
}

static void
test_bad (void)
{
  static const char *const cases[] = {
    "", "guildhall", GUILD_PACKAGE ":", GUILD_PACKAGE ":company", GUILD_PACKAGE ":company/",
    GUILD_PACKAGE ":company//" ID, GUILD_PACKAGE ":company/a/b/c", GUILD_PACKAGE ":company/../x/y",
    GUILD_PACKAGE ":company/" ID "/", GUILD_PACKAGE ":company/" ID "?delete=1",
    GUILD_PACKAGE ":company/%2e%2e", GUILD_PACKAGE ":company/a b", GUILD_PACKAGE ":company/\xff\xfe",
    GUILD_PACKAGE ":workspace/a/b", GUILD_PACKAGE ":delete/" ID, GUILD_PACKAGE ":Company/" ID,
    "https://example.com/company/" ID, "file:///etc/passwd",
    GUILD_PACKAGE ":company/" ID ID, /* longer than an id may be */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildAddress) address = guild_address_parse (cases[i], &error);
      g_assert_null (address);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (strstr (error->message, "Nothing was changed."));
    }
  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autoptr(GError) error = NULL;
  g_assert_null (guild_address_parse (endless, &error));
  g_assert_cmpuint (strlen (error->message), <, 400);
}

/* (transfer full) (nullable): the id of the workspace. */
static char *
find (GuildUiFixture *fixture, const char *uri, GError **error)
{
  g_autoptr(GuildAddress) address = guild_address_parse (uri, NULL);
  g_autoptr(GAsyncResult) pending = NULL;

  g_assert_nonnull (address);
  guild_address_find_async (address, fixture->desk, guild_test_result_cb, &pending);
  g_autoptr(GAsyncResult) result = guild_test_await (&pending);
  g_autoptr(GuildDirectory) directory = guild_address_find_finish (result, error);
  if (directory == NULL)
    return NULL;
  return g_strdup (guild_workspace_get_id (guild_directory_get_workspace (directory)));
}

static void
test_find (void)
{
  GuildUiFixture fixture = { 0 };

  guild_ui_fixture_init (&fixture, 20);
  guild_ui_fixture_open (&fixture, 900, 640);
  guild_ui_fixture_add_sandbox (&fixture);
  g_autofree char *id = guild_company_list_dup_id (fixture.window->table->list, 3);
  g_autofree char *anywhere = g_strconcat (GUILD_PACKAGE ":company/", id, NULL);
  g_autofree char *there = g_strconcat (GUILD_PACKAGE ":company/sandbox-codat/", id, NULL);
  g_autofree char *elsewhere = g_strconcat (GUILD_PACKAGE ":company/sandbox-autodesk/", id, NULL);
  const char *const good[] = { anywhere, there, GUILD_PACKAGE ":workspace/sandbox-codat" };
  const char *const gone[] = { elsewhere, GUILD_PACKAGE ":company/" ID,
                               GUILD_PACKAGE ":workspace/gone", GUILD_PACKAGE ":company/gone/" ID };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *workspace = find (&fixture, good[i], &error);
      g_assert_no_error (error);
      g_assert_cmpstr (workspace, ==, "sandbox-codat");
    }
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *workspace = find (&fixture, gone[i], &error);
      g_assert_null (workspace);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    }
  guild_ui_fixture_close (&fixture);
  guild_ui_fixture_clear (&fixture);
}

static GtkWindow *
find_message (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

/* Whoever closes the window before the answer is told nevertheless, over a window. */
static void
test_closed (void)
{
  GuildUiFixture fixture = { 0 };
  g_autoptr(GFile) file = g_file_new_for_uri (GUILD_PACKAGE ":workspace/gone");

  guild_ui_fixture_init (&fixture, 1);
  g_application_open (G_APPLICATION (fixture.application), &file, 1, "");
  GtkWindow *first = gtk_application_get_active_window (fixture.application);
  g_assert_true (GUILD_IS_WINDOW (first));
  gtk_window_destroy (first);
  guild_test_wait_until (find_message () != NULL);
  GtkWindow *message = find_message ();
  GtkWindow *parent = gtk_window_get_transient_for (message);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (message)), ==,
                   "Nothing to Open");
  g_assert_true (GUILD_IS_WINDOW (parent));
  gtk_window_destroy (message);
  gtk_window_destroy (parent);
  guild_ui_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add_func ("/ui/address/good", test_good);
  g_test_add_func ("/ui/address/of-company", test_of_company);
  g_test_add_func ("/ui/address/bad", test_bad);
  g_test_add_func ("/ui/address/find", test_find);
  g_test_add_func ("/ui/address/closed", test_closed);
  return g_test_run ();
}
