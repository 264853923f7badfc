/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "service/guild-service.h"
#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* Client of Autodesk Construction Cloud's account administration (acc.md). What it may do follows
 * from the credentials and is told by its flags: with a client id and secret everything, after a
 * sign-in by browser only reading through construction/admin (acc.md §3). */
#define GUILD_TYPE_AUTODESK (guild_autodesk_get_type ())
G_DECLARE_FINAL_TYPE (GuildAutodesk, guild_autodesk, GUILD, AUTODESK, GuildService)

const GuildFieldTable *guild_autodesk_table (void);

/* Two-legged (acc.md §8.3). CLIENT_ID or SECRET NULL: everything fails with UNAUTHORISED
 * and nothing is sent; ACCOUNT_ID NULL or "": only the accounts can be listed; REGION NULL: "US".
 * ACCOUNT_ID without the leading "b." (it is removed when present); REGION as acc.md §1. */
GuildService *guild_autodesk_new (const char *base, const char *client_id, const char *secret,
                                  const char *account_id, const char *region);
/* After a sign-in by browser (guild-autodesk-sign-in.h). REFRESH_TOKEN (nullable) is WORKSPACE's
 * secret, and WORKSPACE's secret in the keyring is replaced whenever it is used (acc.md §8.4). Once
 * the sign-in is over every request fails with UNAUTHORISED, in words that say: sign in again. */
GuildService *guild_autodesk_new_signed_in (GuildWorkspace *workspace, const char *refresh_token);
/* For whom the application acts (acc.md §2), by id at the account or at Autodesk; NULL, or what is
 * no id: for nobody. Before the first request. */
void          guild_autodesk_set_user_id   (GuildAutodesk *self, const char *user_id);
/* Lists only these fields of the table (NULL-terminated; NULL: all) from now on, and the id: rows
 * then know nothing of the rest, so not for the service of a directory (acc.md §4.1). */
void          guild_autodesk_set_fields    (GuildAutodesk *self, const char * const *fields);
/* guild_transport_set_patience() for every family. */
void          guild_autodesk_set_patience  (GuildAutodesk *self, guint seconds,
                                            guint first_delay_ms);
const char   *guild_autodesk_get_region    (GuildAutodesk *self);
/* When the longest wait that the service asked for ends, µs UTC; GUILD_NUMBER_UNSET for none. */
gint64        guild_autodesk_get_throttled_until (GuildAutodesk *self);
gboolean      guild_autodesk_is_signed_in  (GuildAutodesk *self); /* by browser */
/* Codes of all regions, NULL-terminated (acc.md §1). */
const char * const *guild_autodesk_regions (void);

/* Autodesk's own pages of the account's region, for a browser (acc.md §1); (transfer full). */
char         *guild_autodesk_dup_web_address (GuildAutodesk *self);

/* An account found through the hubs (acc.md §6.1). */
typedef struct
{
  char *account_id; /* (owned): without "b." */
  char *name;       /* (owned) */
  char *region;     /* (owned): "" when it is not said */
} GuildAccount;
void       guild_account_free (GuildAccount *self);

/* Accounts the client may read; needs no account id. WARNINGS (out) (nullable) (transfer full)
 * (element-type utf8): regions that failed and hubs that are no accounts, in words. */
void       guild_autodesk_list_accounts_async  (GuildAutodesk *self, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
GPtrArray *guild_autodesk_list_accounts_finish (GuildAutodesk *self, GAsyncResult *result,
                                                GPtrArray **warnings, GError **error);
/* Asks each region for the account, one small read each (acc.md §1). (transfer full) (nullable):
 * NULL without an error when no region has it. */
void       guild_autodesk_find_region_async    (GuildAutodesk *self, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
char      *guild_autodesk_find_region_finish   (GuildAutodesk *self, GAsyncResult *result,
                                                GError **error);
/* (nullable): where the last guild_service_test_async() found the account, when that is not the
 * region of this service; (transfer none), until the next. */
const char *guild_autodesk_get_found_region   (GuildAutodesk *self);
/* The path and query of a list request, for tests and "Copy Request"; (transfer full); NULL and
 * UNSUPPORTED when acc.md §4.1's grammar cannot say QUERY. */
char      *guild_autodesk_list_path (GuildAutodesk *self, guint page, guint page_size,
                                     GuildQuery *query, GError **error);

/* Companies in one GUILD_WRITE_IMPORT_COMPANIES (acc.md §5). */
#define GUILD_AUTODESK_MAX_IMPORT 50
/* Bytes of a logo. */
#define GUILD_AUTODESK_MAX_LOGO (10 * 1024 * 1024)
/* The write that sets the picture in FILE as COMPANY's logo. INVALID_REQUEST in words when it is
 * too large or of a kind that Autodesk does not take. FILE must stay as it is until that is
 * sent. */
void        guild_autodesk_prepare_logo_async  (GuildCompany *company, GFile *file,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
GuildWrite *guild_autodesk_prepare_logo_finish (GuildCompany *company, GAsyncResult *result,
                                                GError **error);

G_END_DECLS
