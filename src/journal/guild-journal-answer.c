/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-run.h"

#include <glib/gi18n-lib.h>

#include "journal/guild-import-private.h"
#include "service/guild-problem.h"
#include "service/guild-transport.h"

/* What became of a change that was sent. */

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildJournalRun *run = data;
  g_autoptr(GError) error = NULL;

  /* The disk still says what it said, and the next start asks or looks it up: nothing is
   * lost, so this session may show what it knows. */
  if (!guild_journal_store_update_finish (GUILD_JOURNAL_STORE (source), result, &error))
    g_debug ("The end of change %" G_GINT64_FORMAT " was not written: %s",
             guild_change_get_id (run->change), error->message);
  guild_journal_run_end (run);
}

void
guild_journal_run_settle (GuildJournalRun *run, GuildChangeRecord *record)
{
  if (record->state != GUILD_CHANGE_UNKNOWN)
    record->settled = g_get_real_time ();
  guild_journal_store_update_async (run->journal->store, record, NULL, settled_cb, run);
  guild_journal_take_record (run->journal, run->change, record);
}

void
guild_journal_run_set_message (GuildChangeRecord *record, const char *message,
                               const GError *details)
{
  g_free (record->message);
  record->message = g_strdup (message);
  if (details == NULL || details->domain != GUILD_SERVICE_ERROR)
    return;
  g_autofree char *text = guild_problem_describe (details);
  g_free (record->details);
  record->details = text != NULL ? guild_transport_redact (text) : NULL;
}

/* --- confirmed ------------------------------------------------------------------------------- */

void
guild_journal_run_confirm (GuildJournalRun *run, const GError *error)
{
  GuildChangeRecord *record = guild_journal_run_dup_record (run);

  record->state = GUILD_CHANGE_CONFIRMED;
  g_clear_pointer (&record->message, g_free);
  g_clear_pointer (&record->details, g_free);
  record->message = g_steal_pointer (&run->rows_message);
  record->details = g_steal_pointer (&run->rows_details);
  if (error != NULL)
    {
      g_free (record->message);
      record->message = g_strdup_printf (_("It was done, but the list here could not be brought up "
                                           "to date: %s"), error->message);
    }
  guild_journal_run_settle (run, record);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  guild_directory_apply_finish (GUILD_DIRECTORY (source), result, &error);
  guild_journal_run_confirm (data, error);
}

/* An import is done also when rows of it were refused; which, and why, stays with the change. */
static void
note_failures (GuildJournalRun *run, const GuildOutcome *outcome)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  guint n_made = outcome->batch != NULL ? guild_batch_get_length (outcome->batch) : 0;

  if (outcome->failures == NULL || outcome->failures->len == 0)
    return;
  for (guint i = 0; i < outcome->failures->len; i++)
    {
      const GuildRowFailure *failure = outcome->failures->pdata[i];
      g_autofree char *line = g_strdup_printf ("%s: %s", failure->name, failure->reason);
      g_strdelimit (line, "\r\n", ' ');
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    }
  run->rows_details = guild_transport_redact (lines->str);
  g_autofree char *made =
    /* Translators: of an import; the next sentence follows it */
    g_strdup_printf (ngettext ("%u company was made.", "%u companies were made.", n_made), n_made);
  g_autofree char *refused = g_strdup_printf (
    ngettext ("%u was refused.", "%u were refused.", outcome->failures->len),
    outcome->failures->len);
  run->rows_message = g_strjoin (" ", made, refused, NULL);
}

void
guild_journal_run_accept (GuildJournalRun *run, GuildOutcome *outcome)
{
  const GuildWrite *write = guild_change_get_write (run->change);

  note_failures (run, outcome);
  if (write->kind == GUILD_WRITE_IMPORT_COMPANIES)
    guild_journal_import_keep (run->journal, guild_change_get_id (run->change), outcome);
  if (write->kind == GUILD_WRITE_CREATE_COMPANY && outcome->created_id != NULL)
    {
      GuildChangeRecord *record = guild_journal_run_dup_record (run);
      g_free (record->company_id);
      record->company_id = g_strdup (outcome->created_id);
      guild_journal_take_record (run->journal, run->change, record);
    }
  else if (write->kind == GUILD_WRITE_CREATE_CONNECTION && outcome->created_id != NULL)
    {
      GuildChangeRecord *record = guild_journal_run_dup_record (run);
      g_free (record->write->target_id);
      record->write->target_id = g_strdup (outcome->created_id);
      guild_journal_take_record (run->journal, run->change, record);
      write = guild_change_get_write (run->change);
    }
  if (outcome->gone && write->company_id != NULL)
    guild_journal_run_remove (run);
  else if (outcome->batch != NULL)
    guild_directory_apply_async (run->directory, outcome->batch, applied_cb, run);
  else
    guild_journal_run_confirm (run, NULL);
}

/* --- look up --------------------------------------------------------------------------------- */

/* The caller's error: as the write failed (or, for a look alone, as it ended), with MESSAGE. */
static void
replace_error (GuildJournalRun *run, const GError *fallback, gboolean maybe_done,
               const char *message)
{
  const GError *old = run->error != NULL ? run->error : fallback;
  const GuildProblem *known = old != NULL ? guild_problem_from_error (old) : NULL;
  GuildProblem problem = { .retry_at = GUILD_NUMBER_UNSET };
  int code = known != NULL ? old->code : GUILD_SERVICE_ERROR_CONNECTION_LOST;
  GError *error = NULL;

  if (old != NULL && g_error_matches (old, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = GUILD_SERVICE_ERROR_CANCELLED;
  if (known != NULL)
    problem = *known;
  problem.maybe_done = maybe_done;
  guild_problem_set_error (&error, code, &problem, "%s", message);
  g_clear_error (&run->error);
  run->error = error;
}

void
guild_journal_run_stay_unknown (GuildJournalRun *run, const GError *error)
{
  gboolean stopped = g_cancellable_is_cancelled (run->look);
  g_autofree char *message = NULL;

  if (stopped)
    message = g_strdup (_("It is not known whether the service did it. Look again before you "
                          "repeat it."));
  else
    message = g_strdup (_("The service could not be asked whether it was done. Look it up before "
                          "you repeat it."));
  replace_error (run, error, TRUE, message);
  if (stopped)
    {
      guild_journal_run_end (run);
      return;
    }
  GuildChangeRecord *record = guild_journal_run_dup_record (run);
  guild_journal_run_set_message (record, message, error);
  guild_journal_run_settle (run, record);
}

static void
deny (GuildJournalRun *run)
{
  const char *message = _("The service did not do it. Nothing was changed.");
  GuildChangeRecord *record = guild_journal_run_dup_record (run);

  record->state = GUILD_CHANGE_REFUSED;
  guild_journal_run_set_message (record, message, NULL);
  replace_error (run, NULL, FALSE, message);
  guild_journal_run_settle (run, record);
}

static gboolean
look_again_cb (gpointer data)
{
  GuildJournalRun *run = data;

  run->timer = 0;
  guild_journal_run_look_up (run);
  return G_SOURCE_REMOVE;
}

/* A request that nobody waits for any more may still be worked on at the other end, so an early
 * "not there" is asked once more. */
static void
hear_no (GuildJournalRun *run)
{
  gint64 settled = guild_change_get_sent (run->change) + run->journal->settle_ms * 1000LL;
  gint64 wait = settled - g_get_real_time ();

  if (run->answered || wait <= 0)
    deny (run);
  else
    run->timer = g_timeout_add (MIN (wait / 1000, run->journal->settle_ms) + 1, look_again_cb, run);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildJournalRun *run = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildOutcome) outcome =
    guild_service_look_up_finish (GUILD_SERVICE (source), result, &error);

  if (outcome != NULL)
    guild_journal_run_accept (run, outcome);
  else if (error != NULL)
    guild_journal_run_stay_unknown (run, error);
  else if (g_cancellable_is_cancelled (run->look))
    guild_journal_run_stay_unknown (run, NULL);
  else
    hear_no (run);
}

void
guild_journal_run_look_up (GuildJournalRun *run)
{
  GuildService *service = guild_journal_run_get_service (run);

  if (service == NULL || g_cancellable_is_cancelled (run->look))
    {
      g_autoptr(GError) error = g_error_new_literal (
        GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
        _("this workspace is not signed in."));
      guild_journal_run_stay_unknown (run, error);
      return;
    }
  guild_service_look_up_async (service, guild_change_get_write (run->change),
                               guild_change_get_sent (run->change), run->look, looked_up_cb, run);
}
