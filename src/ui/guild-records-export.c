/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-alert.h"
#include "ui/guild-records-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-csv.h"
#include "company/guild-format.h"
#include "service/codat/guild-codat-export.h"
#include "ui/guild-error.h"
#include "ui/guild-toast.h"

#define PATIENCE_MS 500 /* what takes longer shows its progress */

/* Either TEXT, which is here already, or EXPORT, whose pages are read first. */
typedef struct
{
  GuildRecordsWindow *window;      /* (owned) */
  char               *text;        /* (owned) (nullable) */
  GuildCodatExport   *export;      /* (owned) (nullable) */
  gboolean            csv;
  GFile              *file;        /* (owned) (nullable) */
  GCancellable       *cancellable; /* (owned) */
  GtkWindow          *dialog;      /* (owned) (nullable): while pages are read */
  GtkProgressBar     *bar;         /* (borrowed): of dialog */
  guint               source;      /* shows the dialog */
} Job;

static void read_pages (Job *self);
static void write_read (Job *self);
static void choose_file (Job *self);

static void
job_clear (gpointer data)
{
  Job *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->window);
  g_free (self->text);
  g_clear_object (&self->export);
  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->dialog);
}

static void
job_unref (Job *self)
{
  g_rc_box_release_full (self, job_clear);
}

static void
release_job (gpointer data, GClosure *closure)
{
  job_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static gboolean
is_closed (Job *self)
{
  return g_cancellable_is_cancelled (self->window->cancellable);
}

static void
tell_done (Job *self)
{
  guint n = self->export != NULL ? guild_codat_export_get_n_records (self->export) : 0;
  g_autofree char *number = guild_format_number (n);
  g_autofree char *text = self->export != NULL
    ? g_strdup_printf (ngettext ("Exported %s record", "Exported %s records", n), number)
    : g_strdup (_("Exported"));
  gboolean moved = self->export != NULL && guild_codat_export_get_moved (self->export);
  g_autofree char *warning = moved
    ? g_strconcat (text, ". ", _("The list changed meanwhile: export it again to be sure"), NULL)
    : NULL;
  AdwToast *toast = adw_toast_new (moved ? warning : text);

  adw_toast_set_timeout (toast, moved ? 0 : 2);
  guild_toast_show (self->window->toasts, toast);
}

/* ---- stopped: nothing that was read is lost unless a person says so ---- */

static void
stopped_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Job *self = data;

  if (g_str_equal (response, "go-on"))
    read_pages (g_rc_box_acquire (self));
  else if (g_str_equal (response, "save"))
    write_read (g_rc_box_acquire (self));
  else if (g_str_equal (response, "elsewhere"))
    choose_file (g_rc_box_acquire (self));
}

/* "1 000 of 4 210 records were read…" */
static char *
describe_kept (Job *self)
{
  guint n = guild_codat_export_get_n_records (self->export);
  gint64 total = guild_codat_export_get_total (self->export);
  g_autofree char *number = guild_format_number (n);
  g_autofree char *whole = guild_format_number (MAX (total, 0));

  if (total >= 0)
    return g_strdup_printf (
      ngettext ("%s of %s record was read and is kept for now. No file was written.",
                "%s of %s records were read and are kept for now. No file was written.",
                (gulong) total), number, whole);
  return g_strdup_printf (
    ngettext ("%s record was read and is kept for now. No file was written.",
              "%s records were read and are kept for now. No file was written.", n), number);
}

static void
ask_what_now (Job *self, const GError *error)
{
  gboolean complete = guild_codat_export_get_complete (self->export);
  gboolean cancelled = guild_error_is_cancelled (error);
  g_autofree char *kept = describe_kept (self);
  g_autofree char *body = cancelled ? g_strdup (kept)
                                    : g_strconcat (error->message, "\n\n", kept, NULL);
  GtkWidget *dialog = guild_alert_new (
    GTK_WINDOW (self->window), complete ? _("The File Was Not Written")
                                        : _("Not Everything Was Read"), body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_response (message, "discard", _("_Discard"));
  if (!complete)
    adw_message_dialog_add_responses (message, "save", _("_Save These"), "go-on", _("_Go On"),
                                      NULL);
  else
    adw_message_dialog_add_response (message, "elsewhere", _("Save _Elsewhere…"));
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (message, complete ? "elsewhere" : "go-on",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, complete ? "elsewhere" : "go-on");
  adw_message_dialog_set_close_response (message, "discard");
  g_signal_connect_data (dialog, "response", G_CALLBACK (stopped_cb), g_rc_box_acquire (self),
                         release_job, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
fail (Job *self, const GError *error)
{
  if (self->export != NULL && guild_codat_export_get_n_records (self->export) > 0)
    ask_what_now (self, error);
  else
    guild_error_show (GTK_WINDOW (self->window), error, _("Nothing was exported"));
}

/* ---- writing ---- */

static void
text_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Job) self = data;
  g_autoptr(GError) error = NULL;
  gboolean written = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (is_closed (self))
    return;
  if (written)
    tell_done (self);
  else
    fail (self, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Job) self = data;
  g_autoptr(GError) error = NULL;
  gboolean written =
    guild_codat_export_write_finish (GUILD_CODAT_EXPORT (source), result, &error);

  if (is_closed (self))
    return;
  if (written)
    tell_done (self);
  else
    fail (self, error);
}

/* Takes SELF. */
static void
write_read (Job *self)
{
  guild_codat_export_write_async (self->export, self->file, self->csv, self->window->cancellable,
                                  written_cb, self);
}

/* ---- reading ---- */

static void
close_progress (Job *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_object (&self->dialog);
  self->bar = NULL;
}

static void
progress_cb (Job *self)
{
  guint n = guild_codat_export_get_n_records (self->export);
  gint64 total = guild_codat_export_get_total (self->export);
  g_autofree char *number = guild_format_number (n);
  g_autofree char *whole = guild_format_number (MAX (total, 0));
  g_autofree char *text = total < 0
    ? g_strdup_printf (ngettext ("%s record", "%s records", n), number)
    /* Translators: "1 000 of 4 210" */
    : g_strdup_printf (_("%s of %s"), number, whole);

  if (self->bar == NULL)
    return;
  gtk_progress_bar_set_fraction (self->bar, total > 0 ? CLAMP ((double) n / (double) total, 0, 1)
                                                      : 0);
  gtk_progress_bar_set_text (self->bar, text);
}

static void
progress_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Job *self = data;
  g_cancellable_cancel (self->cancellable);
}

static gboolean
show_progress_cb (gpointer data)
{
  Job *self = data;

  self->source = 0;
  if (is_closed (self))
    return G_SOURCE_REMOVE;
  g_autofree char *body =
    /* Translators: %s is a type of data: "Invoices" */
    g_strdup_printf (_("%s: nothing is written before the last page has come."),
                     adw_window_title_get_title (self->window->title));
  GtkWidget *dialog = guild_alert_new (GTK_WINDOW (self->window), _("Exporting"), body);
  GtkWidget *bar = gtk_progress_bar_new ();

  self->dialog = g_object_ref (GTK_WINDOW (dialog));
  self->bar = GTK_PROGRESS_BAR (bar);
  gtk_progress_bar_set_show_text (self->bar, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Records read"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (progress_response_cb),
                         g_rc_box_acquire (self), release_job, 0);
  progress_cb (self);
  gtk_window_present (GTK_WINDOW (dialog));
  return G_SOURCE_REMOVE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Job) self = data;
  g_autoptr(GError) error = NULL;
  gboolean read = guild_codat_export_read_finish (GUILD_CODAT_EXPORT (source), result, &error);

  g_signal_handlers_disconnect_by_func (self->export, progress_cb, self);
  close_progress (self);
  if (is_closed (self))
    return;
  if (read)
    write_read (g_steal_pointer (&self));
  else
    fail (self, error);
}

/* Takes SELF. */
static void
read_pages (Job *self)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->window->cancellable, "cancelled",
                           G_CALLBACK (g_cancellable_cancel), self->cancellable,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->export, "notify::n-records", G_CALLBACK (progress_cb), self);
  self->source = g_timeout_add (PATIENCE_MS, show_progress_cb, self);
  guild_codat_export_read_async (self->export, self->cancellable, read_cb, self);
}

/* ---- asked ---- */

/* (transfer full) (nullable): NULL when WHAT is not all here. */
static char *
make_text (GuildRecordsWindow *self, GuildRecordsPart what, gboolean csv)
{
  if (what == GUILD_RECORDS_VALIDATION)
    return csv ? guild_csv_from_validation (self->checked)
               : guild_export_value_json (self->checked);
  if (self->statement != NULL)
    return csv ? guild_csv_from_statement (self->statement)
               : guild_export_value_json (self->statement->root);
  if (what == GUILD_RECORDS_ALL && (self->page > 0 || self->more))
    return NULL;
  return csv ? guild_csv_from_records (self->columns, G_LIST_MODEL (self->records))
             : guild_export_records_json (G_LIST_MODEL (self->records));
}

static Job *
job_new (GuildRecordsWindow *window, GuildRecordsPart what, gboolean csv)
{
  Job *self = g_rc_box_new0 (Job);

  self->window = g_object_ref (window);
  self->csv = csv;
  self->text = make_text (window, what, csv);
  if (self->text == NULL)
    self->export = guild_records_make_export (window);
  return self;
}

/* Takes SELF. */
static void
run (Job *self)
{
  if (is_closed (self))
    job_unref (self);
  else if (self->text != NULL)
    g_file_replace_contents_async (self->file, self->text, strlen (self->text), NULL, FALSE,
                                   G_FILE_CREATE_REPLACE_DESTINATION, NULL, text_written_cb, self);
  else if (guild_codat_export_get_complete (self->export))
    write_read (self);
  else
    read_pages (self);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr(Job) self = g_rc_box_acquire (data);

  g_set_object (&self->file, NULL);
  if (response == GTK_RESPONSE_ACCEPT)
    self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (self->file != NULL)
    run (g_steal_pointer (&self));
  else if (self->export != NULL && guild_codat_export_get_complete (self->export))
    {
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
      ask_what_now (self, error);
    }
}

/* With the window goes the question where to put what it shows. */
static void
window_gone_cb (GtkNativeDialog *dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* Takes SELF. */
static void
choose_file (Job *self)
{
  GuildRecordsWindow *window = self->window;
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (self->csv ? _("Export as CSV") : _("Export as JSON"),
                                 GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autofree char *name = g_strdup_printf ("%s %s.%s", guild_company_get_name (window->company),
                                           window->place, self->csv ? "csv" : "json");

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, release_job, 0);
  g_signal_connect_object (window, "unrealize", G_CALLBACK (window_gone_cb), dialog,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
guild_records_export (GuildRecordsWindow *self, GuildRecordsPart what, gboolean csv)
{
  /* What is on show now, whatever comes while the file is chosen. */
  if (guild_records_get_codat (self) != NULL)
    choose_file (job_new (self, what, csv));
}

void
guild_records_export_to (GuildRecordsWindow *self, GuildRecordsPart what, gboolean csv, GFile *file)
{
  Job *job = job_new (self, what, csv);

  job->file = g_object_ref (file);
  run (job);
}
