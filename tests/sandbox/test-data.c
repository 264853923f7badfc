/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"
#include "support/guild-test-data.h"

static GuildTestSandbox *
start (void)
{
  return guild_test_sandbox_start ("--companies", "250", "--autodesk-companies", "0", NULL);
}

static char *
company_path (GuildTestSandbox *sandbox, const char *query, const char *rest)
{
  g_autofree char *id = first_company (sandbox, query);
  return g_strdup_printf ("/companies/%s/%s", id, rest);
}

static void
set_switch (GuildTestSandbox *sandbox, const char *name, const char *value)
{
  g_autofree char *body = g_strdup_printf ("{\"%s\":\"%s\"}", name, value);
  g_autoptr(Answer) answer = call (sandbox, "POST", "/_sandbox/switches", body);
  g_assert_cmpuint (answer->status, <, 300);
}

static void
advance_clock (GuildTestSandbox *sandbox)
{
  g_autoptr(Answer) answer = call (sandbox, "POST", "/_sandbox/clock", "{\"advanceSeconds\":60}");
  g_assert_cmpuint (answer->status, ==, 200);
}

/* Every type of §9 is read where it says, and nowhere else. */
static void
test_types (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company =
    guild_test_company_new (sandbox, "Of all kinds", "gbol", "suuo", "fztf", NULL);
  g_autofree char *at_company = g_strdup_printf ("/companies/%s", company);
  g_autofree char *status_path = g_strconcat (at_company, "/dataStatus", NULL);
  g_autoptr(Answer) status = get (sandbox, status_path);
  g_autofree char *accounting =
    guild_test_find_connection (sandbox, company, "Accounting", 0);
  g_autofree char *accounts_path =
    g_strdup_printf ("%s/connections/%s/data/bankAccounts", at_company, accounting);
  g_autoptr(Answer) accounts = get (sandbox, accounts_path);

  for (gsize i = 0; i < GUILD_TEST_N_DATA_TYPES; i++)
    {
      const GuildTestDataType *type = &guild_test_data_types[i];
      gboolean other = g_str_equal (type->source, "Accounting");
      g_autofree char *own = guild_test_find_connection (sandbox, company, type->source, 0);
      g_autofree char *wrong =
        guild_test_find_connection (sandbox, company, other ? "Banking" : "Accounting", 0);
      g_auto(GStrv) parts = g_strsplit (type->path, "%s", 2);
      g_autofree char *below = g_strjoinv (text_at (accounts, "results.0.id"), parts);
      g_autofree char *rest = g_strconcat (
        below, type->form == GUILD_TEST_STATEMENT ? "?periodLength=1&periodsToCompare=3" : "",
        NULL);
      g_autofree char *first = g_strdup_printf ("%s/data/%s", at_company, rest);
      g_autofree char *second = g_strdup_printf ("%s/connections/%s/data/%s", at_company, own,
                                                 rest);
      g_autofree char *third = g_strdup_printf ("%s/connections/%s/data/%s", at_company, wrong,
                                                rest);
      g_autoptr(Answer) at_all = get (sandbox, first);
      g_autoptr(Answer) at_one = get (sandbox, second);
      g_autoptr(Answer) at_other = get (sandbox, third);
      gboolean both = g_str_equal (type->key, "banking-transactions");

      g_assert_true (has (status, type->key));
      g_assert_cmpuint (at_all->status, ==, type->connection && !both ? 404 : 200);
      g_assert_cmpuint (at_one->status, ==, type->connection ? 200 : 404);
      g_assert_cmpuint (at_other->status, ==, 404);
      if (type->form == GUILD_TEST_PAGED)
        g_assert_true (has (type->connection ? at_one : at_all, "_links.self"));
    }
}

/* Two banks: each has records of its own, and the company both. */
static void
test_connections (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company =
    guild_test_company_new (sandbox, "Two banks", "suuo", "upvr", NULL);
  gint64 sum = 0;
  g_auto(GStrv) ids = g_new0 (char *, 3);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *connection =
        guild_test_find_connection (sandbox, company, "Banking", i);
      g_autofree char *path = g_strdup_printf (
        "/companies/%s/connections/%s/data/banking-transactions", company, connection);
      g_autofree char *queue = g_strdup_printf (
        "/companies/%s/data/queue/banking-transactions?connectionId=%s", company, connection);
      g_autoptr(Answer) one = get (sandbox, path);
      g_autoptr(Answer) queued = call (sandbox, "POST", queue, NULL);
      g_assert_cmpuint (one->status, ==, 200);
      sum += int_at (one, "totalResults");
      ids[i] = g_strdup (text_at (one, "results.0.id"));
      g_assert_cmpuint (queued->status, ==, 200);
      g_assert_cmpstr (text_at (queued, "connectionId"), ==, connection);
    }
  g_assert_cmpstr (ids[0], !=, ids[1]);
  g_autofree char *path = g_strdup_printf ("/companies/%s/data/banking-transactions", company);
  g_autofree char *one_path = g_strdup_printf ("%s/%s", path, ids[1]);
  g_autoptr(Answer) all = get (sandbox, path);
  g_autoptr(Answer) one = get (sandbox, one_path);
  g_assert_cmpint (int_at (all, "totalResults"), ==, sum);
  g_assert_cmpstr (text_at (one, "id"), ==, ids[1]);
}

static void
test_paging (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *path = company_path (sandbox, "dataConnections.status=Linked&&"
                                        "dataConnections.platformName=Xero",
                                        "data/invoices?page=1&pageSize=40");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 total = -1;

  while (path != NULL)
    {
      g_autoptr(Answer) page = get (sandbox, path);
      g_autoptr(Answer) same = get (sandbox, path);
      g_assert_cmpuint (page->status, ==, 200);
      g_assert_cmpstr (page->text, ==, same->text);
      total = int_at (page, "totalResults");
      for (guint i = 0; i < length_at (page, "results"); i++)
        {
          g_autofree char *where = g_strdup_printf ("results.%u.id", i);
          g_assert_true (g_hash_table_add (seen, g_strdup (text_at (page, where))));
        }
      g_clear_pointer (&path, g_free);
      if (has (page, "_links.next"))
        path = g_strdup (text_at (page, "_links.next.href"));
    }
  g_assert_cmpint (total, >, 40);
  g_assert_cmpint (total, ==, (gint64) g_hash_table_size (seen));
}

static void
test_deleted (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *path = company_path (sandbox, "dataConnections.platformName=Xero&&"
                                        "dataConnections.status=Linked", "data/invoices");
  g_autofree char *kept = g_strconcat (path, "?query=metadata.isDeleted%21%3Dtrue", NULL);
  g_autofree char *gone = g_strconcat (path, "?query=metadata.isDeleted%3Dtrue", NULL);
  g_autofree char *wrong = g_strconcat (path, "?query=metadata", NULL);
  g_autoptr(Answer) all = get (sandbox, path);
  g_autoptr(Answer) rest = get (sandbox, kept);
  g_autoptr(Answer) deleted = get (sandbox, gone);
  g_autoptr(Answer) bad = get (sandbox, wrong);

  g_assert_cmpint (int_at (deleted, "totalResults"), >, 0);
  g_assert_cmpint (int_at (rest, "totalResults") + int_at (deleted, "totalResults"), ==,
                   int_at (all, "totalResults"));
  g_assert_cmpuint (bad->status, ==, 400);
}

static void
test_bank_transactions (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *query = "dataConnections.platformName=Xero&&dataConnections.status=Linked";
  g_autofree char *connections = company_path (sandbox, query, "connections");
  g_autofree char *all = company_path (sandbox, query, "data/all");
  g_autoptr(Answer) list = get (sandbox, connections);
  g_autoptr(Answer) queued = call (sandbox, "POST", all, NULL);
  g_assert_cmpuint (queued->status, ==, 204);
  advance_clock (sandbox);
  g_autofree char *accounts_path =
    g_strdup_printf ("%s/%s/data/bankAccounts", connections, text_at (list, "results.0.id"));
  g_autoptr(Answer) accounts = get (sandbox, accounts_path);
  const char *account = text_at (accounts, "results.0.id");
  g_autofree char *path = g_strdup_printf ("%s/%s/bankTransactions", accounts_path, account);
  g_autofree char *nowhere = g_strdup_printf ("%s/none/bankTransactions", accounts_path);
  g_autoptr(Answer) transactions = get (sandbox, path);
  g_autoptr(Answer) missing = get (sandbox, nowhere);

  g_assert_cmpuint (transactions->status, ==, 200);
  g_assert_cmpstr (text_at (transactions, "results.0.accountId"), ==, account);
  g_assert_cmpuint (missing->status, ==, 404);
}

static void
test_reports (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *query = "dataConnections.platformName=Xero&&dataConnections.status=Linked";
  g_autofree char *months = company_path (sandbox, query, "data/financials/profitAndLoss?"
                                          "periodLength=1&periodsToCompare=12&startMonth=2024-03");
  g_autofree char *year = company_path (sandbox, query, "data/financials/profitAndLoss?"
                                        "periodLength=12&periodsToCompare=1&startMonth=2024-03");
  g_autofree char *bare = company_path (sandbox, query, "data/financials/balanceSheet");
  g_autoptr(Answer) monthly = get (sandbox, months);
  g_autoptr(Answer) yearly = get (sandbox, year);
  g_autoptr(Answer) wrong = get (sandbox, bare);
  double sum = 0;

  g_assert_cmpuint (wrong->status, ==, 400);
  g_assert_cmpuint (length_at (monthly, "reports"), ==, 12);
  g_assert_cmpstr (text_at (monthly, "reports.0.toDate"), ==, "2024-03-31T00:00:00");
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *where = g_strdup_printf ("reports.%u.netProfit", i);
      sum += json_node_get_double (json_at (monthly->json, where));
    }
  g_assert_cmpfloat_with_epsilon (
    sum, json_node_get_double (json_at (yearly->json, "reports.0.netProfit")), 0.005);
}

static void
test_refresh (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *query = "dataConnections.platformName=Xero&&dataConnections.status=Linked";
  g_autofree char *queue = company_path (sandbox, query, "data/queue/invoices");
  g_autofree char *status = company_path (sandbox, query, "dataStatus");
  g_autofree char *unknown = company_path (sandbox, query, "data/queue/banking-accounts");

  set_switch (sandbox, "sync-seconds", "40");
  g_autoptr(Answer) queued = call (sandbox, "POST", queue, NULL);
  g_assert_cmpuint (queued->status, ==, 200);
  g_assert_cmpstr (text_at (queued, "status"), ==, "Queued");
  g_assert_cmpint (int_at (queued, "progress"), ==, 0);
  g_autoptr(Answer) again = call (sandbox, "POST", queue, NULL);
  g_assert_cmpuint (again->status, ==, 400);
  g_assert_true (g_str_has_prefix (text_at (again, "error"), "DatasetAlreadyInProgress"));
  g_autoptr(Answer) running = get (sandbox, status);
  g_assert_cmpstr (text_at (running, "invoices.currentStatus"), ==, "Queued");
  advance_clock (sandbox);
  g_autoptr(Answer) done = get (sandbox, status);
  g_assert_cmpstr (text_at (done, "invoices.currentStatus"), ==, "Complete");
  g_assert_cmpstr (text_at (done, "invoices.latestSyncId"), ==, text_at (queued, "id"));
  g_autoptr(Answer) unsupported = call (sandbox, "POST", unknown, NULL);
  g_assert_cmpuint (unsupported->status, ==, 404);
  g_assert_true (g_str_has_prefix (text_at (unsupported, "error"), "Datatype banking-accounts"));

  set_switch (sandbox, "sync-result", "RateLimitError");
  g_autoptr(Answer) second = call (sandbox, "POST", queue, NULL);
  advance_clock (sandbox);
  g_autofree char *rest = g_strdup_printf ("data/history/%s", text_at (second, "id"));
  g_autofree char *one_path = company_path (sandbox, query, rest);
  g_autoptr(Answer) one = get (sandbox, one_path);
  g_assert_cmpstr (text_at (one, "status"), ==, "RateLimitError");
  g_assert_true (g_str_has_prefix (text_at (one, "statusDescription"), "Paused until"));
}

static void
test_never_synchronised (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) created = call (sandbox, "POST", "/companies", "{\"name\":\"New one\"}");
  g_autofree char *path =
    g_strdup_printf ("/companies/%s/data/invoices", text_at (created, "id"));
  g_autoptr(Answer) answer = get (sandbox, path);
  g_assert_cmpuint (answer->status, ==, 404);

  /* Somebody has a type that was never asked for. */
  g_autoptr(Answer) companies = get (sandbox, "/companies?page=1&pageSize=60&query="
                                     "dataConnections.status%3DLinked");
  guint n_conflicts = 0;
  for (guint i = 0; i < length_at (companies, "results"); i++)
    {
      g_autofree char *where = g_strdup_printf ("results.%u.id", i);
      const char *id = text_at (companies, where);
      g_autofree char *status_path = g_strdup_printf ("/companies/%s/dataStatus", id);
      g_autofree char *bills = g_strdup_printf ("/companies/%s/data/bills", id);
      g_autoptr(Answer) status = get (sandbox, status_path);
      g_autoptr(Answer) read = get (sandbox, bills);
      if (has (status, "bills") && !has (status, "bills.currentStatus"))
        {
          g_assert_cmpuint (read->status, ==, 409);
          g_assert_cmpstr (text_at (read, "error"), ==, "The data set has not been requested.");
          n_conflicts++;
        }
    }
  g_assert_cmpuint (n_conflicts, >, 0);
}

static void
test_history (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *query = "dataConnections.status=Deauthorized";
  g_autofree char *path = company_path (sandbox, query, "data/history?pageSize=10");
  g_autofree char *failed = company_path (sandbox, query, "data/history?query="
                                          "status%3DAuthError&pageSize=5");
  g_autofree char *refused = company_path (sandbox, query, "data/history?query=isCompleted%3Dtrue");
  g_autoptr(Answer) history = get (sandbox, path);
  g_autoptr(Answer) errors = get (sandbox, failed);
  g_autoptr(Answer) bad = get (sandbox, refused);

  g_assert_cmpuint (length_at (history, "results"), ==, 10);
  g_assert_cmpint (int_at (history, "totalResults"), >, 10);
  g_assert_cmpint (int_at (errors, "totalResults"), >, 0);
  g_assert_cmpstr (text_at (errors, "results.0.status"), ==, "AuthError");
  g_assert_true (json_node_get_boolean (json_at (errors->json, "results.0.isErrored")));
  g_assert_cmpuint (bad->status, ==, 400);
  g_autofree char *rest =
    g_strdup_printf ("sync/%s/validation", text_at (history, "results.0.id"));
  g_autofree char *validation_path = company_path (sandbox, query, rest);
  g_autoptr(Answer) validation = get (sandbox, validation_path);
  g_assert_true (has (validation, "errors"));
  g_assert_true (has (validation, "warnings"));
}

static void
test_pushes (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *query = "dataConnections.platformName=Xero&&dataConnections.status=Linked";
  g_autofree char *path = company_path (sandbox, query, "push");
  g_autoptr(Answer) list = get (sandbox, path);

  g_assert_cmpint (int_at (list, "totalResults"), >, 0);
  g_autofree char *one_path =
    g_strdup_printf ("%s/%s", path, text_at (list, "results.0.pushOperationKey"));
  g_autoptr(Answer) one = get (sandbox, one_path);
  g_assert_cmpstr (text_at (one, "requestedOnUtc"), ==, text_at (list, "results.0.requestedOnUtc"));
  g_assert_true (has (one, "statusCode"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/data/types", test_types);
  g_test_add_func ("/sandbox/data/connections", test_connections);
  g_test_add_func ("/sandbox/data/paging", test_paging);
  g_test_add_func ("/sandbox/data/deleted", test_deleted);
  g_test_add_func ("/sandbox/data/bank-transactions", test_bank_transactions);
  g_test_add_func ("/sandbox/data/reports", test_reports);
  g_test_add_func ("/sandbox/data/refresh", test_refresh);
  g_test_add_func ("/sandbox/data/never-synchronised", test_never_synchronised);
  g_test_add_func ("/sandbox/data/history", test_history);
  g_test_add_func ("/sandbox/data/pushes", test_pushes);
  return g_test_run ();
}
