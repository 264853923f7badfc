/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-settings.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-format.h"
#include "service/codat/guild-codat-private.h"
#include "service/guild-answer.h"

/* ---- one request, one answer ---- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GDestroyNotify free_value = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value;

  if (guild_call_finish (result, &value, &error))
    g_task_return_pointer (task, value, free_value);
  else
    g_task_return_error (task, error);
}

static void
read_async (GuildCodat *self, gpointer tag, const char *path, GuildDecodeFunc decode,
            GDestroyNotify free_value, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, free_value, NULL);
  guild_codat_call_async (self, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode,
    .free_value = free_value,
  }, cancellable, read_cb, task);
}

static gpointer
finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Texts of an array; whatever else is in it is left out. (transfer full) */
static char **
dup_texts (JsonObject *object, const char *name)
{
  JsonArray *array = guild_answer_get_array (object, name);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }
  return g_strv_builder_end (builder);
}

static gboolean
get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* The elements of "results" through MAKE, which answers NULL for what is nothing. */
static GPtrArray *
decode_list (JsonNode *root, gpointer (*make) (JsonObject *), GDestroyNotify free_item,
             const char *what, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  JsonArray *results = guild_answer_get_array (object, "results");

  if (object == NULL || (results == NULL && json_object_has_member (object, "results")))
    {
      guild_call_bad_answer (error, what);
      return NULL;
    }
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);
  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonObject *element = guild_answer_element (results, i);
      gpointer item = element != NULL ? make (element) : NULL;
      if (item != NULL)
        g_ptr_array_add (items, item);
    }
  return items;
}

/* ---- profile ---- */

void
guild_codat_profile_free (GuildCodatProfile *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->redirect);
  g_free (self->logo);
  g_free (self->icon);
  g_strfreev (self->white_list);
  g_free (self);
}

/* Runs on a worker; the API key that a profile may hold goes with ROOT. */
static gpointer
decode_profile (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  const char *redirect = guild_answer_get_string (object, "redirectUrl");
  const char *name = guild_answer_get_string (object, "name");

  if (object == NULL)
    {
      guild_call_bad_answer (error, "a profile that is no object");
      return NULL;
    }
  GuildCodatProfile *self = g_new0 (GuildCodatProfile, 1);
  self->name = g_strdup (name != NULL ? name : "");
  self->redirect = g_strdup (redirect != NULL ? redirect : "");
  self->logo = g_strdup (guild_answer_get_string (object, "logoUrl"));
  self->icon = g_strdup (guild_answer_get_string (object, "iconUrl"));
  self->white_list = dup_texts (object, "whiteListUrls");
  return self;
}

void
guild_codat_read_profile_async (GuildCodat *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  read_async (self, guild_codat_read_profile_async, "/profile", decode_profile,
              (GDestroyNotify) guild_codat_profile_free, cancellable, callback, data);
}

GuildCodatProfile *
guild_codat_read_profile_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/* ---- API keys ---- */

void
guild_codat_api_key_free (GuildCodatApiKey *self)
{
  if (self == NULL)
    return;
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_free (self->key);
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

static gpointer
make_api_key (JsonObject *object)
{
  const char *id = guild_answer_get_string (object, "id");
  const char *key = guild_answer_get_string (object, "apiKey");
  const char *created = guild_answer_get_string (object, "createdDate");

  if (id == NULL)
    return NULL;
  GuildCodatApiKey *self = g_new0 (GuildCodatApiKey, 1);
  self->id = g_strdup (id);
  self->name = g_strdup (guild_answer_get_string (object, "name"));
  self->key = g_strdup (key != NULL ? key : "");
  self->created = created != NULL ? guild_time_parse (created) : GUILD_NUMBER_UNSET;
  return self;
}

static gpointer
decode_api_keys (JsonNode *root, gpointer data, GError **error)
{
  return decode_list (root, make_api_key, (GDestroyNotify) guild_codat_api_key_free,
                      "a list of API keys that is none", error);
}

void
guild_codat_list_api_keys_async (GuildCodat *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  read_async (self, guild_codat_list_api_keys_async, "/apiKeys", decode_api_keys,
              (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
guild_codat_list_api_keys_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/* ---- webhooks ---- */

const char * const guild_codat_event_types[] = {
  "company.created", "company.deleted", "company.product.added", "company.product.removed",
  "connection.created", "connection.connected", "connection.failed", "connection.disconnected",
  "connection.reconnected", "connection.deleted", "read.completed", "read.completed.initial",
  "client.rateLimit.reached", "client.rateLimit.reset", NULL,
};

void
guild_codat_webhook_free (GuildCodatWebhook *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->url);
  g_strfreev (self->event_types);
  g_strfreev (self->company_tags);
  g_free (self);
}

static gpointer
make_webhook (JsonObject *object)
{
  const char *id = guild_answer_get_string (object, "id");
  const char *url = guild_answer_get_string (object, "url");

  if (id == NULL)
    return NULL;
  GuildCodatWebhook *self = g_new0 (GuildCodatWebhook, 1);
  self->id = g_strdup (id);
  self->url = g_strdup (url != NULL ? url : "");
  self->event_types = dup_texts (object, "eventTypes");
  self->company_tags = dup_texts (object, "companyTags");
  self->disabled = get_boolean (object, "disabled");
  return self;
}

static gpointer
decode_webhooks (JsonNode *root, gpointer data, GError **error)
{
  return decode_list (root, make_webhook, (GDestroyNotify) guild_codat_webhook_free,
                      "a list of webhooks that is none", error);
}

void
guild_codat_list_webhooks_async (GuildCodat *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));
  read_async (self, guild_codat_list_webhooks_async, "/webhooks", decode_webhooks,
              (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
guild_codat_list_webhooks_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

/* ---- integrations ---- */

void
guild_codat_integration_free (GuildCodatIntegration *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->name);
  g_free (self->source_type);
  g_free (self->logo);
  g_free (self);
}

static gpointer
make_integration (JsonObject *object)
{
  const char *key = guild_answer_get_string (object, "key");
  const char *name = guild_answer_get_string (object, "name");

  if (key == NULL)
    return NULL;
  GuildCodatIntegration *self = g_new0 (GuildCodatIntegration, 1);
  self->key = g_strdup (key);
  self->name = g_strdup (name != NULL && *name != '\0' ? name : key);
  self->source_type = g_strdup (guild_answer_get_string (object, "sourceType"));
  self->logo = g_strdup (guild_answer_get_string (object, "logoUrl"));
  self->enabled = get_boolean (object, "enabled");
  self->beta = get_boolean (object, "isBeta");
  self->offline = get_boolean (object, "isOfflineConnector");
  return self;
}

static int
compare_integrations (gconstpointer a, gconstpointer b)
{
  const GuildCodatIntegration *first = *(GuildCodatIntegration * const *) a;
  const GuildCodatIntegration *second = *(GuildCodatIntegration * const *) b;
  guint rank = guild_words_source_type_rank (first->source_type);
  guint other = guild_words_source_type_rank (second->source_type);

  return rank != other ? (rank < other ? -1 : 1) : g_utf8_collate (first->name, second->name);
}

static gpointer
decode_integrations (JsonNode *root, gpointer data, GError **error)
{
  GPtrArray *items = decode_list (root, make_integration,
                                  (GDestroyNotify) guild_codat_integration_free,
                                  "a list of integrations that is none", error);

  if (items != NULL)
    g_ptr_array_sort (items, compare_integrations);
  return items;
}

void
guild_codat_list_integrations_async (GuildCodat *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *path =
    g_strdup_printf ("/integrations?page=1&pageSize=%u", GUILD_CODAT_MAX_PAGE);

  g_return_if_fail (GUILD_IS_CODAT (self));
  read_async (self, guild_codat_list_integrations_async, path, decode_integrations,
              (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
guild_codat_list_integrations_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}
