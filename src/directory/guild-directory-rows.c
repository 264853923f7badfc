/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

#include <glib/gi18n-lib.h>

/* Single companies on their way between the main thread, the worker and the service. */
typedef struct
{
  GTask        *task;       /* (owned) (nullable) */
  char         *company_id; /* (owned) (nullable) */
  GuildBatch   *batch;      /* (owned) (nullable) */
  guint64       serial;
  guint64       after;      /* serial when the service was asked */
  gboolean      hidden;
  GError       *reason;     /* (owned) (nullable): told when the removal is done */
  GuildCompany *company;    /* (owned) (nullable): what was found */
  GError       *error;      /* (owned) (nullable) */
  const GuildFieldTable *table;
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;
  g_clear_object (&self->task);
  g_clear_object (&self->company);
  g_clear_pointer (&self->batch, guild_batch_unref);
  g_clear_error (&self->reason);
  g_clear_error (&self->error);
  g_free (self->company_id);
  g_free (self);
}

/* Takes ERRAND. */
static void
push (GuildDirectory *self, GuildJobFunc run, GuildDoneFunc done, Errand *errand)
{
  if (self->worker != NULL && guild_worker_push (self->worker, run, done, errand))
    return;
  if (errand->task != NULL)
    g_task_return_new_error (errand->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The list of companies was closed. Nothing was changed here."));
  errand_free (errand);
}

static void
done_boolean (gpointer data)
{
  Errand *errand = data;
  g_task_return_boolean (errand->task, TRUE);
  errand_free (errand);
}

static void
done_company (gpointer data)
{
  Errand *errand = data;

  if (errand->company != NULL)
    g_task_return_pointer (errand->task, g_steal_pointer (&errand->company), g_object_unref);
  else
    g_task_return_error (errand->task, g_steal_pointer (&errand->error));
  errand_free (errand);
}

/* Answers of writes */

static void
apply_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Errand *errand = data;
  guild_store_apply (store, errand->batch, errand->serial, G_MAXUINT64);
}

void
guild_directory_apply_async (GuildDirectory *self, GuildBatch *batch, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (batch != NULL && guild_batch_get_table (batch) == self->table);

  Errand *errand = g_new0 (Errand, 1);
  errand->task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (errand->task, guild_directory_apply_async);
  errand->batch = guild_batch_ref (batch);
  errand->serial = ++self->serial;
  push (self, apply_run, done_boolean, errand);
}

gboolean
guild_directory_apply_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
remove_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Errand *errand = data;
  guild_store_remove (store, errand->company_id, errand->serial, G_MAXUINT64);
}

void
guild_directory_remove_async (GuildDirectory *self, const char *company_id,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (company_id != NULL);

  Errand *errand = g_new0 (Errand, 1);
  errand->task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (errand->task, guild_directory_remove_async);
  errand->company_id = g_strdup (company_id);
  errand->serial = ++self->serial;
  push (self, remove_run, done_boolean, errand);
}

gboolean
guild_directory_remove_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
hide_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Errand *errand = data;
  guild_store_set_hidden (store, errand->company_id, errand->hidden);
}

void
guild_directory_set_hidden (GuildDirectory *self, const char *company_id, gboolean hidden)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (company_id != NULL);

  Errand *errand = g_new0 (Errand, 1);
  errand->company_id = g_strdup (company_id);
  errand->hidden = hidden;
  push (self, hide_run, errand_free, errand);
}

/* What was found with the data of companies */

typedef struct
{
  GPtrArray *found; /* (owned) (element-type GuildFailure) */
} Findings;

static void
findings_free (gpointer data)
{
  Findings *self = data;
  g_ptr_array_unref (self->found);
  g_free (self);
}

static void
note_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Findings *findings = data;
  guild_store_note_failures (store, findings->found);
}

void
guild_directory_note_failures (GuildDirectory *self, GPtrArray *found)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (found != NULL);

  Findings *findings = g_new0 (Findings, 1);
  findings->found = g_ptr_array_ref (found);
  if (self->worker == NULL || !guild_worker_push (self->worker, note_run, findings_free, findings))
    findings_free (findings);
}

/* One company from the cache or from the service */

static void
load_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Errand *errand = data;
  g_autofree char *json = guild_store_dup_json (store, errand->company_id);

  if (json == NULL)
    guild_problem_set_error (&errand->error, GUILD_SERVICE_ERROR_NOT_FOUND, NULL, "%s",
                             _("This company is not in the list any more."));
  else
    errand->company = guild_company_new_from_json (errand->table, json, &errand->error);
}

void
guild_directory_load_company_async (GuildDirectory *self, const char *company_id,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (company_id != NULL);

  Errand *errand = g_new0 (Errand, 1);
  errand->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (errand->task, guild_directory_load_company_async);
  errand->company_id = g_strdup (company_id);
  errand->table = self->table;
  push (self, load_run, done_company, errand);
}

GuildCompany *
guild_directory_load_company_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
has_company (GuildBatch *batch, const char *id)
{
  for (guint i = 0; i < guild_batch_get_length (batch); i++)
    if (g_strcmp0 (guild_batch_get_id (batch, i), id) == 0)
      return TRUE;
  return FALSE;
}

static void
refresh_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Errand *errand = data;

  if (errand->reason != NULL)
    {
      guild_store_remove (store, errand->company_id, errand->serial, errand->after);
      errand->error = g_steal_pointer (&errand->reason);
    }
  else if (!has_company (errand->batch, errand->company_id))
    guild_problem_set_error (&errand->error, GUILD_SERVICE_ERROR_BAD_ANSWER, NULL, "%s",
                             _("The service answered with something other than this company. "
                               "Nothing was changed. Try again later."));
  else
    {
      /* A write may have been answered since this was asked: what is kept is the truth. */
      guild_store_apply (store, errand->batch, errand->serial, errand->after);
      load_run (worker, store, data);
    }
}

static void
read_company_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = data;
  GuildDirectory *self = g_task_get_source_object (errand->task);
  g_autoptr(GError) error = NULL;

  errand->batch = guild_service_read_company_finish (GUILD_SERVICE (source), result, &error);
  if (errand->batch == NULL &&
      !g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    {
      g_task_return_error (errand->task, g_steal_pointer (&error));
      errand_free (errand);
      return;
    }
  errand->reason = g_steal_pointer (&error);
  push (self, refresh_run, done_company, errand);
}

void
guild_directory_refresh_company_async (GuildDirectory *self, const char *company_id,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (company_id != NULL);

  Errand *errand = g_new0 (Errand, 1);
  errand->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (errand->task, guild_directory_refresh_company_async);
  /* What was read is applied even when nobody waits for it any more. */
  g_task_set_check_cancellable (errand->task, FALSE);
  errand->company_id = g_strdup (company_id);
  errand->table = self->table;
  /* Numbered when it is asked: of two that overlap, the one asked later knows more. */
  errand->serial = ++self->serial;
  errand->after = errand->serial;
  if (self->service != NULL)
    {
      guild_service_read_company_async (self->service, company_id, cancellable, read_company_cb,
                                        errand);
      return;
    }
  guild_problem_set_error (&errand->error, GUILD_SERVICE_ERROR_OFFLINE, NULL, "%s",
                           _("There is no connection to the service. Nothing was changed. "
                             "Connect the workspace and try again."));
  done_company (errand);
}

GuildCompany *
guild_directory_refresh_company_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Close */

void
guild_directory_close_async (GuildDirectory *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));

  Errand *errand = g_new0 (Errand, 1);
  errand->task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (errand->task, guild_directory_close_async);
  if (self->sync != NULL)
    guild_sync_cancel (self->sync);
  guild_worker_close (self->worker, done_boolean, errand);
}

gboolean
guild_directory_close_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
