/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

/* The client's own settings, §11: profile, API keys, allowed origins. */

#define MAX_KEYS 10
#define MAX_KEY_NAME 50
#define KEY_LENGTH 40

static const char schema[] =
  "CREATE TABLE IF NOT EXISTS api_keys (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  " id TEXT NOT NULL UNIQUE, name TEXT, key TEXT NOT NULL, created INTEGER NOT NULL);"
  "CREATE TABLE IF NOT EXISTS webhooks (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
  " id TEXT NOT NULL UNIQUE, url TEXT NOT NULL, disabled INTEGER NOT NULL,"
  " event_types TEXT NOT NULL, company_tags TEXT NOT NULL);"
  "CREATE TABLE IF NOT EXISTS sync_settings (company INTEGER PRIMARY KEY,"
  " settings TEXT NOT NULL);";

static char *
make_key (GuildSandbox *self, guint64 index)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  char *key = g_malloc (KEY_LENGTH + 1);

  for (guint i = 0; i < KEY_LENGTH; i++)
    key[i] = letters[guild_sandbox_random (self->seed, index * KEY_LENGTH + i,
                                           GUILD_SANDBOX_SALT_API_KEY) % (sizeof letters - 1)];
  key[KEY_LENGTH] = '\0';
  return key;
}

static void
add_key (GuildSandbox *self, guint64 index, const char *name, const char *key, gint64 created)
{
  g_autofree char *id = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_API_KEY);

  guild_sandbox_sql_run (self, "INSERT INTO api_keys (id, name, key, created) VALUES (?, ?, ?, ?)",
                         "sssi", id, name, key, created);
}

static void
add_webhook (GuildSandbox *self, guint64 index, const char *url, const char *events,
             const char *tags)
{
  g_autofree char *id = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_WEBHOOK);

  guild_sandbox_sql_run (self, "INSERT INTO webhooks (id, url, disabled, event_types, "
                         "company_tags) VALUES (?, ?, 0, ?, ?)", "ssss", id, url, events, tags);
}

gboolean
guild_sandbox_settings_seed (GuildSandbox *self)
{
  if (sqlite3_exec (self->db, schema, NULL, NULL, NULL) != SQLITE_OK)
    return FALSE;
  if (guild_sandbox_sql_int (self, "SELECT 1 FROM sqlite_sequence WHERE name = 'api_keys'", "") ==
      1)
    return TRUE;
  g_autofree char *other = make_key (self, 1);
  add_key (self, 0, "Sandbox", self->codat_key, 1705311000 * (gint64) G_USEC_PER_SEC);
  add_key (self, 1, "Nightly export", other, 1709283600 * (gint64) G_USEC_PER_SEC);
  add_webhook (self, 0, "https://hooks.northwind.example/codat",
               "[\"connection.connected\",\"connection.failed\",\"connection.disconnected\"]",
               "[]");
  add_webhook (self, 1, "https://lending.northwind.example/events",
               "[\"read.completed\"]", "[\"region:uk\"]");
  return TRUE;
}

gboolean
guild_sandbox_settings_knows_key (GuildSandbox *self, const char *encoded)
{
  gsize size;
  g_autofree guchar *bytes = g_base64_decode (encoded, &size);
  g_autofree char *key = g_strndup ((const char *) bytes, size);
  g_autofree char *again = g_base64_encode (bytes, size);

  return g_str_equal (again, encoded) &&
         guild_sandbox_sql_int (self, "SELECT 1 FROM api_keys WHERE key = ?", "s", key) == 1;
}

gboolean
guild_sandbox_settings_refuse_role (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *role = guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_ROLE, "administrator");

  if (g_str_equal (role, "administrator"))
    return FALSE;
  guild_sandbox_codat_fail_plain (self, exchange, 403);
  return TRUE;
}

/* Profile */

static gboolean
profile_is_valid (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  JsonObject *object = json_node_get_object (node);
  const char *needed[] = { "name", "redirectUrl" };
  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      JsonNode *member = json_object_get_member (object, needed[i]);
      if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
          json_node_get_value_type (member) != G_TYPE_STRING)
        return FALSE;
    }
  const char *redirect = json_object_get_string_member (object, "redirectUrl");
  return *redirect == '\0' || g_str_has_prefix (redirect, "http://") ||
         g_str_has_prefix (redirect, "https://");
}

static void
handle_profile (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autofree char *text = NULL;

  if (g_str_equal (exchange->method, "PUT"))
    {
      g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
      if (guild_sandbox_settings_refuse_role (self, exchange))
        return;
      if (!profile_is_valid (node))
        {
          guild_sandbox_codat_fail_plain (self, exchange, 400);
          return;
        }
      json_object_remove_member (json_node_get_object (node), "apiKey");
      g_autofree char *wish = json_to_string (node, FALSE);
      guild_sandbox_sql_run (self, "UPDATE codat SET value = ? WHERE name = 'profile'", "s", wish);
    }
  else if (!g_str_equal (exchange->method, "GET"))
    {
      guild_sandbox_codat_no_method (self, exchange);
      return;
    }
  text = guild_sandbox_sql_text (self, "SELECT value FROM codat WHERE name = 'profile'", "");
  JsonNode *profile = json_from_string (text, NULL);
  /* The profile is known to carry a key: whoever logs it gives it away. */
  json_object_set_string_member (json_node_get_object (profile), "apiKey", self->codat_key);
  guild_sandbox_answer_json (exchange, 200, profile);
}

/* API keys */

static void
append_key (GString *out, sqlite3_stmt *row)
{
  g_autofree char *created = guild_sandbox_codat_time (sqlite3_column_int64 (row, 3));

  g_string_append (out, "{\"id\":");
  guild_sandbox_append_json (out, (const char *) sqlite3_column_text (row, 0));
  g_string_append (out, ",\"name\":");
  guild_sandbox_append_json (out, (const char *) sqlite3_column_text (row, 1));
  g_string_append_printf (out, ",\"apiKey\":\"%s\",\"createdDate\":\"%s\"}",
                          (const char *) sqlite3_column_text (row, 2), created);
}

static void
list_keys (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(sqlite3_stmt) rows =
    guild_sandbox_sql (self, "SELECT id, name, key, created FROM api_keys ORDER BY seq", "");
  GString *out = g_string_new ("{\"results\":[");
  const char *comma = "";

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      append_key (out, rows);
      comma = ",";
    }
  g_string_append (out, "]}");
  guild_sandbox_answer_built (exchange, 200, out);
}

static gboolean
read_key_name (GuildSandboxExchange *exchange, char **name)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
  JsonNode *member;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  member = json_object_get_member (json_node_get_object (node), "name");
  if (member == NULL || JSON_NODE_HOLDS_NULL (member))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (member) || json_node_get_value_type (member) != G_TYPE_STRING ||
      g_utf8_strlen (json_node_get_string (member), -1) > MAX_KEY_NAME)
    return FALSE;
  *name = json_node_dup_string (member);
  return TRUE;
}

static void
create_key (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autofree char *name = NULL;

  if (!read_key_name (exchange, &name))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  if (guild_sandbox_sql_int (self, "SELECT count(*) FROM api_keys", "") >= MAX_KEYS)
    {
      guild_sandbox_codat_fail (self, exchange, 409, "PublicApi",
                                "Maximum number of API keys reached. To create a new API key, "
                                "delete an unused key and try again.");
      return;
    }
  guint64 index = (guint64) guild_sandbox_sql_int (
    self, "SELECT seq FROM sqlite_sequence WHERE name = 'api_keys'", "");
  g_autofree char *key = make_key (self, index);
  add_key (self, index, name, key, guild_sandbox_now (self));
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT id, name, key, created FROM api_keys ORDER BY seq DESC LIMIT 1", "");
  GString *out = g_string_new (NULL);
  sqlite3_step (row);
  append_key (out, row);
  guild_sandbox_answer_built (exchange, 201, out);
}

static void
delete_key (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  if (guild_sandbox_sql_int (self, "SELECT 1 FROM api_keys WHERE id = ?", "s", id) != 1)
    guild_sandbox_codat_fail_plain (self, exchange, 404);
  else if (guild_sandbox_sql_int (self, "SELECT count(*) FROM api_keys", "") == 1)
    guild_sandbox_codat_fail (self, exchange, 403, "PublicApi",
                              "The last API key cannot be deleted.");
  else
    {
      guild_sandbox_sql_run (self, "DELETE FROM api_keys WHERE id = ?", "s", id);
      guild_sandbox_answer_empty (exchange, 204);
    }
}

static void
handle_keys (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *id = exchange->segments[1];

  if (guild_sandbox_settings_refuse_role (self, exchange))
    return;
  if (id == NULL && g_str_equal (exchange->method, "GET"))
    list_keys (self, exchange);
  else if (id == NULL && g_str_equal (exchange->method, "POST"))
    create_key (self, exchange);
  else if (id != NULL && g_str_equal (exchange->method, "DELETE"))
    delete_key (self, exchange, id);
  else
    guild_sandbox_codat_no_method (self, exchange);
}

/* Origins that may embed Codat's own pages */

static void
handle_origins (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autofree char *text = NULL;

  if (g_str_equal (exchange->method, "POST"))
    {
      g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);
      JsonNode *origins = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                            ? json_object_get_member (json_node_get_object (node),
                                                      "allowedOrigins")
                            : NULL;
      if (origins == NULL || !JSON_NODE_HOLDS_ARRAY (origins))
        {
          guild_sandbox_codat_fail_plain (self, exchange, 400);
          return;
        }
      g_autofree char *wish = json_to_string (origins, FALSE);
      guild_sandbox_sql_run (self, "INSERT OR REPLACE INTO codat VALUES ('origins', ?)", "s", wish);
    }
  else if (!g_str_equal (exchange->method, "GET"))
    {
      guild_sandbox_codat_no_method (self, exchange);
      return;
    }
  text = guild_sandbox_sql_text (self, "SELECT value FROM codat WHERE name = 'origins'", "");
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "{\"allowedOrigins\":%s}", text != NULL ? text : "[]");
  guild_sandbox_answer_built (exchange, 200, out);
}

gboolean
guild_sandbox_settings_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;

  if (g_str_equal (segments[0], "profile") && segments[1] == NULL)
    handle_profile (self, exchange);
  else if (g_str_equal (segments[0], "apiKeys") && (segments[1] == NULL || segments[2] == NULL))
    handle_keys (self, exchange);
  else if ((g_str_equal (segments[0], "corsSettings") && segments[1] == NULL) ||
           (g_str_equal (segments[0], "connectionManagement") && segments[1] != NULL &&
            g_str_equal (segments[1], "corsSettings") && segments[2] == NULL))
    handle_origins (self, exchange);
  else
    return FALSE;
  return TRUE;
}

void
guild_sandbox_settings_answer_token (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autofree char *token = make_key (self, 1000 + self->counter++);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"expiresIn\":86400,\"accessToken\":\"%s\","
                          "\"tokenType\":\"Bearer\"}", token);
  guild_sandbox_answer_built (exchange, 200, out);
}
