/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"
#include "support/guild-test.h"

/* Blocking forms of the asynchronous calls, spinning the default main context. */

G_GNUC_UNUSED static GuildPage *
list_page (GuildService *service, guint page, guint page_size, GuildQuery *query, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_list_page_async (service, page, page_size, query, NULL, guild_test_result_cb,
                                 &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_list_page_finish (service, result, error);
}

G_GNUC_UNUSED static GuildBatch *
read_company (GuildService *service, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_read_company_async (service, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_read_company_finish (service, result, error);
}

G_GNUC_UNUSED static GuildOutcome *
send_write (GuildService *service, GuildWriteKind kind, const char *company, const char *target,
            const char *body, GError **error)
{
  g_autoptr(GuildWrite) write = guild_write_new (kind, company, target, body);
  GAsyncResult *slot = NULL;

  guild_service_write_async (service, write, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_write_finish (service, result, error);
}

G_GNUC_UNUSED static GuildOutcome *
look_up (GuildService *service, GuildWriteKind kind, const char *company, const char *target,
         const char *body, gint64 sent_at, GError **error)
{
  g_autoptr(GuildWrite) write = guild_write_new (kind, company, target, body);
  GAsyncResult *slot = NULL;

  guild_service_look_up_async (service, write, sent_at, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_look_up_finish (service, result, error);
}

G_GNUC_UNUSED static GPtrArray *
list_groups (GuildService *service, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_list_groups_async (service, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_list_groups_finish (service, result, error);
}

G_GNUC_UNUSED static gboolean
test_service (GuildService *service, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_service_test_async (service, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_service_test_finish (service, result, error);
}

G_GNUC_UNUSED static void
add_fault (GuildTestSandbox *sandbox, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "POST", "/_sandbox/faults", body);
}

G_GNUC_UNUSED static void
clear_faults (GuildTestSandbox *sandbox)
{
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "DELETE", "/_sandbox/faults", NULL);
}

/* How many requests the sandbox has seen for KEY, such as "GET /companies". */
G_GNUC_UNUSED static gint64
count_requests (GuildTestSandbox *sandbox, const char *key)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_has_member (counts, key) ? json_object_get_int_member (counts, key) : 0;
}

#define assert_code(error, code) g_assert_error ((error), GUILD_SERVICE_ERROR, (int) (code))
