/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "link/guild-open-uri.h"
#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-duplicates-window.h"
#include "ui/guild-error.h"
#include "ui/guild-move-dialog.h"
#include "ui/guild-weak.h"

/* What is around the companies of an Autodesk account. */

static GuildAutodesk *
get_autodesk (GuildWindow *self)
{
  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;

  return service != NULL && GUILD_IS_AUTODESK (service) ? GUILD_AUTODESK (service) : NULL;
}

/* ---- the service's own pages ---- */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  if (!guild_open_uri_finish (result, &error) && self != NULL)
    guild_error_show (GTK_WINDOW (self), error, _("The browser was not opened"));
}

/* No address of a company is published: the pages of its region are where the way begins. */
void
guild_window_open_in_autodesk (GuildWindow *self, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  GuildService *service = guild_directory_get_service (directory);

  if (service == NULL || !GUILD_IS_AUTODESK (service))
    return;
  g_autofree char *address = guild_autodesk_dup_web_address (GUILD_AUTODESK (service));
  g_autoptr(GdkAppLaunchContext) context =
    gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));
  guild_open_uri_async (address, G_APP_LAUNCH_CONTEXT (context), NULL, opened_cb,
                        guild_weak_new (self));
}

static void
open_in_autodesk_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);

  if (self->directory != NULL)
    guild_window_open_in_autodesk (self, self->directory);
}

/* ---- clean-up ---- */

static void
find_duplicates_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);

  if (self->directory != NULL)
    guild_duplicates_window_present (self, self->directory);
}

/* ---- people ---- */

static void
move_members_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);

  if (company != NULL)
    guild_move_dialog_present (GTK_WINDOW (self), self, self->directory,
                               guild_company_get_id (company), guild_company_get_name (company),
                               NULL, NULL);
}

void
guild_window_install_around_actions (GtkWidgetClass *klass)
{
  guild_window_install_copy_action (klass);
  gtk_widget_class_install_action (klass, "win.find-duplicates", NULL, find_duplicates_action);
  gtk_widget_class_install_action (klass, "win.move-members", NULL, move_members_action);
  gtk_widget_class_install_action (klass, "win.open-in-autodesk", NULL, open_in_autodesk_action);
}

void
guild_window_update_around_actions (GuildWindow *self, guint n_companies)
{
  GuildAutodesk *service = get_autodesk (self);
  GuildServiceFlags flags = service != NULL ? guild_service_get_flags (GUILD_SERVICE (service))
                                            : GUILD_SERVICE_CAN_NOTHING;

  guild_window_update_copy_action (self);
  /* It looks through what is known here, and needs nobody to ask. */
  guild_window_enable (self, "win.find-duplicates", self->directory != NULL &&
                       guild_directory_get_table (self->directory) ==
                         guild_autodesk_table ());
  guild_window_enable (self, "win.move-members", (flags & GUILD_SERVICE_HAS_MEMBERS) != 0 &&
                       guild_company_pane_get_id (self->pane) != NULL);
  guild_window_enable (self, "win.open-in-autodesk", service != NULL && n_companies == 1);
}
