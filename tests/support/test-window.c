/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

/* A program for test-atspi.c to look at. */

static void
on_clicked (GtkButton *button, GtkLabel *label)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (button), "entry");
  g_autofree char *text = g_strdup_printf ("Hello %s", gtk_editable_get_text (entry));
  gtk_label_set_text (label, text);
}

/* A window over the window, that Escape closes. */
static void
on_ask (GtkButton *button)
{
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))), "Are You Well?", NULL);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", "Close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_activate (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_with_label ("Greet");
  GtkWidget *ask = gtk_button_new_with_mnemonic ("A_sk");
  GtkWidget *nameless = gtk_button_new_from_icon_name ("edit-find-symbolic");
  GtkWidget *label = gtk_label_new ("Nobody");

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Name",
                                  -1);
  g_object_set_data (G_OBJECT (button), "entry", entry);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), label);
  gtk_box_append (GTK_BOX (box), gtk_header_bar_new ());
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect (ask, "clicked", G_CALLBACK (on_ask), NULL);
  gtk_box_append (GTK_BOX (box), ask);
  gtk_box_append (GTK_BOX (box), nameless);
  gtk_box_append (GTK_BOX (box), label);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr(AdwApplication) application =
    adw_application_new ("org.example.Window", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
