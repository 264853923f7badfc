/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* The program: one per session; a second start raises the first one's window. */
#define GUILD_TYPE_APPLICATION (guild_application_get_type ())
G_DECLARE_FINAL_TYPE (GuildApplication, guild_application, GUILD, APPLICATION, AdwApplication)

GuildApplication *guild_application_new      (void);
GuildDesk        *guild_application_get_desk (GuildApplication *self); /* (nullable) before start */
/* Text catalogue and resources, without an application: for main() and for tests of windows. */
void              guild_ui_init              (void);

G_END_DECLS
