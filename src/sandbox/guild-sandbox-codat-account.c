/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"

#include <string.h>

/* Groups, §7. */

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
