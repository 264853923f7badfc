/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include "company/guild-format.h"
#include "service/guild-answer.h"

static void
return_queued (GTask *task, const char *operation_id)
{
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);

  outcome->created_id = g_strdup (operation_id);
  g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer value;

  if (!guild_call_finish (result, &value, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autofree char *id = value;
  return_queued (task, id);
}

/* (transfer full) (nullable): the one connection that WRITE is about. */
static char *
dup_connection (const GuildWrite *write)
{
  g_autoptr(JsonNode) body = write->body != NULL ? json_from_string (write->body, NULL) : NULL;
  JsonObject *object = guild_answer_object (body);

  return g_strdup (object != NULL ? guild_answer_get_string (object, "connectionId") : NULL);
}

/* (transfer full) */
static char *
make_path (const GuildWrite *write)
{
  if (write->kind != GUILD_WRITE_REFRESH_TYPE)
    return guild_codat_path ("companies", write->company_id, "data", "all", NULL);
  char *path =
    guild_codat_path ("companies", write->company_id, "data", "queue", write->target_id, NULL);
  g_autofree char *connection = dup_connection (write);
  if (connection == NULL)
    return path;
  g_autofree char *all = path;
  g_autofree char *encoded = guild_transport_encode (connection);
  return g_strconcat (all, "?connectionId=", encoded, NULL);
}

void
guild_codat_refresh (GTask *task, const GuildWrite *write)
{
  gboolean one = write->kind == GUILD_WRITE_REFRESH_TYPE;
  g_autofree char *path = make_path (write);

  guild_codat_call_async (GUILD_CODAT (g_task_get_source_object (task)), &(GuildCall) {
    .method = "POST", .path = path, .decode = one ? guild_codat_decode_id : NULL,
    .free_value = g_free,
  }, g_task_get_cancellable (task), queued_cb, task);
}

/* ---- looking one up ---- */

typedef struct
{
  char  *type;       /* (owned) (nullable): any */
  char  *connection; /* (owned) (nullable): any */
  gint64 since;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_free (self->type);
  g_free (self->connection);
  g_free (self);
}

static gboolean
is_wanted (const Wanted *self, JsonObject *item)
{
  return guild_time_parse (guild_answer_get_string (item, "requested")) >= self->since &&
         (self->type == NULL ||
          g_strcmp0 (self->type, guild_answer_get_string (item, "dataType")) == 0) &&
         (self->connection == NULL ||
          g_strcmp0 (self->connection, guild_answer_get_string (item, "connectionId")) == 0);
}

/* Runs on a worker: the id of an operation as wanted, "" when it has none; NULL: there is none. */
static gpointer
decode_found (JsonNode *root, gpointer data, GError **error)
{
  Wanted *wanted = data;
  JsonObject *page = guild_answer_object (root);
  JsonArray *results = guild_answer_get_array (page, "results");

  if (page == NULL)
    guild_call_bad_answer (error, "a history that is no object");
  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonObject *item = guild_answer_element (results, i);
      const char *id = guild_answer_get_string (item, "id");
      if (is_wanted (wanted, item))
        return g_strdup (id != NULL ? id : "");
    }
  return NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer value;

  if (!guild_call_finish (result, &value, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autofree char *id = value;
  if (id != NULL)
    return_queued (task, id);
  else
    g_task_return_pointer (task, NULL, NULL);
}

void
guild_codat_find_refresh (GTask *task, const GuildWrite *write, gint64 since)
{
  g_autofree char *list =
    guild_codat_path ("companies", write->company_id, "data", "history", NULL);
  g_autofree char *path = g_strconcat (list, "?orderBy=-requested&page=1&pageSize=100", NULL);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->type = g_strdup (write->kind == GUILD_WRITE_REFRESH_TYPE ? write->target_id : NULL);
  wanted->connection = dup_connection (write);
  wanted->since = since;
  guild_codat_call_async (GUILD_CODAT (g_task_get_source_object (task)), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_found,
    .data = wanted, .free_data = wanted_free, .free_value = g_free,
  }, g_task_get_cancellable (task), found_cb, task);
}
