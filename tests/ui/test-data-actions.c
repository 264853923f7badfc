/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "ui/guild-clock.h"

/* What the menus and buttons around a company and its data do, as they are pressed. */

static void
set_up (GuildUiFixture *fixture, gconstpointer unused)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_fixture_init (fixture, 120);
  guild_ui_fixture_open (fixture, 1100, 720);
  guild_ui_fixture_add_sandbox (fixture);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer unused)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static void
act (gpointer widget, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (widget), action, NULL));
}

/* ---- copies ---- */

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* What ACTION puts on the clipboard; (transfer full). */
static char *
copy (GuildUiFixture *fixture, const char *action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  char *text = NULL;

  gdk_clipboard_set_text (clipboard, "before");
  act (fixture->window, action);
  while (text == NULL || g_str_equal (text, "before"))
    {
      g_clear_pointer (&text, g_free);
      gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &text);
      guild_test_wait_until (text != NULL);
    }
  return text;
}

static void
test_copies (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_autofree char *copied = copy (fixture, "win.copy-id");
  g_autofree char *json = copy (fixture, "win.copy-json");
  g_autoptr(JsonNode) node = json_from_string (json, NULL);

  g_assert_cmpstr (copied, ==, id);
  g_assert_nonnull (node);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "id"), ==, id);
  act (fixture->window, "win.select-all");
  g_autofree char *all = copy (fixture, "win.copy-id");
  g_auto(GStrv) ids = g_strsplit (all, "\n", -1);
  g_assert_cmpuint (g_strv_length (ids), ==, 120);
  g_assert_true (g_strv_contains ((const char * const *) ids, id));
}

/* ---- refreshes ---- */

static guint
count_running (GuildRecordsWindow *data)
{
  guint n = 0;

  for (guint i = 0; i < data->statuses->len; i++)
    n += guild_sync_status_is_running (((GuildDataStatus *) data->statuses->pdata[i])->status);
  return n;
}

static void
test_refresh_all (GuildUiFixture *fixture, gconstpointer unused)
{
  const char *queued = "POST /companies/{id}/data/all";
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_test_wait_until (guild_ui_data_shows (data, "statement"));
  act (data, "records.refresh-all");
  guild_test_wait_until (count_running (data) > 1);
  guild_test_wait_until (count_running (data) == 0);
  g_assert_cmpuint (guild_ui_count_requests (fixture, queued), ==, 1);
  gtk_window_destroy (GTK_WINDOW (data));

  act (fixture->window, "win.refresh-all");
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Refresh of all data queued");
  g_assert_cmpuint (guild_ui_count_requests (fixture, queued), ==, 2);
}

/* ---- exports ---- */

static gboolean
is_chosen (GtkFileChooser *chooser, GFile *file)
{
  g_autoptr(GFile) chosen = gtk_file_chooser_get_file (chooser);
  return chosen != NULL && g_file_equal (chosen, file);
}

/* A file that is new is there before what is in it, which comes in one piece. */
static gboolean
is_written (GFile *file)
{
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                 G_FILE_QUERY_INFO_NONE, NULL, NULL);
  return info != NULL && g_file_info_get_size (info) > 0;
}

/* What ACTION writes to the file it asks for; (transfer full). */
static char *
save (GuildUiFixture *fixture, GuildRecordsWindow *data, const char *action)
{
  g_autofree char *name = g_strconcat (action, ".out", NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->room);
  g_autoptr(GFile) file = g_file_get_child (folder, name);
  char *text = NULL;

  act (data, action);
  GtkWindow *dialog = guild_ui_await_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  guild_test_wait_until (is_chosen (GTK_FILE_CHOOSER (dialog), file));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  guild_test_wait_until (is_written (file));
  guild_test_wait_until (!guild_ui_has_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG));
  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  return text;
}

static guint
count_records (const char *json)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return json_array_get_length (json_node_get_array (node));
}

static guint
count_lines (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines) - 1;
}

static void
test_exports (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "invoices", "table");
  g_autofree char *page_json = save (fixture, data, "records.export-page-json");
  g_autofree char *page_csv = save (fixture, data, "records.export-page-csv");
  g_autofree char *all_json = save (fixture, data, "records.export-json");
  g_autofree char *all_csv = save (fixture, data, "records.export-csv");
  g_assert_cmpuint (count_records (page_json), ==, 100);
  g_assert_cmpuint (count_lines (page_csv), ==, 101);
  g_assert_cmpuint (count_records (all_json), >, 100);
  g_assert_cmpuint (count_lines (all_csv), ==, count_records (all_json) + 1);

  guild_ui_go_to_data (data, GUILD_PLACE_HISTORY, "table");
  act (data, "records.validation");
  guild_test_wait_until (data->checked != NULL);
  g_autofree char *check_json = save (fixture, data, "records.export-validation-json");
  g_autofree char *check_csv = save (fixture, data, "records.export-validation-csv");
  g_autoptr(JsonNode) check = json_from_string (check_json, NULL);
  g_assert_nonnull (check);
  g_assert_true (json_object_has_member (json_node_get_object (check), "warnings"));
  g_assert_cmpuint (count_lines (check_csv), >, 1);
  gtk_window_destroy (GTK_WINDOW (data));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, test) \
  g_test_add ("/ui/data-actions/" name, GuildUiFixture, NULL, set_up, test, tear_down)
  ADD ("copies", test_copies);
  ADD ("refresh-all", test_refresh_all);
  ADD ("exports", test_exports);
  return g_test_run ();
}
