/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

#include <string.h>

#define TOKEN_LIFETIME 3599
#define TOKEN_PER_MINUTE 500

static char *
encode_part (const char *text, gsize length)
{
  char *part = g_base64_encode ((const guchar *) text, length);

  g_strdelimit (part, "+", '-');
  g_strdelimit (part, "/", '_');
  *(strchrnul (part, '=')) = '\0';
  return part;
}

static char *
decode_part (const char *part)
{
  g_autofree char *text = g_strconcat (part, &"==="[3 - (4 - strlen (part) % 4) % 4], NULL);
  gsize length;

  g_strdelimit (text, "-", '+');
  g_strdelimit (text, "_", '/');
  g_autofree guchar *data = g_base64_decode (text, &length);
  return g_strndup ((const char *) data, length);
}

static char *
sign (GuildSandbox *self, const char *text)
{
  guchar digest[32];
  gsize length = sizeof digest;
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) self->client_secret,
                                      strlen (self->client_secret));

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  return encode_part ((const char *) digest, length);
}

/* Everything about a token is in the token: a restarted sandbox still knows those it gave out. */
static char *
make_token (GuildSandbox *self, char **scopes, gint64 expires)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = g_uuid_string_random ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "scope");
  json_builder_begin_array (builder);
  for (guint i = 0; scopes[i] != NULL; i++)
    json_builder_add_string_value (builder, scopes[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "client_id");
  json_builder_add_string_value (builder, self->client_id);
  json_builder_set_member_name (builder, "iss");
  json_builder_add_string_value (builder, self->base_url);
  json_builder_set_member_name (builder, "jti");
  json_builder_add_string_value (builder, id);
  json_builder_set_member_name (builder, "exp");
  json_builder_add_int_value (builder, expires);
  json_builder_end_object (builder);

  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);
  const char *header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  g_autofree char *first = encode_part (header, strlen (header));
  g_autofree char *second = encode_part (text, strlen (text));
  g_autofree char *both = g_strconcat (first, ".", second, NULL);
  g_autofree char *signature = sign (self, both);

  return g_strconcat (both, ".", signature, NULL);
}

/* NULL when TOKEN is not ours or has expired. */
static JsonObject *
read_token (GuildSandbox *self, const char *token)
{
  const char *dot = strrchr (token, '.');

  if (dot == NULL)
    return NULL;
  g_autofree char *both = g_strndup (token, dot - token);
  g_autofree char *signature = sign (self, both);
  const char *second = strchr (both, '.');
  if (second == NULL || !g_str_equal (signature, dot + 1))
    return NULL;
  g_autofree char *text = decode_part (second + 1);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *claims = json_node_get_object (node);
  if (json_object_get_int_member (claims, "exp") * G_USEC_PER_SEC <= guild_sandbox_now (self) ||
      !g_str_equal (json_object_get_string_member (claims, "client_id"), self->client_id))
    return NULL;
  return json_object_ref (claims);
}

gboolean
guild_sandbox_autodesk_authorize (GuildSandbox *self, GuildSandboxExchange *exchange,
                                  const char *scope, char **client)
{
  const char *header = soup_message_headers_get_one (exchange->headers, "Authorization");
  g_autoptr(JsonObject) claims = NULL;

  if (header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0)
    claims = read_token (self, header + 7);
  if (claims == NULL)
    {
      guild_sandbox_autodesk_refuse_gateway (exchange, 401,
                                             "Access token provided is invalid or expired.",
                                             "AUTH-006");
      return FALSE;
    }
  JsonArray *scopes = json_object_get_array_member (claims, "scope");
  for (guint i = 0; i < json_array_get_length (scopes); i++)
    if (g_str_equal (json_array_get_string_element (scopes, i), scope))
      {
        *client = g_strdup (json_object_get_string_member (claims, "client_id"));
        return TRUE;
      }
  guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                         "Token does not have the privilege for this request.",
                                         "AUTH-010");
  return FALSE;
}

/* Opens or continues the minute of a client: its number of requests so far, this one included,
 * and when it began. */
static gint64
use_window (GuildSandbox *self, const char *client, const char *bucket, gint64 *started)
{
  sqlite3_stmt *statement = NULL;
  gint64 now = guild_sandbox_now (self);
  gint64 used = 0;

  sqlite3_prepare_v2 (self->db,
    "INSERT INTO temp.autodesk_window (client, bucket, started, used) VALUES (?1, ?2, ?3, 1)"
    " ON CONFLICT (client, bucket) DO UPDATE SET"
    " used = CASE WHEN ?3 - started BETWEEN 0 AND 59999999 THEN used + 1 ELSE 1 END,"
    " started = CASE WHEN ?3 - started BETWEEN 0 AND 59999999 THEN started ELSE ?3 END"
    " RETURNING used, started", -1, &statement, NULL);
  sqlite3_bind_text (statement, 1, client, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, bucket, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, now);
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      used = sqlite3_column_int64 (statement, 0);
      *started = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_finalize (statement);
  return used;
}

gboolean
guild_sandbox_autodesk_count (GuildSandbox *self, GuildSandboxExchange *exchange,
                              const char *client, const char *bucket, guint per_minute)
{
  g_autofree char *name = g_strconcat ("rate-limit-", bucket, NULL);
  const char *other = guild_sandbox_switch (self, name, NULL);
  gint64 limit = other != NULL ? g_ascii_strtoll (other, NULL, 10) : per_minute;
  gint64 started = guild_sandbox_now (self);

  if (g_str_equal (guild_sandbox_switch (self, "rate-limits", "on"), "off") ||
      use_window (self, client, bucket, &started) <= limit)
    return TRUE;

  gint64 wait = (started - guild_sandbox_now (self)) / G_USEC_PER_SEC + 60;
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (1, wait));
  soup_message_headers_replace (exchange->answer_headers, "Retry-After", seconds);
  guild_sandbox_autodesk_refuse_gateway (exchange, 429, "Quota limit exceeded.", NULL);
  return FALSE;
}

static void
refuse_token (GuildSandboxExchange *exchange, guint status, const char *error,
              const char *description)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, error);
  json_builder_set_member_name (builder, "error_description");
  json_builder_add_string_value (builder, description);
  json_builder_end_object (builder);
  guild_sandbox_answer_json (exchange, status, json_builder_get_root (builder));
}

/* FALSE when refused. The client may name itself in one way only (acc.md §8.3). */
static gboolean
check_client (GuildSandbox *self, GuildSandboxExchange *exchange, GHashTable *form)
{
  const char *header = soup_message_headers_get_one (exchange->headers, "Authorization");
  const char *form_id = g_hash_table_lookup (form, "client_id");
  const char *form_secret = g_hash_table_lookup (form, "client_secret");
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;

  if (header != NULL && (form_id != NULL || form_secret != NULL))
    {
      refuse_token (exchange, 400, "invalid_request",
                    "Client credentials must be in the Authorization header or in the body, not "
                    "in both.");
      return FALSE;
    }
  if (header != NULL && g_ascii_strncasecmp (header, "Basic ", 6) == 0)
    {
      gsize length;
      g_autofree guchar *data = g_base64_decode (header + 6, &length);
      g_autofree char *pair = g_strndup ((const char *) data, length);
      char *colon = strchr (pair, ':');

      if (colon != NULL)
        {
          id = g_strndup (pair, colon - pair);
          secret = g_strdup (colon + 1);
        }
    }
  else
    {
      id = g_strdup (form_id);
      secret = g_strdup (form_secret);
    }
  if (id == NULL || secret == NULL)
    refuse_token (exchange, 401, "invalid_client", "Client credentials are missing.");
  else if (!g_str_equal (id, self->client_id))
    guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                           "The client_id specified does not have access to the "
                                           "api product", "AUTH-001");
  else if (!g_str_equal (secret, self->client_secret))
    guild_sandbox_autodesk_refuse_gateway (exchange, 401,
                                           "The client_id (application key)/client_secret are "
                                           "not valid", "AUTH-003");
  else
    return TRUE;
  return FALSE;
}

/* The scopes asked for, or NULL and a refusal. */
static char **
check_scopes (GuildSandboxExchange *exchange, const char *text)
{
  static const char * const known[] = {
    "account:read", "account:write", "bucket:create", "bucket:delete", "bucket:read",
    "bucket:update", "code:all", "data:create", "data:read", "data:search", "data:write",
    "user:read", "user:write", "viewables:read", NULL,
  };

  if (text == NULL || *text == '\0')
    {
      refuse_token (exchange, 400, "invalid_request", "The parameter scope is missing.");
      return NULL;
    }
  g_auto(GStrv) scopes = g_strsplit (text, " ", -1);
  for (guint i = 0; scopes[i] != NULL; i++)
    if (!g_strv_contains (known, scopes[i]))
      {
        refuse_token (exchange, 400, "invalid_scope", "A scope is unknown or malformed.");
        return NULL;
      }
  return g_steal_pointer (&scopes);
}

static GHashTable *
read_form (GuildSandboxExchange *exchange)
{
  const char *type = soup_message_headers_get_content_type (exchange->headers, NULL);
  gsize length;
  const char *data = g_bytes_get_data (exchange->body, &length);

  if (g_strcmp0 (type, SOUP_FORM_MIME_TYPE_URLENCODED) != 0)
    return NULL;
  g_autofree char *text = g_strndup (length > 0 ? data : "", length);
  return soup_form_decode (text);
}

/**
 * guild_sandbox_autodesk_token:
 *
 * `POST /authentication/v2/token`, two-legged (acc.md §8.3, §8.4, §8.6).
 */
void
guild_sandbox_autodesk_token (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  if (!g_str_equal (exchange->method, "POST"))
    {
      soup_message_headers_replace (exchange->answer_headers, "Allow", "POST");
      refuse_token (exchange, 405, "invalid_request", "Tokens are asked for with POST.");
      return;
    }
  g_autoptr(GHashTable) form = read_form (exchange);
  const char *grant = form != NULL ? g_hash_table_lookup (form, "grant_type") : NULL;
  if (grant == NULL)
    {
      refuse_token (exchange, 400, "invalid_request",
                    "The body must be a form with the parameter grant_type.");
      return;
    }
  if (!g_str_equal (grant, "client_credentials"))
    {
      refuse_token (exchange, 400, "unsupported_grant_type", "This grant type is not supported.");
      return;
    }
  if (!check_client (self, exchange, form) ||
      !guild_sandbox_autodesk_count (self, exchange, self->client_id, "token", TOKEN_PER_MINUTE))
    return;
  g_auto(GStrv) scopes = check_scopes (exchange, g_hash_table_lookup (form, "scope"));
  if (scopes == NULL)
    return;

  const char *other = guild_sandbox_switch (self, "token-lifetime", NULL);
  gint64 lifetime = other != NULL ? g_ascii_strtoll (other, NULL, 10) : TOKEN_LIFETIME;
  g_autofree char *token = make_token (self, scopes,
                                       guild_sandbox_now (self) / G_USEC_PER_SEC + lifetime);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "access_token");
  json_builder_add_string_value (builder, token);
  json_builder_set_member_name (builder, "token_type");
  json_builder_add_string_value (builder, "Bearer");
  json_builder_set_member_name (builder, "expires_in");
  json_builder_add_int_value (builder, lifetime);
  json_builder_end_object (builder);
  soup_message_headers_replace (exchange->answer_headers, "Cache-Control", "no-store");
  guild_sandbox_answer_json (exchange, 200, json_builder_get_root (builder));
}
