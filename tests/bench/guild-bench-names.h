/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The same number of the same NUMBER in every run, and as if by chance. */
guint64 guild_bench_mix       (guint64 number);
/* Of a company, in one of several scripts; (transfer full). */
char   *guild_bench_make_name (guint number);
/* As the services make ids; (transfer full). */
char   *guild_bench_make_id   (guint number);

G_END_DECLS
