/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-kept-rows.h"

#include "ui/guild-kept-place.h"

static const char *
get_id (gpointer row)
{
  return g_object_get_data (row, "guild-row-id");
}

static gboolean
says_the_same (gpointer a, gpointer b)
{
  return g_strcmp0 (g_object_get_data (a, "guild-row-content"),
                    g_object_get_data (b, "guild-row-content")) == 0;
}

void
guild_kept_row_describe (GtkWidget *row, const char *id, const char *content)
{
  g_return_if_fail (GTK_IS_LIST_BOX_ROW (row));
  g_return_if_fail (id != NULL && content != NULL);

  g_object_set_data_full (G_OBJECT (row), "guild-row-id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (row), "guild-row-content", g_strdup (content), g_free);
}

/* (nullable): the one from FIRST on that is about ID. */
static GtkWidget *
find_row (GtkWidget *first, const char *id)
{
  for (; first != NULL; first = gtk_widget_get_next_sibling (first))
    if (g_strcmp0 (get_id (first), id) == 0)
      return first;
  return NULL;
}

/* (nullable): what has the keyboard in WIDGET, or is WIDGET. */
static GtkWidget *
find_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget)) ? focus : NULL;
}

/* (nullable): the child of PARENT in the place that SIBLING has among its own. */
static GtkWidget *
find_counterpart (GtkWidget *parent, GtkWidget *sibling)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (child != NULL && (sibling = gtk_widget_get_prev_sibling (sibling)) != NULL)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* OLD is about to go, and NEW is in its list: the keyboard goes to what stands where it was, or to
 * the nearest around that. */
static void
hand_over (GtkWidget *old, GtkWidget *new)
{
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  GtkWidget *heir = new;

  for (GtkWidget *above = find_focus (old); above != NULL && above != old;
       above = gtk_widget_get_parent (above))
    g_ptr_array_add (path, above);
  for (guint i = path->len; i > 0; i--)
    {
      GtkWidget *child = find_counterpart (heir, path->pdata[i - 1]);
      /* A menu that was open is closed in the new row. */
      if (child == NULL || !gtk_widget_get_mapped (child))
        break;
      heir = child;
    }
  while (!gtk_widget_grab_focus (heir) && heir != new)
    heir = gtk_widget_get_parent (heir);
}

/* Returns where the keyboard was among those that are not wanted any more; -1: elsewhere. */
static int
remove_unwanted (GtkListBox *list, GPtrArray *rows)
{
  GtkWidget *next = gtk_widget_get_first_child (GTK_WIDGET (list));
  int index = 0, lost = -1;

  while (next != NULL)
    {
      GtkWidget *row = next;
      gboolean wanted = FALSE;
      next = gtk_widget_get_next_sibling (row);
      for (guint i = 0; !wanted && i < rows->len; i++)
        wanted = g_strcmp0 (get_id (row), get_id (rows->pdata[i])) == 0;
      if (wanted)
        {
          index++;
          continue;
        }
      if (find_focus (row) != NULL)
        lost = index;
      gtk_list_box_remove (list, row);
    }
  return lost;
}

/* Takes ROW. Returns whether the keyboard was moved. */
static gboolean
place_row (GtkListBox *list, GtkWidget *row, int index)
{
  GtkWidget *there = GTK_WIDGET (gtk_list_box_get_row_at_index (list, index));
  GtkWidget *old = find_row (there, get_id (row));

  if (old != NULL && old == there && says_the_same (old, row))
    {
      g_object_unref (g_object_ref_sink (row));
      return FALSE;
    }
  gtk_list_box_insert (list, row, index);
  if (old == NULL)
    return FALSE;
  gboolean moved = find_focus (old) != NULL;
  if (moved)
    hand_over (old, row);
  gtk_list_box_remove (list, old);
  return moved;
}

void
guild_kept_rows_fill (GtkListBox *list, GPtrArray *rows)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (rows != NULL);

  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = scrolled != NULL
    ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)) : NULL;
  double value = adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;

  guild_kept_place_hold (GTK_WIDGET (list));
  int lost = remove_unwanted (list, rows);
  gboolean moved = lost >= 0;

  for (guint i = 0; i < rows->len; i++)
    moved |= place_row (list, rows->pdata[i], (int) i);
  if (lost >= 0 && rows->len > 0)
    gtk_widget_grab_focus (
      GTK_WIDGET (gtk_list_box_get_row_at_index (list, MIN (lost, (int) rows->len - 1))));
  /* The keyboard has not gone anywhere that a person would have to be shown. */
  if (moved && adjustment != NULL)
    gtk_adjustment_set_value (adjustment, value);
}
