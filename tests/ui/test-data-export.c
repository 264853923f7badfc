/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"
#include "ui/guild-ui-dialogs.h"

#include <glib/gstdio.h>

/* What is asked where to put a file: by themselves, because the file chooser's libraries leak. */

static void
act (gpointer widget, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (widget), action, NULL));
}

static gboolean
is_chosen (GtkFileChooser *chooser, GFile *file)
{
  g_autoptr(GFile) chosen = gtk_file_chooser_get_file (chooser);
  return chosen != NULL && g_file_equal (chosen, file);
}

/* By this process, which is also the one that writes. */
static gboolean
is_open (GFile *file)
{
  g_autoptr(GDir) descriptors = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  GStatBuf this, that;

  g_assert_nonnull (descriptors);
  g_assert_cmpint (g_stat (g_file_peek_path (file), &this), ==, 0);
  while ((name = g_dir_read_name (descriptors)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      if (g_stat (path, &that) == 0 && that.st_dev == this.st_dev && that.st_ino == this.st_ino)
        return TRUE;
    }
  return FALSE;
}

/* A file that is new is there before what is in it, and has a part of that before all. */
static gboolean
is_written (GFile *file)
{
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                 G_FILE_QUERY_INFO_NONE, NULL, NULL);
  return info != NULL && g_file_info_get_size (info) > 0 && !is_open (file);
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

/* The window is closed while it is being asked where to put the file. */
static void
test_export_closed (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "accountTransactions", "table");
  act (data, "records.export-csv");
  guild_ui_await_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG);
  gtk_window_destroy (GTK_WINDOW (data));
  guild_test_wait_until (!guild_ui_has_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, test) \
  g_test_add ("/ui/data-export/" name, GuildUiFixture, NULL, guild_ui_data_set_up, test, \
              guild_ui_data_tear_down)
  ADD ("exports", test_exports);
  ADD ("closed", test_export_closed);
  return g_test_run ();
}
