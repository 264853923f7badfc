/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-file.h"
#include "journal/guild-journal-private.h"

#define MOST_OF_COMPANY "200"

/* Beside the changes and not among them: it may be missing in files of every version. */
const char guild_journal_sighting_schema[] =
  "CREATE TABLE IF NOT EXISTS sighting ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " workspace_id TEXT NOT NULL,"
  " company_id TEXT NOT NULL,"
  " connection_id TEXT NOT NULL,"
  " platform TEXT NOT NULL,"
  " before TEXT,"
  " after TEXT,"
  " seen INTEGER NOT NULL,"
  " since INTEGER) STRICT;"
  "CREATE INDEX IF NOT EXISTS sighting_company ON sighting (workspace_id, company_id, id);";

/* --- file: on the store's worker -------------------------------------------------------------- */

static void
bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

static void
bind_sighting (sqlite3_stmt *statement, const char *workspace_id, const GuildSighting *sighting)
{
  sqlite3_clear_bindings (statement);
  bind_text (statement, 1, workspace_id);
  bind_text (statement, 2, sighting->company_id);
  bind_text (statement, 3, sighting->connection_id);
  bind_text (statement, 4, sighting->platform);
  bind_text (statement, 5, sighting->before);
  bind_text (statement, 6, sighting->after);
  sqlite3_bind_int64 (statement, 7, sighting->seen);
  if (sighting->since != GUILD_NUMBER_UNSET)
    sqlite3_bind_int64 (statement, 8, sighting->since);
}

static gboolean
step (sqlite3_stmt *statement)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  sqlite3_reset (statement);
  return ok;
}

static gboolean
insert_sightings (sqlite3 *db, const char *workspace_id, GPtrArray *sightings)
{
  sqlite3_stmt *insert = NULL, *trim = NULL;
  gboolean ok =
    sqlite3_prepare_v2 (db, "INSERT INTO sighting (workspace_id, company_id, connection_id,"
                        " platform, before, after, seen, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        -1, &insert, NULL) == SQLITE_OK &&
    sqlite3_prepare_v2 (db, "DELETE FROM sighting WHERE workspace_id = ?1 AND company_id = ?2"
                        " AND id <= (SELECT id FROM sighting WHERE workspace_id = ?1"
                        " AND company_id = ?2 ORDER BY id DESC LIMIT 1 OFFSET " MOST_OF_COMPANY ")",
                        -1, &trim, NULL) == SQLITE_OK;

  for (guint i = 0; ok && i < sightings->len; i++)
    {
      const GuildSighting *sighting = g_ptr_array_index (sightings, i);
      bind_sighting (insert, workspace_id, sighting);
      bind_text (trim, 1, workspace_id);
      bind_text (trim, 2, sighting->company_id);
      ok = step (insert) && step (trim);
    }
  sqlite3_finalize (insert);
  sqlite3_finalize (trim);
  return ok;
}

gboolean
guild_journal_file_add_sightings (GuildJournalFile *self, const char *workspace_id,
                                  GPtrArray *sightings, GError **error)
{
  sqlite3 *db = guild_journal_file_get_db (self);

  if (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    return guild_journal_file_fail (self, error);
  if (insert_sightings (db, workspace_id, sightings) &&
      sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  guild_journal_file_fail (self, error);
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static const char *
column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

GPtrArray *
guild_journal_file_read_sightings (GuildJournalFile *self, const char *workspace_id,
                                   const char *company_id, GError **error)
{
  g_autoptr(GPtrArray) sightings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_sighting_free);
  sqlite3_stmt *statement = NULL;
  int code;

  if (sqlite3_prepare_v2 (guild_journal_file_get_db (self),
                          "SELECT connection_id, platform, before, after, seen, since FROM sighting"
                          " WHERE workspace_id = ? AND company_id = ? ORDER BY id DESC", -1,
                          &statement, NULL) != SQLITE_OK)
    {
      guild_journal_file_fail (self, error);
      return NULL;
    }
  bind_text (statement, 1, workspace_id);
  bind_text (statement, 2, company_id);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (sightings, guild_sighting_new (
      company_id, column_text (statement, 0), column_text (statement, 1),
      column_text (statement, 2), column_text (statement, 3), sqlite3_column_int64 (statement, 4),
      sqlite3_column_type (statement, 5) == SQLITE_NULL ? GUILD_NUMBER_UNSET
                                                        : sqlite3_column_int64 (statement, 5)));
  if (code != SQLITE_DONE)
    guild_journal_file_fail (self, error);
  sqlite3_finalize (statement);
  return code == SQLITE_DONE ? g_steal_pointer (&sightings) : NULL;
}

/* --- journal: on the main thread -------------------------------------------------------------- */

static guint sighted_signal;

void
guild_journal_install_sighted (GuildJournalClass *klass)
{
  sighted_signal = g_signal_new ("sighted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* One batch on its way to the disk. */
typedef struct
{
  GWeakRef journal;
  char    *workspace_id; /* (owned) */
} Keeping;

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Keeping *keeping = data;
  g_autoptr(GuildJournal) self = g_weak_ref_get (&keeping->journal);
  g_autoptr(GError) error = NULL;

  /* History is not worth interrupting anybody; a full disk is told by the next change. */
  if (!guild_journal_store_sight_finish (GUILD_JOURNAL_STORE (source), result, &error))
    g_debug ("What was seen of connections was not kept: %s", error->message);
  else if (self != NULL)
    g_signal_emit (self, sighted_signal, 0, keeping->workspace_id);
  g_weak_ref_clear (&keeping->journal);
  g_free (keeping->workspace_id);
  g_free (keeping);
}

static void
sighted_cb (GuildDirectory *directory, GPtrArray *sightings, GuildJournal *self)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);

  if (self->store == NULL || self->closing)
    return;
  Keeping *keeping = g_new0 (Keeping, 1);
  g_weak_ref_init (&keeping->journal, self);
  keeping->workspace_id = g_strdup (guild_workspace_get_id (workspace));
  guild_journal_store_sight_async (self->store, keeping->workspace_id, sightings, kept_cb,
                                   keeping);
}

void
guild_journal_watch_sightings (GuildJournal *self, GuildDirectory *directory)
{
  g_signal_connect_object (directory, "sighted", G_CALLBACK (sighted_cb), self, 0);
}

void
guild_journal_unwatch_sightings (GuildJournal *self, const char *workspace_id)
{
  GuildDirectory *directory = g_hash_table_lookup (self->directories, workspace_id);

  if (directory != NULL)
    g_signal_handlers_disconnect_by_func (directory, sighted_cb, self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GPtrArray *sightings =
    guild_journal_store_read_sightings_finish (GUILD_JOURNAL_STORE (source), result, &error);

  if (sightings != NULL)
    g_task_return_pointer (task, sightings, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
guild_journal_read_sightings_async (GuildJournal *self, const char *workspace_id,
                                    const char *company_id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (workspace_id != NULL && company_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_journal_read_sightings_async);
  guild_journal_store_read_sightings_async (self->store, workspace_id, company_id, read_cb, task);
}

GPtrArray *
guild_journal_read_sightings_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
