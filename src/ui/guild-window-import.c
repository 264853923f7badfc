/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n.h>

#include "journal/guild-import.h"
#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-import-window.h"
#include "ui/guild-weak.h"

/* Companies from a file: asked for, dropped here, or left unfinished. */

static gboolean
may_import (GuildWindow *self)
{
  GuildService *service =
    self->directory != NULL ? guild_directory_get_service (self->directory) : NULL;

  /* Where only the credentials are in the way, its window says so. */
  return service != NULL && (guild_service_get_import_rules (service) != NULL ||
                             GUILD_IS_AUTODESK (service));
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  guild_import_window_present (GTK_WINDOW (self), self->desk, self->directory, NULL);
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, GuildWindow *self)
{
  if (!may_import (self))
    return FALSE;
  guild_import_window_present (GTK_WINDOW (self), self->desk, self->directory,
                               g_value_get_object (value));
  return TRUE;
}

void
guild_window_accept_files (GuildWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (self->content, GTK_EVENT_CONTROLLER (target));
}

/* ---- left unfinished ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildImport) import =
    guild_import_find_finish (GUILD_JOURNAL (source), result, &error);

  if (error != NULL)
    g_debug ("It is not known whether an import is unfinished: %s", error->message);
  if (self == NULL || import == NULL || self->desk == NULL ||
      guild_import_get_state (import) != GUILD_IMPORT_READY)
    return;
  g_autofree char *text = g_strdup_printf (
    ngettext ("Import of “%s”: %u of %u row is done", "Import of “%s”: %u of %u rows are done",
              guild_import_get_n_total (import)),
    guild_import_plan_get_name (guild_import_get_plan (import)),
    guild_import_get_n_done (import), guild_import_get_n_total (import));
  g_autofree char *title = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _("_Go On…"));
  adw_toast_set_action_name (toast, "win.import");
  adw_toast_set_timeout (toast, 0);
  guild_window_add_toast (self, toast);
}

/* Once for each workspace that is shown. */
static void
offer_unfinished (GuildWindow *self)
{
  GuildJournal *journal = guild_desk_get_journal (self->desk);

  if (journal == NULL || g_object_get_data (G_OBJECT (self->directory), "guild-import-offered"))
    return;
  g_object_set_data (G_OBJECT (self->directory), "guild-import-offered", GINT_TO_POINTER (TRUE));
  guild_import_find_async (journal, self->directory, NULL, found_cb, guild_weak_new (self));
}

void
guild_window_install_import_action (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.import", NULL, import_action);
}

void
guild_window_update_import_action (GuildWindow *self)
{
  gboolean may = may_import (self);

  guild_window_enable (self, "win.import", may);
  if (may && self->desk != NULL)
    offer_unfinished (self);
}
