/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-column.h"

G_BEGIN_DECLS

/* Texts while they are gathered: where each begins, and where the last one ends. */
typedef struct
{
  GArray     *starts; /* (owned): guint32 */
  GByteArray *bytes;  /* (owned) */
} GuildGrowing;

void        guild_growing_init        (GuildGrowing *self);
void        guild_growing_clear       (GuildGrowing *self);
/* Empties it. */
void        guild_growing_reset       (GuildGrowing *self);
guint       guild_growing_get_n_texts (const GuildGrowing *self);
/* SIZE with the NUL; 0 for unset. */
void        guild_growing_append      (GuildGrowing *self, const char *text, gsize size);
/* SIZE bytes until the next text is appended. */
const char *guild_growing_get         (const GuildGrowing *self, guint place, gsize *size);
/* PLACES (nullable): of the N_TEXTS wanted; NULL for all as they are. INTO borrows from BLOCK. */
void        guild_growing_end         (const GuildGrowing *self, const guint16 *places,
                                       guint n_texts, GuildBlock *block, GuildTexts *into);

G_END_DECLS
