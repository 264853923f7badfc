/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"

/* Wider than any single letter of a heading. */
#define LEAST_WIDTH 48

/* The dialog keeps its heading twice: large and in one line, and small and broken. It shows the
 * large one only where that fits, but measures each in widths that only the other can have, of
 * which GTK 4.18 warns. So both may break, and as far as each other; they look the same where they
 * are shown. */
static void
level_labels (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_size_request (widget, LEAST_WIDTH, -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    level_labels (child);
}

GtkWidget *
guild_alert_new (GtkWindow *parent, const char *heading, const char *body)
{
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  level_labels (dialog);
  return dialog;
}
