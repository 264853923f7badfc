/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GTask *task; /* (owned) (nullable): nobody waits for a write */
  char  *key;  /* (owned) */
  char  *text; /* (owned) (nullable) */
} Note;

static Note *
note_new (GTask *task, const char *key, const char *text)
{
  Note *self = g_new0 (Note, 1);

  self->task = task;
  self->key = g_strdup (key);
  self->text = g_strdup (text);
  return self;
}

static void
note_free (gpointer data)
{
  Note *self = data;

  g_clear_object (&self->task);
  g_free (self->key);
  g_free (self->text);
  g_free (self);
}

static void
read_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Note *note = data;
  note->text = guild_cache_dup_note (guild_store_get_cache (store), note->key);
}

static void
read_done (gpointer data)
{
  Note *note = data;

  g_task_return_pointer (note->task, g_steal_pointer (&note->text), g_free);
  note_free (note);
}

static void
write_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  GuildCache *cache = guild_store_get_cache (store);
  Note *note = data;

  for (guint attempt = 0; attempt < 2; attempt++)
    {
      guild_cache_begin (cache);
      guild_cache_set_note (cache, note->key, note->text);
      if (guild_cache_commit (cache))
        break;
    }
}

void
guild_directory_read_note_async (GuildDirectory *self, const char *key,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (key != NULL);

  GTask *task = g_task_new (self, NULL, callback, data);
  Note *note = note_new (task, key, NULL);

  g_task_set_source_tag (task, guild_directory_read_note_async);
  if (self->worker != NULL && guild_worker_push (self->worker, read_run, read_done, note))
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                           _("The list of companies was closed."));
  note_free (note);
}

char *
guild_directory_read_note_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_directory_write_note (GuildDirectory *self, const char *key, const char *text)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (key != NULL && text != NULL);

  Note *note = note_new (NULL, key, text);
  if (self->worker == NULL || !guild_worker_push (self->worker, write_run, note_free, note))
    note_free (note);
}
