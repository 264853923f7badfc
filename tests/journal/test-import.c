/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "imports.h"

#include <string.h>

#include "service/autodesk/guild-autodesk.h"

/* Imports on their way through the journal to the sandbox. */

#define HQ "/hq/v1/accounts/{id}/companies"

static GuildService *
make_service (Fixture *self, const char *secret)
{
  GuildService *service = guild_autodesk_new (
    self->sandbox->url, self->sandbox->autodesk_client_id, secret,
    self->sandbox->autodesk_account_id, self->sandbox->region);

  guild_autodesk_set_patience (GUILD_AUTODESK (service), 10, 20);
  return service;
}

static void
open_journal (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->journal = fixture_open (self->path, &error);
  g_assert_no_error (error);
  guild_journal_set_patience (self->journal, 50);
  guild_journal_attach (self->journal, self->directory);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = guild_test_directory ();

  self->sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "20", NULL);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (WORKSPACE, "autodesk", "Test", self->sandbox->url);
  g_autoptr(GuildService) service = make_service (self, self->sandbox->autodesk_client_secret);
  self->directory = guild_directory_new (workspace, guild_autodesk_table (), NULL);
  guild_directory_set_service (self->directory, service);
  self->path = g_build_filename (folder, "journal.sqlite", NULL);
  open_journal (self);
}

static void
set_switch (Fixture *self, const char *body)
{
  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches", body));
}

/* N rows "Import 000", with TRADE. */
static void
append_rows (GString *file, guint n, const char *trade)
{
  static guint n_rows = 0;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (file, "Import %03u,%s,Graz\n", n_rows++, trade);
}

static GuildImport *
make_import (Fixture *self, const char *file)
{
  g_autoptr(GuildImportPlan) plan = imports_plan (self->directory, file, FALSE);
  return guild_import_new (self->journal, self->directory, plan, NULL);
}

static gboolean
is_at_rest (GuildImport *import)
{
  return guild_import_get_state (import) == GUILD_IMPORT_PAUSED ||
         guild_import_get_state (import) == GUILD_IMPORT_ENDED;
}

static void
run (GuildImport *import)
{
  guild_import_run (import);
  guild_test_wait_until (is_at_rest (import));
}

/* How many rows are as STATE says. */
static guint
count (GuildImport *import, GuildImportRowState state)
{
  GuildImportPlan *plan = guild_import_get_plan (import);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (plan)); i++)
    n += guild_import_row_get_state (imports_row (plan, i)) == state;
  return n;
}

/* Companies at the service whose names begin with “Import”: none is there twice. */
static guint
count_made (Fixture *self)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0, n_page = 100;

  for (guint offset = 0; n_page == 100; offset += 100)
    {
      g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies?limit=100&offset=%u",
                                               self->sandbox->autodesk_account_id, offset);
      g_autoptr(JsonNode) node = guild_test_sandbox_call (self->sandbox, "GET", path, NULL);
      JsonArray *array = json_node_get_array (node);
      n_page = json_array_get_length (array);
      for (guint i = 0; i < n_page; i++)
        {
          const char *name = json_object_get_string_member (
            json_array_get_object_element (array, i), "name");
          if (!g_str_has_prefix (name, "Import"))
            continue;
          g_assert_true (g_hash_table_add (names, g_strdup (name)));
          n++;
        }
    }
  return n;
}

static guint
count_calls (Fixture *self)
{
  return fixture_count (self, "POST " HQ "/import");
}

/* --- on the whole ----------------------------------------------------------------------------- */

/* DATA is the shape of failures. */
static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 60, "Concrete");
  append_rows (file, 3, "no-such-trade");
  append_rows (file, 40, "Metals");
  set_switch (self, data);
  set_switch (self, "{\"trade\":\"strict\"}");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  g_assert_cmpuint (guild_import_get_n_total (import), ==, 103);
  run (import);
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_ENDED);
  g_assert_null (guild_import_get_error (import));
  g_assert_cmpuint (guild_import_get_n_done (import), ==, 103);
  g_assert_cmpuint (guild_import_get_n_failed (import), ==, 3);
  g_assert_cmpuint (guild_import_count_done (import, GUILD_IMPORT_CREATE), ==, 100);
  g_assert_cmpuint (count_calls (self), ==, 3);
  g_assert_cmpuint (count_made (self), ==, 100);
  GuildImportRow *failed = imports_row (guild_import_get_plan (import), 61);
  g_assert_cmpint (guild_import_row_get_state (failed), ==, GUILD_IMPORT_ROW_FAILED);
  g_assert_cmpstr (guild_import_row_get_message (failed), !=, NULL);
  g_assert_null (guild_import_row_get_company_id (failed));

  /* The result says it of each, and can be imported again: only what failed is new. */
  g_autofree char *result = guild_import_plan_dup_result (guild_import_get_plan (import));
  g_assert_nonnull (strstr (result, ",Failed,"));
  g_assert_nonnull (strstr (result, ",Created,"));
  g_autoptr(GuildImportPlan) again = imports_plan (self->directory, result, FALSE);
  g_assert_cmpuint (guild_import_plan_count (again, GUILD_IMPORT_UNCHANGED), ==, 100);
  g_assert_cmpuint (guild_import_plan_count (again, GUILD_IMPORT_CREATE), ==, 3);
}

/* Only what differs is sent, of the company as it is now. */
static void
test_updates (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 6, "Concrete");
  g_autoptr(GuildImport) first = make_import (self, file->str);
  run (first);
  g_autoptr(GString) changed = g_string_new (NULL);
  g_auto(GStrv) lines = g_strsplit (file->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto(GStrv) cells = g_strsplit (lines[i], ",", -1);
      g_string_append_printf (changed, "%s,%s,%s\n", cells[0], i == 2 ? "Metals" : cells[1],
                              i > 3 ? "Linz" : cells[2]);
    }
  /* Somebody was faster with the second. */
  GuildImportRow *row = imports_row (guild_import_get_plan (first), 1);
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies/%s",
                                           self->sandbox->autodesk_account_id,
                                           guild_import_row_get_company_id (row));
  json_node_unref (guild_test_sandbox_call (self->sandbox, "PATCH", path,
                                            "{\"trade\":\"Metals\"}"));
  g_autoptr(GuildImport) second = make_import (self, changed->str);
  g_assert_cmpuint (guild_import_get_n_total (second), ==, 4);
  run (second);
  g_assert_cmpint (guild_import_get_state (second), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (guild_import_count_done (second, GUILD_IMPORT_UPDATE), ==, 4);
  g_assert_cmpuint (fixture_count (self, "PATCH " HQ "/{id}"), ==, 4);
  g_assert_cmpstr (guild_import_row_get_message (
                     imports_row (guild_import_get_plan (second), 1)), !=, NULL);
  g_autoptr(GuildImportPlan) again = imports_plan (self->directory, changed->str, FALSE);
  g_assert_cmpuint (guild_import_plan_count (again, GUILD_IMPORT_UNCHANGED), ==, 6);
  /* Each can be taken back. */
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (self->journal), 0);
  g_assert_true (guild_change_get_can_undo (change));
}

/* --- what goes wrong -------------------------------------------------------------------------- */

static void
test_lost_after (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 70, "Concrete");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  fixture_fault (self, "path=/hq,method=POST,cut=after-write,count=1");
  run (import);
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 70);
  g_assert_cmpuint (count_calls (self), ==, 2);
  g_assert_cmpuint (count_made (self), ==, 70);
  for (guint i = 0; i < 70; i++)
    g_assert_nonnull (guild_import_row_get_company_id (
      imports_row (guild_import_get_plan (import), i)));
}

/* What certainly was not done is sent once more, and not for ever. */
static void
test_lost_before (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 20, "Concrete");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  fixture_fault (self, "path=/hq,method=POST,cut=before,count=1");
  run (import);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 20);
  g_assert_cmpuint (count_made (self), ==, 20);

  g_string_assign (file, "Name,Trade,City\n");
  append_rows (file, 5, "Concrete");
  g_autoptr(GuildImport) hopeless = make_import (self, file->str);
  fixture_fault (self, "path=/hq,method=POST,cut=before,count=9");
  run (hopeless);
  g_assert_cmpint (guild_import_get_state (hopeless), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (count (hopeless, GUILD_IMPORT_ROW_FAILED), ==, 5);
  g_assert_cmpuint (count_made (self), ==, 20);
}

static void
test_limit (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 55, "Concrete");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  fixture_fault (self, "path=/hq,method=POST,status=429,retry-after=seconds:1,count=1");
  run (import);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 55);
  g_assert_cmpuint (count_calls (self), ==, 3);
  g_assert_cmpuint (count_made (self), ==, 55);
}

/* Neither the answer nor a look at the directory: it pauses, and looks before it goes on. */
static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 60, "Concrete");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  fixture_fault (self, "path=/hq,method=POST,cut=after-write,count=1");
  fixture_fault (self, "path=/construction,method=GET,status=500");
  run (import);
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_PAUSED);
  g_assert_nonnull (guild_import_get_error (import));
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_UNKNOWN), ==, 50);
  g_assert_cmpuint (count_calls (self), ==, 1);
  fixture_clear_faults (self);
  run (import);
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 60);
  g_assert_cmpuint (count_calls (self), ==, 2);
  g_assert_cmpuint (count_made (self), ==, 60);
}

/* What would be said of every row ends it at the first. */
static void
test_forbidden (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 60, "Concrete");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  fixture_fault (self, "path=/hq,method=POST,status=403");
  run (import);
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_PAUSED);
  g_assert_error (guild_import_get_error (import), GUILD_SERVICE_ERROR,
                  GUILD_SERVICE_ERROR_FORBIDDEN);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_WAITING), ==, 60);
  g_assert_cmpuint (count_calls (self), ==, 1);
  fixture_clear_faults (self);
  run (import);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 60);
}

/* --- stopping and going on -------------------------------------------------------------------- */

static void
test_pause_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 130, "Concrete");
  g_autoptr(GuildImport) import = make_import (self, file->str);
  guild_import_run (import);
  guild_test_wait_until (count (import, GUILD_IMPORT_ROW_SENT) > 0);
  guild_import_pause (import);
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_PAUSING);
  guild_test_wait_until (is_at_rest (import));
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_PAUSED);
  g_assert_null (guild_import_get_error (import));
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 50);
  g_assert_cmpuint (count_made (self), ==, 50);

  guild_import_run (import);
  guild_test_wait_until (count (import, GUILD_IMPORT_ROW_SENT) > 0);
  guild_import_cancel (import);
  guild_test_wait_until (is_at_rest (import));
  g_assert_cmpint (guild_import_get_state (import), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_DONE), ==, 100);
  g_assert_cmpuint (count (import, GUILD_IMPORT_ROW_WAITING), ==, 30);
  g_autofree char *result = guild_import_plan_dup_result (guild_import_get_plan (import));
  g_assert_nonnull (strstr (result, ",Not sent,"));
}

static GuildImport *
find (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_import_find_async (self->journal, self->directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GuildImport *import = guild_import_find_finish (self->journal, result, &error);
  g_assert_no_error (error);
  return import;
}

/* DATA: what happens to the call that is under way when the program ends. */
static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autoptr(GString) file = g_string_new ("Name,Trade,City\n");

  append_rows (file, 120, "Concrete");
  g_autoptr(GuildImport) before = make_import (self, file->str);
  guild_import_run (before);
  guild_test_wait_until (count (before, GUILD_IMPORT_ROW_DONE) == 50);
  fixture_fault (self, data);
  fixture_fault (self, "path=/construction,method=GET,status=500");
  guild_test_wait_until (count (before, GUILD_IMPORT_ROW_SENT) == 50 ||
                         is_at_rest (before));
  fixture_close (g_steal_pointer (&self->journal));
  guild_test_wait_until (is_at_rest (before));
  fixture_clear_faults (self);

  open_journal (self);
  g_autoptr(GuildImport) after = find (self);
  g_assert_nonnull (after);
  g_assert_cmpint (guild_import_get_state (after), ==, GUILD_IMPORT_READY);
  g_assert_cmpuint (guild_import_get_n_total (after), ==, 120);
  g_assert_cmpuint (count (after, GUILD_IMPORT_ROW_DONE), >=, 50);
  g_assert_cmpstr (guild_import_plan_get_name (guild_import_get_plan (after)), ==,
                   "companies.csv");
  run (after);
  g_assert_cmpint (guild_import_get_state (after), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (count (after, GUILD_IMPORT_ROW_DONE), ==, 120);
  g_assert_cmpuint (count_made (self), ==, 120);

  /* Its result is there until somebody has seen it. */
  fixture_close (g_steal_pointer (&self->journal));
  open_journal (self);
  g_autoptr(GuildImport) ended = find (self);
  g_assert_cmpint (guild_import_get_state (ended), ==, GUILD_IMPORT_ENDED);
  g_assert_cmpuint (count (ended, GUILD_IMPORT_ROW_DONE), ==, 120);
  g_assert_nonnull (guild_import_row_get_company_id (
    imports_row (guild_import_get_plan (ended), 119)));
  guild_import_forget (ended);
  g_assert_null (find (self));
  fixture_close (g_steal_pointer (&self->journal));
  g_autofree char *left = fixture_query (self->path, "SELECT (SELECT count(*) FROM import_row) +"
                                         " (SELECT count(*) FROM import_outcome)");
  g_assert_cmpstr (left, ==, "0");
}

#define ADD(name, data, func) \
  g_test_add ("/journal/import/" name, Fixture, data, set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole/item", "{\"import-failures\":\"item\"}", test_whole);
  ADD ("whole/errors", "{\"import-failures\":\"errors\"}", test_whole);
  ADD ("whole/plain", "{\"import-failures\":\"plain\"}", test_whole);
  ADD ("updates", NULL, test_updates);
  ADD ("lost-after", NULL, test_lost_after);
  ADD ("lost-before", NULL, test_lost_before);
  ADD ("limit", NULL, test_limit);
  ADD ("unknown", NULL, test_unknown);
  ADD ("forbidden", NULL, test_forbidden);
  ADD ("pause-cancel", NULL, test_pause_cancel);
  ADD ("restart/done", "path=/hq,method=POST,cut=after-write,count=1", test_restart);
  ADD ("restart/not-done", "path=/hq,method=POST,cut=before,count=1", test_restart);
  return g_test_run ();
}
