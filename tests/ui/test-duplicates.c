/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "ui/guild-clock.h"
#include "ui/guild-duplicates-window.h"
#include "ui/guild-move-dialog.h"

/* Companies of an account that may be one and the same. */

enum { N_COMPANIES = 24 };

static void
add_company (GuildUiFixture *fixture, const char *name, const char *more)
{
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies",
                                           fixture->sandbox->autodesk_account_id);
  g_autofree char *body =
    g_strdup_printf ("{\"name\":\"%s\",\"trade\":\"Masonry\"%s}", name, more);

  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", path, body));
}

/* The first company that has people is called NAME from now on. */
static void
rename_busy (GuildUiFixture *fixture, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/construction/admin/v1/accounts/%s/companies?limit=200",
                                           fixture->sandbox->autodesk_account_id);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonArray *companies =
    json_object_get_array_member (json_node_get_object (node), "results");

  for (guint i = 0; i < json_array_get_length (companies); i++)
    {
      JsonObject *company = json_array_get_object_element (companies, i);
      g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\",\"name\":\"%s\"}",
                                               json_object_get_string_member (company, "id"), name);
      if (json_object_get_int_member (company, "userSize") < 1)
        continue;
      json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST",
                                                "/_sandbox/autodesk/rename", body));
      return;
    }
  g_assert_not_reached ();
}

static void
open_window (GuildUiFixture *fixture, int width, int height)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_fixture_init (fixture, N_COMPANIES);
  add_company (fixture, "Granite and Sons Ltd", ",\"tax_id\":\"GB 77-1\"");
  rename_busy (fixture, "Sons & Granite");
  add_company (fixture, "Masons of Leith", ",\"tax_id\":\"gb771\",\"city\":\"Leith\"");
  add_company (fixture, "Harbour Works", ",\"erp_id\":\"ERP-500\"");
  add_company (fixture, "Quayside Builders", ",\"erp_id\":\"erp 500\"");
  guild_ui_fixture_open (fixture, width, height);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list) &&
                         !guild_directory_get_syncing (fixture->window->directory) &&
                         guild_directory_get_n_companies (fixture->window->directory) > 5);
}

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  open_window (fixture, 1280, 800);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_clock_freeze (0);
}

static GuildDuplicatesWindow *
open_duplicates (GuildUiFixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.find-duplicates",
                                             NULL));
  GuildDuplicatesWindow *window =
    GUILD_DUPLICATES_WINDOW (guild_ui_await_dialog (GUILD_TYPE_DUPLICATES_WINDOW));
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW, "Groups of Companies");
  return window;
}

static GListModel *
get_groups (GuildDuplicatesWindow *window)
{
  GtkWidget *list =
    guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW, "Groups of Companies");

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

/* The row of COMPANY in the group that is on show. */
static GtkWidget *
find_row (GuildDuplicatesWindow *window, const char *company)
{
  return guild_test_ui_await (GTK_WIDGET (window), ADW_TYPE_ACTION_ROW, company);
}

/* The group with the same tax id first; its companies open in the window, and the list is saved. */
static void
test_found (GuildUiFixture *fixture, gconstpointer data)
{
  GuildDuplicatesWindow *window = open_duplicates (fixture);
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "duplicates.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *table = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (get_groups (window)), >=, 2);
  guild_ui_await_words (window, "Same tax ID · Similar names");
  guild_ui_await_words (window, "GB 77-1");
  find_row (window, "Sons & Granite");
  guild_test_ui_check_names (GTK_WIDGET (window));

  guild_duplicates_window_export (window, file);
  guild_ui_await_words (window, "duplicates.csv");
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_nonnull (strstr (table, ",Masons of Leith,gb771,"));

  g_signal_emit_by_name (find_row (window, "Masons of Leith"), "activated");
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  g_assert_cmpstr (
    guild_company_get_name (guild_company_pane_get_company (fixture->window->pane)), ==,
    "Masons of Leith");
}

/* What came meanwhile is found when somebody looks again. */
static void
test_again (GuildUiFixture *fixture, gconstpointer data)
{
  GuildDuplicatesWindow *window = open_duplicates (fixture);
  guint n_groups = g_list_model_get_n_items (get_groups (window));
  GAsyncResult *slot = NULL;

  add_company (fixture, "Ledger Stone", "");
  add_company (fixture, "Leger Stone", "");
  guild_directory_sync_async (fixture->window->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (fixture->window->directory, result, NULL));
  guild_ui_press_button (window, "Look Again");
  guild_test_wait_until (g_list_model_get_n_items (get_groups (window)) == n_groups + 1);
}

/* Moving leads to the company that more is bound to, or asks where to when it is that one. */
static void
test_move (GuildUiFixture *fixture, gconstpointer data)
{
  GuildDuplicatesWindow *window = open_duplicates (fixture);

  guild_ui_press_button (find_row (window, "Sons & Granite"), "_Move…");
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_MOVE_DIALOG);
  guild_ui_await_words (dialog, "@firm.example");
  guild_ui_await_words (dialog, "Choose the company that they move to.");
}

static void
test_pictures (GuildUiFixture *fixture, gconstpointer data)
{
  GuildDuplicatesWindow *window = open_duplicates (fixture);

  find_row (window, "Sons & Granite");
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  guild_test_ui_compare (GTK_WIDGET (window), "duplicates");

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  guild_test_ui_settle (GTK_WIDGET (window));
  GtkWidget *list =
    guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW, "Groups of Companies");
  g_signal_emit_by_name (list, "activate", 0);
  find_row (window, "Sons & Granite");
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  guild_test_ui_compare (GTK_WIDGET (window), "duplicates-narrow");
}

#define ADD(path, test) g_test_add (path, GuildUiFixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  ADD ("/ui/duplicates/found", test_found);
  ADD ("/ui/duplicates/again", test_again);
  ADD ("/ui/duplicates/move", test_move);
  ADD ("/ui/duplicates/pictures", test_pictures);
  return g_test_run ();
}
