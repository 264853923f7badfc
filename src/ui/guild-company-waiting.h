/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "link/guild-link-vigil.h"

G_BEGIN_DECLS

/* Fills LIST with that the company's customer is awaited, since when, and a way to stop; hides it
 * when nobody is. VIGIL and COMPANY_ID (nullable). NOW: µs UTC. */
void guild_company_waiting_fill (GtkListBox *list, GuildLinkVigil *vigil, const char *company_id,
                                 gint64 now);

G_END_DECLS
