/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-desk-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-thread.h"
#include "service/autodesk/guild-autodesk-sign-in.h"

/* Adding: keyring, list on disk, directory. Each step undoes the ones before when it fails. */

typedef struct
{
  GuildWorkspace *workspace; /* (owned) */
  char           *secret;    /* (owned) */
} Addition;

static void
free_addition (gpointer data)
{
  Addition *addition = data;
  g_clear_object (&addition->workspace);
  g_clear_pointer (&addition->secret, guild_keyring_free_secret);
  g_free (addition);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GuildDesk *self = source;
  Addition *addition = task_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->listing);
  GError *error = NULL;

  if (guild_workspace_list_add (self->workspaces, addition->workspace, &error))
    guild_task_return_boolean (task, TRUE);
  else
    guild_task_return_error (task, error);
}

static void
add_directory (GTask *task)
{
  GuildDesk *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  GuildSeat *seat = guild_desk_add_seat (self, addition->workspace);

  if (seat == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _("This version of Guildhall does not know the service “%s”."),
                               guild_workspace_get_service_id (addition->workspace));
      return;
    }
  guild_desk_connect_service (seat, addition->secret);
  g_list_store_append (self->directories, seat->directory);
  g_task_return_pointer (task, g_object_ref (seat->directory), g_object_unref);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  Addition *addition = g_task_get_task_data (task);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    add_directory (task);
  else
    guild_desk_undo_key (g_steal_pointer (&task), addition->workspace, NULL, error);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GuildDesk *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);

  if (!guild_keyring_store_finish (result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (guild_workspace_is_sandbox (addition->workspace))
    {
      add_directory (task);
      return;
    }
  if (self->workspaces == NULL)
    {
      if (self->error != NULL)
        error = g_error_copy (self->error);
      else
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_BUSY,
                             _("The list of workspaces is still being read. Try again."));
      guild_desk_undo_key (g_steal_pointer (&task), addition->workspace, NULL,
                           g_steal_pointer (&error));
      return;
    }
  g_autoptr(GTask) listing = g_task_new (self, NULL, listed_cb, g_object_ref (task));
  g_task_set_source_tag (listing, stored_cb);
  /* The addition lives as long as the outer task, which the callback's data holds. */
  g_task_set_task_data (listing, addition, NULL);
  guild_task_run (listing, list_in_thread);
}

void
guild_desk_add_workspace_async (GuildDesk *self, GuildWorkspace *workspace, const char *secret,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  g_return_if_fail (GUILD_IS_WORKSPACE (workspace));
  g_return_if_fail (secret != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  Addition *addition = g_new0 (Addition, 1);
  addition->workspace = g_object_ref (workspace);
  addition->secret = g_strdup (secret);
  g_task_set_source_tag (task, guild_desk_add_workspace_async);
  g_task_set_task_data (task, addition, free_addition);
  guild_desk_hold_for (self, task);
  guild_keyring_store_async (workspace, secret, cancellable, stored_cb, g_steal_pointer (&task));
}

GuildDirectory *
guild_desk_add_workspace_finish (GuildDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Removing: the list on disk first; what is left after a failure there is a whole workspace. */

static void
delete_cache_in_thread (GTask *task, gpointer source, gpointer task_data,
                        GCancellable *cancellable)
{
  const char *endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (task_data, endings[i], NULL);
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_file_delete (file, NULL, NULL);
    }
  guild_task_return_boolean (task, TRUE);
}

typedef struct
{
  char           *id;        /* (owned) */
  GuildDirectory *directory; /* (owned) (nullable) */
  GError         *error;     /* (owned) (nullable): what stays behind */
} Removal;

static void
free_removal (gpointer data)
{
  Removal *removal = data;

  g_free (removal->id);
  g_clear_object (&removal->directory);
  g_clear_error (&removal->error);
  g_free (removal);
}

static void
removed_directory_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildDesk *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  GuildWorkspace *workspace = guild_directory_get_workspace (GUILD_DIRECTORY (source));

  guild_directory_close_finish (GUILD_DIRECTORY (source), result, NULL);
  if (!guild_workspace_is_sandbox (workspace))
    {
      g_autofree char *name = g_strconcat (guild_workspace_get_id (workspace), ".db", NULL);
      g_autoptr(GTask) deletion = g_task_new (NULL, NULL, NULL, NULL);
      g_task_set_source_tag (deletion, removed_directory_closed_cb);
      g_task_set_task_data (deletion, g_build_filename (self->cache_dir, name, NULL), g_free);
      guild_task_run (deletion, delete_cache_in_thread);
    }
  if (removal->error != NULL)
    g_task_return_error (task, g_steal_pointer (&removal->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Removal *removal = g_task_get_task_data (task);

  guild_autodesk_sign_out_finish (GUILD_WORKSPACE (source), result, &removal->error);
  guild_directory_close_async (removal->directory, removed_directory_closed_cb, task);
}

static void
key_cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Removal *removal = g_task_get_task_data (task);

  guild_keyring_clear_finish (result, &removal->error);
  guild_directory_close_async (removal->directory, removed_directory_closed_cb, task);
}

static void
unlist_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GuildDesk *self = source;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->listing);
  GError *error = NULL;

  if (guild_workspace_list_remove (self->workspaces, task_data, &error))
    guild_task_return_boolean (task, TRUE);
  else
    guild_task_return_error (task, error);
}

/* TASK is taken. */
static void
close_removed (GTask *task)
{
  GuildDesk *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  GuildDirectory *directory = guild_desk_find_directory (self, removal->id);

  if (directory == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  removal->directory = g_object_ref (directory);
  if (self->journal != NULL)
    guild_journal_detach (self->journal, removal->id);
  guild_directory_cancel_sync (directory);
  guild_desk_forget_seat (self, directory);
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  if (!guild_workspace_uses_browser (workspace))
    {
      guild_keyring_clear_async (workspace, NULL, key_cleared_cb, task);
      return;
    }
  guild_directory_set_service (directory, NULL);
  guild_autodesk_sign_out_async (workspace, NULL, signed_out_cb, task);
}

static void
unlisted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    close_removed (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
guild_desk_remove_workspace_async (GuildDesk *self, const char *workspace_id,
                                   GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  g_return_if_fail (workspace_id != NULL);

  g_autoptr(GTask) task = g_task_new (self, NULL, callback, data);
  GuildDirectory *directory = guild_desk_find_directory (self, workspace_id);
  Removal *removal = g_new0 (Removal, 1);
  removal->id = g_strdup (workspace_id);
  g_task_set_source_tag (task, guild_desk_remove_workspace_async);
  g_task_set_task_data (task, removal, free_removal);
  guild_desk_hold_for (self, task);
  if (directory == NULL || self->workspaces == NULL ||
      guild_workspace_is_sandbox (guild_directory_get_workspace (directory)))
    {
      close_removed (g_steal_pointer (&task));
      return;
    }
  g_autoptr(GTask) unlisting = g_task_new (self, NULL, unlisted_cb, g_steal_pointer (&task));
  g_task_set_source_tag (unlisting, guild_desk_remove_workspace_async);
  g_task_set_task_data (unlisting, g_strdup (workspace_id), g_free);
  guild_task_run (unlisting, unlist_in_thread);
}

gboolean
guild_desk_remove_workspace_finish (GuildDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The sandbox: its two workspaces one after the other. */

static void
autodesk_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildDirectory) directory =
    guild_desk_add_workspace_finish (GUILD_DESK (source), result, &error);

  if (directory == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
codat_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GuildDesk *self = GUILD_DESK (source);
  g_autoptr(GuildDirectory) directory = guild_desk_add_workspace_finish (self, result, &error);

  if (directory == NULL || self->sandbox == NULL)
    {
      if (error == NULL)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  guild_desk_add_workspace_async (self, self->sandbox->autodesk, self->sandbox->autodesk_secret,
                                  g_task_get_cancellable (task), autodesk_added_cb,
                                  g_object_ref (task));
}

static void
sandbox_started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GuildDesk *self = g_task_get_source_object (task);
  g_autoptr(GuildDeskSandbox) sandbox = guild_desk_sandbox_start_finish (result, &error);

  if (sandbox == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_clear_pointer (&self->sandbox, guild_desk_sandbox_free);
  self->sandbox = g_steal_pointer (&sandbox);
  guild_desk_add_workspace_async (self, self->sandbox->codat, self->sandbox->codat_key,
                                  g_task_get_cancellable (task), codat_added_cb,
                                  g_object_ref (task));
}

void
guild_desk_start_sandbox_async (GuildDesk *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DESK (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_desk_start_sandbox_async);
  if (guild_desk_find_directory (self, "sandbox-codat") != NULL)
    g_task_return_boolean (task, TRUE);
  else
    guild_desk_sandbox_start_async (cancellable, sandbox_started_cb, g_steal_pointer (&task));
}

gboolean
guild_desk_start_sandbox_finish (GuildDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
