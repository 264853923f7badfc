/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* The questions an operator keeps in the sidebar: in the settings, by workspace. */

/* Shows what the settings hold for DIRECTORY's workspace. Entries that cannot be read are left in
 * the settings and not shown. */
void  guild_saved_views_apply  (GuildDirectory *directory);
/* Keeps QUERY as TITLE; (transfer full) (nullable): the id of the new view, NULL where there are no
 * settings to keep it in. */
char *guild_saved_views_add    (GuildDirectory *directory, const char *title, GuildQuery *query);
void  guild_saved_views_remove (GuildDirectory *directory, const char *view_id);

G_END_DECLS
