/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waits on 127.0.0.1 for the redirect that ends a link flow (codat.md §12.1). Every parameter is
 * unauthenticated input: signal "called" only says that somebody came with the right nonce. */
#define GUILD_TYPE_CALLBACK_SERVER (guild_callback_server_get_type ())
G_DECLARE_FINAL_TYPE (GuildCallbackServer, guild_callback_server, GUILD, CALLBACK_SERVER, GObject)

/* PORT 0 = any free one. A busy port is G_IO_ERROR_ADDRESS_IN_USE with words for people. */
GuildCallbackServer *guild_callback_server_new       (guint16 port, GError **error);
guint16              guild_callback_server_get_port  (GuildCallbackServer *self);
/* 256 bits from getrandom(), base64url. */
const char          *guild_callback_server_get_nonce (GuildCallbackServer *self);
/* The redirect template to set at the service:
 * http://127.0.0.1:PORT/linked/{guildNonce}?companyId={companyId}&connectionId={connectionId}
 * &statusCode={statusCode}, in one line. (transfer full) */
char                *guild_callback_server_dup_template (GuildCallbackServer *self);
/* The same for a port on which no server waits yet, to register it beforehand; (transfer full). */
char                *guild_callback_server_make_template (guint16 port);
/* Signal "called" (companyId, connectionId, statusCode: strings, nullable), at most once. Wrong
 * path, nonce or method: 4xx, and the wait goes on. */

G_END_DECLS
