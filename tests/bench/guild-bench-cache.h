/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GUILD_BENCH_WORKSPACE "bench"

/* A workspace of Codat in which N_COMPANIES are known and that has no key, so that nobody asks a
 * service. ROOM: a directory; what XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_CACHE_HOME should be is
 * made below it as config, data and cache. */
void guild_bench_cache_make (const char *room, guint n_companies);

G_END_DECLS
