/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-import-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "company/guild-format.h"
#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-clock.h"
#include "ui/guild-error.h"
#include "ui/guild-weak.h"

/* While it runs, and what came of it. */

#define PATIENCE (3 * G_USEC_PER_SEC) /* without progress, before it is said what is waited for */

/* ---- running ---- */

/* (transfer full): "53 of 120 rows are done, 2 failed." */
static char *
describe_progress (GuildImport *import)
{
  guint total = guild_import_get_n_total (import);
  guint n_failed = guild_import_get_n_failed (import);
  g_autofree char *done = guild_format_number (guild_import_get_n_done (import));
  g_autofree char *all = guild_format_number (total);

  if (n_failed == 0)
    return g_strdup_printf (ngettext ("%s of %s row is done.", "%s of %s rows are done.", total),
                            done, all);
  g_autofree char *failed = guild_format_number (n_failed);
  return g_strdup_printf (ngettext ("%s of %s row is done, %s failed.",
                                    "%s of %s rows are done, %s failed.", total),
                          done, all, failed);
}

/* (transfer full) (nullable): what it waits for. */
static char *
describe_wait (GuildImportWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  gint64 until = GUILD_IS_AUTODESK (service)
                   ? guild_autodesk_get_throttled_until (GUILD_AUTODESK (service))
                   : GUILD_NUMBER_UNSET;

  if (guild_import_get_state (self->import) == GUILD_IMPORT_PAUSING)
    return g_strdup (_("Waiting for the answer to what was sent…"));
  if (guild_import_get_state (self->import) != GUILD_IMPORT_RUNNING)
    return NULL;
  if (until > guild_clock_now ())
    {
      g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (until / G_USEC_PER_SEC);
      g_autoptr(GDateTime) local = g_date_time_to_local (utc);
      g_autofree char *time = g_date_time_format (local, "%X");
      return g_strdup_printf (_("The service asked to wait until %s"), time);
    }
  if (g_get_monotonic_time () - self->moved > PATIENCE)
    return g_strdup (_("Waiting for the service, which takes only so many requests a minute…"));
  return NULL;
}

static const char *
get_title (GuildImport *import)
{
  switch (guild_import_get_state (import))
    {
    case GUILD_IMPORT_READY:
      return _("Import Interrupted");
    case GUILD_IMPORT_PAUSING:
      return _("Stopping");
    case GUILD_IMPORT_PAUSED:
      return _("Import Paused");
    case GUILD_IMPORT_RUNNING:
    case GUILD_IMPORT_ENDED:
    default:
      return _("Importing");
    }
}

void
guild_import_window_update_run (GuildImportWindow *self)
{
  GuildImportState state = guild_import_get_state (self->import);
  guint total = guild_import_get_n_total (self->import);
  gboolean rests = state == GUILD_IMPORT_PAUSED || state == GUILD_IMPORT_READY;
  g_autofree char *progress = describe_progress (self->import);
  g_autofree char *wait = describe_wait (self);
  g_autofree char *words = wait != NULL ? g_strjoin ("\n", progress, wait, NULL)
                                        : g_strdup (progress);

  adw_status_page_set_title (self->run_page, get_title (self->import));
  adw_status_page_set_description (self->run_page, words);
  gtk_progress_bar_set_fraction (self->progress, total > 0
    ? (double) guild_import_get_n_done (self->import) / total : 1);
  gtk_button_set_label (self->pause_button, rests ? _("_Resume") : _("_Pause"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->pause_button), state != GUILD_IMPORT_PAUSING);
  gtk_widget_set_sensitive (self->cancel_button, state != GUILD_IMPORT_PAUSING);
}

static gboolean
tick_cb (gpointer data)
{
  guild_import_window_update_run (data);
  return G_SOURCE_CONTINUE;
}

/* "60 created, 2 updated, 3 failed" */
static char *
describe_result (GuildImport *import)
{
  guint n_created = guild_import_count_done (import, GUILD_IMPORT_CREATE);
  guint n_updated = guild_import_count_done (import, GUILD_IMPORT_UPDATE);
  guint n_failed = guild_import_get_n_failed (import);
  guint n_unknown = guild_import_get_n_unknown (import);
  guint n_left = guild_import_get_n_total (import) - guild_import_get_n_done (import);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (parts, g_strdup_printf (
    ngettext ("%u company was created", "%u companies were created", n_created), n_created));
  if (n_updated > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u updated", "%u updated", n_updated),
                                             n_updated));
  if (n_failed > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u failed", "%u failed", n_failed),
                                             n_failed));
  if (n_unknown > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u is not known", "%u are not known",
                                                       n_unknown), n_unknown));
  if (n_left > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u was not sent", "%u were not sent",
                                                       n_left), n_left));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
show_result (GuildImportWindow *self)
{
  g_autofree char *words = describe_result (self->import);

  g_clear_handle_id (&self->clock, g_source_remove);
  gtk_label_set_label (self->result_words, words);
  guild_import_list_show (self->result_list, guild_import_get_plan (self->import), TRUE);
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_RESULT);
}

static void
state_cb (GuildImport *import, GParamSpec *pspec, GuildImportWindow *self)
{
  GuildImportState state = guild_import_get_state (import);

  self->moved = g_get_monotonic_time ();
  if (state == GUILD_IMPORT_ENDED)
    {
      show_result (self);
      return;
    }
  guild_dialog_message_set_error (self->message, guild_import_get_error (import));
  if (state == GUILD_IMPORT_RUNNING && self->clock == 0)
    self->clock = g_timeout_add_seconds (1, tick_cb, self);
  else if (state == GUILD_IMPORT_PAUSED)
    g_clear_handle_id (&self->clock, g_source_remove);
  guild_import_window_update_run (self);
}

static void
moved_cb (GuildImport *import, GParamSpec *pspec, GuildImportWindow *self)
{
  self->moved = g_get_monotonic_time ();
  guild_import_window_update_run (self);
}

void
guild_import_window_take_import (GuildImportWindow *self, GuildImport *import)
{
  if (self->watch == NULL)
    {
      self->watch = g_signal_group_new (GUILD_TYPE_IMPORT);
      g_signal_group_connect (self->watch, "notify::state", G_CALLBACK (state_cb), self);
      g_signal_group_connect (self->watch, "notify::n-done", G_CALLBACK (moved_cb), self);
    }
  g_clear_object (&self->import);
  self->import = import;
  g_signal_group_set_target (self->watch, import);
  guild_import_set_places (import, self->places);
  adw_window_title_set_subtitle (self->title,
                                 guild_import_plan_get_name (guild_import_get_plan (import)));
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_RUN);
  state_cb (import, NULL, self);
}

/* ---- the result's file ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  gboolean saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (self == NULL || self->import == NULL)
    return;
  if (!saved)
    {
      guild_error_show (GTK_WINDOW (self), error, _("The result was not saved"));
      return;
    }
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *words = g_strdup_printf (_("The result was saved as “%s”."), name);
  guild_dialog_message_set_text (self->message, "success", words);
  guild_import_forget (self->import);
}

void
guild_import_window_save (GuildImportWindow *self, GFile *file)
{
  g_return_if_fail (GUILD_IS_IMPORT_WINDOW (self) && self->import != NULL);
  g_return_if_fail (G_IS_FILE (file));

  char *text = guild_import_plan_dup_result (guild_import_get_plan (self->import));
  g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, saved_cb, guild_weak_new (self));
}

static void
result_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  GuildImportWindow *self = data;
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && self->import != NULL)
    guild_import_window_save (self, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* With the window goes the question where to put its result. */
static void
window_gone_cb (GtkNativeDialog *dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
guild_import_window_choose_result (GuildImportWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _("Save Result"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  const char *whole = guild_import_plan_get_name (guild_import_get_plan (self->import));
  const char *dot = strrchr (whole, '.');
  g_autofree char *stem = dot != NULL && dot > whole ? g_strndup (whole, (gsize) (dot - whole))
                                                     : g_strdup (whole);
  /* Translators: the name of a file: what came of the import of another */
  g_autofree char *name = g_strdup_printf (_("%s – result.csv"), stem);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (result_chosen_cb), self, 0);
  g_signal_connect_object (self, "unrealize", G_CALLBACK (window_gone_cb), dialog,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
