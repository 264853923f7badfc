/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Lets ROW, of VIEW of DIRECTORY, take companies dropped on it, where VIEW is a group or a tag:
 * "win.drop-companies" (workspace id, view id, company ids). */
void guild_sidebar_accept_drops (GtkWidget *row, GuildDirectory *directory, GuildView *view);

G_END_DECLS
