/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Has a customer authorise access, or authorise it again: here in the browser, or by a link that is
 * sent. Shows what the service says when asked, never what a callback claimed. */
#define GUILD_TYPE_LINK_DIALOG (guild_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildLinkDialog, guild_link_dialog, GUILD, LINK_DIALOG, AdwWindow)

/* CONNECTION_ID NULL: the company's link, where the customer chooses the platform. */
void guild_link_dialog_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                                const char *company_id, const char *connection_id);

G_END_DECLS
