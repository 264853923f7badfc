/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Calls DISCARD when N_COMPANIES for which something was typed and not saved may be forgotten: at
 * once when there are none, otherwise when the person says so. DESTROY (nullable) frees DATA. */
void guild_unsaved_ask (GtkWindow *parent, guint n_companies, void (*discard) (gpointer data),
                        gpointer data, GDestroyNotify destroy);

G_END_DECLS
