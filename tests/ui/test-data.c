/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include "ui/guild-clock.h"
#include "ui/guild-records-private.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer look)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (GPOINTER_TO_UINT (look));
  guild_ui_fixture_init (fixture, 120);
  guild_ui_fixture_open (fixture, 1100, 720);
  guild_ui_fixture_add_sandbox (fixture);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer look)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

/* The window of a company that QUERY, in the service's own words, finds. */
static GuildRecordsWindow *
open_data (GuildUiFixture *fixture, const char *query, guint nth)
{
  g_autofree char *encoded = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *path =
    g_strdup_printf ("/companies?page=%u&pageSize=1&query=%s", nth + 1, encoded);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");
  const char *id =
    json_object_get_string_member (json_array_get_object_element (results, 0), "id");

  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  GuildRecordsWindow *data = guild_records_window_present (
    GTK_WINDOW (fixture->window), fixture->desk, fixture->window->directory,
    guild_company_pane_get_company (fixture->window->pane));
  guild_test_ui_present (GTK_WINDOW (data));
  guild_test_wait_until (data->statuses != NULL && data->place != NULL);
  return data;
}

static gboolean
shows (GuildRecordsWindow *data, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (data->pages), page) == 0;
}

#define XERO "dataConnections.platformName=Xero&&dataConnections.status=Linked"

static void
test_statement (GuildUiFixture *fixture, gconstpointer look)
{
  GuildRecordsWindow *data = open_data (fixture, XERO, 0);

  g_assert_cmpstr (data->place, ==, "profitAndLoss");
  guild_test_wait_until (shows (data, "statement"));
  g_assert_cmpuint (data->statement->periods->len, ==, 12);
  guild_test_ui_check_names (GTK_WIDGET (data));
  guild_test_ui_compare (GTK_WIDGET (data), "data-statement");
  gtk_drop_down_set_selected (data->choice, 2);
  guild_test_wait_until (shows (data, "statement") && data->statement != NULL);
  g_assert_cmpuint (data->statement->periods->len, ==, 5);
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
test_records (GuildUiFixture *fixture, gconstpointer look)
{
  GuildRecordsWindow *data = open_data (fixture, XERO, 0);

  g_assert_true (guild_records_window_open (data, "invoices"));
  guild_test_wait_until (shows (data, "table"));
  guild_test_ui_check_names (GTK_WIDGET (data));
  guild_test_ui_compare (GTK_WIDGET (data), "data-records");
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
test_history (GuildUiFixture *fixture, gconstpointer look)
{
  GuildRecordsWindow *data = open_data (fixture, "dataConnections.status=Deauthorized", 0);

  g_assert_true (guild_records_window_open (data, GUILD_PLACE_HISTORY));
  guild_test_wait_until (shows (data, "table"));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Must be linked again");
  guild_test_ui_compare (GTK_WIDGET (data), "data-history");
  gtk_widget_activate_action (GTK_WIDGET (data), "records.validation", NULL);
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "Warnings");
  g_assert_true (guild_records_window_open (data, GUILD_PLACE_PUSHES));
  guild_test_wait_until (!shows (data, "loading"));
  gtk_window_destroy (GTK_WINDOW (data));
}

/* What was never synchronised is queued from the page that says so, and comes by itself. */
static void
test_not_synced (GuildUiFixture *fixture, gconstpointer look)
{
  GuildRecordsWindow *data = NULL;
  const char *key = NULL;

  for (guint nth = 0; key == NULL; nth++)
    {
      data = open_data (fixture, XERO, nth);
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
  guild_test_ui_compare (GTK_WIDGET (data), "data-not-synced");
  gtk_widget_activate (GTK_WIDGET (data->message_button));
  guild_test_wait_until (shows (data, "table"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (data->records)), >, 0);
  gtk_window_destroy (GTK_WINDOW (data));
}

int
main (int argc, char **argv)
{
  gpointer plain = GUINT_TO_POINTER (GUILD_TEST_UI_PLAIN);
  gpointer dark = GUINT_TO_POINTER (GUILD_TEST_UI_DARK);

  guild_test_ui_init (&argc, &argv);
#define ADD(name, look, test) \
  g_test_add ("/ui/data/" name, GuildUiFixture, look, set_up, test, tear_down)
  ADD ("statement", plain, test_statement);
  ADD ("statement/dark", dark, test_statement);
  ADD ("records", plain, test_records);
  ADD ("records/dark", dark, test_records);
  ADD ("history", plain, test_history);
  ADD ("not-synced", plain, test_not_synced);
  return g_test_run ();
}
