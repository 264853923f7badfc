/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-primary.h"

#include <glib/gi18n-lib.h>

#include "company/guild-connection.h"

static gboolean
has_status (GListModel *connections, GuildConnectionStatus status)
{
  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) == status)
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) (nullable): the one connection whose access was withdrawn. */
static char *
dup_withdrawn (GListModel *connections)
{
  g_autofree char *id = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) != GUILD_CONNECTION_DEAUTHORISED)
        continue;
      if (id != NULL)
        return NULL;
      id = g_strdup (guild_connection_get_id (connection));
    }
  return g_steal_pointer (&id);
}

void
guild_company_primary_update (GtkButton *button, GListModel *connections)
{
  GtkActionable *primary = GTK_ACTIONABLE (button);
  g_autofree char *id = dup_withdrawn (connections);
  gboolean again = has_status (connections, GUILD_CONNECTION_DEAUTHORISED);

  gtk_button_set_label (button, again ? _("_Re-authorise…") : _("_Link…"));
  /* Name and target must fit each other at every moment. */
  gtk_actionable_set_action_name (primary, NULL);
  gtk_actionable_set_action_target_value (primary, id != NULL ? g_variant_new_string (id) : NULL);
  gtk_actionable_set_action_name (primary, id != NULL ? "win.link-connection" : "win.link");
  if (again || !has_status (connections, GUILD_CONNECTION_LINKED))
    gtk_widget_add_css_class (GTK_WIDGET (button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (button), "suggested-action");
}
