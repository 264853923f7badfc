/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"
#include "directory/guild-segment.h"
#include "directory/guild-test-companies.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

static char *
make_path (void)
{
  g_autofree char *directory = guild_test_directory ();
  return g_build_filename (directory, "deeper", "cache.db", NULL);
}

static void
fill (const char *path, guint n_companies)
{
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < n_companies; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%03u", i);
      g_autofree char *name = g_strdup_printf ("Firm %03u", i);
      test_add_company (batch, id, name, "\"description\":\"Käse, \\\"quoted\\\"\"");
    }
  test_apply (directory, batch);
  g_assert_null (guild_directory_get_notice (directory));
  test_close (directory);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
assert_set_aside (const char *path)
{
  g_autofree char *aside = g_strconcat (path, ".set-aside-1", NULL);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

/* The new file works, and the next start finds it without a notice. */
static void
assert_begun_anew (GuildDirectory *directory, const char *path)
{
  g_assert_nonnull (guild_directory_get_notice (directory));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 0);
  assert_set_aside (path);
  test_apply_one (directory, "new", "New", NULL);
  test_close (directory);

  GuildDirectory *again = test_open (guild_codat_table (), path);
  g_assert_null (guild_directory_get_notice (again));
  g_assert_cmpuint (guild_directory_get_n_companies (again), ==, 1);
  test_close (again);
}

static void
test_offline_start (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GError) error = NULL;
  GStatBuf info;

  fill (path, 300);
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  test_settle (list);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 300);
  g_assert_null (guild_directory_get_service (directory));
  g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), 7);
  g_autofree char *id = guild_position_dup_id (position);
  g_autofree char *text = guild_position_dup_text (
    position, guild_field_table_index (guild_codat_table (), "description"));
  g_assert_cmpstr (id, ==, "id-007");
  g_assert_cmpstr (text, ==, "Käse, \"quoted\"");
  g_assert_cmpint (guild_position_get_number (
                     position, guild_field_table_index (guild_codat_table (), "created")),
                   ==, G_GINT64_CONSTANT (1709287200000000));
  g_autoptr(GuildCompany) company = test_load (directory, "id-007", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (company), ==, "Firm 007");
  /* nobody else may read it */
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  test_close (directory);
}

static void
note_change_cb (GuildDirectory *directory, GArray *counts)
{
  guint n_companies = guild_directory_get_n_companies (directory);

  g_assert_false (guild_directory_get_loaded (directory));
  g_array_append_val (counts, n_companies);
}

/* The first companies are there long before the last, and the list is not sorted for every few. */
static void
test_little_by_little (void)
{
  enum { N_COMPANIES = 5 * GUILD_SEGMENT_ROWS + 1 };
  static const guint wanted[] = { GUILD_SEGMENT_ROWS, 2 * GUILD_SEGMENT_ROWS,
                                  4 * GUILD_SEGMENT_ROWS, N_COMPANIES };
  g_autofree char *path = make_path ();
  g_autoptr(GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));

  fill (path, N_COMPANIES);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("test", "codat", "Test", "http://127.0.0.1:1");
  GuildDirectory *directory = guild_directory_new (workspace, guild_codat_table (), path);
  g_signal_connect (directory, "changed", G_CALLBACK (note_change_cb), counts);
  guild_test_wait_until (guild_directory_get_loaded (directory));
  g_assert_cmpmem (counts->data, counts->len * sizeof (guint), wanted, sizeof wanted);
  test_close (directory);
}

static void
catch_up_cb (GuildDirectory *directory, guint *n_changes)
{
  guint n_before = ++*n_changes;

  /* The rest waits until everybody was told of this. */
  guild_directory_catch_up (directory);
  g_assert_cmpuint (*n_changes, ==, n_before);
}

/* What is read is known without a turn of the main loop, and no turn tells it again. */
static void
test_catch_up (void)
{
  enum { N_COMPANIES = 3 * GUILD_SEGMENT_ROWS };
  g_autofree char *path = make_path ();
  gint64 deadline = guild_test_deadline ();
  guint n_changes = 0;

  fill (path, N_COMPANIES);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("test", "codat", "Test", "http://127.0.0.1:1");
  GuildDirectory *directory = guild_directory_new (workspace, guild_codat_table (), path);
  g_signal_connect (directory, "changed", G_CALLBACK (catch_up_cb), &n_changes);
  while (!guild_directory_get_loaded (directory))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_directory_catch_up (directory);
      g_usleep (1000);
    }
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, N_COMPANIES);
  guint n_told = n_changes;
  g_assert_cmpuint (n_told, >, 1);
  while (g_main_context_pending (NULL))
    guild_test_spin ();
  g_assert_cmpuint (n_changes, ==, n_told);
  test_apply_one (directory, "new", "New", NULL);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, N_COMPANIES + 1);
  test_close (directory);
}

/* (transfer full): it has told its first rows. */
static GuildDirectory *
open_paused (const char *path, GTimeSpan longest)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("test", "codat", "Test", "http://127.0.0.1:1");
  GuildDirectory *directory =
    guild_directory_new_paused (workspace, guild_codat_table (), path, longest);

  guild_test_wait_until (guild_directory_get_n_companies (directory) > 0);
  return directory;
}

/* The rows after the first wait, but nobody waits for them in vain. */
static void
test_paused_by_the_clock (void)
{
  enum { N_COMPANIES = 2 * GUILD_SEGMENT_ROWS + 1 };
  g_autofree char *path = make_path ();

  fill (path, N_COMPANIES);
  gint64 begun = g_get_monotonic_time ();
  GuildDirectory *directory = open_paused (path, G_TIME_SPAN_SECOND);
  guild_test_wait_until (guild_directory_get_loaded (directory));
  /* Nobody said that it may go on. */
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, N_COMPANIES);
  test_close (directory);
}

/* A pause that outlasts the test is ended by who says so, or by closing. */
static void
test_paused_by_word (void)
{
  enum { N_COMPANIES = 2 * GUILD_SEGMENT_ROWS + 1 };
  g_autofree char *path = make_path ();

  fill (path, N_COMPANIES);
  GuildDirectory *directory = open_paused (path, G_TIME_SPAN_DAY);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, GUILD_SEGMENT_ROWS);
  g_assert_false (guild_directory_get_loaded (directory));
  guild_directory_go_on (directory);
  guild_test_wait_until (guild_directory_get_loaded (directory));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, N_COMPANIES);
  test_close (directory);
  test_close (open_paused (path, G_TIME_SPAN_DAY));
}

static void
test_removed_stays_removed (void)
{
  g_autofree char *path = make_path ();

  fill (path, 3);
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  test_remove (directory, "id-001");
  test_close (directory);
  directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  test_settle (list);
  test_assert_ids (list, "id-000 id-002");
  test_close (directory);
}

static void
test_newer (void)
{
  g_autofree char *path = make_path ();

  fill (path, 3);
  run_sql (path, "PRAGMA user_version = 1000");
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_assert_nonnull (strstr (guild_directory_get_notice (directory), "newer"));
  assert_begun_anew (directory, path);
}

static void
test_foreign (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  run_sql (path, "CREATE TABLE recipes (name); INSERT INTO recipes VALUES ('Bread')");
  assert_begun_anew (test_open (guild_codat_table (), path), path);
}

static void
test_garbage (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (parent, 0700);
  g_file_set_contents (path, "This is no database, however long one looks at it.\n", -1, &error);
  g_assert_no_error (error);
  assert_begun_anew (test_open (guild_codat_table (), path), path);
}

static void
test_truncated (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *contents = NULL;
  gsize length;

  fill (path, 300);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (path, contents, length / 2, NULL));
  assert_begun_anew (test_open (guild_codat_table (), path), path);
}

/* Garbage where the rows are, behind a header that is in order. */
static void
test_overwritten (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *contents = NULL;
  gsize length;

  fill (path, 300);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  memset (contents + length / 3, 0xa5, length / 3);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  assert_begun_anew (test_open (guild_codat_table (), path), path);
}

/* Cells of other fields than this program's are derived anew from the JSON. */
static void
test_other_fields (void)
{
  g_autofree char *path = make_path ();

  fill (path, 3);
  run_sql (path, "UPDATE meta SET value = 'other' WHERE key = 'fields'; "
                 "UPDATE company SET cells = x'0102'");
  for (guint i = 0; i < 2; i++)
    {
      GuildDirectory *directory = test_open (guild_codat_table (), path);
      g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
      test_settle (list);
      g_assert_null (guild_directory_get_notice (directory));
      test_assert_ids (list, "id-000 id-001 id-002");
      g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), 1);
      g_autofree char *name = guild_position_dup_text (position, guild_codat_table ()->name_field);
      g_assert_cmpstr (name, ==, "Firm 001");
      test_close (directory);
    }
}

/* What is missing or wrong in one company's cells is derived too. */
static void
test_wrong_cells (void)
{
  g_autofree char *path = make_path ();

  fill (path, 3);
  run_sql (path, "UPDATE company SET cells = x'ffffffff00' WHERE id = 'id-001'; "
                 "UPDATE company SET cells = x'' WHERE id = 'id-002'");
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  test_settle (list);
  test_assert_ids (list, "id-000 id-001 id-002");
  test_close (directory);
}

static void
assert_name (GuildDirectory *directory, const char *id, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company = test_load (directory, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_id (company), ==, id);
  g_assert_cmpstr (guild_company_get_name (company), ==, name);
}

/* A file of the first form, with gaps between its rows, is gone on with. */
static void
test_earlier (void)
{
  g_autofree char *path = make_path ();

  fill (path, 5);
  run_sql (path, "CREATE TABLE earlier (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
                 "json TEXT NOT NULL, deleted INTEGER NOT NULL, cells BLOB NOT NULL); "
                 "INSERT INTO earlier SELECT 7 * row, id, json, deleted, cells FROM company; "
                 "DROP TABLE company; ALTER TABLE earlier RENAME TO company; "
                 "PRAGMA user_version = 1");
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5);
  assert_name (directory, "id-003", "Firm 003");
  test_remove (directory, "id-001");
  test_apply_one (directory, "new", "New", NULL);
  test_apply_one (directory, "id-003", "Renamed", NULL);
  test_apply_one (directory, "id-001", "Back", NULL);
  test_remove (directory, "id-000");
  g_assert_null (guild_directory_get_notice (directory));
  test_close (directory);

  directory = test_open (guild_codat_table (), path);
  g_assert_null (guild_directory_get_notice (directory));
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  test_settle (list);
  test_assert_ids (list, "id-001 id-002 id-004 new id-003");
  assert_name (directory, "id-001", "Back");
  assert_name (directory, "id-002", "Firm 002");
  assert_name (directory, "id-003", "Renamed");
  assert_name (directory, "id-004", "Firm 004");
  assert_name (directory, "new", "New");
  test_close (directory);
}

/* Two programs that write the same file: neither writes over what the other wrote. */
static void
test_two (void)
{
  g_autofree char *path = make_path ();

  fill (path, 3);
  GuildDirectory *one = test_open (guild_codat_table (), path);
  GuildDirectory *other = test_open (guild_codat_table (), path);
  test_apply_one (one, "a", "A", NULL);
  test_apply_one (other, "id-001", "Renamed", NULL);
  g_assert_null (guild_directory_get_notice (other));
  test_apply_one (other, "b", "B", NULL);
  g_assert_nonnull (guild_directory_get_notice (other));
  g_assert_null (guild_directory_get_notice (one));
  assert_name (other, "b", "B");
  assert_name (other, "id-001", "Renamed");
  assert_name (one, "a", "A");
  test_close (one);
  test_close (other);

  one = test_open (guild_codat_table (), path);
  g_assert_null (guild_directory_get_notice (one));
  g_assert_cmpuint (guild_directory_get_n_companies (one), ==, 4);
  assert_name (one, "a", "A");
  assert_name (one, "id-001", "Renamed");
  test_close (one);
}

static void
test_full_disk (void)
{
  g_autofree char *path = make_path ();
  g_autoptr(GError) error = NULL;
  struct rlimit before, limit;
  GStatBuf info;

  fill (path, 50);
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *id = g_strdup_printf ("more-%u", i);
      test_add_company (batch, id, "More", NULL);
    }

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = info.st_size + 65536;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  test_apply (directory, batch);
  test_remove (directory, "id-001");
  test_apply_one (directory, "id-002", "Renamed", NULL);
  setrlimit (RLIMIT_FSIZE, &before);

  /* nothing is lost in this run of the program, and it says so */
  g_assert_nonnull (guild_directory_get_notice (directory));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 3049);
  g_autoptr(GuildCompany) old = test_load (directory, "id-000", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (old), ==, "Firm 000");
  g_autoptr(GuildCompany) added = test_load (directory, "more-2999", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (added), ==, "More");
  g_autoptr(GuildCompany) renamed = test_load (directory, "id-002", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (renamed), ==, "Renamed");
  g_assert_null (test_load (directory, "id-001", &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
  test_close (directory);

  /* and the file is as it was, whole */
  directory = test_open (guild_codat_table (), path);
  g_assert_null (guild_directory_get_notice (directory));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 50);
  test_close (directory);
}

static void
test_no_place (void)
{
  g_autofree char *directory_path = guild_test_directory ();
  g_autofree char *file = g_build_filename (directory_path, "file", NULL);
  g_autofree char *path = g_build_filename (file, "cache.db", NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (file, "a file, no folder", -1, &error);
  g_assert_no_error (error);
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_assert_nonnull (guild_directory_get_notice (directory));
  test_apply_one (directory, "a", "A", NULL);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1);
  g_autoptr(GuildCompany) company = test_load (directory, "a", &error);
  g_assert_no_error (error);
  test_close (directory);
}

/* So many that two threads read them, with some that are gone; damage far behind is found, too. */
static void
test_many (void)
{
  enum { N_COMPANIES = 36 * GUILD_SEGMENT_ROWS };
  g_autofree char *path = make_path ();
  GuildScratch scratch;

  fill (path, N_COMPANIES);
  run_sql (path, "DELETE FROM company WHERE row % 1000 = 0");
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  GuildSnapshot *snapshot = guild_directory_get_snapshot (directory);
  g_assert_cmpuint (snapshot->n_rows, ==, N_COMPANIES - N_COMPANIES / 1000);
  for (guint i = 0, row = 0; i < N_COMPANIES; i++)
    if ((i + 1) % 1000 != 0)
      {
        g_autofree char *id = g_strdup_printf ("id-%03u", i);
        g_assert_cmpstr (guild_snapshot_get_id (snapshot, row, &scratch), ==, id);
        g_assert_cmpuint (guild_snapshot_find (snapshot, id), ==, row++);
      }
  /* Whoever is written later is found at the place where it was read. */
  test_remove (directory, "id-145000");
  test_apply_one (directory, "id-145001", "Renamed", NULL);
  test_close (directory);
  directory = test_open (guild_codat_table (), path);
  snapshot = guild_directory_get_snapshot (directory);
  g_assert_cmpuint (snapshot->n_rows, ==, N_COMPANIES - N_COMPANIES / 1000 - 1);
  g_assert_cmpuint (guild_snapshot_find (snapshot, "id-145000"), ==, G_MAXUINT);
  guint place, row = guild_snapshot_find (snapshot, "id-145001");
  GuildSegment *segment = guild_snapshot_get_segment (snapshot, row, &place);
  g_assert_cmpstr (guild_segment_get_name (segment, place), ==, "Renamed");
  test_close (directory);

  run_sql (path, "UPDATE company SET cells = x'00', json = 'no' WHERE row = 145500");
  assert_begun_anew (test_open (guild_codat_table (), path), path);
}

static void
test_closed (void)
{
  GuildDirectory *directory = test_open (guild_codat_table (), NULL);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  GAsyncResult *closed = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, closed, &error));
  g_object_unref (closed);
  guild_directory_remove_async (directory, "a", guild_test_result_cb, &slot);
  GAsyncResult *result = guild_test_await (&slot);
  g_assert_false (guild_directory_remove_finish (directory, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_object_unref (result);
  guild_directory_set_hidden (directory, "a", TRUE);
  g_assert_finalize_object (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/cache/offline-start", test_offline_start);
  g_test_add_func ("/directory/cache/little-by-little", test_little_by_little);
  g_test_add_func ("/directory/cache/catch-up", test_catch_up);
  g_test_add_func ("/directory/cache/paused/clock", test_paused_by_the_clock);
  g_test_add_func ("/directory/cache/paused/word", test_paused_by_word);
  g_test_add_func ("/directory/cache/removed-stays-removed", test_removed_stays_removed);
  g_test_add_func ("/directory/cache/newer", test_newer);
  g_test_add_func ("/directory/cache/foreign", test_foreign);
  g_test_add_func ("/directory/cache/garbage", test_garbage);
  g_test_add_func ("/directory/cache/truncated", test_truncated);
  g_test_add_func ("/directory/cache/overwritten", test_overwritten);
  g_test_add_func ("/directory/cache/other-fields", test_other_fields);
  g_test_add_func ("/directory/cache/wrong-cells", test_wrong_cells);
  g_test_add_func ("/directory/cache/earlier", test_earlier);
  g_test_add_func ("/directory/cache/two", test_two);
  g_test_add_func ("/directory/cache/full-disk", test_full_disk);
  g_test_add_func ("/directory/cache/no-place", test_no_place);
  g_test_add_func ("/directory/cache/many", test_many);
  g_test_add_func ("/directory/cache/closed", test_closed);
  return g_test_run ();
}
