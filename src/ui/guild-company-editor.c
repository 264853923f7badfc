/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-editor.h"

#include <glib/gi18n.h>

#include "service/autodesk/guild-autodesk-edit.h"
#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-change-toast.h"
#include "ui/guild-company-form.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-error.h"
#include "ui/guild-spinner.h"
#include "ui/guild-weak.h"

struct _GuildCompanyEditor
{
  GtkWidget parent_instance;

  GtkWidget          *box;         /* (template): our only child */
  GuildCompanyForm   *form;        /* (template) */
  GuildDialogMessage *message;     /* (template) */
  GtkWidget          *save_button; /* (template) */
  GtkSpinner         *spinner;     /* (template) */

  GWeakRef        window;     /* GuildWindow */
  GuildDirectory *directory;  /* (owned) */
  char           *company_id; /* (owned) */
  GuildPlaces    *places;     /* (owned) (nullable) */
  GHashTable     *base;       /* (owned): values as the service had them when it was read last */
  GuildChange    *change;     /* (owned) (nullable): while it is being sent */
  gboolean        busy;
};

G_DEFINE_FINAL_TYPE (GuildCompanyEditor, guild_company_editor, GTK_TYPE_WIDGET)

enum { FINISHED, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- state ---- */

static void
changed_cb (GuildCompanyEditor *self)
{
  if (self->base == NULL)
    return;
  gtk_widget_set_sensitive (self->save_button,
                            !self->busy && guild_company_editor_is_unsaved (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_busy (GuildCompanyEditor *self, gboolean busy)
{
  self->busy = busy;
  guild_spinner_set_busy (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  changed_cb (self);
}

static void
fail (GuildCompanyEditor *self, const GError *error)
{
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);
  g_autofree char *context =
    g_strdup_printf (_("“%s” was not saved"), guild_company_editor_get_name (self));

  set_busy (self, FALSE);
  guild_dialog_message_set_error (self->message, error);
  /* Another company is on show meanwhile. */
  if (window != NULL && !gtk_widget_get_mapped (GTK_WIDGET (self)))
    guild_error_show (GTK_WINDOW (window), error, context);
}

/* ---- what somebody else changed ---- */

/* FRESH (taken) becomes the base. What was not touched here follows it; where both sides changed
 * the same thing, what was typed stays and the answer says so. (transfer full) (nullable) */
static char *
rebase (GuildCompanyEditor *self, GHashTable *fresh)
{
  g_autoptr(GHashTable) base = g_steal_pointer (&self->base);
  g_autoptr(GHashTable) typed = guild_company_form_dup_values (self->form);
  const char * const *fields = guild_company_values_fields ();
  g_autoptr(GString) text = g_string_new (NULL);

  self->base = fresh;
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *before = g_hash_table_lookup (base, fields[i]);
      const char *now = g_hash_table_lookup (fresh, fields[i]);
      const char *mine = g_hash_table_lookup (typed, fields[i]);
      const GuildField *field = guild_field_table_find (guild_autodesk_table (), fields[i]);

      if (g_str_equal (now, before) || g_str_equal (now, mine))
        continue;
      if (g_str_equal (mine, before))
        guild_company_form_set_text (self->form, fields[i], now);
      else
        g_string_append_printf (text, *now != '\0'
                                ? _("Somebody changed %s to “%s” meanwhile.\n")
                                : _("Somebody cleared %s meanwhile.\n"), _(field->title), now);
    }
  if (text->len == 0)
    return NULL;
  g_string_append (text, _("What you typed is kept. Save again to replace it."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- saving ---- */

typedef struct
{
  gpointer     window; /* (owned): weak, GuildWindow */
  GuildChange *change; /* (owned) */
  GHashTable  *sent;   /* (owned) */
  GuildPlaces *places; /* (owned) (nullable) */
} Saved;

static void
saved_free (Saved *self)
{
  g_object_unref (self->change);
  g_hash_table_unref (self->sent);
  g_clear_pointer (&self->places, guild_places_unref);
  g_free (self);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saved *saved = data;
  g_autoptr(GuildWindow) window = guild_weak_take (saved->window);
  g_autoptr(GuildCompany) company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, NULL);

  if (window != NULL && company != NULL)
    {
      g_autoptr(GHashTable) stored = guild_company_values_read (company, saved->places);
      g_autofree char *title = guild_company_values_describe_stored (saved->sent, stored);
      g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);

      if (title == NULL)
        title = g_strdup_printf (_("“%s” saved"), guild_company_get_name (company));
      g_ptr_array_add (changes, g_object_ref (saved->change));
      guild_change_toast_show (window, changes, title);
    }
  saved_free (saved);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildCompanyEditor) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  gboolean done = guild_journal_perform_finish (GUILD_JOURNAL (source), result, &error);

  /* The window was closed meanwhile: the activity list tells how it ended. */
  if (self == NULL || self->form == NULL)
    return;
  g_autoptr(GuildChange) change = g_steal_pointer (&self->change);
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);
  if (!done)
    {
      fail (self, error);
      return;
    }
  if (window != NULL)
    {
      Saved *saved = g_new0 (Saved, 1);
      saved->window = guild_weak_new (window);
      saved->change = g_steal_pointer (&change);
      saved->sent = guild_company_form_dup_values (self->form);
      saved->places = self->places != NULL ? guild_places_ref (self->places) : NULL;
      guild_directory_load_company_async (self->directory, self->company_id, NULL, stored_cb,
                                          saved);
    }
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
send (GuildCompanyEditor *self, GuildCompany *company)
{
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);
  GuildDesk *desk = window != NULL ? guild_window_get_desk (window) : NULL;
  GuildJournal *journal = desk != NULL ? guild_desk_get_journal (desk) : NULL;
  g_autoptr(GHashTable) values = guild_company_form_dup_values (self->form);
  g_autoptr(GuildWrite) inverse = NULL;
  g_autoptr(GuildWrite) write =
    guild_autodesk_make_edit (company, values, self->places, &inverse);

  if (desk == NULL)
    return;
  if (journal == NULL)
    fail (self, guild_desk_get_journal_error (desk));
  else if (write == NULL) /* somebody else has done the same */
    g_signal_emit (self, signals[FINISHED], 0);
  else
    {
      GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
      self->change = guild_change_new (guild_workspace_get_id (workspace), write,
                                       guild_company_get_name (company));
      guild_change_set_inverse (self->change, inverse);
      /* Not cancelled with the window: what was sent is followed to its end by the journal. */
      guild_journal_perform_async (journal, self->change, NULL, saved_cb, guild_weak_new (self));
    }
}

static void
fresh_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildCompanyEditor) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  if (self == NULL || self->form == NULL) /* closed: nothing is sent */
    return;
  if (company == NULL)
    {
      fail (self, error);
      return;
    }
  g_autofree char *conflict = rebase (self, guild_company_values_read (company, self->places));
  if (conflict == NULL)
    {
      send (self, company);
      return;
    }
  set_busy (self, FALSE);
  guild_dialog_message_set_text (self->message, "warning", conflict);
}

static void
save_clicked_cb (GuildCompanyEditor *self)
{
  guild_dialog_message_set_error (self->message, NULL);
  if (!guild_company_form_check (self->form))
    return;
  set_busy (self, TRUE);
  guild_directory_refresh_company_async (self->directory, self->company_id, NULL, fresh_cb,
                                         guild_weak_new (self));
}

static void
cancel_clicked_cb (GuildCompanyEditor *self)
{
  g_signal_emit (self, signals[FINISHED], 0);
}

static gboolean
save_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GuildCompanyEditor *self = GUILD_COMPANY_EDITOR (widget);

  if (gtk_widget_get_sensitive (self->save_button))
    save_clicked_cb (self);
  return TRUE;
}

/* What was typed is not thrown away by a key: the window's own Escape keeps it. */
static gboolean
escape_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GuildCompanyEditor *self = GUILD_COMPANY_EDITOR (widget);

  if (self->busy || guild_company_editor_is_unsaved (self))
    return FALSE;
  cancel_clicked_cb (self);
  return TRUE;
}

/* ---- life ---- */

static void
guild_company_editor_dispose (GObject *object)
{
  GuildCompanyEditor *self = GUILD_COMPANY_EDITOR (object);

  g_clear_object (&self->directory);
  g_clear_object (&self->change);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_COMPANY_EDITOR);
  G_OBJECT_CLASS (guild_company_editor_parent_class)->dispose (object);
}

static void
guild_company_editor_finalize (GObject *object)
{
  GuildCompanyEditor *self = GUILD_COMPANY_EDITOR (object);

  g_weak_ref_clear (&self->window);
  g_clear_pointer (&self->base, g_hash_table_unref);
  g_clear_pointer (&self->places, guild_places_unref);
  g_free (self->company_id);
  G_OBJECT_CLASS (guild_company_editor_parent_class)->finalize (object);
}

static gboolean
guild_company_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GUILD_COMPANY_EDITOR (widget)->form));
}

static void
guild_company_editor_class_init (GuildCompanyEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_company_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_company_editor_finalize;
  widget_class->grab_focus = guild_company_editor_grab_focus;

  g_type_ensure (GUILD_TYPE_COMPANY_FORM);
  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  signals[FINISHED] = g_signal_new ("finished", GUILD_TYPE_COMPANY_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", GUILD_TYPE_COMPANY_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-company-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyEditor, box);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyEditor, form);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyEditor, message);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyEditor, save_button);
  gtk_widget_class_bind_template_child (widget_class, GuildCompanyEditor, spinner);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, save_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, save_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, save_key_cb,
                                NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_key_cb, NULL);
}

static void
guild_company_editor_init (GuildCompanyEditor *self)
{
  g_weak_ref_init (&self->window, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
guild_company_editor_new (GuildWindow *window, GuildDirectory *directory, GuildCompany *company,
                          GuildPlaces *places)
{
  g_return_val_if_fail (GUILD_IS_WINDOW (window), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (GUILD_IS_COMPANY (company), NULL);

  GuildCompanyEditor *self = g_object_new (GUILD_TYPE_COMPANY_EDITOR, NULL);
  GHashTable *base = guild_company_values_read (company, places);

  g_weak_ref_set (&self->window, window);
  self->directory = g_object_ref (directory);
  self->company_id = g_strdup (guild_company_get_id (company));
  self->places = places != NULL ? guild_places_ref (places) : NULL;
  guild_company_form_set_values (self->form, base);
  guild_company_form_set_places (self->form, places);
  guild_company_form_watch (self->form, directory, self->company_id);
  self->base = base;
  changed_cb (self);
  return GTK_WIDGET (self);
}

GuildDirectory *
guild_company_editor_get_directory (GuildCompanyEditor *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITOR (self), NULL);
  return self->directory;
}

const char *
guild_company_editor_get_id (GuildCompanyEditor *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITOR (self), NULL);
  return self->company_id;
}

const char *
guild_company_editor_get_name (GuildCompanyEditor *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITOR (self), NULL);
  return g_hash_table_lookup (self->base, "name");
}

GuildWindow *
guild_company_editor_dup_window (GuildCompanyEditor *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITOR (self), NULL);
  return g_weak_ref_get (&self->window);
}

gboolean
guild_company_editor_is_unsaved (GuildCompanyEditor *self)
{
  g_return_val_if_fail (GUILD_IS_COMPANY_EDITOR (self), FALSE);

  g_autoptr(GHashTable) typed = guild_company_form_dup_values (self->form);
  return !guild_company_values_equal (typed, self->base);
}
