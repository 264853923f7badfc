/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-codat.h"

G_BEGIN_DECLS

/* One customer's visit to the hosted Link pages. */
typedef struct
{
  char      *id;         /* (owned) */
  char      *company_id; /* (owned) */
  gint64     company;
  gint64     connection; /* 0 until a platform is chosen */
  gboolean   direct;     /* came by a connection's own link: the platform is settled */
  GPtrArray *params;     /* (owned): the link's own parameters, name, value… */
} GuildSandboxVisit;

/* Replaces {names} of TEMPLATE (§12.1): reserved ones from RESERVED, others from PARAMS, both name,
 * value…; what is missing becomes empty, values are percent-encoded. (transfer full) (nullable):
 * NULL when the template is no http(s) address, or has a reserved name where the host belongs. */
char *guild_sandbox_redirect_expand (const char *redirect_template, GPtrArray *reserved,
                                     GPtrArray *params);
/* Host of ADDRESS is among those of ALLOWED, an array of addresses; none allows any. */
gboolean guild_sandbox_redirect_allowed (const char *address, JsonArray *allowed);

/* Pages; each sets the answer. */
void  guild_sandbox_page_choose     (GuildSandbox *self, GuildSandboxExchange *exchange,
                                     GuildSandboxVisit *visit);
void  guild_sandbox_page_authorise  (GuildSandbox *self, GuildSandboxExchange *exchange,
                                     GuildSandboxVisit *visit);
void  guild_sandbox_page_done       (GuildSandboxExchange *exchange, guint code);
void  guild_sandbox_page_message    (GuildSandboxExchange *exchange, guint status,
                                     const char *title, const char *text);

G_END_DECLS
