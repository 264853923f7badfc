/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-listing.h"

/* Members of `fields`, in the order of the answer; the id is always there. */
static const char * const fields[] = {
  "accountId", "name", "trade", "addresses", "websiteUrl", "description", "erpId", "taxId",
  "imageUrl", "status", "createdAt", "updatedAt", "projectSize", "userSize", "originalName", NULL,
};

/* Names are folded when they are stored. */
static const GuildSandboxSort sorts[] = {
  { "name", "name_key" },
  { "trade", "guild_fold (trade)" },
  { "erpId", "guild_fold (erp_id)" },
  { "taxId", "guild_fold (tax_id)" },
  { "status", "status" },
  { "createdAt", "created_at" },
  { "updatedAt", "updated_at" },
  { "projectSize", "project_size" },
  { "userSize", "user_size" },
  { NULL },
};

static const GuildSandboxChoice statuses[] = {
  { "active", "status = 'active'" },
  { "inactive", "status = 'deleted'" },
  { "all", "1" },
  { NULL },
};

static const GuildSandboxFilter filters[] = {
  { "status", GUILD_SANDBOX_FILTER_CHOICE, "status", statuses, "active" },
  { "updatedAt", GUILD_SANDBOX_FILTER_RANGE, "updated_at", .may_be_or = TRUE },
  { "name", GUILD_SANDBOX_FILTER_TEXT, "name", .may_be_or = TRUE },
  { "trade", GUILD_SANDBOX_FILTER_TEXT, "trade", .may_be_or = TRUE },
  { "erpId", GUILD_SANDBOX_FILTER_TEXT, "erp_id", .may_be_or = TRUE },
  { "taxId", GUILD_SANDBOX_FILTER_TEXT, "tax_id", .may_be_or = TRUE },
  { NULL },
};

static const GuildSandboxListKind companies = { filters, sorts, fields, "rowid", "id" };

/* The columns that write_row() reads, in its order. */
#define ROW_COLUMNS \
  "id, name, trade, line1, line2, city, postal_code, state, country, phone, website, description," \
  " erp_id, tax_id, image_url, status, created_at, updated_at, project_size, user_size," \
  " original_name, rowid"

enum
{
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_TRADE,
  COLUMN_LINE1,
  COLUMN_LINE2,
  COLUMN_CITY,
  COLUMN_POSTAL_CODE,
  COLUMN_STATE,
  COLUMN_COUNTRY,
  COLUMN_PHONE,
  COLUMN_WEBSITE,
  COLUMN_DESCRIPTION,
  COLUMN_ERP_ID,
  COLUMN_TAX_ID,
  COLUMN_IMAGE_URL,
  COLUMN_STATUS,
  COLUMN_CREATED_AT,
  COLUMN_UPDATED_AT,
  COLUMN_PROJECT_SIZE,
  COLUMN_USER_SIZE,
  COLUMN_ORIGINAL_NAME,
  COLUMN_ROWID,
};

/* What the reference never calls null. */
static void
set_string (JsonObject *object, const char *member, sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  json_object_set_string_member (object, member, text != NULL ? text : "");
}

static void
set_addresses (JsonObject *object, sqlite3_stmt *row)
{
  JsonArray *addresses = json_array_new ();

  gboolean known = FALSE;

  for (int i = COLUMN_LINE1; i <= COLUMN_PHONE; i++)
    known |= sqlite3_column_type (row, i) != SQLITE_NULL;
  if (known)
    {
      JsonObject *address = json_object_new ();

      json_object_set_string_member (address, "type", "Main");
      set_string (address, "addressLine1", row, COLUMN_LINE1);
      set_string (address, "addressLine2", row, COLUMN_LINE2);
      set_string (address, "city", row, COLUMN_CITY);
      guild_sandbox_set_text (address, "stateOrProvince", row, COLUMN_STATE);
      set_string (address, "postalCode", row, COLUMN_POSTAL_CODE);
      guild_sandbox_set_text (address, "country", row, COLUMN_COUNTRY);
      set_string (address, "phone", row, COLUMN_PHONE);
      json_array_add_object_element (addresses, address);
    }
  json_object_set_array_member (object, "addresses", addresses);
}

/* The vendor's own example has "" for an active company; absent and null are as legal. */
static void
set_original_name (JsonObject *object, sqlite3_stmt *row)
{
  gint64 number = sqlite3_column_int64 (row, COLUMN_ROWID);

  if (sqlite3_column_type (row, COLUMN_ORIGINAL_NAME) != SQLITE_NULL)
    guild_sandbox_set_text (object, "originalName", row, COLUMN_ORIGINAL_NAME);
  else if (number % 3 == 0)
    json_object_set_null_member (object, "originalName");
  else if (number % 3 == 1)
    json_object_set_string_member (object, "originalName", "");
}

/* The stored address has no host: the next start may have another port. */
static void
set_image_url (GuildSandbox *self, JsonObject *object, sqlite3_stmt *row)
{
  const char *path = (const char *) sqlite3_column_text (row, COLUMN_IMAGE_URL);
  g_autofree char *address = g_strconcat (self->base_url, path, NULL);

  if (path != NULL)
    json_object_set_string_member (object, "imageUrl", address);
  else
    json_object_set_null_member (object, "imageUrl");
}

static JsonObject *
write_columns (GuildSandbox *self, sqlite3_stmt *row, guint64 wanted, const char *account_id)
{
  static const int columns[] = {
    -1, COLUMN_NAME, COLUMN_TRADE, -1, COLUMN_WEBSITE, COLUMN_DESCRIPTION, COLUMN_ERP_ID,
    COLUMN_TAX_ID, COLUMN_IMAGE_URL, COLUMN_STATUS, COLUMN_CREATED_AT, COLUMN_UPDATED_AT,
    COLUMN_PROJECT_SIZE, COLUMN_USER_SIZE, COLUMN_ORIGINAL_NAME,
  };
  JsonObject *object = json_object_new ();

  G_STATIC_ASSERT (G_N_ELEMENTS (columns) + 1 == G_N_ELEMENTS (fields));
  guild_sandbox_set_text (object, "id", row, COLUMN_ID);
  for (guint i = 0; fields[i] != NULL; i++)
    {
      if ((wanted >> i & 1) == 0)
        continue;
      if (i == 0)
        json_object_set_string_member (object, fields[i], account_id);
      else if (columns[i] == -1)
        set_addresses (object, row);
      else if (columns[i] == COLUMN_IMAGE_URL)
        set_image_url (self, object, row);
      else if (columns[i] == COLUMN_ORIGINAL_NAME)
        set_original_name (object, row);
      else if (columns[i] == COLUMN_CREATED_AT || columns[i] == COLUMN_UPDATED_AT)
        guild_sandbox_set_time (object, fields[i], sqlite3_column_int64 (row, columns[i]));
      else if (columns[i] == COLUMN_PROJECT_SIZE || columns[i] == COLUMN_USER_SIZE)
        json_object_set_int_member (object, fields[i], sqlite3_column_int64 (row, columns[i]));
      else
        guild_sandbox_set_text (object, fields[i], row, columns[i]);
    }
  return object;
}

typedef struct
{
  sqlite3_stmt *row;  /* (owned) */
  char *account_id;   /* (owned) */
} Writer;

static JsonObject *
write_row (GuildSandbox *self, gint64 key, guint64 wanted, gpointer data)
{
  Writer *writer = data;

  sqlite3_reset (writer->row);
  sqlite3_bind_int64 (writer->row, 1, key);
  sqlite3_step (writer->row);
  return write_columns (self, writer->row, wanted, writer->account_id);
}

/**
 * guild_sandbox_autodesk_companies:
 *
 * `GET /construction/admin/v1/accounts/{accountId}/companies`, acc.md §4.
 */
void
guild_sandbox_autodesk_companies (GuildSandbox *self, GuildSandboxExchange *exchange,
                                  guint account)
{
  Writer writer = { NULL, guild_sandbox_autodesk_account_id (self, account) };
  g_autofree char *from = g_strdup_printf ("autodesk_company WHERE account = %u", account);

  writer.row = guild_sandbox_sql (
    self, "SELECT " ROW_COLUMNS " FROM autodesk_company WHERE rowid = ?", "");
  guild_sandbox_listing_answer (self, exchange, &companies, from, write_row, &writer);
  sqlite3_finalize (writer.row);
  g_free (writer.account_id);
}
