/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* The companies whose names are like one that is being typed, to see a duplicate before it is made:
 * what the directory knows at once, and behind it what Autodesk's own search answers. Each opens in
 * the window. Hidden while there are none. */
#define GUILD_TYPE_LIKE_LIST (guild_like_list_get_type ())
G_DECLARE_FINAL_TYPE (GuildLikeList, guild_like_list, GUILD, LIKE_LIST, GtkWidget)

GtkWidget *guild_like_list_new   (void);
/* NAME outlives this. EXCEPT_ID (nullable): no duplicate of itself, and the name it has is not
 * looked for. Once only. */
void       guild_like_list_watch (GuildLikeList *self, GuildDirectory *directory,
                                  GtkEditable *name, const char *except_id);

G_END_DECLS
