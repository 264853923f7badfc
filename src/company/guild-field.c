/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-field-private.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-format.h"

#define LIST_SEP_CHAR '\x1f'

void
guild_cell_sink_init (GuildCellSink *self)
{
  self->text = g_string_sized_new (256);
  self->set = FALSE;
  self->number = GUILD_NUMBER_UNSET;
}

void
guild_cell_sink_clear (GuildCellSink *self)
{
  g_string_free (self->text, TRUE);
  self->text = NULL;
}

/* The separator belongs to us alone: what the service sent must not look like two items. */
static void
append_clean (GString    *string,
              const char *text)
{
  gsize begin = string->len;

  if (g_utf8_validate (text, -1, NULL))
    {
      g_string_append (string, text);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      g_string_append (string, valid);
    }

  for (gsize i = begin; i < string->len; i++)
    {
      if (string->str[i] == LIST_SEP_CHAR)
        string->str[i] = ' ';
    }
}

void
guild_cell_sink_set_text (GuildCellSink *self,
                          const char    *text)
{
  g_return_if_fail (self != NULL);

  g_string_truncate (self->text, 0);
  self->set = text != NULL && *text != '\0';
  if (self->set)
    append_clean (self->text, text);
}

void
guild_cell_sink_set_number (GuildCellSink *self,
                            gint64         number)
{
  g_return_if_fail (self != NULL);

  self->number = number;
}

void
guild_cell_sink_add_item (GuildCellSink *self,
                          const char    *item)
{
  g_return_if_fail (self != NULL);

  if (item == NULL || *item == '\0')
    return;

  if (self->set)
    g_string_append_c (self->text, LIST_SEP_CHAR);
  append_clean (self->text, item);
  self->set = TRUE;
}

/* The member or element of SELF (nullable) that a step of a path names. */
static const GuildNode *
find_step (const GuildNode *self,
           const char      *name)
{
  guint64 index;
  const GuildNode *node;

  if (self == NULL || self->kind != GUILD_NODE_ARRAY)
    return guild_node_get (self, name);
  if (!g_ascii_isdigit (*name))
    return NULL;

  index = g_ascii_strtoull (name, NULL, 10);
  for (node = guild_node_first (self); node != NULL && index > 0; index--)
    node = guild_node_next (self, node);

  return node;
}

/* Follows a dotted path; NULL where it leads nowhere. */
static const GuildNode *
find_node (const GuildNode *company,
           const char      *path)
{
  const GuildNode *node = company;

  while (node != NULL && *path != '\0')
    {
      char name[64];
      gsize length = strcspn (path, ".");

      if (length == 0 || length >= sizeof name)
        return NULL;
      memcpy (name, path, length);
      name[length] = '\0';
      path += length;
      if (*path == '.')
        path++;
      node = find_step (node, name);
    }

  return node;
}

static void
read_text (const GuildNode *node,
           GuildCellSink   *sink)
{
  if (node->kind == GUILD_NODE_TEXT)
    {
      guild_cell_sink_set_text (sink, node->text);
    }
  else if (node->kind == GUILD_NODE_INTEGER)
    {
      char text[32];

      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, node->integer);
      guild_cell_sink_set_text (sink, text);
    }
  else if (node->kind == GUILD_NODE_DOUBLE)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      guild_cell_sink_set_text (sink, g_ascii_formatd (text, sizeof text, "%.15g", node->number));
    }
}

static void
read_number (const GuildNode *node,
             GuildCellSink   *sink)
{
  read_text (node, sink);
  if (node->kind == GUILD_NODE_INTEGER)
    {
      sink->number = node->integer;
    }
  else if (node->kind == GUILD_NODE_DOUBLE)
    {
      /* beyond 2^53 a double no longer names one whole number */
      if (isfinite (node->number) && fabs (node->number) < 9007199254740992.0)
        sink->number = llround (node->number);
    }
  else if (sink->set)
    {
      gint64 value;

      if (g_ascii_string_to_signed (sink->text->str, 10, G_MININT64 + 1, G_MAXINT64, &value, NULL))
        sink->number = value;
    }
}

/* An array of texts, or an object of texts as "key=value". */
static void
read_list (const GuildNode *list,
           GuildCellSink   *sink)
{
  for (const GuildNode *node = guild_node_first (list); node != NULL;
       node = guild_node_next (list, node))
    {
      if (node->kind != GUILD_NODE_TEXT)
        continue;
      if (list->kind == GUILD_NODE_ARRAY)
        {
          guild_cell_sink_add_item (sink, node->text);
        }
      else if (*node->name != '\0')
        {
          g_autofree char *pair = g_strconcat (node->name, "=", node->text, NULL);

          guild_cell_sink_add_item (sink, pair);
        }
    }
}

static void
read_member (const GuildField *field,
             const GuildNode  *node,
             GuildCellSink    *sink)
{
  switch (field->kind)
    {
    case GUILD_FIELD_TEXT:
      read_text (node, sink);
      break;
    case GUILD_FIELD_NUMBER:
      read_number (node, sink);
      break;
    case GUILD_FIELD_TIME:
    case GUILD_FIELD_CHOICE:
      if (node->kind == GUILD_NODE_TEXT)
        guild_cell_sink_set_text (sink, node->text);
      break;
    case GUILD_FIELD_TAGS:
    case GUILD_FIELD_CONNECTIONS:
      read_list (node, sink);
      break;
    default:
      break;
    }
}

void
guild_field_read (const GuildField *field,
                  const GuildNode  *company,
                  GuildCellSink    *sink)
{
  g_string_truncate (sink->text, 0);
  sink->set = FALSE;
  sink->number = GUILD_NUMBER_UNSET;

  if (field->read != NULL)
    {
      field->read (field, company, sink);
    }
  else if (field->member != NULL)
    {
      const GuildNode *node = find_node (company, field->member);

      if (node != NULL)
        read_member (field, node, sink);
    }

  if (!sink->set || sink->number != GUILD_NUMBER_UNSET)
    return;
  if (field->kind == GUILD_FIELD_CHOICE)
    sink->number = guild_field_choice_index (field, sink->text->str);
  else if (field->kind == GUILD_FIELD_TIME)
    sink->number = guild_time_parse (sink->text->str);
}

guint
guild_field_table_index (const GuildFieldTable *table,
                         const char            *id)
{
  g_return_val_if_fail (table != NULL, G_MAXUINT);

  if (id == NULL)
    return G_MAXUINT;

  for (guint i = 0; i < table->n_fields; i++)
    {
      if (strcmp (table->fields[i].id, id) == 0)
        return i;
    }

  return G_MAXUINT;
}

const GuildField *
guild_field_table_find (const GuildFieldTable *table,
                        const char            *id)
{
  guint index = guild_field_table_index (table, id);

  return index == G_MAXUINT ? NULL : &table->fields[index];
}

int
guild_field_choice_index (const GuildField *field,
                          const char       *value)
{
  g_return_val_if_fail (field != NULL, -1);

  if (value == NULL || field->choices == NULL)
    return -1;

  for (int i = 0; field->choices[i].value != NULL; i++)
    {
      if (strcmp (field->choices[i].value, value) == 0)
        return i;
    }

  return -1;
}

static char *
format_time (const GuildField *field,
             const GuildCell  *cell,
             gint64            now)
{
  /* a time that cannot be read is still better shown than hidden */
  if (cell->number == GUILD_NUMBER_UNSET && cell->text != NULL)
    return g_strdup (cell->text);
  if ((field->flags & GUILD_FIELD_RELATIVE) != 0)
    return guild_format_relative_time (cell->number, now);
  return guild_format_date (cell->number, now);
}

char **
guild_field_split_words (const GuildField *field,
                         const char       *text)
{
  g_return_val_if_fail (field != NULL, NULL);

  char **items = g_strsplit (text != NULL ? text : "", GUILD_LIST_SEP, -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      int index = guild_field_choice_index (field, items[i]);

      if (index < 0)
        continue;
      g_free (items[i]);
      items[i] = g_strdup (_(field->choices[index].title));
    }
  return items;
}

char *
guild_field_format (const GuildField *field,
                    const GuildCell  *cell,
                    gint64            now)
{
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (cell != NULL, NULL);

  if (field->kind == GUILD_FIELD_TIME)
    return format_time (field, cell, now);
  if (cell->text == NULL)
    return g_strdup ("");

  switch (field->kind)
    {
    case GUILD_FIELD_NUMBER:
      return cell->number == GUILD_NUMBER_UNSET ? g_strdup (cell->text)
                                                : guild_format_number (cell->number);
    case GUILD_FIELD_CHOICE:
      {
        int index = guild_field_choice_index (field, cell->text);

        return g_strdup (index < 0 ? cell->text : _(field->choices[index].title));
      }
    case GUILD_FIELD_TAGS:
    case GUILD_FIELD_CONNECTIONS:
      {
        g_auto (GStrv) items = guild_field_split_words (field, cell->text);

        return g_strjoinv (", ", items);
      }
    case GUILD_FIELD_TEXT:
    case GUILD_FIELD_TIME:
    default:
      return g_strdup (cell->text);
    }
}
