/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-connected.h"

#include "directory/guild-store.h"

/* The sync against the real sandbox, its faults included. */

static void
set_largest_page (GuildTestSandbox *sandbox, guint n_rows)
{
  g_autofree char *body = g_strdup_printf ("{\"largest-page\":%u}", n_rows);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "POST", "/_sandbox/switches", body);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_full (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "5300", NULL);
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, path);
  guint n_changed = 0, n_progress = 0;
  gint64 before = g_get_real_time ();

  g_assert_cmpint (guild_directory_get_last_sync (directory), ==, GUILD_NUMBER_UNSET);
  g_signal_connect_swapped (directory, "notify::progress", G_CALLBACK (count_cb), &n_progress);
  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5300);
  g_assert_cmpuint (guild_directory_get_n_synced (directory), ==, 5300);
  g_assert_cmpint (guild_directory_get_last_sync (directory), >=, before);
  g_assert_cmpuint (n_progress, >, 1);
  g_assert_false (guild_directory_get_syncing (directory));

  /* the same again changes nothing, and says nothing */
  g_signal_connect_swapped (directory, "changed", G_CALLBACK (count_cb), &n_changed);
  test_sync_well (directory);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5300);
  gint64 last_sync = guild_directory_get_last_sync (directory);
  test_close (directory);

  /* all of it is there without a service */
  g_clear_pointer (&sandbox, guild_test_sandbox_stop);
  directory = test_open (guild_codat_table (), path);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5300);
  g_assert_cmpint (guild_directory_get_last_sync (directory), ==, last_sync);
  g_autoptr(GError) error = NULL;
  g_assert_false (test_sync_once (directory, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_OFFLINE);
  g_assert_nonnull (guild_directory_get_last_error (directory));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5300);
  test_close (directory);
}

static void
keep_first_cb (GuildDirectory *directory, GParamSpec *pspec, guint *first)
{
  if (*first == 0)
    *first = guild_directory_get_n_companies (directory);
}

/* Every request is counted by the service against a day's quota. */
static void
test_few_requests (void)
{
  static const struct { const char *n_companies; guint first; guint n_first, n_again; } cases[] = {
    { "0", 0, 2, 2 }, { "150", 150, 2, 2 }, { "2000", 200, 3, 2 }, { "5000", 200, 3, 2 },
    { "10001", 200, 5, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GuildTestSandbox) sandbox =
        guild_test_sandbox_start ("--companies", cases[i].n_companies, NULL);
      GuildDirectory *directory = test_open_connected (sandbox, NULL);
      guint first = 0;

      g_signal_connect (directory, "notify::n-companies", G_CALLBACK (keep_first_cb), &first);
      test_sync_well (directory);
      g_assert_cmpuint (test_take_n_requests (sandbox), ==, cases[i].n_first);
      g_assert_cmpuint (guild_directory_get_n_companies (directory), ==,
                        strtoul (cases[i].n_companies, NULL, 10));
      /* rows appear before the large pages have come */
      g_assert_cmpuint (first, ==, cases[i].first);
      test_sync_well (directory);
      g_assert_cmpuint (test_take_n_requests (sandbox), ==, cases[i].n_again);
      test_close (directory);
    }
}

/* A service that serves smaller pages than it is asked for numbers them by their own size. */
static void
test_smaller_pages (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "1300", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);

  set_largest_page (sandbox, 250);
  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1300);
  /* the first rows, six pages, the groups */
  g_assert_cmpuint (test_take_n_requests (sandbox), ==, 8);
  g_autofree char *gone = test_first_id (list);
  test_delete_at_service (sandbox, gone);
  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1299);

  /* smaller than the first rows even */
  set_largest_page (sandbox, 100);
  g_clear_object (&list);
  test_close (directory);
  directory = test_open_connected (sandbox, NULL);
  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1299);
  test_close (directory);
}

/* Rows so large that a whole page of them is refused come in smaller pages. */
static void
test_large_rows (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "5300", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  GuildService *service = guild_directory_get_service (directory);

  guild_transport_set_max_body (guild_service_get_transport (service), 2 * 1024 * 1024);
  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5300);
  /* the first rows, the page of 5000 that was too large, six of 1000, the groups */
  g_assert_cmpuint (test_take_n_requests (sandbox), ==, 1 + 1 + 6 + 1);
  test_sync_well (directory);
  g_assert_cmpuint (test_take_n_requests (sandbox), ==, 6 + 1);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 5300);
  test_close (directory);
}

static void
test_what_went_and_came (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "1300", NULL);
  set_largest_page (sandbox, 250);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;

  test_sync_well (directory);
  g_autofree char *gone = test_first_id (list);
  test_delete_at_service (sandbox, gone);

  /* an interrupted run is no proof that anything is gone; what it got is kept */
  g_autofree char *name = g_strdup ("Aardvark and Sons");
  g_autofree char *came = test_create_at_service (sandbox, name);
  test_add_fault (sandbox, "path=/companies,method=GET,truncate=1,skip=2");
  g_assert_false (test_sync_once (directory, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_assert_error (guild_directory_get_last_error (directory), GUILD_SERVICE_ERROR,
                  GUILD_SERVICE_ERROR_BAD_ANSWER);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_find (list, gone), !=, G_MAXUINT);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), >=, 1300);

  /* a complete one is */
  test_clear_faults (sandbox);
  test_sync_well (directory);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_find (list, gone), ==, G_MAXUINT);
  g_assert_cmpuint (guild_company_list_find (list, came), !=, G_MAXUINT);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1300);
  g_clear_object (&list);
  test_close (directory);
}

/* A company deleted while pages are read moves all behind it forward, and one may slip through
 * between two pages: nobody is gone on the word of such a run. */
static void
test_moving_pages (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "1300", NULL);
  set_largest_page (sandbox, 250);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  test_sync_well (directory);
  g_autofree char *before = test_first_id (list);
  g_autofree char *meanwhile = guild_company_list_dup_id (list, 1);
  test_delete_at_service (sandbox, before);
  test_add_fault (sandbox, "path=/companies,method=GET,delay=200");
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  guild_test_wait_until (guild_directory_get_progress (directory) > 0);
  test_delete_at_service (sandbox, meanwhile);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (directory, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1300);

  test_clear_faults (sandbox);
  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1298);
  g_clear_object (&list);
  g_clear_object (&result);
  test_close (directory);
}

static void
stop_cb (GuildDirectory *directory)
{
  if (guild_directory_get_n_synced (directory) >= 500)
    guild_directory_cancel_sync (directory);
}

/* How often a page was asked for, of those after the first rows. */
static guint
count_page (GuildTestSandbox *sandbox, guint page)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonArray *last = json_object_get_array_member (json_node_get_object (node), "last");
  g_autofree char *wanted = g_strdup_printf ("/companies?page=%u&pageSize=5000", page);
  guint n_requests = 0;

  for (guint i = 0; i < json_array_get_length (last); i++)
    n_requests += g_str_equal (wanted, json_object_get_string_member (
                                         json_array_get_object_element (last, i), "path"));
  return n_requests;
}

/* A first run that stops after two of six pages; those on their way may still come. */
static GuildDirectory *
open_interrupted (GuildTestSandbox *sandbox, const char *path, guint *n_pages)
{
  g_autoptr(GError) error = NULL;

  set_largest_page (sandbox, 250);
  GuildDirectory *directory = test_open_connected (sandbox, path);
  gulong handler =
    g_signal_connect (directory, "notify::n-synced", G_CALLBACK (stop_cb), NULL);
  g_assert_false (test_sync_once (directory, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_signal_handler_disconnect (directory, handler);
  g_assert_cmpint (guild_directory_get_last_sync (directory), ==, GUILD_NUMBER_UNSET);
  guint n_kept = guild_directory_get_n_companies (directory);
  g_assert_cmpuint (n_kept, >=, 500);
  g_assert_cmpuint (n_kept % 250, ==, 0);
  *n_pages = n_kept / 250;
  return directory;
}

static void
check_complete (GuildDirectory *directory, guint n_companies)
{
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, n_companies);
  g_assert_cmpuint (guild_directory_get_n_synced (directory), ==, n_companies);
  g_assert_cmpint (guild_directory_get_last_sync (directory), !=, GUILD_NUMBER_UNSET);
}

/* What stops goes on where it stopped, after another start of the program too. */
static void
test_interrupted (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "1300", NULL);
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  guint n_pages, n_before[7];
  GuildDirectory *directory = open_interrupted (sandbox, NULL, &n_pages);

  test_sync_well (directory);
  check_complete (directory, 1300);
  for (guint page = 1; page <= n_pages; page++)
    g_assert_cmpuint (count_page (sandbox, page), ==, 1);
  test_close (directory);
  /* More than once: those that were on their way when it stopped. */
  for (guint page = 1; page <= 6; page++)
    n_before[page] = count_page (sandbox, page);

  test_close (open_interrupted (sandbox, path, &n_pages));
  directory = test_open_connected (sandbox, path);
  test_sync_well (directory);
  check_complete (directory, 1300);
  for (guint page = 1; page <= n_pages; page++)
    g_assert_cmpuint (count_page (sandbox, page), ==, n_before[page] + 1);

  /* what is complete is read whole the next time */
  test_sync_well (directory);
  check_complete (directory, 1300);
  for (guint page = 1; page <= 6; page++)
    g_assert_cmpuint (count_page (sandbox, page), >=, page <= n_pages ? 3 : 2);
  test_close (directory);
}

/* Where the list, or its pages, are no longer what they were, it is read from its beginning. */
static void
test_interrupted_moved (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "1300", NULL);
  guint n_pages;
  GuildDirectory *directory = open_interrupted (sandbox, NULL, &n_pages);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autofree char *gone = test_first_id (list);

  test_delete_at_service (sandbox, gone);
  test_sync_well (directory);
  check_complete (directory, 1299);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_find (list, gone), ==, G_MAXUINT);
  g_clear_object (&list);
  test_close (directory);

  directory = open_interrupted (sandbox, NULL, &n_pages);
  set_largest_page (sandbox, 200);
  test_sync_well (directory);
  check_complete (directory, 1299);
  test_close (directory);

  /* there is no such page any more */
  directory = open_interrupted (sandbox, NULL, &n_pages);
  test_add_fault (sandbox, "path=/companies,status=404,count=1");
  test_sync_well (directory);
  check_complete (directory, 1299);
  test_close (directory);
}

/* What was stopped long ago is begun anew. */
static void
test_interrupted_long_ago (void)
{
  GuildStore *store = guild_store_new (NULL, guild_codat_table ());
  gint64 now = g_get_real_time ();
  const GuildBookmark bookmark = { 2, 250, 250, 1300, now };
  GuildBookmark found;

  g_assert_false (guild_store_resume_run (store, 0, now, &found));
  guild_store_begin_run (store, 0);
  guild_store_set_bookmark (store, &bookmark);
  guild_store_abandon_run (store);
  g_assert_false (guild_store_resume_run (store, 0, now - 1, &found));
  g_assert_false (guild_store_resume_run (store, 0, now + 15 * G_TIME_SPAN_MINUTE, &found));
  g_assert_true (guild_store_resume_run (store, 0, now + 14 * G_TIME_SPAN_MINUTE, &found));
  g_assert_cmpuint (found.page, ==, bookmark.page);
  g_assert_cmpuint (found.page_size, ==, bookmark.page_size);
  g_assert_cmpuint (found.served, ==, bookmark.served);
  g_assert_cmpint (found.total, ==, bookmark.total);
  g_assert_cmpint (found.time, ==, bookmark.time);

  guild_store_end_run (store, TRUE, NULL, now);
  g_assert_false (guild_store_resume_run (store, 0, now, &found));
  guild_store_free (store);
}

/* A fault that passes is not noticed. */
static void
test_passing_fault (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start (
    "--companies", "1300", "--fault", "path=/companies,status=503,skip=1,count=1", NULL);
  set_largest_page (sandbox, 250);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);

  test_sync_well (directory);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1300);
  test_close (directory);
}

static void
test_wrong_types (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start (
    "--companies", "300", "--fault", "path=/companies,wrong-types=5", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;

  /* whatever can be made of it, nothing falls over and nobody is warned */
  test_sync_once (directory, &error);
  test_settle (list);
  test_clear_faults (sandbox);
  test_sync_well (directory);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_get_n_matches (list), ==, 300);
  g_clear_object (&list);
  test_close (directory);
}

static void
test_shared_run (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "150", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *first = NULL, *second = NULL, *third = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &first);
  g_assert_true (guild_directory_get_syncing (directory));
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &second);
  guild_directory_sync_async (directory, cancellable, guild_test_result_cb, &third);
  /* one who waits may leave; the run goes on for the others */
  g_cancellable_cancel (cancellable);
  g_autoptr(GAsyncResult) third_result = guild_test_await (&third);
  g_assert_false (guild_directory_sync_finish (directory, third_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_autoptr(GAsyncResult) first_result = guild_test_await (&first);
  g_autoptr(GAsyncResult) second_result = guild_test_await (&second);
  g_assert_true (guild_directory_sync_finish (directory, first_result, &error));
  g_assert_true (guild_directory_sync_finish (directory, second_result, &error));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 150);

  /* three asked, one run: one page and the groups */
  g_autoptr(JsonNode) requests =
    guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonArray *last = json_object_get_array_member (json_node_get_object (requests), "last");
  guint n_pages = 0;
  for (guint i = 0; i < json_array_get_length (last); i++)
    n_pages += g_str_has_prefix (
      json_object_get_string_member (json_array_get_object_element (last, i), "path"),
      "/companies");
  g_assert_cmpuint (n_pages, ==, 1);
  test_close (directory);
}

static void
test_cancel (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "300", "--latency", "20000", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  guild_directory_cancel_sync (directory);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_false (guild_directory_sync_finish (directory, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (guild_directory_get_syncing (directory));

  /* closing ends a run as well */
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GCancellable) unused = g_cancellable_new ();
  test_close (g_object_ref (directory));
  g_autoptr(GAsyncResult) closed = guild_test_await (&slot);
  g_clear_error (&error);
  g_assert_false (guild_directory_sync_finish (directory, closed, &error));
  g_assert_nonnull (error);
  g_object_unref (directory);
}

/* Answers of writes that come while a sync runs are newer than its pages. */
static void
assert_no_bytes (const char *path, const char *needle)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return;
  g_assert_null (memmem (contents, length, needle, strlen (needle)));
}

static void
test_no_password_on_disk (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "50", "--one-time-links", NULL);
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, path);

  /* the sandbox does send them */
  g_autoptr(JsonNode) page = guild_test_sandbox_call (sandbox, "GET", "/companies?page=1", NULL);
  g_autofree char *text = json_to_string (page, FALSE);
  g_assert_nonnull (strstr (text, "otp"));

  test_sync_well (directory);
  assert_no_bytes (path, "otp=");
  assert_no_bytes (wal, "otp=");
  assert_no_bytes (wal, sandbox->codat_key);
  test_close (directory);
  assert_no_bytes (path, "otp=");
  assert_no_bytes (path, sandbox->codat_key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/sync/full", test_full);
  g_test_add_func ("/directory/sync/few-requests", test_few_requests);
  g_test_add_func ("/directory/sync/smaller-pages", test_smaller_pages);
  g_test_add_func ("/directory/sync/large-rows", test_large_rows);
  g_test_add_func ("/directory/sync/what-went-and-came", test_what_went_and_came);
  g_test_add_func ("/directory/sync/moving-pages", test_moving_pages);
  g_test_add_func ("/directory/sync/interrupted", test_interrupted);
  g_test_add_func ("/directory/sync/interrupted-moved", test_interrupted_moved);
  g_test_add_func ("/directory/sync/interrupted-long-ago", test_interrupted_long_ago);
  g_test_add_func ("/directory/sync/passing-fault", test_passing_fault);
  g_test_add_func ("/directory/sync/wrong-types", test_wrong_types);
  g_test_add_func ("/directory/sync/shared-run", test_shared_run);
  g_test_add_func ("/directory/sync/cancel", test_cancel);
  g_test_add_func ("/directory/sync/no-password-on-disk", test_no_password_on_disk);
  return g_test_run ();
}
