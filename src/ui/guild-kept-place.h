/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Call before WIDGET, which is scrolled with others in a viewport, is changed by anything but the
 * person who reads: what is in sight then stays where it is on the screen when something above it
 * comes, grows or goes: that which has the keyboard, or else the uppermost that is still there.
 * Nothing happens for who looks at the beginning, or where nothing is scrolled. */
void guild_kept_place_hold (GtkWidget *widget);

G_END_DECLS
