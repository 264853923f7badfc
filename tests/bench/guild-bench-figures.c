/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-figures.h"

void
guild_bench_print (const char *name, guint n, const char *what, double value, const char *unit)
{
  g_autofree char *end = n > 0 ? g_strdup_printf ("-%u", n) : g_strdup ("");

  g_print ("%s%s%s\t%.3f\t%s\n", name, end, what, value, unit);
}

void
guild_bench_print_most (const char *name, guint n, const char *what, double value, double most,
                        const char *unit)
{
  g_autofree char *allowed = g_strconcat (what, "-allowed", NULL);

  guild_bench_print (name, n, what, value, unit);
  if (most > 0)
    guild_bench_print (name, n, allowed, most, unit);
}

static gint
compare_values (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return (x > y) - (x < y);
}

gint64
guild_bench_get_percentile (GArray *values, guint percent)
{
  guint index = MIN (values->len * percent / 100, values->len - 1);

  g_array_sort (values, compare_values);
  return g_array_index (values, gint64, index);
}

static double
at (GArray *values, guint percent, double scale)
{
  return (double) guild_bench_get_percentile (values, percent) / scale;
}

gint64
guild_bench_print_values (const char *name, guint n, GArray *values, double scale,
                          const char *unit, double most_median, double most_p95)
{
  guild_bench_print_most (name, n, "-median", at (values, 50, scale), most_median, unit);
  if (values->len > 20)
    guild_bench_print_most (name, n, "-p95", at (values, 95, scale), most_p95, unit);
  guild_bench_print (name, n, "-min", at (values, 0, scale), unit);
  guild_bench_print (name, n, "-max", at (values, 100, scale), unit);
  return guild_bench_get_percentile (values, 50);
}

void
guild_bench_print_growth (const char *name, gint64 small, gint64 large)
{
  g_autofree char *label = g_strdup_printf ("D7-%s-growth", name);
  double growth = (double) MAX (large, 1) / (double) MAX (small, 1);

  guild_bench_print (label, 0, "", growth, "times");
  guild_bench_print (label, 0, "-allowed", 10, "times");
}
