/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "service/codat/guild-codat-settings.h"

G_BEGIN_DECLS

/* A GtkImage with the logo at ADDRESS (nullable): a plug until it is here, and when there is none.
 * What was fetched once is kept in memory with CODAT, the newest 200. */
GtkWidget *guild_logo_new (GuildCodat *codat, const char *address);
/* Whether the logo itself is shown. */
gboolean   guild_logo_is_shown (GtkWidget *logo);

G_END_DECLS
