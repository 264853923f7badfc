/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat-settings.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include "service/codat/guild-codat-private.h"
#include "service/guild-answer.h"

/* When which data is fetched (codat.md §5.4). */

static void
sync_free (gpointer data)
{
  GuildCodatSync *self = data;

  g_free (self->data_type);
  g_free (self->from);
  g_free (self->rest);
  g_free (self);
}

void
guild_codat_sync_settings_free (GuildCodatSyncSettings *self)
{
  if (self == NULL)
    return;
  g_free (self->owner);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static gboolean
get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* (transfer full) (nullable) */
static char *
dup_rest (JsonObject *object)
{
  static const char * const known[] = { "dataType", "fetchOnFirstLink", "syncSchedule",
                                        "syncOrder", "syncFromUtc", "syncFromWindow",
                                        "monthsToSync", "isLocked", NULL };
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), NULL);
  g_autoptr(JsonObject) rest = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_strv_contains (known, name))
      json_object_set_member (rest, name, json_node_copy (value));
  json_node_set_object (node, rest);
  return json_object_get_size (rest) > 0 ? json_to_string (node, FALSE) : NULL;
}

static GuildCodatSync *
make_row (JsonObject *object)
{
  const char *type = guild_answer_get_string (object, "dataType");

  if (type == NULL)
    return NULL;
  GuildCodatSync *row = g_new0 (GuildCodatSync, 1);
  row->data_type = g_strdup (type);
  row->rest = dup_rest (object);
  row->from = g_strdup (guild_answer_get_string (object, "syncFromUtc"));
  row->hours = MAX (guild_answer_get_count (object, "syncSchedule"), 0);
  row->order = MAX (guild_answer_get_count (object, "syncOrder"), 0);
  row->window = guild_answer_get_count (object, "syncFromWindow");
  row->months = guild_answer_get_count (object, "monthsToSync");
  row->first_link = get_boolean (object, "fetchOnFirstLink");
  row->locked = get_boolean (object, "isLocked");
  return row;
}

/* Runs on a worker. */
static gpointer
decode_sync (JsonNode *root, gpointer owner_name, GError **error)
{
  JsonObject *object = guild_answer_object (root);
  const char *owner = guild_answer_get_string (object, owner_name);
  JsonArray *settings = guild_answer_get_array (object, "settings");

  if (object == NULL || owner == NULL || settings == NULL)
    {
      guild_call_bad_answer (error, "sync settings without owner or rows");
      return NULL;
    }
  GuildCodatSyncSettings *self = g_new0 (GuildCodatSyncSettings, 1);
  self->owner = g_strdup (owner);
  self->rows = g_ptr_array_new_with_free_func (sync_free);
  self->overrides = get_boolean (object, "overridesDefaults");
  for (guint i = 0; i < json_array_get_length (settings); i++)
    {
      JsonObject *element = guild_answer_element (settings, i);
      GuildCodatSync *row = element != NULL ? make_row (element) : NULL;
      if (row != NULL)
        g_ptr_array_add (self->rows, row);
    }
  return self;
}

static void
sync_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  gpointer settings;

  if (guild_call_finish (result, &settings, &error))
    g_task_return_pointer (task, settings, (GDestroyNotify) guild_codat_sync_settings_free);
  else
    g_task_return_error (task, error);
}

void
guild_codat_read_sync_async (GuildCodat *self, const char *company_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_CODAT (self));

  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *path = company_id != NULL
                            ? guild_codat_path ("companies", company_id, "syncSettings", NULL)
                            : g_strdup ("/profile/syncSettings");
  g_task_set_source_tag (task, guild_codat_read_sync_async);
  g_task_set_check_cancellable (task, FALSE);
  guild_codat_call_async (self, &(GuildCall) {
    .method = "GET", .path = path, .flags = GUILD_SEND_SAFE, .decode = decode_sync,
    .data = g_strdup (company_id != NULL ? "companyId" : "clientId"), .free_data = g_free,
    .free_value = (GDestroyNotify) guild_codat_sync_settings_free,
  }, cancellable, sync_cb, task);
}

GuildCodatSyncSettings *
guild_codat_read_sync_finish (GuildCodat *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
add_rest (JsonBuilder *builder, const char *rest)
{
  g_autoptr(JsonNode) node = rest != NULL ? json_from_string (rest, NULL) : NULL;
  JsonObject *object = guild_answer_object (node);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_value (builder, json_node_copy (value));
    }
}

static void
add_row (JsonBuilder *builder, const GuildCodatSync *row)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dataType");
  json_builder_add_string_value (builder, row->data_type);
  json_builder_set_member_name (builder, "fetchOnFirstLink");
  json_builder_add_boolean_value (builder, row->first_link);
  json_builder_set_member_name (builder, "syncSchedule");
  json_builder_add_int_value (builder, row->hours);
  json_builder_set_member_name (builder, "syncOrder");
  json_builder_add_int_value (builder, row->order);
  /* One or the other, never both. */
  if (row->from != NULL)
    {
      json_builder_set_member_name (builder, "syncFromUtc");
      json_builder_add_string_value (builder, row->from);
    }
  else if (row->window >= 0)
    {
      json_builder_set_member_name (builder, "syncFromWindow");
      json_builder_add_int_value (builder, row->window);
    }
  if (row->months >= 0)
    {
      json_builder_set_member_name (builder, "monthsToSync");
      json_builder_add_int_value (builder, row->months);
    }
  json_builder_set_member_name (builder, "isLocked");
  json_builder_add_boolean_value (builder, row->locked);
  add_rest (builder, row->rest);
  json_builder_end_object (builder);
}

char *
guild_codat_sync_settings_to_body (const GuildCodatSyncSettings *self, gboolean of_company)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, of_company ? "companyId" : "clientId");
  json_builder_add_string_value (builder, self->owner);
  json_builder_set_member_name (builder, "overridesDefaults");
  json_builder_add_boolean_value (builder, self->overrides);
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->rows->len; i++)
    add_row (builder, self->rows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* ---- words ---- */

char *
guild_codat_sync_hours_title (gint64 hours)
{
  switch (hours)
    {
    case 1:
      return g_strdup (_("Every hour"));
    case 24:
      return g_strdup (_("Every day"));
    case 168:
      return g_strdup (_("Every week"));
    case 720:
      return g_strdup (_("Every month"));
    default:
      break;
    }
  if (hours <= 0)
    return g_strdup (_("Not by itself"));
  gboolean in_days = hours % 24 == 0;
  gint64 n = in_days ? hours / 24 : hours;

  /* the format macro of 64 bits would keep the text from the translators */
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  if (in_days)
    return g_strdup_printf (ngettext ("Every %s day", "Every %s days", (gulong) n), count);
  return g_strdup_printf (ngettext ("Every %s hour", "Every %s hours", (gulong) n), count);
}

char *
guild_codat_data_type_words (const char *data_type)
{
  g_return_val_if_fail (data_type != NULL, NULL);

  const char *dash = strchr (data_type, '-');
  g_autoptr(GString) words = g_string_new (NULL);
  for (const char *c = dash != NULL ? dash + 1 : data_type; *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c) && words->len > 0)
        g_string_append_c (words, ' ');
      g_string_append_c (words, words->len == 0 ? g_ascii_toupper (*c) : g_ascii_tolower (*c));
    }
  if (dash != NULL)
    g_string_append_printf (words, " (%.*s)", (int) (dash - data_type), data_type);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
