/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "company/guild-connection.h"

G_BEGIN_DECLS

/* What a link flow remembers of a company's connections from one look to the next. */
typedef struct
{
  GHashTable *linked; /* (owned): ids of those that were linked at the last look */
  GHashTable *errors; /* (owned): id → text of its error at the last look */
} GuildLinkMemory;

GuildLinkMemory *guild_link_memory_new    (void);
void             guild_link_memory_free   (GuildLinkMemory *self);
void             guild_link_memory_update (GuildLinkMemory *self, GuildCompany *company);

/* A connection that is linked and was not before; or one that is linked and whose id the browser
 * called (CALLED_ID, nullable); or, when ANY, one that is linked. CONNECTION_ID (nullable): only
 * that one counts. (transfer full) (nullable) */
GuildConnection *guild_link_memory_find_linked (GuildLinkMemory *self, GuildCompany *company,
                                                const char *connection_id, const char *called_id,
                                                gboolean any);
/* What the service says went wrong since the last look, or with the connection called; (transfer
 * full) (nullable). */
char            *guild_link_memory_dup_error   (GuildLinkMemory *self, GuildCompany *company,
                                                const char *connection_id, const char *called_id);
/* The platform of the accounting connection that is linked, and so keeps another one of COMPANY's
 * from being: CONNECTION_ID or CALLED_ID (nullable), or any that is not linked and has an error.
 * (transfer full) (nullable) */
char            *guild_link_dup_rival          (GuildCompany *company, const char *connection_id,
                                                const char *called_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildLinkMemory, guild_link_memory_free)

/* ADDRESS with NAME=VALUE (both need no encoding) added to its query; (transfer full). */
char            *guild_link_add_parameter (const char *address, const char *name,
                                           const char *value);

G_END_DECLS
