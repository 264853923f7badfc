/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "company/guild-field.h"

G_BEGIN_DECLS

/* One opened company: the service's JSON and its cells. Immutable; a newer state is another
 * object. */
#define GUILD_TYPE_COMPANY (guild_company_get_type ())
G_DECLARE_FINAL_TYPE (GuildCompany, guild_company, GUILD, COMPANY, GObject)

/* (transfer full); scrubs what it reads. NULL and G_IO_ERROR_INVALID_DATA when JSON is no object
 * with an id. */
GuildCompany    *guild_company_new_from_json   (const GuildFieldTable *table, const char *json,
                                                GError **error);
const GuildFieldTable *guild_company_get_table (GuildCompany *self);
const char      *guild_company_get_id          (GuildCompany *self);
/* "" when it has none; of a deleted one the original name (acc.md §4.5). */
const char      *guild_company_get_name        (GuildCompany *self);
const char      *guild_company_get_json        (GuildCompany *self);
/* (transfer none): scrubbed; not to be changed. */
JsonObject      *guild_company_get_object      (GuildCompany *self);
const GuildCell *guild_company_get_cell        (GuildCompany *self, guint field);
gboolean         guild_company_is_deleted      (GuildCompany *self);
/* (transfer none): GuildConnection items, empty where the service has none. */
GListModel      *guild_company_get_connections (GuildCompany *self);

G_END_DECLS
