/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-column-scan.h"

#include "directory/guild-find.h"
#include <string.h>

void
guild_word_init (GuildWord *self, const char *text)
{
  *self = (GuildWord) { .text = text, .length = strlen (text) };
  for (const char *at = text; *at != '\0'; at++)
    guild_byte_set_add (&self->bytes, (guint8) *at);
  guild_uuid_needle_init (&self->uuid, text);
}

static void
set_bit (guint64 *bits, guint i)
{
  bits[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}

/* The text in which OFFSET lies, FROM or a later one. */
static guint
find_text (const GuildTexts *texts, guint from, guint32 offset)
{
  guint low, high = texts->n_texts;

  /* Often it is one of the next. */
  for (low = from; low < from + 6 && low + 1 < high; low++)
    if (guild_texts_get_start (texts, low + 1) > offset)
      return low;
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;
      if (guild_texts_get_start (texts, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* One pass over all texts: most are never looked at one by one. */
static void
find_in_texts (const GuildWord *self, const GuildTexts *texts, guint64 *found)
{
  const char *at = texts->bytes;
  const char *end = texts->bytes + guild_texts_get_start (texts, texts->n_texts);
  guint i = 0;

  while (at < end && (at = guild_find (at, end, self->text, self->length)) != NULL)
    {
      i = find_text (texts, i, at - texts->bytes);
      set_bit (found, i);
      at = texts->bytes + guild_texts_get_start (texts, i + 1);
    }
}

static gboolean
is_in_text (const GuildWord *self, const GuildTexts *texts, guint i)
{
  guint32 start = guild_texts_get_start (texts, i);
  guint32 size = guild_texts_get_start (texts, i + 1) - start;

  return guild_find (texts->bytes + start, texts->bytes + start + size, self->text,
                     self->length) != NULL;
}

static void
find_in_rows (const GuildWord *self, const GuildTextColumn *column, const guint64 *candidates,
              guint64 *found)
{
  for (guint i = 0; i < GUILD_SEGMENT_WORDS; i++)
    for (guint64 left = candidates[i] & ~found[i]; left != 0; left &= left - 1)
      {
        guint bit = __builtin_ctzll (left);
        if (is_in_text (self, &column->folded, i * 64 + bit))
          found[i] |= G_GUINT64_CONSTANT (1) << bit;
      }
}

/* Each text once, and then whoever says it. */
static void
find_in_codes (const GuildWord *self, const GuildTextColumn *column, const guint64 *candidates,
               guint64 *found)
{
  guint64 texts[GUILD_SEGMENT_WORDS] = { 0 };
  guint64 any = 0;

  find_in_texts (self, &column->folded, texts);
  for (guint i = 0; i < (column->folded.n_texts + 63) / 64; i++)
    any |= texts[i];
  for (guint i = 0; any != 0 && i < GUILD_SEGMENT_WORDS; i++)
    for (guint64 left = candidates[i] & ~found[i]; left != 0; left &= left - 1)
      {
        guint bit = __builtin_ctzll (left);
        guint place = guild_text_column_get_place (column, i * 64 + bit);
        found[i] |= (texts[place / 64] >> (place % 64) & 1) << bit;
      }
}

static void
find_in_uuids (const GuildWord *self, const GuildUuid *uuids, const guint64 *candidates,
               guint64 *found)
{
  if (self->uuid.length == 0)
    return;
  for (guint i = 0; i < GUILD_SEGMENT_WORDS; i++)
    for (guint64 left = candidates[i] & ~found[i]; left != 0; left &= left - 1)
      {
        guint bit = __builtin_ctzll (left);
        if (guild_uuid_needle_find (&self->uuid, uuids[i * 64 + bit]))
          found[i] |= G_GUINT64_CONSTANT (1) << bit;
      }
}

static guint
count_left (const guint64 *candidates, const guint64 *found)
{
  guint n = 0;

  for (guint i = 0; i < GUILD_SEGMENT_WORDS; i++)
    n += __builtin_popcountll (candidates[i] & ~found[i]);
  return n;
}

/* In the order of what it costs: what was found needs no further look. */
void
guild_word_find (const GuildWord *self, GuildSegment *segment, const GArray *fields,
                 const guint64 *candidates, guint64 *found)
{
  guint id_field = segment->uuids != NULL ? segment->table->id_field : G_MAXUINT;

  for (guint i = 0; i < fields->len; i++)
    {
      guint field = g_array_index (fields, guint, i);
      if (field != id_field && segment->texts[field].coding != GUILD_CODES_NONE &&
          guild_byte_set_has (&segment->texts[field].bytes, &self->bytes))
        find_in_codes (self, &segment->texts[field], candidates, found);
    }
  for (guint i = 0; i < fields->len; i++)
    if (g_array_index (fields, guint, i) == id_field)
      find_in_uuids (self, segment->uuids, candidates, found);
  for (guint i = 0; i < fields->len; i++)
    {
      guint field = g_array_index (fields, guint, i);
      const GuildTextColumn *column = &segment->texts[field];

      if (field == id_field || column->coding != GUILD_CODES_NONE ||
          !guild_byte_set_has (&column->bytes, &self->bytes))
        continue;
      guint n_left = count_left (candidates, found);
      if (n_left == 0)
        break;
      if (n_left < segment->n_rows / 8)
        find_in_rows (self, column, candidates, found);
      else
        find_in_texts (self, &column->folded, found);
    }
}
