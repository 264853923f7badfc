/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A standing message over the table with at most one way on. Signals "activated" (its button),
 * "details". */
#define GUILD_TYPE_BANNER (guild_banner_get_type ())
G_DECLARE_FINAL_TYPE (GuildBanner, guild_banner, GUILD, BANNER, GtkWidget)

GtkWidget  *guild_banner_new  (void);
/* TEXT NULL hides it. BUTTON (nullable): label with mnemonic. DETAILS: a button that shows them. */
void        guild_banner_show (GuildBanner *self, const char *text, const char *button,
                               gboolean details);
const char *guild_banner_get_text (GuildBanner *self); /* (nullable): NULL while hidden */

G_END_DECLS
