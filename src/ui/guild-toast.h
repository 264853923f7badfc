/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows TOAST (transfer full), now or after those before it. Its button to close it has only an
 * icon, and libadwaita 1.2 gives it no name for a screen reader: this does. */
void guild_toast_show (AdwToastOverlay *overlay, AdwToast *toast);

G_END_DECLS
