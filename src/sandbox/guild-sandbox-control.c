/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"
#include "sandbox/guild-sandbox-codat.h"
#include "sandbox/guild-sandbox-faults.h"
#include "sandbox/guild-sandbox-server.h"

#include <string.h>

/* The paths under /_sandbox/, which neither service has: they need no key. */

typedef void (*Action) (GuildSandbox *self, GuildSandboxExchange *exchange);

static void
refuse (GuildSandboxExchange *exchange, guint status, const char *message)
{
  GString *out = g_string_new ("{\"error\":");

  guild_sandbox_append_json (out, message);
  g_string_append_c (out, '}');
  guild_sandbox_answer_built (exchange, status, out);
}

static void
answer_ok (GuildSandboxExchange *exchange)
{
  guild_sandbox_answer_built (exchange, 200, g_string_new ("{\"ok\":true}"));
}

static void
count_statuses (GuildSandbox *self, JsonBuilder *builder)
{
  g_autoptr(sqlite3_stmt) rows =
    guild_sandbox_sql (self, "SELECT status, count(*) FROM connections GROUP BY status", "");

  json_builder_set_member_name (builder, "companies");
  json_builder_add_int_value (builder,
                              guild_sandbox_sql_int (self, "SELECT count(*) FROM companies", ""));
  json_builder_set_member_name (builder, "connections");
  json_builder_begin_object (builder);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      json_builder_set_member_name (builder, (const char *) sqlite3_column_text (rows, 0));
      json_builder_add_int_value (builder, sqlite3_column_int64 (rows, 1));
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "companiesWithoutConnections");
  json_builder_add_int_value (
    builder, guild_sandbox_sql_int (self, "SELECT count(*) FROM companies WHERE seq NOT IN "
                                    "(SELECT company FROM connections)", ""));
}

static void
get_state (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *clock = guild_sandbox_codat_time (guild_sandbox_now (self));
  GHashTableIter iter;
  gpointer key, value;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "codat");
  json_builder_begin_object (builder);
  count_statuses (self, builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "seed");
  json_builder_add_int_value (builder, (gint64) self->seed);
  json_builder_set_member_name (builder, "clock");
  json_builder_add_string_value (builder, clock);
  json_builder_set_member_name (builder, "oneTimeLinks");
  json_builder_add_boolean_value (builder, self->one_time_links);
  json_builder_set_member_name (builder, "switches");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->switches);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      json_builder_set_member_name (builder, key);
      json_builder_add_string_value (builder, value);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "faults");
  json_builder_add_value (builder, guild_sandbox_faults_to_json (self->faults));
  json_builder_end_object (builder);
  guild_sandbox_answer_json (exchange, 200, json_builder_get_root (builder));
}

static void
get_requests (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  guild_sandbox_answer_json (exchange, 200, guild_sandbox_log_to_json (self->log));
}

static void
delete_requests (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  guild_sandbox_log_clear (self->log);
  answer_ok (exchange);
}

static void
get_faults (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  guild_sandbox_answer_json (exchange, 200, guild_sandbox_faults_to_json (self->faults));
}

static void
delete_faults (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  guild_sandbox_faults_clear (self->faults);
  answer_ok (exchange);
}

/* The body's object, or NULL after a refusal. */
static JsonObject *
take_object (GuildSandboxExchange *exchange)
{
  g_autoptr(JsonNode) node = guild_sandbox_body_json (exchange);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  refuse (exchange, 400, "The body must be a JSON object");
  return NULL;
}

static const char *
member_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static void
post_faults (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonObject) object = take_object (exchange);
  g_autoptr(GError) error = NULL;

  if (object == NULL)
    return;
  if (member_text (object, "spec") == NULL)
    refuse (exchange, 400, "“spec” is missing");
  else if (!guild_sandbox_faults_add (self->faults, member_text (object, "spec"), &error))
    refuse (exchange, 400, error->message);
  else
    answer_ok (exchange);
}

/* The connections of a company, or the one named, that are LINKED or are not. (transfer full) */
static GArray *
find_connections (GuildSandbox *self, JsonObject *object, gboolean linked)
{
  g_autoptr(sqlite3_stmt) rows = guild_sandbox_sql (
    self, "SELECT d.seq FROM connections d JOIN companies c ON c.seq = d.company WHERE c.id = ?1 "
    "AND (d.status = 'Linked') = ?3 AND (?2 IS NULL OR d.id = ?2)", "ssi",
    member_text (object, "companyId"), member_text (object, "connectionId"), (gint64) linked);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      gint64 seq = sqlite3_column_int64 (rows, 0);
      g_array_append_val (found, seq);
    }
  return found;
}

/* The customer withdraws access, or grants it. */
static void
change_access (GuildSandbox *self, GuildSandboxExchange *exchange, gboolean grants)
{
  g_autoptr(JsonObject) object = take_object (exchange);

  if (object == NULL)
    return;
  g_autoptr(GArray) found = find_connections (self, object, !grants);
  if (found->len == 0)
    {
      refuse (exchange, 404, grants ? "There is no such connection that is not Linked"
                                    : "There is no such Linked connection");
      return;
    }
  for (guint i = 0; i < found->len; i++)
    if (grants)
      guild_sandbox_connection_set (self, g_array_index (found, gint64, i), "Linked", NULL, NULL,
                                    NULL);
    else
      guild_sandbox_connection_set (self, g_array_index (found, gint64, i), "Deauthorized", "401",
                                    "Unauthorized",
                                    "The customer revoked access in their accounting software");
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "{\"%s\":%u}", grants ? "linked" : "deauthorised", found->len);
  guild_sandbox_answer_built (exchange, 200, out);
}

static gint64
find_company (GuildSandbox *self, const char *id)
{
  g_autoptr(sqlite3_stmt) row =
    guild_sandbox_sql (self, "SELECT seq FROM companies WHERE id = ?", "s", id);

  return sqlite3_step (row) == SQLITE_ROW ? sqlite3_column_int64 (row, 0) : 0;
}

/* What only the Portal can do. */
static void
post_family (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonObject) object = take_object (exchange);

  if (object == NULL)
    return;
  gint64 parent = find_company (self, member_text (object, "parentId"));
  gint64 subsidiary = find_company (self, member_text (object, "subsidiaryId"));
  if (parent == 0 || subsidiary == 0)
    {
      refuse (exchange, 404, "There is no such company");
      return;
    }
  guild_sandbox_sql_run (self, "UPDATE companies SET parent = ? WHERE seq = ?", "ii", parent,
                         subsidiary);
  answer_ok (exchange);
}

static void
post_deauthorise (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  change_access (self, exchange, FALSE);
}

static void
post_link (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  change_access (self, exchange, TRUE);
}

static void
post_clock (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonObject) object = take_object (exchange);

  if (object == NULL)
    return;
  JsonNode *node = json_object_get_member (object, "advanceSeconds");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64 ||
      ABS (json_node_get_int (node)) > G_GINT64_CONSTANT (10000000000))
    {
      refuse (exchange, 400, "“advanceSeconds” must be a whole number");
      return;
    }
  self->clock_offset += json_node_get_int (node) * G_USEC_PER_SEC;
  g_autofree char *clock = guild_sandbox_codat_time (guild_sandbox_now (self));
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "{\"clock\":\"%s\"}", clock);
  guild_sandbox_answer_built (exchange, 200, out);
}

static void
post_switches (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  g_autoptr(JsonObject) object = take_object (exchange);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object == NULL)
    return;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    if (JSON_NODE_HOLDS_NULL (value))
      g_hash_table_remove (self->switches, name);
    else if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_hash_table_insert (self->switches, g_strdup (name), json_node_dup_string (value));
    else
      g_hash_table_insert (self->switches, g_strdup (name), json_to_string (value, FALSE));
  const char *links = guild_sandbox_switch (self, "one-time-links", NULL);
  if (links != NULL)
    self->one_time_links = g_str_equal (links, "on") || g_str_equal (links, "true");
  answer_ok (exchange);
}

static void
get_company (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  gint64 seq = guild_sandbox_company_find (self, exchange, exchange->segments[2]);

  if (seq == 0)
    return;
  GString *out = g_string_new (NULL);
  guild_sandbox_company_write (self, seq, out);
  guild_sandbox_answer_built (exchange, 200, out);
}

gboolean
guild_sandbox_control_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const struct { const char *method, *name; Action action; } actions[] = {
    { "GET", "state", get_state },
    { "GET", "requests", get_requests },
    { "DELETE", "requests", delete_requests },
    { "GET", "faults", get_faults },
    { "POST", "faults", post_faults },
    { "DELETE", "faults", delete_faults },
    { "POST", "deauthorise", post_deauthorise },
    { "POST", "link", post_link },
    { "POST", "family", post_family },
    { "POST", "clock", post_clock },
    { "POST", "switches", post_switches },
  };
  char **segments = exchange->segments;
  guint n = g_strv_length (segments);

  if (n == 0 || !g_str_equal (segments[0], "_sandbox"))
    return FALSE;
  for (gsize i = 0; n == 2 && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].method, exchange->method) &&
        g_str_equal (actions[i].name, segments[1]))
      {
        actions[i].action (self, exchange);
        return TRUE;
      }
  if (guild_sandbox_autodesk_control (self, exchange))
    return TRUE;
  if (n == 3 && g_str_equal (segments[1], "companies") && g_str_equal (exchange->method, "GET"))
    get_company (self, exchange);
  else
    refuse (exchange, 404, "There is no such control path");
  return TRUE;
}
