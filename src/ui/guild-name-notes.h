/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Lines under a name that is being typed: how the service will store it, and which other company
 * has this name or this uid already. Hidden while there is nothing to say. */
#define GUILD_TYPE_NAME_NOTES (guild_name_notes_get_type ())
G_DECLARE_FINAL_TYPE (GuildNameNotes, guild_name_notes, GUILD, NAME_NOTES, GtkWidget)

/* EXCEPT_ID (nullable): the company being edited, which is no duplicate of itself. Once only. */
void        guild_name_notes_watch   (GuildNameNotes *self, GuildDirectory *directory,
                                      GtkEditable *name, const char *except_id);
/* UID (nullable): value of the tag "uid" as it is typed now. */
void        guild_name_notes_set_uid (GuildNameNotes *self, const char *uid);

G_END_DECLS
