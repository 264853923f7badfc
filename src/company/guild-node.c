/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-node.h"

#include <string.h>

#include "company/guild-json.h"

/* What is deeper, longer or more than these is for a parser: services send none of it. */
#define MOST_DEPTH   16
#define MOST_DIGITS  18 /* fewer than any number has that is no gint64 */
#define MOST_MEMBERS 64

struct _GuildNodes
{
  GArray *nodes; /* (owned): GuildNode */
  char   *bytes; /* (owned) (nullable): a copy of the text, whose closing quotes become NUL */
  gsize   size;
  char   *at;    /* of the reader, in bytes */
  guint   depth;
};

static gboolean read_value (GuildNodes *self, const char *name);

/* ---- looking ---- */

static gboolean
is_same (const char *a,
         const char *b)
{
  return *a == *b && strcmp (a, b) == 0;
}

const GuildNode *
guild_node_first (const GuildNode *self)
{
  return self != NULL && self->n_nodes > 1 ? self + 1 : NULL;
}

const GuildNode *
guild_node_next (const GuildNode *self,
                 const GuildNode *previous)
{
  const GuildNode *next = previous + previous->n_nodes;

  return next < self + self->n_nodes ? next : NULL;
}

const GuildNode *
guild_node_get (const GuildNode *self,
                const char      *name)
{
  if (self == NULL || self->kind != GUILD_NODE_OBJECT)
    return NULL;

  for (const GuildNode *node = guild_node_first (self); node != NULL;
       node = guild_node_next (self, node))
    {
      if (is_same (node->name, name))
        return node;
    }

  return NULL;
}

const char *
guild_node_get_text (const GuildNode *self,
                     const char      *name)
{
  const GuildNode *node = guild_node_get (self, name);

  return node != NULL && node->kind == GUILD_NODE_TEXT ? node->text : NULL;
}

const GuildNode *
guild_node_get_array (const GuildNode *self,
                      const char      *name)
{
  const GuildNode *node = guild_node_get (self, name);

  return node != NULL && node->kind == GUILD_NODE_ARRAY ? node : NULL;
}

/* ---- reading ---- */

GuildNodes *
guild_nodes_new (void)
{
  GuildNodes *self = g_new0 (GuildNodes, 1);

  self->nodes = g_array_sized_new (FALSE, FALSE, sizeof (GuildNode), 64);

  return self;
}

void
guild_nodes_free (GuildNodes *self)
{
  g_array_unref (self->nodes);
  g_free (self->bytes);
  g_free (self);
}

static GuildNode *
get_node (GuildNodes *self,
          guint       index)
{
  return &g_array_index (self->nodes, GuildNode, index);
}

/* The place of a new one, which counts itself alone so far. */
static guint
add_node (GuildNodes    *self,
          GuildNodeKind  kind,
          const char    *name)
{
  guint index = self->nodes->len;
  GuildNode node = { .kind = kind, .n_nodes = 1, .name = name };

  g_array_append_val (self->nodes, node);

  return index;
}

static void
end_node (GuildNodes *self,
          guint       index)
{
  get_node (self, index)->n_nodes = self->nodes->len - index;
}

static gboolean
take (GuildNodes *self,
      char        c)
{
  if (*self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
take_word (GuildNodes *self,
           const char *word)
{
  gsize length = strlen (word);

  if (strncmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

/* (nullable): what is in the quotes. The NUL behind the copy ends any search. */
static const char *
read_text (GuildNodes *self)
{
  char *start;

  if (!take (self, '"'))
    return NULL;
  start = self->at;
  while ((guchar) *self->at >= 0x20 && *self->at != '"' && *self->at != '\\')
    self->at++;
  if (*self->at != '"')
    return NULL;
  *self->at++ = '\0';

  return start;
}

static gboolean
read_integer (GuildNodes *self,
              const char *name)
{
  gboolean minus = take (self, '-');
  const char *start = self->at;
  gint64 value = 0;

  while (g_ascii_isdigit (*self->at))
    {
      if (self->at - start == MOST_DIGITS)
        return FALSE;
      value = value * 10 + (*self->at++ - '0');
    }
  if (self->at == start || (*start == '0' && (minus || self->at - start > 1)))
    return FALSE;
  get_node (self, add_node (self, GUILD_NODE_INTEGER, name))->integer = minus ? -value : value;

  return TRUE;
}

/* Whether no member of the object at INDEX that was read so far has that name. */
static gboolean
is_new_name (GuildNodes *self,
             guint       index,
             const char *name)
{
  guint n_members = 0;

  for (guint i = index + 1; i < self->nodes->len; i += get_node (self, i)->n_nodes)
    {
      if (++n_members == MOST_MEMBERS || is_same (get_node (self, i)->name, name))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_members (GuildNodes *self,
              guint       index)
{
  if (take (self, '}'))
    return TRUE;

  do
    {
      const char *name = read_text (self);

      if (name == NULL || *name == '\0' || !is_new_name (self, index, name)
          || !take (self, ':') || !read_value (self, name))
        return FALSE;
    }
  while (take (self, ','));

  return take (self, '}');
}

static gboolean
read_elements (GuildNodes *self)
{
  if (take (self, ']'))
    return TRUE;

  do
    {
      if (!read_value (self, NULL))
        return FALSE;
    }
  while (take (self, ','));

  return take (self, ']');
}

static gboolean
read_container (GuildNodes    *self,
                GuildNodeKind  kind,
                const char    *name)
{
  guint index = add_node (self, kind, name);

  if (self->depth == MOST_DEPTH)
    return FALSE;
  self->depth++;
  self->at++;
  if (!(kind == GUILD_NODE_OBJECT ? read_members (self, index) : read_elements (self)))
    return FALSE;
  self->depth--;
  end_node (self, index);

  return TRUE;
}

static gboolean
read_value (GuildNodes *self,
            const char *name)
{
  switch (*self->at)
    {
    case '"':
      {
        const char *text = read_text (self);

        get_node (self, add_node (self, GUILD_NODE_TEXT, name))->text = text;
        return text != NULL;
      }
    case '{':
      return read_container (self, GUILD_NODE_OBJECT, name);
    case '[':
      return read_container (self, GUILD_NODE_ARRAY, name);
    case 't':
      add_node (self, GUILD_NODE_BOOLEAN, name);
      return take_word (self, "true");
    case 'f':
      add_node (self, GUILD_NODE_BOOLEAN, name);
      return take_word (self, "false");
    case 'n':
      add_node (self, GUILD_NODE_NULL, name);
      return take_word (self, "null");
    default:
      return read_integer (self, name);
    }
}

const GuildNode *
guild_nodes_read_plain (GuildNodes *self,
                        const char *text,
                        gsize       length)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (length == 0 || *text != '{')
    return NULL;
  if (length >= self->size)
    {
      self->size = length + length / 2 + 1;
      g_free (self->bytes);
      self->bytes = g_malloc (self->size);
    }
  memcpy (self->bytes, text, length);
  self->bytes[length] = '\0';
  self->at = self->bytes;
  self->depth = 0;
  g_array_set_size (self->nodes, 0);

  if (!read_value (self, NULL) || self->at != self->bytes + length)
    return NULL;

  return get_node (self, 0);
}

/* ---- taking ---- */

static void take_object (GuildNodes *self, JsonObject *object, const char *name, guint depth);

static void
take_scalar (GuildNodes *self,
             JsonNode   *from,
             const char *name)
{
  GType type = json_node_get_value_type (from);

  if (type == G_TYPE_STRING)
    get_node (self, add_node (self, GUILD_NODE_TEXT, name))->text = json_node_get_string (from);
  else if (type == G_TYPE_INT64)
    get_node (self, add_node (self, GUILD_NODE_INTEGER, name))->integer = json_node_get_int (from);
  else if (type == G_TYPE_DOUBLE)
    get_node (self, add_node (self, GUILD_NODE_DOUBLE, name))->number
      = json_node_get_double (from);
  else
    add_node (self, GUILD_NODE_BOOLEAN, name);
}

static void
take_node (GuildNodes *self,
           JsonNode   *from,
           const char *name,
           guint       depth)
{
  if (JSON_NODE_HOLDS_VALUE (from))
    {
      take_scalar (self, from, name);
    }
  else if (JSON_NODE_HOLDS_OBJECT (from) && depth < GUILD_JSON_MAX_DEPTH)
    {
      take_object (self, json_node_get_object (from), name, depth);
    }
  else if (JSON_NODE_HOLDS_ARRAY (from) && depth < GUILD_JSON_MAX_DEPTH)
    {
      JsonArray *array = json_node_get_array (from);
      guint length = json_array_get_length (array);
      guint index = add_node (self, GUILD_NODE_ARRAY, name);

      for (guint i = 0; i < length; i++)
        take_node (self, json_array_get_element (array, i), NULL, depth + 1);
      end_node (self, index);
    }
  else
    {
      add_node (self, GUILD_NODE_NULL, name);
    }
}

static void
take_object (GuildNodes *self,
             JsonObject *object,
             const char *name,
             guint       depth)
{
  guint index = add_node (self, GUILD_NODE_OBJECT, name);
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    take_node (self, value, member, depth + 1);
  end_node (self, index);
}

const GuildNode *
guild_nodes_take (GuildNodes *self,
                  JsonObject *object)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (object != NULL, NULL);

  g_array_set_size (self->nodes, 0);
  take_object (self, object, NULL, 0);

  return get_node (self, 0);
}
