/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-grid.h"

G_BEGIN_DECLS

/* Which columns the table shows and in what order, for the popover of the header's button. */
#define GUILD_TYPE_COLUMNS_PANEL (guild_columns_panel_get_type ())
G_DECLARE_FINAL_TYPE (GuildColumnsPanel, guild_columns_panel, GUILD, COLUMNS_PANEL, GtkWidget)

GtkWidget *guild_columns_panel_new (GuildGrid *grid);

G_END_DECLS
