/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* All data of one Codat company: which types there are and how fresh they are, each as a table or
 * a statement, the history of refreshes, and what was sent to the company. */
#define GUILD_TYPE_RECORDS_WINDOW (guild_records_window_get_type ())
G_DECLARE_FINAL_TYPE (GuildRecordsWindow, guild_records_window, GUILD, RECORDS_WINDOW, AdwWindow)

/* DIRECTORY must be one of Codat's and have its service. */
GuildRecordsWindow *guild_records_window_present (GtkWindow *parent, GuildDesk *desk,
                                                  GuildDirectory *directory,
                                                  GuildCompany *company);
/* KEY: a data type, "history" or "pushes". FALSE when the company does not have it (yet). */
gboolean            guild_records_window_open    (GuildRecordsWindow *self, const char *key);
typedef void (*GuildRefreshedFunc) (gboolean queued, gpointer data);
/* Queues KEY (nullable: every type), at CONNECTION_ID alone where that is given, through the
 * journal. A failure is told over PARENT. */
void                guild_records_refresh        (GtkWindow *parent, GuildDesk *desk,
                                                  GuildDirectory *directory, GuildCompany *company,
                                                  const char *key, const char *connection_id,
                                                  GuildRefreshedFunc done, gpointer data);

G_END_DECLS
