/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-values.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk.h"

static GuildPlaces *known_places; /* for as long as the program runs */

const char * const *
guild_company_values_fields (void)
{
  static const char * const fields[] = {
    "name", "trade", "addressLine1", "addressLine2", "city", "postalCode", "country", "state",
    "phone", "website", "erpId", "taxId", "description", NULL,
  };
  return fields;
}

static const char *
get_cell (GuildCompany *company, const char *field)
{
  guint index = guild_field_table_index (guild_autodesk_table (), field);
  const char *text = guild_company_get_cell (company, index)->text;

  return text != NULL ? text : "";
}

GHashTable *
guild_company_values_read (GuildCompany *company, GuildPlaces *places)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);
  g_return_val_if_fail (guild_company_get_table (company) == guild_autodesk_table (), NULL);

  const char * const *fields = guild_company_values_fields ();
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const char *country = get_cell (company, "country");

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *text = get_cell (company, fields[i]);
      const GuildPlace *place = NULL;

      if (places != NULL && *text != '\0' && g_str_equal (fields[i], "country"))
        place = guild_places_find_country (places, text);
      else if (places != NULL && *text != '\0' && g_str_equal (fields[i], "state"))
        place = guild_places_find_state (places, country, text);
      g_hash_table_insert (values, (gpointer) fields[i],
                           g_strdup (place != NULL ? place->name : text));
    }
  return values;
}

gboolean
guild_company_values_equal (GHashTable *a, GHashTable *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  const char * const *fields = guild_company_values_fields ();
  for (guint i = 0; fields[i] != NULL; i++)
    if (g_strcmp0 (g_hash_table_lookup (a, fields[i]), g_hash_table_lookup (b, fields[i])) != 0)
      return FALSE;
  return TRUE;
}

char *
guild_company_values_describe_stored (GHashTable *sent, GHashTable *stored)
{
  g_return_val_if_fail (sent != NULL && stored != NULL, NULL);

  const char * const *fields = guild_company_values_fields ();
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *now = g_hash_table_lookup (stored, fields[i]);
      const GuildField *field = guild_field_table_find (guild_autodesk_table (), fields[i]);

      if (g_strcmp0 (g_hash_table_lookup (sent, fields[i]), now) != 0)
        /* Translators: a field and its value, in a list after “Autodesk stored” */
        g_ptr_array_add (parts, g_strdup_printf (_("%s as “%s”"), _(field->title), now));
    }
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) parts->pdata);
  /* Translators: %s is a list such as “City as “Ulm”, Phone as “…”” */
  return g_strdup_printf (_("Autodesk stored %s"), list);
}

/* ---- places ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  g_autoptr(GError) error = NULL;
  GuildPlaces *places = guild_places_load_finish (result, &error);

  if (places == NULL)
    g_debug ("no places: %s", error->message);
  else if (known_places == NULL)
    known_places = guild_places_ref (places);
  g_task_return_pointer (task, places, (GDestroyNotify) guild_places_unref);
}

void
guild_company_values_load_places_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, guild_company_values_load_places_async);
  if (known_places == NULL)
    {
      guild_places_load_async (NULL, cancellable, loaded_cb, task);
      return;
    }
  g_task_return_pointer (task, guild_places_ref (known_places),
                         (GDestroyNotify) guild_places_unref);
  g_object_unref (task);
}

GuildPlaces *
guild_company_values_load_places_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
