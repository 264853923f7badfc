/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk-hq.h"
#include "sandbox/guild-sandbox-autodesk-listing.h"
#include "sandbox/guild-sandbox-autodesk-places.h"

#include <string.h>

/* What all calls of the old family have in common. */

#define PER_MINUTE 100
#define LIMIT_DEFAULT 10
#define LIMIT_MAX 100
#define TEXT_MAX 255

GPtrArray *
guild_sandbox_hq_values (const char *first, ...)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  va_list args;

  va_start (args, first);
  for (const char *value = first; value != NULL; value = va_arg (args, const char *))
    g_ptr_array_add (values, g_strdup (value));
  va_end (args);
  return values;
}

void
guild_sandbox_hq_refuse_missing (GuildSandboxExchange *exchange, const char *what)
{
  g_autofree char *message = g_strdup_printf ("this %s doesn't exist.", what);

  guild_sandbox_autodesk_refuse_hq (exchange, 404, GUILD_SANDBOX_HQ_MISSING, message);
}

void
guild_sandbox_hq_refuse_method (GuildSandboxExchange *exchange, const char *allowed)
{
  soup_message_headers_replace (exchange->answer_headers, "Allow", allowed);
  guild_sandbox_autodesk_refuse_hq (exchange, 405, GUILD_SANDBOX_HQ_BAD,
                                    "this method is not allowed.");
}

static gboolean
refuse_parameter (GuildSandboxExchange *exchange, const char *name)
{
  g_autofree char *message = g_strdup_printf ("%s is invalid.", name);

  guild_sandbox_autodesk_refuse_hq (exchange, 400, GUILD_SANDBOX_HQ_BAD, message);
  return FALSE;
}

JsonObject *
guild_sandbox_hq_body (GuildSandboxExchange *exchange)
{
  const char *type = soup_message_headers_get_content_type (exchange->headers, NULL);
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);

  if (g_strcmp0 (type, "application/json") != 0)
    guild_sandbox_autodesk_refuse_hq (exchange, 415, GUILD_SANDBOX_HQ_BAD,
                                      "the body must be application/json.");
  else if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    guild_sandbox_autodesk_refuse_hq (exchange, 400, GUILD_SANDBOX_HQ_BAD,
                                      "the body must be a JSON object.");
  else
    return json_node_dup_object (node);
  return NULL;
}

/* ---- rows ---- */

static JsonObject *
write_row (const GuildSandboxHqField *fields, const gboolean *wanted, sqlite3_stmt *row)
{
  JsonObject *object = json_object_new ();

  for (int i = 0; fields[i].name != NULL; i++)
    {
      const char *text = (const char *) sqlite3_column_text (row, i);

      if (wanted != NULL && !wanted[i])
        continue;
      if (fields[i].kind == GUILD_SANDBOX_HQ_COUNTRY)
        text = guild_sandbox_place_country (text);
      else if (fields[i].kind == GUILD_SANDBOX_HQ_STATE)
        text = guild_sandbox_place_state (text,
                                          (const char *) sqlite3_column_text (row, i - 1));
      if (text == NULL)
        json_object_set_null_member (object, fields[i].name);
      else if (fields[i].kind == GUILD_SANDBOX_HQ_TIME)
        guild_sandbox_set_time (object, fields[i].name, sqlite3_column_int64 (row, i));
      else
        json_object_set_string_member (object, fields[i].name, text);
    }
  return object;
}

static sqlite3_stmt *
prepare (GuildSandbox *self, const GuildSandboxHqField *fields, const char *from,
         GPtrArray *values, const char *tail)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");
  sqlite3_stmt *statement = NULL;

  for (guint i = 0; fields[i].name != NULL; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", fields[i].sql);
  g_string_append_printf (sql, " FROM %s%s", from, tail);
  if (sqlite3_prepare_v2 (self->db, sql->str, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (self->db), sql->str);
  for (guint i = 0; i < values->len; i++)
    sqlite3_bind_text (statement, (int) i + 1, values->pdata[i], -1, SQLITE_TRANSIENT);
  return statement;
}

JsonObject *
guild_sandbox_hq_row (GuildSandbox *self, const GuildSandboxHqField *fields, const char *from,
                      GPtrArray *values)
{
  g_autoptr(sqlite3_stmt) row = prepare (self, fields, from, values, "");

  return sqlite3_step (row) == SQLITE_ROW ? write_row (fields, NULL, row) : NULL;
}

static gboolean
read_number (GuildSandboxExchange *exchange, const char *name, gint64 least, gint64 *number)
{
  const char *text = guild_sandbox_query (exchange, name);

  return text == NULL || g_ascii_string_to_signed (text, 10, least, G_MAXINT32, number, NULL) ||
         refuse_parameter (exchange, name);
}

static int
find_field (const GuildSandboxHqField *fields, const char *name)
{
  for (int i = 0; fields[i].name != NULL; i++)
    if (g_str_equal (fields[i].name, name))
      return i;
  return -1;
}

/* " ORDER BY …"; names that do not exist are ignored. (transfer full) */
static GString *
read_order (GuildSandboxExchange *exchange, const GuildSandboxHqField *fields, const char *order)
{
  g_auto(GStrv) keys = guild_sandbox_query_list (exchange, "sort");
  GString *sql = g_string_new (" ORDER BY ");

  for (guint i = 0; keys[i] != NULL; i++)
    {
      gboolean descends = keys[i][0] == '-';
      int found = find_field (fields, keys[i] + descends);

      if (found < 0)
        continue;
      g_string_append_printf (sql, fields[found].kind == GUILD_SANDBOX_HQ_TIME
                                     ? "%s%s, " : "guild_fold (%s)%s NULLS LAST, ",
                              fields[found].sql, descends ? " DESC" : "");
    }
  g_string_append (sql, order);
  return sql;
}

void
guild_sandbox_hq_list (GuildSandbox *self, GuildSandboxExchange *exchange,
                       const GuildSandboxHqField *fields, const char *from, GPtrArray *values,
                       const char *order)
{
  gint64 limit = LIMIT_DEFAULT, offset = 0;
  g_auto(GStrv) names = guild_sandbox_query_list (exchange, "field");
  gboolean wanted[64] = { TRUE };
  gboolean some = FALSE;

  if (!read_number (exchange, "limit", 1, &limit) || !read_number (exchange, "offset", 0, &offset))
    return;
  for (guint i = 0; names[i] != NULL; i++)
    {
      int found = find_field (fields, names[i]);

      if (found >= 0)
        some = wanted[found] = TRUE;
    }
  g_autoptr(GString) tail = read_order (exchange, fields, order);
  g_string_append_printf (tail, " LIMIT %" G_GINT64_FORMAT " OFFSET %" G_GINT64_FORMAT,
                          MIN (limit, LIMIT_MAX), offset);
  g_autoptr(sqlite3_stmt) row = prepare (self, fields, from, values, tail->str);
  JsonArray *array = json_array_new ();
  while (sqlite3_step (row) == SQLITE_ROW)
    json_array_add_object_element (array, write_row (fields, some ? wanted : NULL, row));
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  guild_sandbox_answer_json (exchange, 200, node);
}

gboolean
guild_sandbox_hq_search (GuildSandboxExchange *exchange, const char * const *names,
                         const char * const *columns, GString *from, GPtrArray *values)
{
  const char *joined = guild_sandbox_query (exchange, "operator");
  const char *partial = guild_sandbox_query (exchange, "partial");
  gboolean any = FALSE;

  if (joined != NULL && !g_str_equal (joined, "OR") && !g_str_equal (joined, "AND"))
    return refuse_parameter (exchange, "operator");
  if (partial != NULL && !g_str_equal (partial, "true") && !g_str_equal (partial, "false"))
    return refuse_parameter (exchange, "partial");
  gboolean exact = g_strcmp0 (partial, "false") == 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *text = guild_sandbox_query (exchange, names[i]);

      if (text == NULL || *text == '\0')
        continue;
      if (g_utf8_strlen (text, -1) > TEXT_MAX)
        return refuse_parameter (exchange, names[i]);
      g_string_append_printf (from, "%s guild_match (%s, ?, %d)",
                              !any ? " AND (" : g_strcmp0 (joined, "AND") == 0 ? " AND" : " OR",
                              columns[i],
                              exact ? GUILD_SANDBOX_MATCH_EQUALS : GUILD_SANDBOX_MATCH_CONTAINS);
      g_ptr_array_add (values, guild_sandbox_autodesk_fold (text));
      any = TRUE;
    }
  if (any)
    g_string_append (from, ")");
  return TRUE;
}

/* ---- the way in ---- */

static gboolean
account_is_open (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  const char *state = guild_sandbox_switch (self, "autodesk-account", "open");

  if (g_str_equal (state, "open"))
    return TRUE;
  if (g_str_equal (state, "unlisted"))
    guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                           "The client_id specified does not have access to the "
                                           "api product", "AUTH-001");
  else if (g_str_equal (state, "unavailable"))
    {
      soup_message_headers_replace (exchange->answer_headers, "Retry-After", "5");
      guild_sandbox_autodesk_refuse_hq (exchange, 503, 1000, "the service is not ready.");
    }
  else
    guild_sandbox_autodesk_refuse_hq (exchange, 403, GUILD_SANDBOX_HQ_FORBIDDEN,
                                      "you don't have access to this account.");
  return FALSE;
}

/* A person may read here only when a switch says so. */
static gboolean
authorize (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  gboolean reads = g_str_equal (exchange->method, "GET");
  GuildSandboxCaller caller;

  if (!guild_sandbox_autodesk_authorize (self, exchange, reads ? "account:read" : "account:write",
                                         &caller) ||
      !guild_sandbox_autodesk_count (self, exchange, caller.client, "hq", PER_MINUTE))
    return FALSE;
  if (caller.person < 0 || guild_sandbox_switch (self, "hq-three-legged", NULL) != NULL)
    return TRUE;
  guild_sandbox_autodesk_refuse_gateway (exchange, 403,
                                         "Token does not have the privilege for this request.",
                                         "AUTH-010");
  return FALSE;
}

/**
 * guild_sandbox_autodesk_hq:
 *
 * Everything below /hq, with or without the path's own region (acc.md §1).
 */
void
guild_sandbox_autodesk_hq (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  char **segments = exchange->segments + 1;
  /* Documented, and the way to a 404 for those who forget the header. */
  const char *region = "US";
  int account;

  if (!authorize (self, exchange))
    return;
  if (g_strcmp0 (segments[0], "v1") == 0)
    segments++;
  if (g_strcmp0 (segments[0], "regions") == 0 && g_strcmp0 (segments[1], "eu") == 0)
    {
      region = "EMEA";
      segments += 2;
    }
  if (g_strcmp0 (exchange->segments[1], "v1") != 0 || g_strcmp0 (segments[0], "accounts") != 0 ||
      segments[1] == NULL || segments[2] == NULL)
    {
      guild_sandbox_autodesk_refuse_gateway (exchange, 404,
                                             "The requested resource does not exist.", NULL);
      return;
    }
  if (!account_is_open (self, exchange))
    return;
  account = guild_sandbox_autodesk_find_account (self, exchange, segments[1], region);
  if (account < 0)
    return;
  if (g_str_equal (segments[2], "companies"))
    guild_sandbox_hq_companies (self, exchange, (guint) account, segments + 3);
  else if (g_str_equal (segments[2], "users"))
    guild_sandbox_hq_users (self, exchange, (guint) account, segments + 3);
  else if (g_str_equal (segments[2], "projects") && segments[3] != NULL &&
           g_strcmp0 (segments[4], "companies") == 0 && segments[5] == NULL)
    guild_sandbox_hq_project (self, exchange, (guint) account, segments[3]);
  else
    guild_sandbox_hq_refuse_missing (exchange, "resource");
}
