/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Creates a company of an Autodesk account: exactly once, or not at all. The window can be used
 * meanwhile, to look at a company that may be the same. */
#define GUILD_TYPE_AUTODESK_DIALOG (guild_autodesk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildAutodeskDialog, guild_autodesk_dialog, GUILD, AUTODESK_DIALOG, AdwWindow)

/* Brings forward the one that PARENT has for DIRECTORY, if there is one. */
void guild_autodesk_dialog_present (GuildWindow *parent, GuildDirectory *directory);

G_END_DECLS
