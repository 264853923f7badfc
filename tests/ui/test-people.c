/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-edits.h"

#include "ui/guild-edit-company-dialog.h"

/* Editing a company in the window, its customer's link and its family. */

#define COMPANY "GET /companies/{id}"

/* ---- editing ---- */

static GtkWidget *
open_editor (GuildUiFixture *fixture)
{
  return guild_ui_edits_open (fixture, "win.edit-company", GUILD_TYPE_EDIT_COMPANY_DIALOG);
}

static void
test_edit (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *name = guild_ui_edits_read (fixture, id, "name");
  g_autofree char *tags = guild_ui_edits_read (fixture, id, "tags");
  GtkWidget *dialog = open_editor (fixture);
  GtkWidget *save = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Save");

  guild_test_ui_check_names (dialog);
  g_assert_cmpstr (gtk_editable_get_text (guild_ui_edits_get_row (dialog, "Name")), ==, name);
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (guild_ui_edits_get_row (dialog, "Name"), "Café Nord");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "Codat will store the name as “Caf Nord”: other characters fall away.");
  g_assert_true (gtk_widget_get_sensitive (save));
  guild_ui_press_button (dialog, "Save");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_EDIT_COMPANY_DIALOG));
  guild_ui_edits_assert (fixture, id, "name", "Caf Nord");
  guild_ui_edits_assert (fixture, id, "tags", tags);

  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL,
                       "Saved. Codat stored the name as “Caf Nord”");
  guild_ui_press_button (GTK_WIDGET (fixture->window), "Undo");
  guild_ui_edits_await (fixture, 2);
  guild_ui_edits_assert (fixture, id, "name", name);
}

static void
test_edit_tags (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_read = guild_ui_count_requests (fixture, COMPANY);
  g_autofree char *id = guild_ui_open_row (fixture, 1);
  /* It is read afresh when it is opened: what comes from here on is not known yet. */
  guild_test_wait_until (guild_ui_count_requests (fixture, COMPANY) > n_read);
  g_autofree char *name = guild_ui_edits_read (fixture, id, "name");
  g_autoptr(JsonNode) node = guild_ui_edits_call (
    fixture, "PATCH", id, "{\"description\":\"keep me\",\"tags\":{\"a\":\"1\"}}");
  GtkWidget *dialog = open_editor (fixture);

  /* What changed at the service and was not touched here is no conflict. */
  while (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Remove Tag") != NULL)
    g_signal_emit_by_name (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Remove Tag"), "clicked");
  guild_ui_press_button (dialog, "Add Tag");
  GtkWidget *row = guild_test_ui_await (dialog, GUILD_TYPE_TAG_ROW, NULL);
  guild_tag_row_set (GUILD_TAG_ROW (row), "region", "");
  guild_ui_press_button (dialog, "Save");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The tag “region” has no value.");
  guild_tag_row_set (GUILD_TAG_ROW (row), "region", "uk");
  guild_ui_press_button (dialog, "Save");
  g_autofree char *conflict = g_strdup ("Somebody changed the tags to “a=1” meanwhile.\n"
                                        "What you typed is kept. Save again to replace it.");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, conflict);
  g_assert_cmpstr (gtk_editable_get_text (guild_ui_edits_get_row (dialog, "Description")), ==,
                   "keep me");
  guild_ui_edits_assert (fixture, id, "tags", "a=1");
  guild_ui_press_button (dialog, "Save");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_EDIT_COMPANY_DIALOG));
  guild_ui_edits_assert (fixture, id, "tags", "region=uk");
  guild_ui_edits_assert (fixture, id, "name", name);
  guild_ui_edits_assert (fixture, id, "description", "keep me");

  /* Without any the whole object is sent, empty. */
  guild_ui_edits_await (fixture, 1);
  dialog = open_editor (fixture);
  guild_ui_press_button (dialog, "Remove Tag");
  guild_ui_press_button (dialog, "Save");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_EDIT_COMPANY_DIALOG));
  guild_ui_edits_assert (fixture, id, "tags", "");
}

static void
test_edit_refused (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 2);
  g_autofree char *name = guild_ui_edits_read (fixture, id, "name");
  GtkWidget *dialog = open_editor (fixture);

  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  gtk_editable_set_text (guild_ui_edits_get_row (dialog, "Name"), "Typed And Kept");
  guild_ui_press_button (dialog, "Save");
  GtkWidget *save = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Save");
  g_assert_false (gtk_widget_get_sensitive (save));
  guild_test_wait_until (gtk_widget_get_sensitive (save));
  guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Copy Details");
  g_assert_cmpstr (gtk_editable_get_text (guild_ui_edits_get_row (dialog, "Name")), ==,
                   "Typed And Kept");
  g_assert_cmpuint (g_list_model_get_n_items (
    G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_edit_twin (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *other = guild_company_list_dup_id (fixture->window->table->list, 4);
  g_autofree char *other_name = guild_ui_edits_read (fixture, other, "name");
  g_autoptr(JsonNode) node =
    guild_ui_edits_call (fixture, "PATCH", other, "{\"tags\":{\"uid\":\"77\"}}");
  g_autofree char *opened = guild_ui_open_row (fixture, 4);
  guild_test_wait_until (strstr (guild_company_get_json (
    guild_company_pane_get_company (fixture->window->pane)), "\"77\"") != NULL);
  g_autofree char *id = guild_ui_open_row (fixture, 3);
  GtkWidget *dialog = open_editor (fixture);

  guild_ui_press_button (dialog, "Add Tag");
  GtkWidget *row = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)),
                                            GUILD_TYPE_TAG_ROW);
  g_assert_nonnull (row);
  guild_tag_row_set (GUILD_TAG_ROW (row), "uid", "77");
  g_autofree char *uid = g_strdup_printf (
    "“%s” bears the same uid tag already: it may be the same customer.", other_name);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, uid);
  gtk_editable_set_text (guild_ui_edits_get_row (dialog, "Name"), other_name);
  g_autofree char *twin = g_strdup_printf (
    "A company named “%s” exists already. A second one with the same name is allowed, but linking "
    "the same customer twice is billed twice.", other_name);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, twin);
  guild_test_ui_compare (dialog, "edit-company");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* ---- families ---- */

/* (transfer none) (nullable): the first of COMPANIES with or without a family. */
static JsonObject *
find_company (JsonArray *companies, gboolean is_parent)
{
  for (guint i = 0; i < json_array_get_length (companies); i++)
    {
      JsonObject *company = json_array_get_object_element (companies, i);
      guint n_subsidiaries = json_array_get_length (
        json_object_get_array_member (company, "referenceSubsidiaryCompanies"));
      if (is_parent ? n_subsidiaries > 0
                    : n_subsidiaries == 0 &&
                      !json_object_has_member (company, "referenceParentCompany"))
        return company;
    }
  return NULL;
}

static void
show_company (GuildUiFixture *fixture, JsonObject *company)
{
  guild_window_open_company (fixture->window, json_object_get_string_member (company, "id"));
  guild_test_ui_await (GTK_WIDGET (fixture->window->pane), GTK_TYPE_LABEL,
                       json_object_get_string_member (company, "name"));
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
}

/* An answer about ID that was under way would make the sync pass it over. */
static void
sync_and_read (GuildUiFixture *fixture, const char *id)
{
  GuildDirectory *directory = fixture->window->directory;
  g_autoptr(GAsyncResult) synced = NULL, read = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &synced);
  g_autoptr(GAsyncResult) result = guild_test_await (&synced);
  g_assert_true (guild_directory_sync_finish (directory, result, &error));
  g_assert_no_error (error);
  guild_directory_refresh_company_async (directory, id, NULL, guild_test_result_cb, &read);
  g_autoptr(GAsyncResult) answer = guild_test_await (&read);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (directory, answer, &error);
  g_assert_no_error (error);
}

static gboolean
has_label (GuildUiFixture *fixture, const char *text)
{
  return guild_test_ui_find (GTK_WIDGET (fixture->window->pane), GTK_TYPE_LABEL, text) != NULL;
}

static void
test_family (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/companies?page=1&pageSize=400", NULL);
  JsonArray *companies = json_object_get_array_member (json_node_get_object (node), "results");
  JsonObject *parent = find_company (companies, TRUE);
  JsonObject *loner = find_company (companies, FALSE);
  JsonObject *child = json_array_get_object_element (
    json_object_get_array_member (parent, "referenceSubsidiaryCompanies"), 0);

  show_company (fixture, loner);
  g_assert_false (has_label (fixture, "Family"));
  /* The whole tree, wherever one stands in it. */
  g_autofree char *family =
    g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}",
                     json_object_get_string_member (child, "id"),
                     json_object_get_string_member (loner, "id"));
  json_node_unref (
    guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/family", family));
  sync_and_read (fixture, json_object_get_string_member (loner, "id"));
  const char *names[] = { json_object_get_string_member (parent, "name"),
                          json_object_get_string_member (child, "name"),
                          json_object_get_string_member (loner, "name") };
  show_company (fixture, parent);
  guild_test_ui_await (GTK_WIDGET (window->pane), GTK_TYPE_LABEL, "Family");
  g_assert_false (has_label (fixture, "Parent"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, names[i]);
  guild_test_ui_check_names (GTK_WIDGET (window->pane));
  gtk_widget_activate (
    guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, names[2]));
  guild_test_wait_until (g_strcmp0 (guild_company_pane_get_id (window->pane),
                                    json_object_get_string_member (loner, "id")) == 0 &&
                         guild_company_pane_get_company (window->pane) != NULL);
  guild_test_ui_await (GTK_WIDGET (window->pane), GTK_TYPE_LABEL, "This company");
  g_assert_true (has_label (fixture, "Parent"));
  gtk_widget_activate (
    guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, names[0]));
  g_assert_cmpstr (guild_company_pane_get_id (window->pane), ==,
                   json_object_get_string_member (parent, "id"));

  /* Owners are not in every answer. */
  show_company (fixture, loner);
  g_assert_false (has_label (fixture, "Owner User IDs"));
  g_autoptr(GuildBatch) batch =
    guild_batch_new (guild_company_get_table (guild_company_pane_get_company (window->pane)));
  JsonArray *owners = json_array_new ();
  json_array_add_int_element (owners, 7);
  json_array_add_string_element (owners, "owner-one");
  json_object_set_array_member (loner, "ownerUserIds", owners);
  g_assert_true (guild_batch_append (batch, loner));
  guild_directory_apply_async (window->directory, batch, NULL, NULL);
  guild_test_ui_await (GTK_WIDGET (window->pane), GTK_TYPE_LABEL, "owner-one");
  g_assert_true (has_label (fixture, "Owner User IDs"));
}

/* ---- the link ---- */

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy_link (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *text = NULL;

  g_assert_true (gtk_widget_activate_action (window, "win.copy-link", NULL));
  guild_test_ui_await (window, GTK_TYPE_LABEL,
                       "A fresh link is on the clipboard, for the customer only");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, text_read_cb, &text);
  guild_test_wait_until (text != NULL);
  g_assert_true (g_str_has_prefix (text, fixture->sandbox->url));
  g_assert_nonnull (strstr (text, id));
}

#define ADD(path, look, test) \
  g_test_add ("/ui/people/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_edits_set_up, test, guild_ui_edits_tear_down)

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  ADD ("edit", GUILD_TEST_UI_PLAIN, test_edit);
  ADD ("edit/tags", GUILD_TEST_UI_PLAIN, test_edit_tags);
  ADD ("edit/refused", GUILD_TEST_UI_PLAIN, test_edit_refused);
  ADD ("edit/twin", GUILD_TEST_UI_PLAIN, test_edit_twin);
  ADD ("edit/twin/dark", GUILD_TEST_UI_DARK, test_edit_twin);
  ADD ("copy-link", GUILD_TEST_UI_PLAIN, test_copy_link);
  ADD ("family", GUILD_UI_EDITS_MANY, test_family);
  return g_test_run ();
}
