/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A program on the private screen, seen from outside: what the X server shows of its window. */
typedef struct
{
  GSubprocess *process; /* (owned) */
  gint64       begun;   /* monotonic µs, before the process */
} GuildBenchProgram;

/* With its standard directories below ROOM: config, data and cache. */
void     guild_bench_program_start (GuildBenchProgram *self, const char *path, const char *room);
/* From the start until so many lines of text are in the middle of its window, between the left and
 * the right third; with none, until anything is there. µs. */
gint64   guild_bench_program_await (GuildBenchProgram *self, guint n_lines);
/* Waits until the program has nothing to do any more. */
void     guild_bench_program_rest  (GuildBenchProgram *self);
/* Types, or clicks at a place of the screen, and waits until the window looks otherwise and the
 * program has nothing to do. */
void     guild_bench_program_type  (GuildBenchProgram *self, const char *keys);
void     guild_bench_program_click (GuildBenchProgram *self, int x, int y);
/* A line of /proc/PID/FILE in bytes: "VmRSS" of "status", "Pss" of "smaps_rollup". */
gint64   guild_bench_program_read  (GuildBenchProgram *self, const char *file, const char *line);
void     guild_bench_program_end   (GuildBenchProgram *self);

G_END_DECLS
