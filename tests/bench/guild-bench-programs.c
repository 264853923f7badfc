/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-programs.h"

#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-screen.h"
#include "support/guild-test.h"

#define EDITOR "gnome-text-editor"
/* As many as no other page of the window has. */
#define N_LINES 8
/* For so many companies and less the first may be used, for more the second; MB. */
#define MANY 100000
#define MOST_MEMORY 150
#define MOST_MEMORY_OF_MANY 350
#define MB 1000000

/* (transfer full): beside this program, in the directory of the build. */
static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bench = g_path_get_dirname (self);
  g_autofree char *program = g_build_filename (bench, "..", "..", "src", "guildhall", NULL);

  return g_canonicalize_filename (program, NULL);
}

static gint64
time_start (const char *program, const char *room, guint n_lines)
{
  GuildBenchProgram started;

  guild_bench_program_start (&started, program, room);
  gint64 took = guild_bench_program_await (&started, n_lines);
  guild_bench_program_end (&started);
  return took;
}

gint64
guild_bench_measure_start (const char *room, guint n_companies, guint n_runs)
{
  g_autofree char *program = find_program ();
  g_autofree char *editor = g_find_program_in_path (EDITOR);
  g_autoptr(GArray) editors = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 allowed = 0;

  /* They take turns, so that a busy minute is busy for both. The first of each warms the disk and
   * is not measured. */
  for (guint run = 0; run <= n_runs; run++)
    {
      gint64 took = editor != NULL ? time_start (editor, room, 0) : 0;
      if (run > 0 && editor != NULL)
        g_array_append_val (editors, took);
      took = time_start (program, room, N_LINES);
      if (run > 0)
        g_array_append_val (times, took);
    }
  if (editor != NULL)
    allowed = guild_bench_print_values ("D5.text-editor", 0, editors, 1000, "ms", 0, 0);
  else
    g_print ("D5.text-editor\tskipped\tnot installed\n");
  return guild_bench_print_values ("D5-start", n_companies, times, 1000, "ms",
                                   n_companies <= MANY ? (double) allowed / 1000 : 0, 0);
}

gint64
guild_bench_measure_memory (const char *room, guint n_companies, guint n_runs, int x, int y)
{
  g_autofree char *program = find_program ();
  g_autoptr(GArray) resident = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) proportional = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) dirty = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint run = 0; run < n_runs; run++)
    {
      GuildBenchProgram started;
      guild_bench_program_start (&started, program, room);
      guild_bench_program_await (&started, N_LINES);
      guild_bench_program_rest (&started);
      guild_bench_program_type (&started, "gra");
      guild_bench_program_type (&started, "<<<");
      guild_bench_program_click (&started, x, y);
      gint64 bytes = guild_bench_program_read (&started, "status", "VmRSS");
      g_array_append_val (resident, bytes);
      bytes = guild_bench_program_read (&started, "smaps_rollup", "Pss");
      g_array_append_val (proportional, bytes);
      bytes = guild_bench_program_read (&started, "smaps_rollup", "Private_Dirty");
      g_array_append_val (dirty, bytes);
      guild_bench_program_end (&started);
    }
  guild_bench_print_values ("D4-memory-proportional", n_companies, proportional, MB, "MB", 0, 0);
  guild_bench_print_values ("D4-memory-private", n_companies, dirty, MB, "MB", 0, 0);
  return guild_bench_print_values ("D4-memory", n_companies, resident, MB, "MB",
                                   n_companies <= MANY ? MOST_MEMORY : MOST_MEMORY_OF_MANY, 0);
}
