/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-desk-private.h"

#include <glib/gi18n-lib.h>
#include "company/guild-thread.h"

/* Editing a workspace: keyring, list on disk, directory. Each step undoes the ones before when it
 * fails. */

typedef struct
{
  GuildWorkspace *edited; /* (owned) */
  char           *secret; /* (owned) (nullable): the new one */
  char           *old;    /* (owned) (nullable): what the keyring held */
  gboolean        moved;  /* the same key asks elsewhere, or for somebody else */
} Edit;

static void
edit_free (gpointer data)
{
  Edit *self = data;

  g_clear_object (&self->edited);
  g_clear_pointer (&self->secret, guild_keyring_free_secret);
  g_clear_pointer (&self->old, guild_keyring_free_secret);
  g_free (self);
}

/* ---- the directory ---- */

/* TASK is taken. */
static void
connect_anew (GTask *task)
{
  g_autoptr(GTask) owned = task;
  GuildDesk *self = g_task_get_source_object (task);
  Edit *edit = g_task_get_task_data (task);
  GuildSeat *seat = g_hash_table_lookup (self->seats, guild_workspace_get_id (edit->edited));

  if (seat != NULL && edit->secret != NULL)
    guild_desk_connect_service (seat, edit->secret);
  else if (seat != NULL && edit->moved)
    guild_desk_retry_credentials (self, seat->directory);
  g_task_return_boolean (task, TRUE);
}

static void
sync_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guild_directory_sync_finish (GUILD_DIRECTORY (source), result, NULL);
  connect_anew (data);
}

static void
take_over (GuildWorkspace *workspace, Edit *edit)
{
  GuildWorkspace *edited = edit->edited;

  edit->moved = g_strcmp0 (guild_workspace_get_region (workspace),
                           guild_workspace_get_region (edited)) != 0 ||
                g_strcmp0 (guild_workspace_get_user_id (workspace),
                           guild_workspace_get_user_id (edited)) != 0;
  g_object_set (workspace, "name", guild_workspace_get_name (edited),
                "base-url", guild_workspace_get_base_url (edited),
                "client-id", guild_workspace_get_client_id (edited),
                "region", guild_workspace_get_region (edited),
                "user-id", guild_workspace_get_user_id (edited),
                "redirect-url", guild_workspace_get_redirect_url (edited), NULL);
}

/* TASK is taken. A sync with the old key would be taken for one with the new. */
static void
apply (GTask *task)
{
  GuildDesk *self = g_task_get_source_object (task);
  Edit *edit = g_task_get_task_data (task);
  GuildSeat *seat = g_hash_table_lookup (self->seats, guild_workspace_get_id (edit->edited));

  if (seat != NULL)
    take_over (guild_directory_get_workspace (seat->directory), edit);
  if (seat == NULL || !guild_directory_get_syncing (seat->directory) ||
      (edit->secret == NULL && !edit->moved))
    {
      connect_anew (task);
      return;
    }
  guild_directory_cancel_sync (seat->directory);
  guild_directory_sync_async (seat->directory, NULL, sync_ended_cb, task);
}

/* ---- the list on disk ---- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Edit *edit = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    apply (g_steal_pointer (&task));
  else if (edit->secret != NULL)
    guild_desk_undo_key (g_steal_pointer (&task), edit->edited, edit->old, error);
  else
    g_task_return_error (task, error);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GuildDesk *self = source;
  Edit *edit = task_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->listing);
  GError *error = NULL;

  if (guild_workspace_list_add (self->workspaces, edit->edited, &error))
    guild_task_return_boolean (task, TRUE);
  else
    guild_task_return_error (task, error);
}

/* TASK is taken. */
static void
write_list (GTask *task)
{
  g_autoptr(GTask) listing = g_task_new (g_task_get_source_object (task), NULL, listed_cb, task);

  g_task_set_source_tag (listing, write_list);
  /* The edit lives as long as the outer task, which the callback's data holds. */
  g_task_set_task_data (listing, g_task_get_task_data (task), NULL);
  guild_task_run (listing, list_in_thread);
}

/* ---- the keyring ---- */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (guild_keyring_store_finish (result, &error))
    write_list (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Edit *edit = g_task_get_task_data (task);

  /* Where it cannot be read it cannot be written either, and storing says why. */
  edit->old = guild_keyring_lookup_finish (result, NULL);
  guild_keyring_store_async (edit->edited, edit->secret, NULL, stored_cb,
                             g_steal_pointer (&task));
}

void
guild_desk_edit_workspace_async (GuildDesk *self, GuildWorkspace *edited, const char *secret,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  g_return_if_fail (GUILD_IS_WORKSPACE (edited) && !guild_workspace_is_sandbox (edited));

  g_autoptr(GTask) task = g_task_new (self, NULL, callback, data);
  Edit *edit = g_new0 (Edit, 1);
  edit->edited = g_object_ref (edited);
  edit->secret = g_strdup (secret);
  g_task_set_source_tag (task, guild_desk_edit_workspace_async);
  g_task_set_task_data (task, edit, edit_free);
  guild_desk_hold_for (self, task);
  if (self->workspaces == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                             _("The list of workspaces is still being read. Try again."));
  else if (secret != NULL)
    guild_keyring_lookup_async (edited, NULL, found_cb, g_steal_pointer (&task));
  else
    write_list (g_steal_pointer (&task));
}

gboolean
guild_desk_edit_workspace_finish (GuildDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
