/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-merge.h"
#include "journal/guild-journal-private.h"

#include <glib/gi18n-lib.h>

/* Which changes can be undone, and undoing one. */

/* What a write is about, whichever way it goes. */
static GuildWriteKind
get_matter (const GuildWrite *write)
{
  switch ((guint) write->kind)
    {
    case GUILD_WRITE_REMOVE_FROM_GROUP:
      return GUILD_WRITE_ADD_TO_GROUP;
    case GUILD_WRITE_REMOVE_PRODUCT:
      return GUILD_WRITE_ADD_PRODUCT;
    default:
      return write->kind;
    }
}

/* A member is the same one in whichever company. */
static gboolean
concerns_same (const GuildWrite *a, const GuildWrite *b)
{
  if (a->kind == GUILD_WRITE_MOVE_MEMBER && b->kind == GUILD_WRITE_MOVE_MEMBER)
    return g_strcmp0 (a->target_id, b->target_id) == 0;
  return g_strcmp0 (a->company_id, b->company_id) == 0;
}

/* Whether LATER, unless it came to nothing, leaves nothing of CHANGE to go back to. */
static gboolean
supersedes (GuildChange *later, GuildChange *change)
{
  const GuildWrite *a = guild_change_get_write (change);
  const GuildWrite *b = guild_change_get_write (later);
  GuildChangeState state = guild_change_get_state (later);

  if (state == GUILD_CHANGE_REFUSED || state == GUILD_CHANGE_WITHDRAWN)
    return FALSE;
  if (get_matter (a) != get_matter (b) && b->kind != GUILD_WRITE_DELETE_COMPANY)
    return FALSE;
  if (!concerns_same (a, b) ||
      !g_str_equal (guild_change_get_workspace_id (change), guild_change_get_workspace_id (later)))
    return FALSE;
  return b->kind == GUILD_WRITE_DELETE_COMPANY || g_strcmp0 (a->target_id, b->target_id) == 0;
}

static gboolean
can_undo (GuildJournal *self, GuildChange *change)
{
  if (guild_change_get_inverse (change) == NULL ||
      guild_change_get_state (change) != GUILD_CHANGE_CONFIRMED)
    return FALSE;
  for (guint i = self->changes->len; i > 0 && self->changes->pdata[i - 1] != change; i--)
    if (supersedes (self->changes->pdata[i - 1], change))
      return FALSE;
  return TRUE;
}

void
guild_journal_update_undo (GuildJournal *self, GuildChange *change)
{
  const GuildWrite *write = guild_change_get_write (change);

  guild_change_set_can_undo (change, can_undo (self, change));
  for (guint i = 0; i < self->changes->len && self->changes->pdata[i] != change; i++)
    {
      GuildChange *earlier = self->changes->pdata[i];

      if (guild_change_get_inverse (earlier) != NULL &&
          concerns_same (guild_change_get_write (earlier), write))
        guild_change_set_can_undo (earlier, can_undo (self, earlier));
    }
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes TASK. */
static void
send (GTask *task, const GuildWrite *write, const GuildWrite *inverse)
{
  GuildJournal *self = g_task_get_source_object (task);
  GuildChange *change = g_task_get_task_data (task);
  g_autoptr(GuildChange) undo = guild_change_new (guild_change_get_workspace_id (change), write,
                                                  guild_change_get_company_name (change));

  guild_change_set_inverse (undo, inverse);
  guild_journal_perform_async (self, undo, g_task_get_cancellable (task), undone_cb, task);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);
  g_autoptr(GuildWrite) back = NULL;
  g_autoptr(GuildWrite) write = company == NULL
    ? NULL : guild_journal_merge (g_task_get_task_data (task), company, &back, &error);

  if (write != NULL)
    send (g_steal_pointer (&task), write, back);
  else
    g_task_return_error (task, error);
}

/**
 * guild_journal_undo_async:
 * @self: a journal
 * @change: one of its changes
 *
 * Finishes with %G_IO_ERROR_INVALID_ARGUMENT, and nothing is sent, when guild_change_get_can_undo()
 * says no; otherwise like guild_journal_perform_async() of the inverse. @change itself stays
 * confirmed: it did happen.
 */
void
guild_journal_undo_async (GuildJournal *self, GuildChange *change, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change));

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_journal_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!guild_change_get_can_undo (change))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               _("This can no longer be undone. Nothing was sent."));
      g_object_unref (task);
      return;
    }
  GuildDirectory *directory =
    g_hash_table_lookup (self->directories, guild_change_get_workspace_id (change));
  g_task_set_task_data (task, g_object_ref (change), g_object_unref);
  if (directory != NULL && guild_journal_merge_is_needed (change))
    guild_directory_refresh_company_async (directory, guild_change_get_company_id (change),
                                           cancellable, refreshed_cb, task);
  else
    send (task, guild_change_get_inverse (change), guild_change_get_write (change));
}

gboolean
guild_journal_undo_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
