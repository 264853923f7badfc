/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "service/autodesk/guild-autodesk-people.h"

G_BEGIN_DECLS

/* What somebody is called: by name, or by e-mail while the name is not known. (transfer none) */
const char *guild_member_get_title (const GuildMember *member);
/* "Account administrator · Pending · Site manager · signed in 3 days ago"; NOW in µs UTC; (transfer
 * full). */
char       *guild_member_describe  (const GuildMember *member, gint64 now);
/* Name, e-mail with Copy, and the description. (transfer full) */
GtkWidget  *guild_member_row_new   (const GuildMember *member, gint64 now);
/* "Active", of a project or a member; (nullable) STATUS itself when it is not known. */
const char *guild_people_status    (const char *status);

G_END_DECLS
