/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-saved-views.h"

#include "ui/guild-settings.h"

/* The settings hold one JSON array: { "workspace", "id", "title", "query" }, the query as
 * guild_query_to_json() writes it. */

/* (transfer full): the array, empty when there is none or it cannot be read. */
static JsonNode *
read_array (void)
{
  g_autofree char *text = guild_settings_get () != NULL
    ? g_settings_get_string (guild_settings_get (), "saved-views") : NULL;
  JsonNode *node = text != NULL && *text != '\0' ? json_from_string (text, NULL) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return node;
  g_clear_pointer (&node, json_node_unref);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, json_array_new ());
  return node;
}

static void
write_array (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);
  g_settings_set_string (guild_settings_get (), "saved-views", text);
}

/* (nullable) (transfer none) */
static const char *
get_text (JsonNode *entry, const char *member)
{
  JsonNode *node = JSON_NODE_HOLDS_OBJECT (entry)
    ? json_object_get_member (json_node_get_object (entry), member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static const char *
get_workspace_id (GuildDirectory *directory)
{
  return guild_workspace_get_id (guild_directory_get_workspace (directory));
}

void
guild_saved_views_apply (GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  g_autoptr(JsonNode) node = read_array ();
  JsonArray *array = json_node_get_array (node);
  g_autoptr(GPtrArray) saved =
    g_ptr_array_new_with_free_func ((GDestroyNotify) guild_saved_view_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *entry = json_array_get_element (array, i);
      const char *id = get_text (entry, "id");
      const char *title = get_text (entry, "title");
      const char *text = get_text (entry, "query");

      if (id == NULL || title == NULL || text == NULL ||
          g_strcmp0 (get_text (entry, "workspace"), get_workspace_id (directory)) != 0)
        continue;
      g_autoptr(GuildQuery) query = guild_query_from_json (text, NULL);
      if (query != NULL)
        g_ptr_array_add (saved, guild_saved_view_new (id, title, query));
    }
  guild_directory_set_saved_views (directory, saved);
}

char *
guild_saved_views_add (GuildDirectory *directory, const char *title, GuildQuery *query)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  if (guild_settings_get () == NULL)
    return NULL;
  g_autoptr(JsonNode) node = read_array ();
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *id = g_strconcat ("saved:", unique, NULL);
  g_autofree char *text = guild_query_to_json (query);
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "workspace", get_workspace_id (directory));
  json_object_set_string_member (entry, "id", id);
  json_object_set_string_member (entry, "title", title);
  json_object_set_string_member (entry, "query", text);
  json_array_add_object_element (json_node_get_array (node), entry);
  write_array (node);
  guild_saved_views_apply (directory);
  return g_steal_pointer (&id);
}

void
guild_saved_views_remove (GuildDirectory *directory, const char *view_id)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (view_id != NULL);

  if (guild_settings_get () == NULL)
    return;
  g_autoptr(JsonNode) node = read_array ();
  JsonArray *array = json_node_get_array (node);
  for (guint i = json_array_get_length (array); i-- > 0;)
    {
      JsonNode *entry = json_array_get_element (array, i);
      if (g_strcmp0 (get_text (entry, "id"), view_id) == 0 &&
          g_strcmp0 (get_text (entry, "workspace"), get_workspace_id (directory)) == 0)
        json_array_remove_element (array, i);
    }
  write_array (node);
  guild_saved_views_apply (directory);
}
