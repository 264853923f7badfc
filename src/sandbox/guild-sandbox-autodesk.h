/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox.h"

G_BEGIN_DECLS

/* What the files guild-sandbox-autodesk*.c share; besides them only the faults use it, to refuse in
 * the same shapes.
 *
 * Switches this part listens to (name → value, set through /_sandbox/switches):
 *   autodesk-account        closed: 410; forbidden: the caller is no administrator, 403; unlisted:
 *                           403 AUTH-001; unprovisioned: 403, and no hubs but a warning;
 *                           unavailable: 503
 *   account-region          where the first account lives, instead of what the start line says
 *   wrong-region            403: 403 AUTH-001 instead of 404
 *   region-required         any value: no Region header is 404; "403": 403 AUTH-001
 *   hubs-warning            any value: /project/v1/hubs carries meta.warnings
 *   redirect-uris           where the sign-in page may lead back to, with spaces between
 *   hq-three-legged         any value: hq takes the token of a person too
 *   trade                   strict: hq refuses a trade outside the 66 with 422
 *   import-failures         errors: rows as acc.md §5 (b); plain: as (c); else as (a)
 *   rate-limits             off: nothing is counted
 *   rate-limit-…            another number a minute than acc.md's: admin-get 600, admin-write 100,
 *                           hq 100, token 500, authorize, revoke and introspect 100
 *   token-lifetime          seconds, another number than 3599 */

/* Accounts: 0 is the configured one, 1 another in another region. */
#define GUILD_SANDBOX_N_ACCOUNTS 2
#define GUILD_SANDBOX_SECOND_ACCOUNT_COMPANIES 60

/* The people who can sign in. */
enum
{
  GUILD_SANDBOX_ADMINISTRATOR, /* sees everything in both accounts */
  GUILD_SANDBOX_MEMBER,        /* sees the companies of the first, and some projects */
  GUILD_SANDBOX_GUEST,         /* sees the first account and some projects, not its companies */
  GUILD_SANDBOX_N_PEOPLE,
};

typedef struct
{
  const char *key;         /* in the ids of the buttons */
  const char *description;
  const char *autodesk_id;
  const char *given_name;
  const char *family_name;
  const char *email;
} GuildSandboxPerson;

extern const GuildSandboxPerson guild_sandbox_people[GUILD_SANDBOX_N_PEOPLE];
/* Every scope there is, NULL-terminated. */
extern const char * const guild_sandbox_scopes[];

/* In whose name a request comes. */
typedef struct
{
  const char *client; /* borrowed from the sandbox */
  int         person; /* index of guild_sandbox_people; -1: a two-legged token, the application */
} GuildSandboxCaller;

/* The id without "b."; (transfer full). */
char       *guild_sandbox_autodesk_account_id     (GuildSandbox *self, guint account);
const char *guild_sandbox_autodesk_account_region (GuildSandbox *self, guint account);
char       *guild_sandbox_autodesk_account_name   (GuildSandbox *self, guint account);
/* PERSON (-1: the application) is somebody there. */
gboolean    guild_sandbox_autodesk_account_has    (guint account, int person);

/* Answers with OBJECT (transfer full). */
void        guild_sandbox_autodesk_answer         (GuildSandboxExchange *exchange, guint status,
                                                   JsonObject *object);
/* Refusals in the three shapes of acc.md §9. FIELD may be NULL. */
void        guild_sandbox_autodesk_refuse_gateway (GuildSandboxExchange *exchange, guint status,
                                                   const char *message, const char *code);
void        guild_sandbox_autodesk_refuse_admin   (GuildSandboxExchange *exchange, guint status,
                                                   const char *title, const char *detail,
                                                   const char *field);
void        guild_sandbox_autodesk_refuse_hq      (GuildSandboxExchange *exchange, guint status,
                                                   guint code, const char *message);

/* FALSE when the request was refused: no valid token (401), its scope lacks SCOPE (403). */
gboolean    guild_sandbox_autodesk_authorize      (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange,
                                                   const char *scope, GuildSandboxCaller *caller);
/* Counts one request of CLIENT in BUCKET ("admin-get", "hq", "token"…); FALSE when that was one
 * too many and 429 is the answer. */
gboolean    guild_sandbox_autodesk_count          (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange,
                                                   const char *client, const char *bucket,
                                                   guint per_minute);
/* The account's number when the Region header (FALLBACK without one, NULL: any) is right; -1 after
 * the refusal of the family, "construction" or "hq". */
int         guild_sandbox_autodesk_find_account   (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange, const char *id,
                                                   const char *fallback);

void        guild_sandbox_autodesk_token          (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_sign_in        (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_sign_out       (GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_revoke         (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_introspect     (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_openid         (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_keys           (GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_userinfo       (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
void        guild_sandbox_autodesk_hubs           (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
/* The account is known, the caller may read it. */
void        guild_sandbox_autodesk_companies      (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange, guint account);

/* Everything below /hq, and the pictures that its logos become. */
void        guild_sandbox_autodesk_hq             (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
gboolean    guild_sandbox_autodesk_logo           (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);

/* Paths of the control below /_sandbox/autodesk. */
gboolean    guild_sandbox_autodesk_control        (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);

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
/* TRADE is one of the 66 of acc.md §7. */
gboolean    guild_sandbox_autodesk_trade_is_listed  (const char *trade);

G_END_DECLS
