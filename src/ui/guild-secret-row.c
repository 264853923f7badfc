/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-secret-row.h"

#include <glib/gi18n-lib.h>

static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Show or Hide Text"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

void
guild_secret_row_name_button (AdwPasswordEntryRow *self)
{
  g_return_if_fail (ADW_IS_PASSWORD_ENTRY_ROW (self));

  name_buttons (GTK_WIDGET (self));
}
