/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-change-toast.h"

#include <glib/gi18n.h>

#include "ui/guild-error.h"

typedef struct
{
  GWeakRef   window;  /* GuildWindow */
  GuildDesk *desk;    /* (owned) */
  GPtrArray *changes; /* (owned) (element-type GuildChange) */
} Told;

static void
told_clear (gpointer data)
{
  Told *self = data;

  g_weak_ref_clear (&self->window);
  g_object_unref (self->desk);
  g_ptr_array_unref (self->changes);
}

static void
told_unref (Told *self)
{
  g_atomic_rc_box_release_full (self, told_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Told, told_unref)

static void
release_told (gpointer data, GClosure *closure)
{
  told_unref (data);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(Told) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildWindow) window = g_weak_ref_get (&self->window);

  if (!guild_journal_undo_finish (GUILD_JOURNAL (source), result, &error) && window != NULL)
    guild_error_show (GTK_WINDOW (window), error, _("This was not undone"));
}

static void
undo_clicked_cb (AdwToast *toast, gpointer data)
{
  Told *self = data;
  GuildJournal *journal = guild_desk_get_journal (self->desk);

  for (guint i = 0; journal != NULL && i < self->changes->len; i++)
    if (guild_change_get_can_undo (self->changes->pdata[i]))
      guild_journal_undo_async (journal, self->changes->pdata[i], NULL, undone_cb,
                                g_atomic_rc_box_acquire (self));
}

void
guild_change_toast_show (GuildWindow *window, GPtrArray *changes, const char *title)
{
  g_return_if_fail (GUILD_IS_WINDOW (window));
  g_return_if_fail (changes != NULL);
  g_return_if_fail (title != NULL);

  g_autofree char *markup = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (markup);
  gboolean can_undo = FALSE;

  for (guint i = 0; i < changes->len; i++)
    can_undo |= guild_change_get_can_undo (changes->pdata[i]);
  if (can_undo)
    {
      Told *self = g_atomic_rc_box_new0 (Told);
      g_weak_ref_init (&self->window, window);
      self->desk = g_object_ref (guild_window_get_desk (window));
      self->changes = g_ptr_array_ref (changes);
      adw_toast_set_button_label (toast, _("_Undo"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self,
                             release_told, 0);
    }
  guild_window_add_toast (window, toast);
}
