/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-load-section.h"

#include <glib/gi18n-lib.h>

#define AT_FIRST 20

struct _GuildLoadSection
{
  GtkWidget parent_instance;

  GtkBox     *heading;
  GtkWidget  *list;
  GtkWidget  *status; /* (nullable): row of what is going on */
  GtkWidget  *bar;    /* (nullable): of the status */

  guint            n_rows;
  guint            n_shown;
  GuildLoadRowFunc make;      /* (nullable) */
  gpointer         data;      /* (owned) */
  GDestroyNotify   free_data; /* (nullable) */
  char            *note;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildLoadSection, guild_load_section, GTK_TYPE_WIDGET)

enum { LOAD, CANCEL, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
forget_rows (GuildLoadSection *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  self->free_data = NULL;
  self->data = NULL;
  self->make = NULL;
  g_clear_pointer (&self->note, g_free);
}

static void
clear (GuildLoadSection *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  self->status = NULL;
  self->bar = NULL;
}

static void
load_clicked_cb (GuildLoadSection *self)
{
  g_signal_emit (self, signals[LOAD], 0);
}

static void
cancel_clicked_cb (GuildLoadSection *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static GtkWidget *
make_text_row (const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
add_button (GtkWidget *row, const char *label, GCallback clicked, GuildLoadSection *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* Takes ROW. */
static void
show_status (GuildLoadSection *self, GtkWidget *row)
{
  clear (self);
  forget_rows (self);
  self->status = row;
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

void
guild_load_section_set_offer (GuildLoadSection *self, const char *text, const char *label)
{
  g_return_if_fail (GUILD_IS_LOAD_SECTION (self));
  g_return_if_fail (text != NULL);

  GtkWidget *row = make_text_row (text);
  if (label != NULL)
    add_button (row, label, G_CALLBACK (load_clicked_cb), self);
  show_status (self, row);
}

/* The row stays while it goes on, and with it the keyboard's place. */
void
guild_load_section_set_progress (GuildLoadSection *self, const char *text, double fraction)
{
  g_return_if_fail (GUILD_IS_LOAD_SECTION (self));
  g_return_if_fail (text != NULL);

  if (self->bar == NULL)
    {
      GtkWidget *row = make_text_row (text);
      GtkWidget *bar = gtk_progress_bar_new ();
      gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
      gtk_widget_set_size_request (bar, 64, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Progress"), -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
      add_button (row, _("_Cancel"), G_CALLBACK (cancel_clicked_cb), self);
      show_status (self, row);
      self->bar = bar;
    }
  g_autofree char *markup = g_markup_escape_text (text, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status), markup);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), MIN (fraction, 1));
  gtk_widget_set_visible (self->bar, fraction >= 0);
}

void
guild_load_section_set_error (GuildLoadSection *self, const GError *error)
{
  g_return_if_fail (GUILD_IS_LOAD_SECTION (self));
  g_return_if_fail (error != NULL);

  GtkWidget *row = make_text_row (error->message);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (icon, "warning");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  add_button (row, _("_Try Again"), G_CALLBACK (load_clicked_cb), self);
  show_status (self, row);
}

static void show_more (GuildLoadSection *self, guint n);

static void
more_activated_cb (GuildLoadSection *self, GtkWidget *row)
{
  gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  show_more (self, G_MAXUINT);
}

static void
show_more (GuildLoadSection *self, guint n)
{
  for (guint i = 0; i < n && self->n_shown < self->n_rows; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), self->make (self->n_shown++, self->data));
  if (self->n_shown < self->n_rows)
    {
      g_autofree char *text = g_strdup_printf (_("Show %u More"), self->n_rows - self->n_shown);
      GtkWidget *row = make_text_row (text);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (more_activated_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  else if (self->note != NULL)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_text_row (self->note));
}

void
guild_load_section_set_rows (GuildLoadSection *self, guint n, GuildLoadRowFunc make, gpointer data,
                             GDestroyNotify free_data, const char *note)
{
  g_return_if_fail (GUILD_IS_LOAD_SECTION (self));
  g_return_if_fail (make != NULL);

  clear (self);
  forget_rows (self);
  self->n_rows = n;
  self->n_shown = 0;
  self->make = make;
  self->data = data;
  self->free_data = free_data;
  self->note = g_strdup (note);
  show_more (self, AT_FIRST);
}

void
guild_load_section_add_button (GuildLoadSection *self, GtkWidget *button)
{
  g_return_if_fail (GUILD_IS_LOAD_SECTION (self));
  g_return_if_fail (GTK_IS_WIDGET (button));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (self->heading, button);
}

static void
guild_load_section_dispose (GObject *object)
{
  GuildLoadSection *self = GUILD_LOAD_SECTION (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  forget_rows (self);
  G_OBJECT_CLASS (guild_load_section_parent_class)->dispose (object);
}

static void
guild_load_section_class_init (GuildLoadSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = guild_load_section_dispose;
  signals[LOAD] = g_signal_new ("load", GUILD_TYPE_LOAD_SECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[CANCEL] = g_signal_new ("cancel", GUILD_TYPE_LOAD_SECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
guild_load_section_init (GuildLoadSection *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->heading = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "guild-section");
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_set_parent (GTK_WIDGET (self->heading), GTK_WIDGET (self));
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}

GtkWidget *
guild_load_section_new (const char *title)
{
  g_return_val_if_fail (title != NULL, NULL);

  GuildLoadSection *self = g_object_new (GUILD_TYPE_LOAD_SECTION, NULL);
  GtkWidget *label = gtk_label_new (title);
  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (self->heading, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  return GTK_WIDGET (self);
}
