/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Measures how long the default main context is away between two polls, and whose work that was: a
 * second thread interrupts the main one every millisecond to look at its stack. Where a function of
 * this program is on it, the millisecond is our own, also when a function of GTK was called from
 * there. Where only GTK is on it, or nobody but GTK between the news of a model and the top, as
 * when it rebuilds its rows, it is GTK's. One at a time. */

typedef struct
{
  guint  n;          /* turns of the main loop */
  gint64 longest;    /* µs */
  gint64 own;        /* µs: the most of our own in one turn */
  gint64 own_busy;   /* µs: the same, without the time that others had the processor */
  gint64 own_waited; /* µs: of our own in one turn, the most in which others had the processor */
  gint64 rebuild;    /* µs: the most of GTK's rebuilding in one turn */
  gint64 others;     /* µs: the most of GTK's layout, painting and so on in one turn */
} GuildBenchStalls;

/* Main thread. LIST: whose news make GTK rebuild its rows. */
void guild_bench_watchdog_start (GListModel *list);
/* EXPLAIN: the stacks of the turns in which our own was longest go to stderr, for addr2line, each with
 * the time since the turn began, and how much of it this thread ran and waited for a processor, ms. */
void guild_bench_watchdog_stop  (GuildBenchStalls *stalls, gboolean explain);

/* What this thread had of the processor, µs. */
gint64 guild_bench_busy_time (void);

G_END_DECLS
