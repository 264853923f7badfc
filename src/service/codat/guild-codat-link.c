/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include <glib/gi18n-lib.h>
#include "service/guild-answer.h"

/* A company just read, with the address that is wanted of it. */
typedef struct
{
  char       *address; /* (owned) */
  GuildBatch *batch;   /* (owned) */
} Link;

static void
link_free (gpointer data)
{
  Link *self = data;

  g_free (self->address);
  g_clear_pointer (&self->batch, guild_batch_unref);
  g_free (self);
}

/* The browser will be given this: nothing but a web address may pass. */
static gboolean
is_web_address (const char *text)
{
  g_autoptr(GUri) uri = text != NULL ? g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (g_uri_get_scheme (uri), "https") ||
          g_str_equal (g_uri_get_scheme (uri), "http"));
}

static const char *
find_address (JsonObject *company, const char *connection_id, GError **error)
{
  JsonArray *connections = guild_answer_get_array (company, "dataConnections");

  if (connection_id == NULL)
    return guild_answer_get_string (company, "redirect");
  for (guint i = 0; connections != NULL && i < json_array_get_length (connections); i++)
    {
      JsonObject *connection = guild_answer_element (connections, i);
      if (g_strcmp0 (guild_answer_get_string (connection, "id"), connection_id) == 0)
        return guild_answer_get_string (connection, "linkUrl");
    }
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_NOT_FOUND, NULL,
                           _("The company no longer has this connection. Nothing was changed. "
                             "Refresh the company."));
  return NULL;
}

/* Runs on a worker. Takes the address before the batch takes its password away. */
static gpointer
decode_link (JsonNode *root, gpointer connection_id, GError **error)
{
  g_autoptr(GError) missing = NULL;
  JsonObject *company = guild_answer_object (root);
  const char *found = find_address (company, connection_id, &missing);

  if (missing != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return NULL;
    }
  if (!is_web_address (found))
    {
      guild_call_bad_answer (error, "a company without a link address");
      return NULL;
    }
  g_autofree char *address = g_strdup (found);
  GuildBatch *batch = guild_codat_batch_of_one (company, error);
  if (batch == NULL)
    return NULL;
  Link *link = g_new0 (Link, 1);
  link->address = g_steal_pointer (&address);
  link->batch = batch;
  return link;
}

static void
link_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer link;

  if (guild_call_finish (result, &link, &error))
    g_task_return_pointer (task, link, link_free);
  else
    g_task_return_error (task, error);
}

void
guild_codat_read_link_async (GuildCodat *self, const char *company_id, const char *connection_id,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  g_return_if_fail (company_id != NULL);

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *path = guild_codat_path ("companies", company_id, NULL);
  g_task_set_source_tag (task, guild_codat_read_link_async);
  g_task_set_check_cancellable (task, FALSE);
  guild_codat_call_async (self, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_link,
    .data = g_strdup (connection_id), .free_data = g_free, .free_value = link_free,
  }, cancellable, link_cb, task);
}

char *
guild_codat_read_link_finish (GuildCodat *self, GAsyncResult *result, GuildBatch **batch,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  Link *link = g_task_propagate_pointer (G_TASK (result), error);
  if (batch != NULL)
    *batch = link != NULL ? g_steal_pointer (&link->batch) : NULL;
  if (link == NULL)
    return NULL;
  char *address = g_steal_pointer (&link->address);
  link_free (link);
  return address;
}

/* Runs on a worker; everything but the address goes with ROOT. */
static gpointer
decode_redirect (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *profile = guild_answer_object (root);
  const char *redirect = guild_answer_get_string (profile, "redirectUrl");

  if (profile == NULL)
    guild_call_bad_answer (error, "a profile that is no object");
  return profile != NULL ? g_strdup (redirect != NULL ? redirect : "") : NULL;
}

static void
redirect_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer redirect;

  if (guild_call_finish (result, &redirect, &error))
    g_task_return_pointer (task, redirect, g_free);
  else
    g_task_return_error (task, error);
}

void
guild_codat_read_redirect_async (GuildCodat *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, guild_codat_read_redirect_async);
  g_task_set_check_cancellable (task, FALSE);
  guild_codat_call_async (self, &(GuildCall) {
    .method = "GET", .path = "/profile", .flags = GUILD_SEND_SAFE, .decode = decode_redirect,
    .free_value = g_free,
  }, cancellable, redirect_cb, task);
}

char *
guild_codat_read_redirect_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
