/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-family.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "service/guild-answer.h"
#include "ui/guild-company-rows.h"

/* REFERENCE (nullable): a CompanyReference, codat.md §5.1. */
static void
add_reference (GPtrArray *rows, JsonObject *reference, const char *role)
{
  const char *id = reference != NULL ? guild_answer_get_string (reference, "id") : NULL;
  const char *name = reference != NULL ? guild_answer_get_string (reference, "name") : NULL;

  if (id == NULL || *id == '\0')
    return;
  if (name == NULL || *name == '\0')
    name = id;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), role);
  GtkWidget *icon = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_widget_add_css_class (icon, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-company");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, role, -1);
  g_ptr_array_add (rows, row);
}

static void
add_owners (GPtrArray *rows, JsonArray *owners)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; owners != NULL && i < json_array_get_length (owners); i++)
    {
      JsonNode *node = json_array_get_element (owners, i);
      const char *id = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      if (id != NULL && *id != '\0')
        g_ptr_array_add (ids, (gpointer) id);
    }
  if (ids->len == 0)
    return;
  g_ptr_array_add (ids, NULL);
  g_ptr_array_add (rows, guild_company_words_row (_("Owner User IDs"),
                                                  (const char * const *) ids->pdata));
}

GPtrArray *
guild_company_family_rows (GuildCompany *company)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);

  JsonObject *object = guild_company_get_object (company);
  GPtrArray *rows = g_ptr_array_new ();
  JsonArray *subsidiaries = guild_answer_get_array (object, "referenceSubsidiaryCompanies");

  add_reference (rows, guild_answer_get_object (object, "referenceParentCompany"), _("Parent"));
  for (guint i = 0; subsidiaries != NULL && i < json_array_get_length (subsidiaries); i++)
    add_reference (rows, guild_answer_element (subsidiaries, i), _("Subsidiary"));
  add_owners (rows, guild_answer_get_array (object, "ownerUserIds"));
  return rows;
}
