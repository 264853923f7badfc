/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lists that are filled anew whenever something was read, and that a person may be in the middle
 * of: a row that says the same stays, and with it the keyboard, an open menu and what is in sight
 * (guild-kept-place.h). */

/* Tells what ROW is about (ID, once in its list) and everything it was made from (CONTENT). */
void guild_kept_row_describe (GtkWidget *row, const char *id, const char *content);
/* Makes LIST hold ROWS (element-type GtkWidget: described, each floating, all taken). Of two that
 * are about the same and say the same, the one that is there stays. Where another takes its place,
 * the keyboard goes on at the same place in that; where none does, at the next row. */
void guild_kept_rows_fill    (GtkListBox *list, GPtrArray *rows);

G_END_DECLS
