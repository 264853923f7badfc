/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-oauth.h"

#include <string.h>

#define LIFETIME 3599
#define ISSUER "https://developer.api.autodesk.com"

char *
guild_sandbox_oauth_encode (const guchar *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  *(strchrnul (text, '=')) = '\0';
  return text;
}

static char *
decode (const char *part)
{
  g_autofree char *text = g_strconcat (part, &"==="[3 - (4 - strlen (part) % 4) % 4], NULL);
  gsize length;

  g_strdelimit (text, "-", '+');
  g_strdelimit (text, "_", '/');
  g_autofree guchar *data = g_base64_decode (text, &length);
  return g_strndup ((const char *) data, length);
}

static char *
seal (GuildSandbox *self, const char *text)
{
  guchar digest[32];
  gsize length = sizeof digest;
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) self->client_secret,
                                      strlen (self->client_secret));

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  return guild_sandbox_oauth_encode (digest, length);
}

/* Everything about a token is in the token: a restarted sandbox still knows those it gave out. */
char *
guild_sandbox_oauth_sign (GuildSandbox *self, JsonObject *claims)
{
  const char *header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (root, claims);
  g_autofree char *text = json_to_string (root, FALSE);
  g_autofree char *first = guild_sandbox_oauth_encode ((const guchar *) header, strlen (header));
  g_autofree char *second = guild_sandbox_oauth_encode ((const guchar *) text, strlen (text));
  g_autofree char *both = g_strconcat (first, ".", second, NULL);
  g_autofree char *signature = seal (self, both);
  return g_strconcat (both, ".", signature, NULL);
}

JsonObject *
guild_sandbox_oauth_read (GuildSandbox *self, const char *token)
{
  const char *dot = strrchr (token, '.');

  if (dot == NULL)
    return NULL;
  g_autofree char *both = g_strndup (token, dot - token);
  g_autofree char *signature = seal (self, both);
  const char *second = strchr (both, '.');
  if (second == NULL || !g_str_equal (signature, dot + 1))
    return NULL;
  g_autofree char *text = decode (second + 1);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *claims = json_node_get_object (node);
  const char *id = json_object_get_string_member_with_default (claims, "jti", NULL);
  /* An id token has no scope: it opens nothing. */
  if (!json_object_has_member (claims, "scope") || id == NULL ||
      json_object_get_int_member (claims, "exp") * G_USEC_PER_SEC <= guild_sandbox_now (self) ||
      guild_sandbox_sql_int (self, "SELECT 1 FROM autodesk_revoked WHERE jti = ?", "s", id) != 0)
    return NULL;
  return json_object_ref (claims);
}

char *
guild_sandbox_oauth_access (GuildSandbox *self, const char *client, int person,
                            const char *scope, gint64 *lifetime)
{
  g_autoptr(JsonObject) claims = json_object_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_auto(GStrv) scopes = g_strsplit (scope, " ", -1);
  const char *other = guild_sandbox_switch (self, "token-lifetime", NULL);
  JsonArray *list = json_array_new ();

  *lifetime = other != NULL ? g_ascii_strtoll (other, NULL, 10) : LIFETIME;
  for (guint i = 0; scopes[i] != NULL; i++)
    json_array_add_string_element (list, scopes[i]);
  json_object_set_array_member (claims, "scope", list);
  json_object_set_string_member (claims, "client_id", client);
  json_object_set_string_member (claims, "iss", ISSUER);
  json_object_set_string_member (claims, "aud", "https://autodesk.com");
  json_object_set_string_member (claims, "jti", id);
  json_object_set_int_member (claims, "exp",
                              guild_sandbox_now (self) / G_USEC_PER_SEC + *lifetime);
  if (person >= 0)
    json_object_set_string_member (claims, "userid", guild_sandbox_people[person].autodesk_id);
  return guild_sandbox_oauth_sign (self, claims);
}

char *
guild_sandbox_oauth_random (guint length)
{
  g_autoptr(GString) text = g_string_new (NULL);

  while (text->len < length)
    {
      g_autofree char *uuid = g_uuid_string_random ();
      g_auto(GStrv) parts = g_strsplit (uuid, "-", -1);

      /* Without the groups in which some digits are the same in every one. */
      g_string_append_printf (text, "%s%s%s", parts[0], parts[1], parts[4]);
    }
  g_string_truncate (text, length);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
guild_sandbox_oauth_refuse (GuildSandboxExchange *exchange, guint status, const char *error,
                            const char *description)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", error);
  json_object_set_string_member (object, "error_description", description);
  guild_sandbox_autodesk_answer (exchange, status, object);
}

GHashTable *
guild_sandbox_oauth_form (GuildSandboxExchange *exchange)
{
  const char *type = soup_message_headers_get_content_type (exchange->headers, NULL);
  gsize length;
  const char *data = g_bytes_get_data (exchange->body, &length);

  if (!g_str_equal (exchange->method, "POST"))
    {
      soup_message_headers_replace (exchange->answer_headers, "Allow", "POST");
      guild_sandbox_oauth_refuse (exchange, 405, "invalid_request", "This is asked with POST.");
      return NULL;
    }
  if (g_strcmp0 (type, SOUP_FORM_MIME_TYPE_URLENCODED) == 0)
    {
      g_autofree char *text = g_strndup (length > 0 ? data : "", length);
      GHashTable *form = soup_form_decode (text);

      if (form != NULL)
        return form;
    }
  guild_sandbox_oauth_refuse (exchange, 400, "invalid_request", "The body must be a form.");
  return NULL;
}

/* Id and secret as they were shown; either may be NULL. */
static void
read_credentials (GuildSandboxExchange *exchange, GHashTable *form, char **id, char **secret)
{
  const char *header = soup_message_headers_get_one (exchange->headers, "Authorization");

  *id = NULL;
  *secret = NULL;
  if (header == NULL)
    {
      *id = g_strdup (g_hash_table_lookup (form, "client_id"));
      *secret = g_strdup (g_hash_table_lookup (form, "client_secret"));
      return;
    }
  if (g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return;
  gsize length;
  g_autofree guchar *data = g_base64_decode (header + 6, &length);
  g_autofree char *pair = g_strndup ((const char *) data, length);
  char *colon = strchr (pair, ':');

  if (colon == NULL)
    return;
  *id = g_strndup (pair, colon - pair);
  *secret = g_strdup (colon + 1);
}

const char *
guild_sandbox_oauth_client (GuildSandbox *self, GuildSandboxExchange *exchange, GHashTable *form,
                            gboolean may_be_public)
{
  gboolean basic = soup_message_headers_get_one (exchange->headers, "Authorization") != NULL;
  g_autofree char *id = NULL;
  g_autofree char *secret = NULL;

  if (basic && (g_hash_table_contains (form, "client_id") ||
                g_hash_table_contains (form, "client_secret")))
    {
      guild_sandbox_oauth_refuse (exchange, 400, "invalid_request",
                                  "Client credentials must be in the Authorization header or in "
                                  "the body, not in both.");
      return NULL;
    }
  read_credentials (exchange, form, &id, &secret);
  if (id != NULL && !g_str_equal (id, self->client_id) &&
      !g_str_equal (id, self->public_client_id))
    guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                           "The client_id specified does not have access to the "
                                           "api product", "AUTH-001");
  else if (may_be_public && secret == NULL && g_strcmp0 (id, self->public_client_id) == 0)
    return self->public_client_id;
  else if (id == NULL || secret == NULL)
    guild_sandbox_oauth_refuse (exchange, 401, "invalid_client",
                                "Client credentials are missing.");
  else if (!g_str_equal (id, self->client_id) || !g_str_equal (secret, self->client_secret))
    guild_sandbox_autodesk_refuse_gateway (exchange, 401,
                                           "The client_id (application key)/client_secret are "
                                           "not valid", "AUTH-003");
  else
    return self->client_id;
  return NULL;
}

gboolean
guild_sandbox_oauth_scopes_are_known (const char *text)
{
  g_auto(GStrv) scopes = g_strsplit (text, " ", -1);
  g_autofree char *known = g_strjoinv (" ", (char **) guild_sandbox_scopes);

  return scopes[0] != NULL && g_strv_length (scopes) <= 50 &&
         guild_sandbox_oauth_scopes_are_in (text, known);
}

gboolean
guild_sandbox_oauth_scopes_are_in (const char *text, const char *granted)
{
  g_auto(GStrv) scopes = g_strsplit (text, " ", -1);
  g_auto(GStrv) others = g_strsplit (granted, " ", -1);

  for (guint i = 0; scopes[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) others, scopes[i]))
      return FALSE;
  return TRUE;
}
