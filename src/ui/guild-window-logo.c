/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-change-toast.h"
#include "ui/guild-error.h"

/* The logo of the company in the pane, from a file. */

typedef struct
{
  GuildWindow    *window;    /* (owned) */
  GuildDirectory *directory; /* (owned) */
  GuildChange    *change;    /* (owned) (nullable): once it is sent */
} Setting;

static void
setting_free (Setting *self)
{
  g_object_unref (self->window);
  g_object_unref (self->directory);
  g_clear_object (&self->change);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Setting, setting_free)

static void
fail (Setting *self, const GError *error)
{
  if (self->window->pane != NULL) /* else it is closed */
    guild_error_show (GTK_WINDOW (self->window), error, _("The logo was not set"));
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Setting) self = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error))
    {
      fail (self, error);
      return;
    }
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *title =
    g_strdup_printf (_("The logo of “%s” is set"), guild_change_get_company_name (self->change));
  g_ptr_array_add (changes, g_object_ref (self->change));
  if (self->window->pane != NULL)
    guild_change_toast_show (self->window, changes, title);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Setting) self = data;
  GuildCompany *company = GUILD_COMPANY (source);
  GuildJournal *journal = guild_desk_get_journal (self->window->desk);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildWrite) write = guild_autodesk_prepare_logo_finish (company, result, &error);

  if (write == NULL)
    fail (self, error);
  else if (journal == NULL)
    fail (self, guild_desk_get_journal_error (self->window->desk));
  else
    {
      GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
      self->change = guild_change_new (guild_workspace_get_id (workspace), write,
                                       guild_company_get_name (company));
      GuildChange *change = self->change;
      guild_journal_perform_async (journal, change, NULL, set_cb, g_steal_pointer (&self));
    }
}

static void
set_logo (GuildWindow *self, GuildDirectory *directory, GuildCompany *company, GFile *file)
{
  Setting *setting;

  if (guild_company_is_deleted (company))
    {
      guild_window_add_toast (self, adw_toast_new (_("A deleted company cannot be edited")));
      return;
    }
  setting = g_new0 (Setting, 1);
  setting->window = g_object_ref (self);
  setting->directory = g_object_ref (directory);
  guild_autodesk_prepare_logo_async (company, file, NULL, prepared_cb, setting);
}

/* (parameter: the file's address) */
static void
set_logo_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);
  g_autoptr(GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  if (company != NULL)
    set_logo (self, self->directory, company, file);
}

/* ---- choosing ---- */

typedef struct
{
  GuildDirectory *directory; /* (owned) */
  GuildCompany   *company;   /* (owned): when the dialog was opened */
} Choice;

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *self = data;

  g_object_unref (self->directory);
  g_object_unref (self->company);
  g_free (self);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Choice *choice = data;
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && GUILD_IS_WINDOW (window))
    set_logo (GUILD_WINDOW (window), choice->directory, choice->company, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
set_logo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char * const types[] = { "image/png", "image/jpeg", "image/gif", "image/bmp" };
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompany *company = guild_company_pane_get_company (self->pane);

  if (company == NULL)
    return;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _("Set Logo"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Set"), NULL);
  g_autoptr(GtkFileFilter) pictures = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->directory = g_object_ref (self->directory);
  choice->company = g_object_ref (company);
  gtk_file_filter_set_name (pictures, _("Pictures (PNG, JPEG, GIF, BMP)"));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_file_filter_add_mime_type (pictures, types[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pictures);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), choice, choice_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
guild_window_install_logo_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.set-logo", NULL, set_logo_action);
  gtk_widget_class_install_action (klass, "win.set-logo-file", "s", set_logo_file_action);
}

void
guild_window_update_logo_actions (GuildWindow *self, GuildServiceFlags flags)
{
  gboolean settable =
    (flags & GUILD_SERVICE_HAS_LOGO) != 0 && guild_company_pane_get_id (self->pane) != NULL;

  guild_window_enable (self, "win.set-logo", settable);
  guild_window_enable (self, "win.set-logo-file", settable);
}
