/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-snapshot.h"

G_BEGIN_DECLS

/* How many companies say what in a list field. Items count as one that a condition on them does not
 * tell apart. Nothing is copied: texts are borrowed from the snapshot. Of one thread. */
typedef struct _GuildTallies GuildTallies;

typedef struct
{
  const char *title;  /* (borrowed): as written; the first in the alphabet where they differ in case */
  guint       length; /* of the title, bytes: no NUL ends it */
  guint       count;
} GuildTally;

/* (transfer full): of the companies that are neither deleted, hidden nor gone. SNAPSHOT must live
 * as long. Incomplete once CANCELLABLE (nullable) is cancelled. */
GuildTallies *guild_tallies_new       (GuildSnapshot *snapshot, guint field,
                                       GCancellable *cancellable);
void          guild_tallies_free      (GuildTallies *self);
/* How many companies have ITEM. */
guint         guild_tallies_count     (GuildTallies *self, const char *item);
/* Writes the N most frequent, or as many as there are, the first in the alphabet where they are
 * equally frequent; returns how many. Where a choice must be made what one company alone says is
 * left out. */
guint         guild_tallies_get_first (GuildTallies *self, GuildTally *first, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildTallies, guild_tallies_free)

G_END_DECLS
