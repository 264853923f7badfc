/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "directory/guild-family.h"
#include "ui/guild-activity-window.h"
#include "ui/guild-archive-window.h"
#include "ui/guild-settings.h"

#define DELETES "DELETE /companies/{id}"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  g_settings_set_uint (guild_settings_get (), "delete-delay", 3);
  guild_ui_fixture_init (fixture, 20);
  guild_ui_open_codat (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static GtkWindow *
ask (GuildUiFixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete", NULL));
  return guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
}

static void
await_listed (GuildUiFixture *fixture, guint n)
{
  guild_test_wait_until (guild_company_list_get_n_matches (fixture->window->table->list) == n);
}

static void
test_cancel (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  ask (fixture);

  guild_test_press ("Return"); /* the default is to keep it */
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
  ask (fixture);
  guild_test_press ("Escape");
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpuint (guild_journal_get_n_planned (guild_desk_get_journal (fixture->desk)), ==, 0);
  await_listed (fixture, 20);
}

static void
test_undo (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  g_settings_set_uint (guild_settings_get (), "delete-delay", 30); /* not over before it is pressed */
  guild_ui_press_button (ask (fixture), "Delete");
  await_listed (fixture, 19);
  guild_ui_press_button (fixture->window, "Undo");
  await_listed (fixture, 20);
  guild_test_wait_until (
    guild_journal_get_n_planned (guild_desk_get_journal (fixture->desk)) == 0);
  g_assert_cmpuint (guild_ui_count_requests (fixture, DELETES), ==, 0);
  g_autoptr(GuildChange) change =
    g_list_model_get_item (G_LIST_MODEL (guild_desk_get_journal (fixture->desk)), 0);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_WITHDRAWN);
  g_assert_cmpuint (guild_company_list_find (fixture->window->table->list, id), !=, G_MAXUINT);
}

static void
test_for_good (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *name =
    g_strdup (guild_company_get_name (guild_company_pane_get_company (fixture->window->pane)));

  guild_ui_press_button (ask (fixture), "Delete");
  await_listed (fixture, 19);
  guild_test_wait_until (guild_ui_count_requests (fixture, DELETES) == 1);
  guild_test_wait_until (guild_directory_get_n_companies (fixture->window->directory) == 19);
  g_assert_cmpuint (guild_ui_count_companies (fixture, name), ==, 0);
  g_autoptr(GuildChange) change =
    g_list_model_get_item (G_LIST_MODEL (guild_desk_get_journal (fixture->desk)), 0);
  guild_test_wait_until (guild_change_get_state (change) == GUILD_CHANGE_CONFIRMED);
  g_assert_cmpuint (guild_ui_count_requests (fixture, DELETES), ==, 1);
}

static void
test_several (GuildUiFixture *fixture, gconstpointer data)
{
  GtkSelectionModel *selection =
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid));

  gtk_selection_model_select_range (selection, 2, 3, TRUE);
  GtkWindow *dialog = ask (fixture);
  guild_ui_await_words (dialog, "Delete 3 Companies?");
  GtkWidget *button = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Delete");
  GtkEditable *entry = GTK_EDITABLE (
    guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, "Confirmation"));
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_editable_set_text (entry, "2");
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_editable_set_text (entry, " 3");
  guild_ui_press_button (dialog, "Delete");
  guild_ui_await_words (fixture->window, "3 companies will be deleted");
  await_listed (fixture, 17);
  /* The next wish is not for them, too. */
  g_assert_cmpuint (guild_company_selection_get_n_selected (
                      guild_grid_get_selection (fixture->window->grid)), ==, 0);
  guild_test_wait_until (guild_ui_count_requests (fixture, DELETES) == 3);
  guild_test_wait_until (guild_directory_get_n_companies (fixture->window->directory) == 17);
}

static char *
add_subsidiary (GuildUiFixture *fixture, const char *parent_id, const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "POST", "/companies", body);
  char *id = g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
  g_autofree char *family =
    g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}", parent_id, id);

  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/family", family));
  return id;
}

/* (transfer full): the first company that nobody else belongs to. */
static char *
open_loner (GuildUiFixture *fixture)
{
  for (guint i = 0; ; i++)
    {
      g_autofree char *id = guild_ui_open_row (fixture, i);
      GuildCompany *company = guild_company_pane_get_company (fixture->window->pane);
      if (!guild_company_has_parent (company) && guild_company_n_subsidiaries (company) == 0)
        return g_steal_pointer (&id);
    }
}

static GuildChange *
get_newest (GuildUiFixture *fixture)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);

  return change;
}

/* What came at the service since the last sync goes, too: it is named before anybody agrees, and
 * what was known of it is kept where it can be read. */
static void
test_parent (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_loner (fixture);
  g_autofree char *name =
    g_strdup (guild_company_get_name (guild_company_pane_get_company (fixture->window->pane)));
  g_autofree char *child = add_subsidiary (fixture, id, "Quayside Stores");
  g_autofree char *grandchild = add_subsidiary (fixture, child, "Quayside Export");

  GtkWindow *dialog = ask (fixture);
  guild_ui_await_words (dialog, "2 subsidiaries are deleted with their parent.");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_LABEL, name);
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Quayside Stores");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Quayside Export");
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  GtkWidget *button = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Delete");
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (
    guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, "Confirmation")), name);
  guild_ui_press_button (dialog, "Delete");
  await_listed (fixture, 19);
  guild_test_wait_until (guild_change_get_state (get_newest (fixture)) == GUILD_CHANGE_CONFIRMED);
  g_assert_cmpuint (guild_ui_count_requests (fixture, DELETES), ==, 1);
  g_assert_cmpuint (guild_ui_count_companies (fixture, "Quayside Export"), ==, 0);
  g_assert_cmpuint (guild_directory_get_n_companies (fixture->window->directory), ==, 19);

  guild_activity_window_present (GTK_WINDOW (fixture->window), fixture->desk);
  GtkWindow *activity = guild_ui_await_dialog (GUILD_TYPE_ACTIVITY_WINDOW);
  guild_ui_press_button (activity, "What Was Kept…");
  GtkWindow *archive = guild_ui_await_dialog (GUILD_TYPE_ARCHIVE_WINDOW);
  GtkTextView *view = GTK_TEXT_VIEW (
    guild_test_ui_await (GTK_WIDGET (archive), GTK_TYPE_TEXT_VIEW, "What Was Kept"));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  guild_test_wait_until (gtk_text_buffer_get_char_count (buffer) > 0);
  g_autofree char *kept = NULL;
  g_object_get (buffer, "text", &kept, NULL);
  g_assert_nonnull (strstr (kept, name));
  g_assert_nonnull (strstr (kept, "Quayside Export"));
  guild_test_ui_check_names (GTK_WIDGET (archive));

  g_autofree char *copied = NULL;
  guild_ui_press_button (archive, "Copy");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (archive)), NULL,
                                 text_read_cb, &copied);
  guild_test_wait_until (copied != NULL);
  g_assert_cmpstr (copied, ==, kept);
  gtk_window_destroy (archive);
  gtk_window_destroy (activity);
}

/* The service says no: told, and the company is back. */
static void
test_refused (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  guild_ui_fault (fixture, "path=/companies,method=DELETE,status=403");
  guild_ui_press_button (ask (fixture), "Delete");
  await_listed (fixture, 19);
  GtkWindow *dialog = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (dialog, "The company was not deleted");
  guild_ui_await_words (dialog, "Nothing was changed");
  guild_test_press ("Escape");
  await_listed (fixture, 20);
}

/* What a service cannot do is not offered. */
static void
test_not_here (GuildUiFixture *fixture, gconstpointer data)
{
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->pages), "grid") == 0);
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  g_assert_null (guild_test_ui_find (GTK_WIDGET (fixture->window->pane), GTK_TYPE_BUTTON, "Link…"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.link", NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_false (guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_false (guild_ui_has_dialog (ADW_TYPE_WINDOW));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "cancel", test_cancel },   { "undo", test_undo },       { "for-good", test_for_good },
    { "parent", test_parent },
    { "several", test_several }, { "refused", test_refused }, { "not-here", test_not_here },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/delete/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
