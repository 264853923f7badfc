/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-segment.h"

G_BEGIN_DECLS

/* A word of the search, made ready to be found in many columns. */
typedef struct
{
  const char     *text;   /* (borrowed): folded */
  gsize           length;
  GuildByteSet    bytes;
  GuildUuidNeedle uuid;
} GuildWord;

void guild_word_init (GuildWord *self, const char *text);
/* Of the rows in CANDIDATES, one at least, sets those in FOUND that have the word in one of FIELDS
 * (element-type guint), all searchable; of rows that are no candidates it may set any. Both have
 * GUILD_SEGMENT_WORDS words. */
void guild_word_find (const GuildWord *self, GuildSegment *segment, const GArray *fields,
                      const guint64 *candidates, guint64 *found);

G_END_DECLS
