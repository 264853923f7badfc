/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include "ui/guild-workspace-dialog.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 20);
  guild_ui_fixture_open (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkWindow *
open_dialog (GuildUiFixture *fixture, const char *service_id)
{
  guild_workspace_dialog_present (GTK_WINDOW (fixture->window), fixture->desk, service_id);
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_EXPANDER_ROW, "Advanced")),
    TRUE);
  guild_ui_fill (dialog, "Base Address", fixture->sandbox->url);
  return dialog;
}

static void
assert_nothing_stored (GuildUiFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->room, "config", "workspaces.ini", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (guild_desk_get_directories (fixture->desk)), ==, 0);
  if (g_file_get_contents (path, &text, NULL, NULL))
    g_assert_null (strstr (text, fixture->sandbox->url));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->root), ==, "welcome");
}

/* The key is written to the file keyring while this waits; see display/lsan.supp. */
static void
await_stored (void)
{
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_WORKSPACE_DIALOG));
}

static void
await_added (GuildUiFixture *fixture, const char *service_id)
{
  await_stored ();
  guild_test_wait_until (fixture->window->directory != NULL);
  g_assert_cmpstr (guild_directory_get_table (fixture->window->directory)->service_id, ==,
                   service_id);
  guild_test_wait_until (guild_directory_get_n_companies (fixture->window->directory) == 20);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
}

static void
test_codat (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture, "codat");
  GtkWidget *add = guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Add");

  g_assert_false (gtk_widget_is_sensitive (add));
  guild_ui_fill (dialog, "Name of This Workspace", "Harbour Capital");
  guild_ui_fill (dialog, "API Key", "this is no key");
  guild_ui_press_button (dialog, "Add");
  guild_ui_await_words (dialog, "does not accept");
  assert_nothing_stored (fixture);

  guild_ui_fill (dialog, "API Key", fixture->sandbox->codat_key);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "Everything needed is there.");
  assert_nothing_stored (fixture);
  guild_ui_press_button (dialog, "Add");
  await_added (fixture, "codat");

  /* In the list, without the key. */
  g_autofree char *path = g_build_filename (fixture->room, "config", "workspaces.ini", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Harbour Capital"));
  g_assert_null (strstr (text, fixture->sandbox->codat_key));
}

static void
test_autodesk (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture, "autodesk");

  guild_ui_fill (dialog, "Client ID", fixture->sandbox->autodesk_client_id);
  guild_ui_fill (dialog, "Client Secret", "wrong");
  guild_ui_press_button (dialog, "Add");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Copy Details");
  assert_nothing_stored (fixture);

  guild_ui_fill (dialog, "Client Secret", fixture->sandbox->autodesk_client_secret);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "Everything needed is there.");
  GtkWidget *account = guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "Account");
  g_assert_cmpuint (g_list_model_get_n_items (
                      adw_combo_row_get_model (ADW_COMBO_ROW (account))), >=, 1);
  guild_ui_press_button (dialog, "Add");
  await_added (fixture, "autodesk");
  g_assert_cmpstr (guild_workspace_get_account_id (
                     guild_directory_get_workspace (fixture->window->directory)), ==,
                   fixture->sandbox->autodesk_account_id);
}

static void
test_not_there (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture, "codat");

  guild_ui_fill (dialog, "API Key", fixture->sandbox->codat_key);
  guild_ui_fill (dialog, "Base Address", "http://127.0.0.1:1/");
  guild_ui_press_button (dialog, "Add");
  guild_ui_await_words (dialog, "cannot be reached");
  g_assert_true (gtk_widget_is_sensitive (
    guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Add")));
  assert_nothing_stored (fixture);
  guild_ui_press_button (dialog, "Cancel");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_WORKSPACE_DIALOG));
}

/* Closed while it is tried: nothing comes of it. */
static void
test_closed (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture, "codat");

  guild_ui_fault (fixture, "path=/,delay=400");
  guild_ui_fill (dialog, "API Key", fixture->sandbox->codat_key);
  guild_ui_press_button (dialog, "Add");
  gtk_window_destroy (dialog);
  guild_ui_clear_faults (fixture);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  assert_nothing_stored (fixture);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  guild_ui_use_secret_file ();
  g_test_add ("/ui/workspace-dialog/codat", GuildUiFixture, NULL, set_up, test_codat, tear_down);
  g_test_add ("/ui/workspace-dialog/autodesk", GuildUiFixture, NULL, set_up, test_autodesk,
              tear_down);
  g_test_add ("/ui/workspace-dialog/not-there", GuildUiFixture, NULL, set_up, test_not_there,
              tear_down);
  g_test_add ("/ui/workspace-dialog/closed", GuildUiFixture, NULL, set_up, test_closed, tear_down);
  return g_test_run ();
}
