/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench/guild-bench-room.h"

G_BEGIN_DECLS

/* What a person types, one key at a time, '<' for backspace: one letter, three, digits, nothing
 * found, accents, deletions. It ends with an empty entry. */
extern const char guild_bench_script[];

typedef struct
{
  guint n_rounds; /* of the script */
  guint pause;    /* between two keys, ms */
} GuildBenchEffort;

/* D1p: from the key until its rows are on the screen. The median, in µs. */
gint64 guild_bench_measure_frames (GuildBenchRoom *room, guint n_companies,
                                   const GuildBenchEffort *effort);

/* D2: clicks on headings, in a window that has not sorted yet: how long the main thread is at
 * it. */
void guild_bench_measure_sorting (GuildBenchRoom *room, guint n_companies,
                                  const GuildBenchEffort *effort, gboolean explain);

/* D3: types, sorts, drags the scrollbar and syncs with a sandbox of as many other companies.
 * EXPLAIN: see guild_bench_watchdog_stop(). The longest of our own, in µs. */
gint64 guild_bench_measure_stalls (GuildBenchRoom *room, guint n_companies,
                                   const GuildBenchEffort *effort, gboolean explain);

G_END_DECLS
