/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

#include <sqlite3.h>

#include "service/codat/guild-codat.h"

GuildJournal *
fixture_open (const char *path, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_journal_open_async (path, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_journal_open_finish (result, error);
}

void
fixture_close (GuildJournal *journal)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_journal_close_async (journal, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_journal_close_finish (journal, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_object_unref (journal);
}

GuildDirectory *
fixture_new_directory (GuildTestSandbox *sandbox, const char *key)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (WORKSPACE, "codat", "Test", sandbox->url);
  g_autoptr(GuildService) service = guild_codat_new (sandbox->url, key);
  GuildDirectory *directory = guild_directory_new (workspace, guild_codat_table (), NULL);

  guild_transport_set_patience (guild_service_get_transport (service), 10, 20);
  guild_directory_set_service (directory, service);
  return directory;
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = guild_test_directory ();
  g_autoptr(GError) error = NULL;

  self->sandbox = guild_test_sandbox_start ("--companies", "20", "--autodesk-companies", "1", NULL);
  self->directory = fixture_new_directory (self->sandbox, self->sandbox->codat_key);
  self->path = g_build_filename (folder, "journal.sqlite", NULL);
  self->journal = fixture_open (self->path, &error);
  g_assert_no_error (error);
  guild_journal_set_patience (self->journal, 50);
  guild_journal_attach (self->journal, self->directory);
}

static void
close_directory (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, result, &error));
  g_assert_no_error (error);
  g_object_unref (directory);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  if (self->journal != NULL)
    fixture_close (g_steal_pointer (&self->journal));
  if (self->directory != NULL)
    close_directory (g_steal_pointer (&self->directory));
  g_clear_pointer (&self->sandbox, guild_test_sandbox_stop);
  g_clear_pointer (&self->path, g_free);
}

void
fixture_fault (Fixture *self, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);

  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/faults", body));
}

void
fixture_clear_faults (Fixture *self)
{
  json_node_unref (guild_test_sandbox_call (self->sandbox, "DELETE", "/_sandbox/faults", NULL));
}

guint
fixture_count (Fixture *self, const char *request)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (self->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_get_int_member_with_default (counts, request, 0);
}

guint
fixture_count_named (Fixture *self, const char *name)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (self->sandbox, "GET",
                                                      "/companies?page=1&pageSize=5000", NULL);
  JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (results); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (results, i),
                                                    "name"), name))
      n++;
  return n;
}

char *
fixture_add_company (Fixture *self, const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (self->sandbox, "POST", "/companies", body);
  char *id = g_strdup (json_object_get_string_member (json_node_get_object (node), "id"));
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_refresh_company_async (self->directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (self->directory, result, &error);
  g_assert_no_error (error);
  json_node_unref (guild_test_sandbox_call (self->sandbox, "DELETE", "/_sandbox/requests", NULL));
  return id;
}

GuildChange *
fixture_create (const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_COMPANY, NULL, NULL, body);

  return guild_change_new (WORKSPACE, write, name);
}

GuildChange *
fixture_delete (const char *id)
{
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_DELETE_COMPANY, id, NULL, NULL);

  return guild_change_new (WORKSPACE, write, "A company");
}

gboolean
fixture_perform (Fixture *self, GuildChange *change, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_journal_perform_async (self->journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_journal_perform_finish (self->journal, result, error);
}

char *
fixture_query (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return text;
}
