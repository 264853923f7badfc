/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"

#include <malloc.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

/* Syncs over and over, and syncs that end in their middle. */

/* So many at a time: each waits for others most of its time. */
#define N_BESIDE 10
#ifdef __SANITIZE_ADDRESS__
/* The sanitizer has its own heap, which counts leaks better, and takes its time. */
#define N_ROUNDS  20
#define MOST_HEAP G_MAXSIZE
#else
#define N_ROUNDS  100
/* When the requests of the last minute were sent is kept, in 64 bytes each; and a little. */
#define MOST_HEAP (N_ROUNDS * N_BESIDE * 2 * 64 + 32768)
#endif
/* After so many everything that is kept for later is there. */
#define N_WARM    10
/* Threads of GLib's pool come and go. */
#define MOST_THREADS 20
#define N_COMPANIES  40
/* In the middle of six pages. */
#define N_LONG      1300
#define MIDDLE      500

typedef struct
{
  gsize  heap;
  guint  n_files;
  guint  n_threads;
  gint64 n_rows;
  gint64 n_pages;
} Standing;

static GuildDirectory *
open_at (const char *url, const char *key, const char *path)
{
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildService) service = guild_codat_new (url, key);

  guild_directory_set_service (directory, service);
  return directory;
}

static void
sync_well (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_sync_finish (directory, result, &error);
  g_assert_no_error (error);
}

static guint
count_files (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (directory);
  while (g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

static gint64
ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  gint64 value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

static void
add_file (const char *path, Standing *standing)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  standing->n_rows += ask (db, "SELECT count(*) FROM company");
  standing->n_pages += ask (db, "PRAGMA page_count");
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

typedef struct
{
  char             *paths[N_BESIDE];       /* (owned) */
  GuildDirectory   *directories[N_BESIDE]; /* (owned) */
  GuildCompanyList *lists[N_BESIDE];       /* (owned) */
} Workspaces;

static void
sync_all (Workspaces *self)
{
  GAsyncResult *slots[N_BESIDE] = { NULL };

  for (guint i = 0; i < N_BESIDE; i++)
    guild_directory_sync_async (self->directories[i], NULL, guild_test_result_cb, &slots[i]);
  for (guint i = 0; i < N_BESIDE; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GAsyncResult) result = guild_test_await (&slots[i]);

      guild_directory_sync_finish (self->directories[i], result, &error);
      g_assert_no_error (error);
    }
}

static Standing
take_standing (Workspaces *self)
{
  Standing standing = { 0 };

  for (guint i = 0; i < N_BESIDE; i++)
    add_file (self->paths[i], &standing);
  standing.n_files = count_files ("/proc/self/fd");
  standing.n_threads = count_files ("/proc/self/task");
  struct mallinfo2 info = mallinfo2 ();
  standing.heap = info.uordblks + info.hblkhd;
  return standing;
}

static void
open_all (Workspaces *self, GuildTestSandbox *sandbox, const char *folder)
{
  for (guint i = 0; i < N_BESIDE; i++)
    {
      g_autofree char *name = g_strdup_printf ("cache-%u.db", i);

      self->paths[i] = g_build_filename (folder, name, NULL);
      self->directories[i] = open_at (sandbox->url, sandbox->codat_key, self->paths[i]);
      self->lists[i] = guild_company_list_new (self->directories[i]);
    }
}

static void
close_all (Workspaces *self)
{
  for (guint i = 0; i < N_BESIDE; i++)
    {
      g_assert_cmpuint (guild_directory_get_n_companies (self->directories[i]), ==, N_COMPANIES);
      g_clear_object (&self->lists[i]);
      test_close (self->directories[i]);
      g_free (self->paths[i]);
    }
}

/* The same companies a thousand times take what they took the first times. */
static void
test_again_and_again (void)
{
  g_autofree char *n = g_strdup_printf ("%d", N_COMPANIES);
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", n, NULL);
  g_autofree char *folder = guild_test_directory ();
  Workspaces all;

  open_all (&all, sandbox, folder);
  for (guint i = 0; i < N_WARM; i++)
    sync_all (&all);
  Standing warm = take_standing (&all);
  for (guint i = 0; i < N_ROUNDS; i++)
    sync_all (&all);
  Standing end = take_standing (&all);

  g_test_message ("heap %" G_GSIZE_FORMAT " → %" G_GSIZE_FORMAT ", files %u → %u, threads %u → %u",
                  warm.heap, end.heap, warm.n_files, end.n_files, warm.n_threads, end.n_threads);
  g_assert_cmpint (end.n_rows, ==, N_COMPANIES * N_BESIDE);
  g_assert_cmpint (end.n_pages, ==, warm.n_pages);
  g_assert_cmpuint (end.n_files, <=, warm.n_files);
  g_assert_cmpuint (end.n_threads, <=, warm.n_threads + MOST_THREADS);
  if (end.heap > warm.heap)
    g_assert_cmpuint (end.heap - warm.heap, <=, MOST_HEAP);
  close_all (&all);
}

static GuildTestSandbox *
start_with_pages (void)
{
  g_autofree char *n = g_strdup_printf ("%d", N_LONG);
  GuildTestSandbox *sandbox = guild_test_sandbox_start ("--companies", n, NULL);
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (sandbox, "POST", "/_sandbox/switches",
                                                        "{\"largest-page\":250}");

  return sandbox;
}

/* Every company of the service is there once. */
static void
assert_exact (GuildTestSandbox *sandbox, GuildDirectory *directory)
{
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  test_settle (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_LONG);
  for (guint i = 0; i < N_LONG; i++)
    g_hash_table_add (ids, guild_company_list_dup_id (list, i));
  for (guint page = 1; page <= (N_LONG + 249) / 250; page++)
    {
      g_autofree char *path = g_strdup_printf ("/companies?page=%u&pageSize=250", page);
      g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", path, NULL);
      JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");

      for (guint i = 0; i < json_array_get_length (results); i++)
        g_assert_true (g_hash_table_remove (
          ids, json_object_get_string_member (json_array_get_object_element (results, i), "id")));
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, 0);
}

static void
die_in_the_middle_cb (GuildDirectory *directory)
{
  if (guild_directory_get_n_synced (directory) >= MIDDLE)
    raise (SIGKILL);
}

/* The process of its own that is killed. */
static int
sync_and_die (const char *path)
{
  GuildDirectory *directory =
    open_at (g_getenv ("GUILDHALL_TEST_URL"), g_getenv ("GUILDHALL_TEST_KEY"), path);

  g_signal_connect (directory, "notify::n-synced", G_CALLBACK (die_in_the_middle_cb), NULL);
  sync_well (directory);
  test_close (directory);
  return EXIT_SUCCESS;
}

/* What was committed before the power went is there, and the next run brings the rest. */
static void
test_killed (gconstpointer program)
{
  g_autoptr(GuildTestSandbox) sandbox = start_with_pages ();
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  g_autoptr(GSubprocessLauncher) launcher = guild_test_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "GUILDHALL_TEST_URL", sandbox->url, TRUE);
  g_subprocess_launcher_setenv (launcher, "GUILDHALL_TEST_KEY", sandbox->codat_key, TRUE);
  g_autoptr(GSubprocess) process =
    g_subprocess_launcher_spawn (launcher, &error, program, "--sync", path, NULL);
  g_assert_no_error (error);
  guild_test_end_process (process, 0);
  g_assert_true (g_subprocess_get_if_signaled (process));

  GuildDirectory *directory = open_at (sandbox->url, sandbox->codat_key, path);
  g_assert_cmpint (guild_directory_get_last_sync (directory), ==, GUILD_NUMBER_UNSET);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), >=, MIDDLE);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), <, N_LONG);
  sync_well (directory);
  assert_exact (sandbox, directory);
  test_close (directory);
}

static void
cancel_in_the_middle_cb (GuildDirectory *directory)
{
  if (guild_directory_get_n_synced (directory) >= MIDDLE)
    guild_directory_cancel_sync (directory);
}

/* Pages that are on their way, or in a decoder, are given up; what came is kept. */
static void
test_cancelled (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start_with_pages ();
  GuildDirectory *directory = open_at (sandbox->url, sandbox->codat_key, NULL);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  gulong handler = g_signal_connect (directory, "notify::n-synced",
                                     G_CALLBACK (cancel_in_the_middle_cb), NULL);

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_false (guild_directory_sync_finish (directory, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_signal_handler_disconnect (directory, handler);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), >=, MIDDLE);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), <, N_LONG);
  sync_well (directory);
  assert_exact (sandbox, directory);
  test_close (directory);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--sync"))
    return sync_and_die (argv[2]);
  /* What is freed is to be counted as free: nothing is set aside for later. */
  if (g_getenv ("GLIBC_TUNABLES") == NULL)
    {
      g_setenv ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1", TRUE);
      g_setenv ("G_SLICE", "always-malloc", TRUE);
      execv ("/proc/self/exe", argv);
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/endurance/again-and-again", test_again_and_again);
  g_test_add_data_func ("/directory/endurance/killed", argv[0], test_killed);
  g_test_add_func ("/directory/endurance/cancelled", test_cancelled);
  return g_test_run ();
}
