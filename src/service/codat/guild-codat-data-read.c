/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-data.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "company/guild-format.h"
#include "service/codat/guild-codat-private.h"

#define MAX_PAGE 5000

/* ---- decoding, on workers ---- */

static GuildValue *
parse (GBytes *body, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  return guild_value_parse (text != NULL ? text : "", (gssize) size, error);
}

static gpointer
decode_page (GBytes *body, gpointer data, GError **error)
{
  g_autoptr(GuildValue) root = parse (body, error);

  return root != NULL ? guild_record_page_new (root, error) : NULL;
}

static gpointer
decode_statement (GBytes *body, gpointer data, GError **error)
{
  g_autoptr(GuildValue) root = parse (body, error);

  return root != NULL ? guild_statement_new (root, error) : NULL;
}

static gpointer
decode_value (GBytes *body, gpointer data, GError **error)
{
  g_autoptr(GuildValue) root = parse (body, error);

  if (root != NULL && guild_value_get_kind (root) != GUILD_VALUE_OBJECT)
    {
      guild_call_bad_answer (error, "an answer that is no object");
      return NULL;
    }
  return g_steal_pointer (&root);
}

static gpointer
decode_status (GBytes *body, gpointer data, GError **error)
{
  g_autoptr(GuildValue) root = decode_value (body, data, error);

  if (root == NULL)
    return NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_data_status_free);
  for (guint i = 0; i < guild_value_get_length (root); i++)
    {
      GuildValue *item = guild_value_get_nth (root, i);
      if (guild_value_get_kind (item) != GUILD_VALUE_OBJECT)
        continue;
      GuildDataStatus *status = g_new0 (GuildDataStatus, 1);
      status->key = g_strdup (guild_value_get_name (root, i));
      status->status = g_strdup (guild_value_get_string (item, "currentStatus"));
      status->last_success = guild_time_parse (guild_value_get_string (item, "lastSuccessfulSync"));
      g_ptr_array_add (list, status);
    }
  return list;
}

/* ---- asking ---- */

typedef struct
{
  GTask         *task; /* (owned) */
  GDestroyNotify free_value;
} Asked;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  g_autoptr(GTask) task = asked->task;
  GDestroyNotify free_value = asked->free_value;
  GError *error = NULL;
  gpointer value;

  g_free (asked);
  if (guild_call_finish (result, &value, &error))
    g_task_return_pointer (task, value, free_value);
  else
    g_task_return_error (task, error);
}

/* TASK is taken. */
static void
ask (GTask *task, const char *path, GuildDecodeBytesFunc decode, GDestroyNotify free_value)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->task = task;
  asked->free_value = free_value;
  g_task_set_check_cancellable (task, FALSE);
  guild_codat_call_async (GUILD_CODAT (g_task_get_source_object (task)), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode_bytes = decode,
    .free_value = free_value,
  }, g_task_get_cancellable (task), answered_cb, asked);
}

void
guild_codat_read_data_status_async (GuildCodat *self, const char *company_id,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  g_return_if_fail (company_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *path = guild_codat_path ("companies", company_id, "dataStatus", NULL);
  g_task_set_source_tag (task, guild_codat_read_data_status_async);
  ask (task, path, decode_status, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
guild_codat_read_data_status_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* (transfer full) (nullable): NULL when ASKED lacks what its type needs. */
static char *
make_records_path (const GuildRecordsAsked *asked)
{
  const GuildDataType *type = asked->type;
  gboolean inner = strstr (type->path, "%s") != NULL;
  gboolean at_connection = type->connection && asked->connection_id != NULL;

  if ((type->connection && !at_connection && !type->company_too) ||
      (inner && asked->account_id == NULL))
    return NULL;
  g_autofree char *base = at_connection
    ? guild_codat_path ("companies", asked->company_id, "connections", asked->connection_id, NULL)
    : guild_codat_path ("companies", asked->company_id, NULL);
  g_autoptr(GString) path = g_string_new (base);
  g_string_append_printf (path, "/data/%s", type->path);
  if (inner)
    {
      g_autofree char *account = guild_transport_encode (asked->account_id);
      g_string_replace (path, "%s", account, 1);
    }
  if (type->form != GUILD_DATA_PAGED)
    return g_string_free (g_steal_pointer (&path), FALSE);
  g_string_append_printf (path, "?page=%u&pageSize=%u", asked->page + 1,
                          CLAMP (asked->page_size, 1, MAX_PAGE));
  if (asked->hide_deleted)
    g_string_append (path, "&query=metadata.isDeleted%21%3Dtrue");
  return g_string_free (g_steal_pointer (&path), FALSE);
}

void
guild_codat_read_records_async (GuildCodat *self, const GuildRecordsAsked *asked,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  g_return_if_fail (asked != NULL && asked->type != NULL && asked->company_id != NULL);
  g_return_if_fail (asked->type->form != GUILD_DATA_STATEMENT);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *path = make_records_path (asked);
  g_task_set_source_tag (task, guild_codat_read_records_async);
  if (path != NULL)
    {
      ask (task, path, decode_page, (GDestroyNotify) guild_record_page_free);
      return;
    }
  GError *error = NULL;
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_INVALID_REQUEST, NULL,
                           _("The company has no connection with this data. Nothing was read."));
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
guild_codat_read_history_async (GuildCodat *self, const char *company_id, gboolean pushes,
                                guint page, guint page_size, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  g_return_if_fail (company_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *list = pushes
    ? guild_codat_path ("companies", company_id, "push", NULL)
    : guild_codat_path ("companies", company_id, "data", "history", NULL);
  g_autofree char *path =
    g_strdup_printf ("%s?orderBy=%s&page=%u&pageSize=%u", list,
                     pushes ? "-requestedOnUtc" : "-requested", page + 1,
                     CLAMP (page_size, 1, MAX_PAGE));
  g_task_set_source_tag (task, guild_codat_read_history_async);
  ask (task, path, decode_page, (GDestroyNotify) guild_record_page_free);
}

GuildRecordPage *
guild_codat_read_records_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_codat_read_statement_async (GuildCodat *self, const GuildDataType *type,
                                  const char *company_id, guint months, guint n_periods,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  g_return_if_fail (type != NULL && type->form == GUILD_DATA_STATEMENT);
  g_return_if_fail (company_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *base = guild_codat_path ("companies", company_id, NULL);
  g_autofree char *path = g_strdup_printf ("%s/data/%s?periodLength=%u&periodsToCompare=%u", base,
                                           type->path, MAX (months, 1), MAX (n_periods, 1));
  g_task_set_source_tag (task, guild_codat_read_statement_async);
  ask (task, path, decode_statement, (GDestroyNotify) guild_statement_free);
}

GuildStatement *
guild_codat_read_statement_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
guild_codat_read_validation_async (GuildCodat *self, const char *company_id,
                                   const char *operation_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  g_return_if_fail (company_id != NULL && operation_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *path =
    guild_codat_path ("companies", company_id, "sync", operation_id, "validation", NULL);
  g_task_set_source_tag (task, guild_codat_read_validation_async);
  ask (task, path, decode_value, (GDestroyNotify) guild_value_unref);
}

GuildValue *
guild_codat_read_validation_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
