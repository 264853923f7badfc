/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A QR code, black on white with its quiet zone in every colour scheme: cameras need that. Asks for
 * at least four pixels a module. */
#define GUILD_TYPE_QR_CODE (guild_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (GuildQrCode, guild_qr_code, GUILD, QR_CODE, GtkWidget)

GtkWidget *guild_qr_code_new      (void);
/* TEXT is not kept, only its picture, which goes with the next text. NULL, or text too long for a
 * code: nothing is drawn, and FALSE is returned. */
gboolean   guild_qr_code_set_text (GuildQrCode *self, const char *text);

G_END_DECLS
