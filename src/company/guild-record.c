/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-record.h"

#include <glib/gi18n-lib.h>

struct _GuildRecord
{
  GObject parent_instance;

  GuildValue *value; /* (owned) */
};

G_DEFINE_FINAL_TYPE (GuildRecord, guild_record, G_TYPE_OBJECT)

static void
guild_record_finalize (GObject *object)
{
  g_clear_pointer (&GUILD_RECORD (object)->value, guild_value_unref);
  G_OBJECT_CLASS (guild_record_parent_class)->finalize (object);
}

static void
guild_record_class_init (GuildRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_record_finalize;
}

static void
guild_record_init (GuildRecord *self)
{
}

GuildRecord *
guild_record_new (GuildValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  GuildRecord *self = g_object_new (GUILD_TYPE_RECORD, NULL);
  self->value = guild_value_ref (value);
  return self;
}

const char *
guild_record_get_id (GuildRecord *self)
{
  g_return_val_if_fail (GUILD_IS_RECORD (self), NULL);
  return guild_value_get_string (self->value, "id");
}

GuildValue *
guild_record_get_value (GuildRecord *self)
{
  g_return_val_if_fail (GUILD_IS_RECORD (self), NULL);
  return self->value;
}

const char *
guild_record_get_cell (GuildRecord *self, const char *name)
{
  g_return_val_if_fail (GUILD_IS_RECORD (self), NULL);

  GuildValue *member = guild_value_get (self->value, name);
  return member != NULL ? guild_value_get_text (member) : NULL;
}

gboolean
guild_record_get_deleted (GuildRecord *self)
{
  g_return_val_if_fail (GUILD_IS_RECORD (self), FALSE);

  GuildValue *deleted = guild_value_get (guild_value_get (self->value, "metadata"), "isDeleted");
  return deleted != NULL && guild_value_get_kind (deleted) == GUILD_VALUE_BOOLEAN &&
         g_str_equal (guild_value_get_text (deleted), "true");
}

static void
column_free (gpointer data)
{
  GuildRecordColumn *self = data;

  g_free (self->name);
  g_free (self);
}

GPtrArray *
guild_record_columns_new (void)
{
  return g_ptr_array_new_with_free_func (column_free);
}

static guint
find_column (GPtrArray *columns, const char *name)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_str_equal (((GuildRecordColumn *) columns->pdata[i])->name, name))
      return i;
  return G_MAXUINT;
}

void
guild_record_columns_merge (GPtrArray *into, GPtrArray *from)
{
  guint at = 0;

  g_return_if_fail (into != NULL && from != NULL);

  for (guint i = 0; i < from->len; i++)
    {
      const GuildRecordColumn *column = from->pdata[i];
      guint index = find_column (into, column->name);
      if (index == G_MAXUINT)
        {
          GuildRecordColumn *copy = g_new0 (GuildRecordColumn, 1);
          copy->name = g_strdup (column->name);
          copy->number = column->number;
          index = at;
          g_ptr_array_insert (into, (int) index, copy);
        }
      else
        ((GuildRecordColumn *) into->pdata[index])->number &= column->number;
      at = index + 1;
    }
}

/* A column stands behind the one that precedes it in its record. */
static void
add_columns (GPtrArray *columns, GHashTable *known, GuildValue *object)
{
  guint at = 0;

  for (guint i = 0; i < guild_value_get_length (object); i++)
    {
      GuildValueKind kind = guild_value_get_kind (guild_value_get_nth (object, i));
      const char *name = guild_value_get_name (object, i);
      GuildRecordColumn *column = g_hash_table_lookup (known, name);
      if (kind >= GUILD_VALUE_ARRAY || kind == GUILD_VALUE_NULL)
        continue;
      if (column == NULL)
        {
          column = g_new0 (GuildRecordColumn, 1);
          column->name = g_strdup (name);
          column->number = TRUE;
          g_ptr_array_insert (columns, (int) MIN (at, columns->len), column);
          g_hash_table_insert (known, column->name, column);
        }
      guint index;
      if (g_ptr_array_find (columns, column, &index))
        at = index + 1;
      column->number &= kind == GUILD_VALUE_NUMBER;
    }
}

GuildRecordPage *
guild_record_page_new (GuildValue *root, GError **error)
{
  g_return_val_if_fail (root != NULL, NULL);

  GuildValue *results = guild_value_get (root, "results");
  gboolean list = results != NULL && guild_value_get_kind (results) == GUILD_VALUE_ARRAY;
  gint64 total = guild_value_get_count (root, "totalResults");

  if (guild_value_get_kind (root) != GUILD_VALUE_OBJECT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a list that is no object");
      return NULL;
    }
  GuildRecordPage *self = g_new0 (GuildRecordPage, 1);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  self->columns = guild_record_columns_new ();
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->total = total;
  self->more =
    guild_value_get_string (guild_value_get (guild_value_get (root, "_links"), "next"), "href") !=
    NULL;
  /* A paged list may leave its results out when there are none (codat.md §3). */
  gboolean single = !list && total < 0;
  for (guint i = 0; i < (single ? 1 : list ? guild_value_get_length (results) : 0); i++)
    {
      GuildValue *item = single ? root : guild_value_get_nth (results, i);
      if (guild_value_get_kind (item) != GUILD_VALUE_OBJECT)
        continue;
      add_columns (self->columns, known, item);
      g_ptr_array_add (self->records, guild_record_new (item));
    }
  return self;
}

void
guild_record_page_free (GuildRecordPage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->records);
  g_free (self);
}
