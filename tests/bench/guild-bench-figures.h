/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A figure is a line: name, value and unit, with tabs between them. What it may be at most is one
 * of its own, behind it. What they come to is for build-aux/bench-verdict.py. */

/* N (companies) is the end of the name; 0: it has none. */
void   guild_bench_print          (const char *name, guint n, const char *what, double value,
                                   const char *unit);
/* MOST: 0 = may be anything. */
void   guild_bench_print_most     (const char *name, guint n, const char *what, double value,
                                   double most, const char *unit);
/* VALUES (element-type gint64), divided by SCALE: median, least and most, and the 95th of a hundred
 * where there are more than twenty. Returns the median, as it is in VALUES. */
gint64 guild_bench_print_values   (const char *name, guint n, GArray *values, double scale,
                                   const char *unit, double most_median, double most_p95);
/* The value below which so many of a hundred are; sorts VALUES. */
gint64 guild_bench_get_percentile (GArray *values, guint percent);
/* What ten times the companies cost beside the fewer. */
void   guild_bench_print_growth   (const char *name, gint64 small, gint64 large);

G_END_DECLS
