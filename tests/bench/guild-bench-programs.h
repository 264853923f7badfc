/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The real program as a process of its own, on a room of guild_bench_cache_make(); nothing else may
 * be on the screen. */

/* D5: from its start until rows are on the screen, and the same of GNOME's text editor until
 * anything is. The median, in µs. */
gint64 guild_bench_measure_start  (const char *room, guint n_companies, guint n_runs);
/* D4: what it has in memory once everything was read, searched, and sorted by the heading at X, Y
 * of the screen. The median, in bytes. */
gint64 guild_bench_measure_memory (const char *room, guint n_companies, guint n_runs, int x, int y);

G_END_DECLS
