/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-connected.h"

GuildService *
test_make_service (GuildTestSandbox *sandbox)
{
  GuildService *service = guild_codat_new (sandbox->url, sandbox->codat_key);
  guild_transport_set_patience (guild_service_get_transport (service), 60, 1);
  return service;
}

GuildDirectory *
test_open_connected (GuildTestSandbox *sandbox, const char *path)
{
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildService) service = test_make_service (sandbox);
  guild_directory_set_service (directory, service);
  return directory;
}

gboolean
test_sync_once (GuildDirectory *directory, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_directory_sync_finish (directory, result, error);
}

void
test_sync_well (GuildDirectory *directory)
{
  g_autoptr(GError) error = NULL;
  g_assert_true (test_sync_once (directory, &error));
  g_assert_no_error (error);
  g_assert_null (guild_directory_get_last_error (directory));
}

void
test_add_fault (GuildTestSandbox *sandbox, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (sandbox, "POST", "/_sandbox/faults", body);
}

void
test_clear_faults (GuildTestSandbox *sandbox)
{
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "DELETE", "/_sandbox/faults", NULL);
}

guint
test_count_requests (GuildTestSandbox *sandbox)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) values = json_object_get_values (counts);
  guint n_requests = 0;

  for (GList *item = values; item != NULL; item = item->next)
    n_requests += (guint) json_node_get_int (item->data);
  return n_requests;
}

guint
test_take_n_requests (GuildTestSandbox *sandbox)
{
  guint n_requests = test_count_requests (sandbox);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "DELETE", "/_sandbox/requests", NULL);

  return n_requests;
}

void
test_delete_at_service (GuildTestSandbox *sandbox, const char *id)
{
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (sandbox, "DELETE", path, NULL);
}

char *
test_create_at_service (GuildTestSandbox *sandbox, const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "POST", "/companies", body);
  return g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
}

char *
test_first_id (GuildCompanyList *list)
{
  test_settle (list);
  char *id = guild_company_list_dup_id (list, 0);
  g_assert_nonnull (id);
  return id;
}
