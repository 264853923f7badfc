/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All times are µs since 1970 UTC, shown in the reader's time zone; GUILD_NUMBER_UNSET, and a time
 * that no calendar has, gives "—". All (transfer full). Any thread. */
/* "just now" under a minute (also ahead, for clocks that differ), then minutes, hours and days,
 * from 100 days on as guild_format_date(). */
char    *guild_format_relative_time (gint64 time, gint64 now); /* "2 min ago", "3 Mar 2025" */
/* Without the year when it is that of NOW; NOW GUILD_NUMBER_UNSET always gives the year. */
char    *guild_format_date          (gint64 time, gint64 now); /* "3 Mar", "3 Mar 2024" */
char    *guild_format_date_time     (gint64 time);             /* for tooltips */
char    *guild_format_number        (gint64 number);           /* grouped with thin spaces */
/* The documented forms (codat.md §2): UTC, offset, unqualified (read as UTC, not converted) and a
 * bare date; also a space for the "T" (acc.md §6.3). Digits after the microseconds are dropped.
 * GUILD_NUMBER_UNSET when TEXT (nullable) is none of them. */
gint64   guild_time_parse           (const char *text);

G_END_DECLS
