/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-autodesk.h"

G_BEGIN_DECLS

/* What the files of the old family share, acc.md §5 and §6.3. */

/* Codes in its refusals, §9. */
enum
{
  GUILD_SANDBOX_HQ_BAD = 1001,
  GUILD_SANDBOX_HQ_CONFLICT = 1002,
  GUILD_SANDBOX_HQ_FORBIDDEN = 1003,
  GUILD_SANDBOX_HQ_MISSING = 1004,
  GUILD_SANDBOX_HQ_UNPROCESSABLE = 1005,
};

typedef enum
{
  GUILD_SANDBOX_HQ_TEXT,
  GUILD_SANDBOX_HQ_TIME,    /* milliseconds since 1970 */
  GUILD_SANDBOX_HQ_COUNTRY, /* shown as a name, also when a code is stored */
  GUILD_SANDBOX_HQ_STATE,   /* the same; the field before it is the country */
} GuildSandboxHqKind;

/* One member of an answer and the SQL for it. The first field of a list is the id; a NULL name ends
 * the list. */
typedef struct
{
  const char *name;
  const char *sql;
  GuildSandboxHqKind kind;
} GuildSandboxHqField;

/* Answers an array of what FROM ("table WHERE …", with VALUES for its question marks: strings) has,
 * as limit, offset, sort and field of the request say; ORDER is the order without sort. */
void        guild_sandbox_hq_list          (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            const GuildSandboxHqField *fields, const char *from,
                                            GPtrArray *values, const char *order);
/* The one row that FROM leaves; NULL when there is none. (transfer full) */
JsonObject *guild_sandbox_hq_row           (GuildSandbox *self, const GuildSandboxHqField *fields,
                                            const char *from, GPtrArray *values);
/* Adds to FROM and VALUES what a search asks for (operator, partial): each parameter of NAMES, up
 * to a NULL, is looked for in the column of the same place. FALSE after a refusal. */
gboolean    guild_sandbox_hq_search        (GuildSandboxExchange *exchange,
                                            const char * const *names, const char * const *columns,
                                            GString *from, GPtrArray *values);
/* The body's object; NULL after a refusal. (transfer full) */
JsonObject *guild_sandbox_hq_body          (GuildSandboxExchange *exchange);
/* A GPtrArray that frees its strings, with those given; NULL-terminated. (transfer full) */
GPtrArray  *guild_sandbox_hq_values        (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* Answers 404 for WHAT: "company", "project", "user". */
void        guild_sandbox_hq_refuse_missing (GuildSandboxExchange *exchange, const char *what);
void        guild_sandbox_hq_refuse_method (GuildSandboxExchange *exchange, const char *allowed);

/* REST: the segments after "companies" or "users". */
void        guild_sandbox_hq_companies     (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account, char **rest);
void        guild_sandbox_hq_project       (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account, const char *project);
void        guild_sandbox_hq_users         (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account, char **rest);
void        guild_sandbox_hq_logo          (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account, const char *company);
/* Reads, for the writes to answer with; NULL when there is no such company. (transfer full) */
JsonObject *guild_sandbox_hq_company       (GuildSandbox *self, guint account, const char *id);
void        guild_sandbox_hq_create        (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account);
void        guild_sandbox_hq_patch         (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account, const char *id);
void        guild_sandbox_hq_import        (GuildSandbox *self, GuildSandboxExchange *exchange,
                                            guint account);

G_END_DECLS
