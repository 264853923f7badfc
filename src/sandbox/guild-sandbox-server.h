/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox.h"

G_BEGIN_DECLS

/* Splits and decodes "a=1&b=2" into name, value, name, value…; (transfer full). */
GPtrArray            *guild_sandbox_pairs         (const char *encoded);
GuildSandboxExchange *guild_sandbox_exchange_new  (SoupServerMessage *message);
void                  guild_sandbox_exchange_free (GuildSandboxExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildSandboxExchange, guild_sandbox_exchange_free)

/* Listens on 127.0.0.1:PORT (0 = any free one) and sets base_url; every answer waits LATENCY ms.
 * (transfer full) (nullable): NULL and an error when the port cannot be had. */
SoupServer           *guild_sandbox_server_start  (GuildSandbox *self, guint port, guint latency,
                                                   GError **error);

/* What was asked, for the control paths. */
GuildSandboxLog      *guild_sandbox_log_new       (void);
void                  guild_sandbox_log_free      (GuildSandboxLog *self);
void                  guild_sandbox_log_clear     (GuildSandboxLog *self);
/* STATUS 0: the connection was cut. */
void                  guild_sandbox_log_add       (GuildSandboxLog *self,
                                                   GuildSandboxExchange *exchange, guint status);
JsonNode             *guild_sandbox_log_to_json   (GuildSandboxLog *self);

GuildSandboxPages    *guild_sandbox_pages_new     (void);
void                  guild_sandbox_pages_free    (GuildSandboxPages *self);

/* A one-time password for PATH ("/link/company/…"); (transfer full). */
char                 *guild_sandbox_link_password (GuildSandbox *self, const char *path);

G_END_DECLS
