/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Builds the conditions and the order of a query for any workspace, from its field table.
 * Properties "directory" (GuildDirectory) and "query" (GuildQuery, notified when a condition
 * or a sort key comes or goes). */
#define GUILD_TYPE_FILTER_PANEL (guild_filter_panel_get_type ())
G_DECLARE_FINAL_TYPE (GuildFilterPanel, guild_filter_panel, GUILD, FILTER_PANEL, GtkWidget)

GtkWidget  *guild_filter_panel_new           (void);
void        guild_filter_panel_set_directory (GuildFilterPanel *self, GuildDirectory *directory);
void        guild_filter_panel_set_query     (GuildFilterPanel *self, GuildQuery *query);
GuildQuery *guild_filter_panel_get_query     (GuildFilterPanel *self);
/* To be called before the panel is shown: while nobody sees it its rows are not made anew. */
void        guild_filter_panel_prepare       (GuildFilterPanel *self);
/* Says when the service's language cannot say QUERY, which is what the window would ask for: its
 * view and the panel's query together. */
void        guild_filter_panel_set_asked     (GuildFilterPanel *self, GuildQuery *query);

G_END_DECLS
