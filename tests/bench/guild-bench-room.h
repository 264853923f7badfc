/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-window-private.h"

G_BEGIN_DECLS

/* A real window in this process, on a cache. */
typedef struct
{
  GtkApplication *application; /* (unowned) */
  GuildDesk      *desk;        /* (owned) */
  GuildWindow    *window;      /* the application's */
} GuildBenchRoom;

/* PATH: of guild_bench_cache_make(). Returns when all its N_COMPANIES are in the window and
 * counted. */
void guild_bench_room_open  (GuildBenchRoom *self, const char *path, guint n_companies);
void guild_bench_room_close (GuildBenchRoom *self);
/* (out): the middle of the heading of a column, on the screen. */
void guild_bench_room_find_heading (GuildBenchRoom *self, guint column, int *x, int *y);
/* (out): the middle of the table's scrollbar, its highest and its lowest end, on the screen. */
void guild_bench_room_find_scrollbar (GuildBenchRoom *self, int *x, int *top, int *bottom);
/* What the main loop has to do for so long, in ms. */
void guild_bench_room_rest  (guint duration);

G_END_DECLS
