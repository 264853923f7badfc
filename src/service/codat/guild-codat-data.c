/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-data.h"

#include <glib/gi18n-lib.h>

#define A "Accounting"
#define B "Banking"
#define S "Commerce"

static const GuildDataType types[] = {
  { "company", N_("Company details"), "info", A, FALSE, GUILD_DATA_SINGLE },
  { "balanceSheet", N_("Balance sheet"), "financials/balanceSheet", A, FALSE, GUILD_DATA_STATEMENT },
  { "profitAndLoss", N_("Profit and loss"), "financials/profitAndLoss", A, FALSE,
    GUILD_DATA_STATEMENT },
  { "cashFlowStatement", N_("Cash flow statement"), "financials/cashFlowStatement", A, FALSE,
    GUILD_DATA_STATEMENT },
  { "chartOfAccounts", N_("Chart of accounts"), "accounts", A, FALSE, GUILD_DATA_PAGED },
  { "invoices", N_("Invoices"), "invoices", A, FALSE, GUILD_DATA_PAGED },
  { "creditNotes", N_("Credit notes"), "creditNotes", A, FALSE, GUILD_DATA_PAGED },
  { "payments", N_("Payments"), "payments", A, FALSE, GUILD_DATA_PAGED },
  { "customers", N_("Customers"), "customers", A, FALSE, GUILD_DATA_PAGED },
  { "salesOrders", N_("Sales orders"), "salesOrders", A, FALSE, GUILD_DATA_PAGED },
  { "bills", N_("Bills"), "bills", A, FALSE, GUILD_DATA_PAGED },
  { "billCreditNotes", N_("Bill credit notes"), "billCreditNotes", A, FALSE, GUILD_DATA_PAGED },
  { "billPayments", N_("Bill payments"), "billPayments", A, FALSE, GUILD_DATA_PAGED },
  { "suppliers", N_("Suppliers"), "suppliers", A, FALSE, GUILD_DATA_PAGED },
  { "purchaseOrders", N_("Purchase orders"), "purchaseOrders", A, FALSE, GUILD_DATA_PAGED },
  { "itemReceipts", N_("Item receipts"), "itemReceipts", A, FALSE, GUILD_DATA_PAGED },
  { "items", N_("Items"), "items", A, FALSE, GUILD_DATA_PAGED },
  { "bankAccounts", N_("Bank accounts"), "bankAccounts", A, TRUE, GUILD_DATA_PAGED },
  { "bankTransactions", N_("Bank transactions"), "bankAccounts/%s/bankTransactions", A, TRUE,
    GUILD_DATA_PAGED },
  { "accountTransactions", N_("Account transactions"), "accountTransactions", A, TRUE,
    GUILD_DATA_PAGED },
  { "directCosts", N_("Direct costs"), "directCosts", A, TRUE, GUILD_DATA_PAGED },
  { "directIncomes", N_("Direct incomes"), "directIncomes", A, TRUE, GUILD_DATA_PAGED },
  { "transfers", N_("Transfers"), "transfers", A, TRUE, GUILD_DATA_PAGED },
  { "journals", N_("Journals"), "journals", A, FALSE, GUILD_DATA_PAGED },
  { "journalEntries", N_("Journal entries"), "journalEntries", A, FALSE, GUILD_DATA_PAGED },
  { "paymentMethods", N_("Payment methods"), "paymentMethods", A, FALSE, GUILD_DATA_PAGED },
  { "taxRates", N_("Tax rates"), "taxRates", A, FALSE, GUILD_DATA_PAGED },
  { "trackingCategories", N_("Tracking categories"), "trackingCategories", A, FALSE,
    GUILD_DATA_PAGED },
  { "banking-accounts", N_("Accounts at the bank"), "banking-accounts", B, TRUE, GUILD_DATA_PAGED },
  { "banking-accountBalances", N_("Balances at the bank"), "banking-accountBalances", B, TRUE,
    GUILD_DATA_PAGED },
  { "banking-transactions", N_("Transactions at the bank"), "banking-transactions", B, TRUE,
    GUILD_DATA_PAGED, TRUE },
  { "banking-transactionCategories", N_("Transaction categories"), "banking-transactionCategories",
    B, TRUE, GUILD_DATA_PAGED },
  { "commerce-companyInfo", N_("Shop details"), "commerce-info", S, TRUE, GUILD_DATA_SINGLE },
  { "commerce-orders", N_("Shop orders"), "commerce-orders", S, TRUE, GUILD_DATA_PAGED },
  { "commerce-customers", N_("Shop customers"), "commerce-customers", S, TRUE, GUILD_DATA_PAGED },
  { "commerce-products", N_("Shop products"), "commerce-products", S, TRUE, GUILD_DATA_PAGED },
  { "commerce-productCategories", N_("Product categories"), "commerce-productCategories", S, TRUE,
    GUILD_DATA_PAGED },
  { "commerce-payments", N_("Shop payments"), "commerce-payments", S, TRUE, GUILD_DATA_PAGED },
  { "commerce-paymentMethods", N_("Shop payment methods"), "commerce-paymentMethods", S, TRUE,
    GUILD_DATA_PAGED },
  { "commerce-transactions", N_("Shop transactions"), "commerce-transactions", S, TRUE,
    GUILD_DATA_PAGED },
  { "commerce-disputes", N_("Disputes"), "commerce-disputes", S, TRUE, GUILD_DATA_PAGED },
  { "commerce-taxComponents", N_("Tax components"), "commerce-taxComponents", S, TRUE,
    GUILD_DATA_PAGED },
  { "commerce-locations", N_("Shop locations"), "commerce-locations", S, TRUE, GUILD_DATA_WHOLE },
};

const GuildDataType *
guild_data_types (guint *n_types)
{
  if (n_types != NULL)
    *n_types = G_N_ELEMENTS (types);
  return types;
}

const GuildDataType *
guild_data_type_find (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].key, key) == 0)
      return &types[i];
  return NULL;
}

typedef enum { NEVER, RUNNING, DONE, NEUTRAL, BAD } Kind;

static const struct
{
  const char *status;
  Kind        kind;
  const char *title;
} statuses[] = {
  { "Initial", RUNNING, N_("Starting") },
  { "Queued", RUNNING, N_("Queued") },
  { "Fetching", RUNNING, N_("Fetching") },
  { "MapQueued", RUNNING, N_("Waiting to be mapped") },
  { "Mapping", RUNNING, N_("Mapping") },
  { "ProcessingQueued", RUNNING, N_("Waiting to be processed") },
  { "Processing", RUNNING, N_("Processing") },
  { "ValidationQueued", RUNNING, N_("Waiting to be validated") },
  { "Validating", RUNNING, N_("Validating") },
  { "Complete", DONE, N_("Complete") },
  { "NotSupported", NEUTRAL, N_("Not supported") },
  { "Cancelled", NEUTRAL, N_("Cancelled") },
  { "FetchError", BAD, N_("Could not be fetched") },
  { "MapError", BAD, N_("Could not be mapped") },
  { "InternalError", BAD, N_("Internal error") },
  { "ProcessingError", BAD, N_("Could not be processed") },
  { "ValidationError", BAD, N_("Not valid") },
  { "AuthError", BAD, N_("Must be linked again") },
  { "RateLimitError", BAD, N_("Limit of the platform reached") },
  { "PermissionsError", BAD, N_("Permission missing") },
  { "PrerequisiteNotMet", BAD, N_("Other data is needed first") },
};

static Kind
get_kind (const char *status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (status, statuses[i].status) == 0)
      return statuses[i].kind;
  return status == NULL ? NEVER : NEUTRAL;
}

const char *
guild_sync_status_title (const char *status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (status, statuses[i].status) == 0)
      return _(statuses[i].title);
  return status != NULL ? status : _("Never synced");
}

const char *
guild_sync_status_icon_name (const char *status)
{
  static const char * const names[] = {
    [NEVER] = "guild-none-symbolic", [RUNNING] = "guild-pending-symbolic",
    [DONE] = "guild-linked-symbolic", [NEUTRAL] = "guild-unlinked-symbolic",
    [BAD] = "guild-attention-symbolic",
  };
  return names[get_kind (status)];
}

const char *
guild_sync_status_css_class (const char *status)
{
  static const char * const classes[] = {
    [NEVER] = "dim-label", [RUNNING] = "accent", [DONE] = "success", [NEUTRAL] = "dim-label",
    [BAD] = "warning",
  };
  return classes[get_kind (status)];
}

gboolean
guild_sync_status_is_running (const char *status)
{
  return get_kind (status) == RUNNING;
}

gboolean
guild_sync_status_is_error (const char *status)
{
  return get_kind (status) == BAD;
}

void
guild_data_status_free (GuildDataStatus *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->status);
  g_free (self);
}
