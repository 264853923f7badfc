/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Names SELF's own button, which shows what is typed and bears only an icon, for a screen
 * reader. */
void guild_secret_row_name_button (AdwPasswordEntryRow *self);

G_END_DECLS
