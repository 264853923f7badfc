/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-company-list.h"
#include "directory/guild-engine.h"

G_BEGIN_DECLS

/* For the positions of a list, and what is made of its rows. */

/* (transfer full): LIST is told when the position dies. */
GuildPosition *guild_position_new          (GuildCompanyList *list, guint index);
void           guild_position_emit_changed (GuildPosition *self);
/* (transfer none) (nullable): NULL past the end. Good until the main loop runs again. */
GuildSegment  *guild_company_list_get_row  (GuildCompanyList *self, guint position, guint *place);
/* (transfer none) (nullable): what is known with the rows on show. */
GuildFailures *guild_company_list_get_failures (GuildCompanyList *self);
/* (transfer none) (nullable): the rows on show. */
GuildResult   *guild_company_list_get_shown (GuildCompanyList *self);
void           guild_company_list_forget   (GuildCompanyList *self, guint position);

G_END_DECLS
