/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>

#include "bench/guild-bench-cache.h"
#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-frames.h"
#include "bench/guild-bench-input.h"
#include "bench/guild-bench-programs.h"
#include "support/guild-test-ui.h"

/* What a person at the window waits for, on a private screen (with-display.sh): the start, the
 * frame after a key, and the main loop while a lot goes on; and what all of it has in memory. A line
 * for each figure; the status is 1 when one is beyond what it may be. */

#define N_ROUNDS 5
/* Shorter lists are tried, not measured. */
#define LEAST_MEASURED 50000

/* By when companies were created. */
#define SORTED_COLUMN 4

static int rows;
static gboolean explain;

typedef struct
{
  gint64                 start;  /* µs */
  gint64                 memory; /* bytes */
  gint64                 frame;  /* µs */
  GuildBenchStallFigures stalls;
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
  guild_bench_measure_stalls (&room, n, &effort, explain, &figures->stalls);
  guild_bench_room_close (&room);
}

int
main (int argc, char **argv)
{
  static const GOptionEntry entries[] = {
    { "rows", 0, 0, G_OPTION_ARG_INT, &rows, "Companies, and a tenth of them (default: 1000000)",
      "N" },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &explain, "Tells where the longest stalls were", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("— measures the window");
  g_autoptr(GError) error = NULL;
  Figures small, large;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1 || rows < 0)
    {
      g_printerr ("guild-bench-window: %s\n",
                  error != NULL ? error->message : "--rows takes a number");
      return 2;
    }
  g_setenv ("GUILDHALL_TEST_PATIENCE", "900", TRUE);
  guild_bench_input_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  guint n = rows > 0 ? (guint) rows : 1000000;
  measure (MAX (n / 10, 1), &small);
  measure (n, &large);
  guild_bench_print_growth ("D1p-keystroke", n, small.frame, large.frame, 1000);
  guild_bench_print_growth ("D4-memory", n, small.memory, large.memory, 0);
  guild_bench_print_growth ("D5-start", n, small.start, large.start, 1000);
  guild_bench_print_growth ("D3-stall-own", n, small.stalls.own, large.stalls.own, 1000);
  return guild_bench_is_beyond () ? EXIT_FAILURE : EXIT_SUCCESS;
}
