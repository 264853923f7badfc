/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Moves people of one Autodesk company to another: who, where to, and what that changes. The window
 * tells how it ended, with Undo. */
#define GUILD_TYPE_MOVE_DIALOG (guild_move_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildMoveDialog, guild_move_dialog, GUILD, MOVE_DIALOG, AdwWindow)

/* From company ID, called NAME, of DIRECTORY. TO_ID and TO_NAME (nullable) are offered as where to.
 * PARENT may be WINDOW itself. */
void guild_move_dialog_present (GtkWindow *parent, GuildWindow *window, GuildDirectory *directory,
                                const char *id, const char *name, const char *to_id,
                                const char *to_name);

G_END_DECLS
