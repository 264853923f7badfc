/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-find.h"

#include <string.h>

/* So many bytes are compared at once; any processor has registers of this size. */
#define N_LANES 16

typedef guint8 Lanes __attribute__ ((vector_size (N_LANES)));
typedef guint64 Words __attribute__ ((vector_size (N_LANES)));

static Lanes
load (const char *from)
{
  Lanes lanes;

  memcpy (&lanes, from, sizeof lanes);
  return lanes;
}

static Lanes
repeat (char byte)
{
  Lanes lanes;

  memset (&lanes, byte, sizeof lanes);
  return lanes;
}

/* The first place among eight that HITS marks where the rest of the word follows, too. */
static const char *
check (const char *at, guint64 hits, const char *word, gsize length)
{
  while (hits != 0)
    {
      guint place = __builtin_ctzll (hits) / 8;

      if (length < 3 || memcmp (at + place + 1, word + 1, length - 2) == 0)
        return at + place;
      hits &= ~(G_GUINT64_CONSTANT (0xff) << 8 * place);
    }
  return NULL;
}

/* The first occurrence that begins in the N_LANES places from AT on. */
static inline const char *
find_in_block (const char *at, Lanes first, Lanes last, const char *word, gsize length)
{
  Words hits = (Words) ((load (at) == first) & (load (at + length - 1) == last));

  if (G_LIKELY ((hits[0] | hits[1]) == 0))
    return NULL;
  const char *found = check (at, hits[0], word, length);
  return found != NULL ? found : check (at + 8, hits[1], word, length);
}

static const char *
find_plainly (const char *at, const char *end, const char *word, gsize length)
{
  for (; (gsize) (end - at) >= length; at++)
    if (*at == *word && memcmp (at, word, length) == 0)
      return at;
  return NULL;
}

/* Looks for the first and the last byte of the word in many places at once: both are rarely in the
 * right distance by chance. */
const char *
guild_find (const char *begin, const char *end, const char *word, gsize length)
{
  gsize block = N_LANES + length - 1;
  const char *found;

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    return memmem (begin, end - begin, word, length);
  if ((gsize) (end - begin) < block)
    return find_plainly (begin, end, word, length);
  Lanes first = repeat (word[0]), last = repeat (word[length - 1]);
  for (const char *at = begin; (gsize) (end - at) >= block; at += N_LANES)
    if ((found = find_in_block (at, first, last, word, length)) != NULL)
      return found;
  /* the rest, and some of it once more */
  return find_in_block (end - block, first, last, word, length);
}
