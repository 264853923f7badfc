/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-bulk.h"
#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Runs BULK and tells in WINDOW how it ended: a toast with Undo, or a dialog when something failed.
 * TITLE: "Tags changed"; CONTEXT: "Not all tags were changed". */
void guild_bulk_watch_run (GuildWindow *window, GuildBulk *bulk, GCancellable *cancellable,
                           const char *title, const char *context);

G_END_DECLS
