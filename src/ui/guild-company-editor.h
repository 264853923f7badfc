/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-places.h"
#include "ui/guild-window.h"

G_BEGIN_DECLS

/* What can be edited of a company of an Autodesk account, in place of its fields in the pane. Only
 * what was changed is sent, and only after the company has been read afresh: what somebody else
 * changed meanwhile is told, not overwritten unseen. Signals "finished", when there is nothing more
 * to do here, and "changed". */
#define GUILD_TYPE_COMPANY_EDITOR (guild_company_editor_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanyEditor, guild_company_editor, GUILD, COMPANY_EDITOR, GtkWidget)

/* PLACES (nullable). WINDOW gets the toasts. */
GtkWidget      *guild_company_editor_new           (GuildWindow *window, GuildDirectory *directory,
                                                    GuildCompany *company, GuildPlaces *places);
GuildDirectory *guild_company_editor_get_directory (GuildCompanyEditor *self);
const char     *guild_company_editor_get_id        (GuildCompanyEditor *self);
/* As the company was called when it was read last. */
const char     *guild_company_editor_get_name      (GuildCompanyEditor *self);
/* (transfer full) (nullable) */
GuildWindow    *guild_company_editor_dup_window    (GuildCompanyEditor *self);
/* Whether something was typed that has not been sent. */
gboolean        guild_company_editor_is_unsaved    (GuildCompanyEditor *self);

G_END_DECLS
