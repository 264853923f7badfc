/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-desk-private.h"

#include <glib/gi18n-lib.h>

/* The way back for a key that was stored for nothing. Who asked is answered when it has been gone:
 * whoever quits upon the answer loses nothing. */

typedef struct
{
  GTask    *task;  /* (owned) */
  GError   *error; /* (owned): why */
  gboolean  had;   /* there is an old key */
} Undo;

static void
finish (Undo *undo, const GError *refusal)
{
  g_autoptr(GTask) task = g_steal_pointer (&undo->task);

  if (refusal != NULL)
    {
      g_autofree char *first = g_steal_pointer (&undo->error->message);
      undo->error->message = g_strdup_printf (
        /* Translators: two %s are what went wrong, with full stops at the end */
        undo->had ? _("%s The old key could not be put back: the keyring now holds the new key. %s")
                  : _("%s The key could not be taken back: the keyring still holds it. %s"),
        first, refusal->message);
    }
  g_task_return_error (task, undo->error);
  g_free (undo);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) refusal = NULL;

  guild_keyring_store_finish (result, &refusal);
  finish (data, refusal);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) refusal = NULL;

  guild_keyring_clear_finish (result, &refusal);
  finish (data, refusal);
}

void
guild_desk_undo_key (GTask *task, GuildWorkspace *workspace, const char *old, GError *error)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->task = task;
  undo->error = error;
  undo->had = old != NULL;
  /* Not to be cancelled. */
  if (old != NULL)
    guild_keyring_store_async (workspace, old, NULL, restored_cb, undo);
  else
    guild_keyring_clear_async (workspace, NULL, cleared_cb, undo);
}
