/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* The people of an Autodesk company, read when somebody asks for them, once in the life of the
 * section as long as their number stays. */
#define GUILD_TYPE_MEMBERS_SECTION (guild_members_section_get_type ())
G_DECLARE_FINAL_TYPE (GuildMembersSection, guild_members_section, GUILD, MEMBERS_SECTION,
                      GtkWidget)

/* COMPANY of DIRECTORY; both NULL: nothing. Hidden where there are no members to know of. */
void guild_members_section_show (GuildMembersSection *self, GuildDirectory *directory,
                                 GuildCompany *company);

G_END_DECLS
