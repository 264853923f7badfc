/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the window takes for the present, in µs UTC: "2 min ago" counts from here. */
gint64 guild_clock_now    (void);
/* Stops it at NOW, for pictures that must not change with the day; 0 lets it run again. */
void   guild_clock_freeze (gint64 now);

G_END_DECLS
