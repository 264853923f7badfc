/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-settings.h"

#include <string.h>

#define DEFAULT_DELETE_DELAY 5

GSettings *
guild_settings_get (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr(GSettingsSchema) schema = source != NULL
        ? g_settings_schema_source_lookup (source, GUILD_APP_ID, TRUE) : NULL;
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      g_once_init_leave (&once, 1);
    }
  return settings;
}

/* One entry of "columns": the layout, and after a semicolon the field to sort by, "-" before it for
 * descending: "name:230,status;-lastSync". */

void
guild_settings_read_table (const char *workspace_id, char **layout, char **sort,
                           gboolean *descending)
{
  g_return_if_fail (workspace_id != NULL);

  *layout = *sort = NULL;
  *descending = FALSE;
  if (guild_settings_get () == NULL)
    return;
  g_autoptr(GVariant) columns = g_settings_get_value (guild_settings_get (), "columns");
  const char *entry;
  if (!g_variant_lookup (columns, workspace_id, "&s", &entry))
    return;
  const char *order = strchr (entry, ';');
  gsize length = order != NULL ? (gsize) (order - entry) : strlen (entry);
  if (length > 0)
    *layout = g_strndup (entry, length);
  if (order == NULL || order[1] == '\0')
    return;
  *descending = order[1] == '-';
  *sort = g_strdup (order + (*descending ? 2 : 1));
}

void
guild_settings_write_table (const char *workspace_id, const char *layout, const char *sort,
                            gboolean descending)
{
  g_return_if_fail (workspace_id != NULL);

  if (guild_settings_get () == NULL)
    return;
  g_autoptr(GVariant) columns = g_settings_get_value (guild_settings_get (), "columns");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key, *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, columns);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (!g_str_equal (key, workspace_id))
      g_variant_builder_add (&builder, "{ss}", key, value);
  g_autofree char *entry = g_strdup_printf ("%s;%s%s", layout != NULL ? layout : "",
                                            descending && sort != NULL ? "-" : "",
                                            sort != NULL ? sort : "");
  g_variant_builder_add (&builder, "{ss}", workspace_id, entry);
  g_settings_set_value (guild_settings_get (), "columns", g_variant_builder_end (&builder));
}

guint16
guild_settings_get_callback_port (void)
{
  if (guild_settings_get () == NULL)
    return 0;
  g_autoptr(GVariant) value = g_settings_get_value (guild_settings_get (), "callback-port");
  return g_variant_get_uint16 (value);
}

guint
guild_settings_get_delete_delay (void)
{
  if (guild_settings_get () == NULL)
    return DEFAULT_DELETE_DELAY;
  return g_settings_get_uint (guild_settings_get (), "delete-delay");
}
