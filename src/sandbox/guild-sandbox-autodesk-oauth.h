/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-autodesk.h"

G_BEGIN_DECLS

/* What the files of Autodesk's sign-in share, acc.md §8. */

#define GUILD_SANDBOX_CODE_SECONDS (5 * 60)
#define GUILD_SANDBOX_REFRESH_SECONDS (15 * 24 * 60 * 60)

/* Base64url without padding; (transfer full). */
char       *guild_sandbox_oauth_encode  (const guchar *data, gsize length);
/* CLAIMS as a signed token; (transfer full). */
char       *guild_sandbox_oauth_sign    (GuildSandbox *self, JsonObject *claims);
/* The claims of a token of this sandbox that has neither expired nor been revoked; (transfer full)
 * (nullable). */
JsonObject *guild_sandbox_oauth_read    (GuildSandbox *self, const char *token);
/* An access token for CLIENT, in the name of PERSON (an index, -1: two-legged); (transfer full).
 * LIFETIME (out): seconds. */
char       *guild_sandbox_oauth_access  (GuildSandbox *self, const char *client, int person,
                                         const char *scope, gint64 *lifetime);
/* Letters and digits that nobody guesses; (transfer full). */
char       *guild_sandbox_oauth_random  (guint length);

/* {"error", "error_description"}, §8.6. */
void        guild_sandbox_oauth_refuse  (GuildSandboxExchange *exchange, guint status,
                                         const char *error, const char *description);
/* The form of a POST, name → value; NULL after a refusal. (transfer full) */
GHashTable *guild_sandbox_oauth_form    (GuildSandboxExchange *exchange);
/* Who asks, by Basic or the form: the id, borrowed from SELF; NULL after a refusal. The desktop
 * application has no secret to show and is let in only where MAY_BE_PUBLIC. */
const char *guild_sandbox_oauth_client  (GuildSandbox *self, GuildSandboxExchange *exchange,
                                         GHashTable *form, gboolean may_be_public);
/* TEXT is a list of known scopes with spaces between. */
gboolean    guild_sandbox_oauth_scopes_are_known (const char *text);
/* Every scope of TEXT is in GRANTED. */
gboolean    guild_sandbox_oauth_scopes_are_in    (const char *text, const char *granted);

G_END_DECLS
