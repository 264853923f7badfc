/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-wrap-layout.h"

struct _GuildWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (GuildWrapLayout, guild_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Breaks the children into lines WIDTH wide, placing them when PLACE; returns the height. */
static int
flow (GuildWrapLayout *self, GtkWidget *widget, int width, gboolean place)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least, wanted, height;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      wanted = MAX (least, MIN (wanted, width));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wanted, NULL, &height, NULL, NULL);
      if (x > 0 && x + wanted > width)
        {
          x = 0;
          y += line_height + self->spacing;
          line_height = 0;
        }
      if (place)
        gtk_widget_size_allocate (
          child, &(GtkAllocation) { mirrored ? width - x - wanted : x, y, wanted, height }, -1);
      x += wanted + self->spacing;
      line_height = MAX (line_height, height);
    }
  return y + line_height;
}

static void
guild_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget,
                           GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  GuildWrapLayout *self = GUILD_WRAP_LAYOUT (manager);
  int total = 0;

  *minimum = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least, wanted;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      total += wanted + (total > 0 ? self->spacing : 0);
    }
  *natural = MAX (*minimum, total);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = flow (self, widget, for_size < 0 ? *natural : for_size, FALSE);
}

static void
guild_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                            int baseline)
{
  flow (GUILD_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static GtkSizeRequestMode
guild_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
guild_wrap_layout_class_init (GuildWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->measure = guild_wrap_layout_measure;
  manager_class->allocate = guild_wrap_layout_allocate;
  manager_class->get_request_mode = guild_wrap_layout_get_request_mode;
}

static void
guild_wrap_layout_init (GuildWrapLayout *self)
{
}

GtkLayoutManager *
guild_wrap_layout_new (int spacing)
{
  GuildWrapLayout *self = g_object_new (GUILD_TYPE_WRAP_LAYOUT, NULL);
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
