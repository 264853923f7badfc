/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"
#include "service/autodesk/guild-autodesk.h"

/* (transfer full) (nullable) */
static GuildView *
find_view (GuildDirectory *directory, const char *id)
{
  GListModel *views = guild_directory_get_views (directory);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      if (strcmp (guild_view_get_id (view), id) == 0)
        return g_steal_pointer (&view);
    }
  return NULL;
}

static gboolean
has_count (GuildDirectory *directory, const char *id, guint count)
{
  g_autoptr(GuildView) view = find_view (directory, id);
  return view != NULL && guild_view_get_count (view) == count;
}

/* The count is that of the rows one sees after choosing the view. */
static void
assert_counts_are_rows (GuildDirectory *directory)
{
  GListModel *views = guild_directory_get_views (directory);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(GuildView) view = g_list_model_get_item (views, i);
      guild_company_list_set_query (list, guild_view_get_query (view));
      test_settle (list);
      g_test_message ("%s", guild_view_get_id (view));
      g_assert_cmpuint (guild_view_get_count (view), ==, guild_company_list_get_n_matches (list));
      g_assert_nonnull (guild_view_get_title (view));
      g_assert_nonnull (guild_view_get_icon_name (view));
    }
}

static char *
connection (const char *status, int days_since_sync)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add_days (now, -days_since_sync);
  g_autofree char *time = g_date_time_format_iso8601 (then);

  return g_strdup_printf ("\"lastSync\":\"%s\",\"created\":\"%s\",\"dataConnections\":["
                          "{\"id\":\"x\",\"status\":\"%s\",\"platformName\":\"Xero\"}]",
                          time, time, status);
}

static void
test_attention (void)
{
  static const struct { const char *id; const char *status; int days; } companies[] = {
    { "fresh", "Linked", 1 },          { "stale", "Linked", 61 },
    { "nearly-stale", "Linked", 59 },  { "invited", "PendingAuth", 2 },
    { "waiting", "PendingAuth", 8 },   { "revoked", "Deauthorized", 3 },
    { "parted", "Unlinked", 2 },       { "unheard", "Hibernating", 100 },
  };
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    {
      g_autofree char *more = connection (companies[i].status, companies[i].days);
      test_add_company (batch, companies[i].id, companies[i].id, more);
    }
  test_add_company (batch, "nothing", "nothing", NULL);
  test_apply (directory, batch);

  g_autoptr(GuildView) view = find_view (directory, "attention");
  g_assert_nonnull (view);
  g_assert_cmpint (guild_view_get_kind (view), ==, GUILD_VIEW_ATTENTION);
  guild_test_wait_until (guild_view_get_count (view) == 4);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  guild_company_list_set_query (list, guild_view_get_query (view));
  test_settle (list);
  /* oldest first */
  test_assert_ids (list, "stale waiting revoked parted");

  /* a word typed on top narrows it */
  g_autoptr(GuildQuery) narrower = guild_query_with_text (guild_view_get_query (view), "st");
  guild_company_list_set_query (list, narrower);
  test_settle (list);
  test_assert_ids (list, "stale");
  assert_counts_are_rows (directory);
  g_assert_null (find_view (directory, "deleted"));
}

static void
test_tags (void)
{
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);
      g_autofree char *tags = g_strdup_printf ("\"tags\":{\"region\":\"%s\",\"uid\":\"%u\"}",
                                               i % 2 ? "uk" : i % 4 ? "fr" : "UK", i);
      test_add_company (batch, id, id, tags);
    }
  test_apply (directory, batch);
  guild_test_wait_until (has_count (directory, "all", 40));
  GListModel *views = guild_directory_get_views (directory);
  /* all, attention and two tags: where there are too many, those of one company are no places */
  g_assert_cmpuint (g_list_model_get_n_items (views), ==, 4);
  g_autoptr(GuildView) first = g_list_model_get_item (views, 2);
  g_assert_cmpstr (guild_view_get_title (first), ==, "region=UK");
  g_assert_cmpint (guild_view_get_kind (first), ==, GUILD_VIEW_TAG);
  g_assert_cmpuint (guild_view_get_count (first), ==, 30);
  assert_counts_are_rows (directory);
  g_assert_null (find_view (directory, "tag:uid=3"));

  /* the place stays the same object while its count moves, and goes with its last company */
  g_autoptr(GuildView) france = find_view (directory, "tag:region=fr");
  g_assert_cmpuint (guild_view_get_count (france), ==, 10);
  test_remove (directory, "id-2");
  guild_test_wait_until (guild_view_get_count (france) == 9);
  g_autoptr(GuildView) again = find_view (directory, "tag:region=fr");
  g_assert_true (again == france);
  guild_directory_set_hidden (directory, "id-6", TRUE);
  guild_test_wait_until (guild_view_get_count (france) == 8);
  assert_counts_are_rows (directory);
}

static void
test_many_tags (void)
{
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);
      g_autofree char *tags = g_strdup_printf ("\"tags\":{\"team\":\"%02u\"}", i % 30);
      test_add_company (batch, id, id, tags);
    }
  test_apply (directory, batch);
  guild_test_wait_until (has_count (directory, "all", 60));
  g_assert_cmpuint (g_list_model_get_n_items (guild_directory_get_views (directory)), ==, 22);
  g_assert_true (has_count (directory, "tag:team=00", 2));
  g_assert_null (find_view (directory, "tag:team=20"));
}

static void
apply_autodesk (GuildDirectory *directory, const char *id, const char *status)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_autodesk_table ());
  g_autofree char *more = g_strdup_printf ("\"status\":\"%s\"", status);

  test_add_company (batch, id, id, more);
  test_apply (directory, batch);
}

static void
test_deleted (void)
{
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  GuildDirectory *directory = test_open (guild_autodesk_table (), path);

  apply_autodesk (directory, "one", "active");
  apply_autodesk (directory, "two", "active");
  apply_autodesk (directory, "three", "deleted");
  guild_test_wait_until (has_count (directory, "deleted", 1) && has_count (directory, "all", 2));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 2);
  g_assert_null (find_view (directory, "attention"));
  apply_autodesk (directory, "one", "deleted");
  guild_test_wait_until (has_count (directory, "deleted", 2) && has_count (directory, "all", 1));
  assert_counts_are_rows (directory);
  test_close (directory);

  directory = test_open (guild_autodesk_table (), path);
  guild_test_wait_until (has_count (directory, "deleted", 2) && has_count (directory, "all", 1));
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 1);
  test_close (directory);
}

static void
test_groups (void)
{
  g_autoptr(GuildTestSandbox) sandbox = guild_test_sandbox_start ("--companies", "300", NULL);
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildService) service = guild_codat_new (sandbox->url, sandbox->codat_key);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_set_service (directory, service);
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (directory, result, &error));
  GPtrArray *groups = guild_directory_get_groups (directory);
  g_assert_cmpuint (groups->len, >, 0);
  const GuildGroup *group = groups->pdata[0];
  g_autofree char *id = g_strconcat ("group:", group->id, NULL);
  g_assert_cmpstr (guild_directory_get_group_name (directory, group->id), ==, group->name);
  g_assert_null (guild_directory_get_group_name (directory, "no-such-group"));
  g_autoptr(GuildView) view = NULL;
  /* the rows are counted once before the groups are known */
  guild_test_wait_until ((view = find_view (directory, id)) != NULL);
  guild_test_wait_until (has_count (directory, "all", 300));
  g_assert_cmpint (guild_view_get_kind (view), ==, GUILD_VIEW_GROUP);
  assert_counts_are_rows (directory);
  guint n_views = g_list_model_get_n_items (guild_directory_get_views (directory));
  g_clear_object (&result);
  test_close (directory);

  /* without the service they are still known */
  directory = test_open (guild_codat_table (), path);
  guild_test_wait_until (has_count (directory, "all", 300));
  guild_test_wait_until (g_list_model_get_n_items (guild_directory_get_views (directory)) ==
                         n_views);
  assert_counts_are_rows (directory);
  test_close (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/views/attention", test_attention);
  g_test_add_func ("/directory/views/tags", test_tags);
  g_test_add_func ("/directory/views/many-tags", test_many_tags);
  g_test_add_func ("/directory/views/deleted", test_deleted);
  g_test_add_func ("/directory/views/groups", test_groups);
  return g_test_run ();
}
