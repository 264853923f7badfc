/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-listing.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

/* Members of a project, acc.md §6.4. */

#define STATUS \
  "CASE WHEN h.status = 'deleted' THEN 'deleted' WHEN u.status = 'inactive' THEN 'disabled'" \
  " WHEN u.status = 'active' THEN 'active' ELSE 'pending' END"
/* Everybody has one of four roles. */
#define ROLE_ID \
  "'0000000' || (1 + u.number % 4) || '-0000-4000-8000-000000000000'"
#define ADMIN "u.role = 'account_admin'"
#define PROJECT_ADMIN "u.role IN ('account_admin', 'project_admin')"
#define EXECUTIVE "(u.home > 0 AND u.number = 7)"

static const struct { const char *name, *sql; } texts[] = {
  { "email", "u.email" },
  { "name", "u.name" },
  { "firstName", "u.first_name" },
  { "lastName", "u.last_name" },
  { "autodeskId", "u.uid" },
  { "addressLine1", "NULL" },
  { "addressLine2", "NULL" },
  { "city", "c.city" },
  { "stateOrProvince", "c.state" },
  { "postalCode", "NULL" },
  { "country", "c.country" },
  { "imageUrl", "NULL" },
  { "jobTitle", "u.job_title" },
  { "industry", "NULL" },
  { "aboutMe", "NULL" },
  { "companyId", "u.company" },
  { "companyName", "c.name" },
  { "status", STATUS },
};

/* The same names, then those that are made otherwise. */
static const char * const fields[] = {
  "email", "name", "firstName", "lastName", "autodeskId", "addressLine1", "addressLine2", "city",
  "stateOrProvince", "postalCode", "country", "imageUrl", "jobTitle", "industry", "aboutMe",
  "companyId", "companyName", "status", "phone", "accessLevels", "addedOn", "updatedAt", "roleIds",
  "roles", "products", "createdAt", "lastSignIn", NULL,
};

enum
{
  PHONE = G_N_ELEMENTS (texts),
  ACCESS_LEVELS,
  ADDED_ON,
  UPDATED_AT,
  ROLE_IDS,
  ROLES,
  PRODUCTS,
  CREATED_AT,
  LAST_SIGN_IN,
  N_FIELDS,
};

static const GuildSandboxSort sorts[] = {
  { "name", "guild_fold (coalesce (u.name, ''))" },
  { "email", "guild_fold (u.email)" },
  { "firstName", "guild_fold (u.first_name)" },
  { "lastName", "guild_fold (u.last_name)" },
  { "addressLine1", "NULL" },
  { "addressLine2", "NULL" },
  { "city", "guild_fold (c.city)" },
  { "companyName", "guild_fold (c.name)" },
  { "stateOrProvince", "guild_fold (c.state)" },
  { "status", STATUS },
  { "phone", "u.number" },
  { "postalCode", "NULL" },
  { "country", "guild_fold (c.country)" },
  { "addedOn", "u.created_at" },
  { NULL },
};

static const GuildSandboxChoice statuses[] = {
  { "active", STATUS " = 'active'" },
  { "pending", STATUS " = 'pending'" },
  { "deleted", STATUS " = 'deleted'" },
  { NULL },
};

static const GuildSandboxChoice levels[] = {
  { "accountAdmin", ADMIN },
  { "projectAdmin", PROJECT_ADMIN },
  { "executive", EXECUTIVE },
  { NULL },
};

/* Administrators have more products than others. */
static const GuildSandboxChoice products[] = {
  { "docs", "1" },
  { "build", "1" },
  { "projectAdministration", PROJECT_ADMIN },
  { "accountAdministration", ADMIN },
  { "autoSpecs", "0" },
  { "buildingConnected", "0" },
  { "capitalPlanning", "0" },
  { "cloudWorksharing", "0" },
  { "cost", "0" },
  { "designCollaboration", "0" },
  { "financials", "0" },
  { "insight", "0" },
  { "modelCoordination", "0" },
  { "takeoff", "0" },
  { "workshopxr", "0" },
  { NULL },
};

static const GuildSandboxFilter filters[] = {
  { "products", GUILD_SANDBOX_FILTER_CHOICES, NULL, products },
  { "name", GUILD_SANDBOX_FILTER_TEXT, "u.name", .may_be_or = TRUE },
  { "email", GUILD_SANDBOX_FILTER_TEXT, "u.email", .may_be_or = TRUE },
  { "status", GUILD_SANDBOX_FILTER_CHOICES, NULL, statuses, "active,pending", TRUE },
  { "accessLevels", GUILD_SANDBOX_FILTER_CHOICES, NULL, levels, NULL, TRUE },
  { "companyId", GUILD_SANDBOX_FILTER_VALUES, "u.company" },
  { "companyName", GUILD_SANDBOX_FILTER_TEXT, "c.name" },
  { "autodeskId", GUILD_SANDBOX_FILTER_VALUES, "u.uid", .may_be_or = TRUE },
  { "id", GUILD_SANDBOX_FILTER_VALUES, "u.id", .may_be_or = TRUE },
  { "roleId", GUILD_SANDBOX_FILTER_VALUES, ROLE_ID },
  { "roleIds", GUILD_SANDBOX_FILTER_VALUES, ROLE_ID },
  { "addedOn", GUILD_SANDBOX_FILTER_DAY, "u.created_at" },
  { NULL },
};

static const GuildSandboxListKind users = { filters, sorts, fields, "u.rowid", "u.id" };

#define JOINED \
  "autodesk_user u LEFT JOIN autodesk_company c ON c.id = u.company " \
  "LEFT JOIN autodesk_company h ON h.rowid = u.home"

static void
set_phone (JsonObject *object, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("+44 20 7946 %04u", (guint) number % 1000);
  JsonObject *phone = json_object_new ();

  json_object_set_string_member (phone, "number", text);
  json_object_set_string_member (phone, "phoneType", "office");
  json_object_set_string_member (phone, "extension", "");
  json_object_set_object_member (object, "phone", phone);
}

static void
set_levels (JsonObject *object, gint64 bits)
{
  JsonObject *access = json_object_new ();

  for (guint i = 0; levels[i].value != NULL; i++)
    json_object_set_boolean_member (access, levels[i].value, (bits >> i & 1) != 0);
  json_object_set_object_member (object, "accessLevels", access);
}

static void
set_roles (JsonObject *object, const char *field, const char *id, gint64 number)
{
  static const char * const names[] = { "Architect", "Engineer", "Foreman", "Contractor" };
  JsonArray *array = json_array_new ();
  JsonObject *role = json_object_new ();

  json_object_set_string_member (role, "id", id);
  json_object_set_string_member (role, "name", names[number % 4]);
  if (g_str_equal (field, "roleIds"))
    json_array_add_string_element (array, id);
  else
    json_array_add_object_element (array, json_object_ref (role));
  json_object_unref (role);
  json_object_set_array_member (object, field, array);
}

static void
set_products (JsonObject *object, gint64 bits)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < 4; i++)
    {
      JsonObject *product = json_object_new ();
      gboolean administers = (bits & 2) != 0;

      json_object_set_string_member (product, "key", products[i].value);
      json_object_set_string_member (product, "access",
                                     i >= 2 && (bits >> (3 - i) & 1) == 0 ? "none"
                                     : administers ? "administrator" : "member");
      json_array_add_object_element (array, product);
    }
  json_object_set_array_member (object, "products", array);
}

static JsonObject *
write_row (GuildSandbox *self, gint64 key, guint64 wanted, gpointer data)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");
  JsonObject *object = json_object_new ();

  G_STATIC_ASSERT (N_FIELDS + 1 == G_N_ELEMENTS (fields));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_append_printf (sql, "%s, ", texts[i].sql);
  g_string_append (sql, "u.number, (" ADMIN ") + 2 * (" PROJECT_ADMIN ") + 4 * " EXECUTIVE ", "
                   "u.created_at, u.updated_at, " ROLE_ID ", " ROLE_ID ", u.id, u.created_at, "
                   "u.updated_at FROM " JOINED " WHERE u.rowid = ?");
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (self, sql->str, "i", key);
  sqlite3_step (row);
  gint64 number = sqlite3_column_int64 (row, PHONE);
  gint64 bits = sqlite3_column_int64 (row, ACCESS_LEVELS);
  guild_sandbox_set_text (object, "id", row, PRODUCTS);
  for (int i = 0; fields[i] != NULL; i++)
    {
      if ((wanted >> i & 1) == 0)
        continue;
      if (i < PHONE)
        guild_sandbox_set_text (object, fields[i], row, i);
      else if (i == PHONE)
        set_phone (object, number);
      else if (i == ACCESS_LEVELS)
        set_levels (object, bits);
      else if (i == ROLE_IDS || i == ROLES)
        set_roles (object, fields[i], (const char *) sqlite3_column_text (row, i), number);
      else if (i == PRODUCTS)
        set_products (object, bits);
      else
        guild_sandbox_set_time (object, fields[i], sqlite3_column_int64 (row, i));
    }
  return object;
}

void
guild_sandbox_project_users (GuildSandbox *self, GuildSandboxExchange *exchange, guint account,
                             guint number)
{
  g_autoptr(GString) from = g_string_new (JOINED " JOIN autodesk_project p ON p.account = u.account"
    " WHERE (u.home = 0 AND (u.number = 0 OR p.number % 3 = u.number) OR u.home > 0"
    " AND (u.number + p.number) % 3 = 0 AND " GUILD_SANDBOX_WORKS_ON ("h", "p") ")");

  guild_sandbox_users_make (self, account);
  g_string_append_printf (from, " AND u.account = %u AND p.number = %u", account, number);
  guild_sandbox_listing_answer (self, exchange, &users, from->str, write_row, NULL);
}
