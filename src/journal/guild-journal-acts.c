/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-private.h"

#include <glib/gi18n-lib.h>

/* What a caller may do with a change. */

static GTask *
task_new (GuildJournal *self, gpointer tag, GuildChange *change, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_object_ref (change), g_object_unref);
  /* What became of the change is the answer, also when nobody waits for it any more. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

static gboolean
return_if_closing (GTask *task)
{
  GuildJournal *self = g_task_get_source_object (task);

  if (!self->closing)
    return FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED,
                           _("Nothing was sent: Guildhall is closing."));
  return TRUE;
}

static void
inserted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildJournal *self = g_task_get_source_object (task);
  GuildChange *change = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 id =
    guild_journal_store_insert_finish (GUILD_JOURNAL_STORE (source), result, &error);

  if (id == 0)
    {
      guild_journal_prefix_unsent (&error);
      g_task_return_error (task, error);
      return;
    }
  guild_journal_admit (self, change, id);
  if (g_task_get_source_tag (task) == guild_journal_perform_async)
    guild_journal_run_start (self, change, GUILD_JOURNAL_PERFORM, g_steal_pointer (&task));
  else
    guild_journal_hide (self, change, g_steal_pointer (&task));
}

void
guild_journal_perform_async (GuildJournal *self, GuildChange *change, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change) && guild_change_get_id (change) == 0);
  g_autoptr(GTask) task =
    task_new (self, guild_journal_perform_async, change, cancellable, callback, data);
  GuildDirectory *directory =
    g_hash_table_lookup (self->directories, guild_change_get_workspace_id (change));

  if (return_if_closing (task))
    return;
  if (directory == NULL || guild_directory_get_service (directory) == NULL)
    {
      g_task_return_new_error (task, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNAUTHORISED,
                               _("Nothing was sent: this workspace is not signed in."));
      return;
    }
  guild_journal_store_insert_async (self->store, guild_change_get_record (change), inserted_cb,
                                    g_steal_pointer (&task));
}

static gboolean
finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
guild_journal_perform_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish (self, result, error);
}

void
guild_journal_plan_async (GuildJournal *self, GuildChange *change, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change) && guild_change_get_id (change) == 0);
  g_autoptr(GTask) task =
    task_new (self, guild_journal_plan_async, change, cancellable, callback, data);

  if (!return_if_closing (task))
    guild_journal_store_insert_async (self->store, guild_change_get_record (change), inserted_cb,
                                      g_steal_pointer (&task));
}

gboolean
guild_journal_plan_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish (self, result, error);
}

/* --- commit, withdraw, resolve --------------------------------------------------------------- */

static gboolean
return_unless (GTask *task, GuildChangeState state)
{
  GuildJournal *self = g_task_get_source_object (task);
  GuildChange *change = g_task_get_task_data (task);

  if (g_hash_table_contains (self->running, change))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                             _("This change is already on its way."));
  else if (guild_change_get_state (change) != state)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             _("This change has been settled already: %s."),
                             guild_change_state_title (guild_change_get_state (change)));
  else
    return FALSE;
  return TRUE;
}

void
guild_journal_commit_async (GuildJournal *self, GuildChange *change, GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change) && guild_change_get_id (change) != 0);
  g_autoptr(GTask) task =
    task_new (self, guild_journal_commit_async, change, NULL, callback, data);

  if (!return_if_closing (task) && !return_unless (task, GUILD_CHANGE_PLANNED))
    guild_journal_run_start (self, change, GUILD_JOURNAL_COMMIT, g_steal_pointer (&task));
}

gboolean
guild_journal_commit_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish (self, result, error);
}

static GuildChangeRecord *
dup_withdrawn (GuildChange *change)
{
  GuildChangeRecord *record = guild_change_record_copy (guild_change_get_record (change));

  record->state = GUILD_CHANGE_WITHDRAWN;
  record->settled = g_get_real_time ();
  return record;
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildJournal *self = g_task_get_source_object (task);
  GuildChange *change = g_task_get_task_data (task);
  GError *error = NULL;

  guild_journal_set_running (self, change, FALSE, NULL);
  if (guild_journal_store_update_finish (GUILD_JOURNAL_STORE (source), result, &error))
    guild_journal_take_record (self, change, dup_withdrawn (change));
  guild_journal_show (self, change, g_hash_table_lookup (
    self->directories, guild_change_get_workspace_id (change)));
  guild_journal_run_ended (self);
  if (error != NULL)
    {
      guild_journal_prefix_unsent (&error);
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, TRUE);
}

void
guild_journal_withdraw_async (GuildJournal *self, GuildChange *change,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change) && guild_change_get_id (change) != 0);
  g_autoptr(GTask) task =
    task_new (self, guild_journal_withdraw_async, change, NULL, callback, data);

  if (return_if_closing (task) || return_unless (task, GUILD_CHANGE_PLANNED))
    return;
  /* From here on a commit comes too late. */
  guild_journal_set_running (self, change, TRUE, NULL);
  g_autoptr(GuildChangeRecord) record = dup_withdrawn (change);
  guild_journal_store_update_async (self->store, record, NULL, withdrawn_cb,
                                    g_steal_pointer (&task));
}

gboolean
guild_journal_withdraw_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish (self, result, error);
}

void
guild_journal_resolve_async (GuildJournal *self, GuildChange *change, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change) && guild_change_get_id (change) != 0);
  g_autoptr(GTask) task =
    task_new (self, guild_journal_resolve_async, change, cancellable, callback, data);

  if (!return_if_closing (task) && !return_unless (task, GUILD_CHANGE_UNKNOWN))
    guild_journal_run_start (self, change, GUILD_JOURNAL_RESOLVE, g_steal_pointer (&task));
}

gboolean
guild_journal_resolve_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish (self, result, error);
}
