/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

/* Whether a service with other credentials is of the same account: its companies tell. */

#define MOST_ASKED 3

typedef struct
{
  GuildService *service; /* (owned) */
  GPtrArray    *ids;     /* (owned): still to be asked for */
} Match;

static void
match_free (gpointer data)
{
  Match *self = data;

  g_object_unref (self->service);
  g_ptr_array_unref (self->ids);
  g_free (self);
}

/* The last, the middle and the first that are there. */
static GPtrArray *
dup_ids (GuildSnapshot *snapshot)
{
  const GuildRowFlags none = GUILD_ROW_DELETED | GUILD_ROW_GONE;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GuildScratch scratch;

  for (guint i = 0; i < MOST_ASKED; i++)
    for (guint row = (guint) ((guint64) snapshot->n_rows * i / MOST_ASKED);
         row < (guint) ((guint64) snapshot->n_rows * (i + 1) / MOST_ASKED); row++)
      if ((guild_snapshot_get_flags (snapshot, row) & none) == 0)
        {
          g_ptr_array_add (ids, g_strdup (guild_snapshot_get_id (snapshot, row, &scratch)));
          break;
        }
  return ids;
}

static void ask_next (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildBatch) batch =
    guild_service_read_company_finish (GUILD_SERVICE (source), result, &error);

  /* UNSUPPORTED: a service whose account is named with the workspace, and proved by its test. */
  if (batch != NULL ||
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND) ||
           g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_FORBIDDEN))
    ask_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* TASK is taken. */
static void
ask_next (GTask *task)
{
  g_autoptr(GTask) owned = task;
  Match *self = g_task_get_task_data (task);

  if (self->ids->len == 0)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  g_autofree char *id = g_ptr_array_steal_index (self->ids, self->ids->len - 1);
  guild_service_read_company_async (self->service, id, g_task_get_cancellable (task), read_cb,
                                    g_steal_pointer (&owned));
}

void
guild_directory_match_account_async (GuildDirectory *self, GuildService *service,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (GUILD_IS_SERVICE (service));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  Match *match = g_new0 (Match, 1);
  match->service = g_object_ref (service);
  match->ids = dup_ids (guild_directory_get_snapshot (self));
  g_task_set_source_tag (task, guild_directory_match_account_async);
  g_task_set_task_data (task, match, match_free);
  if (match->ids->len == 0)
    g_task_return_boolean (task, TRUE);
  else
    ask_next (g_steal_pointer (&task));
}

gboolean
guild_directory_match_account_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
