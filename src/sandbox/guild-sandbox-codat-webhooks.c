/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

/* Webhook consumers, §11. Nothing is ever delivered. */

#define MAX_CONSUMERS 50
#define MAX_TAGS 10
#define MAX_TAG 128

static void
append_consumer (GString *out, sqlite3_stmt *row)
{
  g_string_append (out, "{\"id\":");
  guild_sandbox_append_json (out, (const char *) sqlite3_column_text (row, 0));
  g_string_append (out, ",\"url\":");
  guild_sandbox_append_json (out, (const char *) sqlite3_column_text (row, 1));
  g_string_append_printf (out, ",\"disabled\":%s,\"eventTypes\":%s,\"companyTags\":%s}",
                          sqlite3_column_int (row, 2) ? "true" : "false",
                          (const char *) sqlite3_column_text (row, 3),
                          (const char *) sqlite3_column_text (row, 4));
}

static void
list_consumers (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (
    self, "SELECT id, url, disabled, event_types, company_tags FROM webhooks ORDER BY seq", "");
  GString *out = g_string_new ("{\"results\":[");
  const char *comma = "";

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      append_consumer (out, rows);
      comma = ",";
    }
  g_string_append (out, "]}");
  guild_sandbox_answer_built (exchange, 200, out);
}

/* A list of at most MOST texts of at most LONGEST characters as JSON, "[]" when it is missing or
 * null; NULL when it is something else. */
static char *
read_list (JsonObject *object, const char *name, guint most, glong longest)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("[]");
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  if (json_array_get_length (array) > most)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING ||
          g_utf8_strlen (json_node_get_string (element), -1) > longest)
        return NULL;
    }
  return json_to_string (node, FALSE);
}

static gboolean
is_address (const char *text)
{
  g_autoptr(GUri) uri = text != NULL ? g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  return uri != NULL && (g_str_equal (g_uri_get_scheme (uri), "https") ||
                         g_str_equal (g_uri_get_scheme (uri), "http"));
}

static void
create_consumer (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
  g_autofree char *url = guild_sandbox_body_text (exchange, "url", FALSE);
  JsonObject *object =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char *events = object != NULL ? read_list (object, "eventTypes", 100, 100) : NULL;
  g_autofree char *tags = object != NULL ? read_list (object, "companyTags", MAX_TAGS, MAX_TAG)
                                         : NULL;
  gint64 seq = guild_sandbox_sql_int (
    self, "SELECT seq FROM sqlite_sequence WHERE name = 'webhooks'", "");

  if (!is_address (url) || events == NULL || g_str_equal (events, "[]") || tags == NULL ||
      guild_sandbox_sql_int (self, "SELECT count(*) FROM webhooks", "") >= MAX_CONSUMERS)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  g_autofree char *id = guild_sandbox_uuid (self->seed, (guint64) seq, GUILD_SANDBOX_SALT_WEBHOOK);
  JsonNode *disabled = json_object_get_member (object, "disabled");
  gboolean off = disabled != NULL && JSON_NODE_HOLDS_VALUE (disabled) &&
                 json_node_get_boolean (disabled);
  guild_sandbox_sql_run (self, "INSERT INTO webhooks (id, url, disabled, event_types, "
                         "company_tags) VALUES (?, ?, ?, ?, ?)", "ssiss", id, url, (gint64) off, events, tags);
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT id, url, disabled, event_types, company_tags FROM webhooks WHERE id = ?", "s",
    id);
  GString *out = g_string_new (NULL);
  sqlite3_step (row);
  append_consumer (out, row);
  guild_sandbox_answer_built (exchange, 201, out);
}

static void
delete_consumer (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  guild_sandbox_sql_run (self, "DELETE FROM webhooks WHERE id = ?", "s", id);
  if (sqlite3_changes (self->db) > 0)
    guild_sandbox_answer_empty (exchange, 204);
  else
    guild_sandbox_codat_fail_plain (self, exchange, 404);
}

gboolean
guild_sandbox_webhooks_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;

  if (!g_str_equal (segments[0], "webhooks") || (segments[1] != NULL && segments[2] != NULL))
    return FALSE;
  if (guild_sandbox_settings_refuse_role (self, exchange))
    return TRUE;
  if (segments[1] == NULL && g_str_equal (exchange->method, "GET"))
    list_consumers (self, exchange);
  else if (segments[1] == NULL && g_str_equal (exchange->method, "POST"))
    create_consumer (self, exchange);
  else if (segments[1] != NULL && g_str_equal (exchange->method, "DELETE"))
    delete_consumer (self, exchange, segments[1]);
  else
    guild_sandbox_codat_no_method (self, exchange);
  return TRUE;
}
