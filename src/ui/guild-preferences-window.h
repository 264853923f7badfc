/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GUILD_TYPE_PREFERENCES_WINDOW (guild_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildPreferencesWindow, guild_preferences_window, GUILD, PREFERENCES_WINDOW,
                      AdwWindow)

void guild_preferences_window_present (GtkWindow *parent);

G_END_DECLS
