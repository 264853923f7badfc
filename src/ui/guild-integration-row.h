/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "service/codat/guild-codat-settings.h"

G_BEGIN_DECLS

/* A platform with its logo, name and what is special about it, as rows of the settings and of Add
 * Connection show it. WITH_TYPE: its type and key too. */
GtkWidget *guild_integration_row_new     (GuildCodat *codat, const GuildCodatIntegration *about,
                                          gboolean with_type);
/* Whether ABOUT is one that FOLDED (guild_text_fold(), "" = all) finds: by name, type or key. */
gboolean   guild_integration_row_matches (const GuildCodatIntegration *about, const char *folded);

G_END_DECLS
