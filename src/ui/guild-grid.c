/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-grid.h"

#include <glib/gi18n-lib.h>

#include "company/guild-text.h"
#include "ui/guild-cell-view.h"

#define PADDING 12 /* px, of a cell, both sides; as in style.css */
#define MARGINS 24 /* px: the first cell's wider padding, and a scrollbar */

struct _GuildGrid
{
  GtkWidget parent_instance;

  GtkWidget             *scroller;  /* (unowned): our only child */
  GtkColumnView         *view;      /* (unowned): inside the scroller */
  GuildCompanySelection *selection; /* (owned) (nullable) */
  GuildCellContext       context;
  GHashTable            *bound;     /* (owned): set of GuildCellView (unowned), those on screen */
  char                  *sort;      /* (owned) (nullable): field of the header's arrow */
  gboolean               descending;
  gboolean               changing;  /* we, not a person, change columns or sorting */
  guint                  probed;    /* field whose sorter was asked first */
  guint                  fit_idle;
  int                    width;     /* columns were fitted to */
};

G_DEFINE_FINAL_TYPE (GuildGrid, guild_grid, GTK_TYPE_WIDGET)

typedef enum { ACTIVATED, SORT_REQUESTED, LAYOUT_CHANGED, N_SIGNALS } GuildGridSignal;
static guint signals[N_SIGNALS];

static const GuildFieldTable *
get_table (GuildGrid *self)
{
  return self->context.directory != NULL ? guild_directory_get_table (self->context.directory)
                                         : NULL;
}

static guint
get_column_field (GtkColumnViewColumn *column)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), "guild-field"));
}

/* Cells */

static void
cell_setup_cb (GuildGrid *self, GtkListItem *item, GtkListItemFactory *factory)
{
  guint field = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "guild-field"));
  gtk_list_item_set_child (item, guild_cell_view_new (&self->context, field));
}

static void
cell_bind_cb (GuildGrid *self, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  guild_cell_view_bind (GUILD_CELL_VIEW (cell), gtk_list_item_get_item (item));
  g_hash_table_add (self->bound, cell);
}

static void
cell_unbind_cb (GuildGrid *self, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  guild_cell_view_bind (GUILD_CELL_VIEW (cell), NULL);
  g_hash_table_remove (self->bound, cell);
}

static void
cell_teardown_cb (GuildGrid *self, GtkListItem *item)
{
  g_hash_table_remove (self->bound, gtk_list_item_get_child (item));
  gtk_list_item_set_child (item, NULL);
}

/* Sorting: the directory sorts, the view only draws the arrow. GtkColumnView 4.8 does not say which
 * column leads, but its sorter asks that column's sorter first, and inverts the answer when the
 * order is descending. */

typedef struct
{
  GuildGrid *grid; /* (unowned) */
  guint      field;
} Probe;

static int
probe_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  Probe *probe = data;
  if (probe->grid->probed == G_MAXUINT)
    probe->grid->probed = probe->field;
  return -1;
}

static void
sorter_changed_cb (GuildGrid *self)
{
  if (self->changing || self->selection == NULL)
    return;
  self->probed = G_MAXUINT;
  GtkOrdering order = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), self,
                                          self->view);
  if (self->probed == G_MAXUINT)
    return;
  g_free (self->sort);
  self->sort = g_strdup (get_table (self)->fields[self->probed].id);
  self->descending = order == GTK_ORDERING_LARGER;
  g_signal_emit (self, signals[SORT_REQUESTED], 0, self->sort, self->descending);
}

/* Columns */

static GtkColumnViewColumn *
find_column (GuildGrid *self, const char *field_id)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      if (g_str_equal (get_table (self)->fields[get_column_field (column)].id, field_id))
        return column; /* the view keeps it */
    }
  return NULL;
}

static void
width_changed_cb (GuildGrid *self)
{
  if (!self->changing)
    g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
}

static void
add_column (GuildGrid *self, guint index, int width)
{
  const GuildFieldTable *table = get_table (self);
  const GuildField *field = &table->fields[index];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "guild-field", GUINT_TO_POINTER (index));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (cell_setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (cell_bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (cell_unbind_cb), self);
  g_signal_connect_swapped (factory, "teardown", G_CALLBACK (cell_teardown_cb), self);

  g_autoptr(GtkColumnViewColumn) column = gtk_column_view_column_new (_(field->title), factory);
  g_object_set_data (G_OBJECT (column), "guild-field", GUINT_TO_POINTER (index));
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, index == table->name_field);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  if (field->flags & GUILD_FIELD_SORTABLE)
    {
      Probe *probe = g_new (Probe, 1);
      *probe = (Probe) { self, index };
      g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, probe, g_free));
      gtk_column_view_column_set_sorter (column, sorter);
    }
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_append_column (self->view, column);
}

static void
add_default_columns (GuildGrid *self)
{
  const GuildFieldTable *table = get_table (self);

  for (guint i = 0; i < table->n_fields; i++)
    if (table->fields[i].flags & GUILD_FIELD_DEFAULT)
      add_column (self, i, -1);
}

static void
remove_columns (GuildGrid *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->view, column);
    }
}

static void
apply_layout (GuildGrid *self, const char *layout)
{
  g_auto(GStrv) parts = g_strsplit (layout != NULL ? layout : "", ",", -1);
  guint n_added = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *width = strchr (parts[i], ':');
      if (width != NULL)
        *width++ = '\0';
      guint index = guild_field_table_index (get_table (self), parts[i]);
      if (index == G_MAXUINT || find_column (self, parts[i]) != NULL)
        continue;
      add_column (self, index, width != NULL ? CLAMP (atoi (width), 0, 2000) : -1);
      n_added++;
    }
  if (n_added == 0)
    add_default_columns (self);
}

/* Columns at the end give way before the table has to be scrolled sideways. */
static gboolean
fit_cb (gpointer data)
{
  GuildGrid *self = data;
  GListModel *columns = gtk_column_view_get_columns (self->view);
  int used = 0;

  self->fit_idle = 0;
  self->changing = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int fixed = gtk_column_view_column_get_fixed_width (column);
      const GuildField *field = &get_table (self)->fields[get_column_field (column)];
      used += fixed > 0 ? fixed : guild_cell_view_least_width (field) + PADDING;
      /* Once a person has given widths, or wants many columns, scrolling is what they want. */
      gtk_column_view_column_set_visible (column,
                                          i < 2 || fixed > 0 ||
                                          used <= self->width - MARGINS ||
                                          !(field->flags & GUILD_FIELD_DEFAULT));
    }
  self->changing = FALSE;
  return G_SOURCE_REMOVE;
}

static void
queue_fit (GuildGrid *self)
{
  if (self->fit_idle == 0 && self->width > 0 && self->selection != NULL)
    self->fit_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

static void
columns_changed_cb (GuildGrid *self)
{
  if (!self->changing)
    {
      g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
      queue_fit (self);
    }
}

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
      queue_fit (self);
    }
  gtk_widget_size_allocate (self->scroller, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
guild_grid_dispose (GObject *object)
{
  GuildGrid *self = GUILD_GRID (object);

  g_clear_handle_id (&self->fit_idle, g_source_remove);
  self->changing = TRUE;
  if (self->view != NULL)
    {
      remove_columns (self);
      gtk_column_view_set_model (self->view, NULL);
    }
  self->view = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->context.directory);
  G_OBJECT_CLASS (guild_grid_parent_class)->dispose (object);
}

static void
guild_grid_finalize (GObject *object)
{
  GuildGrid *self = GUILD_GRID (object);

  g_clear_pointer (&self->bound, g_hash_table_unref);
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
  widget_class->measure = guild_grid_measure;
  widget_class->size_allocate = guild_grid_size_allocate;
  signals[ACTIVATED] = g_signal_new ("activated", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SORT_REQUESTED] = g_signal_new ("sort-requested", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                          G_TYPE_BOOLEAN);
  signals[LAYOUT_CHANGED] = g_signal_new ("layout-changed", GUILD_TYPE_GRID, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "guild-grid");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "win.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "win.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "win.copy-id",
                                       NULL);
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
  g_signal_connect_object (self->view, "activate", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed",
                           G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
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
  remove_columns (self);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->sort, g_free);
  GuildDirectory *directory = list != NULL ? guild_company_list_get_directory (list) : NULL;
  g_set_object (&self->context.directory, directory);
  if (list != NULL)
    {
      self->selection = guild_company_selection_new (list);
      apply_layout (self, layout);
      gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
    }
  self->changing = FALSE;
  queue_fit (self);
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
  gtk_column_view_sort_by_column (self->view, field != NULL ? find_column (self, field) : NULL,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->changing = FALSE;
}

void
guild_grid_set_needle (GuildGrid *self, const char *text)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  g_free (self->context.needle);
  self->context.needle = text != NULL && *text != '\0' ? guild_text_fold (text) : NULL;
  guild_grid_update (self);
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
      if (i > 0)
        g_string_append_c (layout, ',');
      g_string_append (layout, get_table (self)->fields[get_column_field (column)].id);
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
  remove_columns (self);
  apply_layout (self, layout);
  self->changing = FALSE;
  guild_grid_set_sort (self, sort, descending);
  g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
  queue_fit (self);
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
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    gtk_widget_activate_action (rows, "list.scroll-to-item", "u",
                                position != G_MAXUINT ? position : 0);
  gtk_widget_grab_focus (rows);
}

void
guild_grid_update (GuildGrid *self)
{
  g_return_if_fail (GUILD_IS_GRID (self));

  GHashTableIter iter;
  gpointer cell;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    guild_cell_view_update (cell);
}
