/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"
#include "sandbox/guild-sandbox-server.h"

#include <string.h>

/* Connections, §6. */

void
guild_sandbox_connection_write (GuildSandbox *self, gint64 seq, GString *out)
{
  static sqlite3_stmt *row;

  if (row == NULL)
    row = guild_sandbox_sql (self, "SELECT d.id, c.id, d.platform, d.status, d.created, "
                             "d.last_sync, d.errors FROM connections d "
                             "JOIN companies c ON c.seq = d.company WHERE d.seq = ?", "");
  sqlite3_reset (row);
  sqlite3_bind_int64 (row, 1, seq);
  if (sqlite3_step (row) != SQLITE_ROW)
    g_error ("connection %" G_GINT64_FORMAT " is missing", seq);

  const char *id = (const char *) sqlite3_column_text (row, 0);
  const char *key = (const char *) sqlite3_column_text (row, 2);
  const char *errors = (const char *) sqlite3_column_text (row, 6);
  int platform = guild_sandbox_platform_find (key);
  g_autofree char *integration =
    guild_sandbox_uuid (self->seed, (guint64) platform, GUILD_SANDBOX_SALT_INTEGRATION);
  g_autofree char *source =
    guild_sandbox_uuid (self->seed, (guint64) platform, GUILD_SANDBOX_SALT_SOURCE);
  g_autofree char *created = guild_sandbox_codat_time (sqlite3_column_int64 (row, 4));
  g_autofree char *path = g_strdup_printf ("/link/companies/%s/connections/%s/start",
                                           (const char *) sqlite3_column_text (row, 1), id);
  g_autofree char *password = guild_sandbox_link_password (self, path);

  g_string_append_printf (out, "{\"id\":\"%s\",\"integrationId\":\"%s\",\"integrationKey\":\"%s\","
                          "\"sourceId\":\"%s\",\"sourceType\":\"%s\",\"platformName\":\"%s\","
                          "\"linkUrl\":\"%s%s%s%s\",\"status\":\"%s\"", id, integration, key,
                          source,
                          guild_sandbox_platforms[platform].type,
                          guild_sandbox_platforms[platform].name, self->base_url, path,
                          password != NULL ? "?otp=" : "", password != NULL ? password : "",
                          (const char *) sqlite3_column_text (row, 3));
  if (sqlite3_column_type (row, 5) != SQLITE_NULL)
    {
      g_autofree char *synced = guild_sandbox_codat_time (sqlite3_column_int64 (row, 5));
      g_string_append_printf (out, ",\"lastSync\":\"%s\"", synced);
    }
  g_string_append_printf (out, ",\"created\":\"%s\"", created);
  if (errors != NULL)
    g_string_append_printf (out, ",\"dataConnectionErrors\":%s", errors);
  g_string_append_c (out, '}');
  sqlite3_reset (row);
}

gint64
guild_sandbox_connection_find (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company,
                               const char *id)
{
  gint64 seq = guild_sandbox_sql_int (self, "SELECT seq FROM connections WHERE id = ? "
                                      "AND company = ?", "si", id, company);

  if (seq == 0)
    {
      g_autofree char *message = g_strdup_printf ("Data connection %s not found", id);
      guild_sandbox_codat_fail (self, exchange, 404, "PublicApi", message);
    }
  return seq;
}

gint64
guild_sandbox_connection_new (GuildSandbox *self, gint64 company, int platform)
{
  gint64 seq = 1 + guild_sandbox_sql_int (self, "SELECT seq FROM sqlite_sequence "
                                          "WHERE name = 'connections'", "");
  g_autofree char *id =
    guild_sandbox_uuid (self->seed, (guint64) seq, GUILD_SANDBOX_SALT_NEW_CONNECTION);

  guild_sandbox_sql_run (self, "INSERT INTO connections VALUES (?, ?, ?, ?, 'PendingAuth', ?, "
                         "NULL, NULL)", "isisi", seq, id, company,
                         guild_sandbox_platforms[platform].key,
                         guild_sandbox_now (self));
  return seq;
}

/* The list of errors: RESOLVE ends the Active ones, CODE adds one. */
static char *
next_errors (GuildSandbox *self, const char *old, gboolean resolve, const char *code,
             const char *text, const char *message)
{
  g_autofree char *now = guild_sandbox_codat_time (guild_sandbox_now (self));
  g_autoptr(JsonNode) node = old != NULL ? json_from_string (old, NULL) : NULL;

  if (node == NULL)
    {
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
    }
  JsonArray *list = json_node_get_array (node);
  for (guint i = 0; resolve && i < json_array_get_length (list); i++)
    {
      JsonObject *item = json_array_get_object_element (list, i);
      if (!g_str_equal (json_object_get_string_member_with_default (item, "status", ""), "Active"))
        continue;
      json_object_set_string_member (item, "status", "Resolved");
      json_object_set_string_member (item, "resolvedOnUtc", now);
    }
  if (code != NULL)
    {
      JsonObject *item = json_object_new ();
      json_object_set_string_member (item, "statusCode", code);
      json_object_set_string_member (item, "statusText", text);
      json_object_set_string_member (item, "errorMessage", message);
      json_object_set_string_member (item, "erroredOnUtc", now);
      json_object_set_string_member (item, "status", "Active");
      json_array_add_object_element (list, item);
    }
  return json_array_get_length (list) > 0 ? json_to_string (node, FALSE) : NULL;
}

void
guild_sandbox_connection_set (GuildSandbox *self, gint64 seq, const char *status, const char *code,
                              const char *text, const char *message)
{
  g_autofree char *old =
    guild_sandbox_sql_text (self, "SELECT errors FROM connections WHERE seq = ?", "i", seq);
  g_autofree char *errors = next_errors (self, old, g_str_equal (status, "Linked"), code, text,
                                           message);

  guild_sandbox_sql_run (self, "UPDATE connections SET status = ?, errors = ? WHERE seq = ?", "ssi",
                         status, errors, seq);
  if (g_str_equal (status, "Linked"))
    guild_sandbox_sql_run (self, "UPDATE connections SET last_sync = ? WHERE seq = ?", "ii",
                           guild_sandbox_now (self), seq);
  guild_sandbox_sql_run (self, "UPDATE companies SET last_sync = (SELECT max(d.last_sync) "
                         "FROM connections d WHERE d.company = companies.seq) WHERE seq = "
                         "(SELECT company FROM connections WHERE seq = ?)", "i", seq);
}

static void
answer_connection (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 seq)
{
  GString *out = g_string_new (NULL);

  guild_sandbox_connection_write (self, seq, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
list_connections (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  g_auto(GuildSandboxListing) listing = { 0 };

  if (!guild_sandbox_listing_read (self, exchange, GUILD_SANDBOX_CONNECTIONS, &listing))
    return;
  g_autofree char *condition = g_strdup_printf ("c.company = %" G_GINT64_FORMAT "%s%s", company,
                                                listing.where->len > 0 ? " AND " : "",
                                                listing.where->str);
  g_autofree char *count_sql = g_strconcat ("SELECT count(*) FROM connections c WHERE ", condition,
                                            NULL);
  g_autofree char *sql = g_strdup_printf (
    "SELECT c.seq FROM connections c WHERE %s ORDER BY %s%sc.seq LIMIT %" G_GINT64_FORMAT
    " OFFSET %" G_GINT64_FORMAT, condition, listing.order != NULL ? listing.order : "",
    listing.order != NULL ? ", " : "", listing.page_size, (listing.page - 1) * listing.page_size);
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
      guild_sandbox_connection_write (self, sqlite3_column_int64 (rows, 0), out);
      comma = ",";
    }
  guild_sandbox_listing_end (&listing, exchange, sqlite3_column_int64 (count, 0), out);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
create_connection (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company)
{
  g_autofree char *key = guild_sandbox_body_text (exchange, "platformKey", FALSE);
  int platform = guild_sandbox_platform_find (key);

  if (platform < 0)
    guild_sandbox_codat_fail_plain (self, exchange, 400);
  else
    answer_connection (self, exchange, guild_sandbox_connection_new (self, company, platform));
}

static void
unlink_connection (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 seq)
{
  g_autofree char *wish = guild_sandbox_body_text (exchange, "status", TRUE);
  g_autofree char *status =
    guild_sandbox_sql_text (self, "SELECT status FROM connections WHERE seq = ?", "i", seq);

  if (g_strcmp0 (wish, "Unlinked") != 0 || !g_str_equal (status, "Linked"))
    {
      guild_sandbox_codat_fail_plain (self, exchange, 400);
      return;
    }
  guild_sandbox_connection_set (self, seq, "Unlinked", NULL, NULL, NULL);
  answer_connection (self, exchange, seq);
}

static void
delete_connection (GuildSandbox *self, GuildSandboxExchange *exchange, gint64 company, gint64 seq)
{
  guild_sandbox_sql_run (self, "DELETE FROM connections WHERE seq = ?", "i", seq);
  guild_sandbox_sql_run (self, "UPDATE companies SET last_sync = (SELECT max(last_sync) "
                         "FROM connections WHERE company = ?) WHERE seq = ?", "ii", company,
                         company);
  guild_sandbox_answer_empty (exchange, 200);
}

gboolean
guild_sandbox_connections_handle (GuildSandbox *self, GuildSandboxExchange *exchange,
                                  gint64 company)
{
  char **segments = exchange->segments + 2;

  if (!g_str_equal (segments[0], "connections") || (segments[1] != NULL && segments[2] != NULL))
    return FALSE;
  if (segments[1] == NULL)
    {
      if (g_str_equal (exchange->method, "GET"))
        list_connections (self, exchange, company);
      else if (g_str_equal (exchange->method, "POST"))
        create_connection (self, exchange, company);
      else
        guild_sandbox_codat_no_method (self, exchange);
      return TRUE;
    }
  gint64 seq = guild_sandbox_connection_find (self, exchange, company, segments[1]);
  if (seq == 0)
    return TRUE;
  if (g_str_equal (exchange->method, "GET"))
    answer_connection (self, exchange, seq);
  else if (g_str_equal (exchange->method, "PATCH"))
    unlink_connection (self, exchange, seq);
  else if (g_str_equal (exchange->method, "DELETE"))
    delete_connection (self, exchange, company, seq);
  else
    guild_sandbox_codat_no_method (self, exchange);
  return TRUE;
}
