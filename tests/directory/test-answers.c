/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-connected.h"

/* Answers about single companies, and a sync, that overtake each other: what was asked for later
 * counts. */

static void
test_writes_during_sync (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "300", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  test_sync_well (directory);
  g_autofree char *renamed = test_first_id (list);
  g_autofree char *removed = guild_company_list_dup_id (list, 1);

  test_add_fault (sandbox, "path=/companies,delay=300");
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  guild_test_wait_until (guild_directory_get_progress (directory) < 0);
  /* the worker has begun the run once this load, pushed after it, is answered; the page is under
   * way then */
  g_clear_object (&list);
  g_autoptr(GuildCompany) company = test_load (directory, renamed, &error);
  g_assert_no_error (error);
  test_apply_one (directory, renamed, "Renamed meanwhile", NULL);
  test_apply_one (directory, "brand-new", "Created meanwhile", NULL);
  test_remove (directory, removed);
  g_assert_true (guild_directory_get_syncing (directory));
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (directory, result, &error));
  g_assert_no_error (error);

  g_autoptr(GuildCompany) after = test_load (directory, renamed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (after), ==, "Renamed meanwhile");
  g_autoptr(GuildCompany) created = test_load (directory, "brand-new", &error);
  g_assert_no_error (error);
  g_assert_null (test_load (directory, removed, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 300);

  /* the next run asks the service again, and it knows better */
  test_clear_faults (sandbox);
  test_sync_well (directory);
  g_clear_error (&error);
  g_autoptr(GuildCompany) truth = test_load (directory, renamed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (truth), !=, "Renamed meanwhile");
  g_autoptr(GuildCompany) back = test_load (directory, removed, &error);
  g_assert_no_error (error);
  g_assert_null (test_load (directory, "brand-new", &error));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 300);
  test_close (directory);
}

static GuildCompany *
refresh (GuildDirectory *directory, const char *id, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_directory_refresh_company_async (directory, id, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_directory_refresh_company_finish (directory, result, error);
}

static void
test_refresh (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "20", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;

  test_sync_well (directory);
  g_autofree char *id = test_first_id (list);
  test_apply_one (directory, id, "Not its name", NULL);
  g_autoptr(GuildCompany) company = refresh (directory, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (company), !=, "Not its name");

  /* trouble on the way removes nothing */
  test_add_fault (sandbox, "path=/companies,status=500");
  g_assert_null (refresh (directory, id, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 20);
  test_clear_faults (sandbox);

  test_delete_at_service (sandbox, id);
  g_assert_null (refresh (directory, id, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 19);
  test_settle (list);
  g_assert_cmpuint (guild_company_list_find (list, id), ==, G_MAXUINT);
  g_clear_object (&list);
  test_close (directory);
}

/* A read that was asked before a write was answered comes too late to say anything. */
static void
test_late_refresh (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "20", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  test_sync_well (directory);
  g_autofree char *id = test_first_id (list);
  test_add_fault (sandbox, "path=/companies,delay=300");
  guild_directory_refresh_company_async (directory, id, NULL, guild_test_result_cb, &slot);
  test_apply_one (directory, id, "What the write said", NULL);
  g_autoptr(GAsyncResult) first = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (directory, first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (guild_company_get_name (company), ==, "What the write said");

  guild_directory_refresh_company_async (directory, id, NULL, guild_test_result_cb, &slot);
  test_remove (directory, id);
  g_autoptr(GAsyncResult) second = guild_test_await (&slot);
  g_assert_null (guild_directory_refresh_company_finish (directory, second, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 19);
  g_clear_object (&list);
  g_clear_object (&first);
  g_clear_object (&second);
  test_close (directory);
}

/* An answer that was on its way when the sync asked knows less than the sync. */
static void
test_refresh_before_sync (gconstpointer data)
{
  gboolean deleted = GPOINTER_TO_INT (data);
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "20", NULL);
  GuildDirectory *directory = test_open_connected (sandbox, NULL);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  test_sync_well (directory);
  g_autofree char *id = test_first_id (list);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  g_autofree char *fault = g_strdup_printf ("path=%s,method=GET,delay=1500,late=1,count=1", path);
  test_add_fault (sandbox, fault);
  test_take_n_requests (sandbox);
  guild_directory_refresh_company_async (directory, id, NULL, guild_test_result_cb, &slot);
  guild_test_wait_until (test_count_requests (sandbox) > 0);
  if (deleted)
    test_delete_at_service (sandbox, id);
  else
    json_node_unref (
      guild_test_sandbox_call (sandbox, "PATCH", path, "{\"name\":\"What the sync said\"}"));
  test_sync_well (directory);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (directory, result, &error);
  if (deleted)
    g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND);
  else
    g_assert_cmpstr (guild_company_get_name (company), ==, "What the sync said");
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, deleted ? 19 : 20);
  g_clear_object (&list);
  g_clear_object (&result);
  test_close (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/answers/writes-during-sync", test_writes_during_sync);
  g_test_add_func ("/directory/answers/refresh", test_refresh);
  g_test_add_func ("/directory/answers/late-refresh", test_late_refresh);
  g_test_add_data_func ("/directory/answers/refresh-before-sync/changed", GINT_TO_POINTER (FALSE),
                        test_refresh_before_sync);
  g_test_add_data_func ("/directory/answers/refresh-before-sync/deleted", GINT_TO_POINTER (TRUE),
                        test_refresh_before_sync);
  return g_test_run ();
}
