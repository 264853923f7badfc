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

/* 3 June 2024, noon. */
#define NOW (G_GINT64_CONSTANT (1717416000) * G_USEC_PER_SEC)

static char *
days_before (int days)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (NOW / G_USEC_PER_SEC);
  g_autoptr(GDateTime) then = g_date_time_add_days (now, -days);

  return g_date_time_format (then, "%Y-%m-%dT%H:%M:%SZ");
}

/* A company with one connection, made and synced so many days ago, and perhaps an error. */
static void
add_connected (GuildBatch *batch, const char *id, const char *status, int days, int error_days)
{
  g_autofree char *time = days_before (days);
  g_autofree char *at = days_before (error_days);
  g_autofree char *errors = g_strdup_printf (
    ",\"dataConnectionErrors\":[{\"erroredOnUtc\":\"%s\",\"status\":\"Active\"},"
    "{\"erroredOnUtc\":\"2001-01-01T00:00:00Z\",\"status\":\"Resolved\"}]", at);
  g_autofree char *more = g_strdup_printf (
    "\"lastSync\":\"%s\",\"dataConnections\":[{\"id\":\"x\",\"status\":\"%s\","
    "\"platformName\":\"Xero\",\"created\":\"%s\",\"lastSync\":\"%s\"%s}]",
    time, status, time, time, error_days > 0 ? errors : "");

  test_add_company (batch, id, id, more);
}

static void
test_attention (void)
{
  static const struct { const char *id, *status; int days, error_days; } companies[] = {
    { "fresh", "Linked", 1, 0 },          { "stale", "Linked", 70, 0 },
    { "nearly-stale", "Linked", 59, 0 },  { "invited", "PendingAuth", 2, 0 },
    { "waiting", "PendingAuth", 12, 0 },  { "revoked", "Deauthorized", 9, 8 },
    { "parted", "Unlinked", 6, 0 },       { "failing", "Linked", 1, 3 },
    { "unheard", "Hibernating", 100, 0 },
  };
  static const struct { GuildAttentionReason reason; int days; } needs[] = {
    { GUILD_ATTENTION_STALE, 70 },    { GUILD_ATTENTION_DEAUTHORISED, 8 },
    { GUILD_ATTENTION_UNLINKED, 6 },  { GUILD_ATTENTION_PENDING, 12 },
    { GUILD_ATTENTION_FAILING, 3 },
  };
  guild_attention_freeze (NOW);
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < G_N_ELEMENTS (companies); i++)
    add_connected (batch, companies[i].id, companies[i].status, companies[i].days,
                   companies[i].error_days);
  test_add_company (batch, "nothing", "nothing", NULL);
  test_apply (directory, batch);

  g_autoptr(GuildView) view = find_view (directory, "attention");
  g_assert_nonnull (view);
  g_assert_cmpint (guild_view_get_kind (view), ==, GUILD_VIEW_ATTENTION);
  guild_test_wait_until (guild_view_get_count (view) == G_N_ELEMENTS (needs));
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  guild_company_list_set_query (list, guild_view_get_query (view));
  test_settle (list);
  /* The longest in need first: the stale for 10 days, the invited for 5. */
  test_assert_ids (list, "stale revoked parted waiting failing");
  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), i);
      GuildNeed need = guild_position_get_need (position);
      g_assert_cmpint (need.reason, ==, needs[i].reason);
      g_assert_cmpint (need.since, ==, NOW - needs[i].days * G_TIME_SPAN_DAY);
    }

  /* What is put right leaves, and what goes wrong finds its place. */
  g_autoptr(GuildBatch) later = guild_batch_new (guild_codat_table ());
  add_connected (later, "revoked", "Linked", 0, 0);
  add_connected (later, "fresh", "Deauthorized", 7, 0);
  test_apply (directory, later);
  test_settle (list);
  test_assert_ids (list, "stale fresh parted waiting failing");

  /* a word typed on top narrows it */
  g_autoptr(GuildQuery) narrower = guild_query_with_text (guild_view_get_query (view), "st");
  guild_company_list_set_query (list, narrower);
  test_settle (list);
  test_assert_ids (list, "stale");
  assert_counts_are_rows (directory);
  g_assert_null (find_view (directory, "deleted"));
  guild_attention_freeze (0);
}

/* A company linked twice that lost one of the two, and one whose times the service does not
 * tell. */
static void
test_attention_partial (void)
{
  guild_attention_freeze (NOW);
  g_autoptr(GuildDirectory) directory = test_open (guild_codat_table (), NULL);
  g_autofree char *lost = days_before (40);
  g_autofree char *half = g_strdup_printf (
    "\"dataConnections\":[{\"id\":\"a\",\"status\":\"Linked\",\"platformName\":\"Xero\"},"
    "{\"id\":\"b\",\"status\":\"Unlinked\",\"platformName\":\"Sage\",\"lastSync\":\"%s\"}]",
    lost);

  test_apply_one (directory, "half", "half", half);
  test_apply_one (directory, "mute", "mute",
                  "\"dataConnections\":[{\"id\":\"c\",\"status\":\"Deauthorized\","
                  "\"lastSync\":7,\"created\":\"someday\",\"dataConnectionErrors\":null}]");
  g_autoptr(GuildView) view = find_view (directory, "attention");
  guild_test_wait_until (guild_view_get_count (view) == 2);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  guild_company_list_set_query (list, guild_view_get_query (view));
  test_settle (list);
  test_assert_ids (list, "half mute");
  g_autoptr(GuildPosition) first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autoptr(GuildPosition) last = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpint (guild_position_get_need (first).reason, ==, GUILD_ATTENTION_PARTIAL);
  g_assert_cmpint (guild_position_get_need (first).since, ==, NOW - 40 * G_TIME_SPAN_DAY);
  g_assert_cmpint (guild_position_get_need (last).reason, ==, GUILD_ATTENTION_DEAUTHORISED);
  g_assert_cmpint (guild_position_get_need (last).since, ==, GUILD_NUMBER_UNSET);
  guild_attention_freeze (0);
}

static void
note (GuildDirectory *directory, const char *id, gboolean failing, gint64 since, gint64 seen)
{
  g_autoptr(GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_failure_free);

  g_ptr_array_add (found, guild_failure_new (id, failing, since, seen));
  guild_directory_note_failures (directory, found);
}

static GuildNeed
get_need (GuildCompanyList *list, const char *id)
{
  g_autoptr(GuildPosition) position =
    g_list_model_get_item (G_LIST_MODEL (list), guild_company_list_find (list, id));
  return guild_position_get_need (position);
}

/* Failed data types, which only those who looked at them know: kept with the cache until the
 * company was read again, or seen to be well. */
static void
test_attention_data (void)
{
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  guild_attention_freeze (NOW);
  GuildDirectory *directory = test_open (guild_codat_table (), path);
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());

  add_connected (batch, "bad", "Linked", 2, 0);
  add_connected (batch, "never", "Linked", 2, 0);
  add_connected (batch, "well", "Linked", 2, 0);
  add_connected (batch, "worse", "Deauthorized", 3, 0);
  test_apply (directory, batch);
  guild_test_wait_until (has_count (directory, "attention", 1));
  note (directory, "bad", TRUE, NOW - 9 * G_TIME_SPAN_DAY, NOW);
  note (directory, "never", TRUE, GUILD_NUMBER_UNSET, NOW);
  note (directory, "well", FALSE, GUILD_NUMBER_UNSET, NOW);
  note (directory, "worse", TRUE, NOW - 50 * G_TIME_SPAN_DAY, NOW);
  guild_test_wait_until (has_count (directory, "attention", 3));
  test_close (directory);

  directory = test_open (guild_codat_table (), path);
  guild_test_wait_until (has_count (directory, "attention", 3));
  GuildCompanyList *list = guild_company_list_new (directory);
  g_autoptr(GuildView) view = find_view (directory, "attention");
  guild_company_list_set_query (list, guild_view_get_query (view));
  test_settle (list);
  test_assert_ids (list, "bad worse never");
  g_assert_cmpint (get_need (list, "bad").reason, ==, GUILD_ATTENTION_DATA);
  g_assert_cmpint (get_need (list, "bad").since, ==, NOW - 9 * G_TIME_SPAN_DAY);
  g_assert_cmpint (get_need (list, "never").reason, ==, GUILD_ATTENTION_DATA);
  g_assert_cmpint (get_need (list, "worse").reason, ==, GUILD_ATTENTION_DEAUTHORISED);

  /* One is seen to be well, the other was read again since. */
  note (directory, "bad", FALSE, GUILD_NUMBER_UNSET, NOW);
  g_autoptr(GuildBatch) later = guild_batch_new (guild_codat_table ());
  add_connected (later, "never", "Linked", -1, 0);
  test_apply (directory, later);
  guild_test_wait_until (has_count (directory, "attention", 1));
  test_settle (list);
  test_assert_ids (list, "worse");
  g_object_unref (list);
  test_close (directory);
  guild_attention_freeze (0);
}

/* What is not a line of ours is passed over. */
static void
test_failures_text (void)
{
  g_autoptr(GuildFailures) failures =
    guild_failures_new ("a 1 2\nb x 2\nc 1\n\n 1 2\nd -9223372036854775808 7\n");

  g_assert_nonnull (guild_failures_find (failures, "a"));
  g_assert_cmpint (guild_failures_find (failures, "a")->seen, ==, 2);
  g_assert_null (guild_failures_find (failures, "b"));
  g_assert_null (guild_failures_find (failures, "c"));
  g_assert_null (guild_failures_find (failures, ""));
  g_assert_cmpint (guild_failures_find (failures, "d")->since, ==, GUILD_NUMBER_UNSET);
  g_autofree char *text = guild_failures_to_text (failures);
  g_autoptr(GuildFailures) again = guild_failures_new (text);
  g_assert_cmpint (guild_failures_find (again, "d")->seen, ==, 7);
  g_assert_cmpint (guild_failures_find (again, "a")->since, ==, 1);
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
  g_test_add_func ("/directory/views/attention-partial", test_attention_partial);
  g_test_add_func ("/directory/views/attention-data", test_attention_data);
  g_test_add_func ("/directory/views/failures-text", test_failures_text);
  g_test_add_func ("/directory/views/tags", test_tags);
  g_test_add_func ("/directory/views/many-tags", test_many_tags);
  g_test_add_func ("/directory/views/deleted", test_deleted);
  g_test_add_func ("/directory/views/groups", test_groups);
  return g_test_run ();
}
