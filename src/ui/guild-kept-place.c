/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-kept-place.h"

#define KEY "guild-kept-place"

typedef struct
{
  GtkWidget *widget; /* (unowned) (nullable): NULL when it has gone */
  double     top;    /* px below the top of the content */
  gboolean   focus;  /* it has the keyboard, or what took its place has */
} Mark;

typedef struct
{
  GtkWidget     *content;    /* (unowned): owns this */
  GdkFrameClock *clock;      /* (owned) */
  GtkAdjustment *adjustment; /* (owned) */
  double         value;      /* of it, as the person scrolled */
  double         upper;      /* of it, when that was */
  GPtrArray     *marks;      /* (owned) (element-type Mark): what has the keyboard, then from above */
} Place;

static void laid_out_cb (GtkWidget *content);
static void value_changed_cb (GtkWidget *content);

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  g_clear_weak_pointer (&mark->widget);
  g_free (mark);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_signal_handlers_disconnect_by_func (place->clock, laid_out_cb, place->content);
  g_signal_handlers_disconnect_by_func (place->adjustment, value_changed_cb, place->content);
  g_object_unref (place->clock);
  g_object_unref (place->adjustment);
  g_ptr_array_unref (place->marks);
  g_free (place);
}

static gboolean
is_in_sight (Place *place, GtkWidget *widget, double *top)
{
  double end = place->value + gtk_adjustment_get_page_size (place->adjustment);
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget) ||
      !gtk_widget_compute_bounds (widget, place->content, &bounds))
    return FALSE;
  *top = bounds.origin.y;
  return bounds.origin.y < end && bounds.origin.y + bounds.size.height > place->value;
}

static void
add_mark (Place *place, GtkWidget *widget, double top, gboolean focus)
{
  Mark *mark = g_new0 (Mark, 1);

  g_set_weak_pointer (&mark->widget, widget);
  mark->top = top;
  mark->focus = focus;
  g_ptr_array_add (place->marks, mark);
}

/* (nullable): what has the keyboard, if that is in CONTENT. */
static GtkWidget *
find_focus (GtkWidget *content)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (content));

  return focus != NULL && gtk_widget_is_ancestor (focus, content) ? focus : NULL;
}

/* Rows and what stands between them; not their parts. */
static void
mark_children (Place *place, GtkWidget *parent)
{
  double top;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!is_in_sight (place, child, &top))
        continue;
      if (gtk_widget_get_first_child (child) != NULL && !GTK_IS_LIST_BOX_ROW (child))
        mark_children (place, child);
      else
        add_mark (place, child, top, FALSE);
    }
}

static void
value_changed_cb (GtkWidget *content)
{
  Place *place = g_object_get_data (G_OBJECT (content), KEY);
  double upper = gtk_adjustment_get_upper (place->adjustment);

  /* With another length, it was moved because it would be beyond the end. */
  if (upper == place->upper)
    place->value = gtk_adjustment_get_value (place->adjustment);
}

/* How far down MARK is now. */
static gboolean
find_mark (Place *place, Mark *mark, double *top)
{
  GtkWidget *widget = mark->widget;
  graphene_rect_t bounds;

  if (widget == NULL || !gtk_widget_get_mapped (widget) ||
      !gtk_widget_is_ancestor (widget, place->content))
    widget = mark->focus ? find_focus (place->content) : NULL;
  if (widget == NULL || !gtk_widget_compute_bounds (widget, place->content, &bounds))
    return FALSE;
  *top = bounds.origin.y;
  return TRUE;
}

static void
laid_out_cb (GtkWidget *content)
{
  Place *place = g_object_get_data (G_OBJECT (content), KEY);
  Mark *mark = NULL;
  double top = 0;

  for (guint i = 0; mark == NULL && i < place->marks->len; i++)
    if (find_mark (place, place->marks->pdata[i], &top))
      mark = place->marks->pdata[i];
  if (mark != NULL && top != mark->top)
    gtk_adjustment_set_value (place->adjustment, place->value + top - mark->top);
  g_object_set_data (G_OBJECT (content), KEY, NULL);
}

/* (nullable): what is scrolled, of which WIDGET is a part. */
static GtkWidget *
find_content (GtkWidget *widget)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);

  return viewport != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
}

void
guild_kept_place_hold (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  GtkWidget *content = find_content (widget);

  if (content == NULL || !gtk_widget_get_mapped (content))
    return;
  GtkAdjustment *adjustment =
    gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (gtk_widget_get_parent (content)));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (content);
  Place *place = g_object_get_data (G_OBJECT (content), KEY);
  /* Of several changes before one frame, the first knows what was seen. */
  if (gtk_adjustment_get_value (adjustment) <= 0 || (place != NULL && place->clock == clock))
    return;
  place = g_new0 (Place, 1);
  place->content = content;
  place->clock = g_object_ref (clock);
  place->adjustment = g_object_ref (adjustment);
  place->value = gtk_adjustment_get_value (adjustment);
  place->upper = gtk_adjustment_get_upper (adjustment);
  place->marks = g_ptr_array_new_with_free_func (mark_free);
  GtkWidget *focus = find_focus (content);
  double top;
  if (focus != NULL && is_in_sight (place, focus, &top))
    add_mark (place, focus, top, TRUE);
  mark_children (place, content);
  g_object_set_data_full (G_OBJECT (content), KEY, place, place_free);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), content,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "layout", G_CALLBACK (laid_out_cb), content,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
