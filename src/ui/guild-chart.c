/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-chart.h"

#include <math.h>

#define GAP 0.35 /* of a bar's place */
#define WIDEST 64

struct _GuildChart
{
  GtkWidget parent_instance;

  double *values; /* (owned) (nullable) */
  guint   n_values;
};

G_DEFINE_FINAL_TYPE (GuildChart, guild_chart, GTK_TYPE_WIDGET)

static void
get_range (GuildChart *self, double *least, double *most)
{
  *least = 0;
  *most = 0;
  for (guint i = 0; i < self->n_values; i++)
    if (!isnan (self->values[i]))
      {
        *least = MIN (*least, self->values[i]);
        *most = MAX (*most, self->values[i]);
      }
}

static void
guild_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GuildChart *self = GUILD_CHART (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double least, most;
  GdkRGBA color;

  get_range (self, &least, &most);
  if (self->n_values == 0 || most - least <= 0 || width < 1 || height < 1)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cairo_t *cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  double step = width / self->n_values;
  double bar = MIN (step * (1 - GAP), WIDEST);
  double zero = floor (height * most / (most - least)) - 0.5;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gdk_cairo_set_source_rgba (cr, &color);
  for (guint i = 0; i < self->n_values; i++)
    {
      double value = self->values[i];
      guint at = mirrored ? self->n_values - 1 - i : i;
      if (isnan (value))
        continue;
      double length = value / (most - least) * (height - 1);
      cairo_rectangle (cr, round (at * step + (step - bar) / 2), zero, round (bar), -length);
      cairo_fill (cr);
    }
  color.alpha *= 0.4f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 0, zero);
  cairo_line_to (cr, width, zero);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
guild_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? 96 : 120;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? 96 : 480;
}

static void
guild_chart_finalize (GObject *object)
{
  g_free (GUILD_CHART (object)->values);
  G_OBJECT_CLASS (guild_chart_parent_class)->finalize (object);
}

static void
guild_chart_class_init (GuildChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = guild_chart_finalize;
  widget_class->snapshot = guild_chart_snapshot;
  widget_class->measure = guild_chart_measure;
  gtk_widget_class_set_css_name (widget_class, "guild-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
guild_chart_init (GuildChart *self)
{
}

void
guild_chart_set_values (GuildChart *self, const double *values, guint n_values,
                        const char *description)
{
  g_return_if_fail (GUILD_IS_CHART (self));
  g_return_if_fail (description != NULL);

  g_free (self->values);
  self->values = g_memdup2 (values, n_values * sizeof *values);
  self->n_values = n_values;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
