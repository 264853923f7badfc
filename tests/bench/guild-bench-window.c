/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "bench/guild-bench-cache.h"
#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-frames.h"
#include "bench/guild-bench-input.h"
#include "bench/guild-bench-options.h"
#include "bench/guild-bench-programs.h"
#include "support/guild-test-ui.h"

/* What a person at the window waits for, on a private screen (with-display.sh): the start, the
 * frame after a key, and the main loop while a lot goes on; and what all of it has in memory. A
 * line for each figure. */

#define N_ROUNDS 5
/* Shorter lists are tried, not measured. */
#define LEAST_MEASURED 50000

/* By when companies were created. */
#define SORTED_COLUMN 4

static gboolean explain;

typedef struct
{
  gint64 start;  /* µs */
  gint64 memory; /* bytes */
  gint64 frame;  /* µs */
  gint64 stall;  /* µs */
} Figures;

static void
measure (guint n, Figures *figures)
{
  g_autofree char *path = guild_test_directory ();
  GuildBenchEffort effort = n < LEAST_MEASURED ? (GuildBenchEffort) { 1, 5 }
                                               : (GuildBenchEffort) { N_ROUNDS, 50 };
  GuildBenchRoom room;
  int x, y;

  guild_bench_cache_make (path, n);
  guild_bench_room_open (&room, path, n);
  guild_bench_room_find_heading (&room, SORTED_COLUMN, &x, &y);
  guild_bench_room_close (&room);
  figures->start = guild_bench_measure_start (path, n, effort.n_rounds);
  figures->memory = guild_bench_measure_memory (path, n, effort.n_rounds, x, y);

  guild_bench_room_open (&room, path, n);
  figures->frame = guild_bench_measure_frames (&room, n, &effort);
  guild_bench_measure_sorting (&room, n, &effort, explain);
  figures->stall = guild_bench_measure_stalls (&room, n, &effort, explain);
  guild_bench_room_close (&room);
}

int
main (int argc, char **argv)
{
  static const GOptionEntry entries[] = {
    { "explain", 0, 0, G_OPTION_ARG_NONE, &explain, "Tells where the longest stalls were", NULL },
    { NULL }
  };
  guint n = GUILD_BENCH_ROWS;
  Figures small, large;

  if (!guild_bench_begin (argc, argv, "— measures the window", GUILD_BENCH_ROWS_HELP, entries, &n))
    return 2;
  guild_bench_input_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  measure (MAX (n / 10, 1), &small);
  measure (n, &large);
  guild_bench_print_growth ("D1p-keystroke", small.frame, large.frame);
  guild_bench_print_growth ("D4-memory", small.memory, large.memory);
  guild_bench_print_growth ("D5-start", small.start, large.start);
  guild_bench_print_growth ("D3-stall-own", small.stall, large.stall);
  return EXIT_SUCCESS;
}
