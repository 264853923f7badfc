/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-answer.h"

#include "company/guild-json.h"

#define MAX_PLAIN_TEXT 300

JsonNode *
guild_answer_parse (GBytes *bytes, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  return guild_json_parse (text != NULL ? text : "", (gssize) size, error);
}

JsonObject *
guild_answer_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonObject *
guild_answer_get_object (JsonObject *object, const char *name)
{
  return object != NULL ? guild_answer_object (json_object_get_member (object, name)) : NULL;
}

JsonArray *
guild_answer_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
guild_answer_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

gint64
guild_answer_get_count (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
    return -1;
  return json_node_get_int (node);
}

JsonObject *
guild_answer_element (JsonArray *array, guint index)
{
  return guild_answer_object (json_array_get_element (array, index));
}

static gboolean
append_text (const char *text, gsize length, gpointer data)
{
  return guild_batch_append_plain (data, text, length);
}

static void
append_element (JsonNode *node, gpointer data)
{
  g_autoptr(JsonObject) nothing = NULL;
  JsonObject *company = guild_answer_object (node);

  if (company == NULL)
    company = nothing = json_object_new ();
  guild_batch_append (data, company);
}

void
guild_answer_append (JsonArray *results, GuildBatch *batch)
{
  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    append_element (json_array_get_element (results, i), batch);
}

JsonNode *
guild_answer_parse_list (GBytes *bytes, const char *results, GuildBatch *batch, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr(JsonNode) root = guild_json_parse_list (text != NULL ? text : "", (gssize) size,
                                                    results, append_text, append_element, batch,
                                                    error);

  if (root == NULL)
    return NULL;
  guild_answer_append (guild_answer_get_array (guild_answer_object (root), results), batch);
  return g_steal_pointer (&root);
}

void
guild_answer_read_plain (SoupMessageHeaders *headers, GBytes *body, GuildProblem *problem)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  if (g_strcmp0 (type, "text/plain") != 0)
    return;
  problem->service_text = g_utf8_make_valid (text != NULL ? text : "",
                                             (gssize) MIN (size, MAX_PLAIN_TEXT));
  g_strstrip (problem->service_text);
}
