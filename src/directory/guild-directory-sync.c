/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-sync-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GTask *task;    /* (owned) */
  gulong handler; /* of the task's cancellable */
  GuildSync *sync; /* (borrowed) */
} Waiter;

typedef struct
{
  GuildSync *sync; /* (borrowed) */
  gboolean   sweep;
  gboolean   complete;
  GPtrArray *groups; /* (owned) (nullable) */
  gint64     now;
} Ending;

/* Waiters */

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;
  /* Not g_cancellable_disconnect(): this may run inside the handler. */
  if (waiter->handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (waiter->task), waiter->handler);
  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
waiter_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Waiter *waiter = data;
  GuildSync *sync = waiter->sync;
  g_autoptr(GTask) task = g_object_ref (waiter->task);

  if (sync->waiters->len > 1)
    {
      g_ptr_array_remove (sync->waiters, waiter);
      g_task_return_error_if_cancelled (task);
      return;
    }
  /* Nobody else waits. */
  guild_sync_cancel (sync);
}

static void
add_waiter (GuildSync *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->task = g_object_ref (task);
  waiter->sync = self;
  g_ptr_array_add (self->waiters, waiter);
  if (cancellable != NULL)
    waiter->handler =
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (waiter_cancelled_cb), waiter);
}

/* The end */

static void
sync_free (GuildSync *self)
{
  g_ptr_array_unref (self->waiters);
  g_hash_table_unref (self->arrived);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_object_unref (self->cancellable);
  g_object_unref (self->service);
  g_object_unref (self->directory);
  g_free (self);
}

static void
finish (GuildSync *self)
{
  GuildDirectory *directory = self->directory;

  directory->sync = NULL;
  directory->progress = -1;
  guild_directory_set_last_error (directory, self->error);
  guild_directory_notify (directory, GUILD_DIRECTORY_PROP_PROGRESS);
  guild_directory_notify (directory, GUILD_DIRECTORY_PROP_SYNCING);
  while (self->waiters->len > 0)
    {
      Waiter *waiter = g_ptr_array_steal_index (self->waiters, 0);
      if (self->error != NULL)
        g_task_return_error (waiter->task, g_error_copy (self->error));
      else
        g_task_return_boolean (waiter->task, TRUE);
      waiter_free (waiter);
    }
  sync_free (self);
}

static void
end_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Ending *ending = data;

  if (ending->complete)
    guild_store_end_run (store, ending->sweep, ending->groups, ending->now);
  else
    guild_store_abandon_run (store);
}

static void
tidy_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  guild_cache_tidy (guild_store_get_cache (store));
}

static void
end_done (gpointer data)
{
  Ending *ending = data;
  GuildSync *self = ending->sync;

  if (ending->complete)
    {
      self->directory->last_sync = ending->now;
      guild_directory_set_groups (self->directory, ending->groups);
      guild_directory_notify (self->directory, GUILD_DIRECTORY_PROP_LAST_SYNC);
    }
  g_clear_pointer (&ending->groups, g_ptr_array_unref);
  g_free (ending);
  guild_worker_push (self->directory->worker, tidy_run, NULL, NULL);
  finish (self);
}

static void
end (GuildSync *self)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->sync = self;
  ending->complete = self->error == NULL;
  /* When companies came or went while the pages were read, one of them may have slipped through
   * between two pages: such a run is no proof that anything is gone. */
  ending->sweep = !self->total_moved && (self->total < 0 || self->n_seen >= self->total);
  ending->groups = g_steal_pointer (&self->groups);
  ending->now = g_get_real_time ();
  if (!guild_worker_push (self->directory->worker, end_run, end_done, ending))
    {
      ending->complete = FALSE;
      if (self->error == NULL)
        self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED,
                                           _("The list of companies was closed."));
      end_done (ending);
    }
}

static void
list_groups_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildSync *self = data;
  g_autoptr(GError) error = NULL;

  self->groups = guild_service_list_groups_finish (GUILD_SERVICE (source), result, &error);
  /* Groups are being withdrawn by the service (codat.md §7): being refused them is no failure, and
   * after any other trouble the ones known so far stay. */
  if (self->groups == NULL &&
      (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED) ||
       g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN) ||
       g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND)))
    self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_group_free);
  end (self);
}

void
guild_sync_end_pages (GuildSync *self)
{
  if (self->error != NULL)
    end (self);
  else
    guild_service_list_groups_async (self->service, self->cancellable, list_groups_cb, self);
}

static void
begin (GuildDirectory *directory)
{
  GuildSync *self = g_new0 (GuildSync, 1);

  self->directory = g_object_ref (directory);
  self->service = g_object_ref (directory->service);
  self->cancellable = g_cancellable_new ();
  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
  self->begun = ++directory->serial;
  directory->sync = self;
  directory->progress = -1;
  directory->n_synced = 0;
}

/* Public */

void
guild_sync_stop (GuildSync *self, const GError *error)
{
  if (self->error != NULL)
    return;
  self->error = g_error_copy (error);
  g_cancellable_cancel (self->cancellable);
}

void
guild_sync_cancel (GuildSync *self)
{
  g_autoptr(GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _("Reading the list of companies was stopped. What came so far is kept."));
  guild_sync_stop (self, error);
}

/* TASK ends with the run: a new one of BEGIN_RUN, or the one there is. */
static void
start (GuildDirectory *self, GTask *task, gboolean (*begin_run) (GuildSync *sync))
{
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->service == NULL)
    {
      g_autoptr(GError) error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_OFFLINE, NULL, "%s",
                               _("There is no connection to the service. The list is shown as it "
                                 "was last read. Connect the workspace and try again."));
      guild_directory_set_last_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (self->sync != NULL)
    {
      add_waiter (self->sync, task);
      return;
    }
  begin (self);
  GuildSync *sync = self->sync;
  add_waiter (sync, task);
  guild_directory_notify (self, GUILD_DIRECTORY_PROP_SYNCING);
  guild_directory_notify (self, GUILD_DIRECTORY_PROP_PROGRESS);
  guild_directory_notify (self, GUILD_DIRECTORY_PROP_N_SYNCED);
  if (!begin_run (sync))
    finish (sync);
}

void
guild_directory_sync_async (GuildDirectory *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_directory_sync_async);
  start (self, task, guild_sync_begin_pages);
}

gboolean
guild_directory_sync_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
guild_directory_sync_changes_async (GuildDirectory *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  gboolean able = self->service != NULL && guild_sync_can_read_changes (self);
  g_task_set_source_tag (task, guild_directory_sync_changes_async);
  start (self, task, able ? guild_sync_begin_changes : guild_sync_begin_pages);
}

gboolean
guild_directory_sync_changes_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
guild_directory_cancel_sync (GuildDirectory *self)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));

  if (self->sync != NULL)
    guild_sync_cancel (self->sync);
}
