/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-family-list.h"

#include <glib/gi18n-lib.h>

#include "directory/guild-family.h"

#define DEEPEST 6
#define INDENT 18
#define MARGIN 12
#define MOST_HEIGHT 220

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_end (label, MARGIN);
  gtk_widget_set_margin_top (label, MARGIN / 4);
  gtk_widget_set_margin_bottom (label, MARGIN / 4);
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  GtkStringObject *name = gtk_list_item_get_item (item);
  guint depth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (name), "depth"));

  gtk_label_set_label (GTK_LABEL (label), gtk_string_object_get_string (name));
  gtk_widget_set_tooltip_text (label, gtk_string_object_get_string (name));
  gtk_widget_set_margin_start (label, MARGIN + (int) MIN (depth, DEEPEST) * INDENT);
}

GtkWidget *
guild_family_list_new (GPtrArray *family, const char *label)
{
  g_return_val_if_fail (family != NULL, NULL);
  g_return_val_if_fail (label != NULL, NULL);

  GListStore *names = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  for (guint i = 0; i < family->len; i++)
    {
      const GuildRelative *relative = family->pdata[i];
      g_autoptr(GtkStringObject) name = gtk_string_object_new (relative->name);
      g_object_set_data (G_OBJECT (name), "depth", GUINT_TO_POINTER (relative->depth));
      g_list_store_append (names, name);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  GtkWidget *list = gtk_list_view_new (
    GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (names))), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);
  return scrolled;
}
