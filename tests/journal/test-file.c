/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

#include <string.h>
#include <sys/stat.h>

/* What is on the disk: no service takes part. */

static char *
make_path (void)
{
  g_autofree char *folder = guild_test_directory ();

  return g_build_filename (folder, "state", "journal.sqlite", NULL);
}

static GuildJournal *
open_well (const char *path)
{
  g_autoptr(GError) error = NULL;
  GuildJournal *journal = fixture_open (path, &error);

  g_assert_no_error (error);
  return journal;
}

static void
plan (GuildJournal *journal, GuildChange *change)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_journal_plan_async (journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_journal_plan_finish (journal, result, &error));
  g_assert_no_error (error);
}

static void
withdraw (GuildJournal *journal, GuildChange *change)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_journal_withdraw_async (journal, change, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_journal_withdraw_finish (journal, result, &error));
  g_assert_no_error (error);
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *n_added)
{
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (removed, ==, 0);
  *n_added += added;
}

static void
test_new (void)
{
  g_autofree char *path = make_path ();
  GuildJournal *journal = open_well (path);
  g_autoptr(GuildChange) first = fixture_create ("Northwind Bakery");
  g_autoptr(GuildChange) second = fixture_delete ("some-company");
  guint n_added = 0;
  struct stat info;

  g_signal_connect (journal, "items-changed", G_CALLBACK (count_cb), &n_added);
  g_assert_cmpint (guild_change_get_id (first), ==, 0);
  plan (journal, first);
  plan (journal, second);
  g_assert_cmpuint (n_added, ==, 2);
  g_assert_cmpuint (guild_journal_get_n_planned (journal), ==, 2);
  g_autoptr(GuildChange) newest = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_assert_true (newest == second);
  withdraw (journal, second);
  g_assert_cmpint (guild_change_get_state (second), ==, GUILD_CHANGE_WITHDRAWN);
  g_assert_cmpuint (guild_journal_get_n_planned (journal), ==, 1);
  fixture_close (journal);

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_autofree char *version = fixture_query (path, "PRAGMA user_version");
  g_autofree char *mode = fixture_query (path, "PRAGMA journal_mode");
  g_autofree char *history = fixture_query (
    path, "SELECT group_concat (state, ' ') FROM (SELECT state FROM transition"
    " WHERE change_id = 2 ORDER BY id)");
  g_assert_cmpstr (version, ==, "2");
  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpstr (history, ==, "planned withdrawn");

  journal = open_well (path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 2);
  g_assert_cmpuint (guild_journal_get_n_planned (journal), ==, 1);
  g_autoptr(GuildChange) oldest = g_list_model_get_item (G_LIST_MODEL (journal), 1);
  g_autofree char *title = guild_change_dup_title (oldest);
  g_assert_cmpstr (title, ==, "Create Northwind Bakery");
  g_assert_cmpstr (guild_change_get_write (oldest)->body, ==, "{\"name\":\"Northwind Bakery\"}");
  g_assert_cmpint (guild_change_get_created (oldest), ==, guild_change_get_created (first));
  g_assert_cmpint (guild_change_get_sent (oldest), ==, GUILD_NUMBER_UNSET);
  /* What an earlier run planned can be taken back now. */
  withdraw (journal, oldest);
  g_assert_cmpuint (guild_journal_get_n_planned (journal), ==, 0);
  fixture_close (journal);
}

static void
test_memory (void)
{
  GuildJournal *journal = open_well (NULL);
  g_autoptr(GuildChange) change = fixture_create ("Nowhere");

  plan (journal, change);
  g_assert_cmpint (guild_change_get_id (change), >, 0);
  fixture_close (journal);
}

static void
test_second_instance (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GError) error = NULL;
  GuildJournal *journal = open_well (path);

  g_assert_null (fixture_open (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, path));
  fixture_close (journal);
  fixture_close (open_well (path));
}

static void
make_file (const char *path)
{
  GuildJournal *journal = open_well (path);
  g_autoptr(GuildChange) change = fixture_create ("Kept");

  plan (journal, change);
  fixture_close (journal);
}

/* The file is refused with CODE, named, and not a byte of it changes. */
static void
assert_untouched (const char *path, int code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize before_size, after_size;

  g_assert_true (g_file_get_contents (path, &before, &before_size, NULL));
  g_assert_null (fixture_open (path, &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_get_contents (path, &after, &after_size, NULL));
  g_assert_cmpmem (before, before_size, after, after_size);
}

static void
run_sql (const char *path, const char *sql)
{
  g_autofree char *text = fixture_query (path, sql);
  /* Without its log the file alone says everything. */
  g_autofree char *mode = fixture_query (path, "PRAGMA wal_checkpoint (TRUNCATE)");

  g_assert_cmpstr (mode, ==, "0");
}

static void
test_newer (void)
{
  g_autofree char *path = make_path ();

  make_file (path);
  run_sql (path, "PRAGMA user_version = 3");
  assert_untouched (path, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_older (void)
{
  g_autofree char *path = make_path ();

  make_file (path);
  run_sql (path, "ALTER TABLE change DROP COLUMN inverse");
  run_sql (path, "PRAGMA user_version = 1");
  GuildJournal *journal = open_well (path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), >, 0);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_assert_null (guild_change_get_inverse (change));
  g_assert_false (guild_change_get_can_undo (change));
  fixture_close (journal);
  g_autofree char *version = fixture_query (path, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "2");
}

static void
test_foreign (void)
{
  g_autofree char *path = make_path ();

  make_file (path);
  run_sql (path, "PRAGMA application_id = 77");
  assert_untouched (path, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_no_database (void)
{
  g_autofree char *path = make_path ();

  make_file (path);
  g_assert_true (g_file_set_contents (path, "Dear diary, today I deleted a company.", -1, NULL));
  assert_untouched (path, G_IO_ERROR_INVALID_DATA);
}

static void
test_damaged (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *bytes = NULL;
  gsize size;

  make_file (path);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 8192);
  /* The header is sound; what follows is not. */
  memset (bytes + 4096, 0xA5, size - 4096);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  assert_untouched (path, G_IO_ERROR_INVALID_DATA);
}

static void
test_unknown_word (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GError) error = NULL;

  make_file (path);
  run_sql (path, "UPDATE change SET kind = 'paint-company'");
  g_assert_null (fixture_open (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_sent_becomes_unknown (void)
{
  g_autofree char *path = make_path ();

  make_file (path);
  run_sql (path, "UPDATE change SET state = 'sent', sent = 1000");
  GuildJournal *journal = open_well (path);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_UNKNOWN);
  g_assert_cmpint (guild_change_get_sent (change), ==, 1000);
  g_assert_nonnull (guild_change_get_message (change));
  g_assert_cmpuint (guild_journal_get_n_unknown (journal), ==, 1);
  fixture_close (journal);
  g_autofree char *last = fixture_query (path, "SELECT state FROM transition ORDER BY id DESC");
  g_assert_cmpstr (last, ==, "unknown");
}

static void
test_many (void)
{
  g_autofree char *path = make_path ();

  make_file (path);
  run_sql (path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
           " INSERT INTO change (workspace_id, kind, company_name, state, created, settled)"
           " SELECT 'w', 'create-company', 'Company ' || i, 'confirmed', i, i FROM n");
  GuildJournal *journal = open_well (path);
  /* The newest thousand, and the planned one from long before. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 1001);
  g_autoptr(GuildChange) newest = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_autoptr(GuildChange) oldest = g_list_model_get_item (G_LIST_MODEL (journal), 1000);
  g_assert_cmpstr (guild_change_get_company_name (newest), ==, "Company 3000");
  g_assert_cmpstr (guild_change_get_company_name (oldest), ==, "Kept");
  fixture_close (journal);
}

static void
test_no_directory (void)
{
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *path = g_build_filename (file, "journal.sqlite", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "in the way", -1, NULL));
  g_assert_null (fixture_open (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_nonnull (strstr (error->message, path));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/file/new", test_new);
  g_test_add_func ("/journal/file/memory", test_memory);
  g_test_add_func ("/journal/file/second-instance", test_second_instance);
  g_test_add_func ("/journal/file/newer", test_newer);
  g_test_add_func ("/journal/file/older", test_older);
  g_test_add_func ("/journal/file/foreign", test_foreign);
  g_test_add_func ("/journal/file/no-database", test_no_database);
  g_test_add_func ("/journal/file/damaged", test_damaged);
  g_test_add_func ("/journal/file/unknown-word", test_unknown_word);
  g_test_add_func ("/journal/file/sent-becomes-unknown", test_sent_becomes_unknown);
  g_test_add_func ("/journal/file/many", test_many);
  g_test_add_func ("/journal/file/no-directory", test_no_directory);
  return g_test_run ();
}
