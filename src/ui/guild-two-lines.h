/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of a list: a label, and a dim caption below it. (transfer floating): a box of the two. */
GtkWidget *guild_two_lines_new (void);

G_END_DECLS
