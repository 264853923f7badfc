/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "company/guild-company.h"
#include "service/guild-service.h"

G_BEGIN_DECLS

/* The logo of a company in its pane. Where it can be set it is a button for that, and takes a
 * picture that is dropped on it. Hidden for companies that have none by nature. */
#define GUILD_TYPE_COMPANY_LOGO (guild_company_logo_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanyLogo, guild_company_logo, GUILD, COMPANY_LOGO, GtkWidget)

/* SERVICE (nullable): it is not read without one. */
void guild_company_logo_show (GuildCompanyLogo *self, GuildService *service, GuildCompany *company);

G_END_DECLS
