/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk.h"
#include "service/codat/guild-codat.h"
#include "ui/guild-activity-window.h"
#include "ui/guild-autodesk-dialog.h"
#include "ui/guild-delete.h"
#include "ui/guild-error.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-new-company-dialog.h"
#include "ui/guild-service-settings-window.h"

/* What the operator can do in a dialog of its own. */

static void
new_company_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);

  if (GUILD_IS_AUTODESK (guild_directory_get_service (self->directory)))
    guild_autodesk_dialog_present (self, self->directory);
  else
    guild_new_company_dialog_present (GTK_WINDOW (self), self->desk, self->directory);
}

static GtkWindow *
find_dialog (GuildWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (gtk_window_get_transient_for (window) == GTK_WINDOW (self) &&
          gtk_window_get_modal (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static void
begin_company_cb (gpointer data)
{
  g_autoptr(GuildWindow) self = data;
  GtkWindow *dialog = find_dialog (self);

  if (dialog != NULL)
    gtk_window_present (dialog);
  else if (self->directory != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-company", NULL);
}

/* Whether it can be created is known when the keyring has answered. */
static void
update_wish (GuildWindow *self)
{
  if (!self->wants_company || !guild_desk_get_ready (self->desk))
    return;
  if (g_list_model_get_n_items (guild_desk_get_directories (self->desk)) == 0)
    self->wants_company = FALSE;
  if (!self->wants_company || self->directory == NULL)
    return;
  GuildService *service = guild_directory_get_service (self->directory);
  const GError *error = guild_desk_get_credentials_error (self->desk, self->directory);
  if (service == NULL && error == NULL)
    return;
  self->wants_company = FALSE;
  /* A banner says already what is wrong with the credentials. */
  if (service == NULL)
    return;
  if ((guild_service_get_flags (service) & GUILD_SERVICE_CAN_CREATE) != 0)
    {
      g_idle_add_once (begin_company_cb, g_object_ref (self));
      return;
    }
  g_autofree char *why = guild_company_describe_access (service);
  g_autoptr(GError) refusal =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, why != NULL ? why : "");
  guild_error_show (GTK_WINDOW (self), refusal, _("No company can be created here"));
}

void
guild_window_new_company (GuildWindow *self)
{
  g_return_if_fail (GUILD_IS_WINDOW (self));

  self->wants_company = TRUE;
  update_wish (self);
}

static void
delete_companies (GuildWindow *self, GPtrArray *ids, gpointer data)
{
  if (ids->len > 0)
    guild_delete_companies (self, self->directory, ids);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guild_window_with_companies (GUILD_WINDOW (widget), delete_companies, NULL, NULL);
}

static void
present_link (GuildWindow *self, const char *connection_id)
{
  const char *company_id = guild_company_pane_get_id (self->pane);

  if (company_id != NULL)
    guild_link_dialog_present (GTK_WINDOW (self), self->desk, self->directory, company_id,
                               connection_id);
}

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_link (GUILD_WINDOW (widget), NULL);
}

static void
link_connection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_link (GUILD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
activity_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  guild_activity_window_present (GTK_WINDOW (self), self->desk);
}

static void
filter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (GUILD_WINDOW (widget)->filter_button);
}

static void
service_settings_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  guild_service_settings_window_present (GTK_WINDOW (self), self->desk, self->directory);
}

static void
company_settings_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  const char *id = guild_company_pane_get_id (self->pane);
  GuildCompany *company = guild_company_pane_get_company (self->pane);
  const char *title = company != NULL ? guild_company_get_name (company) : "";

  if (id != NULL && g_str_equal (name, "win.products"))
    guild_company_products_window_present (GTK_WINDOW (self), self->desk, self->directory, id,
                                           title);
  else if (id != NULL)
    guild_company_sync_window_present (GTK_WINDOW (self), self->desk, self->directory, id, title);
}

/* Made when it is wanted: asked by assistive technology for a window that has just gone, GTK 4.8
 * tells of the last one that there is, and if that was never shown it ends the program. */
static void
show_help_overlay_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource (GUILD_APP_PATH "/help-overlay.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

void
guild_window_install_dialog_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.activity", NULL, activity_action);
  gtk_widget_class_install_action (klass, "win.delete", NULL, delete_action);
  gtk_widget_class_install_action (klass, "win.filter", NULL, filter_action);
  gtk_widget_class_install_action (klass, "win.link", NULL, link_action);
  gtk_widget_class_install_action (klass, "win.link-connection", "s", link_connection_action);
  gtk_widget_class_install_action (klass, "win.new-company", NULL, new_company_action);
  gtk_widget_class_install_action (klass, "win.products", NULL, company_settings_action);
  gtk_widget_class_install_action (klass, "win.service-settings", NULL, service_settings_action);
  gtk_widget_class_install_action (klass, "win.show-help-overlay", NULL, show_help_overlay_action);
  gtk_widget_class_install_action (klass, "win.sync-settings", NULL, company_settings_action);
  guild_window_install_around_actions (klass);
  guild_window_install_attention_actions (klass);
  guild_window_install_awaited_action (klass);
  guild_window_install_connection_actions (klass);
  guild_window_install_data_actions (klass);
  guild_window_install_import_action (klass);
  guild_window_install_logo_actions (klass);
  guild_window_install_menu_actions (klass);
  guild_window_install_people_actions (klass);
}

/* Both shapes of the button say why it cannot be pressed. */
static void
explain_new (GuildWindow *self, gboolean can_create)
{
  g_autofree char *why = can_create || self->directory == NULL
    ? NULL : guild_company_describe_access (guild_directory_get_service (self->directory));

  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->new_stack));
       button != NULL; button = gtk_widget_get_next_sibling (button))
    if (g_strcmp0 (gtk_widget_get_tooltip_text (button), why != NULL ? why : _("New Company")) != 0)
      gtk_widget_set_tooltip_text (button, why != NULL ? why : _("New Company"));
}

void
guild_window_update_dialog_actions (GuildWindow *self, guint n_companies)
{
  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;
  GuildServiceFlags flags =
    service != NULL ? guild_service_get_flags (service) : GUILD_SERVICE_CAN_NOTHING;
  gboolean linkable =
    (flags & GUILD_SERVICE_HAS_LINK) != 0 && guild_company_pane_get_id (self->pane) != NULL;

  gboolean creatable = (flags & GUILD_SERVICE_CAN_CREATE) != 0;
  guild_window_enable (self, "win.new-company", creatable);
  explain_new (self, creatable);
  guild_window_enable (self, "win.delete",
                       (flags & GUILD_SERVICE_CAN_DELETE) != 0 && n_companies > 0);
  guild_window_update_attention_actions (self, (flags & GUILD_SERVICE_HAS_LINK) != 0, n_companies);
  guild_window_update_around_actions (self, n_companies);
  guild_window_update_data_actions (self);
  guild_window_update_import_action (self);
  guild_window_update_logo_actions (self, flags);
  guild_window_update_menu_actions (self, (flags & GUILD_SERVICE_HAS_LINK) != 0);
  guild_window_update_people_actions (self, flags, n_companies);
  guild_window_enable (self, "win.link", linkable);
  guild_window_enable (self, "win.link-connection", linkable);
  guild_window_enable (self, "win.products", linkable);
  guild_window_enable (self, "win.service-settings", GUILD_IS_CODAT (service));
  guild_window_enable (self, "win.sync-settings", linkable);
  guild_window_update_connection_actions (self, linkable);
  guild_window_enable (self, "win.chase-list", (flags & GUILD_SERVICE_HAS_LINK) != 0);
  update_wish (self);
}
