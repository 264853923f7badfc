/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Tags given to, replaced at and taken from many companies at once: what becomes of each is shown
 * before anything is sent, and each is changed by one write. Closing it stops what was not sent. */
#define GUILD_TYPE_TAGS_DIALOG (guild_tags_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildTagsDialog, guild_tags_dialog, GUILD, TAGS_DIALOG, AdwWindow)

/* COMPANY_IDS (element-type utf8) is kept, and not to be changed any more. TAG (nullable):
 * "key=value" to begin with. */
void guild_tags_dialog_present (GuildWindow *parent, GuildDirectory *directory,
                                GPtrArray *company_ids, const char *tag);

G_END_DECLS
