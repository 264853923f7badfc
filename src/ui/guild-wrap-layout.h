/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children in lines, as words in a paragraph, each as wide as it wants up to the whole line. */
#define GUILD_TYPE_WRAP_LAYOUT (guild_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (GuildWrapLayout, guild_wrap_layout, GUILD, WRAP_LAYOUT, GtkLayoutManager)

/* SPACING in pixels, between children and between lines. */
GtkLayoutManager *guild_wrap_layout_new (int spacing);

G_END_DECLS
