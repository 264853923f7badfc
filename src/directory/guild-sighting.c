/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-sighting.h"

#include <string.h>

#include "company/guild-connection.h"

GuildSighting *
guild_sighting_new (const char *company_id, const char *connection_id, const char *platform,
                    const char *before, const char *after, gint64 seen, gint64 since)
{
  GuildSighting *self = g_new0 (GuildSighting, 1);

  self->company_id = g_strdup (company_id);
  self->connection_id = g_strdup (connection_id);
  self->platform = g_strdup (platform);
  self->before = g_strdup (before);
  self->after = g_strdup (after);
  self->seen = seen;
  self->since = since;
  return self;
}

void
guild_sighting_free (GuildSighting *self)
{
  g_free (self->company_id);
  g_free (self->connection_id);
  g_free (self->platform);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

/* (transfer full) (nullable) */
static GuildConnection *
find (GListModel *connections, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (g_strcmp0 (guild_connection_get_id (connection), id) == 0)
        return g_steal_pointer (&connection);
    }
  return NULL;
}

/* The next id or status in compact JSON, with its value up to the closing quote; moves *PLACE
 * behind it. In a text these keys would bear backslashes. */
static gboolean
next_mark (const char **place, const char **mark, gsize *length)
{
  for (const char *at = *place; (at = strchr (at, '"')) != NULL; at++)
    if (g_str_has_prefix (at, "\"id\":\"") || g_str_has_prefix (at, "\"status\":\""))
      {
        const char *value = strchr (at, ':') + 2;
        const char *end = strchr (value, '"');
        *mark = at;
        *place = end != NULL ? end : value + strlen (value);
        *length = *place - at;
        return TRUE;
      }
  return FALSE;
}

gboolean
guild_sighting_is_likely (const char *before, const char *after)
{
  for (;;)
    {
      const char *old, *new;
      gsize old_length, new_length;
      gboolean has_old = next_mark (&before, &old, &old_length);
      gboolean has_new = next_mark (&after, &new, &new_length);
      if (!has_old || !has_new)
        return has_old != has_new;
      if (old_length != new_length || memcmp (old, new, old_length) != 0)
        return TRUE;
    }
}

void
guild_sighting_compare (GuildCompany *before, GuildCompany *after, gint64 seen, gint64 since,
                        GPtrArray *sightings)
{
  g_return_if_fail (GUILD_IS_COMPANY (before) && GUILD_IS_COMPANY (after));
  g_return_if_fail (sightings != NULL);

  const char *company_id = guild_company_get_id (after);
  GListModel *old = guild_company_get_connections (before);
  GListModel *new = guild_company_get_connections (after);

  for (guint i = 0; i < g_list_model_get_n_items (new); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (new, i);
      const char *id = guild_connection_get_id (connection);
      g_autoptr(GuildConnection) known = find (old, id);
      const char *was = known != NULL ? guild_connection_get_status_text (known) : NULL;
      const char *is = guild_connection_get_status_text (connection);
      if (*id != '\0' && g_strcmp0 (was, is) != 0)
        g_ptr_array_add (sightings, guild_sighting_new (
          company_id, id, guild_connection_get_platform_name (connection), was, is, seen, since));
    }
  for (guint i = 0; i < g_list_model_get_n_items (old); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (old, i);
      const char *id = guild_connection_get_id (connection);
      g_autoptr(GuildConnection) left = find (new, id);
      if (*id != '\0' && left == NULL)
        g_ptr_array_add (sightings, guild_sighting_new (
          company_id, id, guild_connection_get_platform_name (connection),
          guild_connection_get_status_text (connection), NULL, seen, since));
    }
}
