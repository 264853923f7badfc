/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-uuid.h"

#include <string.h>

#define N_DIGITS 32

/* Every fourth bit, and the lowest of each four. */
#define TOPS G_GUINT64_CONSTANT (0x8888888888888888)
#define ONES G_GUINT64_CONSTANT (0x1111111111111111)

static gboolean
is_hyphen_place (guint place)
{
  return place == 8 || place == 13 || place == 18 || place == 23;
}

/* -1 for what is no small hexadecimal digit. */
static int
digit_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
put_digit (GuildUuid *uuid, guint digit, guint64 value)
{
  if (digit < 16)
    uuid->high |= value << (60 - 4 * digit);
  else
    uuid->low |= value << (60 - 4 * (digit - 16));
}

gboolean
guild_uuid_parse (const char *text, GuildUuid *uuid)
{
  guint digit = 0;

  *uuid = (GuildUuid) { 0, 0 };
  for (guint i = 0; i < GUILD_UUID_LENGTH; i++)
    {
      int value = digit_value (text[i]);

      if (is_hyphen_place (i) ? text[i] != '-' : value < 0)
        return FALSE;
      if (value >= 0)
        put_digit (uuid, digit++, value);
    }
  return text[GUILD_UUID_LENGTH] == '\0';
}

void
guild_uuid_write (GuildUuid uuid, char *text)
{
  static const char digits[] = "0123456789abcdef";

  for (guint i = 0, digit = 0; i < GUILD_UUID_LENGTH; i++)
    {
      if (is_hyphen_place (i))
        {
          text[i] = '-';
          continue;
        }
      text[i] = digits[(digit < 16 ? uuid.high : uuid.low) >> (60 - 4 * (digit % 16)) & 0xf];
      digit++;
    }
  text[GUILD_UUID_LENGTH] = '\0';
}

/* The places where a word with hyphens fits. */
static void
find_places (GuildUuidNeedle *self, const char *word)
{
  for (guint begin = 0; begin + self->length <= GUILD_UUID_LENGTH; begin++)
    {
      GuildUuid mask = { 0, 0 }, value = { 0, 0 };
      guint digit = begin - (begin > 8) - (begin > 13) - (begin > 18) - (begin > 23);
      guint i;

      for (i = 0; i < self->length && is_hyphen_place (begin + i) == (word[i] == '-'); i++)
        if (word[i] != '-')
          {
            put_digit (&mask, digit, 0xf);
            put_digit (&value, digit++, digit_value (word[i]));
          }
      if (i < self->length)
        continue;
      self->masks[self->n_places] = mask;
      self->values[self->n_places++] = value;
    }
}

static void
find_allowed (GuildUuidNeedle *self)
{
  static const guint breaks[] = { 8, 12, 16, 20 };

  for (guint begin = 0; begin + self->length <= N_DIGITS; begin++)
    {
      gboolean broken = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
        broken |= begin < breaks[i] && breaks[i] < begin + self->length;
      if (!broken)
        put_digit (&self->allowed, begin, 0x8);
    }
}

void
guild_uuid_needle_init (GuildUuidNeedle *self, const char *word)
{
  gsize length = strlen (word);

  memset (self, 0, sizeof *self);
  if (length > GUILD_UUID_LENGTH || strspn (word, "0123456789abcdef-") < length)
    return;
  self->length = length;
  self->hyphens = strchr (word, '-') != NULL;
  if (self->hyphens)
    find_places (self, word);
  else if (length > 12)
    self->length = 0; /* the last group is the longest */
  else
    {
      for (guint i = 0; i < length; i++)
        self->digits[i] = ONES * (guint64) digit_value (word[i]);
      find_allowed (self);
    }
}

/* The top bit of each four that are all zero. */
static guint64
find_zeros (guint64 number)
{
  return ~(((number & ~TOPS) + ~TOPS) | number | ~TOPS);
}

gboolean
guild_uuid_needle_find (const GuildUuidNeedle *self, GuildUuid uuid)
{
  GuildUuid left = self->allowed;

  for (guint i = 0; i < self->n_places; i++)
    if (((uuid.high & self->masks[i].high) ^ self->values[i].high) == 0 &&
        ((uuid.low & self->masks[i].low) ^ self->values[i].low) == 0)
      return TRUE;
  /* All places at once: of each digit, those where it would follow. */
  for (guint i = 0; i < self->length && (left.high | left.low) != 0; i++)
    {
      guint64 high = find_zeros (uuid.high ^ self->digits[i]);
      guint64 low = find_zeros (uuid.low ^ self->digits[i]);

      left.high &= i == 0 ? high : high << 4 * i | low >> (64 - 4 * i);
      left.low &= low << 4 * i;
    }
  return (left.high | left.low) != 0;
}
