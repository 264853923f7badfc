/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-company-editor.h"

G_BEGIN_DECLS

/* The editor of the company that the pane shows. Those of other companies are kept as long as there
 * is something unsaved in them: going to another company loses nothing. Signal "finished", when the
 * one on show is done. */
#define GUILD_TYPE_COMPANY_EDITORS (guild_company_editors_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanyEditors, guild_company_editors, GUILD, COMPANY_EDITORS, GtkWidget)

/* Takes EDITOR (floating) and shows it, unless there is one for the same company: then that. */
void     guild_company_editors_add           (GuildCompanyEditors *self, GtkWidget *editor);
/* Shows the one for COMPANY_ID of DIRECTORY; FALSE when there is none, or both are NULL. */
gboolean guild_company_editors_show          (GuildCompanyEditors *self, GuildDirectory *directory,
                                              const char *company_id);
gboolean guild_company_editors_has_current   (GuildCompanyEditors *self);
/* Companies with something unsaved. */
guint    guild_company_editors_count_unsaved (GuildCompanyEditors *self);

G_END_DECLS
