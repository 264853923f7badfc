/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-company-list.h"

G_BEGIN_DECLS

/* A cell of the grid that says why the company at a position needs attention and since when, with
 * a button for the one thing that helps: "win.attend" (company id). */
#define GUILD_TYPE_ATTENTION_CELL (guild_attention_cell_get_type ())
G_DECLARE_FINAL_TYPE (GuildAttentionCell, guild_attention_cell, GUILD, ATTENTION_CELL, GtkWidget)

GtkWidget  *guild_attention_cell_new    (void);
/* POSITION NULL unbinds: nothing is shown and nobody listened to. */
void        guild_attention_cell_bind   (GuildAttentionCell *self, GuildPosition *position);
/* Reads the cell again: the time of day changed. */
void        guild_attention_cell_update (GuildAttentionCell *self);

/* "Access lost 12 days ago", NOW in µs UTC; (transfer full), "" for no need. */
char       *guild_attention_describe    (GuildNeed need, gint64 now);
/* "_Re-authorise…": the one thing that helps; NULL for no need. */
const char *guild_attention_act_label   (GuildAttentionReason reason);

G_END_DECLS
