/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "company/guild-value.h"

G_BEGIN_DECLS

/* A record as a tree: a member a row, objects and arrays open. (transfer full) */
GtkWidget *guild_record_tree_new       (void);
/* VALUE (nullable): nothing. UNFOLDED: with everything in it open. SELF is what
 * guild_record_tree_new() gave. */
void       guild_record_tree_set_value (GtkWidget *self, GuildValue *value, gboolean unfolded);

G_END_DECLS
