/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"
#include "directory/guild-snapshot.h"

G_BEGIN_DECLS

/* The sidebar places of one directory, counted on a worker whenever the rows change. A view keeps
 * its object for as long as the place exists. */
typedef struct _GuildViews GuildViews;

GuildViews *guild_views_new       (const GuildFieldTable *table);
/* SAVED (element-type GuildSavedView) is shown with the next update. */
void        guild_views_set_saved (GuildViews *self, GPtrArray *saved);
/* Nothing is called back after this. */
void        guild_views_free      (GuildViews *self);
/* (transfer none) */
GListModel *guild_views_get_model (GuildViews *self);
/* GROUPS (element-type GuildGroup). Counting is put off a little, so that the pages of a sync do
 * not each cost a count. */
void        guild_views_update    (GuildViews *self, GuildSnapshot *snapshot, GPtrArray *groups);

G_END_DECLS
