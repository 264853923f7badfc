/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-oauth.h"

#include <string.h>

/* The token call of acc.md §8.2 to §8.4: client credentials, a code, a refresh token. */

#define TOKEN_PER_MINUTE 500

static const char *
value_of (GHashTable *form, const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
refuse (GuildSandboxExchange *exchange, const char *error, const char *description)
{
  guild_sandbox_oauth_refuse (exchange, 400, error, description);
  return FALSE;
}

static gboolean
needs (GuildSandboxExchange *exchange, GHashTable *form, const char *name)
{
  g_autofree char *description = g_strdup_printf ("The parameter %s is missing.", name);

  return value_of (form, name) != NULL || refuse (exchange, "invalid_request", description);
}

/* (transfer full): valid for GUILD_SANDBOX_REFRESH_SECONDS, once. */
static char *
make_refresh_token (GuildSandbox *self, const char *client, int person, const char *scope)
{
  char *token = guild_sandbox_oauth_random (48);

  guild_sandbox_sql_run (self, "INSERT INTO autodesk_refresh (token, client, person, scope,"
                         " expires) VALUES (?, ?, ?, ?, ?)", "ssisi", token, client,
                         (gint64) person, scope,
                         guild_sandbox_now (self) / G_USEC_PER_SEC + GUILD_SANDBOX_REFRESH_SECONDS);
  return token;
}

/* (transfer full) */
static char *
make_id_token (GuildSandbox *self, const char *client, int person, const char *nonce)
{
  g_autoptr(JsonObject) claims = json_object_new ();
  gint64 now = guild_sandbox_now (self) / G_USEC_PER_SEC;

  json_object_set_string_member (claims, "iss", "https://developer.api.autodesk.com");
  json_object_set_string_member (claims, "sub", guild_sandbox_people[person].autodesk_id);
  json_object_set_string_member (claims, "aud", client);
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "exp", now + 3600);
  if (nonce != NULL)
    json_object_set_string_member (claims, "nonce", nonce);
  return guild_sandbox_oauth_sign (self, claims);
}

/* GRANTED is what a refresh token will stand for; SCOPE, which may be less, what this access token
 * does. ID_TOKEN may be NULL. */
static void
answer_tokens (GuildSandbox *self, GuildSandboxExchange *exchange, const char *client, int person,
               const char *scope, const char *granted, const char *id_token)
{
  JsonObject *object = json_object_new ();
  gint64 lifetime;
  g_autofree char *access = guild_sandbox_oauth_access (self, client, person, scope, &lifetime);

  json_object_set_string_member (object, "access_token", access);
  json_object_set_string_member (object, "token_type", "Bearer");
  json_object_set_int_member (object, "expires_in", lifetime);
  if (person >= 0)
    {
      g_autofree char *refresh = make_refresh_token (self, client, person, granted);
      json_object_set_string_member (object, "refresh_token", refresh);
    }
  if (id_token != NULL)
    json_object_set_string_member (object, "id_token", id_token);
  soup_message_headers_replace (exchange->answer_headers, "Cache-Control", "no-store");
  guild_sandbox_autodesk_answer (exchange, 200, object);
}

static void
grant_client (GuildSandbox *self, GuildSandboxExchange *exchange, GHashTable *form)
{
  const char *client = guild_sandbox_oauth_client (self, exchange, form, FALSE);

  if (client == NULL ||
      !guild_sandbox_autodesk_count (self, exchange, client, "token", TOKEN_PER_MINUTE) ||
      !needs (exchange, form, "scope"))
    return;
  const char *scope = value_of (form, "scope");
  if (!guild_sandbox_oauth_scopes_are_known (scope))
    refuse (exchange, "invalid_scope", "A scope is unknown or malformed.");
  else
    answer_tokens (self, exchange, client, -1, scope, scope, NULL);
}

/* VERIFIER (nullable) is what CHALLENGE (nullable) was made of. */
static gboolean
verifier_fits (const char *verifier, const char *challenge)
{
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  guchar digest[32];
  gsize length = sizeof digest;

  if (challenge == NULL)
    return TRUE;
  if (verifier == NULL || strlen (verifier) < 43 || strlen (verifier) > 128 ||
      strspn (verifier, letters) != strlen (verifier))
    return FALSE;
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  g_autofree char *encoded = guild_sandbox_oauth_encode (digest, length);
  return g_str_equal (encoded, challenge);
}

static void
grant_code (GuildSandbox *self, GuildSandboxExchange *exchange, GHashTable *form)
{
  const char *client = guild_sandbox_oauth_client (self, exchange, form, TRUE);

  if (client == NULL ||
      !guild_sandbox_autodesk_count (self, exchange, client, "token", TOKEN_PER_MINUTE) ||
      !needs (exchange, form, "code") || !needs (exchange, form, "redirect_uri"))
    return;
  /* Gone with the first attempt, whatever comes of it. */
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "DELETE FROM autodesk_code WHERE code = ? "
    "RETURNING client, person, scope, redirect, challenge, nonce, expires", "s",
    value_of (form, "code"));
  if (sqlite3_step (row) != SQLITE_ROW ||
      sqlite3_column_int64 (row, 6) * G_USEC_PER_SEC <= guild_sandbox_now (self) ||
      !g_str_equal ((const char *) sqlite3_column_text (row, 0), client))
    {
      refuse (exchange, "invalid_grant", "The code is invalid, was used or has expired.");
      return;
    }
  const char *challenge = (const char *) sqlite3_column_text (row, 4);
  const char *scope = (const char *) sqlite3_column_text (row, 2);
  int person = sqlite3_column_int (row, 1);
  if (!g_str_equal ((const char *) sqlite3_column_text (row, 3), value_of (form, "redirect_uri")))
    refuse (exchange, "invalid_grant", "The redirect_uri is not that of the code.");
  else if (challenge != NULL && value_of (form, "code_verifier") == NULL)
    refuse (exchange, "invalid_request", "The parameter code_verifier is missing.");
  else if (!verifier_fits (value_of (form, "code_verifier"), challenge))
    refuse (exchange, "invalid_grant", "The code_verifier does not fit the code_challenge.");
  else
    {
      g_autofree char *id_token =
        guild_sandbox_oauth_scopes_are_in ("openid", scope)
          ? make_id_token (self, client, person, (const char *) sqlite3_column_text (row, 5))
          : NULL;
      answer_tokens (self, exchange, client, person, scope, scope, id_token);
    }
}

static void
grant_refresh (GuildSandbox *self, GuildSandboxExchange *exchange, GHashTable *form)
{
  const char *client = guild_sandbox_oauth_client (self, exchange, form, TRUE);
  const char *wanted = value_of (form, "scope");

  if (client == NULL ||
      !guild_sandbox_autodesk_count (self, exchange, client, "token", TOKEN_PER_MINUTE) ||
      !needs (exchange, form, "refresh_token"))
    return;
  const char *token = value_of (form, "refresh_token");
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT person, scope FROM autodesk_refresh "
    "WHERE token = ? AND client = ? AND expires > ?", "ssi", token, client,
    guild_sandbox_now (self) / G_USEC_PER_SEC);
  if (sqlite3_step (row) != SQLITE_ROW)
    {
      refuse (exchange, "invalid_grant", "The refresh token is invalid, was used or has expired.");
      return;
    }
  const char *granted = (const char *) sqlite3_column_text (row, 1);
  if (wanted != NULL && (!guild_sandbox_oauth_scopes_are_known (wanted) ||
                         !guild_sandbox_oauth_scopes_are_in (wanted, granted)))
    {
      refuse (exchange, "invalid_scope", "A scope is unknown or was not granted.");
      return;
    }
  guild_sandbox_sql_run (self, "DELETE FROM autodesk_refresh WHERE token = ?", "s", token);
  answer_tokens (self, exchange, client, sqlite3_column_int (row, 0),
                 wanted != NULL ? wanted : granted, granted, NULL);
}

/**
 * guild_sandbox_autodesk_token:
 *
 * `POST /authentication/v2/token` (acc.md §8.2, §8.3, §8.4, §8.6).
 */
void
guild_sandbox_autodesk_token (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(GHashTable) form = guild_sandbox_oauth_form (exchange);
  const char *grant;

  if (form == NULL || !needs (exchange, form, "grant_type"))
    return;
  grant = value_of (form, "grant_type");
  if (g_str_equal (grant, "client_credentials"))
    grant_client (self, exchange, form);
  else if (g_str_equal (grant, "authorization_code"))
    grant_code (self, exchange, form);
  else if (g_str_equal (grant, "refresh_token"))
    grant_refresh (self, exchange, form);
  else
    refuse (exchange, "unsupported_grant_type", "This grant type is not supported.");
}
