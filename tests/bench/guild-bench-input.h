/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keys and a pointer that act at once, from within the measuring process: what is measured begins
 * with the call. On the private screen only. */

/* Before the toolkit reads the keyboard: letters that it lacks get keys. */
void guild_bench_input_init    (void);
/* CHARACTER '<' is the backspace key. */
void guild_bench_input_key     (gunichar character);
/* On the screen, in pixels. */
void guild_bench_input_move    (int x, int y);
void guild_bench_input_button  (gboolean down);

G_END_DECLS
