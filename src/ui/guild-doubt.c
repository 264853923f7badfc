/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-doubt.h"
#include "ui/guild-alert.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  GWeakRef          parent; /* GtkWindow */
  GWeakRef          owner;
  GuildJournal     *journal; /* (owned) */
  GuildChange      *change;  /* (owned) */
  GuildDoubtSettled settled;
} Doubt;

static void
doubt_clear (gpointer data)
{
  Doubt *self = data;

  g_weak_ref_clear (&self->parent);
  g_weak_ref_clear (&self->owner);
  g_object_unref (self->journal);
  g_object_unref (self->change);
}

static void
doubt_unref (Doubt *self)
{
  g_atomic_rc_box_release_full (self, doubt_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doubt, doubt_unref)

static void
release_doubt (gpointer data, GClosure *closure)
{
  doubt_unref (data);
}

const char *
guild_doubt_get_heading (void)
{
  return _("It Is Not Known Whether It Was Done");
}

gboolean
guild_doubt_is_create (GuildWriteKind kind)
{
  return kind == GUILD_WRITE_CREATE_COMPANY || kind == GUILD_WRITE_CREATE_CONNECTION ||
         kind == GUILD_WRITE_CREATE_GROUP || kind == GUILD_WRITE_CREATE_API_KEY ||
         kind == GUILD_WRITE_CREATE_WEBHOOK;
}

GuildChange *
guild_doubt_find (GuildJournal *journal, const char *workspace_id, const GuildWrite *write)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (workspace_id != NULL && write != NULL, NULL);

  guint n = guild_doubt_is_create (write->kind) && guild_journal_get_n_unknown (journal) > 0
              ? g_list_model_get_n_items (G_LIST_MODEL (journal)) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), i);
      const GuildWrite *other = guild_change_get_write (change);
      if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN && other->kind == write->kind &&
          g_str_equal (guild_change_get_workspace_id (change), workspace_id) &&
          g_strcmp0 (other->company_id, write->company_id) == 0 &&
          g_strcmp0 (other->body, write->body) == 0)
        return change; /* the journal keeps it */
    }
  return NULL;
}

static void show_dialog (Doubt *self, const char *message);

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Doubt) self = data;
  g_autoptr(GObject) owner = g_weak_ref_get (&self->owner);
  g_autoptr(GError) error = NULL;

  if (guild_journal_resolve_finish (GUILD_JOURNAL (source), result, &error))
    {
      if (owner != NULL && self->settled != NULL)
        self->settled (owner, self->change);
      return;
    }
  if (owner != NULL)
    show_dialog (self, error->message);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Doubt *self)
{
  if (g_str_equal (response, "look-up"))
    guild_journal_resolve_async (self->journal, self->change, NULL, resolved_cb,
                                 g_atomic_rc_box_acquire (self));
}

static void
show_dialog (Doubt *self, const char *message)
{
  g_autoptr(GtkWindow) parent = g_weak_ref_get (&self->parent);
  g_autofree char *title = guild_change_dup_title (self->change);
  g_autofree char *body = g_strdup_printf ("%s\n\n%s", title, message);
  GtkWidget *dialog = guild_alert_new (parent, guild_doubt_get_heading (), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"), "look-up",
                                    _("_Look It Up"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "look-up",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "look-up");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb),
                         g_atomic_rc_box_acquire (self), release_doubt, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
guild_doubt_show (GtkWindow *parent, GuildJournal *journal, GuildChange *change,
                  const char *message, GuildDoubtSettled settled, GObject *owner)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (GUILD_IS_JOURNAL (journal));
  g_return_if_fail (GUILD_IS_CHANGE (change));
  g_return_if_fail (G_IS_OBJECT (owner));

  g_autoptr(Doubt) self = g_atomic_rc_box_new0 (Doubt);
  g_weak_ref_init (&self->parent, parent);
  g_weak_ref_init (&self->owner, owner);
  self->journal = g_object_ref (journal);
  self->change = g_object_ref (change);
  self->settled = settled;
  show_dialog (self, message != NULL ? message : guild_change_get_message (change));
}
