/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "journal/guild-journal.h"

G_BEGIN_DECLS

/* One change in the activity list: what, when, how it stands, and what can be done about it. */
#define GUILD_TYPE_CHANGE_ROW (guild_change_row_get_type ())
G_DECLARE_FINAL_TYPE (GuildChangeRow, guild_change_row, GUILD, CHANGE_ROW, GtkWidget)

GtkWidget *guild_change_row_new        (GuildJournal *journal);
/* CHANGE NULL unbinds. */
void       guild_change_row_set_change (GuildChangeRow *self, GuildChange *change);

G_END_DECLS
