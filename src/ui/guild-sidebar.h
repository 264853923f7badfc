/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/guild-desk.h"
#include "ui/guild-sidebar-place.h"

G_BEGIN_DECLS

/* Every workspace with its views and their counts, and the activity at the bottom. Signal
 * "view-selected" (GuildDirectory, GuildView): a person, or guild_sidebar_select(), chose one. */
#define GUILD_TYPE_SIDEBAR (guild_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (GuildSidebar, guild_sidebar, GUILD, SIDEBAR, GtkWidget)

void     guild_sidebar_set_desk (GuildSidebar *self, GuildDesk *desk);
/* Chooses a view; VIEW_ID NULL means the workspace's first, WORKSPACE_ID NULL the first of all.
 * FALSE when there is none such (yet). */
gboolean guild_sidebar_select   (GuildSidebar *self, const char *workspace_id,
                                 const char *view_id);

/* (transfer none): GuildSidebarPlace items, one per row. */
GListModel *guild_sidebar_get_places (GuildSidebar *self);
/* The header bar, whose title buttons depend on the window's folding; (transfer none). */
GtkWidget *guild_sidebar_get_header (GuildSidebar *self);

/* "Codat · sandbox", "Autodesk · EMEA"; (transfer full). */
char    *guild_sidebar_describe_workspace (GuildWorkspace *workspace);

G_END_DECLS
