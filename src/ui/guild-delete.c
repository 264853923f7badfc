/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-delete.h"

#include <glib/gi18n.h>

#include "company/guild-ids.h"
#include "directory/guild-family.h"
#include "ui/guild-alert.h"
#include "ui/guild-error.h"
#include "ui/guild-family-list.h"
#include "ui/guild-settings.h"

/* One wish to delete, from the question to the answer. Lives until its toast has gone and every
 * change is settled; the toast, the dialog and each running call hold a reference. */
typedef struct
{
  GWeakRef        window;      /* GuildWindow */
  GuildDesk      *desk;        /* (owned) */
  GuildDirectory *directory;   /* (owned) */
  GPtrArray      *company_ids; /* (owned) (element-type utf8) */
  GPtrArray      *family;      /* (owned) (nullable) (element-type GuildRelative): what goes */
  GPtrArray      *changes;     /* (owned) (element-type GuildChange): planned */
  guint           next;        /* index in family of the one to plan next */
  char           *expected;    /* (owned) (nullable): word to type */
  gboolean        undone;
} Deletion;

static void
deletion_clear (gpointer data)
{
  Deletion *self = data;

  g_weak_ref_clear (&self->window);
  g_object_unref (self->desk);
  g_object_unref (self->directory);
  guild_ids_unref (self->company_ids);
  g_clear_pointer (&self->family, g_ptr_array_unref);
  g_ptr_array_unref (self->changes);
  g_free (self->expected);
}

static Deletion *
deletion_ref (Deletion *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
deletion_unref (Deletion *self)
{
  g_atomic_rc_box_release_full (self, deletion_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deletion, deletion_unref)

static void
show_error (Deletion *self, const GError *error)
{
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);

  if (window != NULL)
    guild_error_show (GTK_WINDOW (window), error, _("The company was not deleted"));
}

/* ---- after the toast ---- */

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Deletion) self = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_commit_finish (GUILD_JOURNAL (source), result, &error))
    show_error (self, error);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Deletion) self = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_withdraw_finish (GUILD_JOURNAL (source), result, &error))
    show_error (self, error);
}

static void
toast_dismissed_cb (AdwToast *toast, gpointer data)
{
  Deletion *self = data;
  GuildJournal *journal = guild_desk_get_journal (self->desk);

  for (guint i = 0; i < self->changes->len; i++)
    {
      GuildChange *change = self->changes->pdata[i];
      /* Quitting may have settled it already. */
      if (guild_change_get_state (change) != GUILD_CHANGE_PLANNED)
        continue;
      if (self->undone)
        guild_journal_withdraw_async (journal, change, withdrawn_cb, deletion_ref (self));
      else
        guild_journal_commit_async (journal, change, committed_cb, deletion_ref (self));
    }
}

static void
undo_clicked_cb (AdwToast *toast, gpointer data)
{
  Deletion *self = data;
  self->undone = TRUE;
}

static void
release_deletion (gpointer data, GClosure *closure)
{
  deletion_unref (data);
}

/* What is about to go is no longer on show, and not part of what is done next. */
static void
forget_companies (Deletion *self, GuildWindow *window)
{
  for (guint i = 0; i < self->changes->len; i++)
    guild_window_forget_company (window, guild_change_get_company_id (self->changes->pdata[i]));
}

static void
offer_undo (Deletion *self)
{
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);
  g_autofree char *title = NULL;

  if (self->changes->len == 1)
    {
      g_autofree char *name =
        g_markup_escape_text (guild_change_get_company_name (self->changes->pdata[0]), -1);
      title = g_strdup_printf (_("“%s” will be deleted"), name);
    }
  else
    title = g_strdup_printf (ngettext ("%u company will be deleted", "%u companies will be deleted",
                                       self->changes->len), self->changes->len);

  AdwToast *toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_timeout (toast, guild_settings_get_delete_delay ());
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb),
                         deletion_ref (self), release_deletion, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), deletion_ref (self),
                         release_deletion, 0);
  if (window != NULL)
    {
      forget_companies (self, window);
      guild_window_add_toast (window, toast);
    }
  else
    g_object_unref (toast);
}

/* ---- planning, one after the other ---- */

static void plan_next (Deletion *self);

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Deletion) self = data;
  g_autoptr(GError) error = NULL;

  if (!guild_journal_plan_finish (GUILD_JOURNAL (source), result, &error))
    {
      show_error (self, error);
      g_ptr_array_set_size (self->changes, self->changes->len - 1);
      self->next = self->family->len;
    }
  plan_next (self);
}

/* (nullable): those below go with their parents. */
static const GuildRelative *
take_next (Deletion *self)
{
  while (self->next < self->family->len)
    {
      const GuildRelative *relative = self->family->pdata[self->next++];
      if (relative->depth == 0)
        return relative;
    }
  return NULL;
}

static void
plan_next (Deletion *self)
{
  const GuildRelative *relative = take_next (self);

  if (relative == NULL)
    {
      if (self->changes->len > 0)
        offer_undo (self);
      return;
    }

  GuildWorkspace *workspace = guild_directory_get_workspace (self->directory);
  g_autoptr(GuildWrite) write = guild_write_new (
    GUILD_WRITE_DELETE_COMPANY, relative->id, NULL, NULL);
  GuildChange *change = guild_change_new (guild_workspace_get_id (workspace), write,
                                          relative->name);
  g_ptr_array_add (self->changes, change);
  guild_journal_plan_async (guild_desk_get_journal (self->desk), change, NULL, planned_cb,
                            deletion_ref (self));
}

/* ---- the question ---- */

static char *
describe (Deletion *self, guint n_chosen)
{
  guint n_connections = 0;
  guint n_subsidiaries = self->family->len - n_chosen;

  for (guint i = 0; i < self->family->len; i++)
    {
      const GuildRelative *relative = self->family->pdata[i];
      if (relative->company != NULL)
        n_connections += g_list_model_get_n_items (
          guild_company_get_connections (relative->company));
    }

  g_autoptr(GString) text = g_string_new (NULL);
  if (n_subsidiaries > 0)
    {
      g_string_append_printf (text, ngettext ("%u subsidiary is deleted with its parent.",
                                              "%u subsidiaries are deleted with their parent.",
                                              n_subsidiaries), n_subsidiaries);
      g_string_append_c (text, ' ');
    }
  if (n_connections > 0)
    g_string_append_printf (text, ngettext ("%u connection and all data read through it go too.",
                                            "%u connections and all data read through them go too.",
                                            n_connections), n_connections);
  else
    g_string_append (text, _("There are no connections."));
  g_string_append_c (text, '\n');
  g_string_append (text, _("The service cannot bring a company back. What is known here is kept in "
                           "the activity list."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
confirm_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  Deletion *self = g_object_get_data (G_OBJECT (dialog), "deletion");
  g_autofree char *typed = g_strdup (gtk_editable_get_text (entry));

  g_strstrip (typed);
  adw_message_dialog_set_response_enabled (dialog, "delete",
                                           g_strcmp0 (typed, self->expected) == 0);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Deletion *self = data;

  if (g_strcmp0 (response, "delete") != 0)
    return;
  self->next = 0;
  plan_next (self);
}

/* All that goes, by name, and below it the word to type and the entry for it. */
static GtkWidget *
make_list (Deletion *self, AdwMessageDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *text = g_strdup_printf (_("Type “%s” to go on."), self->expected);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1); /* as wide as the list, not wider */
  gtk_box_append (GTK_BOX (box), guild_family_list_new (self->family, _("To be deleted")));
  gtk_box_append (GTK_BOX (box), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Confirmation"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  g_signal_connect (entry, "changed", G_CALLBACK (confirm_changed_cb), dialog);
  gtk_box_append (GTK_BOX (box), entry);
  return box;
}

static void
show_question (Deletion *self, GtkWindow *window, const char *heading, const char *body)
{
  GtkWidget *dialog = guild_alert_new (window, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "delete",
                                    _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "deletion", deletion_ref (self),
                          (GDestroyNotify) deletion_unref);
  if (self->expected != NULL)
    {
      adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog),
                                          make_list (self, ADW_MESSAGE_DIALOG (dialog)));
      adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "delete", FALSE);
    }
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask (Deletion *self)
{
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);
  const GuildRelative *first = self->family->pdata[0];
  guint n_chosen = 0;
  g_autofree char *heading = NULL;

  if (window == NULL)
    return;
  for (guint i = 0; i < self->family->len; i++)
    n_chosen += ((const GuildRelative *) self->family->pdata[i])->depth == 0;
  if (n_chosen > 1)
    {
      self->expected = g_strdup_printf ("%u", self->family->len);
      heading = g_strdup_printf (ngettext ("Delete %u Company?", "Delete %u Companies?", n_chosen),
                                 n_chosen);
    }
  else
    {
      if (self->family->len > 1)
        self->expected = g_strdup (first->name);
      heading = g_strdup_printf (_("Delete “%s”?"), first->name);
    }
  g_autofree char *body = describe (self, n_chosen);
  show_question (self, GTK_WINDOW (window), heading, body);
}

static void
family_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Deletion) self = data;
  g_autoptr(GError) error = NULL;

  self->family = guild_family_read_finish (GUILD_DIRECTORY (source), result, &error);
  if (self->family == NULL)
    show_error (self, error);
  else if (self->family->len > 0)
    ask (self);
  else
    {
      g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);
      if (window != NULL)
        guild_window_add_toast (window, adw_toast_new (_("The service has it no more")));
    }
}

void
guild_delete_companies (GuildWindow *window, GuildDirectory *directory, GPtrArray *company_ids)
{
  g_return_if_fail (GUILD_IS_WINDOW (window));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (company_ids != NULL);

  GuildDesk *desk = guild_window_get_desk (window);
  if (guild_desk_get_journal (desk) == NULL)
    {
      guild_error_show (GTK_WINDOW (window), guild_desk_get_journal_error (desk),
                        _("The company was not deleted"));
      return;
    }

  g_autoptr(Deletion) self = g_atomic_rc_box_new0 (Deletion);
  g_weak_ref_init (&self->window, window);
  self->desk = g_object_ref (desk);
  self->directory = g_object_ref (directory);
  self->company_ids = g_ptr_array_ref (company_ids);
  self->changes = g_ptr_array_new_with_free_func (g_object_unref);
  /* What goes with a parent cannot be brought back, so what was known an hour ago is not enough. */
  guild_family_read_async (directory, self->company_ids, GUILD_FAMILY_BELOW_FRESH, NULL,
                           family_read_cb, deletion_ref (self));
}
