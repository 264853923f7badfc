/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What --rows is where a list and one of a tenth of it are measured. */
#define GUILD_BENCH_ROWS 1000000
#define GUILD_BENCH_ROWS_HELP "Companies, and a tenth of them (default: 1000000)"

/* Reads the arguments of a program that measures: --rows, of which HELP tells and without which
 * N_ROWS stays as it is, and OTHERS (nullable). FALSE: what is wrong was said. Waits are long from
 * here on. */
gboolean guild_bench_begin (int argc, char **argv, const char *summary, const char *help,
                            const GOptionEntry *others, guint *n_rows);

G_END_DECLS
