/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-settings.h"

#include <glib/gi18n-lib.h>
#include "company/guild-format.h"
#include "service/codat/guild-codat-private.h"
#include "service/guild-answer.h"

/* Whether a change to the client's own settings, whose answer was lost, has happened. */

typedef struct
{
  GuildWrite *write; /* (owned) */
  gint64      since; /* µs UTC on the service's clock */
} Doubt;

static void
doubt_free (gpointer data)
{
  Doubt *self = data;

  guild_write_free (self->write);
  g_free (self);
}

static void
forward_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) outer = data;
  GError *error = NULL;
  gpointer outcome = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    g_task_return_error (outer, error);
  else
    g_task_return_pointer (outer, outcome, (GDestroyNotify) guild_outcome_free);
}

/* N_FOUND things may be what the change made, ID the last of them. */
static void
return_found (GTask *task, guint n_found, const char *id)
{
  GError *error = NULL;

  if (n_found > 1)
    {
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_CONFLICT, NULL,
                               _("There are several that this change may have made. Nothing was "
                                 "sent again. Compare them, and delete what is too much."));
      g_task_return_error (task, error);
    }
  else if (n_found == 1)
    {
      GuildOutcome *outcome = g_new0 (GuildOutcome, 1);
      outcome->created_id = g_strdup (id);
      g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
    }
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
keys_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Doubt *self = g_task_get_task_data (task);
  g_autoptr(JsonNode) body = self->write->body != NULL ? json_from_string (self->write->body, NULL)
                                                       : NULL;
  const char *name = guild_answer_get_string (guild_answer_object (body), "name");
  GError *error = NULL;
  g_autoptr(GPtrArray) keys =
    guild_codat_list_api_keys_finish (GUILD_CODAT (source), result, &error);
  gboolean deletes = self->write->kind == GUILD_WRITE_DELETE_API_KEY;
  const char *id = NULL;
  guint n_found = 0;

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      const GuildCodatApiKey *key = keys->pdata[i];
      if (deletes ? g_strcmp0 (key->id, self->write->target_id) == 0
                  : g_strcmp0 (key->name, name) == 0 && key->created != GUILD_NUMBER_UNSET &&
                      key->created >= self->since)
        {
          n_found++;
          id = key->id;
        }
    }
  if (keys == NULL)
    g_task_return_error (task, error);
  else
    return_found (task, deletes ? n_found == 0 : n_found, deletes ? NULL : id);
}

/* WANTED (nullable) names the same as PRESENT, in any order. */
static gboolean
names_same (JsonArray *wanted, char **present)
{
  guint n = wanted != NULL ? json_array_get_length (wanted) : 0;

  if (n != g_strv_length (present))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (wanted, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      if (name == NULL || !g_strv_contains ((const char * const *) present, name))
        return FALSE;
    }
  return TRUE;
}

gboolean
guild_codat_webhook_says (const GuildCodatWebhook *self, const char *body)
{
  g_return_val_if_fail (self != NULL, FALSE);

  g_autoptr(JsonNode) node = body != NULL ? json_from_string (body, NULL) : NULL;
  JsonObject *object = guild_answer_object (node);

  return g_strcmp0 (self->url, guild_answer_get_string (object, "url")) == 0 &&
         names_same (guild_answer_get_array (object, "eventTypes"), self->event_types) &&
         names_same (guild_answer_get_array (object, "companyTags"), self->company_tags);
}

/* Webhooks carry no date; the window never makes two that are alike. */
static void
webhooks_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Doubt *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) webhooks =
    guild_codat_list_webhooks_finish (GUILD_CODAT (source), result, &error);
  gboolean deletes = self->write->kind == GUILD_WRITE_DELETE_WEBHOOK;
  const char *id = NULL;
  guint n_found = 0;

  for (guint i = 0; webhooks != NULL && i < webhooks->len; i++)
    {
      const GuildCodatWebhook *webhook = webhooks->pdata[i];
      if (deletes ? g_strcmp0 (webhook->id, self->write->target_id) == 0
                  : guild_codat_webhook_says (webhook, self->write->body))
        {
          n_found++;
          id = webhook->id;
        }
    }
  if (webhooks == NULL)
    g_task_return_error (task, error);
  else
    return_found (task, deletes ? n_found == 0 : n_found, deletes ? NULL : id);
}

/* COUNT, -1 for none, is what ROW says of it, if anything. */
static gboolean
count_agrees (gint64 count, JsonObject *row, const char *name)
{
  return !json_object_has_member (row, name) || count == guild_answer_get_count (row, name);
}

/* What ROW does not say is as it likes. */
static gboolean
row_agrees (const GuildCodatSync *present, JsonObject *row)
{
  const char *from = guild_answer_get_string (row, "syncFromUtc");

  return count_agrees (present->hours, row, "syncSchedule") &&
         count_agrees (present->order, row, "syncOrder") &&
         count_agrees (present->months, row, "monthsToSync") &&
         /* one or the other */
         (from != NULL ? present->from != NULL &&
                           guild_time_parse (present->from) == guild_time_parse (from)
                       : count_agrees (present->window, row, "syncFromWindow")) &&
         present->first_link == json_object_get_boolean_member_with_default (
                                  row, "fetchOnFirstLink", present->first_link);
}

static gboolean
agrees (const GuildCodatSyncSettings *settings, JsonObject *body, gboolean of_company)
{
  JsonArray *wanted = guild_answer_get_array (body, "settings");

  if (body == NULL)
    return FALSE;
  if (of_company && settings->overrides != json_object_get_boolean_member_with_default (
                                              body, "overridesDefaults", settings->overrides))
    return FALSE;
  for (guint i = 0; wanted != NULL && i < json_array_get_length (wanted); i++)
    {
      JsonObject *row = guild_answer_element (wanted, i);
      const char *type = guild_answer_get_string (row, "dataType");
      for (guint k = 0; k < settings->rows->len; k++)
        {
          const GuildCodatSync *present = settings->rows->pdata[k];
          if (g_strcmp0 (present->data_type, type) == 0 && !present->locked &&
              !row_agrees (present, row))
            return FALSE;
        }
    }
  return TRUE;
}

static void
sync_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Doubt *self = g_task_get_task_data (task);
  g_autoptr(JsonNode) body = self->write->body != NULL ? json_from_string (self->write->body, NULL)
                                                       : NULL;
  GError *error = NULL;
  g_autoptr(GuildCodatSyncSettings) settings =
    guild_codat_read_sync_finish (GUILD_CODAT (source), result, &error);

  if (settings == NULL)
    g_task_return_error (task, error);
  else
    return_found (task, agrees (settings, guild_answer_object (body),
                                self->write->company_id != NULL), NULL);
}

/* What BODY does not say is as it likes. */
static gboolean
text_agrees (const char *present, JsonObject *body, const char *name)
{
  const char *wanted = guild_answer_get_string (body, name);

  return !json_object_has_member (body, name) ||
         g_strcmp0 (present != NULL ? present : "", wanted != NULL ? wanted : "") == 0;
}

static gboolean
profile_agrees (const GuildCodatProfile *profile, JsonObject *body)
{
  return body != NULL && text_agrees (profile->name, body, "name") &&
         text_agrees (profile->logo, body, "logoUrl") &&
         text_agrees (profile->icon, body, "iconUrl") &&
         (!json_object_has_member (body, "whiteListUrls") ||
          names_same (guild_answer_get_array (body, "whiteListUrls"), profile->white_list));
}

static void
profile_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Doubt *self = g_task_get_task_data (task);
  g_autoptr(JsonNode) body = self->write->body != NULL ? json_from_string (self->write->body, NULL)
                                                       : NULL;
  GError *error = NULL;
  g_autoptr(GuildCodatProfile) profile =
    guild_codat_read_profile_finish (GUILD_CODAT (source), result, &error);

  if (profile == NULL)
    g_task_return_error (task, error);
  else
    return_found (task, profile_agrees (profile, guild_answer_object (body)), NULL);
}

gboolean
guild_codat_look_up_setting (GTask *outer, const GuildWrite *write, gint64 since)
{
  GuildCodat *codat = g_task_get_source_object (outer);
  GCancellable *cancellable = g_task_get_cancellable (outer);
  gboolean keys = write->kind == GUILD_WRITE_CREATE_API_KEY ||
                  write->kind == GUILD_WRITE_DELETE_API_KEY;
  gboolean webhooks = write->kind == GUILD_WRITE_CREATE_WEBHOOK ||
                      write->kind == GUILD_WRITE_DELETE_WEBHOOK;
  gboolean profile = write->kind == GUILD_WRITE_SET_PROFILE;

  if (!keys && !webhooks && !profile && write->kind != GUILD_WRITE_SET_SYNC_SETTINGS)
    return FALSE;
  GTask *task = g_task_new (codat, cancellable, forward_cb, g_object_ref (outer));
  Doubt *self = g_new0 (Doubt, 1);
  self->write = guild_write_copy (write);
  self->since = since;
  g_task_set_source_tag (task, guild_codat_look_up_setting);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, doubt_free);
  if (keys)
    guild_codat_list_api_keys_async (codat, cancellable, keys_cb, task);
  else if (webhooks)
    guild_codat_list_webhooks_async (codat, cancellable, webhooks_cb, task);
  else if (profile)
    guild_codat_read_profile_async (codat, cancellable, profile_cb, task);
  else
    guild_codat_read_sync_async (codat, write->company_id, cancellable, sync_cb, task);
  return TRUE;
}
