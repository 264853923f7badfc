/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Checks a webhook's signature from what was received: the three headers, the raw body, and the
 * secret. Nothing of it is sent or kept. */
#define GUILD_TYPE_SIGNATURE_DIALOG (guild_signature_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildSignatureDialog, guild_signature_dialog, GUILD, SIGNATURE_DIALOG,
                      AdwWindow)

void guild_signature_dialog_present (GtkWindow *parent);

G_END_DECLS
