/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What belongs to the Codat client of a workspace: profile, API keys, webhooks, sync settings and
 * integrations. */
#define GUILD_TYPE_SERVICE_SETTINGS_WINDOW (guild_service_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildServiceSettingsWindow, guild_service_settings_window, GUILD,
                      SERVICE_SETTINGS_WINDOW, AdwWindow)

/* DIRECTORY's service is Codat. */
void guild_service_settings_window_present (GtkWindow *parent, GuildDesk *desk,
                                            GuildDirectory *directory);
/* The sync settings of one company, in a window of their own. */
void guild_company_sync_window_present     (GtkWindow *parent, GuildDesk *desk,
                                            GuildDirectory *directory, const char *company_id,
                                            const char *company_name);
/* Its products, likewise. */
void guild_company_products_window_present (GtkWindow *parent, GuildDesk *desk,
                                            GuildDirectory *directory, const char *company_id,
                                            const char *company_name);

G_END_DECLS
