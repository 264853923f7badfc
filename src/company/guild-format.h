/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All times are µs since 1970 UTC; GUILD_NUMBER_UNSET gives "—". All (transfer full). */
char    *guild_format_relative_time (gint64 time, gint64 now); /* "2 min ago", "3 Mar 2025" */
char    *guild_format_date          (gint64 time, gint64 now); /* "3 Mar", "3 Mar 2024" */
char    *guild_format_date_time     (gint64 time);             /* for tooltips */
char    *guild_format_number        (gint64 number);           /* grouped with thin spaces */
/* The three documented forms (codat.md §2): UTC, offset, unqualified (read as UTC, not converted)
 * and a bare date; GUILD_NUMBER_UNSET when TEXT is none of them. */
gint64   guild_time_parse           (const char *text);

G_END_DECLS
