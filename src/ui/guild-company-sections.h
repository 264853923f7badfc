/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Makes BOX, which nobody else fills, show a headed list for each section of the fields that
 * COMPANY of DIRECTORY has set, and its FAMILY (nullable) (element-type GuildRelative). What says
 * the same as before stays. NOW in µs UTC. */
void guild_company_sections_fill (GtkBox *box, GuildDirectory *directory, GuildCompany *company,
                                  GPtrArray *family, gint64 now);

G_END_DECLS
