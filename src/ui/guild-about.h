/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Who made the program, and for whoever asks for help: versions, and the last problem. */
void guild_about_present (GtkWindow *parent); /* PARENT (nullable) */

G_END_DECLS
