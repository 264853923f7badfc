/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer none) (nullable): the program's settings; NULL where the schema is not installed: then
 * the program works and remembers nothing. */
GSettings *guild_settings_get         (void);
/* How the table of a workspace was left: guild_grid_dup_layout() and the order, NULL where the
 * default holds; (transfer full). */
void       guild_settings_read_table  (const char *workspace_id, char **layout, char **sort,
                                       gboolean *descending);
void       guild_settings_write_table (const char *workspace_id, const char *layout,
                                       const char *sort, gboolean descending);

/* Port that awaits the end of a link flow; 0 = any free one. */
guint16    guild_settings_get_callback_port (void);
/* Seconds a delete waits for its undo. */
guint      guild_settings_get_delete_delay  (void);

G_END_DECLS
