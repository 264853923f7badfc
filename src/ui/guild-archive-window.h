/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "journal/guild-journal.h"

G_BEGIN_DECLS

/* What the journal kept of companies that were deleted, as JSON to read, copy and save. */
#define GUILD_TYPE_ARCHIVE_WINDOW (guild_archive_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildArchiveWindow, guild_archive_window, GUILD, ARCHIVE_WINDOW, AdwWindow)

void guild_archive_window_present (GtkWindow *parent, GuildJournal *journal, GuildChange *change);

G_END_DECLS
