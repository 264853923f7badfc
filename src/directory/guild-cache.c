/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-cache-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Bytes in the file: an id, its JSON, a cell for each field, and SQLite's own. */
#define LEAST_ROW      32
#define APPLICATION_ID 0x47484443 /* "GHDC" */
/* 1 had an index of ids, which does no harm. */
#define VERSION        2

/* What is written goes to a file of its own first, and from there to its place when nobody waits
 * for it, see guild_cache_tidy(); or when there are 2 GB of it, which a million companies do not
 * reach: to move them twice while they come would take a fifth of the time that they take. */
static const char settings[] =
  "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
  "PRAGMA wal_autocheckpoint = 131072; PRAGMA journal_size_limit = 16777216;";

static const char * const statement_text[GUILD_N_STATEMENTS] = {
  [GUILD_STATEMENT_PUT] =
    "INSERT INTO company (id, json, deleted, cells, row) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (row) DO UPDATE SET json = ?2, deleted = ?3, cells = ?4 WHERE id = ?1",
  [GUILD_STATEMENT_REMOVE] = "DELETE FROM company WHERE row = ?2 AND id = ?1",
  [GUILD_STATEMENT_JSON] = "SELECT json FROM company WHERE row = ?2 AND id = ?1",
  [GUILD_STATEMENT_GET_META] = "SELECT value FROM meta WHERE key = ?1",
  [GUILD_STATEMENT_SET_META] = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
  [GUILD_STATEMENT_GROUPS] = "SELECT id, name FROM company_group ORDER BY place",
  [GUILD_STATEMENT_CLEAR_GROUPS] = "DELETE FROM company_group",
  [GUILD_STATEMENT_ADD_GROUP] = "INSERT OR REPLACE INTO company_group (id, name, place) "
                          "VALUES (?1, ?2, ?3)",
};

static void
connection_close (GuildCacheConnection *self)
{
  for (guint i = 0; i < GUILD_N_STATEMENTS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
}

sqlite3_stmt *
guild_cache_prepare (GuildCacheConnection *self, GuildStatement statement)
{
  if (self->db == NULL)
    return NULL;
  if (self->statements[statement] == NULL)
    sqlite3_prepare_v3 (self->db, statement_text[statement], -1, SQLITE_PREPARE_PERSISTENT,
                        &self->statements[statement], NULL);
  else
    {
      sqlite3_reset (self->statements[statement]);
      sqlite3_clear_bindings (self->statements[statement]);
    }
  return self->statements[statement];
}

static gboolean
execute (sqlite3 *db, const char *sql)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static gboolean
read_pragma (sqlite3 *db, const char *sql, gint64 *value)
{
  sqlite3_stmt *statement = NULL;
  gboolean read = FALSE;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    {
      *value = sqlite3_column_int64 (statement, 0);
      read = TRUE;
    }
  sqlite3_finalize (statement);
  return read;
}

static gboolean
create_tables (sqlite3 *db)
{
  g_autofree char *versions =
    g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;", APPLICATION_ID,
                     VERSION);

  return execute (db, "BEGIN IMMEDIATE") &&
         execute (db, "CREATE TABLE IF NOT EXISTS company (row INTEGER PRIMARY KEY, "
                      "id TEXT NOT NULL, json TEXT NOT NULL, deleted INTEGER NOT NULL, "
                      "cells BLOB NOT NULL);"
                      "CREATE TABLE IF NOT EXISTS company_group (id TEXT PRIMARY KEY, "
                      "name TEXT NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID;"
                      "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value NOT NULL) "
                      "WITHOUT ROWID;") &&
         execute (db, versions) && execute (db, "COMMIT");
}

static void
open_memory (GuildCache *self)
{
  if (sqlite3_open (":memory:", &self->now.db) != SQLITE_OK || !create_tables (self->now.db))
    g_error ("SQLite has no memory left");
}

static void
tell (GuildCache *self, const char *notice)
{
  g_free (self->notice);
  self->notice = g_strdup (notice);
}

static void
go_on_in_memory (GuildCache *self)
{
  tell (self, _("The list of companies cannot be written to this computer’s disk. Guildhall works "
                "on and will read the list from the service again at the next start. Free some "
                "space, or check the permissions of the cache folder."));
  if (self->path == NULL || self->before.db != NULL)
    {
      connection_close (&self->now);
      open_memory (self);
      return;
    }
  execute (self->now.db, "ROLLBACK");
  self->before = self->now;
  memset (&self->now, 0, sizeof self->now);
  open_memory (self);
}

/* The file and its companions go together, or the next program would mix two caches. */
static gboolean
set_aside (GuildCache *self)
{
  static const char * const endings[] = { "", "-wal", "-shm", NULL };
  g_autofree char *target = NULL;

  for (guint n = 1; target == NULL; n++)
    {
      g_autofree char *candidate = g_strdup_printf ("%s.set-aside-%u", self->path, n);
      if (!g_file_test (candidate, G_FILE_TEST_EXISTS))
        target = g_steal_pointer (&candidate);
    }
  for (guint i = 0; endings[i] != NULL; i++)
    {
      g_autofree char *from = g_strconcat (self->path, endings[i], NULL);
      g_autofree char *to = g_strconcat (target, endings[i], NULL);
      if (g_rename (from, to) != 0 && errno != ENOENT)
        return FALSE;
    }
  return TRUE;
}

typedef enum { OPENED, UNUSABLE, DAMAGED, NEWER } Opening;

static Opening
opening_from_code (int code)
{
  int primary = code & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ? DAMAGED : UNUSABLE;
}

static Opening
check_versions (sqlite3 *db)
{
  gint64 application_id, version, n_tables;

  if (!read_pragma (db, "PRAGMA application_id", &application_id) ||
      !read_pragma (db, "PRAGMA user_version", &version) ||
      !read_pragma (db, "SELECT count(*) FROM sqlite_master", &n_tables))
    return opening_from_code (sqlite3_extended_errcode (db));
  if (application_id == APPLICATION_ID && version >= 1 && version <= VERSION)
    return OPENED;
  if (application_id == APPLICATION_ID && version > VERSION)
    return NEWER;
  return application_id == 0 && version == 0 && n_tables == 0 ? OPENED : DAMAGED;
}

static Opening
open_file (GuildCache *self)
{
  g_autofree char *directory = g_path_get_dirname (self->path);

  g_mkdir_with_parents (directory, 0700);
  /* Made here so that nobody else can read it: SQLite would use the umask. */
  int fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_close (fd, NULL);
  /* One thread has it: SQLite need not lock it for each value that is read. */
  if (sqlite3_open_v2 (self->path, &self->now.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      connection_close (&self->now);
      return UNUSABLE;
    }
  sqlite3_extended_result_codes (self->now.db, TRUE);
  sqlite3_busy_timeout (self->now.db, 5000);

  Opening opening = check_versions (self->now.db);
  if (opening == OPENED &&
      !(execute (self->now.db, settings) && create_tables (self->now.db)))
    opening = opening_from_code (sqlite3_extended_errcode (self->now.db));
  if (opening != OPENED)
    connection_close (&self->now);
  return opening;
}

guint
guild_cache_guess_n_rows (GuildCache *self)
{
  gint64 last_place, n_bytes;

  if (!read_pragma (self->now.db, "SELECT max(row) FROM company", &last_place) ||
      !read_pragma (self->now.db, "SELECT page_count * page_size "
                    "FROM pragma_page_count, pragma_page_size", &n_bytes))
    return 0;
  return (guint) CLAMP (last_place, 0, MIN (n_bytes / LEAST_ROW, G_MAXINT32));
}

static void
begin_anew (GuildCache *self, Opening reason)
{
  connection_close (&self->now);
  if (!set_aside (self) || open_file (self) != OPENED)
    {
      g_clear_pointer (&self->path, g_free);
      open_memory (self);
    }
  tell (self, reason == NEWER
                ? _("The list of companies kept on this computer was written by a newer Guildhall. "
                    "It was set aside, and the list is read from the service again.")
                : _("The list of companies kept on this computer was damaged. It was set aside, "
                    "and the list is read from the service again."));
}

void
guild_cache_begin_anew (GuildCache *self)
{
  begin_anew (self, DAMAGED);
}

GuildCache *
guild_cache_open (const char *path, const GuildFieldTable *table)
{
  GuildCache *self = g_new0 (GuildCache, 1);

  self->path = g_strdup (path);
  self->table = table;
  self->dropped = g_hash_table_new (NULL, NULL);
  if (path == NULL)
    {
      open_memory (self);
      return self;
    }
  Opening opening = open_file (self);
  if (opening == DAMAGED || opening == NEWER)
    begin_anew (self, opening);
  else if (opening == UNUSABLE)
    {
      g_clear_pointer (&self->path, g_free);
      go_on_in_memory (self);
    }
  return self;
}

void
guild_cache_close (GuildCache *self)
{
  connection_close (&self->now);
  connection_close (&self->before);
  g_hash_table_unref (self->dropped);
  g_free (self->path);
  g_free (self->notice);
  g_free (self);
}

char *
guild_cache_take_notice (GuildCache *self)
{
  return g_steal_pointer (&self->notice);
}

void
guild_cache_tidy (GuildCache *self)
{
  /* A part that somebody else still reads stays. */
  if (self->path != NULL && self->before.db == NULL)
    sqlite3_wal_checkpoint_v2 (self->now.db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

void
guild_cache_begin (GuildCache *self)
{
  self->failed = !execute (self->now.db, "BEGIN IMMEDIATE");
}

gboolean
guild_cache_commit (GuildCache *self)
{
  if (!self->failed && execute (self->now.db, "COMMIT"))
    return TRUE;
  go_on_in_memory (self);
  return FALSE;
}
