/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Adds a connection to a company: choose one of the service's integrations, and the pending
 * connection is made through the journal; then straight on to its link. */
#define GUILD_TYPE_CONNECT_DIALOG (guild_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildConnectDialog, guild_connect_dialog, GUILD, CONNECT_DIALOG, AdwWindow)

/* (transfer none): the dialog, for tests. */
GuildConnectDialog *guild_connect_dialog_present (GtkWindow *parent, GuildDesk *desk,
                                                  GuildDirectory *directory,
                                                  GuildCompany *company);

G_END_DECLS
