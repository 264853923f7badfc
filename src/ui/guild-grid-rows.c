/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-grid-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-company-drag.h"

#define MENU_INDENT 12 /* px */

/* What a person does to a row beyond choosing it: asks for its menu, drags it away. */

/* (transfer none) (nullable): the first cell at or below WIDGET. */
static GtkWidget *
find_cell (GtkWidget *widget)
{
  if (GUILD_IS_CELL_VIEW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *cell = find_cell (child);
      if (cell != NULL)
        return cell;
    }
  return NULL;
}

/* (transfer full) (nullable): the company of the row that WIDGET is or is in. ROW (out) (optional)
 * (transfer none): the widget of that row. */
static char *
dup_row_id (GuildGrid *self, GtkWidget *widget, GtkWidget **row)
{
  GtkWidget *rows = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  while (widget != NULL && gtk_widget_get_parent (widget) != rows)
    widget = gtk_widget_get_parent (widget);
  GtkWidget *cell = widget != NULL ? find_cell (widget) : NULL;
  if (cell == NULL)
    return NULL;
  if (row != NULL)
    *row = widget;
  return guild_cell_view_dup_company_id (GUILD_CELL_VIEW (cell));
}

GtkWidget *
guild_grid_find_row (GuildGrid *self, const char *company_id)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      GtkWidget *row = NULL;
      g_autofree char *id = gtk_widget_get_mapped (cell) ? dup_row_id (self, cell, &row) : NULL;
      if (g_strcmp0 (id, company_id) == 0)
        return row;
    }
  return NULL;
}

/* --- menu ------------------------------------------------------------------------------------- */

/* The menu is about what is selected; a row that is not becomes it first. */
static void
request_menu (GuildGrid *self, const char *id, double x, double y)
{
  guint position =
    guild_company_list_find (guild_company_selection_get_list (self->selection), id);

  if (position == G_MAXUINT)
    return;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    guild_company_selection_select_only (self->selection, id);
  g_signal_emit_by_name (self, "menu-requested", x, y);
}

static void
secondary_pressed_cb (GuildGrid *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  g_autofree char *id =
    self->selection != NULL && picked != NULL ? dup_row_id (self, picked, NULL) : NULL;

  if (id == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  request_menu (self, id, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GuildGrid *self = GUILD_GRID (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *row = NULL;
  graphene_rect_t bounds;
  g_autofree char *id =
    self->selection != NULL && focus != NULL ? dup_row_id (self, focus, &row) : NULL;

  if (id == NULL || !gtk_widget_compute_bounds (row, widget, &bounds))
    return FALSE;
  /* Below the beginning of the row, where its name stays to be read. */
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double x = bounds.origin.x + (mirrored ? bounds.size.width - MENU_INDENT : MENU_INDENT);
  request_menu (self, id, CLAMP (x, 0, gtk_widget_get_width (widget)),
                bounds.origin.y + bounds.size.height);
  return TRUE;
}

void
guild_grid_install_row_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding (klass, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

/* --- drag ------------------------------------------------------------------------------------- */

/* A press on one of several selected rows leaves only that one selected before it is known to begin
 * a drag. */
static void
primary_pressed_cb (GuildGrid *self)
{
  g_clear_pointer (&self->pressed, guild_company_set_free);
  if (self->selection != NULL)
    self->pressed = guild_company_selection_dup_set (self->selection);
}

static GdkContentProvider *
drag_prepare_cb (GuildGrid *self, double x, double y, GtkDragSource *source)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  g_autofree char *id =
    self->selection != NULL && picked != NULL ? dup_row_id (self, picked, NULL) : NULL;

  if (id == NULL)
    return NULL;
  g_autoptr(GPtrArray) ids = NULL;
  if (self->pressed != NULL && guild_company_set_contains (self->pressed, id))
    {
      guild_company_selection_select (self->selection, self->pressed);
      ids = guild_company_selection_dup_ids (self->selection);
    }
  else
    {
      ids = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (ids, g_strdup (id));
    }
  g_autoptr(GuildCompanyDrag) drag = guild_company_drag_new (self->context.directory, ids);
  return gdk_content_provider_new_typed (GUILD_TYPE_COMPANY_DRAG, drag);
}

static void
drag_begin_cb (GuildGrid *self, GdkDrag *drag)
{
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, GUILD_TYPE_COMPANY_DRAG);
  if (!gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return;
  GuildCompanyDrag *companies = g_value_get_boxed (&value);
  g_autofree char *text = g_strdup_printf (ngettext ("%u company", "%u companies",
                                                     companies->ids->len), companies->ids->len);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "guild-dragged");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
  gdk_drag_set_hotspot (drag, -12, -8);
}

void
guild_grid_init_rows (GuildGrid *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *primary = gtk_gesture_click_new ();
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (secondary),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (primary), GTK_PHASE_CAPTURE);
  g_signal_connect_object (primary, "pressed", G_CALLBACK (primary_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (primary));

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepare_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (source));
}
