/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-private.h"

#include <glib/gi18n-lib.h>

/* Beside the changes and not among them: it may be missing in files of every version. A row of an
 * import names its change, so that nothing is sent twice; what a batch made is kept by change. */
const char guild_journal_import_schema[] =
  "CREATE TABLE IF NOT EXISTS import ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " workspace_id TEXT NOT NULL,"
  " plan TEXT NOT NULL,"
  " ended INTEGER NOT NULL DEFAULT 0) STRICT;"
  "CREATE TABLE IF NOT EXISTS import_row ("
  " import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,"
  " position INTEGER NOT NULL,"
  " state TEXT NOT NULL,"
  " change_id INTEGER,"
  " company_id TEXT,"
  " message TEXT,"
  " PRIMARY KEY (import_id, position)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS import_outcome ("
  " id INTEGER PRIMARY KEY,"
  " change_id INTEGER NOT NULL REFERENCES change (id),"
  " name TEXT NOT NULL,"
  " company_id TEXT,"
  " why TEXT) STRICT;"
  "CREATE INDEX IF NOT EXISTS import_outcome_change ON import_outcome (change_id);";

void
guild_import_outcome_free (GuildImportOutcome *self)
{
  g_free (self->name);
  g_free (self->company_id);
  g_free (self->why);
  g_free (self);
}

void
guild_import_record_free (GuildImportRecord *self)
{
  g_clear_object (&self->plan);
  g_free (self);
}

/* --- SQL: on the worker ----------------------------------------------------------------------- */

typedef struct
{
  gint64           id;           /* of the import, or of a change */
  char            *workspace_id; /* (owned) (nullable) */
  GuildImportPlan *plan;         /* (owned) (nullable) */
  GPtrArray       *rows;         /* (owned) (nullable): marks or outcomes */
  gboolean         forget;
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  g_free (self->workspace_id);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static void
bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, index);
}

static gboolean
step (sqlite3_stmt *statement)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  sqlite3_reset (statement);
  return ok;
}

static gboolean
run (sqlite3 *db, const char *sql)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static const char *
column (sqlite3_stmt *statement, int index)
{
  return (const char *) sqlite3_column_text (statement, index);
}

static gpointer
begin_in_worker (GuildJournalFile *file, gpointer data, GError **error)
{
  Call *call = data;
  sqlite3 *db = guild_journal_file_get_db (file);
  g_autofree char *plan = guild_import_plan_to_text (call->plan);
  sqlite3_stmt *statement = NULL;
  gboolean ok = FALSE;

  if (sqlite3_prepare_v2 (db, "INSERT INTO import (workspace_id, plan) VALUES (?, ?)", -1,
                          &statement, NULL) == SQLITE_OK)
    {
      bind_text (statement, 1, call->workspace_id);
      bind_text (statement, 2, plan);
      ok = step (statement);
    }
  if (!ok)
    guild_journal_file_fail (file, error);
  sqlite3_finalize (statement);
  if (!ok)
    return NULL;
  gint64 *id = g_new (gint64, 1);
  *id = sqlite3_last_insert_rowid (db);
  return id;
}

typedef struct
{
  guint               position;
  GuildImportRowState state;
  gint64              change_id;
  char               *company_id; /* (owned) (nullable) */
  char               *message;    /* (owned) (nullable) */
} Mark;

static void
mark_free (gpointer data)
{
  Mark *self = data;

  g_free (self->company_id);
  g_free (self->message);
  g_free (self);
}

static gboolean
insert_marks (sqlite3 *db, Call *call)
{
  sqlite3_stmt *statement = NULL;
  gboolean ok =
    sqlite3_prepare_v2 (db, "INSERT OR REPLACE INTO import_row (import_id, position, state,"
                        " change_id, company_id, message) VALUES (?, ?, ?, ?, ?, ?)", -1,
                        &statement, NULL) == SQLITE_OK;

  for (guint i = 0; ok && i < call->rows->len; i++)
    {
      const Mark *mark = call->rows->pdata[i];
      sqlite3_bind_int64 (statement, 1, call->id);
      sqlite3_bind_int64 (statement, 2, mark->position);
      bind_text (statement, 3, guild_import_row_state_to_id (mark->state));
      sqlite3_bind_int64 (statement, 4, mark->change_id);
      bind_text (statement, 5, mark->company_id);
      bind_text (statement, 6, mark->message);
      ok = step (statement);
    }
  sqlite3_finalize (statement);
  return ok;
}

/* In the middle of no other transaction: the worker does one job at a time. */
static gpointer
in_transaction (GuildJournalFile *file, Call *call, gboolean (*func) (sqlite3 *db, Call *call),
                GError **error)
{
  sqlite3 *db = guild_journal_file_get_db (file);

  if (run (db, "BEGIN IMMEDIATE") && func (db, call) && run (db, "COMMIT"))
    return GINT_TO_POINTER (TRUE);
  guild_journal_file_fail (file, error);
  run (db, "ROLLBACK");
  return NULL;
}

static gpointer
mark_in_worker (GuildJournalFile *file, gpointer data, GError **error)
{
  return in_transaction (file, data, insert_marks, error);
}

static gboolean
run_with_id (sqlite3 *db, const char *sql, gint64 id)
{
  sqlite3_stmt *statement = NULL;
  gboolean ok = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK;

  if (ok)
    {
      sqlite3_bind_int64 (statement, 1, id);
      ok = step (statement);
    }
  sqlite3_finalize (statement);
  return ok;
}

static gboolean
end_import (sqlite3 *db, Call *call)
{
  if (!call->forget)
    return run_with_id (db, "UPDATE import SET ended = 1 WHERE id = ?", call->id);
  return run_with_id (db, "DELETE FROM import_outcome WHERE change_id IN"
                      " (SELECT change_id FROM import_row WHERE import_id = ?)", call->id) &&
         run_with_id (db, "DELETE FROM import WHERE id = ?", call->id);
}

static gpointer
end_in_worker (GuildJournalFile *file, gpointer data, GError **error)
{
  return in_transaction (file, data, end_import, error);
}

static gboolean
apply_marks (sqlite3 *db, GuildImportRecord *record)
{
  sqlite3_stmt *statement = NULL;
  int code = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (db, "SELECT position, state, change_id, company_id, message"
                          " FROM import_row WHERE import_id = ?", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, record->id);
      while ((code = sqlite3_step (statement)) == SQLITE_ROW)
        {
          gint64 position = sqlite3_column_int64 (statement, 0);
          GuildImportRowState state;
          if (position < 0 || position >= record->plan->rows->len ||
              !guild_import_row_state_from_id (column (statement, 1), &state))
            continue;
          GuildImportRow *row = record->plan->rows->pdata[position];
          row->change_id = sqlite3_column_int64 (statement, 2);
          guild_import_row_set_state (row, state, column (statement, 4), column (statement, 3));
        }
    }
  sqlite3_finalize (statement);
  return code == SQLITE_DONE;
}

/* Takes RECORD. A plan that this version cannot read is passed over. */
static GuildImportRecord *
complete_record (GuildJournalFile *file, GuildImportRecord *record, GError **error)
{
  g_autoptr(GuildImportRecord) own = record;

  if (own->plan == NULL)
    return NULL;
  if (!apply_marks (guild_journal_file_get_db (file), own))
    {
      guild_journal_file_fail (file, error);
      return NULL;
    }
  return g_steal_pointer (&own);
}

static gpointer
find_in_worker (GuildJournalFile *file, gpointer data, GError **error)
{
  Call *call = data;
  GuildImportRecord *record = NULL;
  sqlite3_stmt *statement = NULL;
  int code = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (guild_journal_file_get_db (file),
                          "SELECT id, plan, ended FROM import WHERE workspace_id = ?"
                          " ORDER BY id DESC LIMIT 1", -1, &statement, NULL) == SQLITE_OK)
    {
      bind_text (statement, 1, call->workspace_id);
      code = sqlite3_step (statement);
    }
  if (code == SQLITE_ROW)
    {
      record = g_new0 (GuildImportRecord, 1);
      record->id = sqlite3_column_int64 (statement, 0);
      record->plan = guild_import_plan_from_text (column (statement, 1));
      record->ended = sqlite3_column_int (statement, 2) != 0;
    }
  else if (code != SQLITE_DONE)
    guild_journal_file_fail (file, error);
  sqlite3_finalize (statement);
  return record != NULL ? complete_record (file, record, error) : NULL;
}

static gboolean
insert_outcomes (sqlite3 *db, Call *call)
{
  sqlite3_stmt *statement = NULL;
  gboolean ok =
    run_with_id (db, "DELETE FROM import_outcome WHERE change_id = ?", call->id) &&
    sqlite3_prepare_v2 (db, "INSERT INTO import_outcome (change_id, name, company_id, why)"
                        " VALUES (?, ?, ?, ?)", -1, &statement, NULL) == SQLITE_OK;

  for (guint i = 0; ok && i < call->rows->len; i++)
    {
      const GuildImportOutcome *outcome = call->rows->pdata[i];
      sqlite3_bind_int64 (statement, 1, call->id);
      bind_text (statement, 2, outcome->name);
      bind_text (statement, 3, outcome->company_id);
      bind_text (statement, 4, outcome->why);
      ok = step (statement);
    }
  sqlite3_finalize (statement);
  return ok;
}

static gpointer
keep_in_worker (GuildJournalFile *file, gpointer data, GError **error)
{
  return in_transaction (file, data, insert_outcomes, error);
}

static GuildImportOutcome *
outcome_new (const char *name, const char *company_id, const char *why)
{
  GuildImportOutcome *self = g_new0 (GuildImportOutcome, 1);

  self->name = g_strdup (name != NULL ? name : "");
  self->company_id = g_strdup (company_id);
  self->why = g_strdup (why);
  return self;
}

static GPtrArray *
outcomes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) guild_import_outcome_free);
}

static gpointer
read_in_worker (GuildJournalFile *file, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr(GPtrArray) outcomes = outcomes_new ();
  sqlite3_stmt *statement = NULL;
  int code = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (guild_journal_file_get_db (file),
                          "SELECT name, company_id, why FROM import_outcome WHERE change_id = ?"
                          " ORDER BY id", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, call->id);
      while ((code = sqlite3_step (statement)) == SQLITE_ROW)
        g_ptr_array_add (outcomes, outcome_new (column (statement, 0), column (statement, 1),
                                                column (statement, 2)));
    }
  sqlite3_finalize (statement);
  if (code == SQLITE_DONE)
    return g_steal_pointer (&outcomes);
  guild_journal_file_fail (file, error);
  return NULL;
}

/* --- on the main thread ----------------------------------------------------------------------- */

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GDestroyNotify free_answer = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer answer =
    guild_journal_store_call_finish (GUILD_JOURNAL_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, free_answer);
}

/* Takes CALL. */
static void
call_worker (GuildJournal *self, GuildJournalStoreFunc func, Call *call,
             GDestroyNotify free_answer, gpointer tag, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, free_answer, NULL);
  guild_journal_store_call_async (self->store, func, call, call_free, free_answer, answered_cb,
                                  task);
}

static gpointer
finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_journal_import_begin_async (GuildJournal *self, const char *workspace_id,
                                  GuildImportPlan *plan, GAsyncReadyCallback callback,
                                  gpointer data)
{
  Call *call = g_new0 (Call, 1);

  call->workspace_id = g_strdup (workspace_id);
  call->plan = g_object_ref (plan);
  call_worker (self, begin_in_worker, call, g_free, guild_journal_import_begin_async, callback,
               data);
}

gint64
guild_journal_import_begin_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *id = finish (self, result, error);
  return id != NULL ? *id : 0;
}

void
guild_journal_import_mark_async (GuildJournal *self, gint64 id, GPtrArray *rows,
                                 GAsyncReadyCallback callback, gpointer data)
{
  Call *call = g_new0 (Call, 1);

  call->id = id;
  call->rows = g_ptr_array_new_full (rows->len, mark_free);
  for (guint i = 0; i < rows->len; i++)
    {
      const GuildImportRow *row = rows->pdata[i];
      Mark *mark = g_new0 (Mark, 1);
      mark->position = row->position;
      mark->state = row->state;
      mark->change_id = row->change_id;
      mark->company_id = g_strdup (row->company_id);
      mark->message = g_strdup (row->message);
      g_ptr_array_add (call->rows, mark);
    }
  call_worker (self, mark_in_worker, call, NULL, guild_journal_import_mark_async, callback, data);
}

gboolean
guild_journal_import_mark_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error) != NULL;
}

void
guild_journal_import_end_async (GuildJournal *self, gint64 id, gboolean forget,
                                GAsyncReadyCallback callback, gpointer data)
{
  Call *call = g_new0 (Call, 1);

  call->id = id;
  call->forget = forget;
  call_worker (self, end_in_worker, call, NULL, guild_journal_import_end_async, callback, data);
}

gboolean
guild_journal_import_end_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error) != NULL;
}

static void
record_free (gpointer record)
{
  guild_import_record_free (record);
}

void
guild_journal_import_find_async (GuildJournal *self, const char *workspace_id,
                                 GAsyncReadyCallback callback, gpointer data)
{
  Call *call = g_new0 (Call, 1);

  call->workspace_id = g_strdup (workspace_id);
  call_worker (self, find_in_worker, call, record_free, guild_journal_import_find_async, callback,
               data);
}

GuildImportRecord *
guild_journal_import_find_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  /* The change then stays unsettled on disk as well, and is looked up by the next start. */
  guild_journal_store_call_finish (GUILD_JOURNAL_STORE (source), result, &error);
  if (error != NULL)
    g_debug ("What became of an import’s rows was not written: %s", error->message);
}

void
guild_journal_import_keep (GuildJournal *self, gint64 change_id, const GuildOutcome *outcome)
{
  Call *call = g_new0 (Call, 1);
  guint n_made = outcome->batch != NULL ? guild_batch_get_length (outcome->batch) : 0;
  guint n_failed = outcome->failures != NULL ? outcome->failures->len : 0;

  call->id = change_id;
  call->rows = outcomes_new ();
  for (guint i = 0; i < n_made; i++)
    {
      guint name = guild_batch_get_table (outcome->batch)->name_field;
      g_ptr_array_add (call->rows,
                       outcome_new (guild_batch_get_cell (outcome->batch, i, name)->text,
                                    guild_batch_get_id (outcome->batch, i), NULL));
    }
  for (guint i = 0; i < n_failed; i++)
    {
      const GuildRowFailure *failure = outcome->failures->pdata[i];
      g_ptr_array_add (call->rows, outcome_new (failure->name, NULL, failure->reason));
    }
  guild_journal_store_call_async (self->store, keep_in_worker, call, call_free, NULL, kept_cb,
                                  NULL);
}

static void
outcomes_free (gpointer outcomes)
{
  g_ptr_array_unref (outcomes);
}

void
guild_journal_import_read_async (GuildJournal *self, gint64 change_id,
                                 GAsyncReadyCallback callback, gpointer data)
{
  Call *call = g_new0 (Call, 1);

  call->id = change_id;
  call_worker (self, read_in_worker, call, outcomes_free, guild_journal_import_read_async,
               callback, data);
}

GPtrArray *
guild_journal_import_read_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}
