/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-autodesk-dialog.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk-edit.h"
#include "ui/guild-company-form.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-spinner.h"
#include "ui/guild-weak.h"

struct _GuildAutodeskDialog
{
  AdwWindow parent_instance;

  GtkWidget          *create_button; /* (template) */
  GuildCompanyForm   *form;          /* (template) */
  GuildDialogMessage *message;       /* (template) */
  GtkSpinner         *spinner;       /* (template) */

  GuildDirectory *directory;   /* (owned) */
  GuildPlaces    *places;      /* (owned) (nullable) */
  GCancellable   *cancellable; /* (owned) */
  GuildChange    *change;      /* (owned) (nullable): while it is being sent or looked up */
  GuildChange    *doubtful;    /* (owned) (nullable): nobody knows whether it was done */
};

G_DEFINE_FINAL_TYPE (GuildAutodeskDialog, guild_autodesk_dialog, ADW_TYPE_WINDOW)

static void
update (GuildAutodeskDialog *self)
{
  gtk_button_set_label (GTK_BUTTON (self->create_button),
                        self->doubtful != NULL ? _("Look It _Up") : _("C_reate"));
  gtk_widget_set_sensitive (self->create_button, self->change == NULL);
  /* What may have been created is not to be typed over. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->form),
                            self->change == NULL && self->doubtful == NULL);
}

static void
set_change (GuildAutodeskDialog *self, GuildChange *change)
{
  g_set_object (&self->change, change);
  guild_spinner_set_busy (self->spinner, change != NULL);
  update (self);
}

/* ---- made ---- */

typedef struct
{
  gpointer     window; /* (owned): weak, GuildWindow */
  GHashTable  *sent;   /* (owned) */
  GuildPlaces *places; /* (owned) (nullable) */
} Made;

static void
made_free (Made *self)
{
  g_hash_table_unref (self->sent);
  g_clear_pointer (&self->places, guild_places_unref);
  g_free (self);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Made *made = data;
  g_autoptr(GuildWindow) window = guild_weak_take (made->window);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (window != NULL && company != NULL)
    {
      g_autoptr(GHashTable) stored = guild_company_values_read (company, made->places);
      g_autofree char *text = guild_company_values_describe_stored (made->sent, stored);
      if (text == NULL)
        text = g_strdup_printf (_("“%s” created"), guild_company_get_name (company));
      g_autofree char *title = g_markup_escape_text (text, -1);
      guild_window_add_toast (window, adw_toast_new (title));
    }
  made_free (made);
}

static GuildWindow *
get_parent (GuildAutodeskDialog *self)
{
  return GUILD_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

static void
finish (GuildAutodeskDialog *self, GuildChange *change)
{
  const char *id = guild_change_get_company_id (change);

  if (id != NULL)
    {
      Made *made = g_new0 (Made, 1);
      made->window = guild_weak_new (get_parent (self));
      made->sent = guild_company_form_dup_values (self->form);
      made->places = self->places != NULL ? guild_places_ref (self->places) : NULL;
      guild_directory_load_company_async (self->directory, id, NULL, stored_cb, made);
      gtk_widget_activate_action (GTK_WIDGET (get_parent (self)), "win.open-company", "s", id);
    }
  gtk_window_destroy (GTK_WINDOW (self));
}

/* ---- creating ---- */

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildAutodeskDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean done = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  /* The dialog was closed meanwhile: the activity list tells how it ended. */
  if (self == NULL || self->change == NULL)
    return;
  g_autoptr(GuildChange) change = g_object_ref (self->change);
  set_change (self, NULL);
  if (done)
    {
      finish (self, change);
      return;
    }
  guild_dialog_message_set_error (self->message, error);
  if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN)
    g_set_object (&self->doubtful, change);
  update (self);
  gtk_widget_grab_focus (self->doubtful != NULL ? self->create_button : GTK_WIDGET (self->form));
}

/* Whether it was created; sending it again could make a second one. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildAutodeskDialog) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  guild_journal_resolve_finish (GUILD_JOURNAL (source), result, &error);
  if (self == NULL || self->doubtful == NULL)
    return;
  set_change (self, NULL);
  GuildChangeState state = guild_change_get_state (self->doubtful);
  if (state == GUILD_CHANGE_UNKNOWN)
    {
      guild_dialog_message_set_error (self->message, error);
      return;
    }
  g_autoptr(GuildChange) change = g_steal_pointer (&self->doubtful);
  if (state == GUILD_CHANGE_CONFIRMED)
    {
      finish (self, change);
      return;
    }
  guild_dialog_message_set_text (self->message, "warning",
                                 _("The service did not create it. Nothing was changed, and you can "
                                   "create it now."));
  update (self);
}

static void
create (GuildAutodeskDialog *self, GuildJournal *journal)
{
  g_autoptr(GHashTable) values = guild_company_form_dup_values (self->form);
  g_autoptr(GuildWrite) write = guild_autodesk_make_create (values, self->places);
  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autoptr(GuildChange) change = guild_change_new (guild_workspace_get_id (workspace), write,
                                                    g_hash_table_lookup (values, "name"));

  set_change (self, change);
  /* Not cancelled with the dialog: what was sent is followed to its end by the journal. */
  guild_journal_perform_async (journal, change, NULL, created_cb, guild_weak_new (self));
}

static void
create_clicked_cb (GuildAutodeskDialog *self)
{
  GuildDesk *desk = guild_window_get_desk (get_parent (self));
  GuildJournal *journal = guild_desk_get_journal (desk);

  guild_dialog_message_set_error (self->message, NULL);
  if (self->doubtful == NULL && !guild_company_form_check (self->form))
    return;
  if (journal == NULL)
    guild_dialog_message_set_error (self->message, guild_desk_get_journal_error (desk));
  else if (self->doubtful != NULL)
    {
      set_change (self, self->doubtful);
      guild_journal_resolve_async (journal, self->doubtful, NULL, looked_up_cb,
                                   guild_weak_new (self));
    }
  else
    create (self, journal);
}

/* ---- life ---- */

static void
places_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildAutodeskDialog) self = guild_weak_take (data);
  g_autoptr(GuildPlaces) places = guild_company_values_load_places_finish (result);

  if (self == NULL || self->form == NULL || places == NULL)
    return;
  guild_company_form_set_places (self->form, places);
  self->places = g_steal_pointer (&places);
}

static void
guild_autodesk_dialog_dispose (GObject *object)
{
  GuildAutodeskDialog *self = GUILD_AUTODESK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->directory);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_AUTODESK_DIALOG);
  G_OBJECT_CLASS (guild_autodesk_dialog_parent_class)->dispose (object);
}

static void
guild_autodesk_dialog_finalize (GObject *object)
{
  GuildAutodeskDialog *self = GUILD_AUTODESK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->change);
  g_clear_object (&self->doubtful);
  g_clear_pointer (&self->places, guild_places_unref);
  G_OBJECT_CLASS (guild_autodesk_dialog_parent_class)->finalize (object);
}

static void
guild_autodesk_dialog_class_init (GuildAutodeskDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_autodesk_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_autodesk_dialog_finalize;

  g_type_ensure (GUILD_TYPE_COMPANY_FORM);
  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-autodesk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildAutodeskDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, GuildAutodeskDialog, form);
  gtk_widget_class_bind_template_child (widget_class, GuildAutodeskDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildAutodeskDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
}

static void
guild_autodesk_dialog_init (GuildAutodeskDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* (nullable) */
static GuildAutodeskDialog *
find_open (GuildWindow *parent, GuildDirectory *directory)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (GUILD_IS_AUTODESK_DIALOG (window) &&
          gtk_window_get_transient_for (window) == GTK_WINDOW (parent) &&
          GUILD_AUTODESK_DIALOG (window)->directory == directory)
        return GUILD_AUTODESK_DIALOG (window); /* GTK keeps it */
    }
  return NULL;
}

void
guild_autodesk_dialog_present (GuildWindow *parent, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  GuildAutodeskDialog *self = find_open (parent, directory);
  if (self == NULL)
    {
      self = g_object_new (GUILD_TYPE_AUTODESK_DIALOG, "transient-for", parent, NULL);
      self->directory = g_object_ref (directory);
      guild_company_form_watch (self->form, directory, NULL);
      guild_company_values_load_places_async (self->cancellable, places_cb, guild_weak_new (self));
      gtk_widget_grab_focus (GTK_WIDGET (self->form));
    }
  gtk_window_present (GTK_WINDOW (self));
}
