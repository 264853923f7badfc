/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GTask     *task;   /* (owned) */
  GPtrArray *groups; /* (owned) (element-type GuildGroup) */
  GError    *error;  /* (owned) (nullable) */
} Asked;

static void
store_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Asked *asked = data;
  guild_store_set_groups (store, asked->groups);
}

static void
store_done (gpointer data)
{
  Asked *asked = data;

  if (asked->error != NULL)
    g_task_return_error (asked->task, asked->error);
  else
    g_task_return_boolean (asked->task, TRUE);
  g_object_unref (asked->task);
  g_ptr_array_unref (asked->groups);
  g_free (asked);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildDirectory *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) groups =
    guild_service_list_groups_finish (GUILD_SERVICE (source), result, &error);

  if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED))
    groups = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_group_free);
  if (groups == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  guild_directory_set_groups (self, groups);
  Asked *asked = g_new0 (Asked, 1);
  asked->task = g_steal_pointer (&task);
  asked->groups = g_steal_pointer (&groups);
  asked->error = error;
  if (self->worker == NULL || !guild_worker_push (self->worker, store_run, store_done, asked))
    store_done (asked);
}

void
guild_directory_refresh_groups_async (GuildDirectory *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_directory_refresh_groups_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->service == NULL)
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_OFFLINE, NULL, "%s",
                               _("There is no connection to the service. Connect the workspace and "
                                 "try again."));
      g_task_return_error (task, error);
      return;
    }
  guild_service_list_groups_async (self->service, cancellable, listed_cb, g_steal_pointer (&task));
}

gboolean
guild_directory_refresh_groups_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
