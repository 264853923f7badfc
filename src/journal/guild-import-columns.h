/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-csv-table.h"
#include "service/guild-import-rules.h"

G_BEGIN_DECLS

/* Which field each column of a file is for: an array as long as the file has columns, of field ids
 * that belong to the table, NULL for a column that is passed over. A field is there once at
 * most. */

/* By what was chosen for these headings before (REMEMBERED, nullable, from
 * guild_import_columns_remember()), by the ids of fields, by their titles in English and as they
 * are translated, and by RULES' other words. (transfer container) */
const char **guild_import_columns_guess    (const GuildFieldTable *table,
                                            const GuildImportRules *rules, GuildCsvTable *file,
                                            const char *remembered);
/* REMEMBERED (nullable) with what COLUMNS says of FILE's headings; (transfer full). */
char        *guild_import_columns_remember (const char **columns, GuildCsvTable *file,
                                            const char *remembered);
/* (transfer full) (nullable): what must be chosen before anything can be told: nothing, when there
 * is a column by which a company can be recognised. */
char        *guild_import_columns_check    (const GuildFieldTable *table,
                                            const GuildImportRules *rules, const char **columns,
                                            guint n_columns);
gboolean     guild_import_columns_have     (const char **columns, guint n_columns,
                                            const char *field);
/* Whether a file may name FIELD of TABLE at all: what it may set, and the id. */
gboolean     guild_import_columns_may_have (const GuildFieldTable *table,
                                            const GuildImportRules *rules, const char *field);

G_END_DECLS
