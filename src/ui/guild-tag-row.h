/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One tag being typed: key, value, and a button to take it away ("removed"). */
#define GUILD_TYPE_TAG_ROW (guild_tag_row_get_type ())
G_DECLARE_FINAL_TYPE (GuildTagRow, guild_tag_row, GUILD, TAG_ROW, AdwPreferencesRow)

GtkWidget  *guild_tag_row_new       (void);
void        guild_tag_row_set       (GuildTagRow *self, const char *key, const char *value);
/* A row for a tag that is to go: its value does not matter and is not shown. */
void        guild_tag_row_set_key_only (GuildTagRow *self, gboolean key_only);
const char *guild_tag_row_get_key   (GuildTagRow *self);
const char *guild_tag_row_get_value (GuildTagRow *self);
/* (nullable) (transfer full): what is wrong with it by codat.md §1.3, in words. */
char       *guild_tag_row_check     (GuildTagRow *self);

G_END_DECLS
