/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-company.h"

#include <glib/gi18n-lib.h>

#include "company/guild-batch.h"
#include "company/guild-connection.h"
#include "company/guild-json.h"

struct _GuildCompany
{
  GObject parent_instance;

  GuildBatch *batch;       /* (owned): of this one company */
  JsonObject *object;      /* (owned): scrubbed */
  GListStore *connections; /* (owned): of GuildConnection */
};

G_DEFINE_FINAL_TYPE (GuildCompany, guild_company, G_TYPE_OBJECT)

static void
guild_company_finalize (GObject *object)
{
  GuildCompany *self = GUILD_COMPANY (object);

  g_clear_pointer (&self->batch, guild_batch_unref);
  g_clear_pointer (&self->object, json_object_unref);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (guild_company_parent_class)->finalize (object);
}

static void
guild_company_class_init (GuildCompanyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = guild_company_finalize;
}

static void
guild_company_init (GuildCompany *self)
{
  self->connections = g_list_store_new (GUILD_TYPE_CONNECTION);
}

static void
fill_connections (GuildCompany *self)
{
  JsonNode *node = json_object_get_member (self->object, "dataConnections");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autoptr (GuildConnection) connection = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        continue;
      connection = guild_connection_new (json_node_get_object (element));
      g_list_store_append (self->connections, connection);
    }
}

GuildCompany *
guild_company_new_from_json (const GuildFieldTable  *table,
                             const char             *json,
                             GError                **error)
{
  g_autoptr (GuildCompany) self = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (json != NULL, NULL);

  node = guild_json_parse (json, -1, error);
  if (node == NULL)
    return NULL;

  self = g_object_new (GUILD_TYPE_COMPANY, NULL);
  self->batch = guild_batch_new (table);
  if (!JSON_NODE_HOLDS_OBJECT (node)
      || !guild_batch_append (self->batch, json_node_get_object (node)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("This is not a company: it has no ID."));
      return NULL;
    }

  self->object = json_node_dup_object (node);
  fill_connections (self);

  return g_steal_pointer (&self);
}

const GuildFieldTable *
guild_company_get_table (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return guild_batch_get_table (self->batch);
}

const char *
guild_company_get_id (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return guild_batch_get_id (self->batch, 0);
}

const char *
guild_company_get_name (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return guild_batch_get_name (self->batch, 0);
}

const char *
guild_company_get_json (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return guild_batch_get_json (self->batch, 0);
}

JsonObject *
guild_company_get_object (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return self->object;
}

const GuildCell *
guild_company_get_cell (GuildCompany *self,
                        guint         field)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return guild_batch_get_cell (self->batch, 0, field);
}

gboolean
guild_company_is_deleted (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), FALSE);

  return guild_batch_is_deleted (self->batch, 0);
}

GListModel *
guild_company_get_connections (GuildCompany *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (self), NULL);

  return G_LIST_MODEL (self->connections);
}
