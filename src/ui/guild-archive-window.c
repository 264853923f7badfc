/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-archive-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/guild-error.h"
#include "ui/guild-weak.h"

struct _GuildArchiveWindow
{
  AdwWindow parent_instance;

  GtkWidget     *copy_button; /* (template) */
  GtkWidget     *save_button; /* (template) */
  GtkTextBuffer *text;        /* (template) */

  char *name; /* (owned): of the company, for the file */
};

G_DEFINE_FINAL_TYPE (GuildArchiveWindow, guild_archive_window, ADW_TYPE_WINDOW)

static char *
dup_text (GuildArchiveWindow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->text, &start, &end);
  return gtk_text_buffer_get_text (self->text, &start, &end, TRUE);
}

static void
copy_clicked_cb (GuildArchiveWindow *self)
{
  g_autofree char *text = dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildArchiveWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) && self != NULL)
    guild_error_show (GTK_WINDOW (self), error, _("Nothing was saved"));
}

static void
response_cb (GtkNativeDialog *dialog, int response, GuildArchiveWindow *self)
{
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    {
      char *text = dup_text (self);
      g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                           G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                           guild_weak_new (self));
    }
  g_object_unref (dialog);
}

static void
save_clicked_cb (GuildArchiveWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _("Save What Was Kept"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  g_autofree char *name = g_strdup_printf ("%s.json", self->name);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
guild_archive_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_ARCHIVE_WINDOW);
  G_OBJECT_CLASS (guild_archive_window_parent_class)->dispose (object);
}

static void
guild_archive_window_finalize (GObject *object)
{
  g_free (GUILD_ARCHIVE_WINDOW (object)->name);
  G_OBJECT_CLASS (guild_archive_window_parent_class)->finalize (object);
}

static void
guild_archive_window_class_init (GuildArchiveWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_archive_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_archive_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-archive-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildArchiveWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GuildArchiveWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, GuildArchiveWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
guild_archive_window_init (GuildArchiveWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* As text that a person can read; what is no JSON stays as it is. */
static char *
make_readable (const char *archive)
{
  g_autoptr(JsonNode) node = json_from_string (archive, NULL);

  return node != NULL ? json_to_string (node, TRUE) : g_strdup (archive);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildArchiveWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autofree char *archive =
    guild_journal_read_archive_finish (GUILD_JOURNAL (source), result, &error);

  if (self == NULL)
    return;
  if (error != NULL)
    guild_error_show (GTK_WINDOW (self), error, _("What was kept cannot be read"));
  if (archive == NULL)
    return;
  g_autofree char *text = make_readable (archive);
  gtk_text_buffer_set_text (self->text, text, -1);
  gtk_widget_set_sensitive (self->copy_button, TRUE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

void
guild_archive_window_present (GtkWindow *parent, GuildJournal *journal, GuildChange *change)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_JOURNAL (journal));
  g_return_if_fail (GUILD_IS_CHANGE (change));

  GuildArchiveWindow *self =
    g_object_new (GUILD_TYPE_ARCHIVE_WINDOW, "transient-for", parent, NULL);
  self->name = g_strdup (guild_change_get_company_name (change));
  guild_journal_read_archive_async (journal, change, NULL, read_cb, guild_weak_new (self));
  gtk_window_present (GTK_WINDOW (self));
}
