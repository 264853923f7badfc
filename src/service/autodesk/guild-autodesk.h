/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"

G_BEGIN_DECLS

/* Client of Autodesk Construction Cloud's account administration (acc.md), two-legged. */
#define GUILD_TYPE_AUTODESK (guild_autodesk_get_type ())
G_DECLARE_FINAL_TYPE (GuildAutodesk, guild_autodesk, GUILD, AUTODESK, GuildService)

const GuildFieldTable *guild_autodesk_table (void);

/* Reads only: no flag allows a write. CLIENT_ID or SECRET NULL: everything fails with UNAUTHORISED
 * and nothing is sent; ACCOUNT_ID NULL or "": only the accounts can be listed; REGION NULL: the
 * service is left to find it. Reading one company alone is UNSUPPORTED.
 * ACCOUNT_ID without the leading "b." (it is removed when present); REGION as acc.md §1. */
GuildService *guild_autodesk_new (const char *base, const char *client_id, const char *secret,
                                  const char *account_id, const char *region);

/* An account found through the hubs (acc.md §6.1). */
typedef struct
{
  char *account_id; /* (owned): without "b." */
  char *name;       /* (owned) */
  char *region;     /* (owned) */
} GuildAccount;
void       guild_account_free (GuildAccount *self);

/* Accounts the client may read; needs no account id. WARNINGS (out) (nullable) (transfer full)
 * (element-type utf8): regions that failed, in words. */
void       guild_autodesk_list_accounts_async  (GuildAutodesk *self, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
GPtrArray *guild_autodesk_list_accounts_finish (GuildAutodesk *self, GAsyncResult *result,
                                                GPtrArray **warnings, GError **error);
/* The path and query of a list request, for tests and "Copy Request"; (transfer full); NULL and
 * UNSUPPORTED when acc.md §4.1's grammar cannot say QUERY. */
char      *guild_autodesk_list_path (GuildAutodesk *self, guint page, guint page_size,
                                     GuildQuery *query, GError **error);

G_END_DECLS
