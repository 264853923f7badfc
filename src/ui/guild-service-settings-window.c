/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-service-settings-window.h"

#include <glib/gi18n.h>

#include "ui/guild-api-keys-page.h"
#include "ui/guild-integrations-page.h"
#include "ui/guild-products-page.h"
#include "ui/guild-profile-page.h"
#include "ui/guild-sync-page.h"
#include "ui/guild-webhooks-page.h"

struct _GuildServiceSettingsWindow
{
  AdwWindow parent_instance;

  AdwViewSwitcherTitle *title; /* (template) */
  AdwViewStack         *stack; /* (template) */
};

G_DEFINE_FINAL_TYPE (GuildServiceSettingsWindow, guild_service_settings_window, ADW_TYPE_WINDOW)

static void
guild_service_settings_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  G_OBJECT_CLASS (guild_service_settings_window_parent_class)->dispose (object);
}

static void
guild_service_settings_window_class_init (GuildServiceSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_service_settings_window_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, GUILD_APP_PATH "/guild-service-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildServiceSettingsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildServiceSettingsWindow, title);
}

static void
guild_service_settings_window_init (GuildServiceSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_service_settings_window_present (GtkWindow *parent, GuildDesk *desk,
                                       GuildDirectory *directory)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DESK (desk));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  static const struct { const char *name, *title, *icon; } pages[] = {
    { "profile", N_("Profile"), "avatar-default-symbolic" },
    { "keys", N_("API Keys"), "dialog-password-symbolic" },
    { "webhooks", N_("Webhooks"), "mail-send-symbolic" },
    { "sync", N_("Sync"), "emblem-synchronizing-symbolic" },
    { "integrations", N_("Integrations"), "application-x-addon-symbolic" },
  };
  const GType types[] = { GUILD_TYPE_PROFILE_PAGE, GUILD_TYPE_API_KEYS_PAGE,
                          GUILD_TYPE_WEBHOOKS_PAGE, GUILD_TYPE_SYNC_PAGE,
                          GUILD_TYPE_INTEGRATIONS_PAGE };
  GuildServiceSettingsWindow *self =
    g_object_new (GUILD_TYPE_SERVICE_SETTINGS_WINDOW, "transient-for", parent, NULL);

  adw_view_switcher_title_set_subtitle (
    self->title, guild_workspace_get_name (guild_directory_get_workspace (directory)));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *page = g_object_new (types[i], NULL);
      guild_settings_page_set_up (GUILD_SETTINGS_PAGE (page), desk, directory, NULL, NULL);
      adw_view_stack_add_titled_with_icon (self->stack, page, pages[i].name, _(pages[i].title),
                                           pages[i].icon);
    }
  gtk_window_present (GTK_WINDOW (self));
}

/* ---- one company ---- */

static void
present_company_page (GtkWindow *parent, GType type, const char *title, GuildDesk *desk,
                      GuildDirectory *directory, const char *company_id, const char *company_name,
                      int height)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE,
                                    "default-width", 560, "default-height", height,
                                    "width-request", 340, "title", title, NULL);
  GtkWidget *page = g_object_new (type, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (title, company_name));
  guild_settings_page_set_up (GUILD_SETTINGS_PAGE (page), desk, directory, company_id,
                              company_name);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), overlay);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (shortcuts),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, shortcuts);
  gtk_window_present (GTK_WINDOW (window));
}

void
guild_company_sync_window_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                                   const char *company_id, const char *company_name)
{
  g_return_if_fail (company_id != NULL);
  present_company_page (parent, GUILD_TYPE_SYNC_PAGE, _("Sync Settings"), desk, directory,
                        company_id, company_name, 640);
}

void
guild_company_products_window_present (GtkWindow *parent, GuildDesk *desk,
                                       GuildDirectory *directory, const char *company_id,
                                       const char *company_name)
{
  g_return_if_fail (company_id != NULL);
  present_company_page (parent, GUILD_TYPE_PRODUCTS_PAGE, _("Products"), desk, directory,
                        company_id, company_name, 560);
}
