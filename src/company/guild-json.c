/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-json.h"

#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

/* The end of the string that begins at P; END when it does not end. */
static const char *
skip_string (const char *p,
             const char *end)
{
  const char *quote = memchr (p + 1, '"', (gsize) (end - p - 1));

  if (quote == NULL || quote[-1] != '\\')
    return quote != NULL ? quote : end;

  for (p++; p < end && *p != '"'; p++)
    {
      if (*p == '\\')
        p++;
    }

  return MIN (p, end);
}

/* Whether json-glib may see this text. */
static gboolean
is_tame (const char *text,
         gsize       length)
{
  const char *end = text + length;
  guint depth = 0;

  for (const char *p = text; p < end; p++)
    {
      switch (*p)
        {
        case '"':
          p = skip_string (p, end);
          break;
        case '[':
        case '{':
          if (++depth > GUILD_JSON_MAX_DEPTH)
            return FALSE;
          break;
        case ']':
        case '}':
          if (depth-- == 0)
            return FALSE;
          break;
        case ' ':
        case '\t':
        case '\r':
        case '\n':
        case ',':
        case ':':
        case '+':
        case '.':
          break;
        case '-':
          /* json-glib takes "- 1" for a number. */
          if (p + 1 == end || !g_ascii_isdigit (p[1]))
            return FALSE;
          break;
        default:
          if (!g_ascii_isalnum (*p))
            return FALSE;
          break;
        }
    }

  return depth == 0;
}

/* The value of four hexadecimal digits, -1 when they are not. */
static int
hex_value (const char *p,
           const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (p[i]);
    }

  return value;
}

/* (transfer full) (nullable): TEXT with every escape that stands for no character, half of a pair
 * or a NUL, turned into U+FFFD; NULL when there is none. json-glib would swallow what follows. */
static char *
mend_escapes (const char *text,
              gsize       length)
{
  const char *end = text + length;
  const char *p = text;
  char *copy = NULL;

  while ((p = memchr (p, '\\', (gsize) (end - p))) != NULL)
    {
      int value = end - p > 1 && p[1] == 'u' ? hex_value (p + 2, end) : -1;

      if (value >= 0xd800 && value < 0xdc00 && end - p >= 12 && p[6] == '\\' && p[7] == 'u'
          && (hex_value (p + 8, end) & ~0x3ff) == 0xdc00)
        {
          p += 12;
          continue;
        }
      if (value == 0 || (value >= 0xd800 && value < 0xe000))
        {
          if (copy == NULL)
            copy = g_strndup (text, length);
          memcpy (copy + (p - text) + 2, "fffd", 4);
        }
      p += MIN (value >= 0 ? 6 : 2, end - p);
    }

  return copy;
}

/* (transfer full) (nullable) */
static JsonNode *
load (JsonParser *parser,
      const char *text,
      gsize       length)
{
  return json_parser_load_from_data (parser, text, (gssize) length, NULL)
         ? json_parser_steal_root (parser) : NULL;
}

static const char *
skip_blank (const char *p,
            const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
    p++;

  return p;
}

/* Past the value that begins at P, of a tame text. */
static const char *
skip_value (const char *p,
            const char *end)
{
  guint depth = 0;

  if (p < end && *p == '"')
    return MIN (skip_string (p, end) + 1, end);
  if (p < end && *p != '[' && *p != '{')
    {
      while (p < end && strchr ("[]{},: \t\r\n\"", *p) == NULL)
        p++;
      return p;
    }

  for (; p < end; p++)
    {
      if (*p == '"')
        p = skip_string (p, end);
      else if (*p == '[' || *p == '{')
        depth++;
      else if ((*p == ']' || *p == '}') && --depth == 0)
        return p + 1;
    }

  return end;
}

typedef struct
{
  JsonParser          *parser; /* (owned) */
  const char          *end;
  const char          *member;
  GuildJsonTextFunc    take;   /* (nullable) */
  GuildJsonElementFunc func;
  gpointer             data;
  const char          *begin;  /* of the elements; NULL before they come */
} ListReader;

/* FALSE when it is no JSON. */
static gboolean
read_element (ListReader *self,
              const char *text,
              gsize       length)
{
  g_autoptr (JsonNode) node = NULL;

  if (self->take != NULL && self->take (text, length, self->data))
    return TRUE;

  node = load (self->parser, text, length);
  if (node != NULL)
    self->func (node, self->data);

  return node != NULL;
}

/* From the bracket at P to the one that ends the list, which is returned; NULL when that is no
 * JSON. */
static const char *
read_elements (ListReader *self,
               const char *p)
{
  self->begin = p + 1;
  p = skip_blank (p + 1, self->end);
  if (p < self->end && *p == ']')
    return p;

  while (p < self->end)
    {
      const char *after = skip_value (p, self->end);

      if (!read_element (self, p, (gsize) (after - p)))
        return NULL;
      p = skip_blank (after, self->end);
      if (p < self->end && *p == ']')
        return p;
      if (p == self->end || *p != ',')
        return NULL;
      p = skip_blank (p + 1, self->end);
    }

  return NULL;
}

/* Reads the list and leaves the rest in REST, which is no JSON where the text is none. FALSE when
 * the list itself is none, or its member comes again. */
static gboolean
read_list (ListReader *self,
           const char *text,
           GString    *rest)
{
  const char *p = skip_blank (text, self->end);
  gsize length = strlen (self->member);

  while (p < self->end && (*p == '{' || *p == ','))
    {
      const char *name = skip_blank (p + 1, self->end);
      const char *value;
      gboolean wanted;

      if (name == self->end || *name != '"')
        break;
      p = skip_string (name, self->end);
      wanted = (gsize) (p - name - 1) == length && memcmp (name + 1, self->member, length) == 0;
      value = skip_blank (MIN (p + 1, self->end), self->end);
      if (value == self->end || *value != ':')
        break;
      value = skip_blank (value + 1, self->end);
      if (wanted && self->begin != NULL)
        return FALSE;
      if (wanted && value < self->end && *value == '[')
        {
          value = read_elements (self, value);
          if (value == NULL)
            return FALSE;
          g_string_append_len (rest, text, (gssize) (self->begin - text));
          text = value++;
          p = skip_blank (value, self->end);
        }
      else
        {
          p = skip_blank (skip_value (value, self->end), self->end);
        }
    }
  g_string_append_len (rest, text, (gssize) (self->end - text));

  return TRUE;
}

static JsonNode *
parse_list (const char           *text,
            gsize                 length,
            const char           *member,
            GuildJsonTextFunc     take,
            GuildJsonElementFunc  func,
            gpointer              data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) rest = g_string_new (NULL);
  ListReader reader = { parser, text + length, member, take, func, data, NULL };

  return read_list (&reader, text, rest) ? load (parser, rest->str, rest->len) : NULL;
}

static JsonNode *
parse (const char           *text,
       gssize                length,
       const char           *member,
       GuildJsonTextFunc     take,
       GuildJsonElementFunc  func,
       gpointer              data,
       GError              **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  JsonNode *root = NULL;

  if (g_utf8_validate_len (text, size, NULL) && is_tame (text, size))
    {
      g_autofree char *mended = mend_escapes (text, size);
      const char *sound = mended != NULL ? mended : text;

      if (member != NULL)
        {
          root = parse_list (sound, size, member, take, func, data);
        }
      else
        {
          g_autoptr (JsonParser) parser = json_parser_new ();

          root = load (parser, sound, size);
        }
    }

  if (root == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _("The text is not valid JSON."));

  return root;
}

JsonNode *
guild_json_parse (const char  *text,
                  gssize       length,
                  GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return parse (text, length, NULL, NULL, NULL, NULL, error);
}

JsonNode *
guild_json_parse_list (const char           *text,
                       gssize                length,
                       const char           *member,
                       GuildJsonTextFunc     take,
                       GuildJsonElementFunc  func,
                       gpointer              data,
                       GError              **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return parse (text, length, member, take, func, data, error);
}

static void
append_escaped (GString    *out,
                const char *text)
{
  const char *done = text;

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;

      g_string_append_len (out, done, (gssize) (p - done));
      done = p + 1;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
      else
        {
          g_string_append_printf (out, "\\u%04x", c);
        }
    }
  g_string_append (out, done);
  g_string_append_c (out, '"');
}

static void
append_string (GString    *out,
               const char *text)
{
  if (text == NULL)
    {
      g_string_append (out, "null");
    }
  else if (g_utf8_validate (text, -1, NULL))
    {
      append_escaped (out, text);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      append_escaped (out, valid);
    }
}

/* The shortest of two spellings that reads back as VALUE. */
static void
append_double (GString *out,
               double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (out, "null");
      return;
    }

  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) < value || g_ascii_strtod (text, NULL) > value)
    g_ascii_formatd (text, sizeof text, "%.17g", value);
  g_string_append (out, text);
}

static void append_node (GString *out, JsonNode *node, guint depth);

static void
append_value (GString  *out,
              JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    append_string (out, json_node_get_string (node));
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE)
    append_double (out, json_node_get_double (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else
    g_string_append (out, "null");
}

static void
append_members (GString    *out,
                JsonObject *object,
                guint       depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;
      append_string (out, name);
      g_string_append_c (out, ':');
      append_node (out, node, depth + 1);
    }
  g_string_append_c (out, '}');
}

static void
append_elements (GString   *out,
                 JsonArray *array,
                 guint      depth)
{
  guint length = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_node (out, json_array_get_element (array, i), depth + 1);
    }
  g_string_append_c (out, ']');
}

static void
append_node (GString  *out,
             JsonNode *node,
             guint     depth)
{
  if (JSON_NODE_HOLDS_VALUE (node))
    append_value (out, node);
  else if (JSON_NODE_HOLDS_OBJECT (node) && depth < GUILD_JSON_MAX_DEPTH)
    append_members (out, json_node_get_object (node), depth);
  else if (JSON_NODE_HOLDS_ARRAY (node) && depth < GUILD_JSON_MAX_DEPTH)
    append_elements (out, json_node_get_array (node), depth);
  else
    g_string_append (out, "null");
}

void
guild_json_append_object (GString    *out,
                          JsonObject *object)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (object != NULL);

  append_members (out, object, 0);
}
