/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words as pills in one line; what does not fit is counted at the end: "+2". Never asks for more
 * width than it is given. */
#define GUILD_TYPE_PILLS (guild_pills_get_type ())
G_DECLARE_FINAL_TYPE (GuildPills, guild_pills, GUILD, PILLS, GtkWidget)

GtkWidget *guild_pills_new       (void);
/* WORDS (nullable): NULL-terminated. NEEDLE (nullable): folded text to mark. */
void       guild_pills_set_words (GuildPills *self, const char * const *words, const char *needle);
/* Words that do not fit at the width allocated last. */
guint      guild_pills_get_n_hidden (GuildPills *self);

G_END_DECLS
