/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-data.h"

#include "ui/guild-clock.h"
#include "ui/guild-ui-dialogs.h"

void
guild_ui_data_set_up (GuildUiFixture *fixture, gconstpointer unused)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_fixture_init (fixture, 120);
  guild_ui_fixture_open (fixture, 1100, 720);
  guild_ui_fixture_add_sandbox (fixture);
}

void
guild_ui_data_tear_down (GuildUiFixture *fixture, gconstpointer unused)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

char *
guild_ui_find_company (GuildUiFixture *fixture, const char *query, guint nth)
{
  g_autofree char *encoded = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *path =
    g_strdup_printf ("/companies?page=%u&pageSize=1&query=%s", nth + 1, encoded);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");

  return g_strdup (json_object_get_string_member (json_array_get_object_element (results, 0),
                                                  "id"));
}

GuildRecordsWindow *
guild_ui_present_data (GuildUiFixture *fixture, const char *company_id)
{
  GuildWindow *window = fixture->window;

  if (guild_company_list_find (window->table->list, company_id) == G_MAXUINT)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.sync", NULL);
  guild_test_wait_until (guild_company_list_find (window->table->list, company_id) != G_MAXUINT);
  guild_window_open_company (window, company_id);
  guild_test_wait_until (g_strcmp0 (guild_company_pane_get_id (window->pane), company_id) == 0 &&
                         guild_company_pane_get_company (window->pane) != NULL);
  GuildRecordsWindow *data =
    guild_records_window_present (GTK_WINDOW (window), fixture->desk, window->directory,
                                  guild_company_pane_get_company (window->pane));
  guild_test_ui_present (GTK_WINDOW (data));
  return data;
}

GuildRecordsWindow *
guild_ui_open_data (GuildUiFixture *fixture, const char *company_id)
{
  GuildRecordsWindow *data = guild_ui_present_data (fixture, company_id);

  guild_test_wait_until (data->statuses != NULL && data->place != NULL);
  return data;
}

gboolean
guild_ui_data_shows (GuildRecordsWindow *data, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (data->pages), page) == 0;
}

void
guild_ui_hold_refreshes (GuildUiFixture *fixture)
{
  guild_ui_switch (fixture, "{\"sync-seconds\":3600}");
}

void
guild_ui_end_refreshes (GuildUiFixture *fixture)
{
  guild_ui_switch (fixture, "{\"sync-seconds\":null}");
}

void
guild_ui_go_to_data (GuildRecordsWindow *data, const char *key, const char *page)
{
  g_assert_true (guild_records_window_open (data, key));
  guild_test_wait_until (guild_ui_data_shows (data, page));
}
