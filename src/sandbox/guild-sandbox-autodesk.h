/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox.h"

G_BEGIN_DECLS

/* What the files guild-sandbox-autodesk*.c share; besides them only the faults use it, to refuse in
 * the same shapes.
 *
 * Switches this part listens to (name → value, set through /_sandbox/switches):
 *   autodesk-account        closed | forbidden | unlisted | unavailable: 410, 403, 403 AUTH-001,
 *                           503
 *   hubs-warning            any value: /project/v1/hubs carries meta.warnings
 *   region-required         any value: no Region header is 404; "403": 403 AUTH-001
 *   rate-limits             off: nothing is counted
 *   rate-limit-admin-get    another number than 600 a minute (acc.md §10)
 *   rate-limit-hq           another number than 100 a minute
 *   rate-limit-token        another number than 500 a minute
 *   token-lifetime          seconds, another number than 3599 */

/* Accounts: 0 is the configured one, 1 another in another region. */
#define GUILD_SANDBOX_N_ACCOUNTS 2
#define GUILD_SANDBOX_SECOND_ACCOUNT_COMPANIES 60

/* The id without "b."; (transfer full). */
char       *guild_sandbox_autodesk_account_id     (GuildSandbox *self, guint account);
const char *guild_sandbox_autodesk_account_region (GuildSandbox *self, guint account);
char       *guild_sandbox_autodesk_account_name   (GuildSandbox *self, guint account);

/* Refusals in the three shapes of acc.md §9. FIELD may be NULL. */
void        guild_sandbox_autodesk_refuse_gateway (GuildSandboxExchange *exchange, guint status,
                                                   const char *message, const char *code);
void        guild_sandbox_autodesk_refuse_admin   (GuildSandboxExchange *exchange, guint status,
                                                   const char *title, const char *detail,
                                                   const char *field);

/* FALSE when the request was refused: no valid token (401), its scope lacks SCOPE (403).
 * CLIENT (out) (transfer full). */
gboolean    guild_sandbox_autodesk_authorize      (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange,
                                                   const char *scope, char **client);
/* Counts one request of CLIENT in BUCKET ("admin-get", "hq", "token"); FALSE when that was one
 * too many and 429 is the answer. */
gboolean    guild_sandbox_autodesk_count          (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange,
                                                   const char *client, const char *bucket,
                                                   guint per_minute);

void        guild_sandbox_autodesk_token          (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_hubs           (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
/* The account is known, the caller may read it. */
void        guild_sandbox_autodesk_companies      (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange, guint account);

/* How text filters compare (acc.md §4.1). */
typedef enum
{
  GUILD_SANDBOX_MATCH_CONTAINS,
  GUILD_SANDBOX_MATCH_STARTS,
  GUILD_SANDBOX_MATCH_ENDS,
  GUILD_SANDBOX_MATCH_EQUALS,
} GuildSandboxMatch;

/* SQL functions of one connection: guild_fold(text) and guild_match(text, folded, match). */
gboolean    guild_sandbox_autodesk_register       (sqlite3 *db, GError **error);
/* Case folded; never NULL. */
char       *guild_sandbox_autodesk_fold           (const char *text);

/* One company as it is made up. */
typedef struct
{
  char *name;          /* (owned) */
  const char *trade;   /* (nullable) */
  char *line1;         /* (owned) (nullable): no address at all when NULL */
  char *line2;         /* (owned) (nullable) */
  const char *city;
  char *postal_code;   /* (owned) */
  const char *state;   /* (nullable) */
  const char *country; /* name or ISO 3166-1 code */
  char *phone;         /* (owned) (nullable) */
  char *website;       /* (owned) (nullable) */
  char *description;   /* (owned) (nullable) */
  char *erp_id;        /* (owned) (nullable) */
  char *tax_id;        /* (owned) (nullable) */
} GuildSandboxContractor;

void        guild_sandbox_autodesk_contractor       (guint64 seed, guint64 index,
                                                     GuildSandboxContractor *contractor);
void        guild_sandbox_autodesk_contractor_clear (GuildSandboxContractor *contractor);

G_END_DECLS
