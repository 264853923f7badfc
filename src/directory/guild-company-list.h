/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-attention.h"
#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* A place in the list whose company changes under it. Lives only while somebody holds it; the same
 * object for the same position while it lives. Signal "changed": re-read the cells. */
#define GUILD_TYPE_POSITION (guild_position_get_type ())
G_DECLARE_FINAL_TYPE (GuildPosition, guild_position, GUILD, POSITION, GObject)

guint       guild_position_get_index  (GuildPosition *self);
/* (transfer full) (nullable): NULL past the end of a list that shrank. */
char       *guild_position_dup_id     (GuildPosition *self);
/* (transfer full) (nullable) */
char       *guild_position_dup_text   (GuildPosition *self, guint field);
gint64      guild_position_get_number (GuildPosition *self, guint field);
/* As guild_batch_get_name(); (transfer full) (nullable): NULL past the end. */
char       *guild_position_dup_name   (GuildPosition *self);
/* Gone at the service and kept here. */
gboolean    guild_position_is_deleted (GuildPosition *self);
/* Whether and why the company there needs attention now. */
GuildNeed   guild_position_get_need   (GuildPosition *self);

/* The companies of a directory that answer a query, in its order: a GListModel of GuildPosition
 * (see directory.md for why). Queries run on workers; a newer one cancels an older. */
#define GUILD_TYPE_COMPANY_LIST (guild_company_list_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanyList, guild_company_list, GUILD, COMPANY_LIST, GObject)

/* Keeps DIRECTORY; asks for everything at once. Main thread, like all of this. */
GuildCompanyList *guild_company_list_new          (GuildDirectory *directory);
GuildDirectory   *guild_company_list_get_directory (GuildCompanyList *self);
/* Until the answer is there the rows stay as they were; property "busy" says so. When nothing
 * matches the rows stay too and "n-matches" is 0 (the window shows the empty page over them). Rows
 * that change are asked for again by the list itself, with a rest between: busy meanwhile, too. */
void              guild_company_list_set_query    (GuildCompanyList *self, GuildQuery *query);
GuildQuery       *guild_company_list_get_query    (GuildCompanyList *self);
gboolean          guild_company_list_get_busy     (GuildCompanyList *self);
/* Whether the rows answer the query, and not one before it: also while it is asked again because
 * rows of the directory have changed. */
gboolean          guild_company_list_get_answered (GuildCompanyList *self);
guint             guild_company_list_get_n_matches (GuildCompanyList *self);
/* (transfer full) (nullable) */
char             *guild_company_list_dup_id       (GuildCompanyList *self, guint position);
/* Position of a company, G_MAXUINT when it does not answer the query. */
guint             guild_company_list_find         (GuildCompanyList *self, const char *company_id);
/* Properties: query, busy, n-matches. Signal "refreshed": rows, their order or their data changed
 * (after items-changed and the positions' "changed"), so that selection can be told anew. Signal
 * "answered": the first answer to a query that was set has come, and is shown. */

G_END_DECLS
