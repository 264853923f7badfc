/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-query.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "company/guild-json.h"

#define VERSION 1

/* Words of the file, in the order of GuildMatch: never changed, only added to. */
static const char * const match_names[] = {
  [GUILD_MATCH_CONTAINS] = "contains",
  [GUILD_MATCH_STARTS] = "starts",
  [GUILD_MATCH_ENDS] = "ends",
  [GUILD_MATCH_EQUALS] = "equals",
  [GUILD_MATCH_NOT_EQUALS] = "not-equals",
  [GUILD_MATCH_BETWEEN] = "between",
  [GUILD_MATCH_SET] = "set",
  [GUILD_MATCH_UNSET] = "unset",
};

static JsonObject *
condition_to_json (const GuildCondition *condition)
{
  JsonObject *json = json_object_new ();

  json_object_set_string_member (json, "field", condition->field);
  json_object_set_string_member (json, "match", match_names[condition->match]);
  if (condition->value != NULL)
    json_object_set_string_member (json, "value", condition->value);
  if (condition->from != GUILD_NUMBER_UNSET)
    json_object_set_int_member (json, "from", condition->from);
  if (condition->to != GUILD_NUMBER_UNSET)
    json_object_set_int_member (json, "to", condition->to);
  if (condition->any)
    json_object_set_boolean_member (json, "any", TRUE);

  return json;
}

char *
guild_query_to_json (GuildQuery *self)
{
  g_autoptr (JsonObject) json = json_object_new ();
  JsonArray *conditions = json_array_new ();
  JsonArray *sort = json_array_new ();
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < guild_query_get_n_conditions (self); i++)
    json_array_add_object_element (conditions,
                                   condition_to_json (guild_query_get_condition (self, i)));
  for (guint i = 0; i < guild_query_get_n_sort_keys (self); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (self, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "field", key->field);
      if (key->descending)
        json_object_set_boolean_member (object, "descending", TRUE);
      json_array_add_object_element (sort, object);
    }

  json_object_set_int_member (json, "version", VERSION);
  json_object_set_string_member (json, "text", guild_query_get_text (self));
  json_object_set_array_member (json, "conditions", conditions);
  json_object_set_array_member (json, "sort", sort);

  text = g_string_new (NULL);
  guild_json_append_object (text, json);
  return g_string_free (text, FALSE);
}

/* The readers below return FALSE for a member of the wrong type and leave an absent one alone. */
static gboolean
read_string (JsonObject  *json,
             const char  *name,
             const char **value)
{
  JsonNode *node = json_object_get_member (json, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
      || !g_utf8_validate (json_node_get_string (node), -1, NULL))
    return FALSE;
  *value = json_node_get_string (node);
  return TRUE;
}

static gboolean
read_int (JsonObject *json,
          const char *name,
          gint64     *value)
{
  JsonNode *node = json_object_get_member (json, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

static gboolean
read_boolean (JsonObject *json,
              const char *name,
              gboolean   *value)
{
  JsonNode *node = json_object_get_member (json, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_array (JsonObject  *json,
            const char  *name,
            JsonArray  **array)
{
  JsonNode *node = json_object_get_member (json, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  *array = json_node_get_array (node);
  return TRUE;
}

/* (nullable) (transfer none) */
static JsonObject *
object_element (JsonArray *array,
                guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* (transfer full) (nullable): QUERY with the condition added; QUERY is consumed. */
static GuildQuery *
read_condition (GuildQuery *query,
                JsonObject *json)
{
  g_autoptr (GuildQuery) before = query;
  GuildCondition condition = { .from = GUILD_NUMBER_UNSET, .to = GUILD_NUMBER_UNSET };
  const char *field = NULL, *match = NULL, *value = NULL;
  guint index = 0;

  if (json == NULL || !read_string (json, "field", &field) || !read_string (json, "match", &match)
      || !read_string (json, "value", &value) || !read_int (json, "from", &condition.from)
      || !read_int (json, "to", &condition.to) || !read_boolean (json, "any", &condition.any)
      || field == NULL || *field == '\0' || match == NULL)
    return NULL;

  while (index < G_N_ELEMENTS (match_names) && g_strcmp0 (match_names[index], match) != 0)
    index++;
  if (index == G_N_ELEMENTS (match_names))
    return NULL;

  condition.field = (char *) field;
  condition.match = (GuildMatch) index;
  condition.value = (char *) value;
  return guild_query_with_condition (before, &condition);
}

/* (transfer full) (nullable): QUERY with the key added; QUERY is consumed. */
static GuildQuery *
read_sort_key (GuildQuery *query,
               JsonObject *json)
{
  g_autoptr (GuildQuery) before = query;
  const char *field = NULL;
  gboolean descending = FALSE;

  if (json == NULL || !read_string (json, "field", &field)
      || !read_boolean (json, "descending", &descending) || field == NULL || *field == '\0')
    return NULL;

  return guild_query_then_by (before, field, descending);
}

/* (transfer full) (nullable) */
static GuildQuery *
read_query (JsonObject *json)
{
  g_autoptr (GuildQuery) empty = guild_query_new ();
  const char *text = NULL;
  JsonArray *conditions = NULL, *sort = NULL;
  GuildQuery *query;

  if (!read_string (json, "text", &text) || !read_array (json, "conditions", &conditions)
      || !read_array (json, "sort", &sort))
    return NULL;

  query = guild_query_with_text (empty, text);
  for (guint i = 0; query != NULL && conditions != NULL
                    && i < json_array_get_length (conditions); i++)
    query = read_condition (query, object_element (conditions, i));
  for (guint i = 0; query != NULL && sort != NULL && i < json_array_get_length (sort); i++)
    query = read_sort_key (query, object_element (sort, i));

  return query;
}

GuildQuery *
guild_query_from_json (const char  *json,
                       GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  GuildQuery *query = NULL;
  gint64 version = 0;

  g_return_val_if_fail (json != NULL, NULL);

  node = guild_json_parse (json, -1, error);
  if (node == NULL)
    return NULL;

  if (JSON_NODE_HOLDS_OBJECT (node) && read_int (json_node_get_object (node), "version", &version)
      && version > VERSION)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("This view was saved by a newer Guildhall. Update Guildhall to use "
                             "it."));
      return NULL;
    }

  if (version == VERSION)
    query = read_query (json_node_get_object (node));
  if (query == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _("This view cannot be read. Nothing was changed; save the view anew."));

  return query;
}
