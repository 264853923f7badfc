/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From here on every GtkIconPaintable comes to its end on the calling thread, which is the main
 * one. GTK draws an icon in a thread that may be the last to let it go. The cache of the icon theme
 * keeps icons without owning them: when a widget looked for such an icon in the moment of its end,
 * it was given one that was gone, with a critical or worse (GTK 4.8 to 4.18). To be called before
 * any icon is looked up. */
void guild_icon_end_here (void);

G_END_DECLS
