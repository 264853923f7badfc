/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"

G_BEGIN_DECLS

/* Client of the Codat Platform API (codat.md). */
#define GUILD_TYPE_CODAT (guild_codat_get_type ())
G_DECLARE_FINAL_TYPE (GuildCodat, guild_codat, GUILD, CODAT, GuildService)

const GuildFieldTable *guild_codat_table (void);

/* Choices of the derived "status" field, in this order. */
typedef enum
{
  GUILD_CODAT_NO_CONNECTIONS,
  GUILD_CODAT_PENDING,
  GUILD_CODAT_LINKED,
  GUILD_CODAT_DEAUTHORISED,
  GUILD_CODAT_UNLINKED,
  GUILD_CODAT_PARTIAL,
} GuildCodatStatus;

/* KEY: the raw API key, or the ready-made header text beginning "Basic " (codat.md §1.1). NULL, or
 * text that is no key: every request fails with UNAUTHORISED and nothing is sent. */
GuildService *guild_codat_new (const char *base, const char *key);

/* A link address fetched fresh just before use (codat.md §12); never cached, never logged.
 * CONNECTION_ID (nullable): NULL for the company's link. */
void          guild_codat_read_link_async  (GuildCodat *self, const char *company_id,
                                            const char *connection_id, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data);
/* (transfer full): the address. BATCH (out) (nullable) (transfer full): the company as just
 * read. */
char         *guild_codat_read_link_finish (GuildCodat *self, GAsyncResult *result,
                                            GuildBatch **batch, GError **error);
/* profile.redirectUrl (codat.md §11); the API key that the profile may hold is dropped at once. */
void          guild_codat_read_redirect_async  (GuildCodat *self, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full): "" when the client has none. */
char         *guild_codat_read_redirect_finish (GuildCodat *self, GAsyncResult *result,
                                                GError **error);

G_END_DECLS
