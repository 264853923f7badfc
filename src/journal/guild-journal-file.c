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

void
guild_journal_file_set_damaged (GuildJournalFile *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("The journal “%s” is damaged. It was left as it is, and nothing can be changed "
                 "at any service until the file is repaired or moved away."), self->path);
}

gboolean
guild_journal_file_fail (GuildJournalFile *self, GError **error)
{
  const char *path = self->path != NULL ? self->path : ":memory:";
  int code = sqlite3_extended_errcode (self->db);
  int system = sqlite3_system_errno (self->db);
  gboolean io = (code & 0xff) == SQLITE_IOERR;

  if (is_damage (code))
    guild_journal_file_set_damaged (self, error);
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

gboolean
guild_journal_file_execute (GuildJournalFile *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
         guild_journal_file_fail (self, error);
}

sqlite3_stmt *
guild_journal_file_prepare (GuildJournalFile *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    guild_journal_file_fail (self, error);
  return statement;
}

static gboolean
query_number (GuildJournalFile *self, const char *sql, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = guild_journal_file_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  gboolean ok = sqlite3_step (statement) == SQLITE_ROW;
  if (ok)
    *number = sqlite3_column_int64 (statement, 0);
  else
    guild_journal_file_fail (self, error);
  sqlite3_finalize (statement);
  return ok;
}

/* The first word of a one-row answer equals EXPECTED. */
static gboolean
query_says (GuildJournalFile *self, const char *sql, const char *expected, gboolean *says,
            GError **error)
{
  sqlite3_stmt *statement = guild_journal_file_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  gboolean ok = sqlite3_step (statement) == SQLITE_ROW;
  if (ok)
    *says = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), expected) == 0;
  else
    guild_journal_file_fail (self, error);
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
      guild_journal_file_set_damaged (self, error);
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

  if (!guild_journal_file_execute (self, sql, error))
    {
      sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
  /* The header check of the next start looks at the file, not at the log beside it. */
  return guild_journal_file_execute (self, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

/* Version 1 knew no inverse. */
static gboolean
upgrade (GuildJournalFile *self, GError **error)
{
  if (guild_journal_file_execute (
        self, "BEGIN IMMEDIATE; ALTER TABLE change ADD COLUMN inverse TEXT;"
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
      guild_journal_file_set_damaged (self, error);
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
    return guild_journal_file_fail (self, error);
  sqlite3_busy_timeout (self->db, 2000);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!check_contents (self, &version, error) ||
      !guild_journal_file_execute (self, "PRAGMA journal_mode = WAL", error) ||
      !guild_journal_file_execute (self, "PRAGMA synchronous = FULL", error) ||
      !guild_journal_file_execute (self, "PRAGMA foreign_keys = ON", error) ||
      (version == 0 && !create_schema (self, error)) ||
      (version == 1 && !upgrade (self, error)) ||
      !guild_journal_file_execute (self, guild_journal_sighting_schema, error) ||
      !guild_journal_file_execute (self, guild_journal_import_schema, error))
    return FALSE;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

sqlite3 *
guild_journal_file_get_db (GuildJournalFile *self)
{
  return self->db;
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
