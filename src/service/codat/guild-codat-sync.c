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

static GuildCodatSync *
make_row (JsonObject *object)
{
  const char *type = guild_answer_get_string (object, "dataType");

  if (type == NULL)
    return NULL;
  GuildCodatSync *row = g_new0 (GuildCodatSync, 1);
  row->data_type = g_strdup (type);
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

GuildCodatSyncSettings *
guild_codat_sync_settings_copy (const GuildCodatSyncSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GuildCodatSyncSettings *copy = g_new0 (GuildCodatSyncSettings, 1);
  copy->owner = g_strdup (self->owner);
  copy->overrides = self->overrides;
  copy->rows = g_ptr_array_new_with_free_func (sync_free);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GuildCodatSync *row = g_memdup2 (self->rows->pdata[i], sizeof *row);
      row->data_type = g_strdup (row->data_type);
      row->from = g_strdup (row->from);
      g_ptr_array_add (copy->rows, row);
    }
  return copy;
}

static void
set_count (JsonObject *object, const char *name, gint64 count)
{
  if (count >= 0)
    json_object_set_int_member (object, name, count);
  else
    json_object_set_null_member (object, name);
}

/* (transfer full) (nullable): what of ROW differs from OTHER (nullable: all of it), by ROW. */
static JsonObject *
make_difference (const GuildCodatSync *row, const GuildCodatSync *other)
{
  g_autoptr(JsonObject) object = json_object_new ();

  if (other == NULL || row->first_link != other->first_link)
    json_object_set_boolean_member (object, "fetchOnFirstLink", row->first_link);
  if (other == NULL || row->hours != other->hours)
    json_object_set_int_member (object, "syncSchedule", row->hours);
  if (other == NULL || row->order != other->order)
    json_object_set_int_member (object, "syncOrder", row->order);
  /* One or the other, never both. */
  if (other == NULL || g_strcmp0 (row->from, other->from) != 0 || row->window != other->window)
    {
      if (row->from != NULL)
        json_object_set_string_member (object, "syncFromUtc", row->from);
      else
        json_object_set_null_member (object, "syncFromUtc");
      set_count (object, "syncFromWindow", row->from == NULL ? row->window : -1);
    }
  if (other == NULL || row->months != other->months)
    set_count (object, "monthsToSync", row->months);
  if (json_object_get_size (object) == 0)
    return NULL;
  json_object_set_string_member (object, "dataType", row->data_type);
  return g_steal_pointer (&object);
}

/* (transfer full): what of SELF differs from OTHER (nullable), by SELF. */
static JsonObject *
make_differences (const GuildCodatSyncSettings *self, const GuildCodatSyncSettings *other)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonArray) rows = json_array_new ();

  for (guint i = 0; i < self->rows->len && (other == NULL || i < other->rows->len); i++)
    {
      JsonObject *row = make_difference (self->rows->pdata[i],
                                         other != NULL ? other->rows->pdata[i] : NULL);
      if (row != NULL)
        json_array_add_object_element (rows, row);
    }
  if (other == NULL || self->overrides != other->overrides)
    json_object_set_boolean_member (object, "overridesDefaults", self->overrides);
  if (json_array_get_length (rows) > 0)
    json_object_set_array_member (object, "settings", g_steal_pointer (&rows));
  return object;
}

char *
guild_codat_sync_settings_to_body (const GuildCodatSyncSettings *self,
                                   const GuildCodatSyncSettings *before)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonObject) object = make_differences (self, before);
  if (json_object_get_size (object) == 0)
    return NULL;
  if (before != NULL)
    json_object_set_object_member (object, "was", make_differences (before, self));
  g_autoptr(JsonNode) root = json_node_init_object (json_node_alloc (), object);
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
