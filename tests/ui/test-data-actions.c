/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"
#include "ui/guild-ui-dialogs.h"

/* What the menus and buttons around a company and its data do, as they are pressed. */

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
  g_autofree char *address = copy (fixture, "win.copy-address");
  g_autofree char *json = copy (fixture, "win.copy-json");
  g_autoptr(JsonNode) node = json_from_string (json, NULL);

  g_assert_cmpstr (copied, ==, id);
  g_assert_true (g_str_has_prefix (address, GUILD_PACKAGE ":company/"));
  g_assert_true (g_str_has_suffix (address, id));
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
  guild_ui_hold_refreshes (fixture);
  act (data, "records.refresh-all");
  guild_test_wait_until (count_running (data) > 1);
  guild_ui_end_refreshes (fixture);
  guild_test_wait_until (count_running (data) == 0);
  g_assert_cmpuint (guild_ui_count_requests (fixture, queued), ==, 1);
  gtk_window_destroy (GTK_WINDOW (data));

  act (fixture->window, "win.refresh-all");
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Refresh of all data queued");
  g_assert_cmpuint (guild_ui_count_requests (fixture, queued), ==, 2);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, test) \
  g_test_add ("/ui/data-actions/" name, GuildUiFixture, NULL, guild_ui_data_set_up, test, \
              guild_ui_data_tear_down)
  ADD ("copies", test_copies);
  ADD ("refresh-all", test_refresh_all);
  return g_test_run ();
}
