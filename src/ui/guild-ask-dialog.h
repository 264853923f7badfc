/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Asks the service for the query on show and says whether the list here answers the same; or why
 * the service cannot be asked for it. Reads only. "Sync Now" is the parent's action win.sync. */
#define GUILD_TYPE_ASK_DIALOG (guild_ask_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildAskDialog, guild_ask_dialog, GUILD, ASK_DIALOG, AdwWindow)

/* (transfer none): the dialog, for tests. */
GuildAskDialog *guild_ask_dialog_present (GtkWindow *parent, GuildDirectory *directory,
                                          GuildQuery *query);

G_END_DECLS
