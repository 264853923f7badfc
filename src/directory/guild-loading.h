/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-index.h"
#include "directory/guild-segment.h"

G_BEGIN_DECLS

/* Makes segments of companies as they are read from the cache file, in their order, and tells the
 * index of their ids. After so many a second thread makes segments, too, so that whoever reads can
 * read on. Used by one thread. */
typedef struct _GuildLoading GuildLoading;

/* SEGMENT (transfer none) is the next; FALSE: nothing else is wanted. Called on the thread that
 * uses the loading, while it does. */
typedef gboolean (*GuildLoadingFunc) (GuildSegment *segment, gpointer data);

/* INDEX (transfer none) lives as long. STAMP: of all rows. N_ALONE: so many companies are read
 * before the second thread comes. (transfer full) */
GuildLoading *guild_loading_new  (const GuildFieldTable *table, GuildIndex *index, guint32 stamp,
                                  guint n_alone, GuildLoadingFunc func, gpointer data);
/* What was not told yet is not told any more, though the index may know it. */
void          guild_loading_free (GuildLoading *self);
/* CELLS: one for each field, borrowing from PACKED, which has SIZE bytes and may go afterwards.
 * FALSE: nothing else is wanted. */
gboolean      guild_loading_add  (GuildLoading *self, const char *id, GuildRowFlags flags,
                                  const GuildCell *cells, const guint8 *packed, gsize size);
/* There are no more: waits until all are told. */
void          guild_loading_end  (GuildLoading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildLoading, guild_loading_free)

G_END_DECLS
