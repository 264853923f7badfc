/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK does not mirror by itself where people read from right to left. */

/* TEXT at XALIGN (0 is the start). Numbers and dates have no direction of their own and would take
 * the reader's, which turns their groups around: they are set from left to right. */
void guild_mirror_set_text (GtkLabel *label, const char *text, float xalign);
/* NUMBER in one piece, and in its own direction, in the middle of a sentence. (transfer full) */
char *guild_mirror_isolate (const char *number);
/* A table that is wider than its SCROLLER begins at its first column, from the next layout on and
 * until a person scrolls. */
void guild_mirror_to_start (GtkScrolledWindow *scroller);

G_END_DECLS
