/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/guild-edit-company-dialog.h"
#include "ui/guild-error.h"

/* What is done to companies themselves: name, tags, groups. */

static void
edit_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (company == NULL)
    guild_error_show (GTK_WINDOW (self), error, _("The company cannot be edited"));
  else
    guild_edit_company_dialog_present (self, GUILD_DIRECTORY (source), company);
}

static void
edit_company_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  g_autoptr(GPtrArray) ids = guild_window_dup_company_ids (self);

  if (ids->len == 1)
    guild_directory_load_company_async (self->directory, ids->pdata[0], NULL, edit_loaded_cb,
                                        g_object_ref (self));
}

void
guild_window_install_people_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.edit-company", NULL, edit_company_action);
}

void
guild_window_update_people_actions (GuildWindow *self, GuildServiceFlags flags, guint n_companies)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean editable = (flags & GUILD_SERVICE_CAN_EDIT) != 0;

  gtk_widget_action_set_enabled (widget, "win.edit-company", editable && n_companies == 1);
}
