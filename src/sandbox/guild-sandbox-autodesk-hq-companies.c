/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-hq.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

/* Reading companies through the old family, acc.md §5: deleted ones are not there. */

#define MEMBERS(prefix) \
  { "id", prefix "id" }, \
  { "account_id", \
    "(SELECT id FROM temp.autodesk_account t WHERE t.account = " prefix "account)" }, \
  { "name", prefix "name" }, \
  { "trade", prefix "trade" }, \
  { "address_line_1", prefix "line1" }, \
  { "address_line_2", prefix "line2" }, \
  { "city", prefix "city" }, \
  { "postal_code", prefix "postal_code" }, \
  { "country", prefix "country", GUILD_SANDBOX_HQ_COUNTRY }, \
  { "state_or_province", prefix "state", GUILD_SANDBOX_HQ_STATE }, \
  { "phone", prefix "phone" }, \
  { "website_url", prefix "website" }, \
  { "description", prefix "description" }, \
  { "erp_id", prefix "erp_id" }, \
  { "tax_id", prefix "tax_id" }, \
  { "created_at", prefix "created_at", GUILD_SANDBOX_HQ_TIME }, \
  { "updated_at", prefix "updated_at", GUILD_SANDBOX_HQ_TIME }

static const GuildSandboxHqField company_fields[] = { MEMBERS (""), { NULL } };

static const GuildSandboxHqField project_fields[] = {
  MEMBERS ("c."),
  { "project_id", "p.id" },
  { "member_group_id", "CAST (" GUILD_SANDBOX_MEMBER_GROUP ("c", "p") " AS TEXT)" },
  { NULL },
};

static GString *
begin_from (guint account)
{
  GString *from = g_string_new (NULL);

  g_string_printf (from, "autodesk_company WHERE account = %u AND status = 'active'", account);
  return from;
}

JsonObject *
guild_sandbox_hq_company (GuildSandbox *self, guint account, const char *id)
{
  g_autoptr(GString) from = begin_from (account);
  g_autoptr(GPtrArray) values = guild_sandbox_hq_values (id, NULL);

  g_string_append (from, " AND id = ?");
  return guild_sandbox_hq_row (self, company_fields, from->str, values);
}

static void
get_company (GuildSandbox *self, GuildSandboxExchange *exchange, guint account, const char *id)
{
  JsonObject *company = guild_sandbox_hq_company (self, account, id);

  if (company != NULL)
    guild_sandbox_autodesk_answer (exchange, 200, company);
  else
    guild_sandbox_hq_refuse_missing (exchange, "company");
}

static void
list (GuildSandbox *self, GuildSandboxExchange *exchange, guint account, gboolean search)
{
  static const char * const names[] = { "name", "trade", NULL };
  g_autoptr(GString) from = begin_from (account);
  g_autoptr(GPtrArray) values = guild_sandbox_hq_values (NULL, NULL);

  if (!search || guild_sandbox_hq_search (exchange, names, names, from, values))
    guild_sandbox_hq_list (self, exchange, company_fields, from->str, values, "name_key, id");
}

void
guild_sandbox_hq_project (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                          const char *project)
{
  g_autoptr(GPtrArray) values = guild_sandbox_hq_values (project, NULL);
  const char *from =
    "autodesk_project p JOIN autodesk_company c ON c.account = p.account AND c.status = 'active' "
    "AND " GUILD_SANDBOX_WORKS_ON ("c", "p") " WHERE p.id = ?";

  if (!g_str_equal (exchange->method, "GET"))
    guild_sandbox_hq_refuse_method (exchange, "GET");
  else if (guild_sandbox_sql_int (self, "SELECT 1 FROM autodesk_project "
                                  "WHERE account = ? AND id = ?", "is", (gint64) account,
                                  project) == 0)
    guild_sandbox_hq_refuse_missing (exchange, "project");
  else
    guild_sandbox_hq_list (self, exchange, project_fields, from, values, "c.name_key, c.id");
}

void
guild_sandbox_hq_companies (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                            char **rest)
{
  guint n = g_strv_length (rest);
  gboolean get = g_str_equal (exchange->method, "GET");
  gboolean post = g_str_equal (exchange->method, "POST");
  gboolean patch = g_str_equal (exchange->method, "PATCH");

  if (n == 0 && get)
    list (self, exchange, account, FALSE);
  else if (n == 0 && post)
    guild_sandbox_hq_create (self, exchange, account);
  else if (n == 0)
    guild_sandbox_hq_refuse_method (exchange, "GET, POST");
  else if (n == 1 && get && g_str_equal (rest[0], "search"))
    list (self, exchange, account, TRUE);
  else if (n == 1 && post && g_str_equal (rest[0], "import"))
    guild_sandbox_hq_import (self, exchange, account);
  else if (n == 1 && get)
    get_company (self, exchange, account, rest[0]);
  else if (n == 1 && patch)
    guild_sandbox_hq_patch (self, exchange, account, rest[0]);
  else if (n == 1)
    guild_sandbox_hq_refuse_method (exchange, "GET, PATCH");
  else if (n == 2 && patch && g_str_equal (rest[1], "image"))
    guild_sandbox_hq_logo (self, exchange, account, rest[0]);
  else
    guild_sandbox_hq_refuse_missing (exchange, "resource");
}
