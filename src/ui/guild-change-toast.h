/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Tells in WINDOW that CHANGES (element-type GuildChange) were made, with Undo for those that can
 * be undone. TITLE is plain text. */
void guild_change_toast_show (GuildWindow *window, GPtrArray *changes, const char *title);

G_END_DECLS
