/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The way from the company pane to the company's data: win.data and win.refresh-all. It asks the
 * service for nothing itself. */
#define GUILD_TYPE_DATA_SECTION (guild_data_section_get_type ())
G_DECLARE_FINAL_TYPE (GuildDataSection, guild_data_section, GUILD, DATA_SECTION, GtkWidget)

G_END_DECLS
