/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-window-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "company/guild-ids.h"
#include "link/guild-chase-list.h"
#include "ui/guild-error.h"
#include "ui/guild-link-file.h"

/* The list for customers who have to grant access again: asked, fetched, written. */
typedef struct
{
  GuildWindow    *window;      /* (owned) */
  GuildDirectory *directory;   /* (owned) */
  GPtrArray      *ids;         /* (owned) (element-type utf8) */
  GFile          *file;        /* (owned) (nullable) */
  GCancellable   *cancellable; /* (owned) */
  GtkWindow      *dialog;      /* (owned) (nullable): while links are fetched */
  GtkProgressBar *bar;         /* (borrowed): of dialog */
} Chase;

static void
chase_clear (gpointer data)
{
  Chase *self = data;

  g_object_unref (self->window);
  g_object_unref (self->directory);
  guild_ids_unref (self->ids);
  g_clear_object (&self->file);
  g_object_unref (self->cancellable);
  g_clear_object (&self->dialog);
}

static void
chase_unref (Chase *self)
{
  g_rc_box_release_full (self, chase_clear);
}

static void
release_chase (gpointer data, GClosure *closure)
{
  chase_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Chase, chase_unref)

static void
close_progress (Chase *self)
{
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_object (&self->dialog);
  self->bar = NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Chase) self = data;
  g_autoptr(GError) error = NULL;

  close_progress (self);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      guild_error_show (GTK_WINDOW (self->window), error, _("No chase list was written"));
      return;
    }
  GuildLinkVigil *vigil = guild_desk_get_vigil (self->window->desk, self->directory);
  if (vigil != NULL)
    guild_link_vigil_begin_many (vigil, self->ids);
  g_autofree char *text = g_strdup_printf (
    ngettext ("Chase list of %u customer saved. It holds links: only you can read it",
              "Chase list of %u customers saved. It holds links: only you can read it",
              self->ids->len), self->ids->len);
  guild_window_add_toast (self->window, adw_toast_new (text));
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Chase) self = data;
  g_autoptr(GError) error = NULL;
  char *table = guild_chase_list_make_finish (result, &error);

  if (table != NULL)
    {
      GTask *task = g_task_new (NULL, NULL, written_cb, g_rc_box_acquire (self));
      g_task_set_source_tag (task, made_cb);
      guild_link_file_write (self->file, table, task);
      return;
    }
  close_progress (self);
  guild_error_show (GTK_WINDOW (self->window), error, _("No chase list was written"));
}

static void
progress_cb (guint n_done, guint n_all, gpointer data)
{
  Chase *self = data;
  g_autofree char *text = g_strdup_printf (_("%u of %u"), n_done, n_all);

  if (self->bar == NULL)
    return;
  gtk_progress_bar_set_fraction (self->bar, n_all > 0 ? (double) n_done / n_all : 1);
  gtk_progress_bar_set_text (self->bar, text);
}

static void
progress_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Chase *self = data;
  g_cancellable_cancel (self->cancellable);
}

void
guild_window_make_chase_list (GuildWindow *window, GPtrArray *ids, GFile *file)
{
  Chase *self = g_rc_box_new0 (Chase);
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (window), _("Fetching Links"),
                                       _("Nothing is written before the last one came."));
  GtkWidget *bar = gtk_progress_bar_new ();

  self->window = g_object_ref (window);
  self->directory = g_object_ref (window->directory);
  self->ids = g_ptr_array_ref (ids);
  self->file = g_object_ref (file);
  self->cancellable = g_cancellable_new ();
  self->dialog = g_object_ref (GTK_WINDOW (dialog));
  self->bar = GTK_PROGRESS_BAR (bar);
  gtk_progress_bar_set_show_text (self->bar, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Links fetched"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (progress_response_cb),
                         g_rc_box_acquire (self), release_chase, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  guild_chase_list_make_async (self->directory, ids, progress_cb, self, self->cancellable, made_cb,
                               self);
}

/* --- before it -------------------------------------------------------------------------------- */

typedef struct
{
  GuildWindow *window; /* (owned) */
  GPtrArray   *ids;    /* (owned) */
} Wish;

static void
wish_free (gpointer data, GClosure *closure)
{
  Wish *self = data;

  g_object_unref (self->window);
  guild_ids_unref (self->ids);
  g_free (self);
}

static Wish *
wish_new (GuildWindow *window, GPtrArray *ids)
{
  Wish *self = g_new0 (Wish, 1);

  self->window = g_object_ref (window);
  self->ids = g_ptr_array_ref (ids);
  return self;
}

static void
file_response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Wish *self = data;
  g_autoptr(GuildWindow) window = g_object_ref (self->window);
  g_autoptr(GPtrArray) ids = g_ptr_array_ref (self->ids);
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (file != NULL && window->directory != NULL)
    guild_window_make_chase_list (window, ids, file);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Wish *self = data;

  if (g_strcmp0 (response, "save") != 0)
    return;
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _("Save Chase List"), GTK_WINDOW (self->window), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
    NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("Chase list.csv"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (file_response_cb),
                         wish_new (self->window, self->ids), wish_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
ask (GuildWindow *self, GPtrArray *ids, gpointer data)
{
  if (ids->len == 0)
    return;
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Chase %u Customer?", "Chase %u Customers?", ids->len), ids->len);
  g_autofree char *body = g_strdup_printf (
    ngettext ("A file with one row is saved: name, status, a link and an e-mail text. That takes "
              "one request.\n\nWhoever has the file can link books to the company. Send the row to "
              "its customer, then delete the file.",
              "A file with one row for each customer is saved: name, status, a link and an e-mail "
              "text. That takes %u requests.\n\nWhoever has the file can link books to these "
              "companies. Send each customer no more than their own row, then delete the file.",
              ids->len), ids->len);
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self), heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "save",
                                    _("_Save…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), wish_new (self, ids),
                         wish_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* For who is selected, or else for all that are listed. One company is only the one that was opened
 * last, and may have left the list. */
static void
chase_list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuildWindow *self = GUILD_WINDOW (widget);
  GuildCompanySelection *selection = guild_grid_get_selection (self->grid);

  if (self->table == NULL)
    return;
  if (selection != NULL && guild_company_selection_get_n_selected (selection) > 1)
    guild_window_with_companies (self, ask, NULL, NULL);
  else
    guild_window_with_listed (self, NULL, ask, NULL, NULL);
}

void
guild_window_install_chase_action (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.chase-list", NULL, chase_list_action);
}
