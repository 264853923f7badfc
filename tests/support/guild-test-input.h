/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Real input through the X server, to whatever window has the keyboard or lies below the pointer.
 * These return when the server has the events, not yet the program. They spin the default main
 * context meanwhile. */

/* "ctrl+f", "Tab", "Return": names as xdotool knows them. */
void guild_test_press    (const char *keys);
/* Only what the keyboard has: for other letters the keyboard would be changed while it is read. */
void guild_test_type     (const char *text);
/* Coordinates of the screen, in pixels. */
void guild_test_click_at (int x, int y);
void guild_test_menu_at  (int x, int y); /* the second button */
/* To drag: the button is pressed, the pointer moves, the button is let go. Each may be heard of
 * late: await what it does before the next. */
void guild_test_hold_at  (int x, int y);
void guild_test_move_to  (int x, int y);
void guild_test_let_go   (void);
/* One notch of the wheel: up for -1, down for 1. */
void guild_test_wheel_at (int x, int y, int direction);
/* Moves the pointer into the last corner, where it hovers over nothing. */
void guild_test_park     (void);

G_END_DECLS
