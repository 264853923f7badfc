/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The names of FAMILY (element-type GuildRelative), subsidiaries indented below their parents;
 * scrolls when they are many. LABEL: what the list is, for who does not see it. */
GtkWidget *guild_family_list_new (GPtrArray *family, const char *label);

G_END_DECLS
