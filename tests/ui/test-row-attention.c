/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-rows.h"

#include "service/codat/guild-codat-data.h"
#include "ui/guild-attention-cell.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-records-window.h"

/* Why rows need attention, and the one thing that helps each. */

static void
show_attention (GuildUiFixture *fixture)
{
  GuildWindow *window = fixture->window;

  g_assert_true (guild_window_show_view (window, "sandbox-codat", "attention"));
  guild_test_wait_until (!guild_company_list_get_busy (window->table->list) &&
                         guild_company_list_get_n_matches (window->table->list) ==
                           guild_view_get_count (window->view));
  guild_test_ui_settle (GTK_WIDGET (window));
}

/* Tells the directory of a company as the service would: its only connection, and its error. */
static void
tell (GuildUiFixture *fixture, const char *id, const char *status, const char *last_sync,
      const char *errors)
{
  const GuildFieldTable *table = guild_directory_get_table (fixture->window->directory);
  g_autoptr(GuildBatch) batch = guild_batch_new (table);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"name\":\"Told %s\",\"created\":\"2020-01-01T00:00:00Z\",\"lastSync\":\"%s\","
    "\"dataConnections\":[{\"id\":\"c-%s\",\"status\":\"%s\",\"platformName\":\"Xero\","
    "\"created\":\"2020-01-01T00:00:00Z\",\"lastSync\":\"%s\",\"dataConnectionErrors\":%s}]}",
    id, id, last_sync, id, status, last_sync, errors);
  g_autoptr(JsonNode) node = json_from_string (json, &error);

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  guild_directory_apply_async (fixture->window->directory, batch, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_apply_finish (fixture->window->directory, result, &error));
}

static void
tell_of_all_kinds (GuildUiFixture *fixture)
{
  tell (fixture, "stale", "Linked", "2024-01-01T00:00:00Z", "[]");
  tell (fixture, "failing", "Linked", "2024-06-03T00:00:00Z",
        "[{\"statusCode\":\"500\",\"statusText\":\"FetchError\",\"errorMessage\":\"Bills failed\","
        "\"erroredOnUtc\":\"2024-05-31T15:00:00Z\",\"status\":\"Active\"}]");
  tell (fixture, "revoked", "Deauthorized", "2024-03-10T00:00:00Z", "null");
  tell (fixture, "parted", "Unlinked", "2024-03-20T00:00:00Z", "null");
}

static void
test_attention (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;

  tell_of_all_kinds (fixture);
  show_attention (fixture);
  GtkWidget *grid = GTK_WIDGET (window->grid);
  guild_test_ui_check_names (GTK_WIDGET (window));
  guild_test_ui_await (grid, GTK_TYPE_BUTTON, "Re-authorise…");
  guild_test_ui_await (grid, GTK_TYPE_BUTTON, "Send Link…");
  guild_test_ui_await (grid, GTK_TYPE_BUTTON, "Refresh");
  guild_test_ui_compare (GTK_WIDGET (window), "window-attention");

  /* The column is the view's, not the table's: neither kept nor shown elsewhere. */
  g_autofree char *layout = guild_grid_dup_layout (window->grid);
  g_assert_null (strstr (layout, GUILD_FIELD_ATTENTION));
  g_assert_true (guild_window_show_view (window, "sandbox-codat", "all"));
  guild_test_ui_settle (GTK_WIDGET (window));
  g_assert_null (guild_test_ui_find (grid, GUILD_TYPE_ATTENTION_CELL, NULL));
  show_attention (fixture);
  g_assert_nonnull (guild_test_ui_find (grid, GUILD_TYPE_ATTENTION_CELL, NULL));
}

/* By keyboard: the one thing that helps the row the focus is on. */
static void
test_attend (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;

  tell_of_all_kinds (fixture);
  show_attention (fixture);
  guild_company_selection_select_only (guild_grid_get_selection (window->grid), "failing");
  guild_grid_focus (window->grid, "failing");
  guild_test_press ("ctrl+Return");
  GtkWidget *errors = guild_ui_rows_await_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (errors)), ==,
                   "Errors of Told failing");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (errors)),
                            "Bills failed"));
  guild_ui_rows_close_window (fixture, errors);

  guild_company_selection_select_only (guild_grid_get_selection (window->grid), "revoked");
  guild_grid_focus (window->grid, "revoked");
  guild_test_press ("shift+F10");
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  guild_ui_rows_assert_only_selected (fixture, "revoked");
  g_assert_true (guild_ui_menu_has (fixture, "Re-authorise…"));
  g_assert_false (guild_ui_menu_has (fixture, "Link…"));
  guild_test_press ("r");
  GtkWidget *link = guild_ui_rows_await_window (GUILD_TYPE_LINK_DIALOG);
  guild_ui_rows_close_window (fixture, link);
}

/* Whether the service tells of a failed data type of the company. */
static gboolean
has_failed_type (GuildUiFixture *fixture, const char *id)
{
  g_autofree char *path = g_strconcat ("/companies/", id, "/dataStatus", NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonObject *types = json_node_get_object (node);
  g_autoptr(GList) names = json_object_get_members (types);

  for (GList *name = names; name != NULL; name = name->next)
    if (guild_sync_status_is_error (json_object_get_string_member_with_default (
          json_object_get_object_member (types, name->data), "currentStatus", "")))
      return TRUE;
  return FALSE;
}

/* What no list tells is asked company by company, and only then counts. */
static void
test_check_data (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  GuildCompanyList *list = window->table->list;
  const GuildFieldTable *table = guild_directory_get_table (window->directory);
  guint status = guild_field_table_index (table, "status");
  g_autoptr(GPtrArray) failing = g_ptr_array_new_with_free_func (g_free);
  guint n_linked = 0;

  for (guint i = 0; i < guild_company_list_get_n_matches (list); i++)
    {
      g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), i);
      if (guild_position_get_number (position, status) != GUILD_CODAT_LINKED &&
          guild_position_get_number (position, status) != GUILD_CODAT_PARTIAL)
        continue;
      g_autofree char *id = guild_position_dup_id (position);
      n_linked++;
      if (has_failed_type (fixture, id))
        g_ptr_array_add (failing, g_steal_pointer (&id));
    }
  g_assert_cmpuint (failing->len, >, 0);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.check-data", NULL);
  GtkWidget *dialog = guild_ui_rows_await_window (ADW_TYPE_MESSAGE_DIALOG);
  g_autofree char *heading = g_strdup_printf ("Check the Data of %u Companies?", n_linked);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, heading);
  g_signal_emit_by_name (guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Check"), "clicked");
  g_autofree char *told = g_strdup_printf ("%u companies checked, %u with failed data types",
                                           n_linked, failing->len);
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_LABEL, told);
  show_attention (fixture);
  for (guint i = 0; i < failing->len; i++)
    guild_test_wait_until (guild_company_list_find (list, failing->pdata[i]) != G_MAXUINT);

  /* What helps there is to see what failed. */
  guint at = guild_company_list_find (list, failing->pdata[0]);
  g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), at);
  if (guild_position_get_need (position).reason == GUILD_ATTENTION_DATA)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.attend", "s", failing->pdata[0]);
      guild_ui_rows_close_window (fixture, guild_ui_rows_await_window (GUILD_TYPE_RECORDS_WINDOW));
    }
}

/* (nullable): the message with that heading, which need not be the only one. */
static GtkWindow *
find_message (const char *heading)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), heading) == 0)
        return window;
    }
  return NULL;
}

/* When the service is away nothing is claimed. */
static void
test_check_data_away (GuildUiFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.check-data", NULL);
  GtkWidget *dialog = guild_ui_rows_await_window (ADW_TYPE_MESSAGE_DIALOG);
  g_signal_emit_by_name (guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Check"), "clicked");
  guild_test_wait_until (find_message ("Not all companies were checked") != NULL);
  gtk_window_destroy (find_message ("Not all companies were checked"));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(path, look, test) \
  g_test_add ("/ui/row-attention/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_rows_set_up, test, guild_ui_rows_tear_down)
  ADD ("plain", GUILD_TEST_UI_PLAIN, test_attention);
  ADD ("dark", GUILD_TEST_UI_DARK, test_attention);
  ADD ("attend", GUILD_TEST_UI_PLAIN, test_attend);
  ADD ("check-data", GUILD_TEST_UI_PLAIN, test_check_data);
  ADD ("check-data/away", GUILD_TEST_UI_PLAIN, test_check_data_away);
#undef ADD
  return g_test_run ();
}
