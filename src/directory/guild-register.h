/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* The companies of a directory as they are known at one moment, to be found many times by what one
 * of their fields says: for files of thousands of rows. Made on the main thread, for nothing; then
 * of one thread at a time, a worker's: the first question about a field reads every company. */
typedef struct _GuildRegister GuildRegister;

GuildRegister *guild_register_new        (GuildDirectory *directory);
void           guild_register_free       (GuildRegister *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildRegister, guild_register_free)

/* How a text is compared: without regard to case and to white space around it. Nearly: as the
 * search compares (guild_text_fold()). */
typedef enum { GUILD_REGISTER_EXACT, GUILD_REGISTER_NEARLY } GuildRegisterHow;
/* (transfer full): what is compared; "" for a TEXT (nullable) that says nothing. */
char          *guild_register_make_key   (const char *text, GuildRegisterHow how);

/* (transfer none) (nullable) (element-type guint): the rows whose FIELD (an index of the table)
 * says TEXT; NULL for none and for an empty text. Deleted companies are not among them. */
GArray        *guild_register_find       (GuildRegister *self, guint field, const char *text,
                                          GuildRegisterHow how);
/* Deleted companies too; G_MAXUINT when there is none. */
guint          guild_register_find_id    (GuildRegister *self, const char *id);
gboolean       guild_register_is_deleted (GuildRegister *self, guint row);
/* Of these two, what is told lives until the next question. */
const char    *guild_register_get_id     (GuildRegister *self, guint row);
/* "" when unset. */
const char    *guild_register_get_text   (GuildRegister *self, guint row, guint field);

G_END_DECLS
