/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "guild-test-service.h"

#include <string.h>
#include "service/codat/guild-codat-data.h"
#include "support/guild-test-data.h"

typedef struct
{
  GuildTestSandbox *sandbox;    /* (owned) */
  GuildService     *service;    /* (owned) */
  char             *company;    /* (owned): linked to Xero */
  char             *connection; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sandbox =
    guild_test_sandbox_start ("--companies", "200", "--autodesk-companies", "0", NULL);
  fixture->service = guild_codat_new (fixture->sandbox->url, fixture->sandbox->codat_key);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (
    fixture->sandbox, "GET", "/companies?page=1&pageSize=1&query=dataConnections.platformName"
    "%3DXero%26%26dataConnections.status%3DLinked", NULL);
  JsonObject *company = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (node), "results"), 0);
  JsonArray *connections = json_object_get_array_member (company, "dataConnections");
  fixture->company = g_strdup (json_object_get_string_member (company, "id"));
  fixture->connection = g_strdup (json_object_get_string_member (
    json_array_get_object_element (connections, 0), "id"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->service);
  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  g_free (fixture->company);
  g_free (fixture->connection);
}

static void
advance_clock (Fixture *fixture)
{
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (
    fixture->sandbox, "POST", "/_sandbox/clock", "{\"advanceSeconds\":60}");
}

static GPtrArray *
read_status (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_codat_read_data_status_async (GUILD_CODAT (fixture->service), fixture->company, NULL,
                                      guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GPtrArray *list =
    guild_codat_read_data_status_finish (GUILD_CODAT (fixture->service), result, &error);
  g_assert_no_error (error);
  return list;
}

static const GuildDataStatus *
find_status (GPtrArray *list, const char *key)
{
  for (guint i = 0; i < list->len; i++)
    {
      const GuildDataStatus *status = list->pdata[i];
      if (g_str_equal (status->key, key))
        return status;
    }
  return NULL;
}

static GuildRecordPage *
read_page (Fixture *fixture, const char *key, const char *account, guint page, guint page_size,
           gboolean hide_deleted, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_records_async (GUILD_CODAT (fixture->service), &(GuildRecordsAsked) {
    .type = guild_data_type_find (key), .company_id = fixture->company,
    .connection_id = fixture->connection, .account_id = account, .page = page,
    .page_size = page_size, .hide_deleted = hide_deleted,
  }, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_read_records_finish (GUILD_CODAT (fixture->service), result, error);
}

/* The path of the request that the sandbox saw last, without what follows the "?"; (transfer
 * full). */
static char *
last_path (Fixture *fixture)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonArray *last = json_object_get_array_member (json_node_get_object (node), "last");

  for (guint i = json_array_get_length (last); i > 0; i--)
    {
      const char *path = json_object_get_string_member (
        json_array_get_object_element (last, i - 1), "path");
      if (g_str_has_prefix (path, "/companies/"))
        return g_strndup (path, strcspn (path, "?"));
    }
  g_assert_not_reached ();
}

static GuildStatement *
read_statement (Fixture *fixture, const char *key, GError **error)
{
  GAsyncResult *slot = NULL;

  guild_codat_read_statement_async (GUILD_CODAT (fixture->service), guild_data_type_find (key),
                                    fixture->company, 1, 12, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  return guild_codat_read_statement_finish (GUILD_CODAT (fixture->service), result, error);
}

/* A page of each, and the page after it. */
static void
walk_records (Fixture *fixture, const GuildTestDataType *wanted, const char *account)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildRecordPage) first =
    read_page (fixture, wanted->key, account, 0, 2, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (first->records->len, >, 0);
  g_assert_cmpuint (first->columns->len, >, 2);
  g_assert_cmpint (first->more, ==, wanted->form == GUILD_TEST_PAGED && first->total > 2);
  if (!first->more)
    return;
  g_assert_cmpuint (first->records->len, ==, 2);
  g_autoptr(GuildRecordPage) second =
    read_page (fixture, wanted->key, account, 1, 2, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (second->total, ==, first->total);
  if (guild_record_get_id (first->records->pdata[0]) != NULL)
    g_assert_cmpstr (guild_record_get_id (first->records->pdata[0]), !=,
                     guild_record_get_id (second->records->pdata[0]));
}

/* Each type of §9 is known, reported, and read by its true path. */
static void
test_every_type (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  guint n_types;

  guild_data_types (&n_types);
  g_assert_cmpuint (n_types, ==, GUILD_TEST_N_DATA_TYPES);
  g_free (fixture->company);
  fixture->company = guild_test_company_new (fixture->sandbox, "Of all kinds", "gbol", "suuo",
                                             "fztf", NULL);
  g_autoptr(GPtrArray) list = read_status (fixture);
  g_autofree char *accounting =
    guild_test_find_connection (fixture->sandbox, fixture->company, "Accounting", 0);
  g_free (fixture->connection);
  fixture->connection = g_steal_pointer (&accounting);
  g_autoptr(GuildRecordPage) accounts =
    read_page (fixture, "bankAccounts", NULL, 0, 5, FALSE, &error);
  g_assert_no_error (error);
  const char *account = guild_record_get_id (accounts->records->pdata[0]);
  for (guint i = 0; i < GUILD_TEST_N_DATA_TYPES; i++)
    {
      const GuildTestDataType *wanted = &guild_test_data_types[i];
      const GuildDataType *type = guild_data_type_find (wanted->key);
      g_auto(GStrv) parts = g_strsplit (wanted->path, "%s", 2);
      g_autofree char *below = g_strjoinv (account, parts);

      g_assert_nonnull (type);
      g_assert_cmpstr (type->source_type, ==, wanted->source);
      g_assert_cmpstr (find_status (list, wanted->key)->status, ==, "Complete");
      g_assert_cmpint (find_status (list, wanted->key)->last_success, !=, GUILD_NUMBER_UNSET);
      g_free (fixture->connection);
      fixture->connection = guild_test_find_connection (fixture->sandbox, fixture->company,
                                                        wanted->source, 0);
      if (wanted->form == GUILD_TEST_STATEMENT)
        {
          g_autoptr(GuildStatement) statement = read_statement (fixture, wanted->key, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (statement->periods->len, ==, 12);
        }
      else
        walk_records (fixture, wanted, account);
      g_autofree char *path = last_path (fixture);
      g_autofree char *expected = wanted->connection
        ? g_strdup_printf ("/companies/%s/connections/%s/data/%s", fixture->company,
                           fixture->connection, below)
        : g_strdup_printf ("/companies/%s/data/%s", fixture->company, below);
      g_assert_cmpstr (path, ==, expected);
    }
}

/* Several connections have the type: one's own records, or the company's where it can be asked. */
static void
test_connections (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 sum = 0;

  g_free (fixture->company);
  fixture->company = guild_test_company_new (fixture->sandbox, "Two banks", "suuo", "upvr", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_free (fixture->connection);
      fixture->connection =
        guild_test_find_connection (fixture->sandbox, fixture->company, "Banking", i);
      g_autoptr(GuildRecordPage) page =
        read_page (fixture, "banking-transactions", NULL, 0, 10, FALSE, &error);
      g_assert_no_error (error);
      sum += page->total;
      g_autofree char *path = last_path (fixture);
      g_assert_nonnull (strstr (path, fixture->connection));
    }
  g_clear_pointer (&fixture->connection, g_free);
  g_autoptr(GuildRecordPage) all =
    read_page (fixture, "banking-transactions", NULL, 0, 10, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (all->total, ==, sum);
  g_autoptr(GuildRecordPage) none =
    read_page (fixture, "banking-accounts", NULL, 0, 10, FALSE, &error);
  g_assert_null (none);
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
}

/* A refresh at one of them, and whether it was requested. */
static void
test_refresh_connection (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 now = g_get_real_time ();

  g_free (fixture->company);
  fixture->company = guild_test_company_new (fixture->sandbox, "Two banks", "suuo", "upvr", NULL);
  g_autofree char *first =
    guild_test_find_connection (fixture->sandbox, fixture->company, "Banking", 0);
  g_autofree char *second =
    guild_test_find_connection (fixture->sandbox, fixture->company, "Banking", 1);
  g_autofree char *body = g_strdup_printf ("{\"connectionId\":\"%s\"}", second);
  g_autofree char *other = g_strdup_printf ("{\"connectionId\":\"%s\"}", first);
  g_autofree char *nobody = g_strdup ("{\"connectionId\":\"none\"}");

  g_autoptr(GuildOutcome) outcome = send_write (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                                fixture->company, "banking-accounts", body, &error);
  g_assert_no_error (error);
  g_autofree char *path = g_strdup_printf ("/companies/%s/data/history/%s", fixture->company,
                                           outcome->created_id);
  g_autoptr(JsonNode) operation = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (operation),
                                                  "connectionId"), ==, second);
  g_autoptr(GuildOutcome) found = look_up (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                           fixture->company, "banking-accounts", body, now + 60 *
                                           G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->created_id, ==, outcome->created_id);
  g_autoptr(GuildOutcome) not = look_up (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                         fixture->company, "banking-accounts", other, now + 60 *
                                         G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  g_assert_null (not);
  g_autoptr(GuildOutcome) refused = send_write (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                                fixture->company, "banking-accounts", nobody,
                                                &error);
  g_assert_null (refused);
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildRecordPage) all = read_page (fixture, "invoices", NULL, 0, 1000, FALSE, &error);
  g_autoptr(GuildRecordPage) kept = read_page (fixture, "invoices", NULL, 0, 1000, TRUE, &error);
  g_autoptr(GuildRecordPage) second = read_page (fixture, "invoices", NULL, 1, 30, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (all->total, ==, (gint64) all->records->len);
  g_assert_false (all->more);
  g_assert_cmpint (kept->total, <, all->total);
  for (guint i = 0; i < kept->records->len; i++)
    g_assert_false (guild_record_get_deleted (kept->records->pdata[i]));
  g_assert_cmpuint (second->records->len, ==, 30);
  g_assert_true (second->more);
  g_assert_cmpstr (guild_record_get_id (second->records->pdata[0]), ==,
                   guild_record_get_id (all->records->pdata[30]));
}

static void
test_statements (Fixture *fixture, gconstpointer data)
{
  static const char * const keys[] = { "balanceSheet", "profitAndLoss", "cashFlowStatement" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildStatement) statement = read_statement (fixture, keys[i], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (statement->periods->len, ==, 12);
      g_assert_cmpstr (statement->periods->pdata[0], <, statement->periods->pdata[11]);
      g_assert_cmpuint (statement->lines->len, >, 5);
      g_assert_cmpstr (statement->currency, ==, "GBP");
      g_assert_nonnull (guild_statement_line_get_value (statement->lines->pdata[0], 11));
    }
}

static void
test_never_synchronised (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  /* A linked company that has a type nobody ever asked for. */
  for (guint i = 0; error == NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/companies?page=%u&pageSize=1&query="
                                               "dataConnections.status%%3DLinked", i + 1);
      g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
      JsonArray *results = json_object_get_array_member (json_node_get_object (node), "results");
      g_assert_cmpuint (json_array_get_length (results), ==, 1);
      g_free (fixture->company);
      fixture->company = g_strdup (json_object_get_string_member (
        json_array_get_object_element (results, 0), "id"));
      g_autoptr(GPtrArray) list = read_status (fixture);
      const GuildDataStatus *status = find_status (list, "bills");
      if (status == NULL || status->status != NULL)
        continue;
      g_assert_cmpint (status->last_success, ==, GUILD_NUMBER_UNSET);
      g_autoptr(GuildRecordPage) page = read_page (fixture, "bills", NULL, 0, 10, FALSE, &error);
      g_assert_null (page);
    }
  assert_code (error, GUILD_SERVICE_ERROR_CONFLICT);
  g_clear_error (&error);

  g_autoptr(GuildOutcome) outcome = send_write (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                                fixture->company, "bills", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (outcome->created_id);
  g_autoptr(GPtrArray) running = read_status (fixture);
  g_assert_true (guild_sync_status_is_running (find_status (running, "bills")->status));
  advance_clock (fixture);
  g_autoptr(GuildRecordPage) page = read_page (fixture, "bills", NULL, 0, 10, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->records->len, >, 0);
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  for (int pushes = 0; pushes < 2; pushes++)
    {
      g_autoptr(GError) error = NULL;
      GAsyncResult *slot = NULL;
      guild_codat_read_history_async (GUILD_CODAT (fixture->service), fixture->company, pushes, 0,
                                      20, NULL, guild_test_result_cb, &slot);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      g_autoptr(GuildRecordPage) page =
        guild_codat_read_records_finish (GUILD_CODAT (fixture->service), result, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->records->len, >, 0);
      g_assert_nonnull (guild_record_get_cell (page->records->pdata[0], "status"));
      if (pushes)
        continue;
      GAsyncResult *second = NULL;
      guild_codat_read_validation_async (GUILD_CODAT (fixture->service), fixture->company,
                                         guild_record_get_id (page->records->pdata[0]), NULL,
                                         guild_test_result_cb, &second);
      g_autoptr(GAsyncResult) checked = guild_test_await (&second);
      g_autoptr(GuildValue) validation =
        guild_codat_read_validation_finish (GUILD_CODAT (fixture->service), checked, &error);
      g_assert_no_error (error);
      g_assert_nonnull (guild_value_get (validation, "warnings"));
    }
}

/* An answer that was lost: the history tells whether it is on its way. */
static void
test_look_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 now = g_get_real_time ();

  add_fault (fixture->sandbox, "method=POST,path=/companies,cut=after-write,count=1");
  g_autoptr(GuildOutcome) lost = send_write (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                             fixture->company, "invoices", NULL, &error);
  g_assert_null (lost);
  g_assert_true (guild_problem_from_error (error)->maybe_done);
  g_clear_error (&error);
  clear_faults (fixture->sandbox);
  g_autoptr(GuildOutcome) found = look_up (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                           fixture->company, "invoices", NULL, now, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_autoptr(GuildOutcome) other = look_up (fixture->service, GUILD_WRITE_REFRESH_TYPE,
                                           fixture->company, "suppliers", NULL, now, &error);
  g_assert_no_error (error);
  g_assert_null (other);
}

/* What cannot be read is said, and what cannot be asked is not sent. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_autoptr(GuildRecordPage) no_account = read_page (fixture, "bankTransactions", NULL, 0, 10,
                                                     FALSE, &error);
  g_assert_null (no_account);
  assert_code (error, GUILD_SERVICE_ERROR_INVALID_REQUEST);
  g_clear_error (&error);
  g_autoptr(GuildRecordPage) unsupported =
    read_page (fixture, "banking-accounts", NULL, 0, 10, FALSE, &error);
  g_assert_null (unsupported);
  assert_code (error, GUILD_SERVICE_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/codat/data/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("every-type", test_every_type);
  ADD ("connections", test_connections);
  ADD ("refresh-connection", test_refresh_connection);
  ADD ("pages", test_pages);
  ADD ("statements", test_statements);
  ADD ("never-synchronised", test_never_synchronised);
  ADD ("history", test_history);
  ADD ("look-up", test_look_up);
  ADD ("refused", test_refused);
  return g_test_run ();
}
