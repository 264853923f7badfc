/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-data-check.h"

#include "company/guild-ids.h"
#include "directory/guild-attention.h"

#define MOST_AT_ONCE 4
#define NOTE_AFTER   50 /* companies: what is known is on show while the rest is asked */

typedef struct
{
  GuildDirectory    *directory; /* (owned) */
  GuildService      *service;   /* (owned) */
  GPtrArray         *ids;       /* (owned) (element-type utf8) */
  GPtrArray         *found;     /* (owned) (element-type GuildFailure): not noted yet */
  GuildDataCheckFunc progress;
  gpointer           progress_data;
  guint              next;      /* of ids */
  guint              n_running;
  guint              n_checked;
  guint              n_failing;
  GError            *error;     /* (owned) (nullable): ends it */
} Check;

typedef struct
{
  GTask      *task; /* (owned): of the check */
  const char *id;   /* of the check's */
} Question;

static void
check_free (gpointer data)
{
  Check *self = data;

  g_object_unref (self->directory);
  g_object_unref (self->service);
  guild_ids_unref (self->ids);
  g_ptr_array_unref (self->found);
  g_clear_error (&self->error);
  g_free (self);
}

GuildFailure *
guild_data_check_judge (const char *company_id, GPtrArray *statuses)
{
  g_return_val_if_fail (company_id != NULL && statuses != NULL, NULL);

  gint64 since = G_MAXINT64;
  gboolean failing = FALSE;
  for (guint i = 0; i < statuses->len; i++)
    {
      const GuildDataStatus *status = statuses->pdata[i];
      if (!guild_sync_status_is_error (status->status))
        continue;
      failing = TRUE;
      since = MIN (since, status->last_success); /* never is the smallest */
    }
  return guild_failure_new (company_id, failing, failing ? since : GUILD_NUMBER_UNSET,
                            guild_attention_now ());
}

static GPtrArray *
found_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) guild_failure_free);
}

static void
note (Check *self)
{
  if (self->found->len == 0)
    return;
  guild_directory_note_failures (self->directory, self->found);
  g_ptr_array_unref (self->found);
  self->found = found_new ();
}

static void ask_more (GTask *task);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr(GTask) task = question->task;
  Check *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) statuses =
    guild_codat_read_data_status_finish (GUILD_CODAT (source), result, &error);

  self->n_running--;
  if (statuses != NULL)
    {
      GuildFailure *failure = guild_data_check_judge (question->id, statuses);
      self->n_checked++;
      self->n_failing += failure->failing ? 1 : 0;
      g_ptr_array_add (self->found, failure);
    }
  else if (self->error == NULL &&
           !g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    self->error = g_steal_pointer (&error);
  if (self->found->len >= NOTE_AFTER)
    note (self);
  if (self->error == NULL)
    self->progress (self->next - self->n_running, self->ids->len, self->progress_data);
  ask_more (task);
}

static void
ask_more (GTask *task)
{
  Check *self = g_task_get_task_data (task);

  while (self->error == NULL && self->next < self->ids->len && self->n_running < MOST_AT_ONCE)
    {
      Question *question = g_new0 (Question, 1);
      question->task = g_object_ref (task);
      question->id = self->ids->pdata[self->next++];
      self->n_running++;
      guild_codat_read_data_status_async (GUILD_CODAT (self->service), question->id,
                                          g_task_get_cancellable (task), answered_cb, question);
    }
  if (self->n_running > 0)
    return;
  note (self);
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_int (task, self->n_failing);
}

void
guild_data_check_async (GuildDirectory *directory, GPtrArray *company_ids,
                        GuildDataCheckFunc progress, gpointer progress_data,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (GUILD_IS_CODAT (guild_directory_get_service (directory)));
  g_return_if_fail (company_ids != NULL && company_ids->len > 0);
  g_return_if_fail (progress != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);
  Check *self = g_new0 (Check, 1);
  self->directory = g_object_ref (directory);
  self->service = g_object_ref (guild_directory_get_service (directory));
  self->ids = g_ptr_array_ref (company_ids);
  self->found = found_new ();
  self->progress = progress;
  self->progress_data = progress_data;
  g_task_set_source_tag (task, guild_data_check_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, check_free);
  ask_more (task);
}

int
guild_data_check_finish (GAsyncResult *result, guint *n_checked, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);

  *n_checked = ((Check *) g_task_get_task_data (G_TASK (result)))->n_checked;
  return (int) g_task_propagate_int (G_TASK (result), error);
}
