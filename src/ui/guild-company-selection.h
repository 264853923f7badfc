/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-company-set.h"

G_BEGIN_DECLS

/* Selection over a company list, kept by company id: what is selected stays selected while rows
 * move, hide under a filter and come back (directory.md). Notified property "n-selected". */
#define GUILD_TYPE_COMPANY_SELECTION (guild_company_selection_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanySelection, guild_company_selection, GUILD, COMPANY_SELECTION,
                      GObject)

GuildCompanySelection *guild_company_selection_new            (GuildCompanyList *list);
GuildCompanyList      *guild_company_selection_get_list       (GuildCompanySelection *self);
guint                  guild_company_selection_get_n_selected (GuildCompanySelection *self);
/* (transfer full) (element-type utf8): the ids, as they stand in the list. */
GPtrArray             *guild_company_selection_dup_ids        (GuildCompanySelection *self);
/* (transfer full) (nullable): the company's, where one alone is selected. */
char                  *guild_company_selection_dup_only_id    (GuildCompanySelection *self);
/* (transfer none): good until the main loop runs again. */
GuildCompanySet       *guild_company_selection_get_set        (GuildCompanySelection *self);
/* (transfer full): who is selected now; of a million no id is copied. */
GuildCompanySet       *guild_company_selection_dup_set        (GuildCompanySelection *self);
/* Only COMPANY_ID; NULL clears. */
void                   guild_company_selection_select_only    (GuildCompanySelection *self,
                                                               const char *company_id);
/* Just these, of the same directory. */
void                   guild_company_selection_select         (GuildCompanySelection *self,
                                                               GuildCompanySet *companies);
void                   guild_company_selection_forget         (GuildCompanySelection *self,
                                                               const char *company_id);

G_END_DECLS
