/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "fixture.h"

#include "journal/guild-bulk.h"

/* The same wish for many companies. */

#define N_COMPANIES 9

static GPtrArray *
add_companies (Fixture *f)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autofree char *name = g_strdup_printf ("Company %u", i);
      g_ptr_array_add (ids, fixture_add_company (f, name));
    }
  return ids;
}

/* Company 0 is well as it is and company 1 cannot be changed. */
static GuildWrite *
make_description (GuildCompany *company, GuildWrite **inverse, char **reason, gpointer data)
{
  const char *name = guild_company_get_name (company);
  const char *id = guild_company_get_id (company);

  if (g_str_equal (name, "Company 0"))
    return NULL;
  if (g_str_equal (name, "Company 1"))
    {
      *reason = g_strdup ("It must not be.");
      return NULL;
    }
  *inverse = guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"description\":\"\"}");
  return guild_write_new (GUILD_WRITE_UPDATE_COMPANY, id, NULL, "{\"description\":\"new\"}");
}

static gboolean
run (GuildBulk *bulk, GCancellable *cancellable, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_bulk_run_async (bulk, cancellable, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_bulk_run_finish (bulk, result, error);
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) ids = add_companies (f);
  g_autoptr(GuildBulk) bulk =
    guild_bulk_new (f->journal, f->directory, ids, TRUE, make_description, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (run (bulk, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (guild_bulk_get_n_total (bulk), ==, N_COMPANIES);
  g_assert_cmpuint (guild_bulk_get_n_done (bulk), ==, N_COMPANIES);
  g_assert_cmpuint (guild_bulk_get_n_same (bulk), ==, 1);
  g_assert_cmpuint (guild_bulk_get_n_failed (bulk), ==, 1);
  g_autofree char *failures = guild_bulk_dup_failures (bulk);
  g_assert_cmpstr (failures, ==, "Company 1: It must not be.");
  GPtrArray *changes = guild_bulk_get_changes (bulk);
  g_assert_cmpuint (changes->len, ==, N_COMPANIES - 2);
  for (guint i = 0; i < changes->len; i++)
    g_assert_true (guild_change_get_can_undo (changes->pdata[i]));
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) ids = add_companies (f);
  g_autoptr(GuildBulk) bulk =
    guild_bulk_new (f->journal, f->directory, ids, FALSE, make_description, NULL, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_signal_connect_swapped (bulk, "notify::n-done", G_CALLBACK (g_cancellable_cancel),
                            cancellable);
  g_assert_true (run (bulk, cancellable, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (guild_bulk_get_n_done (bulk), >=, 1);
  g_assert_cmpuint (guild_bulk_get_n_done (bulk), <, N_COMPANIES);
  g_assert_cmpuint (guild_journal_get_n_planned (f->journal), ==, 0);
  g_assert_cmpuint (guild_journal_get_n_running (f->journal), ==, 0);
}

static void
test_offline (Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) ids = add_companies (f);
  g_autoptr(GuildBulk) bulk =
    guild_bulk_new (f->journal, f->directory, ids, TRUE, make_description, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&f->sandbox, guild_test_sandbox_stop);
  g_assert_false (run (bulk, NULL, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_OFFLINE);
  g_assert_cmpuint (guild_bulk_get_n_done (bulk), <, N_COMPANIES);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->journal)), ==, 0);
}

/* No request is left: the others would be refused, too. */
static void
test_quota (Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) ids = add_companies (f);
  g_autoptr(GuildBulk) bulk =
    guild_bulk_new (f->journal, f->directory, ids, FALSE, make_description, NULL, NULL);
  g_autoptr(GError) error = NULL;

  fixture_fault (f, "path=/companies,method=PATCH,status=429,retry-after=seconds:86400");
  g_assert_false (run (bulk, NULL, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_RATE_LIMITED);
  g_assert_cmpuint (guild_bulk_get_n_done (bulk), <, N_COMPANIES);
}

/* Several changes of one company, made beforehand; one of them is refused. */
static void
test_changes (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_add_company (f, "Company");
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  const char *companies[] = { id, "00000000-0000-0000-0000-000000000000", id };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"description\":\"%u\"}", i);
      g_autoptr(GuildWrite) write =
        guild_write_new (GUILD_WRITE_UPDATE_COMPANY, companies[i], NULL, body);
      g_ptr_array_add (changes, guild_change_new (
        guild_workspace_get_id (guild_directory_get_workspace (f->directory)), write, "Company"));
    }
  g_autoptr(GuildBulk) bulk = guild_bulk_new_for_changes (f->journal, changes);
  g_assert_true (run (bulk, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (guild_bulk_get_n_total (bulk), ==, 3);
  g_assert_cmpuint (guild_bulk_get_n_done (bulk), ==, 3);
  g_assert_cmpuint (guild_bulk_get_n_failed (bulk), ==, 1);
  g_assert_cmpuint (guild_bulk_get_changes (bulk)->len, ==, 2);
  g_autofree char *failures = guild_bulk_dup_failures (bulk);
  g_assert_true (g_str_has_prefix (failures, "Company: "));
  g_assert_cmpint (guild_change_get_state (changes->pdata[1]), ==, GUILD_CHANGE_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/journal/bulk/whole", Fixture, NULL, fixture_set_up, test_whole,
              fixture_tear_down);
  g_test_add ("/journal/bulk/cancelled", Fixture, NULL, fixture_set_up, test_cancelled,
              fixture_tear_down);
  g_test_add ("/journal/bulk/offline", Fixture, NULL, fixture_set_up, test_offline,
              fixture_tear_down);
  g_test_add ("/journal/bulk/quota", Fixture, NULL, fixture_set_up, test_quota,
              fixture_tear_down);
  g_test_add ("/journal/bulk/changes", Fixture, NULL, fixture_set_up, test_changes,
              fixture_tear_down);
  return g_test_run ();
}
