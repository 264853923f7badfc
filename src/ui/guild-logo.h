/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "service/guild-service.h"

G_BEGIN_DECLS

/* A GtkImage of SIZE pixels with the logo at ADDRESS (nullable) that SERVICE names: the icon
 * ICON_NAME until it is here, and when there is none. What was fetched once is kept in memory with
 * SERVICE, the newest 200. */
GtkWidget *guild_logo_new (GuildService *service, const char *address, const char *icon_name,
                           int size);
/* Whether the logo itself is shown. */
gboolean   guild_logo_is_shown (GtkWidget *logo);

G_END_DECLS
