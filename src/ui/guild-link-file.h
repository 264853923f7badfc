/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a file and writes a shortcut to LINK into it, readable by this person alone. CANCELLED
 * when none was chosen. COMPANY_NAME (nullable). */
void     guild_link_file_save_async  (GtkWindow *parent, const char *link,
                                      const char *company_name, GAsyncReadyCallback callback,
                                      gpointer data);
gboolean guild_link_file_save_finish (GAsyncResult *result, GError **error);
/* CONTENTS (taken) becomes FILE, mode 0600 even where the file was there with another. The last
 * step of the above, and of other files that hold links. TASK (taken) returns a boolean. */
void     guild_link_file_write       (GFile *file, char *contents, GTask *task);

G_END_DECLS
