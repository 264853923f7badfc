/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "journal/guild-change.h"

G_BEGIN_DECLS

/* Whether undoing CHANGE needs the company as it is now: its inverse writes tags. */
gboolean    guild_journal_merge_is_needed (GuildChange *change);
/* (transfer full) (nullable): what takes CHANGE back and leaves what others have done to COMPANY
 * since; BACK (out) (transfer full) what would undo that. CONFLICT when others have changed the
 * same tags. */
GuildWrite *guild_journal_merge           (GuildChange *change, GuildCompany *company,
                                           GuildWrite **back, GError **error);

G_END_DECLS
