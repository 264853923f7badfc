/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-test-companies.h"
#include "service/autodesk/guild-autodesk.h"

/* The directory of an Autodesk account: deleted companies stay, and what is answered here is what
 * the service answers. */

enum { N_COMPANIES = 1500, PAGE_SIZE = 200 };

static GuildService *
make_service (GuildTestSandbox *sandbox)
{
  GuildService *service =
    guild_autodesk_new (sandbox->url, sandbox->autodesk_client_id, sandbox->autodesk_client_secret,
                        sandbox->autodesk_account_id, sandbox->region);
  guild_transport_set_patience (guild_service_get_transport (service), 60, 1);
  return service;
}

static gboolean
sync_once (GuildDirectory *directory, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_directory_sync_finish (directory, result, error);
}

static gboolean
sync_changes (GuildDirectory *directory, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_directory_sync_changes_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_directory_sync_changes_finish (directory, result, error);
}

static guint
count_answers (GuildDirectory *directory, GuildQuery *query)
{
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);

  guild_company_list_set_query (list, query);
  test_settle (list);
  return guild_company_list_get_n_matches (list);
}

static GuildQuery *
with_condition (GuildQuery *query, const char *field, GuildMatch match, const char *value,
                gboolean any)
{
  GuildCondition condition = { .field = (char *) field, .match = match, .value = (char *) value,
                               .from = GUILD_NUMBER_UNSET, .to = GUILD_NUMBER_UNSET, .any = any };
  GuildQuery *next = guild_query_with_condition (query, &condition);
  guild_query_unref (query);
  return next;
}

static GuildQuery *
with_order (GuildQuery *query, const char *field, gboolean descending)
{
  GuildQuery *sorted = guild_query_with_sort (query, field, descending);
  GuildQuery *next = guild_query_then_by (sorted, "name", FALSE);
  guild_query_unref (query);
  guild_query_unref (sorted);
  return next;
}

static GPtrArray *
ask_service (GuildService *service, GuildQuery *query)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  gboolean more = TRUE;

  for (guint number = 0; more; number++)
    {
      GAsyncResult *slot = NULL;
      g_autoptr(GError) error = NULL;

      guild_service_list_page_async (service, number, PAGE_SIZE, query, NULL, guild_test_result_cb,
                                     &slot);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      g_autoptr(GuildPage) page = guild_service_list_page_finish (service, result, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
        g_ptr_array_add (ids, g_strdup (guild_batch_get_id (page->batch, i)));
      more = page->more;
    }
  return ids;
}

/* Takes QUERY. Returns how many answered. */
static guint
assert_agree (GuildDirectory *directory, GuildService *service, GuildQuery *query)
{
  g_autoptr(GuildQuery) owned = query;
  g_autofree char *json = guild_query_to_json (query);
  g_autoptr(GPtrArray) remote = ask_service (service, query);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);

  guild_company_list_set_query (list, query);
  test_settle (list);
  g_test_message ("%u: %s", remote->len, json);
  g_assert_cmpuint (guild_company_list_get_n_matches (list), ==, remote->len);
  for (guint i = 0; i < remote->len; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (list, i);
      g_assert_cmpstr (id, ==, remote->pdata[i]);
    }
  return remote->len;
}

static GuildQuery *
deleted_too (void)
{
  return with_condition (guild_query_new (), "status", GUILD_MATCH_EQUALS,
                         "active" GUILD_LIST_SEP "deleted", FALSE);
}

static void
test_same_answers (void)
{
  static const char * const orders[] = { "name", "trade", "erpId", "taxId", "status", "created",
                                         "updated", "projects", "members" };
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--autodesk-companies", "1500", "--companies", "1", NULL);
  g_autoptr(GuildService) service = make_service (sandbox);
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GError) error = NULL;
  guint n_answers = 0;

  guild_directory_set_service (directory, service);
  g_assert_true (sync_once (directory, &error));
  g_assert_no_error (error);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_assert_cmpuint (count_answers (directory, all), ==, N_COMPANIES);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), <, N_COMPANIES);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    for (guint descending = 0; descending < 2; descending++)
      assert_agree (directory, service, with_order (deleted_too (), orders[i], descending));

  static const struct { const char *field; GuildMatch match; const char *value; } asked[] = {
    { "trade", GUILD_MATCH_CONTAINS, "electric" }, { "trade", GUILD_MATCH_STARTS, "co" },
    { "trade", GUILD_MATCH_ENDS, "ING" },          { "trade", GUILD_MATCH_EQUALS, "plumbing" },
    { "erpId", GUILD_MATCH_CONTAINS, "1" },        { "taxId", GUILD_MATCH_ENDS, "7" },
    { "name", GUILD_MATCH_CONTAINS, "group" },     { "name", GUILD_MATCH_EQUALS, "no such firm" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      GuildQuery *query = with_condition (deleted_too (), asked[i].field, asked[i].match,
                                          asked[i].value, FALSE);
      n_answers += assert_agree (directory, service, with_order (query, "updated", i % 2));
    }
  g_assert_cmpuint (n_answers, >, 100);

  /* one or the other, and only the living or the deleted */
  static const char * const statuses[] = { "active", "deleted" };
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      GuildQuery *query = with_condition (guild_query_new (), "status", GUILD_MATCH_EQUALS,
                                          statuses[i], FALSE);
      query = with_condition (query, "trade", GUILD_MATCH_CONTAINS, "co", TRUE);
      query = with_condition (query, "erpId", GUILD_MATCH_CONTAINS, "2", TRUE);
      g_assert_cmpuint (assert_agree (directory, service, with_order (query, "name", TRUE)), >, 0);
    }

  GuildCondition range = { .field = (char *) "updated", .match = GUILD_MATCH_BETWEEN,
                           .from = G_GINT64_CONSTANT (1672531200000000),
                           .to = GUILD_NUMBER_UNSET };
  g_autoptr(GuildQuery) both = deleted_too ();
  assert_agree (directory, service,
                with_order (guild_query_with_condition (both, &range), "updated", FALSE));
  range.to = G_GINT64_CONSTANT (1735689600000000);
  range.from = GUILD_NUMBER_UNSET;
  assert_agree (directory, service,
                with_order (guild_query_with_condition (both, &range), "name", FALSE));
  test_close (directory);
}

static void
test_deleted_at_service (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--autodesk-companies", "700", "--companies", "1", NULL);
  g_autoptr(GuildService) service = make_service (sandbox);
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  GuildDirectory *directory = test_open (guild_autodesk_table (), path);
  g_autoptr(GError) error = NULL;

  guild_directory_set_service (directory, service);
  g_assert_true (sync_once (directory, &error));
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) deleted =
    with_condition (guild_query_new (), "status", GUILD_MATCH_EQUALS, "deleted", FALSE);
  guint n_deleted = count_answers (directory, deleted);
  g_assert_cmpuint (n_deleted, >, 0);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 700 - n_deleted);

  /* a second complete run keeps them */
  g_assert_true (sync_once (directory, &error));
  g_assert_cmpuint (count_answers (directory, all), ==, 700);
  g_assert_cmpuint (count_answers (directory, deleted), ==, n_deleted);
  test_close (directory);

  directory = test_open (guild_autodesk_table (), path);
  g_assert_cmpuint (count_answers (directory, all), ==, 700);
  g_assert_cmpuint (count_answers (directory, deleted), ==, n_deleted);
  test_close (directory);
}

static void
add_fault (GuildTestSandbox *sandbox, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (sandbox, "POST", "/_sandbox/faults", body);
}

static void
test_interrupted (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--autodesk-companies", "1500", "--companies", "1", NULL);
  g_autoptr(GuildService) service = make_service (sandbox);
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GError) error = NULL;

  guild_directory_set_service (directory, service);
  add_fault (sandbox, "path=/construction,status=503,skip=4");
  g_assert_false (sync_once (directory, &error));
  g_assert_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_SERVER);
  guint n_kept = count_answers (directory, all);
  g_assert_cmpuint (n_kept, >, 0);
  g_assert_cmpuint (n_kept, <, N_COMPANIES);
  g_assert_cmpuint (n_kept % PAGE_SIZE, ==, 0);

  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "DELETE", "/_sandbox/faults", NULL);
  g_clear_error (&error);
  g_assert_true (sync_once (directory, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_answers (directory, all), ==, N_COMPANIES);
  g_assert_null (guild_directory_get_last_error (directory));
  test_close (directory);
}

static gint64
count_lists (GuildTestSandbox *sandbox)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_get_int_member_with_default (
    counts, "GET /construction/admin/v1/accounts/{id}/companies", 0);
}

/* What changed is read, and little else: at most one request and one for each 200. */
static void
test_changes (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--autodesk-companies", "1000", "--companies", "1", NULL);
  g_autoptr(GuildService) service = make_service (sandbox);
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autofree char *companies =
    g_strdup_printf ("/hq/v1/accounts/%s/companies", sandbox->autodesk_account_id);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GError) error = NULL;

  guild_directory_set_service (directory, service);
  /* The first time there is nothing to begin with: everything is read. */
  g_assert_true (sync_changes (directory, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_answers (directory, all), ==, 1000);
  g_assert_cmpint (count_lists (sandbox), ==, 1000 / PAGE_SIZE);

  g_assert_true (sync_changes (directory, &error));
  g_assert_cmpint (count_lists (sandbox), ==, 1000 / PAGE_SIZE + 1);
  g_assert_cmpuint (count_answers (directory, all), ==, 1000);

  /* 450 new ones in nine imports, and one of the old ones in other words. */
  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/clock",
                                            "{\"advanceSeconds\":60}"));
  g_autofree char *import = g_strconcat (companies, "/import", NULL);
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr(GString) body = g_string_new ("[");
      for (guint n = 0; n < 50; n++)
        g_string_append_printf (body, "%s{\"name\":\"New %u\",\"trade\":\"Concrete\"}",
                                n > 0 ? "," : "", i * 50 + n);
      g_string_append_c (body, ']');
      json_node_unref (guild_test_sandbox_call (sandbox, "POST", import, body->str));
    }
  gint64 before = count_lists (sandbox);
  g_assert_true (sync_changes (directory, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_lists (sandbox) - before, <=, 1 + 450 / PAGE_SIZE);
  g_test_message ("450 changes: %" G_GINT64_FORMAT " requests", count_lists (sandbox) - before);
  g_assert_cmpuint (count_answers (directory, all), ==, 1450);

  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/clock",
                                            "{\"advanceSeconds\":60}"));
  json_node_unref (guild_test_sandbox_call (
    sandbox, "POST", companies, "{\"name\":\"Newest\",\"trade\":\"Concrete\"}"));
  before = count_lists (sandbox);
  g_assert_true (sync_changes (directory, &error));
  g_assert_cmpint (count_lists (sandbox) - before, ==, 1);
  g_assert_cmpuint (count_answers (directory, all), ==, 1451);
  test_close (directory);
}

/* (transfer full) (nullable): the company that is called NAME. */
static char *
find_name (GuildDirectory *directory, const char *name)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_find_name_async (directory, name, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *id = guild_directory_find_name_finish (directory, result, &error);
  g_assert_no_error (error);
  return id;
}

static GuildQuery *
only_deleted (void)
{
  return with_condition (guild_query_new (), "status", GUILD_MATCH_EQUALS, "deleted", FALSE);
}

/* Somebody deletes companies: the changes bring that, they keep their ids and the names they had,
 * and no name leads to them any more. */
static void
test_deletion_read (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--autodesk-companies", "300", "--companies", "1", NULL);
  g_autoptr(GuildService) service = make_service (sandbox);
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) deleted = only_deleted ();
  g_autoptr(GError) error = NULL;

  guild_directory_set_service (directory, service);
  g_assert_true (sync_once (directory, &error));
  guint n_deleted = count_answers (directory, deleted);
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GuildQuery) living =
    with_condition (guild_query_new (), "status", GUILD_MATCH_EQUALS, "active", FALSE);
  g_autoptr(GuildQuery) ordered = guild_query_with_sort (living, "name", FALSE);
  guild_company_list_set_query (list, ordered);
  test_settle (list);
  g_autoptr(GuildPosition) first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autofree char *id = guild_position_dup_id (first);
  g_autofree char *name = guild_position_dup_name (first);
  g_autofree char *found = find_name (directory, name);
  g_assert_cmpstr (found, ==, id);

  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/clock",
                                            "{\"advanceSeconds\":60}"));
  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/autodesk/delete",
                                            "{\"count\":3,\"offset\":0}"));
  gint64 before = count_lists (sandbox);
  g_assert_true (sync_changes (directory, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_lists (sandbox) - before, ==, 1);
  g_assert_cmpuint (count_answers (directory, all), ==, 300);
  g_assert_cmpuint (count_answers (directory, deleted), ==, n_deleted + 3);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, 300 - n_deleted - 3);

  guild_company_list_set_query (list, deleted);
  test_settle (list);
  guint row = guild_company_list_find (list, id);
  g_assert_cmpuint (row, !=, G_MAXUINT);
  g_autoptr(GuildPosition) gone = g_list_model_get_item (G_LIST_MODEL (list), row);
  g_autofree char *kept = guild_position_dup_name (gone);
  g_autofree char *called = guild_position_dup_text (gone, guild_autodesk_table ()->name_field);
  g_assert_true (guild_position_is_deleted (gone));
  g_assert_cmpstr (kept, ==, name);
  g_assert_true (g_str_has_prefix (called, "removed at "));
  g_autofree char *by_name = find_name (directory, name);
  g_autofree char *by_mark = find_name (directory, called);
  g_assert_cmpstr (by_name, !=, id);
  g_assert_null (by_mark);
  g_clear_object (&first);
  g_clear_object (&gone);
  g_clear_object (&list);
  test_close (directory);
}

/* Companies are deleted, and so called something else, while the pages are read: all behind them
 * move forward. Nobody slips through for good. */
static void
test_shifting (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--autodesk-companies", "1500", "--companies", "1", NULL);
  g_autoptr(GuildService) service = make_service (sandbox);
  GuildDirectory *directory = test_open (guild_autodesk_table (), NULL);
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) deleted = only_deleted ();
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_directory_set_service (directory, service);
  add_fault (sandbox, "path=/construction,delay=300,skip=2");
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  guild_test_wait_until (guild_directory_get_progress (directory) > 0);
  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/autodesk/delete",
                                            "{\"count\":40,\"offset\":0}"));
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "DELETE", "/_sandbox/faults", NULL);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_sync_finish (directory, result, &error));
  g_assert_no_error (error);
  g_test_message ("%" G_GINT64_FORMAT " requests", count_lists (sandbox));
  g_assert_cmpuint (count_answers (directory, all), ==, N_COMPANIES);
  g_assert_true (sync_changes (directory, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_answers (directory, all), ==, N_COMPANIES);
  g_assert_cmpuint (count_answers (directory, deleted), >=, 40);
  g_clear_object (&result);
  test_close (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/autodesk/same-answers", test_same_answers);
  g_test_add_func ("/directory/autodesk/deleted-at-service", test_deleted_at_service);
  g_test_add_func ("/directory/autodesk/deletion-read", test_deletion_read);
  g_test_add_func ("/directory/autodesk/shifting", test_shifting);
  g_test_add_func ("/directory/autodesk/interrupted", test_interrupted);
  g_test_add_func ("/directory/autodesk/changes", test_changes);
  return g_test_run ();
}
