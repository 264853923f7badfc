/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox.h"

G_BEGIN_DECLS

/* The Codat part's own parts. Codes like §4 name sections of Codat's contract. */

/* What nothing public settles, and so is this sandbox's own choice, in one place:
 *  - companies are listed in the order they were made; && binds tighter than ||; a plain date in
 *    a query is midnight UTC; text compares exactly with =, and without case with ~;
 *  - dataConnections.X != V keeps companies that have no connection with V (§3.1);
 *  - a tag != V keeps companies without that tag; several orderBy fields are refused;
 *  - a name that is empty after stripping is 400; unlinking what is not Linked is 400;
 *  - every wrong key is 401, except the right one reversed, which is "outdated": 403;
 *  - a second accounting connection can be made, but not linked while another is: the visit ends
 *    with 500, and the connection stays as it was, with an error that says why (§1.3);
 *  - groups: adding twice is 200, unknown ones 404, removing a non-member 404 (§7);
 *  - PATCH with tags null changes nothing, with {} clears (§14);
 *  - linking a platform again uses the company's unlinked connection to it, if there is one;
 *  - the last API key is refused with 403, a deleted one is 401; the role "analyst" may read the
 *    profile and sync settings, and nothing else of §11;
 *  - locked sync settings stay as they are whatever is sent; a company that no longer overrides
 *    the defaults has them back;
 *  - queueing what is running is 400; a type no connection has ever had is 404; every type that
 *    a linked connection has is queued by "refresh all"; data/queue needs a linked connection;
 *  - the daily quota is enforced; the switches below change what an account may do. */
#define GUILD_SANDBOX_SWITCH_PLAN   "plan"        /* paid | free (50 companies) | expired */
#define GUILD_SANDBOX_SWITCH_GROUPS "groups"      /* on | off (403) */
#define GUILD_SANDBOX_SWITCH_QUOTA  "daily-quota" /* number instead of §1.3's */
#define GUILD_SANDBOX_SWITCH_ROLE   "role"        /* administrator | analyst (403 for settings) */
#define GUILD_SANDBOX_SWITCH_QUERY  "query"       /* on | off: lists refuse query with 400 (§14) */
#define GUILD_SANDBOX_SWITCH_PAGE   "largest-page" /* lists serve no more rows, whatever is asked */
#define GUILD_SANDBOX_SWITCH_SYNC   "sync-seconds" /* how long a refresh takes, 2 */
#define GUILD_SANDBOX_SWITCH_SYNC_RESULT "sync-result" /* status it ends with, Complete */

enum
{
  GUILD_SANDBOX_SALT_WEBHOOK = 1100,
  GUILD_SANDBOX_SALT_COMPANY = 1101,
  GUILD_SANDBOX_SALT_NEW_COMPANY,
  GUILD_SANDBOX_SALT_CONNECTION,
  GUILD_SANDBOX_SALT_NEW_CONNECTION,
  GUILD_SANDBOX_SALT_GROUP,
  GUILD_SANDBOX_SALT_NEW_GROUP,
  GUILD_SANDBOX_SALT_INTEGRATION,
  GUILD_SANDBOX_SALT_SOURCE,
  GUILD_SANDBOX_SALT_CLIENT,
  GUILD_SANDBOX_SALT_CORRELATION,
  GUILD_SANDBOX_SALT_API_KEY,
  GUILD_SANDBOX_SALT_PASSWORD,
  GUILD_SANDBOX_SALT_DATA,
};

typedef struct
{
  const char *key;
  const char *name;
  const char *type;
} GuildSandboxPlatform;

/* Ends with a NULL key. */
extern const GuildSandboxPlatform guild_sandbox_platforms[];
/* Index, or -1. */
int           guild_sandbox_platform_find   (const char *key);

/* An answer in the error shape of §4. */
void          guild_sandbox_codat_fail      (GuildSandbox *self, GuildSandboxExchange *exchange,
                                             guint status, const char *service,
                                             const char *message);
/* The usual error of a fault with STATUS. */
void          guild_sandbox_codat_fail_plain (GuildSandbox *self, GuildSandboxExchange *exchange,
                                              guint status);
/* ISO 8601 in UTC; (transfer full). */
char         *guild_sandbox_codat_time      (gint64 time);
/* Client id of this sandbox's account; (transfer full). */
char         *guild_sandbox_codat_client    (GuildSandbox *self);

/* A list request, §3: WHERE and ORDER are SQL, VALUES their parameters (strings and int64s). */
typedef enum
{
  GUILD_SANDBOX_COMPANIES,
  GUILD_SANDBOX_CONNECTIONS,
  GUILD_SANDBOX_INTEGRATIONS,
  GUILD_SANDBOX_PULLS,
  GUILD_SANDBOX_PUSHES,
} GuildSandboxEntity;

typedef struct
{
  gint64     page;
  gint64     page_size;
  GString   *where;  /* (owned): "" or a condition */
  GPtrArray *values; /* (owned): GVariants */
  char      *order;  /* (owned) (nullable) */
} GuildSandboxListing;
void          guild_sandbox_listing_clear   (GuildSandboxListing *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuildSandboxListing, guild_sandbox_listing_clear)

/* FALSE after the refusal was answered. */
gboolean      guild_sandbox_listing_read    (GuildSandbox *self, GuildSandboxExchange *exchange,
                                             GuildSandboxEntity entity,
                                             GuildSandboxListing *listing);
void          guild_sandbox_listing_bind    (GuildSandboxListing *self, sqlite3_stmt *statement);
/* "…],"pageNumber":…" with links: everything after the last result, and the closing brace. */
void          guild_sandbox_listing_end     (GuildSandboxListing *self,
                                             GuildSandboxExchange *exchange, gint64 total,
                                             GString *out);
/* Adds TEXT's condition to WHERE. (transfer full): why not, or NULL. */
char         *guild_sandbox_query_compile   (GuildSandboxEntity entity, gboolean tags,
                                             const char *text, GString *where, GPtrArray *values);
/* SQL for an orderBy field; (nullable). */
const char   *guild_sandbox_query_order     (GuildSandboxEntity entity, const char *field);

/* Each appends one JSON object. */
void          guild_sandbox_company_write    (GuildSandbox *self, gint64 seq, GString *out);
void          guild_sandbox_connection_write (GuildSandbox *self, gint64 seq, GString *out);
/* seq, or 0 after a 404 was answered. */
gint64        guild_sandbox_company_find     (GuildSandbox *self, GuildSandboxExchange *exchange,
                                              const char *id);
gint64        guild_sandbox_connection_find  (GuildSandbox *self, GuildSandboxExchange *exchange,
                                              gint64 company, const char *id);
/* seq of a new PendingAuth connection. */
gint64        guild_sandbox_connection_new   (GuildSandbox *self, gint64 company, int platform);
/* STATUS with what belongs to it: lastSync, resolved errors, or a new error (CODE may be NULL). */
void          guild_sandbox_connection_set   (GuildSandbox *self, gint64 seq, const char *status,
                                              const char *code, const char *text,
                                              const char *message);

/* Paths below /companies/{id}/connections, and the rest; FALSE: not theirs. */
gboolean      guild_sandbox_companies_handle   (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean      guild_sandbox_connections_handle (GuildSandbox *self, GuildSandboxExchange *exchange,
                                                gint64 company);
gboolean      guild_sandbox_groups_handle      (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean      guild_sandbox_membership_handle  (GuildSandbox *self, GuildSandboxExchange *exchange,
                                                gint64 company);
gboolean      guild_sandbox_settings_handle    (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean      guild_sandbox_webhooks_handle    (GuildSandbox *self, GuildSandboxExchange *exchange);
gboolean      guild_sandbox_integrations_handle (GuildSandbox *self,
                                                 GuildSandboxExchange *exchange);
/* Pictures, for which no key is asked. */
gboolean      guild_sandbox_logos_handle       (GuildSandbox *self, GuildSandboxExchange *exchange);
/* COMPANY 0: the client's defaults. */
gboolean      guild_sandbox_sync_handle        (GuildSandbox *self, GuildSandboxExchange *exchange,
                                                gint64 company);
gboolean      guild_sandbox_settings_seed      (GuildSandbox *self);
/* ENCODED is what follows "Basic ". */
gboolean      guild_sandbox_settings_knows_key (GuildSandbox *self, const char *encoded);
/* TRUE after the refusal was answered. */
gboolean      guild_sandbox_settings_refuse_role (GuildSandbox *self,
                                                  GuildSandboxExchange *exchange);
void          guild_sandbox_settings_answer_token (GuildSandbox *self,
                                                   GuildSandboxExchange *exchange);
gboolean      guild_sandbox_data_handle        (GuildSandbox *self, GuildSandboxExchange *exchange,
                                                gint64 company);
/* Answers 405. */
void          guild_sandbox_codat_no_method    (GuildSandbox *self,
                                                GuildSandboxExchange *exchange);

G_END_DECLS
