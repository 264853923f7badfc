/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>
#include "support/guild-test-data.h"
#include "ui/guild-clock.h"

static GuildRecordsWindow *
open_data (GuildUiFixture *fixture, const char *query, guint nth)
{
  g_autofree char *id = guild_ui_find_company (fixture, query, nth);
  return guild_ui_open_data (fixture, id);
}

#define shows(data, page) guild_ui_data_shows (data, page)

/* Each type of the contract's section 9, by the window. */
static void
test_every_type (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_test_company_new (fixture->sandbox, "Of All Kinds", "gbol", "suuo",
                                                "fztf", NULL);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  for (guint i = 0; i < GUILD_TEST_N_DATA_TYPES; i++)
    {
      const GuildTestDataType *type = &guild_test_data_types[i];
      const char *page = type->form == GUILD_TEST_STATEMENT ? "statement" : "table";
      guild_ui_go_to_data (data, type->key, page);
      g_assert_cmpstr (data->place, ==, type->key);
      g_assert_false (gtk_widget_get_visible (GTK_WIDGET (data->connection)));
      if (type->form == GUILD_TEST_STATEMENT)
        {
          g_assert_cmpuint (data->statement->periods->len, ==, 12);
          continue;
        }
      guint n = g_list_model_get_n_items (G_LIST_MODEL (data->records));
      g_assert_cmpuint (n, >, 0);
      g_assert_nonnull (guild_records_table_get_selected (data->table));
      if (type->form == GUILD_TEST_SINGLE)
        g_assert_cmpuint (n, ==, 1);
      if (type->form == GUILD_TEST_PAGED)
        g_assert_nonnull (strstr (gtk_label_get_label (data->count), " of \u2066"));
    }
  gtk_window_destroy (GTK_WINDOW (data));
}

/* ---- connections ---- */

static const char *
get_title (GtkDropDown *drop_down, guint index)
{
  g_autoptr(GtkStringObject) item =
    g_list_model_get_item (gtk_drop_down_get_model (drop_down), index);
  return gtk_string_object_get_string (item); /* the model keeps it */
}

/* The connection of the newest pull operation; (transfer full). */
static char *
find_refreshed (GuildUiFixture *fixture, const char *company)
{
  g_autofree char *path = g_strdup_printf (
    "/companies/%s/data/history?page=1&pageSize=1&orderBy=-requested", company);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");

  return g_strdup (json_object_get_string_member (json_array_get_object_element (results, 0),
                                                  "connectionId"));
}

/* Three banks, two of them at the same platform, one whose access was lost. */
static void
test_connections (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id =
    guild_test_company_new (fixture->sandbox, "Three Banks", "suuo", "suuo", "upvr", NULL);
  g_autofree char *lost = guild_test_find_connection (fixture->sandbox, id, "Banking", 2);
  g_autofree char *second = guild_test_find_connection (fixture->sandbox, id, "Banking", 1);
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\",\"connectionId\":\"%s\"}", id,
                                           lost);
  g_autoptr(JsonNode) done =
    guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/deauthorise", body);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "banking-accounts", "table");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (data->connection)));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (data->connection)), ==, 3);
  g_assert_true (g_str_has_prefix (get_title (data->connection, 0), "Plaid"));
  g_assert_true (g_str_has_suffix (get_title (data->connection, 1), "(2)"));
  g_assert_cmpstr (get_title (data->connection, 2), ==, "TrueLayer · Deauthorised");
  g_autoptr(GuildRecord) before = g_list_model_get_item (G_LIST_MODEL (data->records), 0);
  gtk_drop_down_set_selected (data->connection, 1);
  guild_test_wait_until (shows (data, "table"));
  g_autoptr(GuildRecord) after = g_list_model_get_item (G_LIST_MODEL (data->records), 0);
  g_assert_cmpstr (guild_record_get_id (before), !=, guild_record_get_id (after));

  gtk_widget_activate_action (GTK_WIDGET (data), "records.refresh", NULL);
  g_autofree char *refreshed = NULL;
  gint64 deadline = guild_test_deadline ();
  while (g_strcmp0 (refreshed, second) != 0 && g_get_monotonic_time () < deadline)
    {
      guild_test_spin ();
      g_free (refreshed);
      refreshed = find_refreshed (fixture, id);
    }
  g_assert_cmpstr (refreshed, ==, second);

  /* The connection stays when another type has it, too. */
  guild_ui_go_to_data (data, "banking-transactionCategories", "table");
  g_assert_cmpuint (gtk_drop_down_get_selected (data->connection), ==, 1);
  gtk_drop_down_set_selected (data->connection, 2);
  guild_test_wait_until (shows (data, "table"));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (data), "records.refresh", NULL) &&
                  gtk_widget_is_sensitive (data->refresh));
  gtk_drop_down_set_selected (data->connection, 0);

  /* Banking transactions are those of the company, unless one connection is chosen. */
  guild_ui_go_to_data (data, "banking-transactions", "table");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (data->connection)), ==, 4);
  g_assert_cmpstr (get_title (data->connection, 0), ==, "All Connections");
  guild_ui_go_to_data (data, GUILD_PLACE_HISTORY, "table");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (data->connection)));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "TrueLayer");
  gtk_window_destroy (GTK_WINDOW (data));
}

/* ---- export ---- */

static GFile *
make_file (GuildUiFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->room, name, NULL);
  return g_file_new_for_path (path);
}

static guint
count_lines (GFile *file)
{
  g_autofree char *text = NULL;
  guint n = 0;

  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  for (const char *at = text; (at = strchr (at, '\n')) != NULL; at++)
    n++;
  return n;
}

static void
test_export (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, GUILD_UI_XERO, 0);
  g_autoptr(GFile) all = make_file (fixture, "all.csv");
  g_autoptr(GFile) page = make_file (fixture, "page.csv");
  g_autoptr(GFile) statement = make_file (fixture, "statement.csv");
  g_autoptr(GFile) checked = make_file (fixture, "validation.json");

  guild_test_wait_until (shows (data, "statement"));
  guild_records_export_to (data, GUILD_RECORDS_ALL, TRUE, statement);
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Exported");
  g_assert_cmpuint (count_lines (statement), ==, data->statement->lines->len + 1);

  guild_ui_go_to_data (data, "invoices", "table");
  guild_records_export_to (data, GUILD_RECORDS_PAGE, TRUE, page);
  guild_test_wait_until (g_file_query_exists (page, NULL) && count_lines (page) == 101);
  /* Words in the window, the service's own in the file. */
  g_autofree char *text = NULL;
  g_assert_true (g_file_load_contents (page, NULL, &text, NULL, NULL, NULL));
  g_assert_nonnull (strstr (text, ",PartiallyPaid,"));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Partially paid");
  guild_records_export_to (data, GUILD_RECORDS_ALL, TRUE, all);
  guild_test_wait_until (g_file_query_exists (all, NULL));
  g_autofree char *of = g_strdup_printf (" of \u2066%u\u2069", count_lines (all) - 1);
  g_assert_true (g_str_has_suffix (gtk_label_get_label (data->count), of));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Exported");

  guild_ui_go_to_data (data, GUILD_PLACE_HISTORY, "table");
  g_assert_null (data->checked);
  gtk_widget_activate_action (GTK_WIDGET (data), "records.validation", NULL);
  guild_test_wait_until (data->checked != NULL);
  guild_records_export_to (data, GUILD_RECORDS_VALIDATION, FALSE, checked);
  guild_test_wait_until (g_file_query_exists (checked, NULL) && count_lines (checked) > 2);
  gtk_window_destroy (GTK_WINDOW (data));
}

static GtkWindow *
find_message (const char *heading)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG (item->data) && gtk_widget_get_mapped (item->data) &&
        g_strcmp0 (adw_message_dialog_get_heading (item->data), heading) == 0)
      return item->data;
  return NULL;
}

/* On a slow machine the progress of an export is shown before its end: any dialog would not do. */
static GtkWindow *
await_message (const char *heading)
{
  guild_test_wait_until (find_message (heading) != NULL);
  GtkWindow *window = find_message (heading);
  guild_test_ui_present (window);
  return window;
}

/* Half of it comes: it can be saved, gone on with, or thrown away, and no page is read twice. */
static void
test_export_stopped (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, GUILD_UI_XERO, 0);
  g_autoptr(GFile) file = make_file (fixture, "out.csv");

  guild_ui_go_to_data (data, "accountTransactions", "table");
  guild_ui_fault (fixture, "path=/companies/*/accountTransactions,skip=1,status=403");
  guild_records_export_to (data, GUILD_RECORDS_ALL, TRUE, file);
  GtkWindow *dialog = await_message ("Not Everything Was Read");
  g_assert_false (g_file_query_exists (file, NULL));
  guild_ui_press_button (dialog, "Save These");
  guild_test_wait_until (g_file_query_exists (file, NULL));
  g_assert_cmpuint (count_lines (file), ==, 1001);
  guild_ui_clear_faults (fixture);
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));

  guild_ui_fault (fixture, "path=/companies/*/accountTransactions,skip=1,status=403");
  guint before = guild_ui_count_requests (
    fixture, "GET /companies/{id}/connections/{id}/data/accountTransactions");
  guild_records_export_to (data, GUILD_RECORDS_ALL, TRUE, file);
  dialog = await_message ("Not Everything Was Read");
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (dialog, "Go On");
  guild_test_wait_until (count_lines (file) > 1001);
  guint n = count_lines (file) - 1;
  g_assert_cmpuint (
    guild_ui_count_requests (fixture,
                             "GET /companies/{id}/connections/{id}/data/accountTransactions"), ==,
    before + (n + 999) / 1000 + 1); /* the refused one */
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));

  g_assert_true (g_file_delete (file, NULL, NULL));
  guild_ui_fault (fixture, "path=/companies/*/accountTransactions,skip=1,delay=60000");
  guild_records_export_to (data, GUILD_RECORDS_ALL, TRUE, file);
  dialog = await_message ("Exporting");
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  g_autoptr(GtkWindow) exporting = g_object_ref (dialog); /* closing it may be the end of it */
  guild_ui_press_button (exporting, "Cancel");
  guild_test_wait_until (!gtk_widget_get_mapped (GTK_WIDGET (exporting)));
  dialog = await_message ("Not Everything Was Read");
  guild_ui_press_button (dialog, "Discard");
  guild_test_wait_until (!guild_ui_has_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_false (g_file_query_exists (file, NULL));
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
test_statement (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, GUILD_UI_XERO, 0);

  g_assert_cmpstr (data->place, ==, "profitAndLoss");
  guild_test_wait_until (shows (data, "statement"));
  g_assert_cmpuint (data->statement->periods->len, ==, 12);
  guild_test_ui_check_names (GTK_WIDGET (data));
  gtk_drop_down_set_selected (data->choice, 2);
  guild_test_wait_until (shows (data, "statement") && data->statement != NULL);
  g_assert_cmpuint (data->statement->periods->len, ==, 5);
  gtk_window_destroy (GTK_WINDOW (data));
}

/* A report without periods leaves nothing of the one before. */
static void
test_empty_statement (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, GUILD_UI_XERO, 0);
  g_autoptr(GuildValue) root = guild_value_parse ("{\"reports\":[]}", -1, NULL);
  g_autoptr(GuildStatement) empty = guild_statement_new (root, NULL);

  guild_test_wait_until (shows (data, "statement"));
  GtkWidget *heading =
    guild_test_ui_find (GTK_WIDGET (data->statement_view), GTK_TYPE_LABEL, NULL);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (heading)), !=, "");
  guild_statement_view_show (data->statement_view, "", empty);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (heading)), ==, "");
  guild_records_show_statement (data, g_steal_pointer (&empty));
  g_assert_true (shows (data, "message"));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Nothing Here");
  gtk_window_destroy (GTK_WINDOW (data));
}

/* Every bank account can be chosen, however many pages of them there are. */
static void
test_many_accounts (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, GUILD_UI_XERO, 0);

  guild_ui_go_to_data (data, "bankAccounts", "table");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (data->records));
  g_assert_cmpuint (n, >, 2);
  guild_ui_switch (fixture, "{\"largest-page\":2}");
  guild_ui_go_to_data (data, "bankTransactions", "table");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (data->choice)), ==, n);
  gtk_drop_down_set_selected (data->choice, n - 1);
  guild_test_wait_until (shows (data, "table"));
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
test_records (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, GUILD_UI_XERO, 0);

  g_assert_true (guild_records_window_open (data, "invoices"));
  guild_test_wait_until (shows (data, "table"));
  guild_test_ui_check_names (GTK_WIDGET (data));
  g_autofree char *first = g_strdup (gtk_label_get_label (data->count));
  GListStore *records = data->records;
  gtk_widget_activate_action (GTK_WIDGET (data), "records.next", NULL);
  guild_test_wait_until (data->records != records && shows (data, "table"));
  g_assert_cmpstr (gtk_label_get_label (data->count), !=, first);
  g_object_set (data, "hide-deleted", TRUE, NULL);
  guild_test_wait_until (shows (data, "table"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (data->records)); i++)
    {
      g_autoptr(GuildRecord) record = g_list_model_get_item (G_LIST_MODEL (data->records), i);
      g_assert_false (guild_record_get_deleted (record));
    }
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
test_history (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = open_data (fixture, "dataConnections.status=Deauthorized", 0);

  g_assert_true (guild_records_window_open (data, GUILD_PLACE_HISTORY));
  guild_test_wait_until (shows (data, "table"));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Must be linked again");
  gtk_widget_activate_action (GTK_WIDGET (data), "records.validation", NULL);
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Warnings");
  g_assert_true (guild_records_window_open (data, GUILD_PLACE_PUSHES));
  guild_test_wait_until (shows (data, "table"));
  GListModel *sent = G_LIST_MODEL (data->records);
  g_assert_cmpuint (g_list_model_get_n_items (sent), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (sent); i++)
    {
      g_autoptr(GuildRecord) record = g_list_model_get_item (sent, i);
      g_assert_nonnull (guild_record_get_cell (record, "pushOperationKey"));
      g_assert_nonnull (guild_record_get_cell (record, "requestedOnUtc"));
    }
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Invoices");
  gtk_window_destroy (GTK_WINDOW (data));
}

/* What was never synchronised is queued from the page that says so, and comes by itself. */
static void
test_not_synced (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildRecordsWindow *data = NULL;
  const char *key = NULL;

  for (guint nth = 0; key == NULL; nth++)
    {
      data = open_data (fixture, GUILD_UI_XERO, nth);
      for (guint i = 0; i < data->statuses->len && key == NULL; i++)
        {
          const GuildDataStatus *status = data->statuses->pdata[i];
          const GuildDataType *type = guild_data_type_find (status->key);
          if (status->status == NULL && type != NULL && !type->connection)
            key = type->key;
        }
      if (key == NULL)
        gtk_window_destroy (GTK_WINDOW (data));
    }
  g_assert_true (guild_records_window_open (data, key));
  guild_test_wait_until (shows (data, "message"));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_BUTTON, "Queue a Sync");
  gtk_widget_activate (GTK_WIDGET (data->message_button));
  guild_test_wait_until (shows (data, "table"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (data->records)), >, 0);
  gtk_window_destroy (GTK_WINDOW (data));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, test) \
  g_test_add ("/ui/data/" name, GuildUiFixture, NULL, guild_ui_data_set_up, test, \
              guild_ui_data_tear_down)
  ADD ("every-type", test_every_type);
  ADD ("connections", test_connections);
  ADD ("export", test_export);
  ADD ("export-stopped", test_export_stopped);
  ADD ("statement", test_statement);
  ADD ("empty-statement", test_empty_statement);
  ADD ("many-accounts", test_many_accounts);
  ADD ("records", test_records);
  ADD ("history", test_history);
  ADD ("not-synced", test_not_synced);
  return g_test_run ();
}
