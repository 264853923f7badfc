/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "journal/guild-journal.h"

G_BEGIN_DECLS

/* "Xero: Linked → Deauthorised" */
char  *guild_sighting_dup_title     (const GuildSighting *sighting);
/* Adds to ROWS (element-type GtkWidget), floating and described for guild_kept_rows_fill(), what
 * happened to a company, newest first: the changes of JOURNAL (nullable) and SIGHTINGS (nullable),
 * which is newest first. At most MOST rows; what is left out is returned. */
guint  guild_company_activity_rows  (GPtrArray *rows, GuildJournal *journal,
                                     GPtrArray *sightings, const char *company_id, guint most,
                                     gint64 now);

G_END_DECLS
