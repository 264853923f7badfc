/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-ui-dialogs.h"

G_BEGIN_DECLS

/* What tests of a service's settings share. */

/* A window on Codat's companies; LOOK is a GuildTestUiLook. */
void          guild_ui_settings_set_up         (GuildUiFixture *fixture, gconstpointer look);
void          guild_ui_settings_tear_down      (GuildUiFixture *fixture, gconstpointer look);
/* The pages of the settings, with PAGE ("keys", "profile", …) on show. */
AdwViewStack *guild_ui_settings_open           (GuildUiFixture *fixture, const char *page);
void          guild_ui_settings_close          (void);
/* What the sandbox has at PATH; it lives as long as NODE, (out) (transfer full). */
JsonObject   *guild_ui_settings_ask            (GuildUiFixture *fixture, const char *path,
                                                JsonNode **node);
/* The popover with the settings of a type of data, LABEL below ROOT; on the screen. */
GtkWidget    *guild_ui_settings_open_fields    (gpointer root, const char *label);
/* The dialog that checks a webhook's signature, with one that is right but old. */
GtkWidget    *guild_ui_settings_open_signature (GuildUiFixture *fixture);
/* The window that ACTION ("win.products") opens for the first company. */
GtkWidget    *guild_ui_settings_open_company   (GuildUiFixture *fixture, const char *action);

G_END_DECLS
