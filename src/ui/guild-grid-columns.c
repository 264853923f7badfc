/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-grid-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-attention-cell.h"

#define PADDING 12 /* px, of a cell, both sides; as in style.css */
#define ATTENTION_WIDTH 312 /* px: the longest reason and its button */
#define MARGINS 24 /* px: the first cell's wider padding, and a scrollbar */
/* What a cell without a parent is, it stays with another one. */
#define LASTING (GTK_STATE_FLAG_INSENSITIVE | GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_ACTIVE)

const GuildFieldTable *
guild_grid_get_table (GuildGrid *self)
{
  return self->context.directory != NULL ? guild_directory_get_table (self->context.directory)
                                         : NULL;
}

/* One past the fields of the table stands for what no field says: why attention is needed. */
guint
guild_grid_get_column_field (GtkColumnViewColumn *column)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), "guild-field"));
}

const char *
guild_grid_get_field_id (GuildGrid *self, guint field)
{
  const GuildFieldTable *table = guild_grid_get_table (self);
  return field < table->n_fields ? table->fields[field].id : GUILD_FIELD_ATTENTION;
}

/* Cells: those of rows that went are kept for rows that come. To make and to destroy them for some
 * 200 rows takes longer than a frame. */

/* (element-type GtkWidget): unbound, without a parent. */
static GPtrArray *
get_spare (GtkListItemFactory *factory)
{
  return g_object_get_data (G_OBJECT (factory), "guild-spare");
}

static GtkWidget *
make_cell (GuildGrid *self, GtkListItemFactory *factory)
{
  guint field = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "guild-field"));

  return g_object_ref_sink (field < guild_grid_get_table (self)->n_fields
                              ? guild_cell_view_new (&self->context, field)
                              : guild_attention_cell_new ());
}

static void
cell_setup_cb (GuildGrid *self, GtkListItem *item, GtkListItemFactory *factory)
{
  GPtrArray *spare = get_spare (factory);
  g_autoptr(GtkWidget) cell = spare->len > 0
                                ? g_ptr_array_steal_index_fast (spare, spare->len - 1)
                                : make_cell (self, factory);

  gtk_list_item_set_child (item, cell);
  g_object_set_data_full (G_OBJECT (item), "guild-cell", g_steal_pointer (&cell), g_object_unref);
}

static void
bind_cell (GtkWidget *cell, GuildPosition *position)
{
  if (GUILD_IS_CELL_VIEW (cell))
    guild_cell_view_bind (GUILD_CELL_VIEW (cell), position);
  else
    guild_attention_cell_bind (GUILD_ATTENTION_CELL (cell), position);
}

static void
cell_bind_cb (GuildGrid *self, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  bind_cell (cell, gtk_list_item_get_item (item));
  g_hash_table_add (self->bound, cell);
  guild_grid_queue_read (self);
}

/* What is unbound is bound to another position at once, or torn down. GTK 4.8 has taken the cell
 * out of its row before it says so. */
static void
cell_teardown_cb (GuildGrid *self, GtkListItem *item, GtkListItemFactory *factory)
{
  GtkWidget *cell = g_object_steal_data (G_OBJECT (item), "guild-cell");

  g_hash_table_remove (self->bound, cell);
  bind_cell (cell, NULL);
  gtk_list_item_set_child (item, NULL);
  if (gtk_widget_get_state_flags (cell) & LASTING)
    g_object_unref (cell);
  else
    g_ptr_array_add (get_spare (factory), cell);
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

void
guild_grid_sorter_changed (GuildGrid *self)
{
  if (self->changing || self->selection == NULL)
    return;
  self->probed = G_MAXUINT;
  GtkOrdering order = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), self,
                                          self->view);
  if (self->probed == G_MAXUINT)
    return;
  g_free (self->sort);
  self->sort = g_strdup (guild_grid_get_field_id (self, self->probed));
  self->descending = order == GTK_ORDERING_LARGER;
  g_signal_emit_by_name (self, "sort-requested", self->sort, self->descending);
}

/* Columns */

GtkColumnViewColumn *
guild_grid_find_column (GuildGrid *self, const char *field_id)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      if (g_str_equal (guild_grid_get_field_id (self, guild_grid_get_column_field (column)), field_id))
        return column; /* the view keeps it */
    }
  return NULL;
}

static void
width_changed_cb (GuildGrid *self)
{
  if (!self->changing)
    g_signal_emit_by_name (self, "layout-changed");
}

static GtkColumnViewColumn *
make_column (GuildGrid *self, guint index, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "guild-field", GUINT_TO_POINTER (index));
  g_object_set_data_full (G_OBJECT (factory), "guild-spare",
                          g_ptr_array_new_with_free_func (g_object_unref),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (cell_setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (cell_bind_cb), self);
  g_signal_connect_swapped (factory, "teardown", G_CALLBACK (cell_teardown_cb), self);

  GtkColumnViewColumn *column = gtk_column_view_column_new (title, factory);
  g_object_set_data (G_OBJECT (column), "guild-field", GUINT_TO_POINTER (index));
  return column;
}

static void
make_sortable (GuildGrid *self, GtkColumnViewColumn *column)
{
  Probe *probe = g_new (Probe, 1);

  *probe = (Probe) { self, guild_grid_get_column_field (column) };
  g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, probe, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
}

static void
add_column (GuildGrid *self, guint index, int width)
{
  const GuildFieldTable *table = guild_grid_get_table (self);
  const GuildField *field = &table->fields[index];
  g_autoptr(GtkColumnViewColumn) column = make_column (self, index, _(field->title));

  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, index == table->name_field);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  if (field->flags & GUILD_FIELD_SORTABLE)
    make_sortable (self, column);
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_append_column (self->view, column);
}

/* Behind the name, whatever the layout. */
void
guild_grid_add_attention (GuildGrid *self)
{
  g_autoptr(GtkColumnViewColumn) column =
    make_column (self, guild_grid_get_table (self)->n_fields, _("Needs attention"));

  make_sortable (self, column);
  gtk_column_view_column_set_fixed_width (column, ATTENTION_WIDTH);
  gtk_column_view_insert_column (self->view, 1, column);
}

static void
add_default_columns (GuildGrid *self)
{
  const GuildFieldTable *table = guild_grid_get_table (self);

  for (guint i = 0; i < table->n_fields; i++)
    if (table->fields[i].flags & GUILD_FIELD_DEFAULT)
      add_column (self, i, -1);
}

void
guild_grid_remove_columns (GuildGrid *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->view, column);
    }
}

void
guild_grid_apply_layout (GuildGrid *self, const char *layout)
{
  g_auto(GStrv) parts = g_strsplit (layout != NULL ? layout : "", ",", -1);
  guint n_added = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *width = strchr (parts[i], ':');
      if (width != NULL)
        *width++ = '\0';
      guint index = guild_field_table_index (guild_grid_get_table (self), parts[i]);
      if (index == G_MAXUINT || guild_grid_find_column (self, parts[i]) != NULL)
        continue;
      add_column (self, index, width != NULL ? CLAMP (atoi (width), 0, 2000) : -1);
      n_added++;
    }
  if (n_added == 0)
    add_default_columns (self);
  if (self->attention)
    guild_grid_add_attention (self);
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
      if (guild_grid_get_column_field (column) >= guild_grid_get_table (self)->n_fields)
        {
          used += fixed;
          continue;
        }
      const GuildField *field = &guild_grid_get_table (self)->fields[guild_grid_get_column_field (column)];
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

void
guild_grid_queue_fit (GuildGrid *self)
{
  if (self->fit_idle == 0 && self->width > 0 && self->selection != NULL)
    self->fit_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

void
guild_grid_columns_changed (GuildGrid *self)
{
  if (!self->changing)
    {
      g_signal_emit_by_name (self, "layout-changed");
      guild_grid_queue_fit (self);
    }
}
