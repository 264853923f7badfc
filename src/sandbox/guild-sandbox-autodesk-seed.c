/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-projects.h"

enum
{
  SALT_ID = 0x3300,
  SALT_SEED,
  SALT_STATUS,
  SALT_CREATED,
  SALT_UPDATED,
  SALT_PROJECTS,
  SALT_USERS,
};

/* The years in which the companies came, milliseconds since 1970. */
#define FIRST_DAY G_GINT64_CONSTANT (1388534400000) /* 2014-01-01 */
#define LAST_DAY G_GINT64_CONSTANT (1782777600000)  /* 2026-06-30 */

static const char tables[] =
  "CREATE TEMP TABLE IF NOT EXISTS autodesk_window ("
  " client TEXT, bucket TEXT, started INTEGER, used INTEGER, PRIMARY KEY (client, bucket));"
  "CREATE TEMP TABLE IF NOT EXISTS autodesk_visit ("
  " id TEXT PRIMARY KEY, client TEXT, redirect TEXT, scope TEXT, state TEXT, challenge TEXT,"
  " nonce TEXT, mode TEXT, person INTEGER);"
  "CREATE TABLE IF NOT EXISTS autodesk_code ("
  " code TEXT PRIMARY KEY, client TEXT, person INTEGER, scope TEXT, redirect TEXT,"
  " challenge TEXT, nonce TEXT, expires INTEGER);"
  "CREATE TABLE IF NOT EXISTS autodesk_refresh ("
  " token TEXT PRIMARY KEY, client TEXT, person INTEGER, scope TEXT, expires INTEGER);"
  "CREATE TABLE IF NOT EXISTS autodesk_revoked (jti TEXT PRIMARY KEY);"
  "CREATE TABLE IF NOT EXISTS autodesk_logo ("
  " company TEXT PRIMARY KEY, version INTEGER, type TEXT, data BLOB);"
  "CREATE TEMP TABLE IF NOT EXISTS autodesk_account (account INTEGER PRIMARY KEY, id TEXT);"
  "CREATE TABLE IF NOT EXISTS autodesk_company ("
  " account INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,"
  " trade TEXT, line1 TEXT, line2 TEXT, city TEXT, postal_code TEXT, state TEXT, country TEXT,"
  " phone TEXT, website TEXT, description TEXT, erp_id TEXT, tax_id TEXT, image_url TEXT,"
  " status TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
  " project_size INTEGER NOT NULL, user_size INTEGER NOT NULL, original_name TEXT);";

/* Made after the rows: inserting into them would take four times as long. */
static const char indexes[] =
  "CREATE UNIQUE INDEX IF NOT EXISTS autodesk_company_id ON autodesk_company (id);"
  "CREATE INDEX IF NOT EXISTS autodesk_company_name"
  " ON autodesk_company (account, name_key, id, status);";

static gboolean
run (GuildSandbox *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sqlite3_errmsg (self->db));
  return FALSE;
}

static gboolean
has_rows (GuildSandbox *self)
{
  sqlite3_stmt *statement = NULL;
  gboolean found;

  sqlite3_prepare_v2 (self->db, "SELECT 1 FROM autodesk_company LIMIT 1", -1, &statement, NULL);
  found = sqlite3_step (statement) == SQLITE_ROW;
  sqlite3_finalize (statement);
  return found;
}

static void
bind (sqlite3_stmt *insert, int column, const char *text)
{
  sqlite3_bind_text (insert, column, text, -1, SQLITE_TRANSIENT);
}

static void
bind_contractor (sqlite3_stmt *insert, const GuildSandboxContractor *contractor)
{
  bind (insert, 5, contractor->trade);
  bind (insert, 6, contractor->line1);
  bind (insert, 7, contractor->line2);
  bind (insert, 8, contractor->city);
  bind (insert, 9, contractor->postal_code);
  bind (insert, 10, contractor->state);
  bind (insert, 11, contractor->country);
  bind (insert, 12, contractor->phone);
  bind (insert, 13, contractor->website);
  bind (insert, 14, contractor->description);
  bind (insert, 15, contractor->erp_id);
  bind (insert, 16, contractor->tax_id);
}

/* A deleted company keeps its row; its name says when it went. */
static void
bind_state (sqlite3_stmt *insert, guint64 seed, guint64 index, const char *name)
{
  gint64 span = LAST_DAY - FIRST_DAY;
  gint64 created = FIRST_DAY + (gint64) (guild_sandbox_random (seed, index, SALT_CREATED) % span);
  gint64 updated = created + (gint64) (guild_sandbox_random (seed, index, SALT_UPDATED) %
                                       (guint64) (LAST_DAY - created + 1));
  guint64 projects = guild_sandbox_random (seed, index, SALT_PROJECTS);
  guint64 users = guild_sandbox_random (seed, index, SALT_USERS);
  gboolean deleted = guild_sandbox_random (seed, index, SALT_STATUS) % 50 == 0;
  g_autofree char *shown = NULL;

  if (deleted)
    {
      g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc (updated / 1000);
      shown = g_date_time_format (day, "removed at %m%d%Y");
      name = shown;
    }
  g_autofree char *key = guild_sandbox_autodesk_fold (name);
  bind (insert, 3, name);
  bind (insert, 4, key);
  bind (insert, 17, deleted ? "deleted" : "active");
  sqlite3_bind_int64 (insert, 18, created);
  sqlite3_bind_int64 (insert, 19, updated);
  /* Most companies work on a few projects, few on many. */
  sqlite3_bind_int64 (insert, 20, projects % 7 * (projects / 7 % 7) * (projects / 49 % 3) / 2);
  sqlite3_bind_int64 (insert, 21, users % 12 * (users / 12 % 9) * (users / 108 % 4) / 2);
}

static gboolean
insert_companies (GuildSandbox *self, guint account, guint64 seed, guint n_companies,
                  GError **error)
{
  sqlite3_stmt *insert = NULL;
  int result;

  result = sqlite3_prepare_v2 (self->db,
    "INSERT INTO autodesk_company (account, id, name, name_key, trade, line1, line2, city,"
    " postal_code, state, country, phone, website, description, erp_id, tax_id, status,"
    " created_at, updated_at, project_size, user_size, original_name)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
    " CASE ?17 WHEN 'deleted' THEN ?22 END)", -1, &insert, NULL);
  for (guint64 i = 0; i < n_companies && (result == SQLITE_OK || result == SQLITE_DONE); i++)
    {
      GuildSandboxContractor contractor;
      g_autofree char *id = guild_sandbox_uuid (seed, i, SALT_ID);

      guild_sandbox_autodesk_contractor (seed, i, &contractor);
      sqlite3_bind_int (insert, 1, (int) account);
      bind (insert, 2, id);
      bind_contractor (insert, &contractor);
      bind_state (insert, seed, i, contractor.name);
      bind (insert, 22, contractor.name);
      guild_sandbox_autodesk_contractor_clear (&contractor);
      result = sqlite3_step (insert);
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  if (result == SQLITE_OK || result == SQLITE_DONE)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sqlite3_errmsg (self->db));
  return FALSE;
}

/**
 * guild_sandbox_autodesk_seed:
 *
 * Also prepares the connection (SQL functions, counters), so it is called at every start; a
 * database that has companies is left as it is.
 */
gboolean
guild_sandbox_autodesk_seed (GuildSandbox *self, guint n_companies, GError **error)
{
  gboolean owns = sqlite3_get_autocommit (self->db) != 0;
  guint64 second = guild_sandbox_random (self->seed, 1, SALT_SEED);

  if (!guild_sandbox_autodesk_register (self->db, error) || !run (self, tables, error))
    return FALSE;
  for (guint i = 0; i < GUILD_SANDBOX_N_ACCOUNTS; i++)
    {
      g_autofree char *id = guild_sandbox_autodesk_account_id (self, i);
      guild_sandbox_sql_run (self, "INSERT INTO temp.autodesk_account VALUES (?, ?)", "is",
                             (gint64) i, id);
    }
  guild_sandbox_projects_seed (self);
  guild_sandbox_users_prepare (self);
  if (has_rows (self))
    return TRUE;
  if ((owns && !run (self, "BEGIN IMMEDIATE", error)) ||
      !insert_companies (self, 0, self->seed, n_companies, error) ||
      !insert_companies (self, 1, second, GUILD_SANDBOX_SECOND_ACCOUNT_COMPANIES, error) ||
      !run (self, indexes, error) || (owns && !run (self, "COMMIT", error)))
    {
      if (owns)
        sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
  return TRUE;
}
