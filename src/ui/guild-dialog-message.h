/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line under a dialog's header that says what went wrong and keeps everything typed; Details are
 * for support and can be copied. Hidden while there is nothing to say. */
#define GUILD_TYPE_DIALOG_MESSAGE (guild_dialog_message_get_type ())
G_DECLARE_FINAL_TYPE (GuildDialogMessage, guild_dialog_message, GUILD, DIALOG_MESSAGE, GtkWidget)

/* ERROR's message and its problem's details; NULL hides. */
void guild_dialog_message_set_error (GuildDialogMessage *self, const GError *error);
/* TEXT in place of an error; NULL hides. CSS_CLASS "success", "warning" or "error". */
void guild_dialog_message_set_text  (GuildDialogMessage *self, const char *css_class,
                                     const char *text);

G_END_DECLS
