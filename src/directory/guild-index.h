/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which row a company has. Row numbers are given once and stay a company's own even after it is
 * gone, so one index serves every snapshot of a directory, from any thread. It keeps no ids: who
 * asks compares them where the rows are. */
typedef struct _GuildIndex GuildIndex;

/* Whether ROW, of whatever snapshot, is known to be that of the company ID. It is called with a
 * lock held and must not ask the index anything. */
typedef gboolean (*GuildIndexFunc) (guint row, const char *id, gpointer data);

GuildIndex *guild_index_new    (void);
GuildIndex *guild_index_ref    (GuildIndex *self);
void        guild_index_unref  (GuildIndex *self);
/* G_MAXUINT when there is no row of which IS says so. */
guint       guild_index_find   (GuildIndex *self, const char *id, GuildIndexFunc is, gpointer data);
/* Room for N_ROWS in all, where so many are soon to come. */
void        guild_index_reserve (GuildIndex *self, guint n_rows);
/* ID has no row yet. */
void        guild_index_insert (GuildIndex *self, const char *id, guint row);
/* The same for N ids, of which only guild_hash_text() is told; their rows follow each other. Each
 * of the many places in memory is waited for at the same time as others, which takes half as
 * long. */
void        guild_index_insert_many (GuildIndex *self, const guint64 *hashes, guint n,
                                     guint first_row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildIndex, guild_index_unref)

G_END_DECLS
