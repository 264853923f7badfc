/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* What is around an Autodesk company: its projects and its members. */
#define GUILD_TYPE_AROUND_SECTION (guild_around_section_get_type ())
G_DECLARE_FINAL_TYPE (GuildAroundSection, guild_around_section, GUILD, AROUND_SECTION, GtkWidget)

/* COMPANY of DIRECTORY; both NULL: nothing, and what was being read is given up. */
void guild_around_section_show (GuildAroundSection *self, GuildDirectory *directory,
                                GuildCompany *company);

G_END_DECLS
