/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-browser.h"

#include <string.h>

#include "service/guild-keyring.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-workspace-dialog.h"

/* Autodesk's workspaces: signing in by browser on the sandbox's pages, the accounts, and what Test
 * Connection tells apart. */

#define REVOKE "POST /authentication/v2/revoke"

typedef struct
{
  GuildUiFixture  fixture;
  GuildUiBrowser *browser;  /* (owned) */
  char           *redirect; /* (owned): with a port that is free */
} Room;

static void
set_up (Room *room, gconstpointer data)
{
  guild_ui_fixture_init (&room->fixture, 20);
  guild_ui_fixture_open (&room->fixture, 900, 640);
  room->browser = guild_ui_browser_new ();
  room->redirect = g_strdup_printf ("http://localhost:%u/back/here/", guild_test_find_port ());
  g_autofree char *json = g_strdup_printf ("{\"redirect-uris\":\"%s\"}", room->redirect);
  guild_ui_switch (&room->fixture, json);
}

static void
tear_down (Room *room, gconstpointer data)
{
  guild_ui_fixture_close (&room->fixture);
  guild_ui_fixture_clear (&room->fixture);
  guild_ui_browser_free (room->browser);
  g_free (room->redirect);
}

/* ---- steps ---- */

static void
expand (GtkWindow *dialog)
{
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_EXPANDER_ROW, "Advanced")),
    TRUE);
}

static void
choose_browser (GtkWindow *dialog)
{
  GtkWidget *check =
    guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, "Browser Sign-In");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
}

static GtkWindow *
open_dialog (Room *room, gboolean browser)
{
  GuildTestSandbox *sandbox = room->fixture.sandbox;

  guild_workspace_dialog_present (GTK_WINDOW (room->fixture.window), room->fixture.desk,
                                  "autodesk");
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  if (browser)
    choose_browser (dialog);
  expand (dialog);
  guild_ui_fill (dialog, "Base Address", sandbox->url);
  guild_ui_fill (dialog, "Client ID", browser ? sandbox->autodesk_public_client_id
                                              : sandbox->autodesk_client_id);
  if (browser)
    guild_ui_fill (dialog, "Redirect Address", room->redirect);
  else
    guild_ui_fill (dialog, "Client Secret", sandbox->autodesk_client_secret);
  return dialog;
}

static gboolean
is_sensitive (GtkWindow *dialog, const char *label)
{
  return gtk_widget_is_sensitive (guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, label));
}

/* From the press of the button LABEL to what OUTCOME brings back. */
static void
sign_in (Room *room, GtkWindow *dialog, const char *label, const char *person,
         const char *outcome)
{
  guild_ui_press_button (dialog, label);
  guild_ui_await_words (dialog, "Sign In in the Browser");
  g_autofree char *address = guild_ui_browser_await (room->browser);
  guild_ui_browser_sign_in (room->browser, address, person, outcome);
}

static AdwComboRow *
await_accounts (GtkWindow *dialog, guint n_accounts)
{
  AdwComboRow *row =
    ADW_COMBO_ROW (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "Account"));

  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, n_accounts);
  return row;
}

static gboolean
is_read (gpointer data)
{
  GuildDirectory *directory = ((GuildUiFixture *) data)->window->directory;

  return !guild_ui_has_dialog (GUILD_TYPE_WORKSPACE_DIALOG) && directory != NULL &&
         guild_directory_get_n_companies (directory) == 20 &&
         !guild_directory_get_syncing (directory);
}

/* A workspace that the administrator signed in to. */
static GuildWorkspace *
add_signed_in (Room *room)
{
  GtkWindow *dialog = open_dialog (room, TRUE);

  sign_in (room, dialog, "Sign In…", "administrator", "allow");
  guild_ui_await_words (dialog, "Signed in as ");
  await_accounts (dialog, 2);
  guild_ui_press_button (dialog, "Add");
  guild_ui_await_stored (is_read, &room->fixture);
  return guild_directory_get_workspace (room->fixture.window->directory);
}

/* (transfer full) (nullable) */
static char *
dup_secret (GuildWorkspace *workspace)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_keyring_lookup_async (workspace, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *secret = guild_keyring_lookup_finish (result, &error);
  g_autofree char *copy = g_strdup (secret);
  g_assert_no_error (error);
  guild_keyring_free_secret (secret);
  return g_steal_pointer (&copy);
}

/* ---- tests ---- */

/* From nothing to a list that is read-only, and says so. */
static void
test_whole (Room *room, gconstpointer data)
{
  GuildWindow *window = room->fixture.window;
  GtkWindow *dialog = open_dialog (room, TRUE);

  g_assert_false (is_sensitive (dialog, "Add"));
  g_assert_false (is_sensitive (dialog, "Test"));
  sign_in (room, dialog, "Sign In…", "administrator", "allow");
  guild_ui_await_words (dialog, "Signed in as ");
  guild_ui_await_words (dialog, "Choose the account");
  guild_ui_await_words (dialog, "“Personal hub” is left out");
  AdwComboRow *accounts = await_accounts (dialog, 2);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "Everything needed is there.");
  /* The other account, and back. */
  adw_combo_row_set_selected (accounts, 1);
  adw_combo_row_set_selected (accounts, 0);
  g_assert_cmpuint (g_list_model_get_n_items (guild_desk_get_directories (room->fixture.desk)), ==,
                    0);
  guild_ui_press_button (dialog, "Add");
  guild_ui_await_stored (is_read, &room->fixture);

  GuildWorkspace *workspace = guild_directory_get_workspace (window->directory);
  g_assert_true (guild_workspace_uses_browser (workspace));
  g_assert_cmpstr (guild_workspace_get_account_id (workspace), ==,
                   room->fixture.sandbox->autodesk_account_id);
  g_assert_cmpstr (guild_workspace_get_redirect_url (workspace), ==, room->redirect);
  g_autofree char *token = dup_secret (workspace);
  g_assert_nonnull (token);
  g_autofree char *path = g_build_filename (room->fixture.room, "config", "workspaces.ini", NULL);
  g_autofree char *list = NULL;
  g_assert_true (g_file_get_contents (path, &list, NULL, NULL));
  g_assert_null (strstr (list, token));
  g_assert_cmpuint (guild_ui_count_requests (&room->fixture, REVOKE), ==, 0);

  guild_ui_await_words (window->content, "Read-only");
  GtkWidget *button = gtk_stack_get_visible_child (window->new_stack);
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "signed in by browser"));
}

static void
test_redirect (Room *room, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (room, TRUE);

  guild_ui_await_words (dialog, "letter by letter");
  g_assert_true (is_sensitive (dialog, "Copy Redirect Address"));
  guild_ui_fill (dialog, "Redirect Address", "https://localhost:8080/");
  guild_ui_await_words (dialog, "must begin with “http://”");
  g_assert_false (is_sensitive (dialog, "Sign In…"));
  guild_ui_fill (dialog, "Redirect Address", "http://localhost/");
  guild_ui_await_words (dialog, "must name a port");
  g_assert_false (is_sensitive (dialog, "Copy Redirect Address"));

  /* Somebody has the port already. */
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *busy = g_strdup_printf ("http://127.0.0.1:%u/back/", port);
  guild_ui_fill (dialog, "Redirect Address", busy);
  guild_ui_press_button (dialog, "Sign In…");
  guild_ui_await_words (dialog, "Another program");
  g_assert_true (is_sensitive (dialog, "Sign In…"));
  gtk_window_destroy (dialog);
}

/* No, and no answer: the form is as it was. */
static void
test_refused (Room *room, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (room, TRUE);

  sign_in (room, dialog, "Sign In…", "member", "refuse");
  guild_ui_await_words (dialog, "Autodesk did not sign you in");
  guild_ui_await_words (dialog, "Not Signed In");
  g_assert_false (is_sensitive (dialog, "Add"));

  guild_ui_press_button (dialog, "Sign In…");
  g_autofree char *address = guild_ui_browser_await (room->browser);
  guild_ui_press_button (dialog, "Copy Address");
  guild_ui_await_words (dialog, "on the clipboard");
  guild_ui_press_button (dialog, "Stop Waiting");
  guild_ui_await_words (dialog, "Not Signed In");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GUILD_TYPE_DIALOG_MESSAGE, NULL));
  g_assert_true (is_sensitive (dialog, "Sign In…"));
  gtk_window_destroy (dialog);
}

/* Who signs in and then does not add the workspace is signed out. */
static void
test_dropped (Room *room, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (room, TRUE);

  sign_in (room, dialog, "Sign In…", "administrator", "allow");
  await_accounts (dialog, 2);
  guild_ui_fill (dialog, "Client ID", "another");
  guild_ui_await_words (dialog, "Not Signed In");
  guild_test_wait_until (guild_ui_count_requests (&room->fixture, REVOKE) == 1);
  guild_ui_fill (dialog, "Client ID", room->fixture.sandbox->autodesk_public_client_id);
  sign_in (room, dialog, "Sign In…", "administrator", "allow");
  await_accounts (dialog, 2);
  guild_ui_press_button (dialog, "Cancel");
  guild_test_wait_until (guild_ui_count_requests (&room->fixture, REVOKE) == 2);
}

/* Who is no administrator is told before the list is empty. */
static void
test_no_administrator (Room *room, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (room, TRUE);

  sign_in (room, dialog, "Sign In…", "guest", "allow");
  guild_ui_await_words (dialog, "Signed in as ");
  await_accounts (dialog, 1);
  guild_ui_press_button (dialog, "Add");
  guild_ui_await_words (dialog, "You are not an administrator of this account");
  g_assert_cmpuint (g_list_model_get_n_items (guild_desk_get_directories (room->fixture.desk)), ==,
                    0);
  gtk_window_destroy (dialog);
}

static gboolean
is_void (gpointer data)
{
  GuildUiFixture *fixture = data;
  return guild_directory_get_last_error (fixture->window->directory) != NULL;
}

static gboolean
is_well (gpointer data)
{
  GuildUiFixture *fixture = data;
  return is_read (data) && guild_directory_get_last_error (fixture->window->directory) == NULL &&
         guild_banner_get_text (fixture->window->banner) == NULL;
}

/* A refresh token that was not used for too long: the banner leads back in. */
static void
test_again (Room *room, gconstpointer data)
{
  GuildWindow *window = room->fixture.window;
  GuildWorkspace *workspace = add_signed_in (room);

  json_node_unref (guild_test_sandbox_call (room->fixture.sandbox, "POST", "/_sandbox/clock",
                                            "{\"advanceSeconds\":1400000}"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sync", NULL);
  guild_ui_await_stored (is_void, &room->fixture);
  g_assert_nonnull (strstr (guild_banner_get_text (window->banner), "Sign in again"));
  guild_ui_press_button (window->banner, "Sign In Again…");
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  g_assert_false (is_sensitive (dialog, "Save"));
  sign_in (room, dialog, "Sign In Again…", "administrator", "allow");
  guild_ui_await_words (dialog, "Signed in as ");
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_stored (is_well, &room->fixture);
  g_assert_true (guild_directory_get_workspace (window->directory) == workspace);
  g_assert_cmpuint (guild_ui_count_requests (&room->fixture, REVOKE), ==, 0);
}

static gboolean
is_signed_out (gpointer data)
{
  GuildUiFixture *fixture = data;
  return guild_ui_count_requests (fixture, REVOKE) > 0;
}

/* Signed out, here and there: the list stays, and a way back in. */
static void
test_sign_out (Room *room, gconstpointer data)
{
  GuildWindow *window = room->fixture.window;
  GuildWorkspace *workspace = add_signed_in (room);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.edit-workspace", NULL);
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  guild_ui_await_words (dialog, "Signed in as ");
  guild_ui_press_button (dialog, "Sign Out");
  guild_ui_await_stored (is_signed_out, &room->fixture);
  guild_ui_await_words (window, "Signed out");
  g_autofree char *token = dup_secret (workspace);
  g_assert_null (token);
  g_assert_null (guild_directory_get_service (window->directory));
  g_assert_cmpuint (guild_directory_get_n_companies (window->directory), ==, 20);
  g_assert_nonnull (strstr (guild_banner_get_text (window->banner), "Nobody is signed in"));

  guild_ui_press_button (window->banner, "Sign In…");
  dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  sign_in (room, dialog, "Sign In…", "administrator", "allow");
  guild_ui_await_words (dialog, "Signed in as ");
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_stored (is_well, &room->fixture);
}

/* Removed: the sign-in goes, too. */
static void
test_remove (Room *room, gconstpointer data)
{
  GuildWorkspace *workspace = add_signed_in (room);

  guild_desk_remove_workspace_async (room->fixture.desk, guild_workspace_get_id (workspace), NULL,
                                     NULL);
  guild_ui_await_stored (is_signed_out, &room->fixture);
}

/* Entered by hand, in the wrong region: the right one is a press away. */
static void
test_region (Room *room, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (room, FALSE);
  g_autofree char *hub =
    g_strconcat ("b.", room->fixture.sandbox->autodesk_account_id, NULL);

  guild_ui_fill (dialog, "Account ID", hub);
  GtkWidget *region = guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "Region");
  adw_combo_row_set_selected (ADW_COMBO_ROW (region), 2);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "The account is not in the region AUS");
  guild_ui_press_button (dialog, "Use This Region");
  guild_ui_await_words (dialog, "Everything needed is there.");
  guild_ui_press_button (dialog, "Add");
  guild_ui_await_stored (is_read, &room->fixture);
  GuildWorkspace *workspace = guild_directory_get_workspace (room->fixture.window->directory);
  g_assert_cmpstr (guild_workspace_get_account_id (workspace), ==,
                   room->fixture.sandbox->autodesk_account_id);
  g_assert_cmpstr (guild_workspace_get_region (workspace), ==, room->fixture.sandbox->region);

  /* It moves: the kept secret does, elsewhere. */
  guild_ui_switch (&room->fixture, "{\"account-region\":\"CAN\"}");
  gtk_widget_activate_action (GTK_WIDGET (room->fixture.window), "win.edit-workspace", NULL);
  dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  guild_ui_press_button (dialog, "Test");
  guild_ui_press_button (dialog, "Use This Region");
  guild_ui_await_words (dialog, "Everything needed is there.");
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_stored (is_well, &room->fixture);
  g_assert_cmpstr (guild_workspace_get_region (workspace), ==, "CAN");
}

/* Each thing that can be missing, in its own words. */
static void
test_missing (Room *room, gconstpointer data)
{
  static const struct { const char *json, *words; } cases[] = {
    { "{\"autodesk-account\":\"unprovisioned\"}", "This client may not see any account" },
    { "{\"autodesk-account\":\"forbidden\"}", "does not let it read as an administrator does" },
    { "{\"autodesk-account\":\"unlisted\"}", "is not enabled for the Autodesk Construction Cloud" },
    { "{\"autodesk-account\":\"closed\"}", "The account is closed" },
    { "{\"autodesk-account\":null}", "Everything needed is there." },
  };
  GtkWindow *dialog = open_dialog (room, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guild_ui_switch (&room->fixture, cases[i].json);
      guild_ui_press_button (dialog, "Test");
      guild_ui_await_words (dialog, cases[i].words);
      /* What a region answered instead of its accounts. */
      if (i == 0)
        guild_ui_await_words (dialog, "Unable to get hubs from");
    }
  guild_ui_fault (&room->fixture, "path=/authentication,status=400");
  guild_ui_fill (dialog, "Client Secret", "wrong");
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "does not accept this client ID and secret");
  gtk_window_destroy (dialog);
}

static void
compare (GtkWindow *dialog, const char *name)
{
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_EXPANDER_ROW, "Advanced")),
    FALSE);
  /* A caret blinks. */
  gtk_window_set_focus (dialog, NULL);
  gtk_window_set_focus_visible (dialog, FALSE);
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  guild_test_ui_compare (GTK_WIDGET (dialog), name);
}

/* Before, while and after somebody signs in; DATA: narrow. */
static void
test_pictures (Room *room, gconstpointer data)
{
  gboolean narrow = GPOINTER_TO_INT (data);
  GtkWindow *dialog = open_dialog (room, TRUE);

  if (narrow)
    gtk_window_set_default_size (dialog, 360, 640);
  compare (dialog, narrow ? "sign-in-narrow" : "sign-in");
  guild_ui_press_button (dialog, "Sign In…");
  guild_ui_await_words (dialog, "Sign In in the Browser");
  g_autofree char *address = guild_ui_browser_await (room->browser);
  if (narrow)
    {
      gtk_window_set_focus (dialog, NULL);
      gtk_window_set_focus_visible (dialog, FALSE);
      guild_test_ui_check_names (GTK_WIDGET (dialog));
      guild_test_ui_compare (GTK_WIDGET (dialog), "sign-in-wait-narrow");
    }
  guild_ui_browser_sign_in (room->browser, address, "administrator", "allow");
  guild_ui_await_words (dialog, "Choose the account");
  compare (dialog, narrow ? "sign-in-accounts-narrow" : "sign-in-accounts");
  gtk_window_destroy (dialog);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Room *, gconstpointer); } tests[] = {
    { "whole", test_whole },
    { "redirect", test_redirect },
    { "refused", test_refused },
    { "dropped", test_dropped },
    { "no-administrator", test_no_administrator },
    { "again", test_again },
    { "sign-out", test_sign_out },
    { "remove", test_remove },
    { "region", test_region },
    { "missing", test_missing },
  };

  guild_test_ui_init (&argc, &argv);
  guild_ui_use_secret_file ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/sign-in/", tests[i].path, NULL);
      g_test_add (path, Room, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add ("/ui/sign-in/pictures", Room, GINT_TO_POINTER (FALSE), set_up, test_pictures,
              tear_down);
  g_test_add ("/ui/sign-in/pictures/narrow", Room, GINT_TO_POINTER (TRUE), set_up, test_pictures,
              tear_down);
  return g_test_run ();
}
