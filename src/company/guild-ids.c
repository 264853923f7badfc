/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-ids.h"

#include "company/guild-thread.h"

static void
unref_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_ptr_array_unref (data);
  guild_task_return_boolean (task, TRUE);
}

void
guild_ids_unref (GPtrArray *self)
{
  g_return_if_fail (self != NULL);

  if (self->len <= GUILD_IDS_FEW)
    {
      g_ptr_array_unref (self);
      return;
    }
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, guild_ids_unref);
  g_task_set_task_data (task, self, NULL);
  guild_task_run_aside (task, unref_worker);
}
