/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-format.h"
#include "service/guild-answer.h"

/* What the service only takes as a whole, the profile and the sync settings (codat.md §5.4, §11):
 * it is read first, what the change names is changed in it, and all of it is written. */

/* What is missing, and what says as much. */
static gboolean
is_nothing (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) == 0;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return *json_node_get_string (node) == '\0';
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return !json_node_get_boolean (node);
  return json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) == 0;
}

static gint64
get_time (JsonNode *node)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) &&
                     json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node) : NULL;

  return text != NULL ? guild_time_parse (text) : GUILD_NUMBER_UNSET;
}

static gboolean
is_same (const char *name, JsonNode *a, JsonNode *b)
{
  if (is_nothing (a) || is_nothing (b))
    return is_nothing (a) && is_nothing (b);
  /* The service writes a time in its own way. */
  if (g_str_equal (name, "syncFromUtc") && get_time (a) != GUILD_NUMBER_UNSET)
    return get_time (a) == get_time (b);
  return json_node_equal (a, b);
}

/* Puts what WANTED says into NOW. FALSE: it is not as WAS (nullable: whatever it was) has it. */
static gboolean
change_members (JsonObject *now, JsonObject *wanted, JsonObject *was)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, wanted);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      JsonNode *present = json_object_get_member (now, name);

      /* The owner and the key of a row are whose they are. */
      if (g_str_equal (name, "was") || g_str_equal (name, "settings") ||
          g_str_equal (name, "dataType") || g_str_equal (name, "clientId") ||
          g_str_equal (name, "companyId") || is_same (name, present, value))
        continue;
      if (was != NULL && !is_same (name, present, json_object_get_member (was, name)))
        return FALSE;
      if (!JSON_NODE_HOLDS_NULL (value))
        json_object_set_member (now, name, json_node_copy (value));
      else if (present != NULL)
        json_object_remove_member (now, name);
    }
  return TRUE;
}

/* (nullable) */
static JsonObject *
find_row (JsonArray *rows, const char *type)
{
  for (guint i = 0; rows != NULL && type != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject *row = guild_answer_element (rows, i);
      if (g_strcmp0 (guild_answer_get_string (row, "dataType"), type) == 0)
        return row;
    }
  return NULL;
}

/* FALSE: a row is gone, or is not as WAS (nullable) has it. */
static gboolean
change_rows (JsonObject *now, JsonObject *wanted, JsonObject *was)
{
  JsonArray *wish = guild_answer_get_array (wanted, "settings");

  for (guint i = 0; wish != NULL && i < json_array_get_length (wish); i++)
    {
      JsonObject *row = guild_answer_element (wish, i);
      const char *type = guild_answer_get_string (row, "dataType");
      JsonObject *present = find_row (guild_answer_get_array (now, "settings"), type);
      JsonObject *before = find_row (guild_answer_get_array (was, "settings"), type);

      if (row != NULL && (present == NULL || !change_members (present, row, before)))
        return FALSE;
    }
  return TRUE;
}

static void
wipe_text (gpointer data)
{
  explicit_bzero (data, strlen (data));
  g_free (data);
}

static gpointer
decode_changed (JsonNode *root, const char *body, GError **error)
{
  g_autoptr(JsonNode) node = json_from_string (body, NULL);
  JsonObject *now = guild_answer_object (root);
  JsonObject *wanted = guild_answer_object (node);
  JsonObject *was = guild_answer_get_object (wanted, "was");

  if (wanted == NULL || json_object_get_size (wanted) == 0)
    {
      guild_problem_set_error (error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                               _("The change does not say what it is about. Nothing was sent."));
      return NULL;
    }
  if (!change_members (now, wanted, was) || !change_rows (now, wanted, was))
    {
      guild_problem_set_error (error, GUILD_SERVICE_ERROR_CONFLICT, NULL,
                               _("The same setting was changed elsewhere since. Nothing was sent: "
                                 "open the settings again to see what it is now."));
      return NULL;
    }
  char *text = json_to_string (root, FALSE);
  return g_bytes_new_with_free_func (text, strlen (text), wipe_text, text);
}

/* Runs on a worker. The text may hold an API key: it lives until it is sent and is wiped. */
static gpointer
decode_profile (JsonNode *root, gpointer body, GError **error)
{
  if (guild_answer_get_string (guild_answer_object (root), "name") != NULL)
    return decode_changed (root, body, error);
  guild_call_bad_answer (error, "a profile without a name");
  return NULL;
}

/* Runs on a worker. */
static gpointer
decode_sync (JsonNode *root, gpointer body, GError **error)
{
  if (guild_answer_get_array (guild_answer_object (root), "settings") != NULL)
    return decode_changed (root, body, error);
  guild_call_bad_answer (error, "sync settings without rows");
  return NULL;
}

static char *
make_path (const GuildWrite *write)
{
  if (write->kind != GUILD_WRITE_SET_SYNC_SETTINGS)
    return g_strdup ("/profile");
  return write->company_id != NULL
           ? guild_codat_path ("companies", write->company_id, "syncSettings", NULL)
           : g_strdup ("/profile/syncSettings");
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer nothing;

  if (guild_call_finish (result, &nothing, &error))
    g_task_return_pointer (task, g_new0 (GuildOutcome, 1), (GDestroyNotify) guild_outcome_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  const GuildWrite *write = g_task_get_task_data (task);
  g_autofree char *path = make_path (write);
  GError *error = NULL;
  gpointer value;

  if (!guild_call_finish (result, &value, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(GBytes) body = value;
  guild_codat_call_async (GUILD_CODAT (g_task_get_source_object (task)), &(GuildCall) {
    .method = write->kind == GUILD_WRITE_SET_SYNC_SETTINGS ? "POST" : "PUT", .path = path,
    .body = body,
  }, g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

void
guild_codat_replace (GTask *task, const GuildWrite *write)
{
  g_autofree char *path = make_path (write);

  guild_codat_call_async (GUILD_CODAT (g_task_get_source_object (task)), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode = write->kind == GUILD_WRITE_SET_SYNC_SETTINGS ? decode_sync : decode_profile,
    .data = g_strdup (write->body), .free_data = g_free,
    .free_value = (GDestroyNotify) g_bytes_unref,
  }, g_task_get_cancellable (task), read_cb, task);
}
