/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-settings-page.h"

G_BEGIN_DECLS

/* When which data is fetched: the client's defaults, or one company's own settings. */
#define GUILD_TYPE_SYNC_PAGE (guild_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (GuildSyncPage, guild_sync_page, GUILD, SYNC_PAGE, GuildSettingsPage)

G_END_DECLS
