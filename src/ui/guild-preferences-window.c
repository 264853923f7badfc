/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-preferences-window.h"

#include "link/guild-callback-server.h"
#include "ui/guild-settings.h"

struct _GuildPreferencesWindow
{
  AdwWindow parent_instance;

  AdwActionRow  *address_row;      /* (template) */
  GtkAdjustment *delay_adjustment; /* (template) */
  GtkAdjustment *port_adjustment;  /* (template) */

  char *address; /* (owned) (nullable): NULL while the port is any free one */
};

G_DEFINE_FINAL_TYPE (GuildPreferencesWindow, guild_preferences_window, ADW_TYPE_WINDOW)

static void
port_changed_cb (GuildPreferencesWindow *self)
{
  guint16 port = guild_settings_get_callback_port ();

  g_clear_pointer (&self->address, g_free);
  if (port != 0)
    {
      self->address = guild_callback_server_make_template (port);
      g_autofree char *markup = g_markup_escape_text (self->address, -1);
      adw_action_row_set_subtitle (self->address_row, markup);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), port != 0);
}

static void
copy_clicked_cb (GuildPreferencesWindow *self)
{
  if (self->address != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->address);
}

static void
guild_preferences_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_PREFERENCES_WINDOW);
  G_OBJECT_CLASS (guild_preferences_window_parent_class)->dispose (object);
}

static void
guild_preferences_window_finalize (GObject *object)
{
  g_free (GUILD_PREFERENCES_WINDOW (object)->address);
  G_OBJECT_CLASS (guild_preferences_window_parent_class)->finalize (object);
}

static void
guild_preferences_window_class_init (GuildPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_preferences_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_preferences_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildPreferencesWindow, address_row);
  gtk_widget_class_bind_template_child (widget_class, GuildPreferencesWindow, delay_adjustment);
  gtk_widget_class_bind_template_child (widget_class, GuildPreferencesWindow, port_adjustment);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
guild_preferences_window_init (GuildPreferencesWindow *self)
{
  GSettings *settings = guild_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind (settings, "delete-delay", self->delay_adjustment, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "callback-port", self->port_adjustment, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::callback-port", G_CALLBACK (port_changed_cb), self,
                           G_CONNECT_SWAPPED);
  port_changed_cb (self);
}

void
guild_preferences_window_present (GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));

  gtk_window_present (g_object_new (GUILD_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL));
}
