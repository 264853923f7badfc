/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-csv.h"
#include "ui/guild-error.h"

typedef struct
{
  GuildRecordsWindow *window; /* (owned) */
  char               *text;   /* (owned): what is written */
} Export;

static void
export_free (Export *self)
{
  g_object_unref (self->window);
  g_free (self->text);
  g_free (self);
}

static char *
make_text (GuildRecordsWindow *self, gboolean csv)
{
  if (self->statement != NULL && csv)
    return guild_csv_from_statement (self->statement);
  if (self->statement != NULL)
    {
      GString *out = g_string_new (NULL);
      guild_value_append_json (self->statement->root, out, 0);
      g_string_append_c (out, '\n');
      return g_string_free (out, FALSE);
    }
  return csv ? guild_csv_from_records (self->columns, G_LIST_MODEL (self->records))
             : guild_export_records_json (G_LIST_MODEL (self->records));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      AdwToast *toast = adw_toast_new (_("Exported"));
      adw_toast_set_timeout (toast, 2);
      adw_toast_overlay_add_toast (export->window->toasts, toast);
    }
  else
    guild_error_show (GTK_WINDOW (export->window), error, _("Nothing was exported"));
  export_free (export);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Export *export)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_file_replace_contents_async (file, export->text, strlen (export->text), NULL, FALSE,
                                     G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb, export);
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

void
guild_records_export (GuildRecordsWindow *self, gboolean csv)
{
  Export *export = g_new0 (Export, 1);
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (csv ? _("Export as CSV") : _("Export as JSON"),
                                 GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autofree char *name = g_strdup_printf ("%s %s.%s", guild_company_get_name (self->company),
                                           self->place, csv ? "csv" : "json");

  export->window = g_object_ref (self);
  export->text = make_text (self, csv);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), g_strdelimit (name, "/", '-'));
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
