/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-settings-page.h"

G_BEGIN_DECLS

/* The client's name, pictures and allowed addresses, and its redirect address, which can be
 * changed. */
#define GUILD_TYPE_PROFILE_PAGE (guild_profile_page_get_type ())
G_DECLARE_FINAL_TYPE (GuildProfilePage, guild_profile_page, GUILD, PROFILE_PAGE, GuildSettingsPage)

G_END_DECLS
