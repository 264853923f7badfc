/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "imports.h"

#include <string.h>

#include "service/autodesk/guild-autodesk.h"

GuildCsvTable *
imports_parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  GuildCsvTable *table = guild_csv_table_parse (bytes, &error);

  g_assert_no_error (error);
  return table;
}

GuildImportPlan *
imports_plan (GuildDirectory *directory, const char *text, gboolean clears)
{
  g_autoptr(GuildCsvTable) file = imports_parse (text);
  const GuildImportRules *rules =
    guild_service_get_import_rules (guild_directory_get_service (directory));
  g_autofree const char **columns =
    guild_import_columns_guess (guild_directory_get_table (directory), rules, file, NULL);
  g_autoptr(GError) error = NULL;
  static GuildPlaces *places = NULL; /* of the machine: once is enough */
  GAsyncResult *slot = NULL;

  if (places == NULL)
    places = guild_places_load (NULL, &error);
  g_assert_no_error (error);
  guild_import_plan_make_async (directory, file, "companies.csv", columns, clears, places, NULL,
                                guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GuildImportPlan *plan = guild_import_plan_make_finish (directory, result, &error);
  g_assert_no_error (error);
  return plan;
}

char *
imports_describe (GuildImportPlan *plan)
{
  static const char * const words[] = { "create", "update", "unchanged", "conflict", "invalid" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (plan)); i++)
    {
      GuildImportRow *row = imports_row (plan, i);
      g_string_append_printf (text, "%s%s:%s", i > 0 ? "|" : "",
                              words[guild_import_row_get_verdict (row)],
                              guild_import_row_get_name (row));
    }
  return g_string_free (text, FALSE);
}

GuildImportRow *
imports_row (GuildImportPlan *plan, guint position)
{
  g_autoptr(GuildImportRow) row = g_list_model_get_item (G_LIST_MODEL (plan), position);

  g_assert_nonnull (row);
  return row; /* the plan keeps it */
}

void
imports_add_company (GuildDirectory *directory, const char *json)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_directory_get_table (directory));
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (json, &error);
  GAsyncResult *slot = NULL;

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  guild_directory_apply_async (directory, batch, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_apply_finish (directory, result, &error));
  g_assert_no_error (error);
}

GuildDirectory *
imports_new_directory (void)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (WORKSPACE, "autodesk", "Test", "http://127.0.0.1:9");
  g_autoptr(GuildService) service = guild_autodesk_new (
    "http://127.0.0.1:9", "client", "secret", "11111111-1111-1111-1111-111111111111", "US");
  GuildDirectory *directory = guild_directory_new (workspace, guild_autodesk_table (), NULL);

  guild_directory_set_service (directory, service);
  return directory;
}

void
imports_close_directory (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, result, &error));
  g_object_unref (directory);
}
