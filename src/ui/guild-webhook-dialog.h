/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Address, events and company tags of a new webhook. Signal "create" (url, body: strings): the
 * body is the JSON to send; the dialog waits for whoever sends it to close it or to refuse. */
#define GUILD_TYPE_WEBHOOK_DIALOG (guild_webhook_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildWebhookDialog, guild_webhook_dialog, GUILD, WEBHOOK_DIALOG, AdwWindow)

GtkWidget *guild_webhook_dialog_new    (GtkWindow *parent);
/* Says why, and lets it be tried again with all that was typed. */
void       guild_webhook_dialog_refuse (GuildWebhookDialog *self, const GError *error);

G_END_DECLS
