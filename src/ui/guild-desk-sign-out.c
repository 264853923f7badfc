/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-desk-private.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk-sign-in.h"

/* Signing out of a workspace that somebody signed in to by browser. What was known of it stays. */

void
guild_desk_tell_no_secret (GuildSeat *seat)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (seat->directory);
  const char *name = guild_workspace_get_name (workspace);
  g_autoptr(GError) error = NULL;

  if (guild_workspace_uses_browser (workspace))
    guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNAUTHORISED, NULL,
                             _("Nobody is signed in to “%s”. What was known before is shown; "
                               "nothing can be read until somebody signs in."), name);
  else
    guild_problem_set_error (&error, GUILD_SERVICE_ERROR_UNAUTHORISED, NULL,
                             _("This computer holds no key for “%s”. What was known before is "
                               "shown; nothing can be read or changed until its key is entered "
                               "again."), name);
  guild_desk_set_seat_error (seat, error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (guild_autodesk_sign_out_finish (GUILD_WORKSPACE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
guild_desk_sign_out_async (GuildDesk *self, GuildDirectory *directory,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  GuildSeat *seat = g_hash_table_lookup (self->seats, guild_workspace_get_id (workspace));
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, guild_desk_sign_out_async);
  guild_desk_hold_for (self, task);
  if (self->journal != NULL)
    guild_journal_detach (self->journal, guild_workspace_get_id (workspace));
  guild_directory_cancel_sync (directory);
  guild_directory_set_service (directory, NULL);
  if (seat != NULL)
    guild_desk_tell_no_secret (seat);
  guild_autodesk_sign_out_async (workspace, NULL, signed_out_cb, task);
}

gboolean
guild_desk_sign_out_finish (GuildDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* An attempt: when Autodesk cannot be told, the sign-in ends there by itself. */
void
guild_desk_discard_sign_in (GuildDesk *self, GuildWorkspace *draft)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  g_return_if_fail (GUILD_IS_WORKSPACE (draft));

  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, guild_desk_discard_sign_in);
  guild_desk_hold_for (self, task);
  guild_autodesk_sign_out_async (draft, NULL, signed_out_cb, task);
}
