/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-job.h"

#include <glib/gi18n-lib.h>

#include "directory/guild-register.h"

/* A service that answers nothing certain is asked no more often than this. */
#define MOST_ATTEMPTS 2

GuildImportJob *
guild_import_job_new (GuildImport *self)
{
  GuildImportJob *job = g_new0 (GuildImportJob, 1);

  job->import = g_object_ref (self);
  job->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_jobs++;
  return job;
}

void
guild_import_job_end (GuildImportJob *job)
{
  g_autoptr(GuildImport) self = job->import;

  self->n_jobs--;
  if (job->batch)
    self->n_batches--;
  g_ptr_array_unref (job->rows);
  g_clear_object (&job->change);
  g_free (job);
  guild_import_go_on (self);
}

/* The first reason is the one that is told. */
void
guild_import_stop (GuildImport *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
  if (self->wish == GUILD_IMPORT_WISH_RUN)
    guild_import_set_state (self, GUILD_IMPORT_PAUSING);
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildImportJob *job = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_import_mark_finish (GUILD_JOURNAL (source), result, &error))
    guild_import_stop (job->import, error);
  guild_import_job_end (job);
}

void
guild_import_job_mark (GuildImportJob *job)
{
  guild_journal_import_mark_async (job->import->journal, job->import->id, job->rows, marked_cb,
                                   job);
}

void
guild_import_job_set_all (GuildImportJob *job, GuildImportRowState state, const char *message)
{
  for (guint i = 0; i < job->rows->len; i++)
    guild_import_set_row (job->import, job->rows->pdata[i], state, message, NULL);
}

/* Nothing came of it: the rows may be sent again. */
void
guild_import_job_send_later (GuildImportJob *job)
{
  for (guint i = 0; i < job->rows->len; i++)
    {
      GuildImportRow *row = job->rows->pdata[i];
      row->change_id = 0;
      guild_import_set_row (job->import, row, GUILD_IMPORT_ROW_WAITING, NULL, NULL);
      g_queue_push_tail (row->verdict == GUILD_IMPORT_CREATE ? &job->import->creates
                                                             : &job->import->updates, row);
    }
}

/* (nullable): what OUTCOMES say of NAME, each once; it stays where it is. */
static GuildImportOutcome *
take_outcome (GPtrArray *outcomes, const char *name, GuildRegisterHow how)
{
  g_autofree char *wanted = guild_register_make_key (name, how);

  for (guint i = 0; i < outcomes->len; i++)
    {
      GuildImportOutcome *outcome = outcomes->pdata[i];
      g_autofree char *key =
        outcome->name != NULL ? guild_register_make_key (outcome->name, how) : NULL;
      if (g_strcmp0 (key, wanted) != 0)
        continue;
      g_clear_pointer (&outcome->name, g_free);
      return outcome;
    }
  return NULL;
}

static void
outcomes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildImportJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) outcomes =
    guild_journal_import_read_finish (GUILD_JOURNAL (source), result, &error);

  if (outcomes == NULL)
    {
      /* The change is confirmed, and says more after the next start. */
      guild_import_stop (job->import, error);
      guild_import_job_set_all (job, GUILD_IMPORT_ROW_UNKNOWN, error->message);
      guild_import_job_end (job);
      return;
    }
  for (guint i = 0; i < job->rows->len; i++)
    {
      GuildImportRow *row = job->rows->pdata[i];
      GuildImportOutcome *outcome = take_outcome (outcomes, row->name, GUILD_REGISTER_EXACT);
      if (outcome == NULL)
        outcome = take_outcome (outcomes, row->name, GUILD_REGISTER_NEARLY);
      if (outcome == NULL)
        guild_import_set_row (job->import, row, GUILD_IMPORT_ROW_FAILED,
                              _("The service did not say what became of it. Look there before you "
                                "import it again."), NULL);
      else if (outcome->company_id != NULL)
        guild_import_set_row (job->import, row, GUILD_IMPORT_ROW_DONE, NULL, outcome->company_id);
      else
        guild_import_set_row (job->import, row, GUILD_IMPORT_ROW_FAILED, outcome->why, NULL);
    }
  guild_import_job_mark (job);
}

static void
confirmed (GuildImportJob *job)
{
  const GuildWrite *write = guild_change_get_write (job->change);

  if (write->kind == GUILD_WRITE_IMPORT_COMPANIES)
    {
      guild_journal_import_read_async (job->import->journal, guild_change_get_id (job->change),
                                       outcomes_cb, job);
      return;
    }
  guild_import_set_row (job->import, job->rows->pdata[0], GUILD_IMPORT_ROW_DONE, NULL,
                        guild_change_get_company_id (job->change));
  guild_import_job_mark (job);
}

/* Not the service refused it: its answer was lost, and looking told that nothing came of it. */
static gboolean
is_denied (const GError *error)
{
  return error == NULL ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_TIMEOUT) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONNECTION_LOST) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_SERVER) ||
         g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_BAD_ANSWER);
}

/* Certain as it is that nothing came of it: not for ever. */
static gboolean
may_repeat (GuildImportJob *job)
{
  guint most = 0;

  for (guint i = 0; i < job->rows->len; i++)
    {
      GuildImportRow *row = job->rows->pdata[i];
      row->n_attempts++;
      most = MAX (most, row->n_attempts);
    }
  return most < MOST_ATTEMPTS;
}

/* ERROR NULL: found so, after a restart. */
static void
refused (GuildImportJob *job, const GError *error)
{
  const char *message = error != NULL ? error->message : guild_change_get_message (job->change);

  if (error != NULL && guild_journal_error_concerns_all (error))
    {
      guild_import_stop (job->import, error);
      guild_import_job_send_later (job);
    }
  else if (is_denied (error) && may_repeat (job))
    guild_import_job_send_later (job);
  else
    guild_import_job_set_all (job, GUILD_IMPORT_ROW_FAILED, message);
  guild_import_job_mark (job);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  /* Then it waits in the history, where a person can withdraw it. */
  if (!guild_journal_withdraw_finish (GUILD_JOURNAL (source), result, &error))
    g_debug ("A change of an import was not withdrawn: %s", error->message);
}

/* Nothing was sent. ERROR (nullable) says why. */
static void
unsent (GuildImportJob *job, const GError *error)
{
  if (error != NULL)
    guild_import_stop (job->import, error);
  if (guild_change_get_id (job->change) != 0 &&
      guild_change_get_state (job->change) == GUILD_CHANGE_PLANNED)
    guild_journal_withdraw_async (job->import->journal, job->change, withdrawn_cb, NULL);
  guild_import_job_send_later (job);
  guild_import_job_mark (job);
}

void
guild_import_job_settle (GuildImportJob *job, const GError *error)
{
  switch (guild_change_get_state (job->change))
    {
    case GUILD_CHANGE_CONFIRMED:
      confirmed (job);
      break;
    case GUILD_CHANGE_REFUSED:
      refused (job, error);
      break;
    case GUILD_CHANGE_PLANNED:
    case GUILD_CHANGE_WITHDRAWN:
      unsent (job, error);
      break;
    case GUILD_CHANGE_SENT:
    case GUILD_CHANGE_UNKNOWN:
    default:
      if (error != NULL)
        guild_import_stop (job->import, error);
      guild_import_job_set_all (job, GUILD_IMPORT_ROW_UNKNOWN,
               error != NULL ? error->message : guild_change_get_message (job->change));
      guild_import_job_mark (job);
    }
}
