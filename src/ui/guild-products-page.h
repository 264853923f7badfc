/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-settings-page.h"

G_BEGIN_DECLS

/* The products of one company. */
#define GUILD_TYPE_PRODUCTS_PAGE (guild_products_page_get_type ())
G_DECLARE_FINAL_TYPE (GuildProductsPage, guild_products_page, GUILD, PRODUCTS_PAGE, GuildSettingsPage)

G_END_DECLS
