/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

#include "company/guild-text.h"
#include "company/guild-thread.h"

#include <string.h>

/* Finding one company by what one of its fields says. */

typedef struct
{
  GuildSnapshot *snapshot;  /* (owned) */
  guint          field;     /* G_MAXUINT: the table has none such */
  gboolean       list;
  char          *wanted;    /* (owned): folded, unless it is an item of a list */
  char          *except_id; /* (owned) (nullable) */
} Find;

typedef struct
{
  char *id;   /* (owned) */
  char *name; /* (owned) (nullable) */
} Found;

static void
find_free (gpointer data)
{
  Find *find = data;

  guild_snapshot_unref (find->snapshot);
  g_free (find->wanted);
  g_free (find->except_id);
  g_free (find);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->id);
  g_free (found->name);
  g_free (found);
}

static gboolean
has_item (const char *text, const char *wanted)
{
  gsize length = strlen (wanted);

  for (const char *item = text; item != NULL; item = strchr (item, *GUILD_LIST_SEP))
    {
      if (*item == *GUILD_LIST_SEP)
        item++;
      if (strncmp (item, wanted, length) == 0 &&
          (item[length] == '\0' || item[length] == *GUILD_LIST_SEP))
        return TRUE;
    }
  return FALSE;
}

static gboolean
says_it (Find *find, GuildSegment *segment, guint row)
{
  GuildScratch scratch;
  const char *text = guild_segment_get_text (segment, row, find->field, &scratch);

  if (text == NULL)
    return FALSE;
  if (find->list)
    return has_item (text, find->wanted);
  if (guild_segment_has_folded (segment, find->field))
    return g_strcmp0 (guild_segment_get_folded (segment, row, find->field, &scratch),
                      find->wanted) == 0;
  g_autofree char *folded = guild_text_fold (text);
  return g_str_equal (folded, find->wanted);
}

static gboolean
find_in_segment (Find *find, GuildSegment *segment, Found *found)
{
  for (guint i = 0; i < segment->n_rows; i++)
    {
      GuildScratch scratch;
      const char *id = guild_segment_get_id (segment, i, &scratch);

      if (segment->flags[i] != GUILD_ROW_NONE || g_strcmp0 (id, find->except_id) == 0 ||
          !says_it (find, segment, i))
        continue;
      found->id = g_strdup (id);
      found->name =
        g_strdup (guild_segment_get_text (segment, i, find->snapshot->table->name_field, &scratch));
      return TRUE;
    }
  return FALSE;
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Find *find = data;
  Found *found = g_new0 (Found, 1);

  for (guint i = 0; find->field != G_MAXUINT && i < find->snapshot->segments->len &&
                    !g_cancellable_is_cancelled (cancellable); i++)
    if (find_in_segment (find, find->snapshot->segments->pdata[i], found))
      break;
  guild_task_return_pointer (task, found, found_free);
}

void
guild_directory_find_other_async (GuildDirectory *self, const char *field, const char *text,
                                  const char *except_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (field != NULL);
  g_return_if_fail (text != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  Find *find = g_new0 (Find, 1);

  g_task_set_source_tag (task, guild_directory_find_other_async);
  find->snapshot = guild_snapshot_ref (self->snapshot);
  find->field = guild_field_table_index (self->table, field);
  find->list = find->field != G_MAXUINT && self->table->fields[find->field].kind == GUILD_FIELD_TAGS;
  find->wanted = find->list ? g_strdup (text) : guild_text_fold (text);
  find->except_id = g_strdup (except_id);
  g_task_set_task_data (task, find, find_free);
  guild_engine_push (task, find_in_thread);
}

char *
guild_directory_find_other_finish (GuildDirectory *self, GAsyncResult *result, char **name,
                                   GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  Found *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found == NULL)
    return NULL;
  char *id = g_steal_pointer (&found->id);
  if (name != NULL)
    *name = g_steal_pointer (&found->name);
  found_free (found);
  return id;
}

void
guild_directory_find_name_async (GuildDirectory *self, const char *name, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  guild_directory_find_other_async (self, self->table->fields[self->table->name_field].id, name,
                                    NULL, cancellable, callback, data);
}

char *
guild_directory_find_name_finish (GuildDirectory *self, GAsyncResult *result, GError **error)
{
  return guild_directory_find_other_finish (self, result, NULL, error);
}
