/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-cache.h"

#include "directory/guild-cells.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define APPLICATION_ID 0x47484443 /* "GHDC" */
#define VERSION        1
/* Companies whose cells are derived anew in one transaction. */
#define N_DERIVED      1000

typedef enum
{
  STATEMENT_PUT,
  STATEMENT_REMOVE,
  STATEMENT_JSON,
  STATEMENT_GET_META,
  STATEMENT_SET_META,
  STATEMENT_GROUPS,
  STATEMENT_CLEAR_GROUPS,
  STATEMENT_ADD_GROUP,
  N_STATEMENTS
} Statement;

static const char * const statement_text[N_STATEMENTS] = {
  [STATEMENT_PUT] =
    "INSERT INTO company (id, json, deleted, cells) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (id) DO UPDATE SET json = ?2, deleted = ?3, cells = ?4",
  [STATEMENT_REMOVE] = "DELETE FROM company WHERE id = ?1",
  [STATEMENT_JSON] = "SELECT json FROM company WHERE id = ?1",
  [STATEMENT_GET_META] = "SELECT value FROM meta WHERE key = ?1",
  [STATEMENT_SET_META] = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
  [STATEMENT_GROUPS] = "SELECT id, name FROM company_group ORDER BY place",
  [STATEMENT_CLEAR_GROUPS] = "DELETE FROM company_group",
  [STATEMENT_ADD_GROUP] = "INSERT OR REPLACE INTO company_group (id, name, place) "
                          "VALUES (?1, ?2, ?3)",
};

typedef struct
{
  sqlite3      *db; /* (owned) */
  sqlite3_stmt *statements[N_STATEMENTS]; /* (owned) (nullable) */
} Connection;

struct _GuildCache
{
  char       *path;   /* (owned) (nullable) */
  const GuildFieldTable *table;
  Connection  now;    /* where everything is written */
  Connection  before; /* the file that takes no more writing, still read; db NULL = none */
  GHashTable *dropped; /* (owned): ids in `before` that are gone */
  gboolean    failed; /* the running transaction */
  char       *notice; /* (owned) (nullable) */
};

static void
connection_close (Connection *self)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
}

/* (nullable): NULL when the connection cannot prepare it. */
static sqlite3_stmt *
connection_get (Connection *self, Statement statement)
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
                      "id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, deleted INTEGER NOT NULL, "
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
  if (application_id == APPLICATION_ID && version == VERSION)
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
  if (sqlite3_open_v2 (self->path, &self->now.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    {
      connection_close (&self->now);
      return UNUSABLE;
    }
  sqlite3_extended_result_codes (self->now.db, TRUE);
  sqlite3_busy_timeout (self->now.db, 5000);

  Opening opening = check_versions (self->now.db);
  if (opening == OPENED &&
      !(execute (self->now.db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;") &&
        create_tables (self->now.db)))
    opening = opening_from_code (sqlite3_extended_errcode (self->now.db));
  if (opening != OPENED)
    connection_close (&self->now);
  return opening;
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

GuildCache *
guild_cache_open (const char *path, const GuildFieldTable *table)
{
  GuildCache *self = g_new0 (GuildCache, 1);

  self->path = g_strdup (path);
  self->table = table;
  self->dropped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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

static gboolean
step_done (GuildCache *self, sqlite3_stmt *statement)
{
  gboolean done = statement != NULL && sqlite3_step (statement) == SQLITE_DONE;

  if (statement != NULL)
    sqlite3_reset (statement);
  self->failed |= !done;
  return done;
}

void
guild_cache_begin (GuildCache *self)
{
  self->failed = !execute (self->now.db, "BEGIN IMMEDIATE");
}

gboolean
guild_cache_put (GuildCache *self, GuildBatch *batch, guint row)
{
  g_autoptr(GByteArray) cells = g_byte_array_new ();
  sqlite3_stmt *statement = connection_get (&self->now, STATEMENT_PUT);
  const char *id = guild_batch_get_id (batch, row);

  if (self->failed || statement == NULL)
    return step_done (self, NULL);
  guild_cells_pack (batch, row, cells);
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, guild_batch_get_json (batch, row), -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 3, guild_batch_is_deleted (batch, row));
  sqlite3_bind_blob (statement, 4, cells->data, cells->len, SQLITE_STATIC);
  if (self->before.db != NULL)
    g_hash_table_remove (self->dropped, id);
  return step_done (self, statement);
}

gboolean
guild_cache_remove (GuildCache *self, const char *id)
{
  sqlite3_stmt *statement = connection_get (&self->now, STATEMENT_REMOVE);

  if (self->failed || statement == NULL)
    return step_done (self, NULL);
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  if (self->before.db != NULL)
    g_hash_table_add (self->dropped, g_strdup (id));
  return step_done (self, statement);
}

gboolean
guild_cache_commit (GuildCache *self)
{
  if (!self->failed && execute (self->now.db, "COMMIT"))
    return TRUE;
  go_on_in_memory (self);
  return FALSE;
}

/* The statement stands on the row, or NULL is returned. */
static sqlite3_stmt *
find_json (GuildCache *self, const char *id)
{
  Connection *connections[] = { &self->now, &self->before };

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      sqlite3_stmt *statement = connection_get (connections[i], STATEMENT_JSON);

      if (statement == NULL || (i == 1 && g_hash_table_contains (self->dropped, id)))
        continue;
      sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
      if (sqlite3_step (statement) == SQLITE_ROW)
        return statement;
      sqlite3_reset (statement);
    }
  return NULL;
}

char *
guild_cache_dup_json (GuildCache *self, const char *id)
{
  sqlite3_stmt *statement = find_json (self, id);

  if (statement == NULL)
    return NULL;
  char *json = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return json;
}

gboolean
guild_cache_has_json (GuildCache *self, const char *id, const char *json)
{
  sqlite3_stmt *statement = find_json (self, id);

  if (statement == NULL)
    return FALSE;
  gboolean same = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), json) == 0;
  sqlite3_reset (statement);
  return same;
}

static gboolean
set_meta (GuildCache *self, const char *key, const char *text, gint64 number)
{
  sqlite3_stmt *statement = connection_get (&self->now, STATEMENT_SET_META);

  if (self->failed || statement == NULL)
    return step_done (self, NULL);
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (text != NULL)
    sqlite3_bind_text (statement, 2, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_int64 (statement, 2, number);
  return step_done (self, statement);
}

static sqlite3_stmt *
find_meta (GuildCache *self, const char *key)
{
  sqlite3_stmt *statement = connection_get (&self->now, STATEMENT_GET_META);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  return sqlite3_step (statement) == SQLITE_ROW ? statement : NULL;
}

gint64
guild_cache_get_last_sync (GuildCache *self)
{
  sqlite3_stmt *statement = find_meta (self, "last-sync");

  if (statement == NULL)
    return GUILD_NUMBER_UNSET;
  gint64 time = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return time;
}

gboolean
guild_cache_set_last_sync (GuildCache *self, gint64 time)
{
  return set_meta (self, "last-sync", NULL, time);
}

GPtrArray *
guild_cache_get_groups (GuildCache *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_group_free);
  sqlite3_stmt *statement = connection_get (&self->now, STATEMENT_GROUPS);

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *id = (const char *) sqlite3_column_text (statement, 0);
      const char *name = (const char *) sqlite3_column_text (statement, 1);
      if (id == NULL || name == NULL || !g_utf8_validate (id, -1, NULL) ||
          !g_utf8_validate (name, -1, NULL))
        continue;
      GuildGroup *group = g_new0 (GuildGroup, 1);
      group->id = g_strdup (id);
      group->name = g_strdup (name);
      g_ptr_array_add (groups, group);
    }
  if (statement != NULL)
    sqlite3_reset (statement);
  return groups;
}

gboolean
guild_cache_set_groups (GuildCache *self, GPtrArray *groups)
{
  gboolean done = !self->failed && step_done (self, connection_get (&self->now,
                                                                   STATEMENT_CLEAR_GROUPS));

  for (guint i = 0; done && i < groups->len; i++)
    {
      const GuildGroup *group = g_ptr_array_index (groups, i);
      sqlite3_stmt *statement = connection_get (&self->now, STATEMENT_ADD_GROUP);
      if (statement != NULL)
        {
          sqlite3_bind_text (statement, 1, group->id, -1, SQLITE_STATIC);
          sqlite3_bind_text (statement, 2, group->name, -1, SQLITE_STATIC);
          sqlite3_bind_int (statement, 3, i);
        }
      done = step_done (self, statement);
    }
  return done;
}

/* Cells from the company's JSON, when those in the file are of other fields or make no sense. */
static GuildBatch *
derive (GuildCache *self, const char *id, const char *json)
{
  g_autoptr(GuildBatch) batch = guild_batch_new (self->table);
  g_autoptr(JsonNode) node =
    json != NULL && g_utf8_validate (json, -1, NULL) ? json_from_string (json, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !guild_batch_append (batch, json_node_get_object (node)) ||
      g_strcmp0 (guild_batch_get_id (batch, 0), id) != 0)
    return NULL;
  return g_steal_pointer (&batch);
}

static gboolean
load_row (GuildCache *self, sqlite3_stmt *statement, gboolean current, GuildCell *cells,
          GPtrArray *derived, GuildCacheRowFunc func, gpointer data, gboolean *go_on)
{
  const char *id = (const char *) sqlite3_column_text (statement, 0);
  const guint8 *packed = sqlite3_column_blob (statement, 2);
  gsize size = sqlite3_column_bytes (statement, 2);

  if (id == NULL || *id == 0 || !g_utf8_validate (id, -1, NULL))
    return FALSE;
  if (!current || packed == NULL || !guild_cells_unpack (self->table, packed, size, cells))
    {
      const char *json = (const char *) sqlite3_column_text (statement, 3);
      g_autoptr(GuildBatch) batch = derive (self, id, json);
      if (batch == NULL)
        return FALSE;
      for (guint i = 0; i < self->table->n_fields; i++)
        cells[i] = *guild_batch_get_cell (batch, 0, i);
      *go_on = func (id, cells, guild_batch_is_deleted (batch, 0), data);
      g_ptr_array_add (derived, g_steal_pointer (&batch));
      return TRUE;
    }
  *go_on = func (id, cells, sqlite3_column_int (statement, 1) != 0, data);
  return TRUE;
}

static void
store_derived (GuildCache *self, GPtrArray *derived)
{
  guild_cache_begin (self);
  for (guint i = 0; i < derived->len; i++)
    guild_cache_put (self, derived->pdata[i], 0);
  /* Not kept is no harm: the next start derives again. */
  guild_cache_commit (self);
  g_ptr_array_set_size (derived, 0);
}

static void
store_mark (GuildCache *self, const char *mark)
{
  guild_cache_begin (self);
  set_meta (self, "fields", mark, 0);
  guild_cache_commit (self);
}

gboolean
guild_cache_load (GuildCache *self, GuildCacheRowFunc func, gpointer data)
{
  g_autofree char *mark = guild_cells_mark (self->table);
  g_autoptr(GPtrArray) derived =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_batch_unref);
  g_autofree GuildCell *cells = g_new0 (GuildCell, self->table->n_fields);
  sqlite3_stmt *meta = find_meta (self, "fields");
  gboolean current =
    meta != NULL && g_strcmp0 ((const char *) sqlite3_column_text (meta, 0), mark) == 0;
  sqlite3_stmt *statement = NULL;
  gboolean sound = TRUE, go_on = TRUE;
  int code;

  if (meta != NULL)
    sqlite3_reset (meta);
  code = sqlite3_prepare_v2 (self->now.db,
                             "SELECT id, deleted, cells, json FROM company ORDER BY row", -1,
                             &statement, NULL);
  if (code == SQLITE_OK)
    while (sound && go_on && (code = sqlite3_step (statement)) == SQLITE_ROW)
      {
        sound = load_row (self, statement, current, cells, derived, func, data, &go_on);
        if (derived->len >= N_DERIVED)
          store_derived (self, derived);
      }
  sqlite3_finalize (statement);

  if (!sound || (go_on && code != SQLITE_DONE))
    {
      if (self->path != NULL)
        begin_anew (self, DAMAGED);
      store_mark (self, mark);
      return FALSE;
    }
  if (derived->len > 0)
    store_derived (self, derived);
  if (!current && code == SQLITE_DONE)
    store_mark (self, mark);
  return TRUE;
}
