/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Keeps the keyboard of WINDOW on something that is on the screen: when what has it goes, as an
 * item of a menu does when it was chosen, it returns to what the menu belongs to, or else to HOME,
 * a descendant of WINDOW. To be called once for a window. */
void guild_keyboard_keep (GtkWindow *window, GtkWidget *home);

G_END_DECLS
