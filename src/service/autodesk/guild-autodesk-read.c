/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/autodesk/guild-autodesk-private.h"

#include <glib/gi18n-lib.h>
#include "company/guild-format.h"
#include "service/guild-answer.h"

/* One company. The new family has no call for it, and the old one knows neither status nor counts
 * (acc.md §5): it is read from the old by its id, then from the new by its name. */

#define NEW_PAGE 50

gpointer
guild_autodesk_decode_object (JsonNode *root, gpointer data, GError **error)
{
  JsonObject *object = guild_answer_object (root);

  if (object == NULL)
    {
      guild_call_bad_answer (error, "not an object");
      return NULL;
    }
  return json_object_ref (object);
}

gpointer
guild_autodesk_decode_array (JsonNode *root, gpointer data, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      guild_call_bad_answer (error, "not a list");
      return NULL;
    }
  return json_array_ref (json_node_get_array (root));
}

void
guild_autodesk_append_row (GuildBatch *batch, GuildBatch *from, guint row)
{
  g_autoptr(JsonNode) node = json_from_string (guild_batch_get_json (from, row), NULL);
  JsonObject *object = guild_answer_object (node);

  if (object != NULL)
    guild_batch_append (batch, object);
}

/* ---- from the old family's names to the new one's ---- */

static void
copy_member (JsonObject *to, const char *to_name, JsonObject *from, const char *from_name)
{
  JsonNode *node = json_object_get_member (from, from_name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
    json_object_set_member (to, to_name, json_node_copy (node));
}

JsonObject *
guild_autodesk_row_from_hq (JsonObject *company)
{
  static const char * const names[][2] = {
    { "id", "id" }, { "account_id", "accountId" }, { "name", "name" }, { "trade", "trade" },
    { "website_url", "websiteUrl" }, { "description", "description" }, { "erp_id", "erpId" },
    { "tax_id", "taxId" }, { "created_at", "createdAt" }, { "updated_at", "updatedAt" },
  };
  static const char * const parts[][2] = {
    { "address_line_1", "addressLine1" }, { "address_line_2", "addressLine2" }, { "city", "city" },
    { "postal_code", "postalCode" }, { "state_or_province", "stateOrProvince" },
    { "country", "country" }, { "phone", "phone" },
  };
  JsonObject *row = json_object_new ();
  JsonObject *address = json_object_new ();
  JsonArray *addresses = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy_member (row, names[i][1], company, names[i][0]);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    copy_member (address, parts[i][1], company, parts[i][0]);
  json_object_set_string_member (address, "type", "Main");
  json_array_add_object_element (addresses, address);
  json_object_set_array_member (row, "addresses", addresses);
  json_object_set_string_member (row, "status", "active");
  return row;
}

/* ---- completed from the new family; the task's data is hq's company ---- */

/* Runs on a worker: the row whose id is DATA; an empty batch when it is not there. */
static gpointer
decode_one (JsonNode *root, gpointer data, GError **error)
{
  JsonArray *results = guild_answer_get_array (guild_answer_object (root), "results");
  GuildBatch *batch = guild_batch_new (guild_autodesk_table ());

  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonObject *row = guild_answer_element (results, i);
      const char *id = row != NULL ? guild_answer_get_string (row, "id") : NULL;
      if (g_strcmp0 (id, data) == 0)
        {
          guild_batch_append (batch, row);
          break;
        }
    }
  return batch;
}

static void
completed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  JsonObject *company = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer batch = NULL;

  /* The company itself is known: a list that fails now takes nothing of it away. */
  if (!guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &batch, NULL) ||
      guild_batch_get_length (batch) == 0)
    {
      g_autoptr(JsonObject) row = guild_autodesk_row_from_hq (company);
      g_clear_pointer ((GuildBatch **) &batch, guild_batch_unref);
      batch = guild_batch_new (guild_autodesk_table ());
      if (!guild_batch_append (batch, row))
        {
          g_clear_pointer ((GuildBatch **) &batch, guild_batch_unref);
          guild_call_bad_answer (&error, "a company without an id");
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_pointer (task, batch, (GDestroyNotify) guild_batch_unref);
}

void
guild_autodesk_complete_async (GuildAutodesk *self, JsonObject *company, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  GTask *task =
    guild_autodesk_task_new (self, guild_autodesk_complete_async, cancellable, callback, data);
  const char *name = guild_answer_get_string (company, "name");
  const char *id = guild_answer_get_string (company, "id");
  g_autofree char *account = guild_transport_encode (self->account_id);
  g_autofree char *encoded = guild_transport_encode (name != NULL ? name : "");
  g_autofree char *path = g_strdup_printf (
    "/construction/admin/v1/accounts/%s/companies?filter%%5Bname%%5D=%s&filterTextMatch=equals"
    "&limit=%u", account, encoded, NEW_PAGE);

  g_task_set_task_data (task, json_object_ref (company), (GDestroyNotify) json_object_unref);
  guild_autodesk_call_async (self, GUILD_AUTODESK_ADMIN, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_one,
    .data = g_strdup (id != NULL ? id : ""), .free_data = g_free,
    .free_value = (GDestroyNotify) guild_batch_unref,
  }, cancellable, completed_cb, task);
}

GuildBatch *
guild_autodesk_complete_finish (GuildAutodesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
whole_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GuildBatch *batch = guild_autodesk_complete_finish (GUILD_AUTODESK (source), result, &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, (GDestroyNotify) guild_batch_unref);
  else
    g_task_return_error (task, error);
}

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
  guild_autodesk_complete_async (self, company, g_task_get_cancellable (task), whole_cb,
                                 g_object_ref (task));
}

void
guild_autodesk_read_company_async (GuildService *service, const char *company_id,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data)
{
  GuildAutodesk *self = GUILD_AUTODESK (service);
  g_autoptr(GTask) task = guild_autodesk_task_new (
    service, guild_autodesk_read_company_async, cancellable, callback, data);

  if (!guild_autodesk_has_account (task, self))
    return;
  g_autofree char *path = guild_autodesk_hq_path (self, "companies", company_id, NULL);
  guild_autodesk_call_async (self, GUILD_AUTODESK_HQ, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE,
    .decode = guild_autodesk_decode_object, .free_value = (GDestroyNotify) json_object_unref,
  }, cancellable, company_cb, g_steal_pointer (&task));
}

/* ---- what was made lately ---- */

typedef struct
{
  gatomicrefcount refs;
  GuildBatch     *found; /* (owned) */
  gint64          since;
  guint           page;
  gboolean        older; /* the last page reached what was there before */
  gboolean        more;
} Lately;

static void
lately_unref (gpointer data)
{
  Lately *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->found, guild_batch_unref);
  g_free (self);
}

/* Runs on a worker. */
static gpointer
decode_lately (JsonNode *root, gpointer data, GError **error)
{
  Lately *self = data;
  JsonArray *results = guild_answer_get_array (guild_answer_object (root), "results");
  guint n_results = results != NULL ? json_array_get_length (results) : 0;

  if (results == NULL)
    {
      guild_call_bad_answer (error, "a list without results");
      return NULL;
    }
  for (guint i = 0; i < n_results; i++)
    {
      JsonObject *row = guild_answer_element (results, i);
      const char *text = row != NULL ? guild_answer_get_string (row, "createdAt") : NULL;
      gint64 time = text != NULL ? guild_time_parse (text) : GUILD_NUMBER_UNSET;

      if (time != GUILD_NUMBER_UNSET && time < self->since)
        self->older = TRUE;
      else if (row != NULL)
        guild_batch_append (self->found, row);
    }
  self->more = n_results >= NEW_PAGE;
  return NULL;
}

static void ask_lately (GTask *task);

static void
lately_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Lately *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer nothing;

  if (!guild_autodesk_call_finish (GUILD_AUTODESK (source), result, &nothing, &error))
    g_task_return_error (task, error);
  else if (self->more && !self->older)
    {
      self->page++;
      ask_lately (task);
    }
  else
    g_task_return_pointer (task, guild_batch_ref (self->found),
                           (GDestroyNotify) guild_batch_unref);
}

static void
ask_lately (GTask *task)
{
  GuildAutodesk *self = g_task_get_source_object (task);
  Lately *lately = g_task_get_task_data (task);
  g_autofree char *account = guild_transport_encode (self->account_id);
  g_autofree char *path = g_strdup_printf (
    "/construction/admin/v1/accounts/%s/companies?sort=createdAt%%20desc&limit=%u&offset=%u",
    account, NEW_PAGE, lately->page * NEW_PAGE);

  g_atomic_ref_count_inc (&lately->refs);
  guild_autodesk_call_async (self, GUILD_AUTODESK_ADMIN, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_lately,
    .data = lately, .free_data = lately_unref,
  }, g_task_get_cancellable (task), lately_cb, g_object_ref (task));
}

void
guild_autodesk_list_new_async (GuildAutodesk *self, gint64 since, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task =
    guild_autodesk_task_new (self, guild_autodesk_list_new_async, cancellable, callback, data);
  Lately *lately = g_new0 (Lately, 1);

  g_atomic_ref_count_init (&lately->refs);
  lately->found = guild_batch_new (guild_autodesk_table ());
  lately->since = since;
  g_task_set_task_data (task, lately, lately_unref);
  ask_lately (task);
}
