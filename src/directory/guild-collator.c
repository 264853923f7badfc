/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-collator.h"

#include <locale.h>
#include <string.h>

/* A character that is not folded by itself: it becomes several, or joins the one before. */
#define NOT_ALONE G_MAXUINT16

/* I and i are two letters there, of which ı and İ are the other cases. */
static gboolean
is_turkic (void)
{
  const char *locale = setlocale (LC_CTYPE, NULL);

  return g_str_has_prefix (locale, "tr") || g_str_has_prefix (locale, "az");
}

void
guild_collator_init (GuildCollator *self)
{
  memset (self->learnt, 0, sizeof self->learnt);
  self->folded = g_string_sized_new (256);
  self->key = g_string_sized_new (1024);
  self->direct = g_get_charset (NULL);
  self->turkic = is_turkic ();
}

void
guild_collator_clear (GuildCollator *self)
{
  g_string_free (self->folded, TRUE);
  g_string_free (self->key, TRUE);
}

static char
to_lower (guint8 byte)
{
  return (char) (byte + ((guint8) (byte - 'A') < 26 ? 'a' - 'A' : 0));
}

/* Most texts are ASCII, and go many bytes at a time. */
static gboolean
fold_ascii (GuildCollator *self, const char *text)
{
  gsize length = strlen (text);
  guint8 all = 0;

  g_string_set_size (self->folded, length);
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) text[i];
      all |= byte;
      self->folded->str[i] = to_lower (byte);
    }
  return all < 0x80;
}

static guint16
learn (gunichar c)
{
  char text[7] = { 0 };

  if (g_unichar_combining_class (c) != 0)
    return NOT_ALONE;
  g_unichar_to_utf8 (c, text);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
  gunichar one = normal != NULL ? g_utf8_get_char (normal) : 0;
  if (one == 0 || one >= NOT_ALONE || *g_utf8_next_char (normal) != '\0')
    return NOT_ALONE;
  return (guint16) one;
}

/* Hiragana, katakana and Han: their only joining marks are others than these. */
static gboolean
stays (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x3096) ||
         (c >= 0x30a1 && c <= 0x30fa);
}

/* NOT_ALONE where more has to be looked at. */
static gunichar
fold_character (GuildCollator *self, gunichar c)
{
  if (c >= GUILD_COLLATOR_N_LEARNT)
    return stays (c) ? c : NOT_ALONE;
  if (self->learnt[c] == 0)
    self->learnt[c] = learn (c);
  return self->learnt[c];
}

/* Each character by itself; FALSE where that is not enough. */
static gboolean
fold_characters (GuildCollator *self, const char *text)
{
  gsize n = 0;

  /* No character of two bytes becomes one of more than three. */
  g_string_set_size (self->folded, strlen (text) * 2);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if ((guint8) *text < 0x80)
        {
          self->folded->str[n++] = to_lower ((guint8) *text);
          continue;
        }
      gunichar c = fold_character (self, g_utf8_get_char (text));
      if (c == NOT_ALONE)
        return FALSE;
      n += g_unichar_to_utf8 (c, self->folded->str + n);
    }
  g_string_truncate (self->folded, n);
  return TRUE;
}

static gboolean
fold (GuildCollator *self, const char *text)
{
  if (!self->turkic && (fold_ascii (self, text) || fold_characters (self, text)))
    return TRUE;
  /* folding is the same in all languages, and lower case is not */
  g_autofree char *lower = self->turkic ? g_utf8_strdown (text, -1) : NULL;
  g_autofree char *folded = g_utf8_casefold (lower != NULL ? lower : text, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
  g_string_assign (self->folded, normal != NULL ? normal : folded);
  return normal != NULL;
}

const char *
guild_collator_get_key (GuildCollator *self, const char *text)
{
  if (!fold (self, text))
    return self->folded->str;
  if (!self->direct)
    {
      g_autofree char *key = g_utf8_collate_key (self->folded->str, -1);
      g_string_assign (self->key, key);
      return self->key->str;
    }
  gsize length = strxfrm (self->key->str, self->folded->str, self->key->allocated_len);
  if (length >= G_MAXINT)
    return self->folded->str;
  if (length >= self->key->allocated_len)
    {
      g_string_set_size (self->key, length);
      strxfrm (self->key->str, self->folded->str, self->key->allocated_len);
    }
  return self->key->str;
}
