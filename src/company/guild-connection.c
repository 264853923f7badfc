/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-connection.h"

#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "company/guild-format.h"

struct _GuildConnection
{
  GObject parent_instance;

  char   *id;            /* (owned) */
  char   *platform_name; /* (owned) */
  char   *platform_key;  /* (owned) (nullable) */
  char   *source_type;   /* (owned) */
  char   *status_text;   /* (owned) */
  GPtrArray *errors;     /* (owned) (element-type GuildConnectionError): newest first */
  gint64  created;
  gint64  last_sync;
  GuildConnectionStatus status;
};

G_DEFINE_FINAL_TYPE (GuildConnection, guild_connection, G_TYPE_OBJECT)

static const struct
{
  const char *value;
  const char *title;
  const char *icon_name;
  const char *css_class;
} statuses[] = {
  [GUILD_CONNECTION_UNKNOWN] = { NULL, N_("Unknown"), "guild-none-symbolic", "dim-label" },
  [GUILD_CONNECTION_PENDING] = { "PendingAuth", N_("Pending"), "guild-pending-symbolic", "accent" },
  [GUILD_CONNECTION_LINKED] = { "Linked", N_("Linked"), "guild-linked-symbolic", "success" },
  [GUILD_CONNECTION_UNLINKED] = { "Unlinked", N_("Unlinked"), "guild-unlinked-symbolic",
                                  "dim-label" },
  [GUILD_CONNECTION_DEAUTHORISED] = { "Deauthorized", N_("Deauthorised"),
                                      "guild-deauthorised-symbolic", "error" },
};

static void
guild_connection_finalize (GObject *object)
{
  GuildConnection *self = GUILD_CONNECTION (object);

  g_free (self->id);
  g_free (self->platform_name);
  g_free (self->platform_key);
  g_free (self->source_type);
  g_free (self->status_text);
  g_ptr_array_unref (self->errors);

  G_OBJECT_CLASS (guild_connection_parent_class)->finalize (object);
}

static void
guild_connection_class_init (GuildConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_connection_finalize;
}

static void
guild_connection_init (GuildConnection *self)
{
  self->created = GUILD_NUMBER_UNSET;
  self->last_sync = GUILD_NUMBER_UNSET;
}

/* (transfer none) (nullable): NULL for what is no text, or empty. */
static const char *
text_member (JsonObject *json,
             const char *name)
{
  JsonNode *node = json_object_get_member (json, name);
  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  text = json_node_get_string (node);

  return *text != '\0' ? text : NULL;
}

/* (transfer full): valid text, "" when there is none. */
static char *
dup_member (JsonObject *json,
            const char *name)
{
  const char *text = text_member (json, name);

  return text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
}

static void
error_free (gpointer data)
{
  GuildConnectionError *error = data;

  g_free (error->text);
  g_free (error);
}

static guint
read_code (const char *text)
{
  guint64 code = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 100, 599, &code, NULL);
  return (guint) code;
}

/* (nullable): what the service says in its best words. An error without a state counts until it
 * says when it was resolved. */
static GuildConnectionError *
read_error (JsonObject *json)
{
  const char *status = text_member (json, "status");
  const char *text = text_member (json, "errorMessage");
  GuildConnectionError *error;

  if (text == NULL)
    text = text_member (json, "statusText");
  if (text == NULL)
    text = text_member (json, "statusCode");
  if (text == NULL)
    return NULL;
  error = g_new0 (GuildConnectionError, 1);
  error->text = g_utf8_make_valid (text, -1);
  error->code = read_code (text_member (json, "statusCode"));
  error->at = guild_time_parse (text_member (json, "erroredOnUtc"));
  error->resolved_at = guild_time_parse (text_member (json, "resolvedOnUtc"));
  error->resolved = g_strcmp0 (status, "Resolved") == 0
                    || (status == NULL && text_member (json, "resolvedOnUtc") != NULL);

  return error;
}

/* Newest first; of equal ones the later in the list, which is read from its end. */
static int
compare_errors (gconstpointer a, gconstpointer b)
{
  const GuildConnectionError *first = *(GuildConnectionError * const *) a;
  const GuildConnectionError *second = *(GuildConnectionError * const *) b;

  return (first->at < second->at) - (first->at > second->at);
}

static GPtrArray *
read_errors (JsonObject *json)
{
  JsonNode *node = json_object_get_member (json, "dataConnectionErrors");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  GPtrArray *errors = g_ptr_array_new_with_free_func (error_free);

  for (guint i = array != NULL ? json_array_get_length (array) : 0; i > 0; i--)
    {
      JsonNode *element = json_array_get_element (array, i - 1);
      GuildConnectionError *error =
        JSON_NODE_HOLDS_OBJECT (element) ? read_error (json_node_get_object (element)) : NULL;

      if (error != NULL)
        g_ptr_array_add (errors, error);
    }
  g_ptr_array_sort (errors, compare_errors);

  return errors;
}

GuildConnection *
guild_connection_new (JsonObject *json)
{
  GuildConnection *self;

  g_return_val_if_fail (json != NULL, NULL);

  self = g_object_new (GUILD_TYPE_CONNECTION, NULL);
  self->id = dup_member (json, "id");
  self->platform_name = dup_member (json, "platformName");
  if (text_member (json, "integrationKey") != NULL)
    self->platform_key = dup_member (json, "integrationKey");
  self->source_type = dup_member (json, "sourceType");
  self->status_text = dup_member (json, "status");
  self->created = guild_time_parse (text_member (json, "created"));
  self->last_sync = guild_time_parse (text_member (json, "lastSync"));
  self->errors = read_errors (json);

  self->status = guild_connection_status_from_text (self->status_text);

  return self;
}

const char *
guild_connection_get_id (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  return self->id;
}

const char *
guild_connection_get_platform_name (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  return self->platform_name;
}

const char *
guild_connection_get_platform_key (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  return self->platform_key;
}

const char *
guild_connection_get_source_type (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  return self->source_type;
}

GuildConnectionStatus
guild_connection_get_status (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), GUILD_CONNECTION_UNKNOWN);

  return self->status;
}

const char *
guild_connection_get_status_text (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  return self->status_text;
}

gint64
guild_connection_get_created (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), GUILD_NUMBER_UNSET);

  return self->created;
}

gint64
guild_connection_get_last_sync (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), GUILD_NUMBER_UNSET);

  return self->last_sync;
}

const char *
guild_connection_get_error (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  for (guint i = 0; i < self->errors->len; i++)
    {
      const GuildConnectionError *error = g_ptr_array_index (self->errors, i);

      if (!error->resolved)
        return error->text;
    }

  return NULL;
}

GPtrArray *
guild_connection_get_errors (GuildConnection *self)
{
  g_return_val_if_fail (GUILD_IS_CONNECTION (self), NULL);

  return self->errors;
}

GuildConnectionStatus
guild_connection_status_from_text (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (text != NULL && g_strcmp0 (statuses[i].value, text) == 0)
        return (GuildConnectionStatus) i;
    }

  return GUILD_CONNECTION_UNKNOWN;
}

const char *
guild_connection_status_title (GuildConnectionStatus status)
{
  g_return_val_if_fail (status <= GUILD_CONNECTION_DEAUTHORISED, NULL);

  return _(statuses[status].title);
}

const char *
guild_connection_status_icon_name (GuildConnectionStatus status)
{
  g_return_val_if_fail (status <= GUILD_CONNECTION_DEAUTHORISED, NULL);

  return statuses[status].icon_name;
}

const char *
guild_connection_status_css_class (GuildConnectionStatus status)
{
  g_return_val_if_fail (status <= GUILD_CONNECTION_DEAUTHORISED, NULL);

  return statuses[status].css_class;
}
