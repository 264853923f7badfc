/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-keyboard.h"

/* GTK looks for another widget when a popover closes, but not when the item was in a submenu: the
 * window then sends every key to an item that is not on the screen, where all of them are lost. */

typedef struct
{
  GtkWindow    *window; /* (unowned): owns this */
  GtkWidget    *home;   /* (unowned) (nullable): a descendant of it, as long as there is one */
  GSignalGroup *focus;  /* (owned) */
  guint         idle;
} Keeper;

static void
keeper_free (gpointer data)
{
  Keeper *self = data;

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_weak_pointer (&self->home);
  g_object_unref (self->focus);
  g_free (self);
}

static gboolean
rescue_cb (gpointer data)
{
  Keeper *self = data;
  GtkWidget *focus = gtk_window_get_focus (self->window);

  self->idle = 0;
  if (focus == NULL || gtk_widget_get_mapped (focus) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    return G_SOURCE_REMOVE;
  GtkWidget *popover = gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER);
  while (popover != NULL)
    {
      /* A popover that is going has no owner any more. */
      GtkWidget *owner = gtk_widget_get_parent (popover);
      if (owner == NULL)
        break;
      if (gtk_widget_get_mapped (owner) && gtk_widget_grab_focus (owner))
        return G_SOURCE_REMOVE;
      popover = gtk_widget_get_ancestor (owner, GTK_TYPE_POPOVER);
    }
  /* Without a focus the window itself has the keys. */
  if (self->home == NULL || !gtk_widget_get_mapped (self->home) ||
      !gtk_widget_grab_focus (self->home))
    gtk_window_set_focus (self->window, NULL);
  return G_SOURCE_REMOVE;
}

/* Only when all that goes has gone: GTK may be about to find a place itself. But before the next
 * key is looked at, or it is lost: under load that may be waiting already. */
static void
lost_cb (Keeper *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH, rescue_cb, self, NULL);
}

static void
focus_changed_cb (GtkWindow *window, GParamSpec *pspec, gpointer data)
{
  Keeper *self = data;
  GtkWidget *focus = gtk_window_get_focus (window);

  g_signal_group_set_target (self->focus, focus);
  if (focus != NULL && !gtk_widget_get_mapped (focus))
    lost_cb (self);
}

void
guild_keyboard_keep (GtkWindow *window, GtkWidget *home)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (GTK_IS_WIDGET (home) && gtk_widget_is_ancestor (home, GTK_WIDGET (window)));

  Keeper *self = g_new0 (Keeper, 1);
  self->window = window;
  g_set_weak_pointer (&self->home, home);
  self->focus = g_signal_group_new (GTK_TYPE_WIDGET);
  g_signal_group_connect_swapped (self->focus, "unmap", G_CALLBACK (lost_cb), self);
  /* Freed with the window, which has lost its handlers by then. */
  g_object_set_data_full (G_OBJECT (window), "guild-keyboard", self, keeper_free);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), self);
}
