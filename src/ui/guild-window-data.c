/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "service/codat/guild-codat.h"
#include "ui/guild-records-window.h"

/* A company's data: the window that reads it, and refreshing all of it. */

static void
data_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);

  if (company != NULL)
    guild_records_window_present (GTK_WINDOW (self), self->desk, self->directory, company);
}

static void
queued_cb (gboolean queued, gpointer data)
{
  g_autoptr(GuildWindow) self = data;

  if (self->pane == NULL)
    return;
  guild_window_update_data_actions (self);
  if (queued)
    guild_window_add_toast (self, adw_toast_new (_("Refresh of all data queued")));
}

static void
refresh_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);

  if (company == NULL)
    return;
  guild_window_enable (self, name, FALSE);
  guild_records_refresh (GTK_WINDOW (self), self->desk, self->directory, company, NULL, NULL,
                         queued_cb, g_object_ref (self));
}

void
guild_window_install_data_actions (GtkWidgetClass *klass)
{
  guild_window_install_check_action (klass);
  gtk_widget_class_install_action (klass, "win.data", NULL, data_action);
  gtk_widget_class_install_action (klass, "win.refresh-all", NULL, refresh_all_action);
}

void
guild_window_update_data_actions (GuildWindow *self)
{
  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;
  gboolean readable = service != NULL && GUILD_IS_CODAT (service) &&
                      guild_company_pane_get_id (self->pane) != NULL;

  guild_window_enable (self, "win.check-data", GUILD_IS_CODAT (service));
  guild_window_enable (self, "win.data", readable);
  guild_window_enable (self, "win.refresh-all", readable);
}
