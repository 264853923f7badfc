/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An entry row with texts to choose from: those that contain what is typed are listed below it, all
 * of them after its button, Down or Alt+Down. What is typed may be something else. */
#define GUILD_TYPE_CHOICE_ROW (guild_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (GuildChoiceRow, guild_choice_row, GUILD, CHOICE_ROW, AdwEntryRow)

/* TITLE is plain text. */
GtkWidget *guild_choice_row_new         (const char *title);
/* CHOICES (NULL-terminated) (nullable: none) are copied. */
void       guild_choice_row_set_choices (GuildChoiceRow *self, const char * const *choices);
gboolean   guild_choice_row_is_open     (GuildChoiceRow *self);

G_END_DECLS
