/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"

G_BEGIN_DECLS

/* What of a Codat profile (codat.md §11) is written one by one: MEMBER becomes NOW, and is refused
 * when it is WAS no longer. (transfer full); the inverse is made with NOW and WAS exchanged. */
GuildWrite *guild_profile_write_redirect (const char *now, const char *was);
/* "" takes MEMBER away. */
GuildWrite *guild_profile_write_text     (const char *member, const char *now, const char *was);
GuildWrite *guild_profile_write_list     (const char *member, char **now, char **was);

G_END_DECLS
