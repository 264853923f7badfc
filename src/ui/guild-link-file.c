/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-link-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "link/guild-link-address.h"

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      g_prefix_error (&error, "%s ", _("The file was not written."));
      g_task_return_error (task, error);
    }
}

static void
free_contents (gpointer data)
{
  GBytes *contents = data;

  explicit_bzero ((gpointer) g_bytes_get_data (contents, NULL), g_bytes_get_size (contents));
  g_bytes_unref (contents);
}

void
guild_link_file_write (GFile *file, char *contents, GTask *task)
{
  GBytes *bytes = g_bytes_new_take (contents, strlen (contents));

  /* A new inode, made private before the first byte. */
  g_object_set_data_full (G_OBJECT (task), "contents", bytes, free_contents);
  g_file_replace_contents_bytes_async (
    file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
    g_task_get_cancellable (task), written_cb, task);
}

typedef struct
{
  char *link;         /* (owned): secret */
  char *company_name; /* (owned) (nullable) */
} Shortcut;

static void
shortcut_free (gpointer data)
{
  Shortcut *self = data;

  explicit_bzero (self->link, strlen (self->link));
  g_free (self->link);
  g_free (self->company_name);
  g_free (self);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  GTask *task = data;
  Shortcut *shortcut = g_task_get_task_data (task);
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                               _("No file was chosen."));
      g_object_unref (task);
    }
  else
    {
      g_autofree char *name = g_file_get_basename (file);
      guild_link_file_write (file, guild_link_dup_shortcut (shortcut->link, shortcut->company_name,
                                                            name != NULL ? name : ""), task);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
guild_link_file_save_async (GtkWindow *parent, const char *link, const char *company_name,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (link != NULL);

  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _("Save Link"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Shortcut *shortcut = g_new0 (Shortcut, 1);
  g_autoptr(GtkFileFilter) shortcuts = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) pages = gtk_file_filter_new ();
  g_autofree char *name = guild_link_dup_file_name (company_name);

  shortcut->link = g_strdup (link);
  shortcut->company_name = g_strdup (company_name);
  g_task_set_source_tag (task, guild_link_file_save_async);
  g_task_set_task_data (task, shortcut, shortcut_free);
  gtk_file_filter_set_name (shortcuts, _("Internet shortcuts (.url)"));
  gtk_file_filter_add_pattern (shortcuts, "*.url");
  gtk_file_filter_set_name (pages, _("Web pages (.html)"));
  gtk_file_filter_add_pattern (pages, "*.html");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), shortcuts);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pages);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

gboolean
guild_link_file_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
