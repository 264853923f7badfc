/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-run.h"

#include <glib/gi18n-lib.h>

#include "service/guild-problem.h"

/* begin → archive → mark sent → send; then guild-journal-answer.c:
 *   confirmed | refused | doubt → look up; settle; and back here: end */

static void begin (GuildJournalRun *run);

static void
run_free (GuildJournalRun *run)
{
  GCancellable *cancellable = g_task_get_cancellable (run->task);

  if (run->cancelled != 0)
    g_cancellable_disconnect (cancellable, run->cancelled);
  g_clear_handle_id (&run->timer, g_source_remove);
  g_clear_pointer (&run->sent, guild_change_record_free);
  g_clear_pointer (&run->gone, g_ptr_array_unref);
  g_clear_error (&run->error);
  g_clear_object (&run->directory);
  g_clear_object (&run->change);
  g_clear_object (&run->look);
  g_clear_object (&run->task);
  g_free (run->lane);
  g_free (run->rows_message);
  g_free (run->rows_details);
  g_free (run);
}

/* What must not overtake what. A create has no company yet and overtakes nothing. */
static char *
dup_lane (GuildChange *change)
{
  const GuildWrite *write = guild_change_get_write (change);
  const char *workspace_id = guild_change_get_workspace_id (change);

  if (write->kind == GUILD_WRITE_CREATE_COMPANY)
    return NULL;
  return g_strjoin ("\n", workspace_id,
                    write->company_id != NULL ? write->company_id
                                              : guild_write_kind_to_id (write->kind), NULL);
}

GuildService *
guild_journal_run_get_service (GuildJournalRun *run)
{
  return run->directory != NULL ? guild_directory_get_service (run->directory) : NULL;
}

GuildChangeRecord *
guild_journal_run_dup_record (GuildJournalRun *run)
{
  return guild_change_record_copy (guild_change_get_record (run->change));
}

void
guild_journal_prefix_unsent (GError **error)
{
  if (error != NULL && *error != NULL)
    g_prefix_error (error, "%s ", _("Nothing was sent."));
}

/* --- end ------------------------------------------------------------------------------------- */

static void
leave_lane (GuildJournal *journal, const char *lane)
{
  GQueue *queue = lane != NULL ? g_hash_table_lookup (journal->lanes, lane) : NULL;

  if (queue == NULL)
    return;
  g_queue_pop_head (queue);
  if (g_queue_is_empty (queue))
    g_hash_table_remove (journal->lanes, lane);
  else
    begin (g_queue_peek_head (queue));
}

void
guild_journal_run_end (GuildJournalRun *run)
{
  g_autoptr(GuildJournal) journal = g_object_ref (run->journal);
  g_autoptr(GTask) task = g_object_ref (run->task);
  GuildChangeState state = guild_change_get_state (run->change);
  GError *error = g_steal_pointer (&run->error);
  gboolean ok = state == GUILD_CHANGE_CONFIRMED ||
                (run->kind == GUILD_JOURNAL_RESOLVE && state == GUILD_CHANGE_REFUSED);

  guild_journal_show (journal, run->change, run->directory);
  guild_journal_set_running (journal, run->change, FALSE, NULL);
  leave_lane (journal, run->lane);
  run_free (run);
  guild_journal_run_ended (journal);
  if (ok || error == NULL)
    {
      g_clear_error (&error);
      g_task_return_boolean (task, ok);
    }
  else
    g_task_return_error (task, error);
}

/* Nothing has left this machine, and the disk says "planned" or, when REVOKE, "sent". */
static void
end_unsent (GuildJournalRun *run, gboolean revoke)
{
  if (run->kind == GUILD_JOURNAL_COMMIT && !revoke)
    {
      guild_journal_run_end (run);
      return;
    }
  GuildChangeRecord *record = guild_journal_run_dup_record (run);
  record->state = GUILD_CHANGE_WITHDRAWN;
  guild_journal_run_set_message (record, run->error->message, NULL);
  guild_journal_run_settle (run, record);
}

/* --- send ------------------------------------------------------------------------------------ */

static void
doubted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  if (!guild_journal_store_update_finish (GUILD_JOURNAL_STORE (source), result, &error))
    g_debug ("A doubt was not written: %s", error->message);
  guild_journal_run_look_up (data);
}

/* Only what says for certain that nothing was done; everything else is doubt. */
static gboolean
is_refusal (const GError *error)
{
  const GuildProblem *problem = guild_problem_from_error (error);

  if (error->domain != GUILD_SERVICE_ERROR || (problem != NULL && problem->maybe_done))
    return FALSE;
  switch ((GuildServiceError) error->code)
    {
    case GUILD_SERVICE_ERROR_OFFLINE:
    case GUILD_SERVICE_ERROR_UNAUTHORISED:
    case GUILD_SERVICE_ERROR_FORBIDDEN:
    case GUILD_SERVICE_ERROR_PAYMENT:
    case GUILD_SERVICE_ERROR_NOT_FOUND:
    case GUILD_SERVICE_ERROR_CONFLICT:
    case GUILD_SERVICE_ERROR_INVALID_REQUEST:
    case GUILD_SERVICE_ERROR_RATE_LIMITED:
    case GUILD_SERVICE_ERROR_UNSUPPORTED:
      return TRUE;
    case GUILD_SERVICE_ERROR_TIMEOUT:
    case GUILD_SERVICE_ERROR_CONNECTION_LOST:
    case GUILD_SERVICE_ERROR_SERVER:
    case GUILD_SERVICE_ERROR_BAD_ANSWER:
    case GUILD_SERVICE_ERROR_TOO_LARGE:
    case GUILD_SERVICE_ERROR_CANCELLED:
    default:
      return FALSE;
    }
}

/* A gateway answers for a service that may still be at work. */
static gboolean
is_answer (const GError *error)
{
  const GuildProblem *problem = guild_problem_from_error (error);

  return problem != NULL && problem->status != 0 && problem->status != 502 &&
         problem->status != 504;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildJournalRun *run = data;
  g_autoptr(GuildOutcome) outcome =
    guild_service_write_finish (GUILD_SERVICE (source), result, &run->error);

  if (outcome != NULL)
    {
      guild_journal_run_accept (run, outcome);
      return;
    }
  GuildChangeRecord *record = guild_journal_run_dup_record (run);
  guild_journal_run_set_message (record, run->error->message, run->error);
  if (is_refusal (run->error))
    {
      record->state = GUILD_CHANGE_REFUSED;
      guild_journal_run_settle (run, record);
      return;
    }
  run->answered = is_answer (run->error);
  record->state = GUILD_CHANGE_UNKNOWN;
  guild_journal_store_update_async (run->journal->store, record, NULL, doubted_cb, run);
  guild_journal_take_record (run->journal, run->change, record);
}

static gboolean
stop_unsent (GuildJournalRun *run)
{
  if (!run->journal->closing &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (run->task)))
    return FALSE;
  run->error = g_error_new_literal (GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CANCELLED,
                                    _("It was stopped before anything was sent."));
  return TRUE;
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildJournalRun *run = data;
  GuildService *service = guild_journal_run_get_service (run);

  if (!guild_journal_store_update_finish (GUILD_JOURNAL_STORE (source), result, &run->error))
    {
      /* The disk says "planned", and so does this program. */
      GuildChangeRecord *record = guild_journal_run_dup_record (run);
      guild_journal_prefix_unsent (&run->error);
      guild_journal_run_set_message (record, run->error->message, NULL);
      guild_journal_take_record (run->journal, run->change, record);
      guild_journal_run_end (run);
      return;
    }
  guild_journal_take_record (run->journal, run->change, g_steal_pointer (&run->sent));
  if (service == NULL)
    {
      run->error = g_error_new_literal (GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
                                        _("Nothing was sent: this workspace is not signed in."));
      end_unsent (run, TRUE);
    }
  else if (stop_unsent (run))
    end_unsent (run, TRUE);
  else
    guild_service_write_async (service, guild_change_get_write (run->change),
                               g_task_get_cancellable (run->task), written_cb, run);
}

static void
mark_sent (GuildJournalRun *run, const char *archive)
{
  run->sent = guild_journal_run_dup_record (run);
  run->sent->state = GUILD_CHANGE_SENT;
  run->sent->sent = g_get_real_time ();
  run->sent->archived |= archive != NULL;
  g_clear_pointer (&run->sent->message, g_free);
  guild_journal_store_update_async (run->journal->store, run->sent, archive, marked_cb, run);
}

void
guild_journal_run_archived (GuildJournalRun *run, const char *archive, GError *error)
{
  if (error == NULL)
    {
      mark_sent (run, archive);
      return;
    }
  g_clear_error (&run->error);
  run->error = error;
  guild_journal_prefix_unsent (&run->error);
  end_unsent (run, FALSE);
}

/* --- begin ----------------------------------------------------------------------------------- */

static void
begin (GuildJournalRun *run)
{
  const GuildWrite *write = guild_change_get_write (run->change);
  GuildDirectory *directory = g_hash_table_lookup (
    run->journal->directories, guild_change_get_workspace_id (run->change));

  g_set_object (&run->directory, directory);
  if (run->kind == GUILD_JOURNAL_RESOLVE)
    guild_journal_run_look_up (run);
  else if (stop_unsent (run))
    end_unsent (run, FALSE);
  else if (guild_journal_run_get_service (run) == NULL)
    {
      run->error = g_error_new_literal (GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
                                        _("Nothing was sent: this workspace is not signed in."));
      end_unsent (run, FALSE);
    }
  else if (write->kind == GUILD_WRITE_DELETE_COMPANY)
    guild_journal_run_archive (run);
  else
    mark_sent (run, NULL);
}

static void
stop_look (GuildJournalRun *run)
{
  g_cancellable_cancel (run->look);
  if (run->timer != 0)
    {
      g_clear_handle_id (&run->timer, g_source_remove);
      guild_journal_run_stay_unknown (run, NULL);
    }
}

static void
forward_cancel_cb (GCancellable *cancellable, GuildJournalRun *run)
{
  g_cancellable_cancel (run->look);
}

void
guild_journal_run_start (GuildJournal *self, GuildChange *change, GuildJournalRunKind kind,
                         GTask *task)
{
  GuildJournalRun *run = g_new0 (GuildJournalRun, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  run->task = task;
  run->journal = self;
  run->change = g_object_ref (change);
  run->kind = kind;
  run->look = g_cancellable_new ();
  run->lane = dup_lane (change);
  guild_journal_set_running (self, change, TRUE, run);
  /* A cancelled write is looked up; only a look for its own sake stops with its caller. */
  if (kind == GUILD_JOURNAL_RESOLVE && cancellable != NULL)
    run->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel_cb), run, NULL);
  if (run->lane == NULL)
    {
      begin (run);
      return;
    }
  GQueue *queue = g_hash_table_lookup (self->lanes, run->lane);
  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (self->lanes, g_strdup (run->lane), queue);
    }
  g_queue_push_tail (queue, run);
  if (g_queue_peek_head (queue) == run)
    begin (run);
}

void
guild_journal_run_stop_all (GuildJournal *self)
{
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer change;

  /* The end of one run may end others. */
  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, &change, NULL))
    g_ptr_array_add (changes, g_object_ref (change));
  for (guint i = 0; i < changes->len; i++)
    {
      GuildJournalRun *run = g_hash_table_lookup (self->running, changes->pdata[i]);
      if (run != NULL)
        stop_look (run);
    }
}
