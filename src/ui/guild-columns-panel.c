/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-columns-panel.h"

#include <glib/gi18n-lib.h>

struct _GuildColumnsPanel
{
  GtkWidget parent_instance;

  GtkWidget *box;  /* (unowned): our only child */
  GtkWidget *list; /* (unowned) */
  GuildGrid *grid; /* (unowned): the window holds both */
  gboolean   changing;
};

G_DEFINE_FINAL_TYPE (GuildColumnsPanel, guild_columns_panel, GTK_TYPE_WIDGET)

static void fill (GuildColumnsPanel *self);

static const char *
get_field_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "guild-field");
}

static gboolean
is_shown (GtkWidget *row)
{
  GtkWidget *check = g_object_get_data (G_OBJECT (row), "guild-check");
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

/* The rows, from top to bottom, are the layout; widths are kept. */
static void
apply (GuildColumnsPanel *self)
{
  g_autofree char *old = guild_grid_dup_layout (self->grid);
  g_auto(GStrv) parts = g_strsplit (old, ",", -1);
  g_autoptr(GString) layout = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const char *id = get_field_id (row);
      const char *part = id;
      if (!is_shown (row))
        continue;
      for (guint i = 0; parts[i] != NULL; i++)
        if (g_str_has_prefix (parts[i], id) && strchr (":", parts[i][strlen (id)]) != NULL)
          part = parts[i];
      if (layout->len > 0)
        g_string_append_c (layout, ',');
      g_string_append (layout, part);
    }
  if (layout->len > 0)
    guild_grid_set_layout (self->grid, layout->str);
}

static void
toggled_cb (GuildColumnsPanel *self)
{
  if (!self->changing)
    apply (self);
}

static void
move (GuildColumnsPanel *self, GtkWidget *row, int by)
{
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + by;

  if (position < 0 || gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), position) == NULL)
    return;
  g_object_ref (row);
  gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, position);
  g_object_unref (row);
  apply (self);
}

static void
up_clicked_cb (GuildColumnsPanel *self, GtkButton *button)
{
  move (self, gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW), -1);
  gtk_widget_grab_focus (GTK_WIDGET (button));
}

static void
down_clicked_cb (GuildColumnsPanel *self, GtkButton *button)
{
  move (self, gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW), 1);
  gtk_widget_grab_focus (GTK_WIDGET (button));
}

static void
reset_clicked_cb (GuildColumnsPanel *self)
{
  guild_grid_set_layout (self->grid, NULL);
  fill (self);
}

static GtkWidget *
make_move_button (GuildColumnsPanel *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "guild-small");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_row (GuildColumnsPanel *self, const GuildField *field, gboolean shown)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *check = gtk_check_button_new_with_label (_(field->title));
  g_autofree char *up = g_strdup_printf (_("Move %s Up"), _(field->title));
  g_autofree char *down = g_strdup_printf (_("Move %s Down"), _(field->title));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), shown);
  gtk_widget_set_hexpand (check, TRUE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), make_move_button (self, "go-up-symbolic", up,
                                                   G_CALLBACK (up_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_move_button (self, "go-down-symbolic", down,
                                                   G_CALLBACK (down_clicked_cb)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_object_set_data (G_OBJECT (row), "guild-field", (gpointer) field->id);
  g_object_set_data (G_OBJECT (row), "guild-check", check);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
fill (GuildColumnsPanel *self)
{
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);
  GtkWidget *row;

  self->changing = TRUE;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  if (selection != NULL)
    {
      const GuildFieldTable *table = guild_directory_get_table (
        guild_company_list_get_directory (guild_company_selection_get_list (selection)));
      g_autofree char *layout = guild_grid_dup_layout (self->grid);
      g_auto(GStrv) parts = g_strsplit (layout, ",", -1);
      for (guint i = 0; parts[i] != NULL; i++)
        {
          parts[i][strcspn (parts[i], ":")] = '\0';
          const GuildField *field = guild_field_table_find (table, parts[i]);
          if (field != NULL)
            add_row (self, field, TRUE);
        }
      for (guint i = 0; i < table->n_fields; i++)
        if (!g_strv_contains ((const char * const *) parts, table->fields[i].id))
          add_row (self, &table->fields[i], FALSE);
    }
  self->changing = FALSE;
}

static void
guild_columns_panel_map (GtkWidget *widget)
{
  fill (GUILD_COLUMNS_PANEL (widget));
  GTK_WIDGET_CLASS (guild_columns_panel_parent_class)->map (widget);
}

static void
guild_columns_panel_dispose (GObject *object)
{
  g_clear_pointer (&GUILD_COLUMNS_PANEL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (guild_columns_panel_parent_class)->dispose (object);
}

static void
guild_columns_panel_class_init (GuildColumnsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_columns_panel_dispose;
  widget_class->map = guild_columns_panel_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
guild_columns_panel_init (GuildColumnsPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *reset = gtk_button_new_with_mnemonic (_("_Reset Columns"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "guild-columns");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Columns"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_add_css_class (reset, "flat");
  g_signal_connect_object (reset, "clicked", G_CALLBACK (reset_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_box_append (GTK_BOX (self->box), reset);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
guild_columns_panel_new (GuildGrid *grid)
{
  g_return_val_if_fail (GUILD_IS_GRID (grid), NULL);

  GuildColumnsPanel *self = g_object_new (GUILD_TYPE_COLUMNS_PANEL, NULL);
  self->grid = grid;
  return GTK_WIDGET (self);
}
