/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "company/guild-connection.h"

G_BEGIN_DECLS

/* A connection in the company pane: platform, what is read through it and when, its newest trouble
 * with a date, its status, and a menu of what can be done. (transfer full): described for
 * guild_kept_rows_fill(), as the next. */
GtkWidget *guild_connection_row_new     (GuildConnection *connection, gint64 now);
/* The last row: "Add Connection…". (transfer full) */
GtkWidget *guild_connection_row_new_add (void);
/* The troubles of CONNECTION as text, newest first, each with its dates; (transfer full). */
char      *guild_connection_describe_errors (GuildConnection *connection, gint64 now);

G_END_DECLS
