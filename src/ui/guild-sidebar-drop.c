/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sidebar-drop.h"

#include "ui/guild-company-drag.h"

typedef struct
{
  char *workspace; /* (owned): id */
  char *view;      /* (owned): id */
} Place;

static void
place_free (gpointer data, GClosure *closure)
{
  Place *self = data;

  g_free (self->workspace);
  g_free (self->view);
  g_free (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  const Place *place = data;
  GuildCompanyDrag *drag = g_value_get_boxed (value);
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  const char *from = guild_workspace_get_id (guild_directory_get_workspace (drag->directory));
  GVariantBuilder ids;

  g_variant_builder_init (&ids, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < drag->ids->len; i++)
    g_variant_builder_add (&ids, "s", drag->ids->pdata[i]);
  return gtk_widget_activate_action (row, "win.drop-companies", "(ssas)", place->workspace,
                                     place->view, &ids) &&
         g_str_equal (from, place->workspace);
}

void
guild_sidebar_accept_drops (GtkWidget *row, GuildDirectory *directory, GuildView *view)
{
  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (GUILD_IS_VIEW (view));

  GuildViewKind kind = guild_view_get_kind (view);
  if (kind != GUILD_VIEW_GROUP && kind != GUILD_VIEW_TAG)
    return;
  GtkDropTarget *target = gtk_drop_target_new (GUILD_TYPE_COMPANY_DRAG, GDK_ACTION_COPY);
  Place *place = g_new0 (Place, 1);
  place->workspace = g_strdup (guild_workspace_get_id (guild_directory_get_workspace (directory)));
  place->view = g_strdup (guild_view_get_id (view));
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), place, place_free, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}
