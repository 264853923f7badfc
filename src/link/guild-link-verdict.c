/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-link-verdict.h"

#include <string.h>

GuildLinkMemory *
guild_link_memory_new (void)
{
  GuildLinkMemory *self = g_new0 (GuildLinkMemory, 1);

  self->linked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
guild_link_memory_free (GuildLinkMemory *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->linked);
  g_hash_table_unref (self->errors);
  g_free (self);
}

/* A connection that was linked, fell and rises again counts as newly linked: so what is not linked
 * now is forgotten. */
void
guild_link_memory_update (GuildLinkMemory *self, GuildCompany *company)
{
  GListModel *connections = guild_company_get_connections (company);
  guint n = g_list_model_get_n_items (connections);

  g_hash_table_remove_all (self->linked);
  g_hash_table_remove_all (self->errors);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      const char *id = guild_connection_get_id (connection);
      const char *error = guild_connection_get_error (connection);

      if (id == NULL)
        continue;
      if (guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED)
        g_hash_table_add (self->linked, g_strdup (id));
      if (error != NULL)
        g_hash_table_insert (self->errors, g_strdup (id), g_strdup (error));
    }
}

GuildConnection *
guild_link_memory_find_linked (GuildLinkMemory *self, GuildCompany *company,
                               const char *connection_id, const char *called_id, gboolean any)
{
  GListModel *connections = guild_company_get_connections (company);
  guint n = g_list_model_get_n_items (connections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      const char *id = guild_connection_get_id (connection);

      if (id == NULL || guild_connection_get_status (connection) != GUILD_CONNECTION_LINKED ||
          (connection_id != NULL && g_strcmp0 (id, connection_id) != 0))
        continue;
      if (any || g_strcmp0 (id, called_id) == 0 || !g_hash_table_contains (self->linked, id))
        return g_steal_pointer (&connection);
    }
  return NULL;
}

char *
guild_link_memory_dup_error (GuildLinkMemory *self, GuildCompany *company,
                             const char *connection_id, const char *called_id)
{
  GListModel *connections = guild_company_get_connections (company);
  guint n = g_list_model_get_n_items (connections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      const char *id = guild_connection_get_id (connection);
      const char *error = guild_connection_get_error (connection);

      if (id == NULL || error == NULL ||
          guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED ||
          (connection_id != NULL && g_strcmp0 (id, connection_id) != 0))
        continue;
      if (g_strcmp0 (id, called_id) == 0 ||
          g_strcmp0 (error, g_hash_table_lookup (self->errors, id)) != 0)
        return g_strdup (error);
    }
  return NULL;
}

/* codat.md §1.3: one accounting connection can be active for each company. */
char *
guild_link_dup_rival (GuildCompany *company, const char *connection_id, const char *called_id)
{
  GListModel *connections = guild_company_get_connections (company);
  const char *wanted = connection_id != NULL ? connection_id : called_id;
  g_autofree char *rival = NULL;
  gboolean refused = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);

      if (g_strcmp0 (guild_connection_get_source_type (connection), "Accounting") != 0)
        continue;
      if (guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED)
        {
          g_free (rival);
          rival = g_strdup (guild_connection_get_platform_name (connection));
        }
      else if (wanted != NULL ? g_strcmp0 (guild_connection_get_id (connection), wanted) == 0
                              : guild_connection_get_error (connection) != NULL)
        refused = TRUE;
    }
  return refused ? g_steal_pointer (&rival) : NULL;
}

char *
guild_link_add_parameter (const char *address, const char *name, const char *value)
{
  gsize length = strcspn (address, "#");
  const char *query = memchr (address, '?', length);
  const char *separator = "?";

  if (query != NULL)
    separator = length > 0 && strchr ("?&", address[length - 1]) != NULL ? "" : "&";
  return g_strdup_printf ("%.*s%s%s=%s%s", (int) length, address, separator, name, value,
                          address + length);
}
