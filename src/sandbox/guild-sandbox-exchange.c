/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-server.h"

#include <string.h>

static char *
decode (const char *text, gboolean plus_is_space)
{
  g_autofree char *copy = g_strdup (text);

  if (plus_is_space)
    g_strdelimit (copy, "+", ' ');
  char *decoded = g_uri_unescape_string (copy, NULL);
  /* A broken escape is taken literally, as most servers do. */
  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    {
      g_free (decoded);
      return g_utf8_make_valid (copy, -1);
    }
  return decoded;
}

static void
take_pairs (GPtrArray *pairs, const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  g_auto(GStrv) parts = g_strsplit (text, "&", -1);
  for (char **part = parts; *part != NULL; part++)
    {
      if (**part == '\0')
        continue;
      char *equals = strchr (*part, '=');
      if (equals != NULL)
        *equals = '\0';
      g_ptr_array_add (pairs, decode (*part, TRUE));
      g_ptr_array_add (pairs, decode (equals != NULL ? equals + 1 : "", TRUE));
    }
}

GPtrArray *
guild_sandbox_pairs (const char *encoded)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);

  take_pairs (pairs, encoded);
  return pairs;
}

GuildSandboxExchange *
guild_sandbox_exchange_new (SoupServerMessage *message)
{
  GuildSandboxExchange *self = g_new0 (GuildSandboxExchange, 1);
  GUri *uri = soup_server_message_get_uri (message);
  g_auto(GStrv) raw = g_strsplit (g_uri_get_path (uri), "/", -1);
  g_autoptr(GPtrArray) segments = g_ptr_array_new ();

  for (char **segment = raw; *segment != NULL; segment++)
    if (**segment != '\0')
      g_ptr_array_add (segments, decode (*segment, FALSE));
  g_ptr_array_add (segments, NULL);

  self->method = soup_server_message_get_method (message);
  self->segments = (char **) g_ptr_array_free (g_steal_pointer (&segments), FALSE);
  g_autofree char *joined = g_strjoinv ("/", self->segments);
  self->path = g_strconcat ("/", joined, NULL);
  self->query = guild_sandbox_pairs (g_uri_get_query (uri));
  self->headers = soup_server_message_get_request_headers (message);
  self->answer_headers = soup_server_message_get_response_headers (message);
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  return self;
}

void
guild_sandbox_exchange_free (GuildSandboxExchange *self)
{
  g_free ((char *) self->path);
  g_strfreev (self->segments);
  g_ptr_array_unref (self->query);
  g_bytes_unref (self->body);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self);
}

const char *
guild_sandbox_query (GuildSandboxExchange *exchange, const char *name)
{
  for (guint i = 0; i + 1 < exchange->query->len; i += 2)
    if (g_str_equal (exchange->query->pdata[i], name))
      return exchange->query->pdata[i + 1];
  return NULL;
}

char **
guild_sandbox_query_list (GuildSandboxExchange *exchange, const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i + 1 < exchange->query->len; i += 2)
    {
      if (!g_str_equal (exchange->query->pdata[i], name))
        continue;
      g_auto(GStrv) parts = g_strsplit (exchange->query->pdata[i + 1], ",", -1);
      for (char **part = parts; *part != NULL; part++)
        if (*g_strstrip (*part) != '\0')
          g_strv_builder_add (builder, *part);
    }
  return g_strv_builder_end (builder);
}

JsonNode *
guild_sandbox_body_json (GuildSandboxExchange *exchange)
{
  gsize size;
  const char *data = g_bytes_get_data (exchange->body, &size);
  g_autoptr(JsonParser) parser = json_parser_new ();

  if (size == 0 || !json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

char *
guild_sandbox_body_text (GuildSandboxExchange *exchange, const char *name, gboolean only)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  JsonObject *object = json_node_get_object (node);
  JsonNode *member = json_object_get_member (object, name);
  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_STRING ||
      (only && json_object_get_size (object) != 1))
    return NULL;
  return json_node_dup_string (member);
}

static void
answer (GuildSandboxExchange *exchange, guint status, const char *type, GBytes *bytes)
{
  exchange->status = status;
  exchange->answer_type = type;
  g_clear_pointer (&exchange->answer, g_bytes_unref);
  exchange->answer = bytes;
}

void
guild_sandbox_answer_json (GuildSandboxExchange *exchange, guint status, JsonNode *node)
{
  char *text = json_to_string (node, FALSE);

  json_node_unref (node);
  answer (exchange, status, "application/json", g_bytes_new_take (text, strlen (text)));
}

void
guild_sandbox_answer_text (GuildSandboxExchange *exchange, guint status, const char *type,
                           const char *text)
{
  answer (exchange, status, type, g_bytes_new (text, strlen (text)));
}

void
guild_sandbox_answer_empty (GuildSandboxExchange *exchange, guint status)
{
  answer (exchange, status, NULL, NULL);
}

void
guild_sandbox_answer_built (GuildSandboxExchange *exchange, guint status, GString *text)
{
  answer (exchange, status, "application/json", g_string_free_to_bytes (text));
}

void
guild_sandbox_append_json (GString *out, const char *text)
{
  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    switch (*c)
      {
      case '"':
        g_string_append (out, "\\\"");
        break;
      case '\\':
        g_string_append (out, "\\\\");
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      default:
        if ((guchar) *c < 0x20)
          g_string_append_printf (out, "\\u%04x", (guint) *c);
        else
          g_string_append_c (out, *c);
        break;
      }
  g_string_append_c (out, '"');
}
