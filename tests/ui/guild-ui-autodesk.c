/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-autodesk.h"

#include "service/autodesk/guild-autodesk.h"

void
guild_ui_open_autodesk (GuildUiFixture *fixture, guint n_companies, int width, int height)
{
  guild_ui_fixture_init (fixture, n_companies);
  guild_ui_fixture_open (fixture, width, height);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->pages), "grid") == 0);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  guild_test_wait_until (
    g_list_model_get_n_items (G_LIST_MODEL (fixture->window->table->list)) == n_companies);
}

void
guild_ui_sign_in_autodesk (GuildUiFixture *fixture)
{
  GuildDirectory *directory = fixture->window->directory;
  g_autoptr(GuildService) service =
    guild_autodesk_new_signed_in (guild_directory_get_workspace (directory), NULL);

  guild_directory_set_service (directory, service);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
}

char *
guild_ui_company_path (GuildUiFixture *fixture, const char *id)
{
  return g_strdup_printf ("/hq/v1/accounts/%s/companies%s%s",
                          fixture->sandbox->autodesk_account_id, id != NULL ? "/" : "",
                          id != NULL ? id : "");
}

JsonObject *
guild_ui_read_company (GuildUiFixture *fixture, const char *id)
{
  g_autofree char *path = guild_ui_company_path (fixture, id);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);

  return json_node_dup_object (node);
}

void
guild_ui_assert_member (GuildUiFixture *fixture, const char *id, const char *member,
                        const char *expected)
{
  g_autoptr(JsonObject) company = guild_ui_read_company (fixture, id);

  g_assert_cmpstr (json_object_get_string_member_with_default (company, member, ""), ==,
                   expected != NULL ? expected : "");
}

void
guild_ui_patch_company (GuildUiFixture *fixture, const char *id, const char *body)
{
  g_autofree char *path = guild_ui_company_path (fixture, id);
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "PATCH", path, body));
}
