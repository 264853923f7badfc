/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test-data.h"

#define A "Accounting"
#define B "Banking"
#define S "Commerce"

const GuildTestDataType guild_test_data_types[GUILD_TEST_N_DATA_TYPES] = {
  { "accountTransactions", "accountTransactions", A, TRUE, GUILD_TEST_PAGED },
  { "balanceSheet", "financials/balanceSheet", A, FALSE, GUILD_TEST_STATEMENT },
  { "bankAccounts", "bankAccounts", A, TRUE, GUILD_TEST_PAGED },
  { "bankTransactions", "bankAccounts/%s/bankTransactions", A, TRUE, GUILD_TEST_PAGED },
  { "billCreditNotes", "billCreditNotes", A, FALSE, GUILD_TEST_PAGED },
  { "billPayments", "billPayments", A, FALSE, GUILD_TEST_PAGED },
  { "bills", "bills", A, FALSE, GUILD_TEST_PAGED },
  { "cashFlowStatement", "financials/cashFlowStatement", A, FALSE, GUILD_TEST_STATEMENT },
  { "chartOfAccounts", "accounts", A, FALSE, GUILD_TEST_PAGED },
  { "company", "info", A, FALSE, GUILD_TEST_SINGLE },
  { "creditNotes", "creditNotes", A, FALSE, GUILD_TEST_PAGED },
  { "customers", "customers", A, FALSE, GUILD_TEST_PAGED },
  { "directCosts", "directCosts", A, TRUE, GUILD_TEST_PAGED },
  { "directIncomes", "directIncomes", A, TRUE, GUILD_TEST_PAGED },
  { "invoices", "invoices", A, FALSE, GUILD_TEST_PAGED },
  { "itemReceipts", "itemReceipts", A, FALSE, GUILD_TEST_PAGED },
  { "items", "items", A, FALSE, GUILD_TEST_PAGED },
  { "journalEntries", "journalEntries", A, FALSE, GUILD_TEST_PAGED },
  { "journals", "journals", A, FALSE, GUILD_TEST_PAGED },
  { "paymentMethods", "paymentMethods", A, FALSE, GUILD_TEST_PAGED },
  { "payments", "payments", A, FALSE, GUILD_TEST_PAGED },
  { "profitAndLoss", "financials/profitAndLoss", A, FALSE, GUILD_TEST_STATEMENT },
  { "purchaseOrders", "purchaseOrders", A, FALSE, GUILD_TEST_PAGED },
  { "salesOrders", "salesOrders", A, FALSE, GUILD_TEST_PAGED },
  { "suppliers", "suppliers", A, FALSE, GUILD_TEST_PAGED },
  { "taxRates", "taxRates", A, FALSE, GUILD_TEST_PAGED },
  { "trackingCategories", "trackingCategories", A, FALSE, GUILD_TEST_PAGED },
  { "transfers", "transfers", A, TRUE, GUILD_TEST_PAGED },
  { "banking-accountBalances", "banking-accountBalances", B, TRUE, GUILD_TEST_PAGED },
  { "banking-accounts", "banking-accounts", B, TRUE, GUILD_TEST_PAGED },
  { "banking-transactionCategories", "banking-transactionCategories", B, TRUE, GUILD_TEST_PAGED },
  { "banking-transactions", "banking-transactions", B, TRUE, GUILD_TEST_PAGED },
  { "commerce-companyInfo", "commerce-info", S, TRUE, GUILD_TEST_SINGLE },
  { "commerce-customers", "commerce-customers", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-disputes", "commerce-disputes", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-locations", "commerce-locations", S, TRUE, GUILD_TEST_WHOLE },
  { "commerce-orders", "commerce-orders", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-paymentMethods", "commerce-paymentMethods", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-payments", "commerce-payments", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-productCategories", "commerce-productCategories", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-products", "commerce-products", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-taxComponents", "commerce-taxComponents", S, TRUE, GUILD_TEST_PAGED },
  { "commerce-transactions", "commerce-transactions", S, TRUE, GUILD_TEST_PAGED },
};

static void
control (GuildTestSandbox *sandbox, const char *path, const char *body)
{
  g_autoptr(JsonNode) answer = guild_test_sandbox_call (sandbox, "POST", path, body);
}

static char *
make (GuildTestSandbox *sandbox, const char *path, const char *body)
{
  g_autoptr(JsonNode) made = guild_test_sandbox_call (sandbox, "POST", path, body);
  return g_strdup (json_object_get_string_member (json_node_get_object (made), "id"));
}

char *
guild_test_company_new (GuildTestSandbox *sandbox, const char *name, const char *platform, ...)
{
  g_autofree char *company = g_strdup_printf ("{\"name\":\"%s\"}", name);
  char *id = make (sandbox, "/companies", company);
  g_autofree char *connections = g_strdup_printf ("/companies/%s/connections", id);
  g_autofree char *linked = g_strdup_printf ("{\"companyId\":\"%s\"}", id);
  g_autofree char *all = g_strdup_printf ("/companies/%s/data/all", id);
  va_list more;

  va_start (more, platform);
  for (const char *key = platform; key != NULL; key = va_arg (more, const char *))
    {
      g_autofree char *body = g_strdup_printf ("{\"platformKey\":\"%s\"}", key);
      g_autofree char *made = make (sandbox, connections, body);
    }
  va_end (more);
  control (sandbox, "/_sandbox/link", linked);
  control (sandbox, all, NULL);
  control (sandbox, "/_sandbox/clock", "{\"advanceSeconds\":60}");
  return id;
}

char *
guild_test_find_connection (GuildTestSandbox *sandbox, const char *company_id, const char *source,
                            guint nth)
{
  g_autofree char *path = g_strdup_printf ("/companies/%s/connections?page=1&pageSize=100",
                                           company_id);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", path, NULL);
  JsonArray *list = json_object_get_array_member (json_node_get_object (node), "results");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *connection = json_array_get_object_element (list, i);
      if (g_str_equal (json_object_get_string_member (connection, "sourceType"), source) &&
          nth-- == 0)
        return g_strdup (json_object_get_string_member (connection, "id"));
    }
  g_assert_not_reached ();
}
