/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Adds a workspace: its credentials are tried before anything is kept, and what is missing is
 * named. For Autodesk the accounts are found for the person. */
#define GUILD_TYPE_WORKSPACE_DIALOG (guild_workspace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildWorkspaceDialog, guild_workspace_dialog, GUILD, WORKSPACE_DIALOG,
                      AdwWindow)

/* SERVICE_ID: "codat" or "autodesk". */
void guild_workspace_dialog_present (GtkWindow *parent, GuildDesk *desk, const char *service_id);
/* Another name, address or key for the workspace of DIRECTORY, which is none of the sandbox's. A
 * key is kept only when it passed the test; one of another account only after a question. */
void guild_workspace_dialog_present_edit (GtkWindow *parent, GuildDesk *desk,
                                          GuildDirectory *directory);

G_END_DECLS
