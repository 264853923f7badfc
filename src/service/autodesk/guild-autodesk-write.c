/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

/* Writes of the old family (acc.md §5, §6.3); after each the company is read back from the new. */

#define TASK_WRITE(task) ((const GuildWrite *) g_task_get_task_data (task))

void
guild_autodesk_return_outcome (GTask *task, GuildBatch *batch, const char *created_id)
{
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);

  outcome->batch = batch;
  outcome->created_id = g_strdup (created_id);
  g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
}

static void
complete_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GuildBatch *batch = guild_autodesk_complete_finish (GUILD_AUTODESK (source), result, &error);

  if (batch == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  gboolean created = TASK_WRITE (task)->kind == GUILD_WRITE_CREATE_COMPANY;
  guild_autodesk_return_outcome (task, batch, created ? guild_batch_get_id (batch, 0) : NULL);
}

/* The service answered with the company. */
static void
company_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildAutodesk *self = GUILD_AUTODESK (source);
  GError *error = NULL;
  gpointer value;

  if (!guild_autodesk_call_finish (self, result, &value, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(JsonObject) company = value;
  /* What was done is done: that it is read back is not for the caller to stop. */
  guild_autodesk_complete_async (self, company, NULL, complete_cb, g_object_ref (task));
}

void
guild_autodesk_read_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildBatch *batch = guild_service_read_company_finish (GUILD_SERVICE (source), result, NULL);

  guild_autodesk_return_outcome (task, batch, NULL);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer member;

  if (!guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &member, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  json_object_unref (member);
  guild_service_read_company_async (GUILD_SERVICE (source), TASK_WRITE (task)->company_id, NULL,
                                    guild_autodesk_read_back_cb, g_object_ref (task));
}

static gboolean
is_whole (const GuildWrite *write)
{
  gboolean company = write->company_id != NULL && *write->company_id != '\0';

  switch ((guint) write->kind)
    {
    case GUILD_WRITE_CREATE_COMPANY:
    case GUILD_WRITE_IMPORT_COMPANIES:
      return write->body != NULL;
    case GUILD_WRITE_UPDATE_COMPANY:
    case GUILD_WRITE_SET_LOGO:
      return company && write->body != NULL;
    case GUILD_WRITE_MOVE_MEMBER:
      return company && write->body != NULL && write->target_id != NULL &&
             *write->target_id != '\0';
    default:
      return FALSE;
    }
}

static void
send_json (GTask *task, const char *method, const char *path, GAsyncReadyCallback callback)
{
  const char *text = TASK_WRITE (task)->body;
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  guild_autodesk_call_async (g_task_get_source_object (task), GUILD_AUTODESK_WRITE, &(GuildCall) {
    .method = method, .path = path, .body = body, .decode = guild_autodesk_decode_object,
    .free_value = (GDestroyNotify) json_object_unref,
  }, g_task_get_cancellable (task), callback, g_object_ref (task));
}

static void
send_write (GTask *task, GuildAutodesk *self, const GuildWrite *write)
{
  g_autofree char *path = NULL;

  switch ((guint) write->kind)
    {
    case GUILD_WRITE_CREATE_COMPANY:
      path = guild_autodesk_hq_path (self, "companies", NULL);
      send_json (task, "POST", path, company_cb);
      break;
    case GUILD_WRITE_UPDATE_COMPANY:
      path = guild_autodesk_hq_path (self, "companies", write->company_id, NULL);
      send_json (task, "PATCH", path, company_cb);
      break;
    case GUILD_WRITE_IMPORT_COMPANIES:
      guild_autodesk_send_import (g_object_ref (task));
      break;
    case GUILD_WRITE_SET_LOGO:
      guild_autodesk_send_logo (g_object_ref (task));
      break;
    case GUILD_WRITE_MOVE_MEMBER:
      path = guild_autodesk_hq_path (self, "users", write->target_id, NULL);
      send_json (task, "PATCH", path, moved_cb);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
guild_autodesk_write_async (GuildService *service, const GuildWrite *write,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = guild_autodesk_task_new (service, guild_autodesk_write_async,
                                                   cancellable, callback, data);
  GuildAutodesk *self = GUILD_AUTODESK (service);

  g_task_set_task_data (task, guild_write_copy (write), (GDestroyNotify) guild_write_free);
  if (!guild_autodesk_has_account (task, self))
    return;
  if (!is_whole (write))
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                               _("The change does not say what it is about. Nothing was sent."));
      g_task_return_error (task, error);
      return;
    }
  send_write (task, self, TASK_WRITE (task));
}
