/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"
#include "ui/guild-ui-dialogs.h"

/* The window of a company's data while answers are late, fail, or never come. */

static void
act (GuildRecordsWindow *data, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (data), action, NULL);
}

/* Nothing is known of the data yet: nothing can be exported, and no type refreshed. */
static void
test_before_first (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);

  guild_ui_fault (fixture, "path=/companies/*/dataStatus,delay=60000,count=1");
  GuildRecordsWindow *data = guild_ui_present_data (fixture, id);
  g_assert_null (data->place);
  g_assert_false (gtk_widget_is_sensitive (data->refresh));
  act (data, "records.export-csv");
  act (data, "records.export-json");
  act (data, "records.export-page-csv");
  act (data, "records.export-validation-json");
  act (data, "records.refresh");
  act (data, "records.validation");
  guild_test_ui_settle (GTK_WIDGET (data));
  g_assert_false (guild_ui_has_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG));
  act (data, "records.retry");
  guild_test_wait_until (guild_ui_data_shows (data, "statement"));
  g_assert_cmpuint (guild_ui_count_requests (fixture, "POST /companies/{id}/data/all"), ==, 0);
  g_assert_true (gtk_widget_is_sensitive (data->refresh));
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
test_first_failed (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);

  guild_ui_fault (fixture, "path=/companies/*/dataStatus,status=403,count=1");
  GuildRecordsWindow *data = guild_ui_present_data (fixture, id);
  guild_test_wait_until (guild_ui_data_shows (data, "message"));
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "This Data Cannot Be Read");
  guild_ui_press_button (data, "Try Again");
  guild_test_wait_until (guild_ui_data_shows (data, "statement"));
  gtk_window_destroy (GTK_WINDOW (data));
}

#define STATUSES "GET /companies/{id}/dataStatus"
#define QUEUED "POST /companies/{id}/data/queue/invoices"

static gboolean
is_running (GuildRecordsWindow *data, const char *key)
{
  for (guint i = 0; i < data->statuses->len; i++)
    {
      const GuildDataStatus *status = data->statuses->pdata[i];
      if (g_str_equal (status->key, key))
        return guild_sync_status_is_running (status->status);
    }
  return FALSE;
}

/* However often it is pressed until the service has answered: one refresh. */
static void
test_refresh_once (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "invoices", "table");
  guild_ui_fault (fixture, "path=/companies/*/data/queue/*,method=POST,delay=300");
  guild_ui_hold_refreshes (fixture);
  for (guint i = 0; i < 3; i++)
    act (data, "records.refresh");
  g_assert_false (gtk_widget_is_sensitive (data->refresh));
  act (data, "records.refresh-all");
  guild_test_wait_until (is_running (data, "invoices"));
  g_assert_false (gtk_widget_is_sensitive (data->refresh));
  guild_ui_end_refreshes (fixture);
  guild_test_wait_until (!is_running (data, "invoices"));
  g_assert_true (gtk_widget_is_sensitive (data->refresh));
  g_assert_cmpuint (guild_ui_count_requests (fixture, QUEUED), ==, 1);
  g_assert_cmpuint (guild_ui_count_requests (fixture, "POST /companies/{id}/data/all"), ==, 0);

  /* A refusal gives the button back. */
  guild_ui_clear_faults (fixture);
  guild_ui_fault (fixture, "path=/companies/*/data/queue/*,method=POST,status=403");
  act (data, "records.refresh");
  g_assert_false (gtk_widget_is_sensitive (data->refresh));
  guild_test_wait_until (gtk_widget_is_sensitive (data->refresh));
  gtk_window_destroy (GTK_WINDOW (data));
}

/* The status cannot be read for a while: it is waited for nevertheless, and told once. */
static void
test_lost_status (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "invoices", "table");
  guild_ui_fault (fixture, "path=/companies/*/dataStatus,skip=1,count=2,status=403");
  guint before = guild_ui_count_requests (fixture, STATUSES);
  guild_ui_hold_refreshes (fixture);
  act (data, "records.refresh");
  guild_test_wait_until (is_running (data, "invoices"));
  guild_ui_end_refreshes (fixture);
  guild_test_wait_until (!is_running (data, "invoices"));
  g_assert_cmpuint (guild_ui_count_requests (fixture, STATUSES), >=, before + 4);
  g_assert_true (gtk_widget_is_sensitive (data->refresh));
  guild_test_wait_until (guild_ui_data_shows (data, "table"));
  gtk_window_destroy (GTK_WINDOW (data));
}

/* The company is gone: it is not waited for, and what is on show is not passed off as its data. */
static void
test_gone (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "invoices", "table");
  guild_ui_fault (fixture, "path=/companies/*/dataStatus,skip=1,count=1,status=404");
  guild_ui_hold_refreshes (fixture);
  act (data, "records.refresh");
  guild_test_wait_until (guild_ui_data_shows (data, "message"));
  g_assert_cmpuint (data->poll, ==, 0);
  g_assert_false (gtk_widget_get_visible (data->bar));
  guild_ui_end_refreshes (fixture);
  guild_ui_press_button (data, "Try Again");
  guild_test_wait_until (guild_ui_data_shows (data, "table"));
  guild_test_wait_until (!is_running (data, "invoices"));
  gtk_window_destroy (GTK_WINDOW (data));
}

/* Leaves the account N requests of a day's hundred or more. */
static void
leave_quota (GuildUiFixture *fixture, GuildRecordsWindow *data, guint n)
{
  GuildTransport *transport =
    guild_service_get_transport (guild_directory_get_service (data->directory));
  const GuildQuota *quota = guild_transport_get_quota (transport);
  gint64 used = quota->limit - quota->remaining + 100;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(JsonNode) page =
        guild_test_sandbox_call (fixture->sandbox, "GET", "/companies?pageSize=1", NULL);
    }
  g_autofree char *json = g_strdup_printf ("{\"daily-quota\":%" G_GINT64_FORMAT "}", used + n);
  guild_ui_switch (fixture, json);
}

/* Waiting takes few of the day's requests, and fewer when few are left. */
static void
test_economy (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = guild_ui_open_data (fixture, id);

  guild_ui_go_to_data (data, "invoices", "table");
  guild_ui_hold_refreshes (fixture);
  act (data, "records.refresh");
  guild_test_wait_until (data->poll != 0);
  g_assert_cmpuint (data->delay, ==, 2);
  guild_test_wait_until (data->delay == 4);
  guild_test_wait_until (data->delay == 8);
  guint n = guild_ui_count_requests (fixture, STATUSES);
  g_assert_cmpuint (n, ==, 4);

  /* A person who asks is answered at once, whatever is left. */
  leave_quota (fixture, data, 5);
  act (data, "records.retry");
  guild_test_wait_until (data->delay == 600);
  g_assert_cmpuint (guild_ui_count_requests (fixture, STATUSES), ==, n + 1);
  guild_ui_switch (fixture, "{\"daily-quota\":null}");
  act (data, "records.retry");
  guild_test_wait_until (data->delay == 2);
  gtk_window_destroy (GTK_WINDOW (data));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, test) \
  g_test_add ("/ui/data-wait/" name, GuildUiFixture, NULL, guild_ui_data_set_up, test, \
              guild_ui_data_tear_down)
  ADD ("before-first", test_before_first);
  ADD ("first-failed", test_first_failed);
  ADD ("refresh-once", test_refresh_once);
  ADD ("lost-status", test_lost_status);
  ADD ("gone", test_gone);
  ADD ("economy", test_economy);
  return g_test_run ();
}
