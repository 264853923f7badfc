/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

/* What belongs to the account rather than to one company: groups (§7), the profile and API keys
 * (§11), integrations (§10); and the thin part of §8. */

#define MAX_GROUPS 20
#define MAX_GROUP_NAME 50

static gboolean
groups_off (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  if (g_str_equal (guild_sandbox_switch (self, GUILD_SANDBOX_SWITCH_GROUPS, "on"), "on"))
    return FALSE;
  guild_sandbox_codat_fail_plain (self, exchange, 403);
  return TRUE;
}

static void
append_group (GString *out, const char *id, const char *name)
{
  g_string_append (out, "{\"id\":");
  guild_sandbox_append_json (out, id);
  g_string_append (out, ",\"name\":");
  guild_sandbox_append_json (out, name);
  g_string_append_c (out, '}');
}

static void
list_groups (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(sqlite3_stmt) rows =
    guild_sandbox_sql (self, "SELECT id, name FROM client_groups ORDER BY seq", "");
  GString *out = g_string_new ("{\"results\":[");
  const char *comma = "";

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      append_group (out, (const char *) sqlite3_column_text (rows, 0),
                    (const char *) sqlite3_column_text (rows, 1));
      comma = ",";
    }
  g_string_append (out, "]}");
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
create_group (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autofree char *name = guild_sandbox_body_text (exchange, "name", FALSE);
  gint64 count = guild_sandbox_sql_int (self, "SELECT count(*) FROM client_groups", "");
  g_autofree char *id =
    guild_sandbox_uuid (self->seed, (guint64) count, GUILD_SANDBOX_SALT_NEW_GROUP);
  GString *out;

  if (name == NULL || *name == '\0' || g_utf8_strlen (name, -1) > MAX_GROUP_NAME)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  if (count >= MAX_GROUPS)
    {
      guild_sandbox_codat_fail (self, exchange, 409, "PublicApi",
                                "Maximum number of groups reached.");
      return;
    }
  guild_sandbox_sql_run (self, "INSERT INTO client_groups (id, name) VALUES (?, ?)", "ss", id,
                         name);
  out = g_string_new (NULL);
  append_group (out, id, name);
  guild_sandbox_answer_built (exchange, 200, out);
}

gboolean
guild_sandbox_groups_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  if (!g_str_equal (exchange->segments[0], "groups") || exchange->segments[1] != NULL)
    return FALSE;
  if (groups_off (self, exchange))
    return TRUE;
  if (g_str_equal (exchange->method, "GET"))
    list_groups (self, exchange);
  else if (g_str_equal (exchange->method, "POST"))
    create_group (self, exchange);
  else
    guild_sandbox_codat_no_method (self, exchange);
  return TRUE;
}

static gint64
find_group (GuildSandbox *self, GuildSandboxExchange *exchange, const char *id)
{
  gint64 seq = guild_sandbox_sql_int (self, "SELECT seq FROM client_groups WHERE id = ?", "s", id);

  if (seq == 0)
    {
      g_autofree char *message = g_strdup_printf ("No group was found with ID %s", id);
      guild_sandbox_codat_fail (self, exchange, 404, "ClientsApi", message);
    }
  return seq;
}

gboolean
guild_sandbox_membership_handle (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  char **segments = exchange->segments + 2;
  gboolean join = segments[1] == NULL;
  g_autofree char *id = NULL;
  gint64 group;

  if (!g_str_equal (segments[0], "groups") || (!join && segments[2] != NULL))
    return FALSE;
  if (groups_off (self, exchange))
    return TRUE;
  if (!g_str_equal (exchange->method, join ? "PATCH" : "DELETE"))
    {
      guild_sandbox_codat_no_method (self, exchange);
      return TRUE;
    }
  id = join ? guild_sandbox_body_text (exchange, "groupId", FALSE) : g_strdup (segments[1]);
  if (id == NULL)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return TRUE;
    }
  group = find_group (self, exchange, id);
  if (group == 0)
    return TRUE;
  if (join)
    {
      GString *out = g_string_new (NULL);
      guild_sandbox_sql_run (self, "INSERT OR IGNORE INTO members VALUES (?, ?)", "ii", company,
                             group);
      guild_sandbox_company_write (self, company, out);
      guild_sandbox_answer_built (exchange, 200, out);
      return TRUE;
    }
  guild_sandbox_sql_run (self, "DELETE FROM members WHERE company = ? AND client_group = ?", "ii",
                         company, group);
  if (sqlite3_changes (self->db) > 0)
    guild_sandbox_answer_empty (exchange, 204);
  else
    guild_sandbox_codat_fail_plain (self, exchange, 404);
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

/* Integrations */

static void
append_integration (GuildSandbox *self, sqlite3_stmt *row, GString *out)
{
  const char *key = (const char *) sqlite3_column_text (row, 0);
  guint64 index = (guint64) guild_sandbox_platform_find (key);
  g_autofree char *id = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_INTEGRATION);
  g_autofree char *source = guild_sandbox_uuid (self->seed, index, GUILD_SANDBOX_SALT_SOURCE);

  g_string_append_printf (out, "{\"key\":\"%s\",\"logoUrl\":\"https://static.codat.io/public/"
                          "officialLogos/Square/%s.png\",\"name\":", key, key);
  guild_sandbox_append_json (out, (const char *) sqlite3_column_text (row, 1));
  g_string_append_printf (out, ",\"enabled\":%s,\"sourceId\":\"%s\",\"sourceType\":\"%s\","
                          "\"integrationId\":\"%s\",\"isOfflineConnector\":%s,\"isBeta\":%s}",
                          sqlite3_column_int (row, 3) ? "true" : "false", source,
                          (const char *) sqlite3_column_text (row, 2), id,
                          sqlite3_column_int (row, 5) ? "true" : "false",
                          sqlite3_column_int (row, 4) ? "true" : "false");
}

static void
list_integrations (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_auto(GuildSandboxListing) listing = { 0 };

  if (!guild_sandbox_listing_read (self, exchange, GUILD_SANDBOX_INTEGRATIONS, &listing))
    return;
  const char *where = listing.where->len > 0 ? listing.where->str : "1";
  g_autofree char *count_sql =
    g_strconcat ("SELECT count(*) FROM integrations c WHERE ", where, NULL);
  g_autofree char *sql = g_strdup_printf (
    "SELECT key, name, type, enabled, beta, offline FROM integrations c WHERE %s ORDER BY %s "
    "LIMIT %" G_GINT64_FORMAT " OFFSET %" G_GINT64_FORMAT, where,
    listing.order != NULL ? listing.order : "c.name", listing.page_size,
    (listing.page - 1) * listing.page_size);
  g_autoptr(sqlite3_stmt) count = guild_sandbox_sql (self, count_sql, "");
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (self, sql, "");
  GString *out = g_string_new ("{\"results\":[");
  const char *comma = "";

  guild_sandbox_listing_bind (&listing, count);
  guild_sandbox_listing_bind (&listing, rows);
  sqlite3_step (count);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_string_append (out, comma);
      append_integration (self, rows, out);
      comma = ",";
    }
  guild_sandbox_listing_end (&listing, exchange, sqlite3_column_int64 (count, 0), out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
get_integration (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT key, name, type, enabled, beta, offline FROM integrations WHERE key = ?", "s",
    exchange->segments[1]);

  if (sqlite3_step (row) != SQLITE_ROW)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 404);
      return;
    }
  GString *out = g_string_new (NULL);
  append_integration (self, row, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
list_keys (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autofree char *id = guild_sandbox_uuid (self->seed, 0, GUILD_SANDBOX_SALT_API_KEY);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"results\":[{\"id\":\"%s\",\"name\":\"Sandbox\","
                          "\"apiKey\":\"%s\","
                          "\"createdDate\":\"2024-01-15T09:30:00Z\"}]}", id, self->codat_key);
  guild_sandbox_answer_built (exchange, 200, out);
}

gboolean
guild_sandbox_account_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments;
  gboolean get = g_str_equal (exchange->method, "GET");

  if (g_str_equal (segments[0], "profile") && segments[1] == NULL)
    handle_profile (self, exchange);
  else if (g_str_equal (segments[0], "integrations") &&
           (segments[1] == NULL || segments[2] == NULL))
    {
      if (!get)
        guild_sandbox_codat_no_method (self, exchange);
      else if (segments[1] == NULL)
        list_integrations (self, exchange);
      else
        get_integration (self, exchange);
    }
  else if (g_str_equal (segments[0], "apiKeys") && segments[1] == NULL && get)
    list_keys (self, exchange);
  else
    return FALSE;
  return TRUE;
}

/* Refresh and status, §8: every queued type is complete at once. */

static void
queue_type (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, const char *type)
{
  const char *wanted = guild_sandbox_query (exchange, "connectionId");
  g_autofree char *connection = guild_sandbox_sql_text (
    self, "SELECT id FROM connections WHERE company = ? AND status = 'Linked' "
    "AND (?2 IS NULL OR id = ?2) LIMIT 1", "is", company, wanted);
  g_autofree char *company_id =
    guild_sandbox_sql_text (self, "SELECT id FROM companies WHERE seq = ?", "i", company);
  g_autofree char *now = guild_sandbox_codat_time (guild_sandbox_now (self));
  g_autofree char *id = guild_sandbox_uuid (self->seed, self->counter++, GUILD_SANDBOX_SALT_DATA);

  if (connection == NULL)
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  guild_sandbox_sql_run (self, "INSERT INTO pulls (id, company, type, requested) "
                         "VALUES (?, ?, ?, ?)", "sisi", id, company, type,
                         guild_sandbox_now (self));
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "{\"id\":\"%s\",\"companyId\":\"%s\",\"connectionId\":\"%s\","
                          "\"dataType\":", id, company_id, connection);
  guild_sandbox_append_json (out, type);
  g_string_append_printf (out, ",\"status\":\"Queued\",\"requested\":\"%s\",\"progress\":0,"
                          "\"isCompleted\":false,\"isErrored\":false}", now);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
answer_status (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (
    self, "SELECT type, max(requested), id FROM pulls WHERE company = ? GROUP BY type", "i",
    company);
  GString *out = g_string_new ("{");
  const char *comma = "";

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      const char *type = (const char *) sqlite3_column_text (rows, 0);
      const char *id = (const char *) sqlite3_column_text (rows, 2);
      g_autofree char *time = guild_sandbox_codat_time (sqlite3_column_int64 (rows, 1));
      g_string_append (out, comma);
      guild_sandbox_append_json (out, type);
      g_string_append (out, ":{\"dataType\":");
      guild_sandbox_append_json (out, type);
      g_string_append_printf (out, ",\"lastSuccessfulSync\":\"%s\",\"currentStatus\":"
                              "\"Complete\",\"latestSyncId\":\"%s\","
                              "\"latestSuccessfulSyncId\":\"%s\"}", time, id, id);
      comma = ",";
    }
  g_string_append_c (out, '}');
  guild_sandbox_answer_built (exchange, 200, out);
}

gboolean
guild_sandbox_data_handle (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  char **segments = exchange->segments + 2;
  guint n = g_strv_length (segments);
  gboolean post = g_str_equal (exchange->method, "POST");

  if (n == 1 && g_str_equal (segments[0], "dataStatus") && !post)
    answer_status (self, exchange, company);
  else if (n == 2 && post && g_str_equal (segments[0], "data") && g_str_equal (segments[1], "all"))
    {
      guild_sandbox_sql_run (self, "UPDATE connections SET last_sync = ? WHERE company = ? "
                             "AND status = 'Linked'", "ii", guild_sandbox_now (self), company);
      guild_sandbox_sql_run (self, "UPDATE companies SET last_sync = (SELECT max(last_sync) "
                             "FROM connections WHERE company = ?) WHERE seq = ?", "ii", company,
                             company);
      guild_sandbox_answer_empty (exchange, 204);
    }
  else if (n == 3 && post && g_str_equal (segments[0], "data") &&
           g_str_equal (segments[1], "queue"))
    queue_type (self, exchange, company, segments[2]);
  else
    return FALSE;
  return TRUE;
}
