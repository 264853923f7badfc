/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

/* When which data is fetched: the client's defaults (§11) and what a company has instead (§5.4). */

#define HOURLY 1

static const char * const data_types[] = {
  "company", "chartOfAccounts", "balanceSheet", "profitAndLoss", "cashFlowStatement", "invoices",
  "bills", "customers", "suppliers", "payments", "billPayments", "creditNotes", "billCreditNotes",
  "bankAccounts", "bankTransactions", "accountTransactions", "journalEntries", "journals",
  "directCosts", "directIncomes", "transfers", "items", "itemReceipts", "purchaseOrders",
  "salesOrders", "paymentMethods", "taxRates", "trackingCategories", "banking-accounts",
  "banking-accountBalances", "banking-transactions", "banking-transactionCategories",
  "commerce-companyInfo", "commerce-customers", "commerce-disputes", "commerce-locations",
  "commerce-orders", "commerce-paymentMethods", "commerce-payments", "commerce-productCategories",
  "commerce-products", "commerce-taxComponents", "commerce-transactions", NULL,
};

static gboolean
is_report (const char *type)
{
  return g_str_equal (type, "balanceSheet") || g_str_equal (type, "profitAndLoss") ||
         g_str_equal (type, "cashFlowStatement");
}

static char *
make_defaults (void)
{
  GString *out = g_string_new ("[");

  for (guint i = 0; data_types[i] != NULL; i++)
    {
      const char *type = data_types[i];
      gboolean first = !g_str_has_prefix (type, "commerce-") && !g_str_has_suffix (type, "Orders");
      g_string_append_printf (out, "%s{\"dataType\":\"%s\",\"fetchOnFirstLink\":%s,"
                              "\"syncSchedule\":%u,\"syncOrder\":%u", i > 0 ? "," : "", type,
                              first ? "true" : "false", i == 0 ? 720u : first ? 24u : 0u, i);
      if (is_report (type))
        g_string_append (out, ",\"monthsToSync\":24");
      else if (i > 4)
        g_string_append (out, ",\"syncFromWindow\":24");
      g_string_append_printf (out, ",\"isLocked\":%s}", i == 0 ? "true" : "false");
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

/* COMPANY 0: the defaults. OWN: they are the company's own. */
static char *
get_settings (GuildSandbox *self, gint64 company, gboolean *own)
{
  char *text = guild_sandbox_sql_text (
    self, "SELECT settings FROM sync_settings WHERE company = ?", "i", company);

  *own = text != NULL;
  if (text == NULL && company != 0)
    text = guild_sandbox_sql_text (self, "SELECT settings FROM sync_settings WHERE company = 0",
                                   "");
  return text != NULL ? text : make_defaults ();
}

static void
answer_settings (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company,
                 const char *company_id)
{
  gboolean own;
  g_autofree char *settings = get_settings (self, company, &own);
  g_autofree char *client = guild_sandbox_codat_client (self);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"%s\":\"%s\",\"settings\":%s,\"overridesDefaults\":%s}",
                          company != 0 ? "companyId" : "clientId",
                          company != 0 ? company_id : client, settings, own ? "true" : "false");
  guild_sandbox_answer_built (exchange, 200, out);
}

static gboolean
holds (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static JsonObject *
find_row (JsonArray *rows, const char *type)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      if (g_str_equal (json_object_get_string_member (row, "dataType"), type))
        return row;
    }
  return NULL;
}

/* 0, or the status to refuse with. */
static guint
check_row (GuildSandbox *self, JsonNode *node)
{
  const char *plan = guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_PLAN, "paid");
  JsonObject *row;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return 400;
  row = json_node_get_object (node);
  if (!holds (row, "dataType", G_TYPE_STRING) || !holds (row, "fetchOnFirstLink", G_TYPE_BOOLEAN) ||
      !holds (row, "syncSchedule", G_TYPE_INT64) || !holds (row, "syncOrder", G_TYPE_INT64) ||
      !g_strv_contains (data_types, json_object_get_string_member (row, "dataType")) ||
      json_object_get_int_member (row, "syncSchedule") < 0)
    return 400;
  if (json_object_get_int_member (row, "syncSchedule") == HOURLY && g_str_equal (plan, "free"))
    return 402;
  return 0;
}

/* Rows that were not sent and locked ones stay as they are. */
static char *
merge (const char *present, JsonArray *wish)
{
  g_autoptr(JsonNode) node = json_from_string (present, NULL);
  JsonArray *rows = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (wish); i++)
    {
      JsonObject *wanted = json_array_get_object_element (wish, i);
      JsonObject *row = find_row (rows, json_object_get_string_member (wanted, "dataType"));
      static const char * const names[] = { "fetchOnFirstLink", "syncSchedule", "syncOrder",
                                            "syncFromUtc", "syncFromWindow", "monthsToSync" };
      if (row == NULL || json_object_get_boolean_member_with_default (row, "isLocked", FALSE))
        continue;
      for (guint n = 0; n < G_N_ELEMENTS (names); n++)
        if (json_object_has_member (wanted, names[n]))
          json_object_set_member (row, names[n],
                                  json_node_copy (json_object_get_member (wanted, names[n])));
        else
          json_object_remove_member (row, names[n]);
    }
  return json_to_string (node, FALSE);
}

static void
change_settings (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
  JsonObject *object =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *rows = object != NULL ? json_object_get_member (object, "settings") : NULL;
  guint status = 0;
  gboolean own;

  if (rows == NULL || !JSON_NODE_HOLDS_ARRAY (rows) ||
      !holds (object, "overridesDefaults", G_TYPE_BOOLEAN) ||
      !holds (object, company != 0 ? "companyId" : "clientId", G_TYPE_STRING))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  JsonArray *wish = json_node_get_array (rows);
  for (guint i = 0; i < json_array_get_length (wish) && status == 0; i++)
    status = check_row (self, json_array_get_element (wish, i));
  if (status == 402)
    {
      guild_sandbox_codat_fail (self, exchange, 402, "PublicApi",
                                "SyncSettingsValidationException: Sync schedule not allowed");
      return;
    }
  if (status != 0)
    {
      guild_sandbox_codat_fail_plain (self, exchange, status);
      return;
    }
  if (company != 0 && !json_object_get_boolean_member (object, "overridesDefaults"))
    guild_sandbox_sql_run (self, "DELETE FROM sync_settings WHERE company = ?", "i", company);
  else
    {
      g_autofree char *present = get_settings (self, company, &own);
      g_autofree char *merged = merge (present, wish);
      guild_sandbox_sql_run (self, "INSERT OR REPLACE INTO sync_settings VALUES (?, ?)", "is",
                             company, merged);
    }
  guild_sandbox_answer_empty (exchange, 204);
}

gboolean
guild_sandbox_sync_handle (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  char **segments = exchange->segments;

  if (company == 0
        ? !g_str_equal (segments[0], "profile") || g_strcmp0 (segments[1], "syncSettings") != 0 ||
            segments[2] != NULL
        : !g_str_equal (segments[2], "syncSettings") || segments[3] != NULL)
    return FALSE;
  if (g_str_equal (exchange->method, "GET"))
    answer_settings (self, exchange, company, segments[1]);
  else if (!g_str_equal (exchange->method, "POST"))
    guild_sandbox_codat_no_method (self, exchange);
  else if (!guild_sandbox_settings_refuse_role (self, exchange))
    change_settings (self, exchange, company);
  return TRUE;
}
