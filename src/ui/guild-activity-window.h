/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Every change ever asked for, newest first. */
#define GUILD_TYPE_ACTIVITY_WINDOW (guild_activity_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildActivityWindow, guild_activity_window, GUILD, ACTIVITY_WINDOW, AdwWindow)

void guild_activity_window_present (GtkWindow *parent, GuildDesk *desk);

G_END_DECLS
