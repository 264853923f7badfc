/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-grid-private.h"

/* What a person looks at stays where it is: when rows come or go above those on the screen, the
 * table is scrolled by as much. The view itself keeps its distance from the first row, since its
 * items are places (guild-company-list.h). What a filter takes away is remembered until a person
 * scrolls. */

static GtkAdjustment *
get_adjustment (GuildGrid *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

/* (nullable) */
static GuildCompanyList *
get_list (GuildGrid *self)
{
  return self->selection != NULL ? guild_company_selection_get_list (self->selection) : NULL;
}

/* Who looks at the beginning is interested in the beginning: nothing is remembered there. */
static void
note_rows (GuildGrid *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  GuildGridAnchor *anchor = &self->anchor;
  double value = gtk_adjustment_get_value (adjustment);
  double end = value + gtk_adjustment_get_page_size (adjustment);
  GuildCompanyList *list = get_list (self);

  anchor->pending = FALSE;
  g_ptr_array_set_size (anchor->ids, 0);
  if (list == NULL || anchor->row_height <= 0 || value <= 0)
    return;
  guint first = (guint) (value / anchor->row_height);
  anchor->top = first * anchor->row_height - value;
  for (guint i = first; i * anchor->row_height < end; i++)
    {
      char *id = guild_company_list_dup_id (list, i);
      if (id == NULL)
        break;
      g_ptr_array_add (anchor->ids, id);
    }
}

/* By the uppermost of the rows that is still there. */
static gboolean
find_value (GuildGrid *self, double *value)
{
  GuildGridAnchor *anchor = &self->anchor;

  for (guint i = 0; i < anchor->ids->len; i++)
    {
      guint position = guild_company_list_find (get_list (self), anchor->ids->pdata[i]);
      if (position == G_MAXUINT)
        continue;
      *value = ((double) position - i) * anchor->row_height - anchor->top;
      return TRUE;
    }
  return FALSE;
}

static void
scroll_to (GuildGrid *self, double value)
{
  self->anchor.scrolling = TRUE;
  gtk_adjustment_set_value (get_adjustment (self), value);
  self->anchor.scrolling = FALSE;
}

static gboolean
sorts_alike (GuildQuery *a, GuildQuery *b)
{
  guint n = guild_query_get_n_sort_keys (a);

  if (guild_query_get_n_sort_keys (b) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const GuildSortKey *x = guild_query_get_sort_key (a, i);
      const GuildSortKey *y = guild_query_get_sort_key (b, i);
      if (x->descending != y->descending || !g_str_equal (x->field, y->field))
        return FALSE;
    }
  return TRUE;
}

static void
refreshed_cb (GuildGrid *self)
{
  GuildGridAnchor *anchor = &self->anchor;
  GuildCompanyList *list = get_list (self);
  g_autoptr(GuildQuery) before = g_steal_pointer (&anchor->query);
  double value;

  anchor->query = guild_query_ref (guild_company_list_get_query (list));
  /* under the page that says so, everything stays as it is */
  if (guild_company_list_get_n_matches (list) == 0)
    return;
  if (before != NULL && !sorts_alike (before, anchor->query))
    note_rows (self);
  else if (anchor->ids->len > 0 && find_value (self, &value))
    {
      scroll_to (self, value);
      anchor->pending = TRUE;
    }
  else if (before != NULL && !guild_query_equal (before, anchor->query))
    scroll_to (self, 0);
}

static void
value_changed_cb (GuildGrid *self)
{
  /* A list that has become too short is scrolled by the view, and not by a person. */
  if (self->scroller != NULL && !self->anchor.scrolling && !self->allocating)
    note_rows (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GuildGrid *self = GUILD_GRID (widget);
  double value;

  self->anchor.tick = 0;
  if (self->anchor.ids->len > 0 && get_list (self) != NULL && find_value (self, &value))
    scroll_to (self, value);
  return G_SOURCE_REMOVE;
}

void
guild_grid_anchor_allocated (GuildGrid *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  GuildGridAnchor *anchor = &self->anchor;
  guint n_rows =
    self->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
  double value;

  if (n_rows > 0 &&
      gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment))
    anchor->row_height = gtk_adjustment_get_upper (adjustment) / n_rows;
  if (anchor->moved)
    note_rows (self);
  anchor->moved = FALSE;
  if (!anchor->pending)
    return;
  anchor->pending = FALSE;
  /* Before, the table was not long enough to be scrolled so far. */
  if (anchor->tick == 0 && find_value (self, &value) &&
      ABS (value - gtk_adjustment_get_value (adjustment)) > 0.5)
    anchor->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

void
guild_grid_anchor_move (GuildGrid *self)
{
  g_ptr_array_set_size (self->anchor.ids, 0);
  self->anchor.moved = TRUE;
}

void
guild_grid_anchor_reset (GuildGrid *self)
{
  GuildGridAnchor *anchor = &self->anchor;

  g_ptr_array_set_size (anchor->ids, 0);
  g_clear_pointer (&anchor->query, guild_query_unref);
  anchor->pending = FALSE;
  g_signal_group_set_target (anchor->watch, get_list (self));
}

void
guild_grid_anchor_init (GuildGrid *self)
{
  GuildGridAnchor *anchor = &self->anchor;

  anchor->ids = g_ptr_array_new_with_free_func (g_free);
  anchor->watch = g_signal_group_new (GUILD_TYPE_COMPANY_LIST);
  g_signal_group_connect_swapped (anchor->watch, "refreshed", G_CALLBACK (refreshed_cb), self);
  g_signal_connect_object (get_adjustment (self), "value-changed", G_CALLBACK (value_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

void
guild_grid_anchor_clear (GuildGrid *self)
{
  GuildGridAnchor *anchor = &self->anchor;

  if (anchor->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), anchor->tick);
  anchor->tick = 0;
  g_clear_object (&anchor->watch);
  g_clear_pointer (&anchor->query, guild_query_unref);
  g_clear_pointer (&anchor->ids, g_ptr_array_unref);
}
