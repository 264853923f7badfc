/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include "ui/guild-columns-panel.h"

/* What the header bar's buttons open. It is made when it is first asked for: a window that begins
 * has rows to show. */

static void
give_panel (GtkMenuButton *button, GtkWidget *panel)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), panel);
  gtk_menu_button_set_popover (button, popover);
}

static void
make_filter (GuildWindow *self)
{
  GtkWidget *panel = guild_filter_panel_new ();

  self->filter_panel = GUILD_FILTER_PANEL (panel);
  guild_filter_panel_set_directory (self->filter_panel, self->directory);
  g_object_bind_property (self, "query", panel, "query",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  if (self->directory != NULL)
    {
      g_autoptr(GuildQuery) query = guild_window_compose_query (self);
      guild_filter_panel_set_asked (self->filter_panel, query);
    }
  give_panel (self->filter_button, panel);
}

/* Before it is measured. */
static void
filter_opens_cb (GtkMenuButton *button, gpointer data)
{
  GuildWindow *self = data;

  if (self->filter_panel == NULL)
    make_filter (self);
  guild_filter_panel_prepare (self->filter_panel);
}

static void
columns_open_cb (GtkMenuButton *button, gpointer data)
{
  if (gtk_menu_button_get_popover (button) == NULL)
    give_panel (button, guild_columns_panel_new (GUILD_WINDOW (data)->grid));
}

void
guild_window_init_panels (GuildWindow *self)
{
  gtk_menu_button_set_create_popup_func (self->filter_button, filter_opens_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->columns_button, columns_open_cb, self, NULL);
}
