/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-query.h"
#include "directory/guild-company-list.h"
#include "service/codat/guild-codat.h"
#include "support/guild-test.h"

#include <string.h>

/* What the tests of this room share: companies made here, and calls that wait. */

static inline void
test_add_company (GuildBatch *batch, const char *id, const char *name, const char *more)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"name\":\"%s\",\"platform\":\"\",\"created\":\"2024-03-01T10:00:00Z\"%s%s}", id,
    name, more != NULL ? "," : "", more != NULL ? more : "");
  g_autoptr(JsonNode) node = json_from_string (json, &error);
  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
}

static inline void
test_apply (GuildDirectory *directory, GuildBatch *batch)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_apply_async (directory, batch, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_apply_finish (directory, result, &error);
  g_assert_no_error (error);
}

static inline void
test_apply_one (GuildDirectory *directory, const char *id, const char *name, const char *more)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_directory_get_table (directory));
  test_add_company (batch, id, name, more);
  test_apply (directory, batch);
}

static inline void
test_remove (GuildDirectory *directory, const char *id)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_remove_async (directory, id, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_remove_finish (directory, result, &error);
  g_assert_no_error (error);
}

static inline GuildDirectory *
test_open (const GuildFieldTable *table, const char *path)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("test", table->service_id, "Test", "http://127.0.0.1:1");
  GuildDirectory *directory = guild_directory_new (workspace, table, path);
  guild_test_wait_until (guild_directory_get_loaded (directory));
  return directory;
}

/* Takes DIRECTORY. */
static inline void
test_close (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_close_finish (directory, result, &error);
  g_assert_no_error (error);
  g_object_unref (directory);
}

static inline GuildCompany *
test_load (GuildDirectory *directory, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_directory_load_company_async (directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_directory_load_company_finish (directory, result, error);
}

static inline void
test_settle (GuildCompanyList *list)
{
  guild_test_wait_until (!guild_company_list_get_busy (list));
}

/* (transfer full): ids of all rows, joined by spaces. */
static inline char *
test_join_ids (GuildCompanyList *list)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autofree char *id = guild_company_list_dup_id (list, i);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", id);
    }
  return g_string_free (ids, FALSE);
}

#define test_assert_ids(list, expected) \
  G_STMT_START { \
    g_autofree char *ids_ = test_join_ids (list); \
    g_assert_cmpstr (ids_, ==, (expected)); \
  } G_STMT_END
