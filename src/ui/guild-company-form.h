/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "directory/guild-directory.h"
#include "ui/guild-company-values.h"

G_BEGIN_DECLS

/* The rows in which what guild_company_values_fields() names is typed: each is checked while it is
 * typed, and what is wrong or doubtful stands below it. Other companies of a like name are listed
 * below the name. Signal "changed". */
#define GUILD_TYPE_COMPANY_FORM (guild_company_form_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompanyForm, guild_company_form, GUILD, COMPANY_FORM, GtkWidget)

/* DIRECTORY is where like names are looked for; EXCEPT_ID (nullable) the company that is edited.
 * Once only. */
void        guild_company_form_watch      (GuildCompanyForm *self, GuildDirectory *directory,
                                           const char *except_id);
/* PLACES (nullable): countries and states to choose from. */
void        guild_company_form_set_places (GuildCompanyForm *self, GuildPlaces *places);
/* What is there now: the text of each row becomes that, and is no news. VALUES as
 * guild_company_values_read(). */
void        guild_company_form_set_values (GuildCompanyForm *self, GHashTable *values);
void        guild_company_form_set_text   (GuildCompanyForm *self, const char *field,
                                           const char *text);
/* As typed, without space around; (transfer full). */
GHashTable *guild_company_form_dup_values (GuildCompanyForm *self);
/* Whether nothing that is typed would be refused. Says everywhere what would, and puts the keyboard
 * into the first such row. */
gboolean    guild_company_form_check      (GuildCompanyForm *self);

G_END_DECLS
