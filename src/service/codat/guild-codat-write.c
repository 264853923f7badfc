/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

#define TASK_WRITE(task) ((const GuildWrite *) g_task_get_task_data (task))

static GBytes *
body_of (const char *text)
{
  return text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
}

static GuildCodat *
get_codat (GTask *task)
{
  return GUILD_CODAT (g_task_get_source_object (task));
}

static void
return_outcome (GTask *task, GuildBatch *batch, gboolean gone, const char *created_id)
{
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);

  outcome->batch = batch;
  outcome->gone = gone;
  outcome->created_id = g_strdup (created_id);
  g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
}

/* ---- the company after a write that does not answer with one ---- */

typedef struct
{
  GTask *task;       /* (owned) */
  char  *created_id; /* (owned) (nullable) */
} Reread;

static void
reread_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reread *reread = data;
  g_autoptr(GTask) task = g_steal_pointer (&reread->task);
  g_autofree char *created_id = g_steal_pointer (&reread->created_id);
  g_autoptr(GError) error = NULL;
  gpointer batch = NULL;

  g_free (reread);
  /* The write itself is done: failing to see its result does not undo it. */
  guild_call_finish (result, &batch, &error);
  return_outcome (task, batch,
                  g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND),
                  created_id);
}

static void
reread (GTask *task, const char *created_id)
{
  g_autofree char *path = guild_codat_path ("companies", TASK_WRITE (task)->company_id, NULL);
  Reread *self = g_new0 (Reread, 1);

  self->task = g_object_ref (task);
  self->created_id = g_strdup (created_id);
  guild_codat_call_async (get_codat (task), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode = guild_codat_decode_company, .free_value = (GDestroyNotify) guild_batch_unref,
  }, g_task_get_cancellable (task), reread_cb, self);
}

/* ---- the write itself ---- */

static void
company_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer batch;

  if (!guild_call_finish (result, &batch, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  gboolean created = TASK_WRITE (task)->kind == GUILD_WRITE_CREATE_COMPANY;
  return_outcome (task, batch, FALSE, created ? guild_batch_get_id (batch, 0) : NULL);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer nothing;

  /* Already gone is what was wanted. */
  if (!guild_call_finish (result, &nothing, &error) &&
      !g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  return_outcome (task, NULL, TRUE, NULL);
}

static void
part_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildWriteKind kind = TASK_WRITE (task)->kind;
  gboolean removes = kind == GUILD_WRITE_DELETE_CONNECTION ||
                     kind == GUILD_WRITE_REMOVE_FROM_GROUP || kind == GUILD_WRITE_REMOVE_PRODUCT;
  GError *error = NULL;
  gpointer value;

  if (!guild_call_finish (result, &value, &error) &&
      !(removes && g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND)))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  g_autofree char *created_id = value;
  reread (task, created_id);
}

/* What belongs to no company. */
static void
setting_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GuildWriteKind kind = TASK_WRITE (task)->kind;
  gboolean removes = kind == GUILD_WRITE_DELETE_API_KEY || kind == GUILD_WRITE_DELETE_WEBHOOK;
  gpointer id;

  if (!guild_call_finish (result, &id, &error) &&
      !(removes && g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND)))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  g_autofree char *created_id = id;
  return_outcome (task, NULL, FALSE, created_id);
}

static void
send_company (GTask *task, const char *method, const char *path)
{
  g_autoptr(GBytes) body = body_of (TASK_WRITE (task)->body);

  guild_codat_call_async (get_codat (task), &(GuildCall) {
    .method = method, .path = path, .body = body,
    .decode = guild_codat_decode_company, .free_value = (GDestroyNotify) guild_batch_unref,
  }, g_task_get_cancellable (task), company_cb, g_object_ref (task));
}

/* DECODE (nullable) gives the id of what was made. */
static void
send_part (GTask *task, const char *method, const char *path, const char *text,
           GuildDecodeFunc decode, GAsyncReadyCallback callback)
{
  g_autoptr(GBytes) body = body_of (text);

  guild_codat_call_async (get_codat (task), &(GuildCall) {
    .method = method, .path = path, .body = body, .decode = decode, .free_value = g_free,
  }, g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* ---- */

/* What a write must name, so that no path is built with a hole in it. */
static gboolean
is_whole (const GuildWrite *write)
{
  gboolean company = write->company_id != NULL && *write->company_id != '\0';
  gboolean target = write->target_id != NULL && *write->target_id != '\0';

  switch (write->kind)
    {
    case GUILD_WRITE_CREATE_COMPANY:
    case GUILD_WRITE_CREATE_GROUP:
    case GUILD_WRITE_SET_REDIRECT:
    case GUILD_WRITE_CREATE_API_KEY:
    case GUILD_WRITE_CREATE_WEBHOOK:
    case GUILD_WRITE_SET_SYNC_SETTINGS:
      return write->body != NULL;
    case GUILD_WRITE_DELETE_API_KEY:
    case GUILD_WRITE_DELETE_WEBHOOK:
      return target;
    case GUILD_WRITE_UPDATE_COMPANY:
    case GUILD_WRITE_CREATE_CONNECTION:
      return company && write->body != NULL;
    case GUILD_WRITE_DELETE_COMPANY:
    case GUILD_WRITE_REFRESH_ALL:
      return company;
    case GUILD_WRITE_UNLINK_CONNECTION:
    case GUILD_WRITE_DELETE_CONNECTION:
    case GUILD_WRITE_ADD_TO_GROUP:
    case GUILD_WRITE_REMOVE_FROM_GROUP:
    case GUILD_WRITE_ADD_PRODUCT:
    case GUILD_WRITE_REMOVE_PRODUCT:
    case GUILD_WRITE_REFRESH_TYPE:
      return company && target;
    case GUILD_WRITE_SET_PROFILE:
      return target && write->body != NULL;
    case GUILD_WRITE_IMPORT_COMPANIES: /* what Codat does not have */
    case GUILD_WRITE_SET_LOGO:
    case GUILD_WRITE_MOVE_MEMBER:
    default:
      return FALSE;
    }
}

/* The client's own settings that are made and deleted. */
static void
send_setting (GTask *task, const GuildWrite *write)
{
  const char *target = write->target_id != NULL ? write->target_id : "";
  g_autofree char *key = guild_codat_path ("apiKeys", target, NULL);
  g_autofree char *webhook = guild_codat_path ("webhooks", target, NULL);

  if (write->kind == GUILD_WRITE_CREATE_API_KEY)
    send_part (task, "POST", "/apiKeys", write->body, guild_codat_decode_id, setting_cb);
  else if (write->kind == GUILD_WRITE_DELETE_API_KEY)
    send_part (task, "DELETE", key, NULL, NULL, setting_cb);
  else if (write->kind == GUILD_WRITE_CREATE_WEBHOOK)
    send_part (task, "POST", "/webhooks", write->body, guild_codat_decode_id, setting_cb);
  else
    send_part (task, "DELETE", webhook, NULL, NULL, setting_cb);
}

static void
send_write (GTask *task, const GuildWrite *write)
{
  g_autofree char *company = write->company_id != NULL
                               ? guild_codat_path ("companies", write->company_id, NULL)
                               : NULL;
  g_autofree char *target = write->target_id != NULL ? guild_transport_encode (write->target_id)
                                                     : NULL;
  g_autofree char *connections = g_strconcat (company != NULL ? company : "", "/connections", NULL);
  g_autofree char *connection = g_strconcat (connections, "/", target, NULL);
  g_autofree char *groups = g_strconcat (company != NULL ? company : "", "/groups", NULL);
  g_autofree char *group = g_strconcat (groups, "/", target, NULL);
  g_autofree char *product = g_strconcat (company != NULL ? company : "", "/products/", target,
                                          NULL);

  switch (write->kind)
    {
    case GUILD_WRITE_CREATE_COMPANY:
      send_company (task, "POST", "/companies");
      break;
    case GUILD_WRITE_UPDATE_COMPANY:
      send_company (task, "PATCH", company);
      break;
    case GUILD_WRITE_DELETE_COMPANY:
      send_part (task, "DELETE", company, NULL, NULL, deleted_cb);
      break;
    case GUILD_WRITE_CREATE_CONNECTION:
      send_part (task, "POST", connections, write->body, guild_codat_decode_id, part_cb);
      break;
    case GUILD_WRITE_UNLINK_CONNECTION:
      send_part (task, "PATCH", connection, "{\"status\":\"Unlinked\"}", NULL, part_cb);
      break;
    case GUILD_WRITE_DELETE_CONNECTION:
      send_part (task, "DELETE", connection, NULL, NULL, part_cb);
      break;
    case GUILD_WRITE_CREATE_GROUP:
      send_part (task, "POST", "/groups", write->body, guild_codat_decode_id, setting_cb);
      break;
    case GUILD_WRITE_ADD_TO_GROUP:
      {
        g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
        json_node_take_object (node, json_object_new ());
        json_object_set_string_member (json_node_get_object (node), "groupId", write->target_id);
        g_autofree char *body = json_to_string (node, FALSE);
        send_part (task, "PATCH", groups, body, NULL, part_cb);
        break;
      }
    case GUILD_WRITE_REMOVE_FROM_GROUP:
      send_part (task, "DELETE", group, NULL, NULL, part_cb);
      break;
    case GUILD_WRITE_SET_REDIRECT:
    case GUILD_WRITE_SET_SYNC_SETTINGS:
    case GUILD_WRITE_SET_PROFILE:
      guild_codat_replace (g_object_ref (task), write);
      break;
    case GUILD_WRITE_ADD_PRODUCT:
      send_part (task, "PUT", product, NULL, NULL, part_cb);
      break;
    case GUILD_WRITE_REMOVE_PRODUCT:
      send_part (task, "DELETE", product, NULL, NULL, part_cb);
      break;
    case GUILD_WRITE_CREATE_API_KEY:
    case GUILD_WRITE_DELETE_API_KEY:
    case GUILD_WRITE_CREATE_WEBHOOK:
    case GUILD_WRITE_DELETE_WEBHOOK:
      send_setting (task, write);
      break;
    case GUILD_WRITE_REFRESH_ALL:
    case GUILD_WRITE_REFRESH_TYPE:
      guild_codat_refresh (g_object_ref (task), write);
      break;
    case GUILD_WRITE_IMPORT_COMPANIES:
    case GUILD_WRITE_SET_LOGO:
    case GUILD_WRITE_MOVE_MEMBER:
    default:
      g_assert_not_reached ();
    }
}

void
guild_codat_write_async (GuildService *service, const GuildWrite *write,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (service, cancellable, callback, data);

  g_task_set_source_tag (task, guild_codat_write_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, guild_write_copy (write), (GDestroyNotify) guild_write_free);
  if (!is_whole (write))
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                               _("The change does not say what it is about. Nothing was sent."));
      g_task_return_error (task, error);
      return;
    }
  send_write (task, TASK_WRITE (task));
}
