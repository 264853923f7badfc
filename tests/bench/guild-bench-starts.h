/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a directory does after a start: each start is a program of its own, as it is for people, so
 * that nothing that was measured before is in its memory. */

/* The columns that are sorted by. */
#define GUILD_BENCH_N_COLUMNS 6

typedef enum
{
  GUILD_BENCH_LOAD,   /* µs, until the cache is read */
  GUILD_BENCH_MEMORY, /* bytes, resident after the rest */
  GUILD_BENCH_TYPING, /* µs, a keystroke until the rows are known */
  GUILD_BENCH_FIRST,  /* µs, sorting by the first column, which nobody asked for before; then by the
                       * others */
  GUILD_BENCH_AGAIN = GUILD_BENCH_FIRST + GUILD_BENCH_N_COLUMNS, /* µs, the other way round */
  GUILD_BENCH_N_KINDS = GUILD_BENCH_AGAIN + GUILD_BENCH_N_COLUMNS,
} GuildBenchKind;

/* Of several starts. */
typedef struct { GArray *values[GUILD_BENCH_N_KINDS]; } GuildBenchStarts; /* (owned) (element-type
                                                                           * gint64) */

extern const char * const guild_bench_columns[GUILD_BENCH_N_COLUMNS];

/* A person types, looks, corrects, and types on: one letter, three, digits, nothing found, accents,
 * deletions. */
extern const char * const guild_bench_script[];
extern const guint guild_bench_script_length;

void guild_bench_starts_init  (GuildBenchStarts *self);
void guild_bench_starts_clear (GuildBenchStarts *self);
/* Starts this program once more for the directory at PATH, with --start. */
void guild_bench_starts_add   (GuildBenchStarts *self, const char *path);
/* What that program does: a line for each value, its kind and what it is. */
void guild_bench_start        (const char *path);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuildBenchStarts, guild_bench_starts_clear)

G_END_DECLS
