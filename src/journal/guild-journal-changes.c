/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-file.h"

#include <glib/gi18n-lib.h>

/* The changes in the journal's file, and their history. */

#define N_NEWEST "1000"

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
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE || guild_journal_file_fail (self, error);

  sqlite3_finalize (statement);
  return ok;
}

static gboolean
add_transition (GuildJournalFile *self, const GuildChangeRecord *record, GError **error)
{
  sqlite3_stmt *statement = guild_journal_file_prepare (
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
  sqlite3_stmt *statement = guild_journal_file_prepare (
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
  record->id = sqlite3_last_insert_rowid (guild_journal_file_get_db (self));
  return TRUE;
}

static gboolean
update_row (GuildJournalFile *self, const GuildChangeRecord *record, const char *archive,
            GError **error)
{
  sqlite3_stmt *statement = guild_journal_file_prepare (
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
  ok = ok && guild_journal_file_execute (self, "COMMIT", error);
  if (!ok)
    sqlite3_exec (guild_journal_file_get_db (self), "ROLLBACK", NULL, NULL, NULL);
  return ok;
}

gboolean
guild_journal_file_insert (GuildJournalFile *self, GuildChangeRecord *record, GError **error)
{
  return guild_journal_file_execute (self, "BEGIN IMMEDIATE", error) &&
         end_transaction (self, insert_row (self, record, error) &&
                          add_transition (self, record, error), error);
}

gboolean
guild_journal_file_update (GuildJournalFile *self, const GuildChangeRecord *record,
                           const char *archive, GError **error)
{
  return guild_journal_file_execute (self, "BEGIN IMMEDIATE", error) &&
         end_transaction (self, update_row (self, record, archive, error) &&
                          add_transition (self, record, error), error);
}

static gboolean
doubt_sent (GuildJournalFile *self, GError **error)
{
  const char *message = _("Guildhall ended before the answer came.");
  sqlite3_stmt *statement = guild_journal_file_prepare (
    self, "INSERT INTO transition (change_id, state, at, message)"
    " SELECT id, 'unknown', ?, ? FROM change WHERE state = 'sent'", error);

  if (statement == NULL)
    return FALSE;
  bind_time (statement, 1, g_get_real_time ());
  bind_text (statement, 2, message);
  if (!finish (self, statement, error))
    return FALSE;
  statement = guild_journal_file_prepare (
    self, "UPDATE change SET state = 'unknown', message = ? WHERE state = 'sent'", error);
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
  sqlite3_stmt *statement =
    guild_journal_file_prepare (self, "SELECT archive FROM change WHERE id = ?", error);

  *archive = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  int step = sqlite3_step (statement);
  if (step == SQLITE_ROW)
    *archive = dup_column (statement, 0);
  else if (step != SQLITE_DONE)
    guild_journal_file_fail (self, error);
  sqlite3_finalize (statement);
  return step == SQLITE_ROW || step == SQLITE_DONE;
}

GPtrArray *
guild_journal_file_load (GuildJournalFile *self, GError **error)
{
  g_autoptr(GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_change_record_free);
  int step;

  if (!guild_journal_file_execute (self, "BEGIN IMMEDIATE", error) ||
      !end_transaction (self, doubt_sent (self, error), error))
    return NULL;
  sqlite3_stmt *statement = guild_journal_file_prepare (
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
    guild_journal_file_set_damaged (self, error);
  else if (step != SQLITE_DONE)
    guild_journal_file_fail (self, error);
  sqlite3_finalize (statement);
  return step == SQLITE_DONE ? g_steal_pointer (&records) : NULL;
}
