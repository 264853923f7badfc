/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Companies of an account that may be one and the same: why, whom it would concern, and what can be
 * done, since Autodesk lets no program merge or delete them. Asks nobody: it looks through what is
 * known here. */
#define GUILD_TYPE_DUPLICATES_WINDOW (guild_duplicates_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildDuplicatesWindow, guild_duplicates_window, GUILD, DUPLICATES_WINDOW,
                      AdwWindow)

void guild_duplicates_window_present (GuildWindow *parent, GuildDirectory *directory);
/* Writes what is on show as a table; what becomes of it is told in the window. */
void guild_duplicates_window_export  (GuildDuplicatesWindow *self, GFile *file);

G_END_DECLS
