/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "directory/guild-directory.h"
#include "service/autodesk/guild-autodesk-people.h"

G_BEGIN_DECLS

/* A project of an account: which companies work on it, and who. */
#define GUILD_TYPE_PROJECT_WINDOW (guild_project_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildProjectWindow, guild_project_window, GUILD, PROJECT_WINDOW, AdwWindow)

/* PROJECT is one of the account of DIRECTORY, whose service is Autodesk. */
void guild_project_window_present (GtkWindow *parent, GuildDirectory *directory,
                                   const GuildProject *project);

G_END_DECLS
