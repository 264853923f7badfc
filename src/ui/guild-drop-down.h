/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names SELF for a screen reader; where its rows are strings, the one that is chosen becomes the
 * description. What has the keyboard is a button inside it, which would be read by the name of its
 * class. */
void guild_drop_down_set_name (GtkDropDown *self, const char *name);

G_END_DECLS
