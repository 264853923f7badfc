/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-column-builder.h"

#include "company/guild-text.h"
#include "directory/guild-growing.h"
#include "directory/guild-hash.h"
#include "directory/guild-segment.h"
#include <string.h>

#define N_SLOTS (2 * GUILD_SEGMENT_ROWS)
/* After so many rows it shows whether they say the same things. */
#define N_TRIED (GUILD_SEGMENT_ROWS / 2)
#define NOWHERE G_MAXUINT16

struct _GuildColumnBuilder
{
  const GuildField *field;
  gboolean distinct;
  gboolean folds;
  guint    n_rows;
  GArray  *numbers;  /* (owned) (nullable): gint64 by row */

  gboolean written;  /* so far the texts follow from the numbers, and none are kept */
  gboolean formed;   /* ... and n_digits is known */
  guint    n_digits;

  GuildGrowing texts;    /* each once, as long as that is tried */
  GuildGrowing folded;   /* the same places */
  gboolean differs;  /* folding changes something */
  gboolean tries;
  guint16 *places;   /* (owned): by row, in texts */
  guint16 *slots;    /* (owned) (nullable): N_SLOTS, place + 1 by hash of the text; 0 = free */
  GArray  *hashes;   /* (owned): guint32 by place */

  const GuildTextColumn *from; /* (borrowed) (nullable): what was copied last ... */
  guint16 *known;    /* (owned): by place there, the place here; NOWHERE */
};

static gboolean
keeps_number (const GuildField *field)
{
  return field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME ||
         field->kind == GUILD_FIELD_CHOICE;
}

static gboolean
keeps_folded (const GuildField *field)
{
  if ((field->flags & GUILD_FIELD_SEARCHABLE) != 0)
    return TRUE;
  return (field->flags & GUILD_FIELD_FILTERABLE) != 0 && field->kind != GUILD_FIELD_NUMBER &&
         field->kind != GUILD_FIELD_TIME;
}

GuildColumnBuilder *
guild_column_builder_new (const GuildField *field, gboolean distinct)
{
  GuildColumnBuilder *self = g_new0 (GuildColumnBuilder, 1);

  self->field = field;
  self->distinct = distinct;
  self->folds = keeps_folded (field);
  if (keeps_number (field))
    self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  guild_growing_init (&self->texts);
  guild_growing_init (&self->folded);
  self->places = g_new (guint16, GUILD_SEGMENT_ROWS);
  self->known = g_new (guint16, GUILD_SEGMENT_ROWS);
  self->hashes = g_array_new (FALSE, FALSE, sizeof (guint32));
  guild_column_builder_reset (self);
  return self;
}

void
guild_column_builder_free (GuildColumnBuilder *self)
{
  g_clear_pointer (&self->numbers, g_array_unref);
  guild_growing_clear (&self->texts);
  guild_growing_clear (&self->folded);
  g_array_unref (self->hashes);
  g_free (self->places);
  g_free (self->known);
  g_free (self->slots);
  g_free (self);
}

void
guild_column_builder_reset (GuildColumnBuilder *self)
{
  if (self->slots != NULL && guild_growing_get_n_texts (&self->texts) > 0)
    memset (self->slots, 0, N_SLOTS * sizeof *self->slots);
  if (self->numbers != NULL)
    g_array_set_size (self->numbers, 0);
  guild_growing_reset (&self->texts);
  guild_growing_reset (&self->folded);
  g_array_set_size (self->hashes, 0);
  self->n_rows = 0;
  self->written = !self->folds && self->numbers != NULL && self->field->kind != GUILD_FIELD_CHOICE;
  self->formed = FALSE;
  self->n_digits = 0;
  self->differs = FALSE;
  self->tries = !self->distinct;
  self->from = NULL;
}

/* FOLDED (nullable): what folding TEXT gives, where that is known. */
static guint16
add_text (GuildColumnBuilder *self, const char *text, gsize size, const char *folded)
{
  guild_growing_append (&self->texts, text, size);
  if (self->folds)
    {
      g_autofree char *made = folded == NULL && size > 0 ? guild_text_fold (text) : NULL;
      const char *own = folded != NULL ? folded : made;
      gsize own_size = size > 0 ? strlen (own) + 1 : 0;

      guild_growing_append (&self->folded, own, own_size);
      self->differs |= own_size != size || (size > 0 && memcmp (own, text, size) != 0);
    }
  return guild_growing_get_n_texts (&self->texts) - 1;
}

/* The place of a text that is kept once. */
static guint16
find_or_add_text (GuildColumnBuilder *self, const char *text, gsize size, const char *folded)
{
  guint32 hash = (guint32) guild_hash_bytes (text, size);
  guint slot = hash % N_SLOTS;

  if (self->slots == NULL)
    self->slots = g_new0 (guint16, N_SLOTS);
  for (; self->slots[slot] != 0; slot = (slot + 1) % N_SLOTS)
    {
      guint16 place = self->slots[slot] - 1;
      gsize known_size;

      if (g_array_index (self->hashes, guint32, place) != hash)
        continue;
      const char *known = guild_growing_get (&self->texts, place, &known_size);
      if (known_size == size && (size == 0 || memcmp (known, text, size) == 0))
        return place;
    }
  guint16 place = add_text (self, text, size, folded);
  g_array_append_val (self->hashes, hash);
  self->slots[slot] = place + 1;
  if (self->n_rows >= N_TRIED && guild_growing_get_n_texts (&self->texts) > self->n_rows / 2)
    self->tries = FALSE;
  return place;
}

static void
append_text (GuildColumnBuilder *self, const char *text, const char *folded)
{
  gsize size = text != NULL ? strlen (text) + 1 : 0;
  guint16 place;

  if (self->n_rows > 0 && size == 0 && self->tries)
    {
      /* most fields of most companies */
      gsize last_size;
      guint16 last = self->places[self->n_rows - 1];
      guild_growing_get (&self->texts, last, &last_size);
      place = last_size == 0 ? last : find_or_add_text (self, NULL, 0, NULL);
    }
  else
    place = self->tries ? find_or_add_text (self, text, size, folded)
                        : add_text (self, text, size, folded);
  self->places[self->n_rows++] = place;
}

/* Whether the text follows from the number, in the form of those before. */
static gboolean
follows (GuildColumnBuilder *self, const char *text, gint64 number)
{
  GuildScratch scratch;

  if (text == NULL || number == GUILD_NUMBER_UNSET)
    return text == NULL && number == GUILD_NUMBER_UNSET;
  if (!self->formed)
    {
      gsize length = strlen (text);
      self->n_digits = length > strlen ("2000-01-01T00:00:00Z.")
                         ? length - strlen ("2000-01-01T00:00:00Z.")
                         : 0;
    }
  if (!guild_number_write (self->field->kind, self->n_digits, number, &scratch) ||
      strcmp (scratch.text, text) != 0)
    return FALSE;
  self->formed = TRUE;
  return TRUE;
}

/* The texts are kept from now on, and those of the rows before. */
static void
keep_texts (GuildColumnBuilder *self)
{
  guint n_rows = self->n_rows;

  self->written = FALSE;
  self->n_rows = 0;
  for (guint i = 0; i < n_rows; i++)
    {
      gint64 number = g_array_index (self->numbers, gint64, i);
      GuildScratch scratch;
      gboolean set = number != GUILD_NUMBER_UNSET &&
                     guild_number_write (self->field->kind, self->n_digits, number, &scratch);
      append_text (self, set ? scratch.text : NULL, NULL);
    }
}

void
guild_column_builder_append (GuildColumnBuilder *self, const char *text, gint64 number)
{
  if (self->written && !follows (self, text, number))
    keep_texts (self);
  if (self->numbers != NULL)
    g_array_append_val (self->numbers, number);
  if (self->written)
    self->n_rows++;
  else
    append_text (self, text, NULL);
}

static void
copy_written (GuildColumnBuilder *self, const GuildTextColumn *texts, gint64 number)
{
  GuildScratch scratch;

  if (self->written && (number == GUILD_NUMBER_UNSET || !self->formed ||
                        self->n_digits == texts->n_digits))
    {
      if (number != GUILD_NUMBER_UNSET)
        {
          self->formed = TRUE;
          self->n_digits = texts->n_digits;
        }
      g_array_append_val (self->numbers, number);
      self->n_rows++;
      return;
    }
  gboolean set = number != GUILD_NUMBER_UNSET &&
                 guild_number_write (self->field->kind, texts->n_digits, number, &scratch);
  guild_column_builder_append (self, set ? scratch.text : NULL, number);
}

static void
copy_text (GuildColumnBuilder *self, const GuildTextColumn *from, guint row)
{
  guint place = guild_text_column_get_place (from, row);
  const char *folded = from->has_folded ? guild_texts_get (&from->folded, place) : NULL;

  if (from->coding == GUILD_CODES_NONE || !self->tries)
    {
      append_text (self, guild_texts_get (&from->texts, place), folded);
      return;
    }
  if (self->from != from)
    {
      self->from = from;
      memset (self->known, 0xff, GUILD_SEGMENT_ROWS * sizeof *self->known);
    }
  if (self->known[place] != NOWHERE)
    {
      self->places[self->n_rows++] = self->known[place];
      return;
    }
  append_text (self, guild_texts_get (&from->texts, place), folded);
  self->known[place] = self->places[self->n_rows - 1];
}

void
guild_column_builder_copy (GuildColumnBuilder *self, const GuildTextColumn *texts,
                           const GuildNumberColumn *numbers, guint row)
{
  gint64 number =
    self->numbers != NULL ? guild_number_column_get (numbers, row) : GUILD_NUMBER_UNSET;

  if (texts->written)
    copy_written (self, texts, number);
  else if (self->written)
    guild_column_builder_append (self,
                                 guild_texts_get (&texts->texts,
                                                  guild_text_column_get_place (texts, row)),
                                 number);
  else
    {
      if (self->numbers != NULL)
        g_array_append_val (self->numbers, number);
      copy_text (self, texts, row);
    }
}

/* ---- the end ---- */

/* How the rows tell their texts in the fewest bytes. */
static GuildCodes
choose_codes (GuildColumnBuilder *self)
{
  guint n_texts = guild_growing_get_n_texts (&self->texts);
  gsize each = 0, once, size;

  if (self->distinct)
    return GUILD_CODES_NONE;
  if (n_texts == 1)
    return GUILD_CODES_ONE;
  for (guint i = 0; i < self->n_rows; i++)
    {
      guild_growing_get (&self->texts, self->places[i], &size);
      each += size;
      if (self->folds && self->differs)
        {
          guild_growing_get (&self->folded, self->places[i], &size);
          each += size;
        }
    }
  once = self->texts.bytes->len + (self->differs ? self->folded.bytes->len : 0);
  each += self->n_rows * sizeof (guint16);
  once += n_texts * sizeof (guint16) + self->n_rows * (n_texts > 256 ? 2 : 1);
  if (each <= once)
    return GUILD_CODES_NONE;
  return n_texts > 256 ? GUILD_CODES_SHORTS : GUILD_CODES_BYTES;
}

static void
end_texts (GuildColumnBuilder *self, GuildBlock *block, GuildTextColumn *into)
{
  guint n_texts = guild_growing_get_n_texts (&self->texts);
  const guint16 *places = NULL;

  into->coding = choose_codes (self);
  into->has_folded = self->folds;
  if (into->coding == GUILD_CODES_NONE)
    {
      places = self->places;
      n_texts = self->n_rows;
    }
  else if (into->coding == GUILD_CODES_BYTES)
    {
      guint8 *codes = guild_block_take (block, self->n_rows);
      for (guint i = 0; codes != NULL && i < self->n_rows; i++)
        codes[i] = self->places[i];
      into->codes = codes;
    }
  else if (into->coding == GUILD_CODES_SHORTS)
    {
      guint16 *codes = guild_block_take (block, self->n_rows * sizeof *codes);
      if (codes != NULL)
        memcpy (codes, self->places, self->n_rows * sizeof *codes);
      into->codes = codes;
    }
  guild_growing_end (&self->texts, places, n_texts, block, &into->texts);
  if (self->differs)
    guild_growing_end (&self->folded, places, n_texts, block, &into->folded);
  else if (self->folds)
    into->folded = into->texts;
  for (guint i = 0; block->base != NULL && i < self->folded.bytes->len; i++)
    guild_byte_set_add (&into->bytes, self->folded.bytes->data[i]);
}

void
guild_column_builder_end (GuildColumnBuilder *self, GuildBlock *block, GuildTextColumn *texts,
                          GuildNumberColumn *numbers)
{
  *texts = (GuildTextColumn) { .written = self->written, .n_digits = self->n_digits };
  *numbers = (GuildNumberColumn) { .base = GUILD_NUMBER_UNSET, .unit = 1 };
  if (self->numbers != NULL)
    guild_number_column_init (numbers, (const gint64 *) self->numbers->data, self->n_rows, block);
  if (!self->written)
    end_texts (self, block, texts);
}
