/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-grid-private.h"

#include "ui/guild-company-selection-private.h"

/* Rows beyond both ends of what is seen: heights are not known exactly. */
#define MARGIN 6
#define LIKELY_ROW_HEIGHT 34 /* px, until rows have one */
#define LIKELY_HEIGHT 800    /* px */
#define SLICE (2 * 1000)     /* µs of reading at a time */
/* As many as are in sight of a large window. The view makes widgets for 200 rows, however many are
 * seen, and that takes longer than the rest of the frame. */
#define FIRST_ROWS 48

static GtkAdjustment *
get_adjustment (GuildGrid *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

static guint
count_rows (GuildGrid *self)
{
  return self->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
}

static gboolean
is_busy (GuildGrid *self)
{
  return self->selection != NULL &&
         guild_company_list_get_busy (guild_company_selection_get_list (self->selection));
}

/* (out): the positions in sight, and somewhat more. Where the list has become shorter the view has
 * not been moved yet. */
static void
find_sight (GuildGrid *self, guint *first, guint *last)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double page = gtk_adjustment_get_page_size (adjustment);
  double height = page > 0 ? page : LIKELY_HEIGHT;
  double lowest = MAX (count_rows (self) * self->row_height - height, 0);
  double top = MIN (gtk_adjustment_get_value (adjustment), lowest);

  *first = (guint) MAX (top / self->row_height - MARGIN, 0);
  *last = (guint) ((top + height) / self->row_height) + MARGIN;
}

static gboolean
read_rest_cb (gpointer data)
{
  GuildGrid *self = data;
  gint64 begun = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->context.stale);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      g_hash_table_iter_remove (&iter);
      guild_cell_view_read (cell);
      if (g_get_monotonic_time () - begun > SLICE)
        return G_SOURCE_CONTINUE;
    }
  self->rest_idle = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_ticking (GuildGrid *self)
{
  if (self->rows_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->rows_tick);
  self->rows_tick = 0;
}

void
guild_grid_begin_short (GuildGrid *self)
{
  stop_ticking (self);
  guild_company_selection_set_limit (self->selection, FIRST_ROWS);
  self->short_begun = TRUE;
  self->short_drawn = FALSE;
}

void
guild_grid_end_short (GuildGrid *self)
{
  if (self->short_begun && self->selection != NULL)
    guild_company_selection_set_limit (self->selection, G_MAXUINT);
  self->short_begun = FALSE;
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GuildGrid *self = GUILD_GRID (widget);

  if (!self->short_drawn)
    {
      self->short_drawn = TRUE;
      return G_SOURCE_CONTINUE;
    }
  self->rows_tick = 0;
  guild_grid_end_short (self);
  return G_SOURCE_REMOVE;
}

/* What an answer is on its way for is not marked before. */
static gboolean
read_sight_cb (gpointer data)
{
  GuildGrid *self = data;
  gboolean busy = is_busy (self);
  GPtrArray *cells = self->in_sight;
  GHashTableIter iter;
  gpointer cell;
  guint first, last;

  self->sight_idle = 0;
  find_sight (self, &first, &last);
  g_hash_table_iter_init (&iter, self->context.stale);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      guint index = guild_cell_view_get_index (cell);
      if (index >= first && index <= last && (!busy || guild_cell_view_is_blank (cell)))
        g_ptr_array_add (cells, cell);
    }
  for (guint i = 0; i < cells->len; i++)
    guild_cell_view_read (cells->pdata[i]);
  g_ptr_array_set_size (cells, 0);
  if (self->short_begun && self->rows_tick == 0 && count_rows (self) > 0)
    self->rows_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
  if (self->rest_idle == 0 && !busy && g_hash_table_size (self->context.stale) > 0)
    self->rest_idle = g_idle_add_full (G_PRIORITY_LOW, read_rest_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/* Before the next frame, which may come with the events that ask for it; never while one is laid
 * out: cells may change their size. */
void
guild_grid_queue_read (GuildGrid *self)
{
  if (self->scroller != NULL && self->sight_idle == 0 &&
      g_hash_table_size (self->context.stale) > 0)
    self->sight_idle = g_idle_add_full (G_PRIORITY_DEFAULT, read_sight_cb, self, NULL);
}

static void
busy_cb (GuildGrid *self)
{
  if (is_busy (self))
    g_clear_handle_id (&self->rest_idle, g_source_remove);
  else
    guild_grid_queue_read (self);
}

/* Sizes have been given out: all rows together are so high. */
static void
adjustment_changed_cb (GuildGrid *self)
{
  if (self->scroller == NULL)
    return;
  GtkAdjustment *adjustment = get_adjustment (self);
  double upper = gtk_adjustment_get_upper (adjustment);
  guint n_rows = count_rows (self);

  if (n_rows > 0 && upper > gtk_adjustment_get_page_size (adjustment))
    self->row_height = MAX (upper / n_rows, 1);
  guild_grid_queue_read (self);
}

void
guild_grid_init_sight (GuildGrid *self)
{
  self->row_height = LIKELY_ROW_HEIGHT;
  self->context.stale = g_hash_table_new (NULL, NULL);
  self->in_sight = g_ptr_array_new ();
  g_signal_connect_object (get_adjustment (self), "value-changed",
                           G_CALLBACK (guild_grid_queue_read), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_adjustment (self), "changed", G_CALLBACK (adjustment_changed_cb),
                           self, G_CONNECT_SWAPPED);
  self->watch_list = g_signal_group_new (GUILD_TYPE_COMPANY_LIST);
  g_signal_group_connect_swapped (self->watch_list, "notify::busy", G_CALLBACK (busy_cb), self);
  g_signal_group_connect_swapped (self->watch_list, "refreshed",
                                  G_CALLBACK (guild_grid_queue_read), self);
}

void
guild_grid_clear_sight (GuildGrid *self)
{
  stop_ticking (self);
  g_clear_handle_id (&self->sight_idle, g_source_remove);
  g_clear_handle_id (&self->rest_idle, g_source_remove);
  g_clear_object (&self->watch_list);
}
