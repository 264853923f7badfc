/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-settings-page.h"

G_BEGIN_DECLS

/* Who is told of events; and whether a message really came from the service. */
#define GUILD_TYPE_WEBHOOKS_PAGE (guild_webhooks_page_get_type ())
G_DECLARE_FINAL_TYPE (GuildWebhooksPage, guild_webhooks_page, GUILD, WEBHOOKS_PAGE, GuildSettingsPage)

G_END_DECLS
