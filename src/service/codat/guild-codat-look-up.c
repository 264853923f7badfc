/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "company/guild-format.h"
#include "company/guild-name-rule.h"
#include "service/guild-answer.h"
#include "service/guild-transport-private.h"

#define CANDIDATES_PAGE 200
/* How much earlier than our clock's `sent` the service may have dated what we made: with its clock
 * known to the second, and without. */
#define KNOWN_MARGIN (10 * G_USEC_PER_SEC)
#define BLIND_MARGIN (300 * G_USEC_PER_SEC)

/* One look-up; used by one thread at a time, and shared with decoders. */
typedef struct
{
  gatomicrefcount refs;
  GuildWrite     *write;  /* (owned) */
  JsonNode       *body;   /* (owned) (nullable): of the write */
  char           *stored; /* (owned) (nullable): the name as the service keeps it */
  gint64          since;  /* µs UTC on the service's clock */
  guint           page;
  gboolean        by_name;
  gboolean        older;  /* the last page reached companies from before */
  gboolean        more;
  GuildBatch     *found;  /* (owned) (nullable): candidates */
} LookUp;

static LookUp *
look_up_ref (LookUp *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
look_up_unref (gpointer data)
{
  LookUp *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  guild_write_free (self->write);
  g_clear_pointer (&self->body, json_node_unref);
  g_free (self->stored);
  g_clear_pointer (&self->found, guild_batch_unref);
  g_free (self);
}

static void
return_done (GTask *task, GuildBatch *batch, gboolean gone, const char *created_id)
{
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);

  outcome->batch = batch;
  outcome->gone = gone;
  outcome->created_id = g_strdup (created_id);
  g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
}

static void
set_ambiguous (GError **error)
{
  guild_problem_set_error (error, GUILD_SERVICE_ERROR_CONFLICT, NULL,
                           _("There are several that this change may have made. Nothing was sent "
                             "again. Compare them, and delete what is too much."));
}

/* ---- a company that may have been created ---- */

static void ask_for_candidates (GTask *task);

static gpointer
decode_candidates (JsonNode *root, gpointer data, GError **error)
{
  LookUp *self = data;
  JsonArray *results = guild_answer_get_array (guild_answer_object (root), "results");
  guint n_results = results != NULL ? json_array_get_length (results) : 0;

  if (results == NULL && guild_answer_get_count (guild_answer_object (root), "totalResults") != 0)
    {
      guild_call_bad_answer (error, "a list without results");
      return NULL;
    }
  for (guint i = 0; i < n_results; i++)
    {
      JsonObject *company = guild_answer_element (results, i);
      const char *name = guild_answer_get_string (company, "name");
      g_autofree char *stripped = g_strstrip (g_strdup (name != NULL ? name : ""));
      const char *created = guild_answer_get_string (company, "created");
      gint64 time = created != NULL ? guild_time_parse (created) : GUILD_NUMBER_UNSET;

      if (time != GUILD_NUMBER_UNSET && time < self->since)
        self->older = TRUE;
      else if (company != NULL && g_str_equal (stripped, self->stored))
        guild_batch_append (self->found, company);
    }
  self->more = n_results >= CANDIDATES_PAGE;
  return NULL;
}

static void
candidates_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer nothing;

  if (!guild_call_finish (result, &nothing, &error))
    {
      if (!self->by_name ||
          !g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_INVALID_REQUEST))
        {
          g_task_return_error (task, error);
          return;
        }
      /* Two of the service's pages contradict each other about asking for names. */
      g_clear_error (&error);
      self->by_name = FALSE;
      self->page = 0;
      guild_batch_unref (self->found);
      self->found = guild_batch_new (guild_codat_table ());
      ask_for_candidates (task);
      return;
    }
  if (self->more && !self->older) /* the newest come first */
    {
      self->page++;
      ask_for_candidates (task);
      return;
    }
  guint n_found = guild_batch_get_length (self->found);
  if (n_found == 0)
    g_task_return_pointer (task, NULL, NULL);
  else if (n_found == 1)
    return_done (task, guild_batch_ref (self->found), FALSE, guild_batch_get_id (self->found, 0));
  else
    {
      set_ambiguous (&error);
      g_task_return_error (task, error);
    }
}

static void
ask_for_candidates (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  g_autoptr(GString) path = g_string_new (NULL);

  g_string_printf (path, "/companies?orderBy=-created&page=%u&pageSize=%u", self->page + 1,
                   CANDIDATES_PAGE);
  if (self->by_name)
    {
      g_autofree char *clause = g_strconcat ("name~", self->stored, NULL);
      g_autofree char *encoded = guild_transport_encode (clause);
      g_string_append_printf (path, "&query=%s", encoded);
    }
  guild_codat_call_async (g_task_get_source_object (task), &(GuildCall) {
    .method = "GET", .path = path->str, .flags = GUILD_SEND_SAFE, .decode = decode_candidates,
    .data = look_up_ref (self), .free_data = look_up_unref,
  }, g_task_get_cancellable (task), candidates_cb, g_object_ref (task));
}

static void
look_for_company (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  const char *name = guild_answer_get_string (guild_answer_object (self->body), "name");

  self->stored = guild_name_rule_stored (name != NULL ? name : "");
  g_strstrip (self->stored);
  self->by_name = guild_codat_can_say (self->stored);
  self->found = guild_batch_new (guild_codat_table ());
  ask_for_candidates (task);
}

/* ---- what shows in the company itself ---- */

static gboolean
has_group (JsonObject *company, const char *id)
{
  JsonArray *groups = guild_answer_get_array (company, "groups");

  for (guint i = 0; groups != NULL && i < json_array_get_length (groups); i++)
    if (g_strcmp0 (guild_answer_get_string (guild_answer_element (groups, i), "id"), id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_product (JsonObject *company, const char *product)
{
  JsonArray *products = guild_answer_get_array (company, "products");

  for (guint i = 0; products != NULL && i < json_array_get_length (products); i++)
    {
      JsonNode *node = json_array_get_element (products, i);
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          g_strcmp0 (json_node_get_string (node), product) == 0)
        return TRUE;
    }
  return FALSE;
}

static JsonObject *
find_connection (JsonObject *company, const char *id)
{
  JsonArray *connections = guild_answer_get_array (company, "dataConnections");

  for (guint i = 0; connections != NULL && i < json_array_get_length (connections); i++)
    {
      JsonObject *connection = guild_answer_element (connections, i);
      if (g_strcmp0 (guild_answer_get_string (connection, "id"), id) == 0)
        return connection;
    }
  return NULL;
}

/* How many connections to the platform are young enough to be ours; ID of the last. */
static guint
count_new_connections (LookUp *self, JsonObject *company, const char **id)
{
  JsonArray *connections = guild_answer_get_array (company, "dataConnections");
  const char *key = guild_answer_get_string (guild_answer_object (self->body), "platformKey");
  guint n_found = 0;

  for (guint i = 0; connections != NULL && i < json_array_get_length (connections); i++)
    {
      JsonObject *connection = guild_answer_element (connections, i);
      const char *other = guild_answer_get_string (connection, "integrationKey");
      const char *created = guild_answer_get_string (connection, "created");
      gint64 time = created != NULL ? guild_time_parse (created) : GUILD_NUMBER_UNSET;

      /* The key is optional (codat.md §14): without it a young connection counts. */
      if ((other != NULL && g_strcmp0 (other, key) != 0) || time == GUILD_NUMBER_UNSET ||
          time < self->since)
        continue;
      *id = guild_answer_get_string (connection, "id");
      n_found++;
    }
  return n_found;
}

/* Whether every member that the write sets has the value it sets. */
static gboolean
is_updated (LookUp *self, JsonObject *company)
{
  JsonObject *body = guild_answer_object (self->body);
  g_autoptr(GList) names = body != NULL ? json_object_get_members (body) : NULL;

  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonNode *wanted = json_object_get_member (body, link->data);
      JsonNode *present = json_object_get_member (company, link->data);

      if (JSON_NODE_HOLDS_NULL (wanted))
        continue; /* null changes nothing (codat.md §5.3) */
      if (g_str_equal (link->data, "name"))
        {
          const char *name = guild_answer_get_string (body, "name");
          g_autofree char *stored = guild_name_rule_stored (name != NULL ? name : "");
          const char *present_name = guild_answer_get_string (company, "name");
          g_autofree char *other = g_strstrip (g_strdup (present_name != NULL ? present_name : ""));
          if (!g_str_equal (g_strstrip (stored), other))
            return FALSE;
        }
      else if (present == NULL || !json_node_equal (wanted, present))
        {
          const char *text = guild_answer_get_string (body, link->data);
          gboolean both_empty = (present == NULL || JSON_NODE_HOLDS_NULL (present)) &&
                                ((text != NULL && *text == '\0') ||
                                 (JSON_NODE_HOLDS_OBJECT (wanted) &&
                                  json_object_get_size (json_node_get_object (wanted)) == 0));
          if (!both_empty)
            return FALSE;
        }
    }
  return TRUE;
}

/* Runs on a worker: an outcome when the write shows, NULL when it does not. */
static gpointer
decode_evidence (JsonNode *root, gpointer data, GError **error)
{
  LookUp *self = data;
  JsonObject *company = guild_answer_object (root);
  const char *target = self->write->target_id;
  g_autofree char *created_id = NULL;
  const char *id = NULL;
  gboolean done = FALSE;
  guint n_found;

  if (company == NULL)
    {
      guild_call_bad_answer (error, "a company that is no object");
      return NULL;
    }
  switch (self->write->kind)
    {
    case GUILD_WRITE_UPDATE_COMPANY:
      done = is_updated (self, company);
      break;
    case GUILD_WRITE_CREATE_CONNECTION:
      n_found = count_new_connections (self, company, &id);
      if (n_found > 1)
        {
          set_ambiguous (error);
          return NULL;
        }
      done = n_found == 1;
      created_id = g_strdup (id);
      break;
    case GUILD_WRITE_UNLINK_CONNECTION:
      done = g_strcmp0 (guild_answer_get_string (find_connection (company, target), "status"),
                        "Linked") != 0;
      break;
    case GUILD_WRITE_DELETE_CONNECTION:
      done = find_connection (company, target) == NULL;
      break;
    case GUILD_WRITE_ADD_TO_GROUP:
      done = has_group (company, target);
      break;
    case GUILD_WRITE_REMOVE_FROM_GROUP:
      done = !has_group (company, target);
      break;
    case GUILD_WRITE_ADD_PRODUCT:
      done = has_product (company, target);
      break;
    case GUILD_WRITE_REMOVE_PRODUCT:
      done = !has_product (company, target);
      break;
    case GUILD_WRITE_CREATE_API_KEY:
    case GUILD_WRITE_DELETE_API_KEY:
    case GUILD_WRITE_CREATE_WEBHOOK:
    case GUILD_WRITE_DELETE_WEBHOOK:
    case GUILD_WRITE_SET_SYNC_SETTINGS:
    case GUILD_WRITE_SET_PROFILE:
    case GUILD_WRITE_CREATE_COMPANY:
    case GUILD_WRITE_DELETE_COMPANY: /* it answered: it is still there */
    case GUILD_WRITE_CREATE_GROUP:
    case GUILD_WRITE_SET_REDIRECT:
    case GUILD_WRITE_REFRESH_ALL:
    case GUILD_WRITE_REFRESH_TYPE:
    case GUILD_WRITE_IMPORT_COMPANIES:
    case GUILD_WRITE_SET_LOGO:
    case GUILD_WRITE_MOVE_MEMBER:
    default:
      break;
    }
  if (!done)
    return NULL;
  GuildBatch *batch = guild_codat_batch_of_one (company, error);
  if (batch == NULL)
    return NULL;
  GuildOutcome *outcome = g_new0 (GuildOutcome, 1);
  outcome->batch = batch;
  outcome->created_id = g_steal_pointer (&created_id);
  return outcome;
}

static void
evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer outcome;

  if (guild_call_finish (result, &outcome, &error))
    g_task_return_pointer (task, outcome, (GDestroyNotify) guild_outcome_free);
  else if (g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND) &&
           self->write->kind == GUILD_WRITE_DELETE_COMPANY)
    {
      g_clear_error (&error);
      return_done (task, NULL, TRUE, NULL);
    }
  else
    g_task_return_error (task, error);
}

static void
look_at_company (GTask *task)
{
  LookUp *self = g_task_get_task_data (task);
  const char *id = self->write->company_id != NULL ? self->write->company_id : "";
  g_autofree char *path = guild_codat_path ("companies", id, NULL);

  guild_codat_call_async (g_task_get_source_object (task), &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_evidence,
    .data = look_up_ref (self), .free_data = look_up_unref,
    .free_value = (GDestroyNotify) guild_outcome_free,
  }, g_task_get_cancellable (task), evidence_cb, g_object_ref (task));
}

/* ---- what belongs to no company ---- */

static void
groups_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  const char *name = guild_answer_get_string (guild_answer_object (self->body), "name");
  GError *error = NULL;
  gpointer value;
  const char *id = NULL;
  guint n_found = 0;

  if (!guild_call_finish (result, &value, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr(GPtrArray) groups = value;
  for (guint i = 0; i < groups->len; i++)
    {
      const GuildGroup *group = groups->pdata[i];
      if (g_strcmp0 (group->name, name) == 0)
        {
          id = group->id;
          n_found++;
        }
    }
  if (n_found > 1)
    {
      set_ambiguous (&error);
      g_task_return_error (task, error);
    }
  else if (n_found == 1)
    return_done (task, NULL, FALSE, id);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
redirect_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  LookUp *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *redirect = guild_codat_read_redirect_finish (GUILD_CODAT (source), result,
                                                                &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (g_strcmp0 (redirect, guild_answer_get_string (guild_answer_object (self->body),
                                                       "redirectUrl")) == 0)
    return_done (task, NULL, FALSE, NULL);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static gint64
get_since (GuildService *service, gint64 sent_at)
{
  gint64 offset = guild_service_get_transport (service)->clock_offset;

  return offset != GUILD_NUMBER_UNSET ? sent_at + offset - KNOWN_MARGIN : sent_at - BLIND_MARGIN;
}

void
guild_codat_look_up_async (GuildService *service, const GuildWrite *write, gint64 sent_at,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (service, cancellable, callback, data);
  LookUp *self = g_new0 (LookUp, 1);

  g_atomic_ref_count_init (&self->refs);
  self->write = guild_write_copy (write);
  self->body = write->body != NULL ? json_from_string (write->body, NULL) : NULL;
  self->since = get_since (service, sent_at);
  g_task_set_source_tag (task, guild_codat_look_up_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, look_up_unref);

  if (write->kind == GUILD_WRITE_CREATE_COMPANY)
    look_for_company (task);
  else if (write->kind == GUILD_WRITE_CREATE_GROUP)
    guild_codat_call_async (GUILD_CODAT (service), &(GuildCall) {
      .method = "GET", .path = "/groups", .flags = GUILD_SEND_SAFE,
      .decode = guild_codat_decode_groups, .free_value = (GDestroyNotify) g_ptr_array_unref,
    }, cancellable, groups_cb, g_steal_pointer (&task));
  else if (write->kind == GUILD_WRITE_SET_REDIRECT)
    guild_codat_read_redirect_async (GUILD_CODAT (service), cancellable, redirect_cb,
                                     g_steal_pointer (&task));
  else if (write->kind == GUILD_WRITE_REFRESH_ALL || write->kind == GUILD_WRITE_REFRESH_TYPE)
    guild_codat_find_refresh (g_object_ref (task), write, self->since);
  else if (!guild_codat_look_up_setting (task, write, self->since))
    look_at_company (task);
}
