/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-collator.h"

#include <locale.h>
#include <string.h>

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

/* Folding is but lower case here, and there is nothing to be normalised. */
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
      self->folded->str[i] = (char) (byte + ((guint8) (byte - 'A') < 26 ? 'a' - 'A' : 0));
    }
  return all < 0x80;
}

static gboolean
fold (GuildCollator *self, const char *text)
{
  if (!self->turkic && fold_ascii (self, text))
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
