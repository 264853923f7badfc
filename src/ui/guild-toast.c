/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-toast.h"

#include <glib/gi18n.h>

/* Only below the toasts themselves: what the overlay holds is looked after elsewhere. */
static void
name_buttons (GtkWidget *widget, GtkWidget *content)
{
  const char *icon = GTK_IS_BUTTON (widget) ? gtk_button_get_icon_name (GTK_BUTTON (widget)) : NULL;

  if (g_strcmp0 (icon, "window-close-symbolic") == 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Dismiss"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != content)
      name_buttons (child, content);
}

static gboolean
shown_cb (gpointer data)
{
  name_buttons (data, adw_toast_overlay_get_child (data));
  return G_SOURCE_REMOVE;
}

/* The next one in the queue is shown after this. With its window go all of them. */
static void
dismissed_cb (AdwToast *toast, AdwToastOverlay *overlay)
{
  if (gtk_widget_in_destruction (GTK_WIDGET (overlay)) ||
      gtk_widget_get_root (GTK_WIDGET (overlay)) == NULL)
    return;
  g_idle_add_full (G_PRIORITY_HIGH, shown_cb, g_object_ref (overlay), g_object_unref);
}

void
guild_toast_show (AdwToastOverlay *overlay, AdwToast *toast)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), overlay, 0);
  adw_toast_overlay_add_toast (overlay, toast);
  name_buttons (GTK_WIDGET (overlay), adw_toast_overlay_get_child (overlay));
}
