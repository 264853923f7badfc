/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A number over time as bars from a zero line, in the style's accent colour. Who cannot see it has
 * the accessible description. */
#define GUILD_TYPE_CHART (guild_chart_get_type ())
G_DECLARE_FINAL_TYPE (GuildChart, guild_chart, GUILD, CHART, GtkWidget)

/* VALUES are copied; NAN: nothing there. DESCRIPTION says in words what the bars show. */
void guild_chart_set_values (GuildChart *self, const double *values, guint n_values,
                             const char *description);

G_END_DECLS
