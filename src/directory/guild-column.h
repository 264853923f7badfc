/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-field.h"

G_BEGIN_DECLS

/* Room for a text that is not kept but written when it is asked for. */
typedef struct
{
  char text[40];
} GuildScratch;

/* One piece of memory for all that a segment keeps. It is gone through twice: without a BASE, to
 * see what it takes, and then in earnest. */
typedef struct
{
  guint8 *base; /* (nullable) */
  gsize   used;
} GuildBlock;

/* (nullable): SIZE bytes, as aligned as any number wants them. */
gpointer guild_block_take (GuildBlock *self, gsize size);

/* Texts, one after the other, each with its NUL, so that a scan never runs from one into the next.
 * An unset text has no bytes at all, "" has its NUL. */
typedef struct
{
  guint          n_texts;
  const guint32 *bases;   /* where every 256th text begins */
  const guint16 *offsets; /* n_texts + 1: where a text begins after its base */
  const guint32 *wide;    /* (nullable): n_texts + 1, instead of both where texts are too long for
                           * that */
  const char    *bytes;
} GuildTexts;

static inline guint32
guild_texts_get_start (const GuildTexts *self, guint i)
{
  return self->wide != NULL ? self->wide[i] : self->bases[i / 256] + self->offsets[i];
}

static inline const char * /* (nullable) */
guild_texts_get (const GuildTexts *self, guint i)
{
  guint32 start = guild_texts_get_start (self, i);
  return guild_texts_get_start (self, i + 1) > start ? self->bytes + start : NULL;
}

/* Which bytes occur: a column that lacks one of a word's need not be searched for it. */
typedef struct
{
  guint64 bits[4];
} GuildByteSet;

static inline void
guild_byte_set_add (GuildByteSet *self, guint8 byte)
{
  self->bits[byte / 64] |= G_GUINT64_CONSTANT (1) << (byte % 64);
}

/* Whether all of WANTED are in SELF. */
static inline gboolean
guild_byte_set_has (const GuildByteSet *self, const GuildByteSet *wanted)
{
  guint64 missing = 0;

  for (guint i = 0; i < 4; i++)
    missing |= wanted->bits[i] & ~self->bits[i];
  return missing == 0;
}

typedef enum
{
  GUILD_CODES_NONE,   /* each row has its own text */
  GUILD_CODES_ONE,    /* all rows have the only text */
  GUILD_CODES_BYTES,
  GUILD_CODES_SHORTS,
} GuildCodes;

/* What the rows say in one field. What many of them say is kept once. */
typedef struct
{
  GuildCodes   coding;
  const void  *codes;      /* (nullable): for each row, the place of its text */
  GuildTexts   texts;
  GuildTexts   folded;     /* the same places; the same bytes where folding changes nothing */
  gboolean     has_folded;
  GuildByteSet bytes;      /* of the folded texts */
  gboolean     written;    /* no texts: those of a number or time follow from it */
  guint        n_digits;   /* of the seconds' fraction in such times */
} GuildTextColumn;

static inline guint
guild_text_column_get_place (const GuildTextColumn *self, guint row)
{
  switch (self->coding)
    {
    case GUILD_CODES_ONE:
      return 0;
    case GUILD_CODES_BYTES:
      return ((const guint8 *) self->codes)[row];
    case GUILD_CODES_SHORTS:
      return ((const guint16 *) self->codes)[row];
    case GUILD_CODES_NONE:
    default:
      return row;
    }
}

/* Numbers as their distance from the least in steps of a unit, in as few bytes as that takes. */
typedef struct
{
  guint       width; /* 0: all are BASE; 1, 2, 4: the greatest stands for unset; 8: the number */
  gint64      base;
  gint64      unit;
  const void *codes; /* (nullable) */
} GuildNumberColumn;

void     guild_number_column_init (GuildNumberColumn *self, const gint64 *numbers, guint n_rows,
                                   GuildBlock *block);
gint64   guild_number_column_get (const GuildNumberColumn *self, guint row);

/* The text of a set number or time as services write it, times with N_DIGITS of a fraction and "Z";
 * FALSE when it has none of that form. */
gboolean guild_number_write      (GuildFieldKind kind, guint n_digits, gint64 number,
                                  GuildScratch *scratch);

G_END_DECLS
