/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "journal/guild-journal.h"

G_BEGIN_DECLS

/* What became of a create whose answer was lost. Sending it again could make a second one, so it is
 * looked up instead. */

/* Whether done twice makes two. */
gboolean     guild_doubt_is_create (GuildWriteKind kind);
/* (transfer none) (nullable): a change that makes the same as WRITE and whose outcome is not
 * known. */
GuildChange *guild_doubt_find (GuildJournal *journal, const char *workspace_id,
                               const GuildWrite *write);

/* CHANGE is settled: confirmed, or refused, which means that nothing was made. */
typedef void (*GuildDoubtSettled) (GObject *owner, GuildChange *change);
/* Says above PARENT (nullable) that nobody knows, with MESSAGE, and offers Look It Up; asked again
 * as long as the service gives no answer. SETTLED (nullable) is called when it did, unless OWNER is
 * gone. */
void         guild_doubt_show (GtkWindow *parent, GuildJournal *journal, GuildChange *change,
                               const char *message, GuildDoubtSettled settled, GObject *owner);

/* Heading of whatever tells of a doubt. */
const char  *guild_doubt_get_heading (void);

G_END_DECLS
