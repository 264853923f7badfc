/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-family.h"
#include "journal/guild-journal-run.h"

/* A deleted parent takes its subsidiaries with it (codat.md §5.1): they are hidden, kept in the
 * file and removed with it. */

static void
read_family (GuildDirectory *directory, const char *company_id, GAsyncReadyCallback callback,
             gpointer data)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, g_strdup (company_id));
  guild_family_read_async (directory, ids, GUILD_FAMILY_BELOW, NULL, callback, data);
}

/* --- hide ------------------------------------------------------------------------------------ */

static gboolean
still_waits (GuildChange *change)
{
  GuildChangeState state = guild_change_get_state (change);

  return state == GUILD_CHANGE_PLANNED || state == GUILD_CHANGE_SENT;
}

static void
hide_family_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildJournal *self = g_task_get_source_object (task);
  GuildChange *change = g_task_get_task_data (task);
  GuildDirectory *directory = GUILD_DIRECTORY (source);
  g_autoptr(GPtrArray) family = guild_family_read_finish (directory, result, NULL);

  if (family != NULL && still_waits (change))
    {
      GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < family->len; i++)
        {
          const GuildRelative *relative = family->pdata[i];
          g_ptr_array_add (ids, g_strdup (relative->id));
          guild_directory_set_hidden (directory, relative->id, TRUE);
        }
      g_hash_table_insert (self->hidden, g_object_ref (change), ids);
    }
  g_task_return_boolean (task, TRUE);
}

void
guild_journal_hide (GuildJournal *self, GuildChange *change, GTask *task)
{
  const GuildWrite *write = guild_change_get_write (change);
  GuildDirectory *directory =
    g_hash_table_lookup (self->directories, guild_change_get_workspace_id (change));

  if (directory == NULL || write->kind != GUILD_WRITE_DELETE_COMPANY || write->company_id == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  guild_directory_set_hidden (directory, write->company_id, TRUE);
  read_family (directory, write->company_id, hide_family_cb, task);
}

void
guild_journal_show (GuildJournal *self, GuildChange *change, GuildDirectory *directory)
{
  const GuildWrite *write = guild_change_get_write (change);
  GPtrArray *ids = g_hash_table_lookup (self->hidden, change);

  if (directory != NULL && write->kind == GUILD_WRITE_DELETE_COMPANY && write->company_id != NULL)
    guild_directory_set_hidden (directory, write->company_id, FALSE);
  for (guint i = 0; directory != NULL && ids != NULL && i < ids->len; i++)
    guild_directory_set_hidden (directory, ids->pdata[i], FALSE);
  g_hash_table_remove (self->hidden, change);
}

/* --- archive --------------------------------------------------------------------------------- */

/* (transfer full) (nullable): NULL when nothing is known. */
static char *
make_archive (GPtrArray *family)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_known = 0;

  for (guint i = 0; i < family->len; i++)
    {
      const GuildRelative *relative = family->pdata[i];
      if (relative->company == NULL)
        continue;
      if (n_known++ > 0)
        g_string_append_c (text, ',');
      g_string_append (text, guild_company_get_json (relative->company));
    }
  if (n_known == 0)
    return NULL;
  if (n_known > 1)
    {
      g_string_prepend_c (text, '[');
      g_string_append_c (text, ']');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
archive_family_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  g_autoptr(GPtrArray) family =
    guild_family_read_finish (GUILD_DIRECTORY (source), result, &error);
  g_autofree char *archive = family != NULL ? make_archive (family) : NULL;

  guild_journal_run_archived (data, archive, error);
}

void
guild_journal_run_archive (GuildJournalRun *run)
{
  read_family (run->directory, guild_change_get_write (run->change)->company_id,
               archive_family_cb, run);
}

static void
read_archive_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  char *archive =
    guild_journal_store_read_archive_finish (GUILD_JOURNAL_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, archive, g_free);
}

void
guild_journal_read_archive_async (GuildJournal *self, GuildChange *change,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_CHANGE (change));

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_journal_read_archive_async);
  guild_journal_store_read_archive_async (self->store, guild_change_get_id (change),
                                          read_archive_cb, task);
}

char *
guild_journal_read_archive_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- remove ---------------------------------------------------------------------------------- */

static void remove_next (GuildJournalRun *run, const GError *error);

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  guild_directory_remove_finish (GUILD_DIRECTORY (source), result, &error);
  remove_next (data, error);
}

/* Subsidiaries first: while their parent is known, what is left can be found again. */
static void
remove_next (GuildJournalRun *run, const GError *error)
{
  if (error != NULL || run->gone->len == 0)
    {
      guild_journal_run_confirm (run, error);
      return;
    }
  g_autofree char *id =
    g_strdup (((const GuildRelative *) run->gone->pdata[run->gone->len - 1])->id);
  g_ptr_array_set_size (run->gone, run->gone->len - 1);
  guild_directory_remove_async (run->directory, id, removed_cb, run);
}

static void
remove_family_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildJournalRun *run = data;
  g_autoptr(GError) error = NULL;

  run->gone = guild_family_read_finish (GUILD_DIRECTORY (source), result, &error);
  remove_next (run, error);
}

void
guild_journal_run_remove (GuildJournalRun *run)
{
  read_family (run->directory, guild_change_get_write (run->change)->company_id, remove_family_cb,
               run);
}
