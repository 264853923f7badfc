/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-import-window-private.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-company-values.h"
#include "ui/guild-error.h"
#include "ui/guild-weak.h"
#include "ui/guild-window.h"

#define COLUMNS_NOTE "import-columns"

G_DEFINE_FINAL_TYPE (GuildImportWindow, guild_import_window, ADW_TYPE_WINDOW)

const GuildImportRules *
guild_import_window_get_rules (GuildImportWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  return service != NULL ? guild_service_get_import_rules (service) : NULL;
}

/* ---- steps ---- */

static const struct { const char *page, *next; gboolean back; } steps[] = {
  [GUILD_IMPORT_STEP_OPENING] = { "busy", NULL, FALSE },
  [GUILD_IMPORT_STEP_BLOCKED] = { "blocked", NULL, FALSE },
  [GUILD_IMPORT_STEP_CHOOSE] = { "choose", NULL, FALSE },
  [GUILD_IMPORT_STEP_COLUMNS] = { "columns", N_("_Preview"), TRUE },
  [GUILD_IMPORT_STEP_COMPARE] = { "busy", NULL, TRUE },
  [GUILD_IMPORT_STEP_PREVIEW] = { "preview", N_("_Import"), TRUE },
  [GUILD_IMPORT_STEP_RUN] = { "run", NULL, FALSE },
  [GUILD_IMPORT_STEP_RESULT] = { "result", N_("_Save Result…"), TRUE },
};

void
guild_import_window_set_step (GuildImportWindow *self, GuildImportStep step)
{
  self->step = step;
  guild_dialog_message_set_text (self->message, NULL, NULL);
  gtk_stack_set_visible_child_name (self->stack, steps[step].page);
  gtk_widget_set_visible (self->back_button, steps[step].back);
  gtk_button_set_label (GTK_BUTTON (self->back_button), step == GUILD_IMPORT_STEP_RESULT
                                                           ? _("_New Import") : _("_Back"));
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), steps[step].next != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), TRUE);
  if (steps[step].next != NULL)
    gtk_button_set_label (self->next_button, _(steps[step].next));
  if (step == GUILD_IMPORT_STEP_RUN)
    gtk_widget_grab_focus (GTK_WIDGET (self->pause_button));
  else if (steps[step].next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

static void
stop_step (GuildImportWindow *self)
{
  if (self->step_cancellable != NULL)
    g_cancellable_cancel (self->step_cancellable);
  g_clear_object (&self->step_cancellable);
}

void
guild_import_window_begin_step (GuildImportWindow *self)
{
  stop_step (self);
  self->step_cancellable = g_cancellable_new ();
}

void
guild_import_window_fail (GuildImportWindow *self, GuildImportStep step, const GError *error)
{
  if (guild_error_is_cancelled (error))
    return;
  guild_import_window_set_step (self, step);
  guild_dialog_message_set_error (self->message, error);
}

/* ---- choose ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCsvTable) table = guild_csv_table_load_finish (G_FILE (source), result, &error);

  if (self == NULL || self->stack == NULL)
    return;
  if (table == NULL)
    {
      guild_import_window_fail (self, GUILD_IMPORT_STEP_CHOOSE, error);
      return;
    }
  g_clear_pointer (&self->table, guild_csv_table_unref);
  self->table = g_steal_pointer (&table);
  g_free (self->name);
  self->name = g_file_get_basename (G_FILE (source));
  adw_window_title_set_subtitle (self->title, self->name);
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_COLUMNS);
  guild_import_window_fill_columns (self);
}

static void
load (GuildImportWindow *self, GFile *file)
{
  guild_import_window_begin_step (self);
  guild_csv_table_load_async (file, self->step_cancellable, loaded_cb, guild_weak_new (self));
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT
    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    load (data, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
window_gone_cb (GtkNativeDialog *dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_clicked_cb (GuildImportWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    _("Choose File"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr(GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (tables, _("Tables (CSV)"));
  gtk_file_filter_add_pattern (tables, "*.csv");
  gtk_file_filter_add_pattern (tables, "*.CSV");
  gtk_file_filter_add_pattern (tables, "*.tsv");
  gtk_file_filter_add_pattern (tables, "*.txt");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), tables);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), self, 0);
  g_signal_connect_object (self, "unrealize", G_CALLBACK (window_gone_cb), dialog,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y,
            GuildImportWindow *self)
{
  if (self->step != GUILD_IMPORT_STEP_CHOOSE && self->step != GUILD_IMPORT_STEP_COLUMNS)
    return FALSE;
  load (self, g_value_get_object (value));
  return TRUE;
}

/* ---- preview ---- */

static void
start (GuildImportWindow *self)
{
  GuildJournal *journal = guild_desk_get_journal (self->desk);

  if (journal == NULL)
    {
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (self->desk));
      return;
    }
  g_autofree const char **columns = guild_import_window_get_columns (self);
  char *remembered = guild_import_columns_remember (columns, self->table, self->remembered);
  g_free (self->remembered);
  self->remembered = remembered;
  guild_directory_write_note (self->directory, COLUMNS_NOTE, remembered);
  guild_import_window_take_import (
    self, guild_import_new (journal, self->directory, self->plan, self->places));
  guild_import_run (self->import);
}

/* ---- buttons ---- */

static void
next_clicked_cb (GuildImportWindow *self)
{
  if (self->step == GUILD_IMPORT_STEP_COLUMNS)
    guild_import_window_compare (self);
  else if (self->step == GUILD_IMPORT_STEP_PREVIEW)
    start (self);
  else if (self->step == GUILD_IMPORT_STEP_RESULT)
    guild_import_window_choose_result (self);
}

static void
back_clicked_cb (GuildImportWindow *self)
{
  stop_step (self);
  if (self->step == GUILD_IMPORT_STEP_RESULT)
    {
      guild_import_forget (self->import);
      g_signal_group_set_target (self->watch, NULL);
      g_clear_object (&self->import);
    }
  if (self->step == GUILD_IMPORT_STEP_COMPARE || self->step == GUILD_IMPORT_STEP_PREVIEW)
    {
      guild_import_window_set_step (self, GUILD_IMPORT_STEP_COLUMNS);
      return;
    }
  adw_window_title_set_subtitle (self->title, NULL);
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_CHOOSE);
}

static void
pause_clicked_cb (GuildImportWindow *self)
{
  if (guild_import_get_state (self->import) == GUILD_IMPORT_RUNNING)
    guild_import_pause (self->import);
  else
    guild_import_run (self->import);
}

static void
cancel_clicked_cb (GuildImportWindow *self)
{
  guild_import_cancel (self->import);
}

/* ---- opening ---- */

/* (transfer full) (nullable): why nothing can be imported. */
static char *
describe_block (GuildImportWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);

  if (guild_import_window_get_rules (self) != NULL)
    return NULL;
  if (GUILD_IS_AUTODESK (service) && guild_autodesk_is_signed_in (GUILD_AUTODESK (service)))
    return g_strdup (_("You signed in by browser, and Autodesk lets such a sign-in only read. Edit "
                       "the workspace and give it a client ID and secret to import companies."));
  if (service == NULL)
    return g_strdup (_("This workspace is not signed in."));
  return g_strdup (_("This service takes no lists of companies."));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildImport) import =
    guild_import_find_finish (GUILD_JOURNAL (source), result, &error);

  if (self == NULL || self->stack == NULL)
    return;
  if (import != NULL)
    guild_import_window_take_import (self, g_steal_pointer (&import));
  else
    {
      guild_import_window_set_step (self, GUILD_IMPORT_STEP_CHOOSE);
      guild_dialog_message_set_error (self->message, error);
      if (self->file != NULL)
        load (self, self->file);
    }
}

static void
read_note_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autofree char *text =
    guild_directory_read_note_finish (GUILD_DIRECTORY (source), result, NULL);

  if (self == NULL || self->stack == NULL)
    return;
  self->remembered = g_steal_pointer (&text);
  GuildJournal *journal = guild_desk_get_journal (self->desk);
  if (journal == NULL)
    {
      guild_import_window_set_step (self, GUILD_IMPORT_STEP_CHOOSE);
      guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (self->desk));
    }
  else
    guild_import_find_async (journal, self->directory, self->cancellable, found_cb,
                             guild_weak_new (self));
}

static void
places_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildImportWindow) self = guild_weak_take (data);
  g_autoptr(GuildPlaces) places = guild_company_values_load_places_finish (result);

  if (self == NULL || self->stack == NULL)
    return;
  self->places = g_steal_pointer (&places);
  guild_directory_read_note_async (self->directory, COLUMNS_NOTE, read_note_cb,
                                   guild_weak_new (self));
}

static void
open (GuildImportWindow *self)
{
  g_autofree char *block = describe_block (self);

  if (block != NULL)
    {
      adw_status_page_set_description (self->blocked_page, block);
      guild_import_window_set_step (self, GUILD_IMPORT_STEP_BLOCKED);
      return;
    }
  guild_import_window_set_step (self, GUILD_IMPORT_STEP_OPENING);
  guild_company_values_load_places_async (self->cancellable, places_cb, guild_weak_new (self));
}

/* ---- life ---- */

static gboolean
guild_import_window_close_request (GtkWindow *window)
{
  GuildImportWindow *self = GUILD_IMPORT_WINDOW (window);
  GtkWindow *parent = gtk_window_get_transient_for (window);

  if (self->import != NULL && guild_import_get_state (self->import) == GUILD_IMPORT_RUNNING)
    {
      guild_import_pause (self->import);
      if (GUILD_IS_WINDOW (parent))
        guild_window_add_toast (GUILD_WINDOW (parent), adw_toast_new (
          _("The import is paused: “Import…” goes on with it")));
    }
  /* A result with something to mend is shown again until it was saved. */
  if (self->step == GUILD_IMPORT_STEP_RESULT &&
      guild_import_get_n_failed (self->import) + guild_import_get_n_unknown (self->import) == 0)
    guild_import_forget (self->import);
  return GTK_WINDOW_CLASS (guild_import_window_parent_class)->close_request (window);
}

static void
guild_import_window_dispose (GObject *object)
{
  GuildImportWindow *self = GUILD_IMPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  stop_step (self);
  g_clear_handle_id (&self->clock, g_source_remove);
  if (self->import != NULL)
    guild_import_pause (self->import);
  g_clear_object (&self->watch);
  g_clear_object (&self->import);
  g_clear_object (&self->plan);
  g_clear_object (&self->directory);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_IMPORT_WINDOW);

  G_OBJECT_CLASS (guild_import_window_parent_class)->dispose (object);
}

static void
guild_import_window_finalize (GObject *object)
{
  GuildImportWindow *self = GUILD_IMPORT_WINDOW (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->places, guild_places_unref);
  g_clear_pointer (&self->table, guild_csv_table_unref);
  g_clear_object (&self->file);
  g_free (self->name);
  g_free (self->remembered);
  g_ptr_array_unref (self->column_rows);
  g_ptr_array_unref (self->fields);

  G_OBJECT_CLASS (guild_import_window_parent_class)->finalize (object);
}

static void
guild_import_window_class_init (GuildImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_import_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = guild_import_window_close_request;

  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  g_type_ensure (GUILD_TYPE_IMPORT_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, blocked_page);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, clears);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, columns_group);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, file_group);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, message);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, preview_list);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, preview_words);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, result_list);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, result_words);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, run_page);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GuildImportWindow, title);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_clicked_cb);
}

static void
guild_import_window_init (GuildImportWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->column_rows = g_ptr_array_new ();
  self->fields = g_ptr_array_new ();
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* (nullable): the one that is open for DIRECTORY. */
static GuildImportWindow *
find_window (GuildDirectory *directory)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (GUILD_IS_IMPORT_WINDOW (window) &&
          GUILD_IMPORT_WINDOW (window)->directory == directory)
        return GUILD_IMPORT_WINDOW (window);
    }
  return NULL;
}

GuildImportWindow *
guild_import_window_present (GtkWindow *parent, GuildDesk *desk, GuildDirectory *directory,
                             GFile *file)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (GUILD_IS_DESK (desk), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);

  GuildImportWindow *self = find_window (directory);
  if (self != NULL)
    {
      if (file != NULL && self->step == GUILD_IMPORT_STEP_CHOOSE)
        load (self, file);
      gtk_window_present (GTK_WINDOW (self));
      return self;
    }
  self = g_object_new (GUILD_TYPE_IMPORT_WINDOW, "transient-for", parent,
                       "destroy-with-parent", TRUE, NULL);
  self->desk = g_object_ref (desk);
  self->directory = g_object_ref (directory);
  self->file = file != NULL ? g_object_ref (file) : NULL;
  open (self);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
