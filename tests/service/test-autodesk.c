/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/autodesk/guild-autodesk.h"

#define N_COMPANIES 450

typedef struct
{
  GuildTestSandbox *sandbox;
  GuildService     *service;
} Fixture;

static GuildService *
make_service (Fixture *fixture, const char *secret, const char *account, const char *region)
{
  GuildService *service = guild_autodesk_new (fixture->sandbox->url,
                                              fixture->sandbox->autodesk_client_id, secret, account,
                                              region);

  guild_autodesk_set_patience (GUILD_AUTODESK (service), 10, 5);
  return service;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox = guild_test_sandbox_start ("--companies", "0", "--autodesk-companies",
                                               G_STRINGIFY (N_COMPANIES), "--database", ":memory:",
                                               NULL);
  fixture->service = make_service (fixture, fixture->sandbox->autodesk_client_secret,
                                   fixture->sandbox->autodesk_account_id,
                                   fixture->sandbox->region);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->service);
  guild_test_sandbox_stop (fixture->sandbox);
}

static void
set_switch (Fixture *fixture, const char *body)
{
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/switches", body);
}

/* All pages; (transfer full) (element-type utf8): the ids. N_DELETED (out). */
static GHashTable *
list_all (Fixture *fixture, GuildQuery *query, guint *n_deleted)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean more = TRUE;

  *n_deleted = 0;
  for (guint number = 0; more; number++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildPage) page = list_page (fixture->service, number, 200, query, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
        {
          g_hash_table_add (ids, g_strdup (guild_batch_get_id (page->batch, i)));
          *n_deleted += guild_batch_is_deleted (page->batch, i);
          g_assert_true (query == NULL || guild_query_matches (query, page->batch, i));
        }
      more = page->more;
      g_assert_cmpuint (number, <, 10);
    }
  return ids;
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  guint n_deleted;
  g_autoptr(GHashTable) ids = list_all (fixture, NULL, &n_deleted);

  g_assert_cmpuint (g_hash_table_size (ids), ==, N_COMPANIES);
  g_assert_cmpuint (n_deleted, >, 0);
  g_assert_cmpuint (n_deleted, <, N_COMPANIES);
  /* One token for all of it. */
  g_assert_cmpint (count_requests (fixture->sandbox, "POST /authentication/v2/token"), ==, 1);
}

static void
test_list_without_status_filter (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  add_fault (fixture->sandbox, "path=/construction,status=400,count=1");
  g_autoptr(GuildPage) page = list_page (fixture->service, 0, 200, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < guild_batch_get_length (page->batch); i++)
    g_assert_false (guild_batch_is_deleted (page->batch, i));
}

static GuildQuery *
add (GuildQuery *query, const char *field, GuildMatch match, const char *value, gboolean any)
{
  const GuildCondition condition = { (char *) field, match, (char *) value, GUILD_NUMBER_UNSET,
                                     GUILD_NUMBER_UNSET, any };
  GuildQuery *next = guild_query_with_condition (query, &condition);

  guild_query_unref (query);
  return next;
}

static char *
path_of (Fixture *fixture, GuildQuery *query, GError **error)
{
  char *path = guild_autodesk_list_path (GUILD_AUTODESK (fixture->service), 2, 100, query, error);

  if (path == NULL)
    return NULL;
  g_autofree char *whole = path;
  const char *mark = strchr (path, '?');
  g_assert_nonnull (mark);
  return g_strdup (mark + 1);
}

static void
test_query_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildQuery) query = guild_query_new ();
  query = add (query, "name", GUILD_MATCH_STARTS, "Plumb & Co", TRUE);
  query = add (query, "taxId", GUILD_MATCH_STARTS, "4,5", TRUE);
  const GuildCondition since = { (char *) "updated", GUILD_MATCH_BETWEEN, NULL,
                                 G_GINT64_CONSTANT (1514810700000000), GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) ranged = guild_query_with_condition (query, &since);
  g_autoptr(GuildQuery) by_name = guild_query_with_sort (ranged, "name", FALSE);
  g_autoptr(GuildQuery) sorted = guild_query_then_by (by_name, "updated", TRUE);

  g_autofree char *path = path_of (fixture, sorted, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==,
                   "filter%5Bname%5D=Plumb%20%26%20Co&filter%5BtaxId%5D=4%2C5"
                   "&filter%5BupdatedAt%5D=2018-01-01T12%3A45%3A00.000Z.."
                   "&orFilters=name,taxId&filterTextMatch=startsWith"
                   "&sort=name%20asc,updatedAt%20desc&filter%5Bstatus%5D=all&limit=100&offset=200");

  g_autofree char *plain = path_of (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plain, ==, "filter%5Bstatus%5D=all&limit=100&offset=200");
}

static void
test_query_unsupported (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *field; GuildMatch match; const char *value; } cases[] = {
    { "name", GUILD_MATCH_ENDS, "x" }, /* beside the "starts" below */
    { "trade", GUILD_MATCH_NOT_EQUALS, "x" },
    { "trade", GUILD_MATCH_SET, NULL },
    { "trade", GUILD_MATCH_UNSET, NULL },
    { "city", GUILD_MATCH_STARTS, "x" },
    { "trade", GUILD_MATCH_STARTS, "x" GUILD_LIST_SEP "y" },
    { "no-such-field", GUILD_MATCH_STARTS, "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildQuery) query = guild_query_new ();
      query = add (query, "erpId", GUILD_MATCH_STARTS, "1", FALSE);
      query = add (query, cases[i].field, cases[i].match, cases[i].value, FALSE);
      g_assert_null (path_of (fixture, query, &error));
      assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
    }
}

static void
test_query_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GuildQuery) query = guild_query_new ();
  guint n_deleted;

  query = add (query, "trade", GUILD_MATCH_CONTAINS, "e", FALSE);
  query = add (query, "status", GUILD_MATCH_EQUALS, "active", FALSE);
  g_autoptr(GHashTable) ids = list_all (fixture, query, &n_deleted);
  g_assert_cmpuint (g_hash_table_size (ids), >, 0);
  g_assert_cmpuint (g_hash_table_size (ids), <, N_COMPANIES);
  g_assert_cmpuint (n_deleted, ==, 0);

  g_autoptr(GuildQuery) deleted = guild_query_new ();
  deleted = add (deleted, "status", GUILD_MATCH_EQUALS, "deleted", FALSE);
  g_autoptr(GHashTable) gone = list_all (fixture, deleted, &n_deleted);
  g_assert_cmpuint (g_hash_table_size (gone), ==, n_deleted);
  g_assert_cmpuint (n_deleted, >, 0);
}

static void
test_token_renewed (Fixture *fixture, gconstpointer data)
{
  const char *token = "POST /authentication/v2/token";
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildPage) first = list_page (fixture->service, 0, 1, NULL, &error);

  g_assert_no_error (error);
  /* The service forgets the token earlier than it promised. */
  add_fault (fixture->sandbox, "path=/construction,status=401,count=1");
  g_autoptr(GuildPage) second = list_page (fixture->service, 0, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_requests (fixture->sandbox, token), ==, 2);

  /* And for good: asked for once more, not for ever. */
  add_fault (fixture->sandbox, "path=/construction,status=401");
  g_assert_null (list_page (fixture->service, 0, 1, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_cmpint (count_requests (fixture->sandbox, token), ==, 3);
}

static void
test_token_single_flight (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *slots[6] = { NULL };

  add_fault (fixture->sandbox, "path=/authentication,delay=100");
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    guild_service_list_page_async (fixture->service, i, 10, NULL, NULL, guild_test_result_cb,
                                   &slots[i]);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GAsyncResult) result = guild_test_await (&slots[i]);
      g_autoptr(GuildPage) page = guild_service_list_page_finish (fixture->service, result, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (guild_batch_get_length (page->batch), ==, 10);
    }
  g_assert_cmpint (count_requests (fixture->sandbox, "POST /authentication/v2/token"), ==, 1);
}

static void
assert_test_fails (GuildService *service, GuildServiceError code, const char *word)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (test_service (service, &error));
  assert_code (error, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_connection_test (Fixture *fixture, gconstpointer data)
{
  const GuildTestSandbox *sandbox = fixture->sandbox;
  g_autoptr(GError) error = NULL;

  g_assert_true (test_service (fixture->service, &error));
  g_assert_no_error (error);

  g_autoptr(GuildService) secret = make_service (fixture, "wrong", sandbox->autodesk_account_id,
                                                 sandbox->region);
  assert_test_fails (secret, GUILD_SERVICE_ERROR_UNAUTHORISED, "secret");
  g_autoptr(GuildService) none = make_service (fixture, NULL, sandbox->autodesk_account_id,
                                               sandbox->region);
  assert_test_fails (none, GUILD_SERVICE_ERROR_UNAUTHORISED, "secret");
  g_autoptr(GuildService) region = make_service (fixture, sandbox->autodesk_client_secret,
                                                 sandbox->autodesk_account_id, "JPN");
  g_autofree char *found = g_strdup_printf ("Choose the region %s.", sandbox->region);
  assert_test_fails (region, GUILD_SERVICE_ERROR_NOT_FOUND, found);
  set_switch (fixture, "{\"wrong-region\":\"403\"}");
  assert_test_fails (region, GUILD_SERVICE_ERROR_NOT_FOUND, found);
  set_switch (fixture, "{\"wrong-region\":null}");
  g_autoptr(GuildService) nowhere = make_service (fixture, sandbox->autodesk_client_secret,
                                                  "00000000-0000-4000-8000-000000000000",
                                                  sandbox->region);
  assert_test_fails (nowhere, GUILD_SERVICE_ERROR_NOT_FOUND, "account is not found");
  g_autoptr(GuildService) account = make_service (fixture, sandbox->autodesk_client_secret, NULL,
                                                  sandbox->region);
  assert_test_fails (account, GUILD_SERVICE_ERROR_INVALID_REQUEST, "account");

  set_switch (fixture, "{\"autodesk-account\":\"forbidden\"}");
  assert_test_fails (fixture->service, GUILD_SERVICE_ERROR_FORBIDDEN, "lists this account");
  g_autoptr(GuildService) acting = make_service (fixture, sandbox->autodesk_client_secret,
                                                 sandbox->autodesk_account_id, sandbox->region);
  guild_autodesk_set_user_id (GUILD_AUTODESK (acting), "L9EBJKCGCXBB");
  assert_test_fails (acting, GUILD_SERVICE_ERROR_FORBIDDEN, "person that this workspace acts for");
  set_switch (fixture, "{\"autodesk-account\":\"unprovisioned\"}");
  assert_test_fails (fixture->service, GUILD_SERVICE_ERROR_FORBIDDEN, "has not been added");
  set_switch (fixture, "{\"autodesk-account\":\"unlisted\"}");
  assert_test_fails (fixture->service, GUILD_SERVICE_ERROR_FORBIDDEN, "enabled");
  set_switch (fixture, "{\"autodesk-account\":\"closed\"}");
  assert_test_fails (fixture->service, GUILD_SERVICE_ERROR_NOT_FOUND, "closed");
}

static void
test_accounts (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) warnings = NULL;
  GAsyncResult *slot = NULL;
  gboolean found = FALSE;

  set_switch (fixture, "{\"hubs-warning\":\"yes\"}");
  g_autoptr(GuildService) service =
    make_service (fixture, fixture->sandbox->autodesk_client_secret, NULL, NULL);
  guild_autodesk_list_accounts_async (GUILD_AUTODESK (service), NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GPtrArray) accounts = guild_autodesk_list_accounts_finish (GUILD_AUTODESK (service),
                                                                       result, &warnings, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < accounts->len; i++)
    {
      const GuildAccount *account = accounts->pdata[i];
      g_assert_false (g_str_has_prefix (account->account_id, "b."));
      g_assert_cmpstr (account->name, !=, "");
      if (g_str_equal (account->account_id, fixture->sandbox->autodesk_account_id))
        {
          found = TRUE;
          g_assert_cmpstr (account->region, ==, fixture->sandbox->region);
        }
    }
  g_assert_true (found);
  g_assert_cmpuint (warnings->len, >, 0);
  g_assert_cmpstr (warnings->pdata[0], !=, "");
}

static void
test_flags (Fixture *fixture, gconstpointer data)
{
  const GuildServiceFlags writes = GUILD_SERVICE_CAN_CREATE | GUILD_SERVICE_CAN_EDIT |
                                   GUILD_SERVICE_CAN_IMPORT | GUILD_SERVICE_HAS_LOGO |
                                   GUILD_SERVICE_HAS_MEMBERS;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (guild_service_get_flags (fixture->service) & writes, ==, writes);
  g_assert_cmpuint (guild_service_get_flags (fixture->service) & GUILD_SERVICE_CAN_DELETE, ==, 0);
  g_assert_null (list_groups (fixture->service, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
  g_clear_error (&error);

  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new (NULL, "autodesk", "Browser", fixture->sandbox->url);
  g_object_set (workspace, "client-id", "public", "account-id",
                fixture->sandbox->autodesk_account_id, "sandbox", TRUE, NULL);
  g_autoptr(GuildService) reader = guild_autodesk_new_signed_in (workspace, NULL);
  g_assert_cmpuint (guild_service_get_flags (reader) & writes, ==, 0);
  g_assert_cmpuint (guild_service_get_flags (reader) & GUILD_SERVICE_HAS_CHANGED_SINCE, !=, 0);
  /* Nothing is sent: the window says so before, and the client if nobody asked it. */
  g_assert_null (send_write (reader, GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
                             "{\"name\":\"A\",\"trade\":\"Concrete\"}", &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "secret"));
  g_clear_error (&error);
  g_assert_null (list_page (reader, 0, 1, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_UNAUTHORISED);
  g_assert_nonnull (strstr (error->message, "Sign in"));
  g_assert_cmpint (count_requests (fixture->sandbox, "POST /authentication/v2/token"), ==, 0);
}

static void
test_spoiled_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  add_fault (fixture->sandbox, "path=/construction,truncate=1,count=1");
  g_assert_null (list_page (fixture->service, 0, 50, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_clear_error (&error);

  add_fault (fixture->sandbox, "path=/authentication,truncate=1,count=1");
  g_autoptr(GuildService) other = make_service (fixture, fixture->sandbox->autodesk_client_secret,
                                                fixture->sandbox->autodesk_account_id, NULL);
  g_assert_null (list_page (other, 0, 50, NULL, &error));
  assert_code (error, GUILD_SERVICE_ERROR_BAD_ANSWER);
  g_clear_error (&error);

  add_fault (fixture->sandbox, "path=/construction,wrong-types=1,count=1");
  g_autoptr(GuildPage) wrong = list_page (fixture->service, 0, 50, NULL, &error);
  g_assert_true (wrong != NULL || error != NULL); /* read or refused, never a warning */
  g_clear_error (&error);

  add_fault (fixture->sandbox, "path=/construction,unknown-enum=1,count=1");
  g_autoptr(GuildPage) unknown = list_page (fixture->service, 0, 50, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_batch_get_length (unknown->batch), ==, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/service/autodesk/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("list", test_list);
  ADD ("list/no-status-filter", test_list_without_status_filter);
  ADD ("query/path", test_query_path);
  ADD ("query/unsupported", test_query_unsupported);
  ADD ("query/answers", test_query_answers);
  ADD ("token/renewed", test_token_renewed);
  ADD ("token/single-flight", test_token_single_flight);
  ADD ("test", test_connection_test);
  ADD ("accounts", test_accounts);
  ADD ("flags", test_flags);
  ADD ("spoiled", test_spoiled_answers);
#undef ADD
  return g_test_run ();
}
