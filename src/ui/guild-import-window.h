/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Imports companies from a CSV file into the workspace of DIRECTORY, step by step: choose, columns,
 * preview, run, result. */
#define GUILD_TYPE_IMPORT_WINDOW (guild_import_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildImportWindow, guild_import_window, GUILD, IMPORT_WINDOW, AdwWindow)

/* The one window for DIRECTORY, which begins with the import that was left unfinished or whose
 * result was not seen, if there is one. FILE (nullable): chosen already. */
GuildImportWindow *guild_import_window_present (GtkWindow *parent, GuildDesk *desk,
                                                GuildDirectory *directory, GFile *file);
/* For tests, which have no file chooser. */
void               guild_import_window_save    (GuildImportWindow *self, GFile *file);

G_END_DECLS
