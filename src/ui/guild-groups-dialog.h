/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* The groups of a workspace with how many companies each has, and making another. */
#define GUILD_TYPE_GROUPS_DIALOG (guild_groups_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildGroupsDialog, guild_groups_dialog, GUILD, GROUPS_DIALOG, AdwWindow)

void guild_groups_dialog_present (GuildWindow *parent, GuildDirectory *directory);

G_END_DECLS
