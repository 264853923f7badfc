/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A figure is a line: name, value and unit, with tabs between them. What it may be at most is one
 * of its own, and holds for lists of 100 000 companies and more; 0 = anything. */

/* N (companies) is the end of the name; 0: it has none. */
void     guild_bench_print        (const char *name, guint n, const char *what, double value,
                                   const char *unit);
void     guild_bench_print_most   (const char *name, guint n, const char *what, double value,
                                   double most, const char *unit);
/* VALUES (element-type gint64) in µs or bytes, divided by SCALE: median, least and most, and the
 * 95th of a hundred where there are more than twenty. They are sorted. Returns the median. */
gint64   guild_bench_print_values (const char *name, guint n, GArray *values, double scale,
                                   const char *unit, double most_median, double most_p95);
/* What N companies cost beside a tenth of them; LARGE of up to TRIFLE is nothing that grows. */
void     guild_bench_print_growth (const char *name, guint n, gint64 small, gint64 large,
                                   gint64 trifle);
/* Whether a figure was beyond what it may be. */
gboolean guild_bench_is_beyond    (void);

G_END_DECLS
