/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "company/guild-places.h"

G_BEGIN_DECLS

/* What can be edited of a company of guild_autodesk_table(), as a person reads and types it: field
 * id → text, "" for what is not set; never NULL. */

/* The ids, NULL-terminated, in the order of the form. */
const char * const *guild_company_values_fields (void);
/* PLACES (nullable) gives codes of countries and states their names. (transfer full) */
GHashTable *guild_company_values_read (GuildCompany *company, GuildPlaces *places);
gboolean    guild_company_values_equal (GHashTable *a, GHashTable *b);
/* "Autodesk stored City as “Ulm” and Phone as “…”." for what of SENT is not so in STORED.
 * (transfer full) (nullable) */
char       *guild_company_values_describe_stored (GHashTable *sent, GHashTable *stored);

/* Reads the system's places once for the whole program; NULL when they cannot be read: then what is
 * typed goes as it is. */
void         guild_company_values_load_places_async  (GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable) */
GuildPlaces *guild_company_values_load_places_finish (GAsyncResult *result);

G_END_DECLS
