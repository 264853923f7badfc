/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Spins SPINNER, or stops it. What is over within half a second shows nothing. */
void guild_spinner_set_busy (GtkSpinner *spinner, gboolean busy);

G_END_DECLS
