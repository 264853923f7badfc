/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-growing.h"

#include <string.h>

void
guild_growing_reset (GuildGrowing *self)
{
  static const guint32 zero = 0;

  g_array_set_size (self->starts, 0);
  g_array_append_val (self->starts, zero);
  g_byte_array_set_size (self->bytes, 0);
}

void
guild_growing_init (GuildGrowing *self)
{
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->bytes = g_byte_array_new ();
  guild_growing_reset (self);
}

void
guild_growing_clear (GuildGrowing *self)
{
  g_array_unref (self->starts);
  g_byte_array_unref (self->bytes);
}

guint
guild_growing_get_n_texts (const GuildGrowing *self)
{
  return self->starts->len - 1;
}

void
guild_growing_append (GuildGrowing *self, const char *text, gsize size)
{
  if (size > 0)
    g_byte_array_append (self->bytes, (const guint8 *) text, size);
  g_array_append_val (self->starts, self->bytes->len);
}

const char *
guild_growing_get (const GuildGrowing *self, guint place, gsize *size)
{
  const guint32 *starts = (const guint32 *) self->starts->data;

  *size = starts[place + 1] - starts[place];
  return (const char *) self->bytes->data + starts[place];
}

static gboolean
fits_offsets (const guint32 *starts, guint n_texts)
{
  for (guint i = 0; i <= n_texts; i++)
    if (starts[i] - starts[i / 256 * 256] > G_MAXUINT16)
      return FALSE;
  return TRUE;
}

static void
take_starts (const guint32 *starts, guint n_texts, GuildBlock *block, GuildTexts *into)
{
  into->n_texts = n_texts;
  if (!fits_offsets (starts, n_texts))
    {
      guint32 *wide = guild_block_take (block, (n_texts + 1) * sizeof *wide);
      if (wide != NULL)
        memcpy (wide, starts, (n_texts + 1) * sizeof *wide);
      into->wide = wide;
      return;
    }
  guint32 *bases = guild_block_take (block, (n_texts / 256 + 1) * sizeof *bases);
  guint16 *offsets = guild_block_take (block, (n_texts + 1) * sizeof *offsets);
  for (guint i = 0; offsets != NULL && i <= n_texts; i++)
    {
      if (i % 256 == 0)
        bases[i / 256] = starts[i];
      offsets[i] = starts[i] - bases[i / 256];
    }
  into->bases = bases;
  into->offsets = offsets;
}

void
guild_growing_end (const GuildGrowing *self, const guint16 *places, guint n_texts,
                   GuildBlock *block, GuildTexts *into)
{
  g_autofree guint32 *starts = g_new (guint32, n_texts + 1);
  gsize size;

  starts[0] = 0;
  for (guint i = 0; i < n_texts; i++)
    {
      guild_growing_get (self, places != NULL ? places[i] : i, &size);
      starts[i + 1] = starts[i] + size;
    }
  take_starts (starts, n_texts, block, into);
  char *bytes = guild_block_take (block, starts[n_texts]);
  for (guint i = 0; bytes != NULL && i < n_texts; i++)
    {
      const char *text = guild_growing_get (self, places != NULL ? places[i] : i, &size);
      if (size > 0)
        memcpy (bytes + starts[i], text, size);
    }
  into->bytes = bytes;
}
