/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-oauth.h"

#include <string.h>

/* Who there is, who asks, and what a token is worth: acc.md §3, §8.1 and §8.5. */

#define REVOKE_PER_MINUTE 100
#define INTROSPECT_PER_MINUTE 100

const GuildSandboxPerson guild_sandbox_people[GUILD_SANDBOX_N_PEOPLE] = {
  [GUILD_SANDBOX_ADMINISTRATOR] = {
    "administrator", "Account administrator", "N0RTHGATEADA", "Ada", "Northgate",
    "ada.northgate@northgate.example" },
  [GUILD_SANDBOX_MEMBER] = {
    "member", "Member of the account", "M1TCHELLMAX4", "Max", "Mitchell",
    "max.mitchell@northgate.example" },
  [GUILD_SANDBOX_GUEST] = {
    "guest", "May not see the account’s companies", "GU3STGRACE77", "Grace", "Guest",
    "grace.guest@elsewhere.example" },
};

const char * const guild_sandbox_scopes[] = {
  "account:read", "account:write", "bucket:create", "bucket:delete", "bucket:read",
  "bucket:update", "code:all", "data:create", "data:read", "data:search", "data:write", "openid",
  "user-profile:read", "user:read", "user:write", "viewables:read", NULL,
};

static const char *
find_client (GuildSandbox *self, const char *id)
{
  if (g_strcmp0 (id, self->client_id) == 0)
    return self->client_id;
  return g_strcmp0 (id, self->public_client_id) == 0 ? self->public_client_id : NULL;
}

static int
find_person (const char *autodesk_id)
{
  for (int i = 0; i < GUILD_SANDBOX_N_PEOPLE; i++)
    if (g_strcmp0 (guild_sandbox_people[i].autodesk_id, autodesk_id) == 0)
      return i;
  return -1;
}

/* The scopes of CLAIMS with spaces between; (transfer full). */
static char *
join_scopes (JsonObject *claims)
{
  JsonArray *scopes = json_object_get_array_member (claims, "scope");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (scopes); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            json_array_get_string_element (scopes, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
guild_sandbox_autodesk_authorize (GuildSandbox *self, GuildSandboxExchange *exchange,
                                  const char *scope, GuildSandboxCaller *caller)
{
  const char *header = soup_message_headers_get_one (exchange->headers, "Authorization");
  g_autoptr(JsonObject) claims = NULL;

  if (header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0)
    claims = guild_sandbox_oauth_read (self, header + 7);
  if (claims == NULL)
    {
      guild_sandbox_autodesk_refuse_gateway (exchange, 401,
                                             "Access token provided is invalid or expired.",
                                             "AUTH-006");
      return FALSE;
    }
  g_autofree char *scopes = join_scopes (claims);
  if (guild_sandbox_oauth_scopes_are_in (scope, scopes))
    {
      caller->client = find_client (self, json_object_get_string_member (claims, "client_id"));
      caller->person = find_person (
        json_object_get_string_member_with_default (claims, "userid", NULL));
      return TRUE;
    }
  guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                         "Token does not have the privilege for this request.",
                                         "AUTH-010");
  return FALSE;
}

/* The token that FORM (nullable) is about, and the CLIENT that asks; NULL when it is refused. */
static const char *
read_token (GuildSandbox *self, GuildSandboxExchange *exchange, GHashTable *form,
            const char *call, guint per_minute, const char **client)
{
  if (form != NULL)
    *client = guild_sandbox_oauth_client (self, exchange, form, TRUE);
  if (*client == NULL ||
      !guild_sandbox_autodesk_count (self, exchange, *client, call, per_minute))
    return NULL;
  const char *token = g_hash_table_lookup (form, "token");
  if (token != NULL && *token != '\0')
    return token;
  guild_sandbox_oauth_refuse (exchange, 400, "invalid_request", "The parameter token is missing.");
  return NULL;
}

/**
 * guild_sandbox_autodesk_revoke:
 *
 * `POST /authentication/v2/revoke`: of either kind, whatever the hint says.
 */
void
guild_sandbox_autodesk_revoke (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(GHashTable) form = guild_sandbox_oauth_form (exchange);
  const char *client = NULL;
  const char *token = read_token (self, exchange, form, "revoke", REVOKE_PER_MINUTE, &client);

  if (token == NULL)
    return;
  g_autoptr(JsonObject) claims = guild_sandbox_oauth_read (self, token);
  g_autofree char *owner = guild_sandbox_sql_text (
    self, "SELECT client FROM autodesk_refresh WHERE token = ?", "s", token);
  if (claims != NULL)
    owner = g_strdup (json_object_get_string_member (claims, "client_id"));
  if (owner != NULL && !g_str_equal (owner, client))
    {
      guild_sandbox_oauth_refuse (exchange, 400, "invalid_grant",
                                  "The token belongs to another application.");
      return;
    }
  if (claims != NULL)
    guild_sandbox_sql_run (self, "INSERT OR IGNORE INTO autodesk_revoked (jti) VALUES (?)", "s",
                           json_object_get_string_member (claims, "jti"));
  guild_sandbox_sql_run (self, "DELETE FROM autodesk_refresh WHERE token = ?", "s", token);
  guild_sandbox_answer_empty (exchange, 200);
}

/* A refresh token as if it were one with claims, or NULL. */
static JsonObject *
read_refresh_token (GuildSandbox *self, const char *token)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT client, person, scope, expires FROM autodesk_refresh WHERE token = ?1 "
    "AND expires > ?2", "si", token, guild_sandbox_now (self) / G_USEC_PER_SEC);

  if (sqlite3_step (row) != SQLITE_ROW)
    return NULL;
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "client_id", (const char *) sqlite3_column_text (row, 0));
  json_object_set_string_member (object, "userid",
                                 guild_sandbox_people[sqlite3_column_int (row, 1)].autodesk_id);
  json_object_set_string_member (object, "scope", (const char *) sqlite3_column_text (row, 2));
  json_object_set_int_member (object, "exp", sqlite3_column_int64 (row, 3));
  return object;
}

/**
 * guild_sandbox_autodesk_introspect:
 *
 * `POST /authentication/v2/introspect`: another application's token is not active here.
 */
void
guild_sandbox_autodesk_introspect (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(GHashTable) form = guild_sandbox_oauth_form (exchange);
  const char *client = NULL;
  const char *token = read_token (self, exchange, form, "introspect", INTROSPECT_PER_MINUTE, &client);

  if (token == NULL)
    return;
  g_autoptr(JsonObject) claims = guild_sandbox_oauth_read (self, token);
  g_autoptr(JsonObject) answer = NULL;
  if (claims != NULL)
    {
      g_autofree char *scopes = join_scopes (claims);

      answer = json_object_ref (claims);
      json_object_set_string_member (answer, "scope", scopes);
      json_object_remove_member (answer, "jti");
      json_object_remove_member (answer, "iss");
      json_object_remove_member (answer, "aud");
    }
  else
    answer = read_refresh_token (self, token);
  if (answer == NULL || !g_str_equal (json_object_get_string_member (answer, "client_id"), client))
    {
      g_clear_pointer (&answer, json_object_unref);
      answer = json_object_new ();
      json_object_set_boolean_member (answer, "active", FALSE);
    }
  else
    json_object_set_boolean_member (answer, "active", TRUE);
  guild_sandbox_autodesk_answer (exchange, 200, g_steal_pointer (&answer));
}

static void
set_list (JsonObject *object, const char *name, const char * const *values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, name, array);
}

/**
 * guild_sandbox_autodesk_openid:
 *
 * `GET /.well-known/openid-configuration`.
 */
void
guild_sandbox_autodesk_openid (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const struct { const char *name, *path; } addresses[] = {
    { "authorization_endpoint", "/authentication/v2/authorize" },
    { "token_endpoint", "/authentication/v2/token" },
    { "revocation_endpoint", "/authentication/v2/revoke" },
    { "introspection_endpoint", "/authentication/v2/introspect" },
    { "jwks_uri", "/authentication/v2/keys" },
    { "userinfo_endpoint", "/userinfo" },
  };
  static const char * const grants[] = { "authorization_code", "client_credentials",
                                         "refresh_token", NULL };
  static const char * const modes[] = { "fragment", "form_post", "query", NULL };
  static const char * const types[] = { "code", NULL };
  static const char * const subjects[] = { "public", NULL };
  static const char * const algorithms[] = { "HS256", NULL };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "issuer", "https://developer.api.autodesk.com");
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *address = g_strconcat (self->base_url, addresses[i].path, NULL);
      json_object_set_string_member (object, addresses[i].name, address);
    }
  set_list (object, "grant_types_supported", grants);
  set_list (object, "response_modes_supported", modes);
  set_list (object, "response_types_supported", types);
  set_list (object, "subject_types_supported", subjects);
  set_list (object, "id_token_signing_alg_values_supported", algorithms);
  set_list (object, "scopes_supported", guild_sandbox_scopes);
  guild_sandbox_autodesk_answer (exchange, 200, object);
}

/**
 * guild_sandbox_autodesk_keys:
 *
 * `GET /authentication/v2/keys`: the sandbox seals its tokens with a secret, for which there is no
 * key to publish; a client treats them as opaque (acc.md §8.4).
 */
void
guild_sandbox_autodesk_keys (GuildSandboxExchange *exchange)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "keys", json_array_new ());
  guild_sandbox_autodesk_answer (exchange, 200, object);
}

/**
 * guild_sandbox_autodesk_userinfo:
 *
 * `GET /userinfo`: the person of a three-legged token.
 */
void
guild_sandbox_autodesk_userinfo (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  GuildSandboxCaller caller;

  if (!guild_sandbox_autodesk_authorize (self, exchange, "user-profile:read", &caller))
    return;
  if (caller.person < 0)
    {
      guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                             "Token does not have the privilege for this request.",
                                             "AUTH-010");
      return;
    }
  const GuildSandboxPerson *person = &guild_sandbox_people[caller.person];
  JsonObject *object = json_object_new ();
  g_autofree char *name = g_strconcat (person->given_name, " ", person->family_name, NULL);

  json_object_set_string_member (object, "sub", person->autodesk_id);
  json_object_set_string_member (object, "eidm_guid", person->autodesk_id);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "given_name", person->given_name);
  json_object_set_string_member (object, "family_name", person->family_name);
  json_object_set_string_member (object, "preferred_username", person->email);
  json_object_set_string_member (object, "email", person->email);
  json_object_set_boolean_member (object, "email_verified", TRUE);
  json_object_set_string_member (object, "locale", "en-GB");
  json_object_set_string_member (object, "country_code", "GB");
  json_object_set_string_member (object, "company", "Northgate Construction");
  guild_sandbox_autodesk_answer (exchange, 200, object);
}
