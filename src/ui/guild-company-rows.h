/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "directory/guild-directory.h"
#include "journal/guild-change.h"

G_BEGIN_DECLS

/* Rows of the company pane's boxed lists, described for guild_kept_rows_fill(); each is (transfer
 * full). */
/* A field by name over its value, with Copy; VALUE must not be empty. */
GtkWidget *guild_company_field_row      (const GuildField *field, const char *value);
/* The words of a list field as pills that wrap. */
GtkWidget *guild_company_words_row      (const char *title, const char * const *words);
/* Groups by NAMES as pills, each with a button that takes the company out of the one of IDS. */
GtkWidget *guild_company_groups_row     (const char *title, const char * const *ids,
                                         const char * const *names);
GtkWidget *guild_company_change_row     (GuildChange *change, gint64 now);

/* Headings that fields stand under. */
typedef enum { GUILD_SECTION_COMPANY, GUILD_SECTION_ADDRESS, GUILD_SECTION_FIGURES,
               GUILD_SECTION_IDS, GUILD_N_SECTIONS } GuildSection;
/* (transfer full) (element-type GuildField): those of TABLE, in the order in which they are
 * read. */
GPtrArray   *guild_company_list_section (const GuildFieldTable *table, GuildSection section);
const char  *guild_company_section_title (GuildSection section);

G_END_DECLS
