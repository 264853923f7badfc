/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An AdwMessageDialog above PARENT (nullable), to be given its responses and presented; HEADING and
 * BODY (both nullable) are plain text. The toolkit owns it, as every window. (transfer none). */
GtkWidget *guild_alert_new (GtkWindow *parent, const char *heading, const char *body);

G_END_DECLS
