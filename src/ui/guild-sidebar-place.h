/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* One line of the sidebar: a view of a workspace, or the heading of a section. */
#define GUILD_TYPE_SIDEBAR_PLACE (guild_sidebar_place_get_type ())
G_DECLARE_FINAL_TYPE (GuildSidebarPlace, guild_sidebar_place, GUILD, SIDEBAR_PLACE, GObject)

GuildDirectory *guild_sidebar_place_get_directory (GuildSidebarPlace *self);
/* (nullable): NULL for the heading of a section. */
GuildView      *guild_sidebar_place_get_view      (GuildSidebarPlace *self);
/* Of a heading: GROUP, TAG or SAVED. */
GuildViewKind   guild_sidebar_place_get_section   (GuildSidebarPlace *self);
/* Of a heading; whoever folds it tells its places. */
gboolean        guild_sidebar_place_get_folded    (GuildSidebarPlace *self);
void            guild_sidebar_place_set_folded    (GuildSidebarPlace *self, gboolean folded);

/* (transfer full) (element-type GuildSidebarPlace): those of DIRECTORY; they follow its views. */
GListStore     *guild_sidebar_places_new          (GuildDirectory *directory);
/* HEADING was folded or unfolded; nothing happens where it is another directory's. */
void            guild_sidebar_places_folded       (GListStore *places, GuildSidebarPlace *heading);

G_END_DECLS
