/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Edits the name, description and tags of a company. Only what was changed is sent, and only after
 * the company has been read afresh: what somebody else changed meanwhile is told, not overwritten
 * unseen. */
#define GUILD_TYPE_EDIT_COMPANY_DIALOG (guild_edit_company_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildEditCompanyDialog, guild_edit_company_dialog, GUILD,
                      EDIT_COMPANY_DIALOG, AdwWindow)

void guild_edit_company_dialog_present (GuildWindow *parent, GuildDirectory *directory,
                                        GuildCompany *company);

G_END_DECLS
