/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define APPLICATION_ID 0x47754A6e /* "GuJn" */
#define VERSION 2
#define N_NEWEST "1000"

struct _GuildJournalFile
{
  char    *path; /* (owned) (nullable) */
  sqlite3 *db;   /* (owned) (nullable) */
  int      lock; /* (owned): of PATH.lock, -1 in memory */
};

static const char schema[] =
  "CREATE TABLE change ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " workspace_id TEXT NOT NULL,"
  " kind TEXT NOT NULL,"
  " write_company_id TEXT,"
  " target_id TEXT,"
  " body TEXT,"
  " company_id TEXT,"
  " company_name TEXT NOT NULL,"
  " state TEXT NOT NULL,"
  " created INTEGER NOT NULL,"
  " sent INTEGER,"
  " settled INTEGER,"
  " message TEXT,"
  " details TEXT,"
  " archive TEXT,"
  " inverse TEXT) STRICT;"
  "CREATE INDEX change_state ON change (state);"
  "CREATE TABLE transition ("
  " id INTEGER PRIMARY KEY,"
  " change_id INTEGER NOT NULL REFERENCES change (id),"
  " state TEXT NOT NULL,"
  " at INTEGER NOT NULL,"
  " message TEXT) STRICT;"
  "CREATE INDEX transition_change ON transition (change_id);";

static gboolean
is_damage (int code)
{
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

static void
set_damaged (GuildJournalFile *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("The journal “%s” is damaged. It was left as it is, and nothing can be changed "
                 "at any service until the file is repaired or moved away."), self->path);
}

/* What SQLite last said, in words. */
static gboolean
set_error (GuildJournalFile *self, GError **error)
{
  const char *path = self->path != NULL ? self->path : ":memory:";
  int code = sqlite3_extended_errcode (self->db);
  int system = sqlite3_system_errno (self->db);
  gboolean io = (code & 0xff) == SQLITE_IOERR;

  if (is_damage (code))
    set_damaged (self, error);
  else if (code == SQLITE_FULL ||
           (io && (system == ENOSPC || system == EDQUOT || system == EFBIG)))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 _("The journal “%s” cannot be written: the disk is full. Make room and try "
                   "again."), path);
  else if ((code & 0xff) == SQLITE_READONLY || (io && system == EROFS))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY,
                 _("The journal “%s” cannot be written: it is read-only."), path);
  else if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                 _("The journal “%s” is used by another program."), path);
  else if (io)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("The journal “%s” cannot be read or written: the disk is full or fails. Make "
                   "room or look after the disk, and try again."), path);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("The journal “%s” cannot be used: %s."), path, sqlite3_errmsg (self->db));
  return FALSE;
}

static gboolean
execute (GuildJournalFile *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || set_error (self, error);
}

static sqlite3_stmt *
prepare (GuildJournalFile *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    set_error (self, error);
  return statement;
}

static gboolean
query_number (GuildJournalFile *self, const char *sql, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  gboolean ok = sqlite3_step (statement) == SQLITE_ROW;
  if (ok)
    *number = sqlite3_column_int64 (statement, 0);
  else
    set_error (self, error);
  sqlite3_finalize (statement);
  return ok;
}

/* The first word of a one-row answer equals EXPECTED. */
static gboolean
query_says (GuildJournalFile *self, const char *sql, const char *expected, gboolean *says,
            GError **error)
{
  sqlite3_stmt *statement = prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  gboolean ok = sqlite3_step (statement) == SQLITE_ROW;
  if (ok)
    *says = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), expected) == 0;
  else
    set_error (self, error);
  sqlite3_finalize (statement);
  return ok;
}

/* A side file, because a lock on the database itself would be SQLite's business, and because it
 * must be had before the first byte of the database is looked at. */
static gboolean
take_lock (GuildJournalFile *self, GError **error)
{
  g_autofree char *lock = g_strconcat (self->path, ".lock", NULL);
  g_autofree char *directory = g_path_get_dirname (self->path);

  if (g_mkdir_with_parents (directory, 0700) == 0)
    self->lock = open (lock, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (self->lock < 0)
    {
      int saved = errno;
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved),
                   _("The journal “%s” cannot be opened: %s."), self->path, g_strerror (saved));
      return FALSE;
    }
  if (flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   _("Guildhall is already running with the journal “%s”. Use that window, or "
                     "close it and try again."), self->path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_owner (GuildJournalFile *self, gint64 application_id, gint64 version, GError **error)
{
  if (application_id != APPLICATION_ID && (application_id != 0 || version != 0))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 _("“%s” is not a journal of Guildhall. It was left as it is, and nothing can be "
                   "changed at any service until the file is moved away."), self->path);
  else if (version > VERSION)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 _("The journal “%s” was written by a newer version of Guildhall. It was left as "
                   "it is, and nothing can be changed at any service until Guildhall is updated "
                   "or the file is moved away."), self->path);
  else
    return TRUE;
  return FALSE;
}

static guint32
read_big_endian (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* Before SQLite sees it: opening alone may already replay a log into the file. */
static gboolean
check_header (GuildJournalFile *self, GError **error)
{
  guint8 header[100];
  int fd = open (self->path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return TRUE;
  ssize_t size = read (fd, header, sizeof header);
  close (fd);
  if (size == 0)
    return TRUE;
  if (size < (ssize_t) sizeof header || memcmp (header, "SQLite format 3", 16) != 0)
    {
      set_damaged (self, error);
      return FALSE;
    }
  return check_owner (self, read_big_endian (header + 68), read_big_endian (header + 60), error);
}

static gboolean
create_schema (GuildJournalFile *self, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA application_id = %d; PRAGMA user_version = %d;"
                     " COMMIT", schema, APPLICATION_ID, VERSION);

  if (!execute (self, sql, error))
    {
      sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
  /* The header check of the next start looks at the file, not at the log beside it. */
  return execute (self, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

/* Version 1 knew no inverse. */
static gboolean
upgrade (GuildJournalFile *self, GError **error)
{
  if (execute (self, "BEGIN IMMEDIATE; ALTER TABLE change ADD COLUMN inverse TEXT;"
               " PRAGMA user_version = 2; COMMIT", error))
    return TRUE;
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
check_contents (GuildJournalFile *self, gint64 *version, GError **error)
{
  gint64 application_id, n_tables;
  gboolean sound;

  if (!query_says (self, "PRAGMA quick_check (1)", "ok", &sound, error))
    return FALSE;
  if (!sound)
    {
      set_damaged (self, error);
      return FALSE;
    }
  if (!query_number (self, "PRAGMA application_id", &application_id, error) ||
      !query_number (self, "PRAGMA user_version", version, error) ||
      !query_number (self, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (application_id == 0 && n_tables > 0)
    application_id = -1;
  return check_owner (self, application_id, *version, error);
}

static gboolean
open_database (GuildJournalFile *self, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  gint64 version;

  if (self->path != NULL)
    {
      /* Made here so that nobody else can read it; SQLite gives its log the same mode. */
      int fd = open (self->path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
      if (fd >= 0)
        close (fd);
    }
  if (sqlite3_open_v2 (self->path != NULL ? self->path : ":memory:", &self->db, flags, NULL) !=
      SQLITE_OK)
    return set_error (self, error);
  sqlite3_busy_timeout (self->db, 2000);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!check_contents (self, &version, error) ||
      !execute (self, "PRAGMA journal_mode = WAL", error) ||
      !execute (self, "PRAGMA synchronous = FULL", error) ||
      !execute (self, "PRAGMA foreign_keys = ON", error) ||
      (version == 0 && !create_schema (self, error)) ||
      (version == 1 && !upgrade (self, error)) ||
      !execute (self, guild_journal_sighting_schema, error) ||
      !execute (self, guild_journal_import_schema, error))
    return FALSE;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

sqlite3 *
guild_journal_file_get_db (GuildJournalFile *self)
{
  return self->db;
}

gboolean
guild_journal_file_fail (GuildJournalFile *self, GError **error)
{
  return set_error (self, error);
}

GuildJournalFile *
guild_journal_file_open (const char *path, GError **error)
{
  g_autoptr(GuildJournalFile) self = g_new0 (GuildJournalFile, 1);

  self->path = g_strdup (path);
  self->lock = -1;
  if (path != NULL && (!take_lock (self, error) || !check_header (self, error)))
    return NULL;
  if (!open_database (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
guild_journal_file_close (GuildJournalFile *self)
{
  if (self == NULL)
    return;
  sqlite3_close (self->db);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

static void
bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

static void
bind_time (sqlite3_stmt *statement, int index, gint64 time)
{
  if (time != GUILD_NUMBER_UNSET)
    sqlite3_bind_int64 (statement, index, time);
}

static gboolean
finish (GuildJournalFile *self, sqlite3_stmt *statement, GError **error)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE || set_error (self, error);

  sqlite3_finalize (statement);
  return ok;
}

static gboolean
add_transition (GuildJournalFile *self, const GuildChangeRecord *record, GError **error)
{
  sqlite3_stmt *statement = prepare (
    self, "INSERT INTO transition (change_id, state, at, message) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, record->id);
  bind_text (statement, 2, guild_change_state_to_id (record->state));
  bind_time (statement, 3, g_get_real_time ());
  bind_text (statement, 4, record->message);
  return finish (self, statement, error);
}

static gboolean
insert_row (GuildJournalFile *self, GuildChangeRecord *record, GError **error)
{
  sqlite3_stmt *statement = prepare (
    self, "INSERT INTO change (workspace_id, kind, write_company_id, target_id, body, company_id,"
    " company_name, state, created, inverse) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  g_autofree char *inverse =
    record->inverse != NULL ? guild_write_to_text (record->inverse) : NULL;

  if (statement == NULL)
    return FALSE;
  bind_text (statement, 1, record->workspace_id);
  bind_text (statement, 2, guild_write_kind_to_id (record->write->kind));
  bind_text (statement, 3, record->write->company_id);
  bind_text (statement, 4, record->write->target_id);
  bind_text (statement, 5, record->write->body);
  bind_text (statement, 6, record->company_id);
  bind_text (statement, 7, record->company_name);
  bind_text (statement, 8, guild_change_state_to_id (record->state));
  bind_time (statement, 9, record->created);
  bind_text (statement, 10, inverse);
  if (!finish (self, statement, error))
    return FALSE;
  record->id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

static gboolean
update_row (GuildJournalFile *self, const GuildChangeRecord *record, const char *archive,
            GError **error)
{
  sqlite3_stmt *statement = prepare (
    self, "UPDATE change SET company_id = ?, state = ?, sent = ?, settled = ?, message = ?,"
    " details = ?, archive = coalesce (?, archive), target_id = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  bind_text (statement, 1, record->company_id);
  bind_text (statement, 2, guild_change_state_to_id (record->state));
  bind_time (statement, 3, record->sent);
  bind_time (statement, 4, record->settled);
  bind_text (statement, 5, record->message);
  bind_text (statement, 6, record->details);
  bind_text (statement, 7, archive);
  bind_text (statement, 8, record->write->target_id);
  sqlite3_bind_int64 (statement, 9, record->id);
  return finish (self, statement, error);
}

/* COMMIT, or ROLLBACK when OK is FALSE or the commit fails. */
static gboolean
end_transaction (GuildJournalFile *self, gboolean ok, GError **error)
{
  ok = ok && execute (self, "COMMIT", error);
  if (!ok)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return ok;
}

gboolean
guild_journal_file_insert (GuildJournalFile *self, GuildChangeRecord *record, GError **error)
{
  return execute (self, "BEGIN IMMEDIATE", error) &&
         end_transaction (self, insert_row (self, record, error) &&
                          add_transition (self, record, error), error);
}

gboolean
guild_journal_file_update (GuildJournalFile *self, const GuildChangeRecord *record,
                           const char *archive, GError **error)
{
  return execute (self, "BEGIN IMMEDIATE", error) &&
         end_transaction (self, update_row (self, record, archive, error) &&
                          add_transition (self, record, error), error);
}

static gboolean
doubt_sent (GuildJournalFile *self, GError **error)
{
  const char *message = _("Guildhall ended before the answer came.");
  sqlite3_stmt *statement = prepare (
    self, "INSERT INTO transition (change_id, state, at, message)"
    " SELECT id, 'unknown', ?, ? FROM change WHERE state = 'sent'", error);

  if (statement == NULL)
    return FALSE;
  bind_time (statement, 1, g_get_real_time ());
  bind_text (statement, 2, message);
  if (!finish (self, statement, error))
    return FALSE;
  statement = prepare (self, "UPDATE change SET state = 'unknown', message = ?"
                       " WHERE state = 'sent'", error);
  if (statement == NULL)
    return FALSE;
  bind_text (statement, 1, message);
  return finish (self, statement, error);
}

static char *
dup_column (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static gint64
column_time (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
           ? GUILD_NUMBER_UNSET : sqlite3_column_int64 (statement, column);
}

/* NULL when a word in it is none of ours. */
static GuildChangeRecord *
read_record (sqlite3_stmt *statement)
{
  GuildWriteKind kind;
  GuildChangeState state;

  if (!guild_write_kind_from_id ((const char *) sqlite3_column_text (statement, 2), &kind) ||
      !guild_change_state_from_id ((const char *) sqlite3_column_text (statement, 8), &state))
    return NULL;
  GuildChangeRecord *record = g_new0 (GuildChangeRecord, 1);
  record->id = sqlite3_column_int64 (statement, 0);
  record->workspace_id = dup_column (statement, 1);
  record->write = guild_write_new (kind, (const char *) sqlite3_column_text (statement, 3),
                                   (const char *) sqlite3_column_text (statement, 4),
                                   (const char *) sqlite3_column_text (statement, 5));
  record->company_id = dup_column (statement, 6);
  record->company_name = dup_column (statement, 7);
  record->state = state;
  record->created = sqlite3_column_int64 (statement, 9);
  record->sent = column_time (statement, 10);
  record->settled = column_time (statement, 11);
  record->message = dup_column (statement, 12);
  record->details = dup_column (statement, 13);
  record->inverse = guild_write_from_text ((const char *) sqlite3_column_text (statement, 14));
  record->archived = sqlite3_column_int (statement, 15) != 0;
  return record;
}

gboolean
guild_journal_file_read_archive (GuildJournalFile *self, gint64 id, char **archive, GError **error)
{
  sqlite3_stmt *statement = prepare (self, "SELECT archive FROM change WHERE id = ?", error);

  *archive = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  int step = sqlite3_step (statement);
  if (step == SQLITE_ROW)
    *archive = dup_column (statement, 0);
  else if (step != SQLITE_DONE)
    set_error (self, error);
  sqlite3_finalize (statement);
  return step == SQLITE_ROW || step == SQLITE_DONE;
}

GPtrArray *
guild_journal_file_load (GuildJournalFile *self, GError **error)
{
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_change_record_free);
  int step;

  if (!execute (self, "BEGIN IMMEDIATE", error) ||
      !end_transaction (self, doubt_sent (self, error), error))
    return NULL;
  sqlite3_stmt *statement = prepare (
    self, "SELECT id, workspace_id, kind, write_company_id, target_id, body, company_id,"
    " company_name, state, created, sent, settled, message, details, inverse, archive IS NOT NULL"
    " FROM change"
    " WHERE state IN ('planned', 'unknown')"
    " OR id > (SELECT coalesce (max (id), 0) - " N_NEWEST " FROM change) ORDER BY id", error);
  if (statement == NULL)
    return NULL;
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    {
      GuildChangeRecord *record = read_record (statement);
      if (record == NULL)
        break;
      g_ptr_array_add (records, record);
    }
  if (step == SQLITE_ROW)
    set_damaged (self, error);
  else if (step != SQLITE_DONE)
    set_error (self, error);
  sqlite3_finalize (statement);
  return step == SQLITE_DONE ? g_steal_pointer (&records) : NULL;
}
