/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-autodesk.h"

/* What other people do to an account while somebody reads it: the API itself can neither delete nor
 * restore, so these are paths under /_sandbox/autodesk. */

static void
refuse (GuildSandboxExchange *exchange, guint status, const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", message);
  guild_sandbox_autodesk_answer (exchange, status, object);
}

/* One company; FALSE when there is none that is active. */
static gboolean
delete_one (GuildSandbox *self, const char *id, const char *name)
{
  gint64 now = guild_sandbox_now (self) / 1000;
  g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc (now / 1000);
  g_autofree char *shown = g_date_time_format (day, "removed at %m%d%Y");

  guild_sandbox_sql_run (self, "UPDATE autodesk_company SET original_name = name, name = ?1,"
                         " name_key = ?1, status = 'deleted', updated_at = ?2 WHERE id = ?3"
                         " AND status = 'active'", "sis", shown, now, id);
  return sqlite3_changes (self->db) > 0;
}

static gboolean
rename_one (GuildSandbox *self, const char *id, const char *name)
{
  g_autofree char *key = guild_sandbox_autodesk_fold (name);

  guild_sandbox_sql_run (self, "UPDATE autodesk_company SET name = ?, name_key = ?, updated_at = ?"
                         " WHERE id = ? AND status = 'active'", "ssis", name, key,
                         guild_sandbox_now (self) / 1000, id);
  return sqlite3_changes (self->db) > 0;
}

static gboolean
touch_one (GuildSandbox *self, const char *id, const char *name)
{
  guild_sandbox_sql_run (self, "UPDATE autodesk_company SET description = 'Touched ' || ?1,"
                         " updated_at = ?2 WHERE id = ?3", "sis", id,
                         guild_sandbox_now (self) / 1000, id);
  return sqlite3_changes (self->db) > 0;
}

typedef gboolean (*Change) (GuildSandbox *self, const char *id, const char *name);

/* The ids that BODY means: "companyId", or "count" (from "offset") of the active ones in the order
 * of the list. (transfer full) */
static GPtrArray *
read_ids (GuildSandbox *self, JsonObject *body)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  const char *id = json_object_get_string_member_with_default (body, "companyId", NULL);

  if (id != NULL)
    {
      g_ptr_array_add (ids, g_strdup (id));
      return ids;
    }
  g_autoptr(sqlite3_stmt) row = guild_sandbox_sql (
    self, "SELECT id FROM autodesk_company WHERE account = 0 AND status = 'active' "
    "ORDER BY name_key, id LIMIT ? OFFSET ?", "ii",
    json_object_get_int_member_with_default (body, "count", 1),
    json_object_get_int_member_with_default (body, "offset", 0));
  while (sqlite3_step (row) == SQLITE_ROW)
    g_ptr_array_add (ids, g_strdup ((const char *) sqlite3_column_text (row, 0)));
  return ids;
}

/**
 * guild_sandbox_autodesk_control:
 *
 * `POST /_sandbox/autodesk/delete`, `rename` and `touch`; FALSE for other paths.
 */
gboolean
guild_sandbox_autodesk_control (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  static const struct { const char *name; Change change; } changes[] = {
    { "delete", delete_one }, { "rename", rename_one }, { "touch", touch_one },
  };
  char **segments = exchange->segments;
  g_autoptr(JsonNode) node = NULL;
  Change change = NULL;

  if (g_strv_length (segments) != 3 || !g_str_equal (segments[1], "autodesk") ||
      !g_str_equal (exchange->method, "POST"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_str_equal (changes[i].name, segments[2]))
      change = changes[i].change;
  if (change == NULL)
    return FALSE;
  node = guild_sandbox_body_json (exchange);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (exchange, 400, "The body must be a JSON object");
      return TRUE;
    }
  JsonObject *body = json_node_get_object (node);
  const char *name = json_object_get_string_member_with_default (body, "name", NULL);
  if (change == rename_one && (name == NULL || !json_object_has_member (body, "companyId")))
    {
      refuse (exchange, 400, "“companyId” and “name” are needed");
      return TRUE;
    }
  g_autoptr(GPtrArray) ids = read_ids (self, body);
  JsonArray *changed = json_array_new ();
  for (guint i = 0; i < ids->len; i++)
    if (change (self, ids->pdata[i], name))
      json_array_add_string_element (changed, ids->pdata[i]);
  JsonObject *answer = json_object_new ();
  json_object_set_array_member (answer, "changed", changed);
  guild_sandbox_autodesk_answer (exchange, 200, answer);
  return TRUE;
}
