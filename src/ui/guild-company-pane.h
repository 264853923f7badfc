/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/guild-desk.h"

G_BEGIN_DECLS

/* One company beside the table: what state it is in, the one action that helps, its connections,
 * every field, and what was done to it. Follows the directory. */
#define GUILD_TYPE_COMPANY_PANE (guild_company_pane_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanyPane, guild_company_pane, GUILD, COMPANY_PANE, GtkWidget)

void          guild_company_pane_set_desk    (GuildCompanyPane *self, GuildDesk *desk);
/* Shows COMPANY_ID of DIRECTORY from the cache, and asks the service when that is older than a
 * minute. Both NULL empty the pane. */
void          guild_company_pane_show        (GuildCompanyPane *self, GuildDirectory *directory,
                                              const char *company_id);
const char   *guild_company_pane_get_id      (GuildCompanyPane *self); /* (nullable) */
/* (nullable): what is on show; NULL while it is being read. */
GuildCompany *guild_company_pane_get_company (GuildCompanyPane *self);
GtkWidget    *guild_company_pane_get_header  (GuildCompanyPane *self);

/* "Access to the books was withdrawn 92 days ago. …": the state of COMPANY in a sentence for
 * people, NOW in µs UTC; (transfer full). */
char         *guild_company_describe_state   (GuildCompany *company, gint64 now);
/* (transfer full) (nullable): why companies of SERVICE (nullable) can be read and not changed; NULL
 * when they can be changed. */
char         *guild_company_describe_access  (GuildService *service);
/* Shows EDITOR, a floating GuildCompanyEditor for the company on show, until it is done. */
void          guild_company_pane_edit        (GuildCompanyPane *self, GtkWidget *editor);
/* Companies that something was typed for which is not saved. */
guint         guild_company_pane_count_unsaved (GuildCompanyPane *self);
/* (transfer none) (nullable): the section of the company's menu that the window fills; NULL before
 * the first company. */
GMenu        *guild_company_pane_get_people_menu (GuildCompanyPane *self);

G_END_DECLS
