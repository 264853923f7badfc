/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "company/guild-places.h"
#include "service/guild-import-rules.h"

G_BEGIN_DECLS

/* What a person wrote, as the old family takes it (acc.md §5). VALUES is field id of
 * guild_autodesk_table() → text; fields that cannot be edited are passed over. PLACES (nullable)
 * turns codes of countries and states into the names that family wants; what it does not know, and
 * everything without it, goes as it is written. */

/* NULL when TEXT (nullable) is fit for FIELD; else why not, in words. (transfer full) */
char       *guild_autodesk_check_value (const char *field, const char *text);
/* Members for what is not empty. (transfer full) */
JsonObject *guild_autodesk_make_company (GHashTable *values, GuildPlaces *places);
/* (transfer full) */
GuildWrite *guild_autodesk_make_create (GHashTable *values, GuildPlaces *places);
/* ROWS (element-type GHashTable): each as VALUES, GUILD_AUTODESK_MAX_IMPORT at most.
 * (transfer full) */
GuildWrite *guild_autodesk_make_import (GPtrArray *rows, GuildPlaces *places);
/* How files of companies are read for this service. */
const GuildImportRules *guild_autodesk_import_rules (void);
/* TEXT (nullable) of FIELD as the old family writes it; COUNTRY (nullable) is the company's.
 * (transfer full) */
char       *guild_autodesk_write_value (const char *field, const char *text, const char *country,
                                        GuildPlaces *places);
/* Only what differs from COMPANY; "" or NULL clears. INVERSE (out) (transfer full) brings the old
 * values back. (transfer full) (nullable): NULL when nothing differs. */
GuildWrite *guild_autodesk_make_edit   (GuildCompany *company, GHashTable *values,
                                        GuildPlaces *places, GuildWrite **inverse);
/* Moves member USER_ID from one company to another (acc.md §6.3). FROM (nullable): there is no way
 * back then. INVERSE (out) (transfer full) (nullable). (transfer full) */
GuildWrite *guild_autodesk_make_move   (const char *user_id, const char *from_company,
                                        const char *to_company, GuildWrite **inverse);

G_END_DECLS
