/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-settings-page.h"

G_BEGIN_DECLS

/* The keys that open the client: copied, made and deleted, never shown. */
#define GUILD_TYPE_API_KEYS_PAGE (guild_api_keys_page_get_type ())
G_DECLARE_FINAL_TYPE (GuildApiKeysPage, guild_api_keys_page, GUILD, API_KEYS_PAGE, GuildSettingsPage)

G_END_DECLS
