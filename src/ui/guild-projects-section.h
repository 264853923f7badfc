/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* The projects that an Autodesk company works on. They take many requests to find, so they are read
 * when a person asks for them, once in the life of the section as long as their number stays. */
#define GUILD_TYPE_PROJECTS_SECTION (guild_projects_section_get_type ())
G_DECLARE_FINAL_TYPE (GuildProjectsSection, guild_projects_section, GUILD, PROJECTS_SECTION,
                      GtkWidget)

/* COMPANY of DIRECTORY; both NULL: nothing. Hidden where there are no projects to know of. */
void guild_projects_section_show (GuildProjectsSection *self, GuildDirectory *directory,
                                  GuildCompany *company);

G_END_DECLS
