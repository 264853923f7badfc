/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* Creates a company: the stored form of the name is shown as it is typed, a name or a tag "uid"
 * that another company has is warned about, and the link dialog follows. */
#define GUILD_TYPE_NEW_COMPANY_DIALOG (guild_new_company_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuildNewCompanyDialog, guild_new_company_dialog, GUILD, NEW_COMPANY_DIALOG,
                      AdwWindow)

void guild_new_company_dialog_present (GtkWindow *parent, GuildDesk *desk,
                                       GuildDirectory *directory);
/* The same with NAME and a tag (nullable) filled in, to be looked over. */
void guild_new_company_dialog_present_copy (GtkWindow *parent, GuildDesk *desk,
                                            GuildDirectory *directory, const char *name,
                                            const char *tag, const char *value);

G_END_DECLS
