/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Fills BOX, emptied first, with a headed list for each section of the fields that COMPANY of
 * DIRECTORY has set, and with its FAMILY (nullable) (element-type GuildRelative). NOW in µs UTC. */
void guild_company_sections_fill (GtkBox *box, GuildDirectory *directory, GuildCompany *company,
                                  GPtrArray *family, gint64 now);

G_END_DECLS
