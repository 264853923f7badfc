/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-value.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-json.h"

struct _GuildValue
{
  gatomicrefcount refs;
  GuildValueKind  kind;
  char           *text;  /* (owned) (nullable) */
  GPtrArray      *items; /* (owned) (nullable) */
  GPtrArray      *names; /* (owned) (nullable): of an object */
};

typedef struct
{
  const char *at;
  const char *end;
  guint       depth;
} Reader;

static GuildValue *read_value (Reader *self);

static GuildValue *
value_new (GuildValueKind kind, char *text)
{
  GuildValue *self = g_new0 (GuildValue, 1);

  g_atomic_ref_count_init (&self->refs);
  self->kind = kind;
  self->text = text;
  if (kind >= GUILD_VALUE_ARRAY)
    self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_value_unref);
  if (kind == GUILD_VALUE_OBJECT)
    self->names = g_ptr_array_new_with_free_func (g_free);
  return self;
}

GuildValue *
guild_value_ref (GuildValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
guild_value_unref (GuildValue *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->text);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

/* ---- reading ---- */

static void
skip_space (Reader *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
take (Reader *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

/* The value of four hexadecimal digits, which are taken; -1: they are not. */
static int
take_hex (Reader *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (self->at[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (self->at[i]);
    }
  self->at += 4;
  return value;
}

/* After "\u"; what stands for no character becomes U+FFFD. */
static gboolean
take_unicode (Reader *self, GString *out)
{
  int value = take_hex (self);

  if (value < 0)
    return FALSE;
  if (value >= 0xd800 && value < 0xdc00)
    {
      Reader ahead = *self;
      int low = take (&ahead, "\\u") ? take_hex (&ahead) : -1;
      if (low >= 0xdc00 && low < 0xe000)
        {
          *self = ahead;
          value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
        }
    }
  if (value == 0 || (value >= 0xd800 && value < 0xe000))
    value = 0xfffd;
  g_string_append_unichar (out, (gunichar) value);
  return TRUE;
}

static gboolean
take_escape (Reader *self, GString *out)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";

  if (self->at == self->end)
    return FALSE;
  char c = *self->at++;
  if (c == 'u')
    return take_unicode (self, out);
  const char *known = c != '\0' ? strchr (from, c) : NULL;
  if (known == NULL)
    return FALSE;
  g_string_append_c (out, to[known - from]);
  return TRUE;
}

/* (transfer full) (nullable): what follows the opening quote. */
static char *
read_text (Reader *self)
{
  g_autoptr(GString) out = g_string_new (NULL);

  while (self->at < self->end && *self->at != '"')
    {
      const char *start = self->at;
      while (self->at < self->end && (guchar) *self->at >= 0x20 && *self->at != '"' &&
             *self->at != '\\')
        self->at++;
      g_string_append_len (out, start, self->at - start);
      if (self->at < self->end && *self->at != '"' &&
          (*self->at++ != '\\' || !take_escape (self, out)))
        return NULL;
    }
  return take (self, "\"") ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static gboolean
take_digits (Reader *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > start;
}

static GuildValue *
read_number (Reader *self)
{
  const char *start = self->at;

  take (self, "-");
  if (!take (self, "0") && !take_digits (self))
    return NULL;
  if (take (self, ".") && !take_digits (self))
    return NULL;
  if (take (self, "e") || take (self, "E"))
    {
      if (!take (self, "+"))
        take (self, "-");
      if (!take_digits (self))
        return NULL;
    }
  return value_new (GUILD_VALUE_NUMBER, g_strndup (start, (gsize) (self->at - start)));
}

static gboolean
read_member (Reader *self, GuildValue *into)
{
  if (into->kind == GUILD_VALUE_OBJECT)
    {
      skip_space (self);
      char *name = take (self, "\"") ? read_text (self) : NULL;
      if (name == NULL)
        return FALSE;
      g_ptr_array_add (into->names, name);
      skip_space (self);
      if (!take (self, ":"))
        return FALSE;
    }
  GuildValue *item = read_value (self);
  if (item != NULL)
    g_ptr_array_add (into->items, item);
  return item != NULL;
}

static GuildValue *
read_items (Reader *self, GuildValueKind kind, const char *close)
{
  g_autoptr(GuildValue) value = value_new (kind, NULL);

  if (++self->depth > GUILD_JSON_MAX_DEPTH)
    return NULL;
  skip_space (self);
  if (!take (self, close))
    {
      do
        {
          if (!read_member (self, value))
            return NULL;
          skip_space (self);
        }
      while (take (self, ","));
      if (!take (self, close))
        return NULL;
    }
  self->depth--;
  return g_steal_pointer (&value);
}

static GuildValue *
read_value (Reader *self)
{
  skip_space (self);
  if (take (self, "{"))
    return read_items (self, GUILD_VALUE_OBJECT, "}");
  if (take (self, "["))
    return read_items (self, GUILD_VALUE_ARRAY, "]");
  if (take (self, "\""))
    {
      char *text = read_text (self);
      return text != NULL ? value_new (GUILD_VALUE_TEXT, text) : NULL;
    }
  if (take (self, "true"))
    return value_new (GUILD_VALUE_BOOLEAN, g_strdup ("true"));
  if (take (self, "false"))
    return value_new (GUILD_VALUE_BOOLEAN, g_strdup ("false"));
  if (take (self, "null"))
    return value_new (GUILD_VALUE_NULL, NULL);
  return read_number (self);
}

GuildValue *
guild_value_parse (const char *text, gssize length, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize size = length < 0 ? strlen (text) : (gsize) length;
  Reader reader = { text, text + size, 0 };
  g_autoptr(GuildValue) value = NULL;

  if (g_utf8_validate_len (text, size, NULL))
    value = read_value (&reader);
  skip_space (&reader);
  if (value == NULL || reader.at != reader.end)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The text is not valid JSON."));
      return NULL;
    }
  return g_steal_pointer (&value);
}

/* ---- looking ---- */

GuildValueKind
guild_value_get_kind (GuildValue *self)
{
  g_return_val_if_fail (self != NULL, GUILD_VALUE_NULL);
  return self->kind;
}

const char *
guild_value_get_text (GuildValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->text;
}

guint
guild_value_get_length (GuildValue *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->items != NULL ? self->items->len : 0;
}

GuildValue *
guild_value_get_nth (GuildValue *self, guint index)
{
  g_return_val_if_fail (index < guild_value_get_length (self), NULL);
  return self->items->pdata[index];
}

const char *
guild_value_get_name (GuildValue *self, guint index)
{
  g_return_val_if_fail (index < guild_value_get_length (self), NULL);
  return self->names != NULL ? self->names->pdata[index] : NULL;
}

GuildValue *
guild_value_get (GuildValue *self, const char *name)
{
  for (guint i = 0; self != NULL && self->names != NULL && i < self->names->len; i++)
    if (g_str_equal (self->names->pdata[i], name))
      return self->items->pdata[i];
  return NULL;
}

const char *
guild_value_get_string (GuildValue *self, const char *name)
{
  GuildValue *member = guild_value_get (self, name);
  return member != NULL && member->kind == GUILD_VALUE_TEXT ? member->text : NULL;
}

gint64
guild_value_get_count (GuildValue *self, const char *name)
{
  GuildValue *member = guild_value_get (self, name);
  guint64 count;

  if (member == NULL || member->kind != GUILD_VALUE_NUMBER ||
      !g_ascii_string_to_unsigned (member->text, 10, 0, G_MAXINT64, &count, NULL))
    return -1;
  return (gint64) count;
}

/* ---- writing ---- */

static void
append_text (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (out, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (out, "\\u%04x", (guint) (guchar) *c);
    else
      g_string_append_c (out, *c);
  g_string_append_c (out, '"');
}

static void
append_line (GString *out, int indent)
{
  if (indent >= 0)
    g_string_append_printf (out, "\n%*s", indent, "");
}

void
guild_value_append_json (GuildValue *self, GString *out, int indent)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  gboolean object = self->kind == GUILD_VALUE_OBJECT;
  int inner = indent >= 0 ? indent + 2 : -1;

  if (self->kind == GUILD_VALUE_TEXT)
    append_text (out, self->text);
  else if (self->items == NULL)
    g_string_append (out, self->text != NULL ? self->text : "null");
  else
    {
      g_string_append_c (out, object ? '{' : '[');
      for (guint i = 0; i < self->items->len; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          append_line (out, inner);
          if (object)
            {
              append_text (out, self->names->pdata[i]);
              g_string_append (out, indent >= 0 ? ": " : ":");
            }
          guild_value_append_json (self->items->pdata[i], out, inner);
        }
      if (self->items->len > 0)
        append_line (out, indent);
      g_string_append_c (out, object ? '}' : ']');
    }
}

char *
guild_value_group_digits (const char *number)
{
  g_return_val_if_fail (number != NULL, NULL);

  gboolean minus = *number == '-';
  const char *digits = number + (minus ? 1 : 0);
  gsize whole = strspn (digits, "0123456789");
  GString *out = g_string_new (minus ? "−" : NULL);

  if (strpbrk (digits, "eE") != NULL || whole == 0)
    {
      g_string_assign (out, number);
      return g_string_free (out, FALSE);
    }
  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append (out, "\u2009");
      g_string_append_c (out, digits[i]);
    }
  g_string_append (out, digits + whole);
  return g_string_free (out, FALSE);
}

char *
guild_value_title (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  GString *out = g_string_new (NULL);
  for (const char *c = name; *c != '\0'; c++)
    {
      gboolean capital = g_ascii_isupper (*c) && c > name;
      if (c == name)
        g_string_append_c (out, g_ascii_toupper (*c));
      else if (capital && !g_ascii_isupper (c[-1]))
        g_string_append_printf (out, " %c", g_ascii_isupper (c[1]) ? *c : g_ascii_tolower (*c));
      else
        g_string_append_c (out, *c);
    }
  if (g_str_has_suffix (out->str, " id") || g_str_equal (out->str, "Id"))
    memcpy (out->str + out->len - 2, "ID", 2);
  return g_string_free (out, FALSE);
}
