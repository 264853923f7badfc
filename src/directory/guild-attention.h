/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-segment.h"

G_BEGIN_DECLS

/* Where a service's table keeps what the question "does this company need attention" looks at. */
typedef struct
{
  gboolean possible; /* the table has such fields at all */
  guint    status, created, last_sync; /* field indices, G_MAXUINT when there is none */
  int      deauthorised, unlinked, partial, pending, linked; /* choices, -1 when there is none */
  gint64   now; /* µs UTC */
} GuildAttention;

void     guild_attention_init  (GuildAttention *self, const GuildFieldTable *table, gint64 now);
gboolean guild_attention_needs (const GuildAttention *self, GuildSegment *segment, guint row);

G_END_DECLS
