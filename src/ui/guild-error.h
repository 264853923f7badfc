/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "service/guild-problem.h"

G_BEGIN_DECLS

/* How failures are told to a person: the one place that decides. A failed action → toast, with
 * Details where there are some; in a window that has no toasts, or when the message is long or the
 * change may have been made → dialog. Cancelled → nothing. What stands (stale data, offline) is
 * the banner's, which the window shows by the directory's last-error. CONTEXT (nullable): what was
 * tried, as a heading: "The company was not created"; what may have been done is told under a
 * heading that leaves it open. */
void        guild_error_show         (GtkWindow *parent, const GError *error, const char *context);
/* The message with everything support needs, and Copy. */
void        guild_error_show_details (GtkWindow *parent, const GError *error,
                                      const char *context);
/* (nullable): guild_problem_describe() of the last failure shown, for the About window. */
const char *guild_error_get_last     (void);
/* Whether ERROR only says that somebody called it off. */
gboolean    guild_error_is_cancelled (const GError *error);

G_END_DECLS
