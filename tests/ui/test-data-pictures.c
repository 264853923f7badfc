/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>
#include "support/guild-test-data.h"
#include "ui/guild-ask-dialog.h"
#include "ui/guild-clock.h"

/* The window of a company's data, and "Ask the Service", in every look. */

typedef struct
{
  const char     *path;
  GuildTestUiLook look;
  int             width; /* 0: the window's own */
} Look;

static const Look *look;

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  look = data;
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (look->look);
  guild_ui_fixture_init (fixture, 120);
  guild_ui_open_codat (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

static void
compare (gpointer window, const char *name)
{
  g_autofree char *full = g_strconcat (name, look->width != 0 ? "-narrow" : "", NULL);

  gtk_window_set_focus (window, NULL);
  gtk_window_set_focus_visible (window, FALSE);
  guild_test_ui_check_names (window);
  guild_test_ui_compare (window, full);
}

static GuildRecordsWindow *
open_data (GuildUiFixture *fixture, const char *company_id)
{
  GuildRecordsWindow *data = guild_ui_open_data (fixture, company_id);

  if (look->width != 0)
    gtk_window_set_default_size (GTK_WINDOW (data), look->width, 720);
  guild_test_ui_settle (GTK_WIDGET (data));
  return data;
}

static void
go_to (GuildRecordsWindow *data, const char *key, const char *page)
{
  guild_ui_go_to_data (data, key, page);
  adw_leaflet_set_visible_child (data->leaflet, data->content);
  guild_test_ui_settle (GTK_WIDGET (data));
}

/* Shows the validation of the first refresh that something was wrong with. */
static void
check_something (GuildRecordsWindow *data)
{
  GtkWidget *view = guild_test_ui_find (GTK_WIDGET (data->table), GTK_TYPE_COLUMN_VIEW, NULL);
  GtkSelectionModel *rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      gtk_selection_model_select_item (rows, i, TRUE);
      g_assert_null (data->checked);
      gtk_widget_activate_action (GTK_WIDGET (data), "records.validation", NULL);
      guild_test_wait_until (data->checked != NULL);
      if (guild_value_get_length (guild_value_get (data->checked, "warnings")) > 0)
        return;
      guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_LABEL, "None");
    }
  g_assert_not_reached ();
}

static void
test_data (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  g_autofree char *lost =
    guild_ui_find_company (fixture, "dataConnections.status=Deauthorized", 0);
  GuildRecordsWindow *data = open_data (fixture, id);

  guild_test_wait_until (guild_ui_data_shows (data, "statement"));
  if (look->width != 0)
    compare (data, "data-places");
  go_to (data, "profitAndLoss", "statement");
  compare (data, "data-statement");
  go_to (data, "invoices", "table");
  compare (data, "data-records");
  go_to (data, "bankTransactions", "table");
  compare (data, "data-account");
  gtk_window_destroy (GTK_WINDOW (data));

  data = open_data (fixture, lost);
  go_to (data, GUILD_PLACE_HISTORY, "table");
  compare (data, "data-history");
  check_something (data);
  compare (data, "data-validation");
  gtk_window_destroy (GTK_WINDOW (data));
}

static void
test_not_synced (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = open_data (fixture, id);

  for (guint i = 0; i < data->statuses->len; i++)
    {
      const GuildDataStatus *status = data->statuses->pdata[i];
      const GuildDataType *type = guild_data_type_find (status->key);
      if (status->status == NULL && type != NULL)
        {
          go_to (data, type->key, "message");
          break;
        }
    }
  guild_test_ui_await (GTK_WIDGET (data), GTK_TYPE_BUTTON, "Queue a Sync");
  compare (data, "data-not-synced");
  gtk_window_destroy (GTK_WINDOW (data));
}

/* One of three banks is on show. */
static void
test_connections (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id =
    guild_test_company_new (fixture->sandbox, "Three Banks", "suuo", "suuo", "upvr", NULL);
  GuildRecordsWindow *data = open_data (fixture, id);

  go_to (data, "banking-accounts", "table");
  compare (data, "data-connections");
  gtk_window_destroy (GTK_WINDOW (data));
}

/* An export that stopped half way. */
static void
test_export (GuildUiFixture *fixture, gconstpointer unused)
{
  g_autofree char *id = guild_ui_find_company (fixture, GUILD_UI_XERO, 0);
  GuildRecordsWindow *data = open_data (fixture, id);
  g_autofree char *path = g_build_filename (fixture->room, "out.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  go_to (data, "accountTransactions", "table");
  guild_ui_fault (fixture, "path=/companies/*/accountTransactions,skip=1,delay=60000");
  guild_records_export_to (data, GUILD_RECORDS_ALL, TRUE, file);
  GtkWindow *dialog = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (dialog, "1\u2009000");
  if (look->width != 0)
    gtk_window_set_default_size (dialog, look->width, -1);
  compare (dialog, "data-exporting");
  guild_ui_press_button (dialog, "Cancel");
  guild_test_wait_until (!gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  dialog = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (dialog, "Not Everything");
  compare (dialog, "data-export-stopped");
  guild_ui_press_button (dialog, "Discard");
  gtk_window_destroy (GTK_WINDOW (data));
}

static GtkWindow *
await_ask (GuildUiFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.ask-service", NULL);
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_ASK_DIALOG);
  if (look->width != 0)
    gtk_window_set_default_size (dialog, look->width, 560);
  return dialog;
}

static void
test_ask (GuildUiFixture *fixture, gconstpointer unused)
{
  GuildCompanyList *list = fixture->window->table->list;
  GtkWindow *dialog = await_ask (fixture);

  guild_ui_await_words (dialog, "The Same Answer");
  compare (dialog, "ask-same");
  gtk_window_destroy (dialog);
  g_autofree char *id = guild_company_list_dup_id (list, 0);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  g_autoptr(JsonNode) gone = guild_test_sandbox_call (fixture->sandbox, "DELETE", path, NULL);
  g_autoptr(JsonNode) made = guild_test_sandbox_call (fixture->sandbox, "POST", "/companies",
                                                      "{\"name\":\"Tidewater Two\"}");
  dialog = await_ask (fixture);
  guild_ui_await_words (dialog, "The Answers Differ");
  compare (dialog, "ask-differs");
  gtk_window_destroy (dialog);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "attention"));
  dialog = await_ask (fixture);
  guild_ui_await_words (dialog, "Nothing Was Asked");
  compare (dialog, "ask-refused");
  gtk_window_destroy (dialog);
}

static void
add (const char *name, const Look *l, void (*test) (GuildUiFixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/ui/data-pictures/", l->path, "/", name, NULL);
  g_test_add (path, GuildUiFixture, l, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  static const Look looks[] = {
    { "plain", GUILD_TEST_UI_PLAIN, 0 }, { "dark", GUILD_TEST_UI_DARK, 0 },
    { "rtl", GUILD_TEST_UI_RTL, 0 },     { "narrow", GUILD_TEST_UI_PLAIN, 360 },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      add ("data", &looks[i], test_data);
      add ("not-synced", &looks[i], test_not_synced);
      add ("connections", &looks[i], test_connections);
      add ("export", &looks[i], test_export);
      add ("ask", &looks[i], test_ask);
    }
  return g_test_run ();
}
