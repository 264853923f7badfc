/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-settings-page.h"

G_BEGIN_DECLS

/* The platforms that the client's companies can be connected to. */
#define GUILD_TYPE_INTEGRATIONS_PAGE (guild_integrations_page_get_type ())
G_DECLARE_FINAL_TYPE (GuildIntegrationsPage, guild_integrations_page, GUILD, INTEGRATIONS_PAGE, GuildSettingsPage)

G_END_DECLS
