/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <glib/gstdio.h>

#include "service/guild-keyring.h"
#include "ui/guild-dialog-message.h"
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
await_dialog (void)
{
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);

  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_EXPANDER_ROW, "Advanced")),
    TRUE);
  return dialog;
}

static GtkWindow *
open_dialog (GuildUiFixture *fixture, const char *service_id)
{
  guild_workspace_dialog_present (GTK_WINDOW (fixture->window), fixture->desk, service_id);
  GtkWindow *dialog = await_dialog ();
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

static void
await_stored (void)
{
  guild_ui_await_stored (guild_ui_is_closed, GSIZE_TO_POINTER (GUILD_TYPE_WORKSPACE_DIALOG));
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

/* ---- editing ---- */

static GuildWorkspace *
add_codat (GuildUiFixture *fixture)
{
  GtkWindow *dialog = open_dialog (fixture, "codat");

  guild_ui_fill (dialog, "Name of This Workspace", "Harbour Capital");
  guild_ui_fill (dialog, "API Key", fixture->sandbox->codat_key);
  guild_ui_press_button (dialog, "Add");
  await_added (fixture, "codat");
  return guild_directory_get_workspace (fixture->window->directory);
}

static GtkWindow *
open_edit (GuildUiFixture *fixture)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-workspace", NULL));
  return await_dialog ();
}

static void
assert_key (GuildUiFixture *fixture, const char *wanted)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_keyring_lookup_async (guild_directory_get_workspace (fixture->window->directory), NULL,
                              guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *key = guild_keyring_lookup_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, wanted);
  guild_keyring_free_secret (key);
}

static char *
read_list (GuildUiFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->room, "config", "workspaces.ini", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* Another key of the same account, and the first one deleted; (transfer full): the other. */
static char *
change_key (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) made =
    guild_test_sandbox_call (fixture->sandbox, "POST", "/apiKeys", "{\"name\":\"Next\"}");
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", "/apiKeys", NULL);
  JsonArray *keys = json_object_get_array_member (json_node_get_object (node), "results");

  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *key = json_array_get_object_element (keys, i);
      if (g_str_equal (json_object_get_string_member (key, "apiKey"), fixture->sandbox->codat_key))
        {
          g_autofree char *path =
            g_strconcat ("/apiKeys/", json_object_get_string_member (key, "id"), NULL);
          g_clear_pointer (&node, json_node_unref);
          node = guild_test_sandbox_call (fixture->sandbox, "DELETE", path, NULL);
          break;
        }
    }
  return g_strdup (json_object_get_string_member (json_node_get_object (made), "apiKey"));
}

/* Its name is nobody's business but ours: the service is not asked. */
static void
test_rename (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWorkspace *workspace = add_codat (fixture);
  guint n_lists = guild_ui_count_requests (fixture, "GET /companies");

  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-workspace", NULL));
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  GtkWidget *button = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Save");
  g_assert_false (gtk_widget_is_sensitive (button));
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  guild_test_ui_compare (GTK_WIDGET (dialog), "edit-workspace");
  guild_ui_fill (dialog, "Name of This Workspace", "Harbour & Sons");
  guild_ui_press_button (dialog, "Save");
  await_stored ();
  g_assert_cmpstr (guild_workspace_get_name (workspace), ==, "Harbour & Sons");
  guild_ui_await_words (fixture->window->sidebar, "Harbour & Sons");
  g_autofree char *list = read_list (fixture);
  g_assert_nonnull (strstr (list, "Harbour & Sons"));
  g_assert_cmpuint (guild_ui_count_requests (fixture, "GET /companies"), ==, n_lists);
  assert_key (fixture, fixture->sandbox->codat_key);

  /* The address changes nothing without the key. */
  dialog = open_edit (fixture);
  guild_ui_fill (dialog, "Base Address", "http://127.0.0.1:1");
  button = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Save");
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_window_destroy (dialog);
}

/* The key was deleted at the service: the banner says so and leads to a new one. */
static void
test_replace_key (GuildUiFixture *fixture, gconstpointer data)
{
  add_codat (fixture);
  g_autofree char *key = change_key (fixture);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.sync", NULL);
  guild_ui_press_button (fixture->window->banner, "Replace Key…");
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  guild_ui_fill (dialog, "New API Key", "this is no key");
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_words (dialog, "does not accept");
  assert_key (fixture, fixture->sandbox->codat_key);

  guild_ui_fill (dialog, "New API Key", key);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "Everything needed is there.");
  assert_key (fixture, fixture->sandbox->codat_key);
  guild_ui_press_button (dialog, "Save");
  await_stored ();
  assert_key (fixture, key);
  guild_test_wait_until (guild_banner_get_text (fixture->window->banner) == NULL);
  guild_test_wait_until (guild_directory_get_last_error (fixture->window->directory) == NULL &&
                         !guild_directory_get_syncing (fixture->window->directory));
  g_assert_cmpuint (guild_directory_get_n_companies (fixture->window->directory), ==, 20);
  g_autofree char *list = read_list (fixture);
  g_assert_null (strstr (list, key));
}

/* An account with other companies takes the place of this one only when that was said yes to. */
static void
test_other_account (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWorkspace *workspace = add_codat (fixture);
  GuildTestSandbox *other = guild_test_sandbox_start ("--companies", "7", "--autodesk-companies",
                                                      "0", "--seed", "5", NULL);
  GtkWindow *dialog = open_edit (fixture);

  guild_ui_fill (dialog, "Base Address", other->url);
  guild_ui_fill (dialog, "New API Key", other->codat_key);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "seems to be another account");
  guild_ui_press_button (dialog, "Save");
  GtkWindow *question = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_press_button (question, "Cancel");
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
  assert_key (fixture, fixture->sandbox->codat_key);
  g_assert_cmpstr (guild_workspace_get_base_url (workspace), ==, fixture->sandbox->url);

  guild_ui_press_button (dialog, "Save");
  guild_ui_press_button (guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG), "Use It Anyway");
  await_stored ();
  assert_key (fixture, other->codat_key);
  g_assert_cmpstr (guild_workspace_get_base_url (workspace), ==, other->url);
  guild_test_wait_until (guild_directory_get_n_companies (fixture->window->directory) == 7);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  guild_test_sandbox_stop (other);
}

/* A keyring that takes nothing: said in the dialog, and everything is as it was. */
static void
test_no_keyring (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWorkspace *workspace = add_codat (fixture);
  g_autoptr(GuildService) service =
    g_object_ref (guild_directory_get_service (fixture->window->directory));
  const char *secrets = g_getenv ("SECRET_FILE_TEST_PATH");
  g_autofree char *aside = g_strconcat (secrets, ".aside", NULL);
  g_autofree char *before = read_list (fixture);
  GtkWindow *dialog = open_edit (fixture);

  g_assert_cmpint (g_rename (secrets, aside), ==, 0);
  g_assert_cmpint (g_mkdir (secrets, 0700), ==, 0);
  guild_ui_fill (dialog, "Name of This Workspace", "Other Name");
  guild_ui_fill (dialog, "New API Key", fixture->sandbox->codat_key);
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_words (dialog, "The key was not saved.");
  g_assert_cmpstr (guild_workspace_get_name (workspace), ==, "Harbour Capital");
  g_assert_true (guild_directory_get_service (fixture->window->directory) == service);
  g_autofree char *after = read_list (fixture);
  g_assert_cmpstr (after, ==, before);
  gtk_window_destroy (dialog);
  g_assert_cmpint (g_rmdir (secrets), ==, 0);
  g_assert_cmpint (g_rename (aside, secrets), ==, 0);
}

static gboolean
has_message (gpointer dialog)
{
  return guild_test_ui_find (dialog, GUILD_TYPE_DIALOG_MESSAGE, NULL) != NULL;
}

/* The list cannot be written: the key in the keyring is the old one again. */
static void
test_no_list (GuildUiFixture *fixture, gconstpointer data)
{
  add_codat (fixture);
  g_autofree char *key = change_key (fixture);
  g_autofree char *config = g_build_filename (fixture->room, "config", NULL);
  g_autofree char *aside = g_strconcat (config, ".aside", NULL);
  GtkWindow *dialog = open_edit (fixture);

  g_assert_cmpint (g_rename (config, aside), ==, 0);
  g_assert_true (g_file_set_contents (config, "no directory", -1, NULL));
  guild_ui_fill (dialog, "New API Key", key);
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_stored (has_message, dialog);
  g_assert_cmpint (g_remove (config), ==, 0);
  g_assert_cmpint (g_rename (aside, config), ==, 0);
  assert_key (fixture, fixture->sandbox->codat_key);
  gtk_window_destroy (dialog);
}

/* "Edit Workspace", and what a refused key looks like in it; in the look of DATA. */
static void
test_pictures (GuildUiFixture *fixture, gconstpointer data)
{
  add_codat (fixture);
  guild_test_ui_set_look (GPOINTER_TO_UINT (data));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (
        gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-workspace", NULL));
      GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
      if (i == 1)
        gtk_window_set_default_size (dialog, 360, 640);
      guild_ui_fill (dialog, "New API Key", "this is no key");
      guild_ui_press_button (dialog, "Save");
      guild_ui_await_words (dialog, "does not accept");
      /* A caret blinks. */
      gtk_window_set_focus (dialog, NULL);
      gtk_window_set_focus_visible (dialog, FALSE);
      guild_test_ui_compare (GTK_WIDGET (dialog), i == 0 ? "replace-key" : "replace-key-narrow");
      gtk_window_destroy (dialog);
    }
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

/* The client's secret; account and region stay what they are. */
static void
test_replace_secret (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture, "autodesk");

  guild_ui_fill (dialog, "Client ID", fixture->sandbox->autodesk_client_id);
  guild_ui_fill (dialog, "Client Secret", fixture->sandbox->autodesk_client_secret);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "Everything needed is there.");
  guild_ui_press_button (dialog, "Add");
  await_added (fixture, "autodesk");

  dialog = open_edit (fixture);
  guild_ui_fill (dialog, "New Client Secret", "wrong");
  guild_ui_press_button (dialog, "Save");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Copy Details");
  guild_ui_fill (dialog, "New Client Secret", fixture->sandbox->autodesk_client_secret);
  guild_ui_press_button (dialog, "Save");
  await_stored ();
  assert_key (fixture, fixture->sandbox->autodesk_client_secret);
  g_assert_cmpstr (guild_workspace_get_account_id (
                     guild_directory_get_workspace (fixture->window->directory)), ==,
                   fixture->sandbox->autodesk_account_id);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  g_assert_null (guild_directory_get_last_error (fixture->window->directory));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); }
  tests[] = {
    { "codat", test_codat },
    { "autodesk", test_autodesk },
    { "not-there", test_not_there },
    { "closed", test_closed },
    { "rename", test_rename },
    { "replace-key", test_replace_key },
    { "other-account", test_other_account },
    { "no-keyring", test_no_keyring },
    { "no-list", test_no_list },
    { "replace-secret", test_replace_secret },
  };

  guild_test_ui_init (&argc, &argv);
  guild_ui_use_secret_file ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/workspace-dialog/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add ("/ui/workspace-dialog/pictures", GuildUiFixture, NULL, set_up, test_pictures,
              tear_down);
  g_test_add ("/ui/workspace-dialog/pictures/dark", GuildUiFixture,
              GUINT_TO_POINTER (GUILD_TEST_UI_DARK), set_up, test_pictures, tear_down);
  return g_test_run ();
}
