/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "directory/guild-snapshot.h"

G_BEGIN_DECLS

/* Not a field: since when a company needs attention. */
#define GUILD_RANKING_ATTENTION (G_MAXUINT - 1)

/* All rows of a snapshot that are not gone, by the value of one field, least first: texts as people
 * of this locale sort them whatever their case, choices in the order of their table unless the
 * service sorts their words; unset cells are last, ties by name and then by id. It does not hold
 * the snapshot. Immutable; reference counting is atomic. */
typedef struct
{
  gatomicrefcount ref_count;
  guint           field;
  guint32         serial; /* of the snapshot */
  guint32         stamp;  /* of the snapshot */
  guint           n_all;  /* rows of the snapshot, with those that are gone */
  guint           n_rows;
  guint           n_set;  /* those whose cell is set */
  guint32        *rows;   /* (owned): n_rows row numbers */
  guint64        *begins; /* (owned): a bit for each place whose value is not the one before */
} GuildRanking;

/* NULL when CANCELLABLE (nullable) ends it. NAMES (nullable): the ranking of the names of the same
 * snapshot, and BY_NAME the place there by row number; NULL for that ranking itself. FROM
 * (nullable): the same ranking of an earlier snapshot; where little changed since, only that is
 * looked at. Blocks, on two threads. (transfer full) */
GuildRanking *guild_ranking_new   (GuildSnapshot *snapshot, guint field, GuildRanking *from,
                                   GuildRanking *names, const guint32 *by_name,
                                   GCancellable *cancellable);
GuildRanking *guild_ranking_ref   (GuildRanking *self);
void          guild_ranking_unref (GuildRanking *self);

static inline gboolean
guild_ranking_begins (const GuildRanking *self, guint place)
{
  return self->begins[place / 64] >> (place % 64) & 1;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildRanking, guild_ranking_unref)

G_END_DECLS
