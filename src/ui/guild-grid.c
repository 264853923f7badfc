/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-grid-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-text.h"
#include "ui/guild-attention-cell.h"

G_DEFINE_FINAL_TYPE (GuildGrid, guild_grid, GTK_TYPE_WIDGET)

typedef enum { ACTIVATED, SORT_REQUESTED, LAYOUT_CHANGED, MENU_REQUESTED, N_SIGNALS } GuildGridSignal;
static guint signals[N_SIGNALS];

static void
row_activated_cb (GuildGrid *self, guint position)
{
  g_autofree char *id =
    guild_company_list_dup_id (guild_company_selection_get_list (self->selection), position);
  if (id != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, id);
}

/* Overrides */

static void
guild_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (GUILD_GRID (widget)->scroller, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static void
guild_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuildGrid *self = GUILD_GRID (widget);

  if (width != self->width)
    {
      self->width = width;
      guild_grid_queue_fit (self);
    }
  self->allocating = TRUE;
  gtk_widget_size_allocate (self->scroller, &(GtkAllocation) { 0, 0, width, height }, -1);
  self->allocating = FALSE;
  guild_grid_anchor_allocated (self);
}

/* A popover that closes hands the focus to its parent: back to the row it was about. */
static gboolean
guild_grid_grab_focus (GtkWidget *widget)
{
  GuildGrid *self = GUILD_GRID (widget);
  g_autofree char *id =
    self->selection != NULL ? guild_company_selection_dup_only_id (self->selection) : NULL;
  GtkWidget *row = id != NULL ? guild_grid_find_row (self, id) : NULL;

  return gtk_widget_grab_focus (row != NULL ? row
                                            : gtk_widget_get_last_child (GTK_WIDGET (self->view)));
}

static void
guild_grid_dispose (GObject *object)
{
  GuildGrid *self = GUILD_GRID (object);

  g_clear_handle_id (&self->fit_idle, g_source_remove);
  self->changing = TRUE;
  if (self->view != NULL)
    {
      guild_grid_remove_columns (self);
      gtk_column_view_set_model (self->view, NULL);
    }
  self->view = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  guild_grid_anchor_clear (self);
  guild_grid_clear_sight (self);
  g_clear_object (&self->selection);
  g_clear_object (&self->context.directory);
  G_OBJECT_CLASS (guild_grid_parent_class)->dispose (object);
}

static void
guild_grid_finalize (GObject *object)
{
  GuildGrid *self = GUILD_GRID (object);

  g_clear_pointer (&self->bound, g_hash_table_unref);
  g_clear_pointer (&self->context.stale, g_hash_table_unref);
  g_clear_pointer (&self->in_sight, g_ptr_array_unref);
  g_clear_pointer (&self->pressed, guild_company_set_free);
  g_free (self->context.needle);
  g_free (self->sort);
  G_OBJECT_CLASS (guild_grid_parent_class)->finalize (object);
}

static void
guild_grid_class_init (GuildGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_grid_finalize;
  widget_class->grab_focus = guild_grid_grab_focus;
  widget_class->measure = guild_grid_measure;
  widget_class->size_allocate = guild_grid_size_allocate;
  signals[ACTIVATED] = g_signal_new ("activated", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SORT_REQUESTED] = g_signal_new ("sort-requested", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                          G_TYPE_BOOLEAN);
  signals[LAYOUT_CHANGED] = g_signal_new ("layout-changed", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU_REQUESTED] = g_signal_new ("menu-requested", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                          G_TYPE_DOUBLE);
  gtk_widget_class_set_css_name (widget_class, "guild-grid");
  guild_grid_install_row_keys (widget_class);
  /* Menus show the last one. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "win.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "win.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "win.copy-id",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "win.attend-selected", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "win.attend-selected", NULL);
}

static void
guild_grid_init (GuildGrid *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Companies"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  guild_grid_init_rows (self);
  guild_grid_anchor_init (self);
  guild_grid_init_sight (self);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (guild_grid_sorter_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (guild_grid_columns_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
guild_grid_new (void)
{
  return g_object_new (GUILD_TYPE_GRID, NULL);
}

void
guild_grid_set_list (GuildGrid *self, GuildCompanyList *list, const char *layout)
{
  g_return_if_fail (GUILD_IS_GRID (self));
  g_return_if_fail (list == NULL || GUILD_IS_COMPANY_LIST (list));

  self->changing = TRUE;
  gtk_column_view_set_model (self->view, NULL);
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  guild_grid_remove_columns (self);
  self->attention = FALSE;
  g_clear_object (&self->selection);
  g_clear_pointer (&self->sort, g_free);
  GuildDirectory *directory = list != NULL ? guild_company_list_get_directory (list) : NULL;
  g_set_object (&self->context.directory, directory);
  if (list != NULL)
    {
      self->selection = guild_company_selection_new (list);
      guild_grid_begin_short (self);
      guild_grid_apply_layout (self, layout);
      gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
    }
  guild_grid_anchor_reset (self);
  g_signal_group_set_target (self->watch_list, list);
  self->changing = FALSE;
  guild_grid_queue_fit (self);
}

GuildCompanySelection *
guild_grid_get_selection (GuildGrid *self)
{
  g_return_val_if_fail (GUILD_IS_GRID (self), NULL);
  return self->selection;
}

void
guild_grid_set_sort (GuildGrid *self, const char *field, gboolean descending)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  if (self->selection == NULL ||
      (g_strcmp0 (field, self->sort) == 0 && descending == self->descending))
    return;
  char *sort = g_strdup (field);
  g_free (self->sort);
  self->sort = sort;
  self->descending = descending;
  self->changing = TRUE;
  /* Or the arrow of the column before would stay. */
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (self->view, field != NULL ? guild_grid_find_column (self, field) : NULL,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->changing = FALSE;
}

void
guild_grid_set_attention (GuildGrid *self, gboolean attention)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  attention = attention && self->selection != NULL;
  if (attention == self->attention)
    return;
  self->attention = attention;
  self->changing = TRUE;
  if (attention)
    guild_grid_add_attention (self);
  else if (self->selection != NULL)
    {
      GtkColumnViewColumn *column = guild_grid_find_column (self, GUILD_FIELD_ATTENTION);
      if (g_strcmp0 (self->sort, GUILD_FIELD_ATTENTION) == 0)
        {
          gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
          g_clear_pointer (&self->sort, g_free);
        }
      gtk_column_view_remove_column (self->view, column);
    }
  self->changing = FALSE;
  guild_grid_queue_fit (self);
}

void
guild_grid_set_needle (GuildGrid *self, const char *text)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  g_autofree char *needle = text != NULL && *text != '\0' ? guild_text_fold (text) : NULL;
  GHashTableIter iter;
  gpointer cell;
  if (g_strcmp0 (needle, self->context.needle) == 0)
    return;
  g_free (self->context.needle);
  self->context.needle = g_steal_pointer (&needle);
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (GUILD_IS_CELL_VIEW (cell))
      guild_cell_view_spoil (cell, FALSE);
  guild_grid_queue_read (self);
}

char *
guild_grid_dup_layout (GuildGrid *self)
{
  g_return_val_if_fail (GUILD_IS_GRID (self), NULL);

  GListModel *columns = gtk_column_view_get_columns (self->view);
  GString *layout = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int width = gtk_column_view_column_get_fixed_width (column);
      if (guild_grid_get_column_field (column) >= guild_grid_get_table (self)->n_fields)
        continue;
      if (layout->len > 0)
        g_string_append_c (layout, ',');
      g_string_append (layout, guild_grid_get_field_id (self, guild_grid_get_column_field (column)));
      if (width > 0)
        g_string_append_printf (layout, ":%d", width);
    }
  return g_string_free (layout, FALSE);
}

void
guild_grid_set_layout (GuildGrid *self, const char *layout)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  if (self->selection == NULL)
    return;
  g_autofree char *sort = g_steal_pointer (&self->sort);
  gboolean descending = self->descending;
  self->changing = TRUE;
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  guild_grid_remove_columns (self);
  guild_grid_apply_layout (self, layout);
  self->changing = FALSE;
  guild_grid_set_sort (self, sort, descending);
  g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
  guild_grid_queue_fit (self);
}

void
guild_grid_focus (GuildGrid *self, const char *company_id)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  if (self->selection == NULL)
    return;
  GuildCompanyList *list = guild_company_selection_get_list (self->selection);
  guint position = company_id != NULL ? guild_company_list_find (list, company_id) : G_MAXUINT;
  /* The actions belong to the list inside the view, its last child. */
  GtkWidget *rows = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  guild_grid_end_short (self);
  guild_grid_anchor_move (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    gtk_widget_activate_action (rows, "list.scroll-to-item", "u",
                                position != G_MAXUINT ? position : 0);
  /* Given the focus, the list passes it on to the row that had it last. */
  GtkWidget *row = position != G_MAXUINT ? guild_grid_find_row (self, company_id) : NULL;
  gtk_widget_grab_focus (row != NULL ? row : rows);
}

void
guild_grid_update (GuildGrid *self)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  GHashTableIter iter;
  gpointer cell;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (GUILD_IS_CELL_VIEW (cell))
      guild_cell_view_spoil (cell, TRUE);
    else
      guild_attention_cell_update (cell);
  guild_grid_queue_read (self);
}
