/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-batch.h"

G_BEGIN_DECLS

/* The cells of one company as the cache file keeps them beside its JSON, so that a start reads no
 * JSON: for each field the text (length + 1 in four bytes, 0 = unset, then the bytes and a NUL) and
 * the number (eight bytes), little-endian. */
void      guild_cells_pack   (GuildBatch *batch, guint row, GByteArray *into);
/* CELLS: one for each field, borrowing from DATA. FALSE for anything but what guild_cells_pack()
 * wrote for the same fields. */
gboolean  guild_cells_unpack (const GuildFieldTable *table, const guint8 *data, gsize size,
                              GuildCell *cells);
/* Changes when the fields do: packed cells under another mark are of no use; (transfer full). */
char     *guild_cells_mark   (const GuildFieldTable *table);

G_END_DECLS
