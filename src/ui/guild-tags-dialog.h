/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* One tag given to, or taken from, many companies: what becomes of each is shown before anything is
 * sent. Closing it stops what was not sent. */
#define GUILD_TYPE_TAGS_DIALOG (guild_tags_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildTagsDialog, guild_tags_dialog, GUILD, TAGS_DIALOG, AdwWindow)

/* COMPANY_IDS (element-type utf8) are copied. */
void guild_tags_dialog_present (GuildWindow *parent, GuildDirectory *directory,
                                GPtrArray *company_ids);

G_END_DECLS
