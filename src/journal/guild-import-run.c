/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-job.h"

#include <glib/gi18n-lib.h>

/* begin → look up what is not known → send, a job at a time or a few → end
 *
 * A job's rows are marked as sent, with their change, when the journal has the change and before it
 * sends it: both go through the one worker in their order. */

#define UPDATES_AT_ONCE 4

static void look_up (GuildImportJob *job);

static const GuildImportRules *
get_rules (GuildImport *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  return service != NULL ? guild_service_get_import_rules (service) : NULL;
}

/* --- sending ---------------------------------------------------------------------------------- */

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  /* The journal's own mark comes next on the same disk, and nothing is sent without it. */
  if (!guild_journal_import_mark_finish (GUILD_JOURNAL (source), result, &error))
    g_debug ("What an import sends was not noted: %s", error->message);
}

static void
admitted_cb (GuildChange *change, GParamSpec *pspec, GuildImportJob *job)
{
  for (guint i = 0; i < job->rows->len; i++)
    {
      GuildImportRow *row = job->rows->pdata[i];
      row->change_id = guild_change_get_id (change);
      guild_import_set_row (job->import, row, GUILD_IMPORT_ROW_SENT, NULL, NULL);
    }
  guild_journal_import_mark_async (job->import->journal, job->import->id, job->rows, noted_cb,
                                   NULL);
}

static void
performed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildImportJob *job = data;
  g_autoptr(GError) error = NULL;

  guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);
  g_signal_handlers_disconnect_by_func (job->change, admitted_cb, job);
  guild_import_job_settle (job, error);
}

static void
perform (GuildImportJob *job, const GuildWrite *write, const GuildWrite *inverse, const char *name)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (job->import->directory);

  job->change = guild_change_new (guild_workspace_get_id (workspace), write, name);
  if (inverse != NULL)
    guild_change_set_inverse (job->change, inverse);
  g_signal_connect (job->change, "notify::id", G_CALLBACK (admitted_cb), job);
  guild_journal_perform_async (job->import->journal, job->change, NULL, performed_cb, job);
}

static void
send_batch (GuildImport *self, const GuildImportRules *rules)
{
  GuildImportJob *job = guild_import_job_new (self);
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func (
    (GDestroyNotify) g_hash_table_unref);

  job->batch = TRUE;
  self->n_batches++;
  while (job->rows->len < rules->batch_size && !g_queue_is_empty (&self->creates))
    {
      GuildImportRow *row = g_queue_pop_head (&self->creates);
      g_ptr_array_add (job->rows, g_object_ref (row));
      g_ptr_array_add (values, guild_import_plan_get_values (self->plan, row));
    }
  g_autoptr(GuildWrite) write = rules->make_create (values, self->places);
  const char *name = rules->batch_size > 1 ? self->plan->name
                                           : ((GuildImportRow *) job->rows->pdata[0])->name;
  perform (job, write, NULL, name);
}

static void
unread (GuildImportJob *job, const GError *error)
{
  if (guild_journal_error_concerns_all (error) ||
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_TIMEOUT) ||
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONNECTION_LOST))
    {
      guild_import_stop (job->import, error);
      guild_import_job_send_later (job);
    }
  else
    guild_import_job_set_all (job, GUILD_IMPORT_ROW_FAILED, error->message);
  guild_import_job_mark (job);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildImportJob *job = data;
  GuildImport *self = job->import;
  GuildImportRow *row = job->rows->pdata[0];
  const GuildImportRules *rules = get_rules (self);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildWrite) inverse = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (company == NULL)
    {
      unread (job, error);
      return;
    }
  g_autoptr(GHashTable) values = guild_import_plan_get_values (self->plan, row);
  g_autoptr(GuildWrite) write =
    rules != NULL && !guild_company_is_deleted (company)
      ? rules->make_edit (company, values, self->places, &inverse) : NULL;
  if (write != NULL)
    {
      perform (job, write, inverse, guild_company_get_name (company));
      return;
    }
  if (guild_company_is_deleted (company))
    guild_import_job_set_all (job, GUILD_IMPORT_ROW_FAILED, _("The company has been deleted."));
  else if (rules == NULL)
    guild_import_job_send_later (job);
  else
    guild_import_job_set_all (job, GUILD_IMPORT_ROW_DONE, _("It was so already."));
  guild_import_job_mark (job);
}

static void
send_update (GuildImport *self)
{
  GuildImportJob *job = guild_import_job_new (self);
  GuildImportRow *row = g_queue_pop_head (&self->updates);

  g_ptr_array_add (job->rows, g_object_ref (row));
  guild_directory_refresh_company_async (self->directory, row->company_id, NULL, read_cb, job);
}

/* Whether a job was begun. */
static gboolean
send_next (GuildImport *self, const GuildImportRules *rules)
{
  if (self->n_batches > 0)
    return FALSE;
  if (!g_queue_is_empty (&self->creates))
    send_batch (self, rules);
  else if (!g_queue_is_empty (&self->updates) && self->n_jobs < UPDATES_AT_ONCE)
    send_update (self);
  else
    return FALSE;
  return TRUE;
}

/* --- looking up ------------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static GuildChange *
find_change (GuildJournal *journal, gint64 id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (journal));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), i);
      if (guild_change_get_id (change) == id)
        return g_steal_pointer (&change);
    }
  return NULL;
}

static void
others_ended_cb (GuildJournal *journal, GParamSpec *pspec, GuildImportJob *job)
{
  g_clear_signal_handler (&job->waits, journal);
  look_up (job);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildImportJob *job = data;
  g_autoptr(GError) error = NULL;

  guild_journal_resolve_finish (GUILD_JOURNAL (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING))
    job->waits = g_signal_connect (source, "notify::n-running", G_CALLBACK (others_ended_cb), job);
  else if (guild_change_get_state (job->change) == GUILD_CHANGE_UNKNOWN)
    guild_import_job_settle (job, error);
  else
    guild_import_job_settle (job, NULL);
}

static void
look_up (GuildImportJob *job)
{
  if (guild_change_get_state (job->change) == GUILD_CHANGE_UNKNOWN)
    guild_journal_resolve_async (job->import->journal, job->change, NULL, resolved_cb, job);
  else
    guild_import_job_settle (job, NULL);
}

/* Rows that were sent together are settled together. */
static void
look_up_all (GuildImport *self)
{
  g_autoptr(GHashTable) jobs = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < self->plan->rows->len; i++)
    {
      GuildImportRow *row = self->plan->rows->pdata[i];
      if (row->state != GUILD_IMPORT_ROW_SENT && row->state != GUILD_IMPORT_ROW_UNKNOWN)
        continue;
      GuildImportJob *job = g_hash_table_lookup (jobs, &row->change_id);
      if (job == NULL)
        {
          job = guild_import_job_new (self);
          job->change = find_change (self->journal, row->change_id);
          g_hash_table_insert (jobs, &row->change_id, job);
        }
      g_ptr_array_add (job->rows, g_object_ref (row));
    }
  /* From here on rows change. */
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, jobs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (all, value);
  for (guint i = 0; i < all->len; i++)
    {
      GuildImportJob *job = all->pdata[i];
      if (job->change != NULL)
        look_up (job);
      else
        {
          guild_import_job_set_all (job, GUILD_IMPORT_ROW_FAILED,
                   _("It is not known whether the service did it. Look there before you import it "
                     "again."));
          guild_import_job_mark (job);
        }
    }
}

/* --- on the whole ----------------------------------------------------------------------------- */

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImport) self = data;
  g_autoptr(GError) error = NULL;

  /* The next start offers to go on, and finds nothing left to do. */
  if (!guild_journal_import_end_finish (GUILD_JOURNAL (source), result, &error))
    g_debug ("The end of an import was not written: %s", error->message);
  self->n_jobs--;
  guild_import_set_state (self, GUILD_IMPORT_ENDED);
}

static void
end (GuildImport *self)
{
  if (self->id == 0)
    {
      guild_import_set_state (self, GUILD_IMPORT_ENDED);
      return;
    }
  self->n_jobs++;
  guild_journal_import_end_async (self->journal, self->id, FALSE, ended_cb, g_object_ref (self));
}

static void
tell_unknown (GuildImport *self)
{
  guint n = self->counts[GUILD_IMPORT_ROW_UNKNOWN];

  self->error = g_error_new (
    GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONNECTION_LOST,
    ngettext ("It is not known what became of %u row. Go on to look again.",
              "It is not known what became of %u rows. Go on to look again.", n), n);
}

/* After every job. */
void
guild_import_go_on (GuildImport *self)
{
  const GuildImportRules *rules = get_rules (self);

  if (rules == NULL && self->wish == GUILD_IMPORT_WISH_RUN)
    {
      g_autoptr(GError) error = g_error_new_literal (
        GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
        _("Nothing more was sent: this workspace is not signed in, or may not import."));
      guild_import_stop (self, error);
    }
  while (self->wish == GUILD_IMPORT_WISH_RUN && self->error == NULL && send_next (self, rules))
    ;
  if (self->n_jobs > 0)
    return;
  if (self->wish == GUILD_IMPORT_WISH_CANCEL)
    end (self);
  else if (self->error == NULL && self->wish == GUILD_IMPORT_WISH_RUN &&
           self->counts[GUILD_IMPORT_ROW_UNKNOWN] == 0)
    end (self);
  else
    {
      if (self->error == NULL && self->wish == GUILD_IMPORT_WISH_RUN)
        tell_unknown (self);
      guild_import_set_state (self, GUILD_IMPORT_PAUSED);
    }
}

static void
take_up (GuildImport *self)
{
  g_queue_clear (&self->creates);
  g_queue_clear (&self->updates);
  for (guint i = 0; i < self->plan->rows->len; i++)
    {
      GuildImportRow *row = self->plan->rows->pdata[i];
      if (row->state == GUILD_IMPORT_ROW_WAITING)
        g_queue_push_tail (row->verdict == GUILD_IMPORT_CREATE ? &self->creates : &self->updates,
                           row);
    }
  self->n_jobs++; /* nothing goes on before all look-ups have begun */
  look_up_all (self);
  self->n_jobs--;
  guild_import_go_on (self);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImport) self = data;
  g_autoptr(GError) error = NULL;

  self->n_jobs--;
  self->id = guild_journal_import_begin_finish (GUILD_JOURNAL (source), result, &error);
  if (self->id != 0)
    {
      take_up (self);
      return;
    }
  guild_journal_prefix_unsent (&error);
  guild_import_stop (self, error);
  guild_import_go_on (self);
}

void
guild_import_take_up (GuildImport *self)
{
  g_autoptr(GuildImport) own = g_object_ref (self);
  guild_import_keep_in_mind (self);
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);

  if (self->id != 0)
    take_up (self);
  else if (self->wish == GUILD_IMPORT_WISH_CANCEL)
    end (self);
  else
    {
      self->n_jobs++;
      guild_journal_import_begin_async (self->journal, guild_workspace_get_id (workspace),
                                        self->plan, begun_cb, g_object_ref (self));
    }
}
