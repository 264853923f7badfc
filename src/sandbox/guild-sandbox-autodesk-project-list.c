/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-listing.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

/* Projects through the new family, acc.md §6.2. */

/* What is one column of text: member and SQL. */
static const struct { const char *name, *sql; } texts[] = {
  { "name", "p.name" },
  { "status", "p.status" },
  { "classification", "p.classification" },
  { "platform", "p.platform" },
  { "type", "p.type" },
  { "jobNumber", "p.job_number" },
  { "startDate", "p.start_date" },
  { "endDate", "p.end_date" },
  { "addressLine1", "p.line1" },
  { "addressLine2", "NULL" },
  { "city", "p.city" },
  { "stateOrProvince", "p.state" },
  { "postalCode", "NULL" },
  { "country", "p.country" },
  { "latitude", "NULL" },
  { "longitude", "NULL" },
  { "timezone", "CASE WHEN p.number % 4 THEN 'Europe/Berlin' END" },
  { "constructionType", "CASE WHEN p.number % 2 THEN 'New Construction' ELSE 'Renovation' END" },
  { "deliveryMethod", "CASE WHEN p.number % 3 THEN 'Design-Bid' END" },
  { "contractType", "CASE WHEN p.number % 5 THEN 'Fixed Price' END" },
  { "currentPhase", "CASE WHEN p.number % 6 THEN 'Construction' END" },
  { "imageUrl", "''" },
  { "thumbnailImageUrl", "''" },
  { "businessUnitId", "NULL" },
  { "lastSignIn", "NULL" },
  { "memberGroupId", "CAST (p.number + 7000 AS TEXT)" },
  { "adminGroupId", "CAST (p.number + 8000 AS TEXT)" },
  { "templateId", "NULL" },
};

/* The same names, then those that are made otherwise. */
static const char * const fields[] = {
  "name", "status", "classification", "platform", "type", "jobNumber", "startDate", "endDate",
  "addressLine1", "addressLine2", "city", "stateOrProvince", "postalCode", "country", "latitude",
  "longitude", "timezone", "constructionType", "deliveryMethod", "contractType", "currentPhase",
  "imageUrl", "thumbnailImageUrl", "businessUnitId", "lastSignIn", "memberGroupId", "adminGroupId",
  "templateId", "accountId", "projectValue", "sheetCount", "companyCount", "memberCount",
  "products", "createdAt", "updatedAt", NULL,
};

enum
{
  ACCOUNT_ID = G_N_ELEMENTS (texts),
  PROJECT_VALUE,
  SHEET_COUNT,
  COMPANY_COUNT,
  MEMBER_COUNT,
  PRODUCTS,
  CREATED_AT,
  UPDATED_AT,
};

static const GuildSandboxSort sorts[] = {
  { "name", "guild_fold (p.name)" },
  { "startDate", "p.start_date" },
  { "endDate", "p.end_date" },
  { "type", "guild_fold (p.type)" },
  { "status", "p.status" },
  { "jobNumber", "p.job_number" },
  { "constructionType", "p.number % 2" },
  { "deliveryMethod", "p.number % 3 > 0" },
  { "contractType", "p.number % 5 > 0" },
  { "currentPhase", "p.number % 6 > 0" },
  { "companyCount", "n.companies" },
  { "memberCount", "n.members" },
  { "createdAt", "p.created_at" },
  { "updatedAt", "p.updated_at" },
  { NULL },
};

static const GuildSandboxChoice classifications[] = {
  { "production", "p.classification = 'production'" },
  { "template", "p.classification = 'template'" },
  { "component", "p.classification = 'component'" },
  { "sample", "p.classification = 'sample'" },
  { NULL },
};

static const GuildSandboxChoice platforms[] = {
  { "acc", "p.platform = 'acc'" },
  { "bim360", "p.platform = 'bim360'" },
  { NULL },
};

static const GuildSandboxChoice statuses[] = {
  { "active", "p.status = 'active'" },
  { "pending", "p.status = 'pending'" },
  { "archived", "p.status = 'archived'" },
  { "suspended", "p.status = 'suspended'" },
  { NULL },
};

#define HAS(product) { product, "instr (',' || p.products || ',', '," product ",') > 0" }

static const GuildSandboxChoice products[] = {
  HAS ("build"), HAS ("docs"), HAS ("takeoff"), HAS ("cost"), HAS ("autospecs"),
  HAS ("financials"), HAS ("buildingConnected"), HAS ("capitalPlanning"),
  HAS ("accountAdministration"), HAS ("workshopxr"), HAS ("insight"),
  HAS ("projectAdministration"), HAS ("modelCoordination"), HAS ("designCollaboration"),
  HAS ("cloudWorksharing"), HAS ("fieldManagement"), HAS ("costManagement"), HAS ("glue"),
  HAS ("documentManagement"), HAS ("projectHome"), HAS ("assets"), HAS ("quantification"),
  HAS ("plan"), HAS ("field"), HAS ("projectManagement"), { NULL },
};

static const GuildSandboxFilter filters[] = {
  { "classification", GUILD_SANDBOX_FILTER_CHOICES, NULL, classifications },
  { "platform", GUILD_SANDBOX_FILTER_CHOICES, NULL, platforms },
  { "products", GUILD_SANDBOX_FILTER_CHOICES, NULL, products },
  { "status", GUILD_SANDBOX_FILTER_CHOICES, NULL, statuses },
  { "name", GUILD_SANDBOX_FILTER_TEXT, "p.name" },
  { "type", GUILD_SANDBOX_FILTER_TYPES, "p.type" },
  { "businessUnitId", GUILD_SANDBOX_FILTER_VALUES, "NULL" },
  { "jobNumber", GUILD_SANDBOX_FILTER_TEXT, "p.job_number" },
  { "updatedAt", GUILD_SANDBOX_FILTER_RANGE, "p.updated_at" },
  { NULL },
};

static const GuildSandboxListKind projects = { filters, sorts, fields, "p.number", "p.id" };

/* ---- counts ---- */

/* Adds what ROWS says (first project, number of projects, remainder of a person's number or -1,
 * how many) to COUNTS. */
static void
add_counts (sqlite3_stmt *rows, gint64 *counts)
{
  while (sqlite3_step (rows) == SQLITE_ROW)
    for (gint64 i = 0; i < sqlite3_column_int64 (rows, 1); i++)
      {
        gint64 number = (sqlite3_column_int64 (rows, 0) + i) % GUILD_SANDBOX_N_PROJECTS;
        gint64 rest = sqlite3_column_int64 (rows, 2);

        if (rest < 0 || (rest + number) % 3 == 0)
          counts[number] += sqlite3_column_int64 (rows, 3);
      }
}

/* Renews temp.autodesk_count for the account. */
static void
count (GuildSandbox *self, guint account)
{
  gint64 companies[GUILD_SANDBOX_N_PROJECTS] = { 0 };
  gint64 members[GUILD_SANDBOX_N_PROJECTS] = { 0 };
  g_autoptr(sqlite3_stmt) firms = guild_sandbox_sql (
    self, "SELECT rowid * 7919 % 40, project_size, -1, count(*) FROM autodesk_company "
    "WHERE account = ? AND status = 'active' AND project_size > 0 GROUP BY 1, 2", "i",
    (gint64) account);

  guild_sandbox_users_make (self, account);
  g_autoptr(sqlite3_stmt) people = guild_sandbox_sql (
    self, "SELECT c.rowid * 7919 % 40, c.project_size, u.number % 3, count(*) "
    "FROM autodesk_user u JOIN autodesk_company c ON c.rowid = u.home WHERE u.account = ? "
    "AND c.status = 'active' AND u.status <> 'inactive' AND c.project_size > 0 GROUP BY 1, 2, 3",
    "i", (gint64) account);
  add_counts (firms, companies);
  add_counts (people, members);
  sqlite3_exec (self->db, "CREATE TEMP TABLE IF NOT EXISTS autodesk_count (number INTEGER PRIMARY "
                "KEY, companies INTEGER, members INTEGER)", NULL, NULL, NULL);
  for (guint i = 0; i < GUILD_SANDBOX_N_PROJECTS; i++)
    {
      for (guint person = 0; person < GUILD_SANDBOX_N_PEOPLE; person++)
        members[i] += guild_sandbox_autodesk_account_has (account, (int) person) &&
                      guild_sandbox_project_has (i, (int) person);
      guild_sandbox_sql_run (self, "INSERT OR REPLACE INTO temp.autodesk_count VALUES (?, ?, ?)",
                             "iii", (gint64) i, companies[i], members[i]);
    }
}

/* ---- rows ---- */

static void
set_products (JsonObject *object, const char *list)
{
  g_auto(GStrv) keys = g_strsplit (list, ",", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; keys[i] != NULL; i++)
    {
      JsonObject *product = json_object_new ();

      json_object_set_string_member (product, "key", keys[i]);
      json_object_set_string_member (product, "name", keys[i]);
      json_object_set_string_member (product, "icon", "");
      json_object_set_string_member (product, "language", "en");
      json_object_set_string_member (product, "status", "active");
      json_array_add_object_element (array, product);
    }
  json_object_set_array_member (object, "products", array);
}

static void
set_value (JsonObject *object, gint64 value)
{
  JsonObject *money = json_object_new ();

  json_object_set_int_member (money, "value", value);
  json_object_set_string_member (money, "currency", "EUR");
  json_object_set_object_member (object, "projectValue", money);
}

static JsonObject *
write_row (GuildSandbox *self, gint64 key, guint64 wanted, gpointer data)
{
  guint account = GPOINTER_TO_UINT (data);
  g_autofree char *account_id = guild_sandbox_autodesk_account_id (self, account);
  g_autoptr(GString) sql = g_string_new ("SELECT ");
  JsonObject *object = json_object_new ();

  G_STATIC_ASSERT (UPDATED_AT + 2 == G_N_ELEMENTS (fields));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_printf (sql, "%s, ", texts[i].sql);
  g_string_append (sql, "p.id, p.project_value, p.number, n.companies, n.members, p.products, "
                   "p.created_at, p.updated_at FROM autodesk_project p JOIN temp.autodesk_count n "
                   "ON n.number = p.number WHERE p.account = ? AND p.number = ?");
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (self, sql->str, "ii", (gint64) account, key);
  sqlite3_step (row);
  guild_sandbox_set_text (object, "id", row, ACCOUNT_ID);
  for (int i = 0; fields[i] != NULL; i++)
    {
      if ((wanted >> i & 1) == 0)
        continue;
      if (i < ACCOUNT_ID)
        guild_sandbox_set_text (object, fields[i], row, i);
      else if (i == ACCOUNT_ID)
        json_object_set_string_member (object, fields[i], account_id);
      else if (i == PROJECT_VALUE)
        set_value (object, sqlite3_column_int64 (row, i));
      else if (i == PRODUCTS)
        set_products (object, (const char *) sqlite3_column_text (row, i));
      else if (i == CREATED_AT || i == UPDATED_AT)
        guild_sandbox_set_time (object, fields[i], sqlite3_column_int64 (row, i));
      else if (i == SHEET_COUNT && key % 4 == 0)
        json_object_set_null_member (object, fields[i]);
      else
        json_object_set_int_member (object, fields[i], sqlite3_column_int64 (row, i));
    }
  return object;
}

void
guild_sandbox_projects_list (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                             int person)
{
  g_autoptr(GString) from = g_string_new ("autodesk_project p JOIN temp.autodesk_count n "
                                          "ON n.number = p.number");

  count (self, account);
  g_string_append_printf (from, " WHERE p.account = %u", account);
  if (person > GUILD_SANDBOX_ADMINISTRATOR)
    g_string_append_printf (from, " AND p.number %% 3 = %d", person);
  guild_sandbox_listing_answer (self, exchange, &projects, from->str, write_row,
                                GUINT_TO_POINTER (account));
}

int
guild_sandbox_projects_find (GuildSandbox *self, const char *id, guint *number)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT account, number FROM autodesk_project WHERE id = ?", "s", id);

  if (sqlite3_step (row) != SQLITE_ROW)
    return -1;
  *number = (guint) sqlite3_column_int64 (row, 1);
  return sqlite3_column_int (row, 0);
}

void
guild_sandbox_projects_get (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                            guint number)
{
  guint64 wanted;

  if (!guild_sandbox_listing_fields (exchange, fields, &wanted))
    return;
  count (self, account);
  guild_sandbox_autodesk_answer (exchange, 200,
                                 write_row (self, number, wanted, GUINT_TO_POINTER (account)));
}
