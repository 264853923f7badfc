/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-sign-in-view.h"

#include <glib/gi18n-lib.h>

#include "link/guild-open-uri.h"
#include "service/autodesk/guild-autodesk-sign-in.h"
#include "ui/guild-weak.h"

struct _GuildSignInView
{
  GtkWidget parent_instance;

  GtkLabel   *detail;      /* (template) */
  GtkWidget  *scrolled;    /* (template) */
  GtkSpinner *spinner;     /* (template) */

  GuildAutodeskSignIn *sign_in;     /* (owned) (nullable): while one waits */
  GCancellable        *cancellable; /* (owned) (nullable): of it */
};

G_DEFINE_FINAL_TYPE (GuildSignInView, guild_sign_in_view, GTK_TYPE_WIDGET)

static guint ended;

typedef struct
{
  gpointer        view;      /* (owned): guild_weak_new() */
  GuildWorkspace *workspace; /* (owned) */
} Run;

static void
stop_clicked_cb (GuildSignInView *self)
{
  /* The end of the run tells it. */
  g_cancellable_cancel (self->cancellable);
}

static void
copy_clicked_cb (GuildSignInView *self)
{
  if (self->sign_in == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          guild_autodesk_sign_in_get_address (self->sign_in));
  gtk_label_set_label (self->detail, _("The address is on the clipboard. Open it in a browser on "
                                       "this computer and sign in there."));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildSignInView) self = guild_weak_take (data);
  g_autoptr(GError) error = NULL;

  if (!guild_open_uri_finish (result, &error) && self != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->detail, _("No browser could be started. Copy the address and open "
                                         "it in a browser on this computer."));
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Run *run = data;
  g_autoptr(GuildSignInView) self = guild_weak_take (run->view);
  g_autoptr(GuildWorkspace) workspace = g_steal_pointer (&run->workspace);
  g_autoptr(GError) error = NULL;
  gboolean good =
    guild_autodesk_sign_in_run_finish (GUILD_AUTODESK_SIGN_IN (source), result, &error);

  if (self == NULL)
    {
      /* Too late to be stopped, and nobody waits for it any more. */
      if (good)
        guild_autodesk_sign_out_async (workspace, NULL, NULL, NULL);
      return;
    }
  g_clear_object (&self->sign_in);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  g_signal_emit (self, ended, 0, error);
}

static void
guild_sign_in_view_dispose (GObject *object)
{
  GuildSignInView *self = GUILD_SIGN_IN_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sign_in);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_SIGN_IN_VIEW);

  G_OBJECT_CLASS (guild_sign_in_view_parent_class)->dispose (object);
}

static void
guild_sign_in_view_class_init (GuildSignInViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_sign_in_view_dispose;

  ended = g_signal_new ("ended", GUILD_TYPE_SIGN_IN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, 1, G_TYPE_ERROR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-sign-in-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildSignInView, detail);
  gtk_widget_class_bind_template_child (widget_class, GuildSignInView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GuildSignInView, spinner);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
}

static void
guild_sign_in_view_init (GuildSignInView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
guild_sign_in_view_begin (GuildSignInView *self, GuildWorkspace *workspace, GError **error)
{
  g_return_val_if_fail (GUILD_IS_SIGN_IN_VIEW (self), FALSE);
  g_return_val_if_fail (GUILD_IS_WORKSPACE (workspace), FALSE);
  g_return_val_if_fail (self->sign_in == NULL, FALSE);

  self->sign_in = guild_autodesk_sign_in_new (workspace, error);
  if (self->sign_in == NULL)
    return FALSE;
  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->detail,
                       _("Sign in on Autodesk’s page and allow access there. Guildhall waits until "
                         "the browser comes back."));
  gtk_spinner_start (self->spinner);
  Run *run = g_new0 (Run, 1);
  run->view = guild_weak_new (self);
  run->workspace = g_object_ref (workspace);
  guild_autodesk_sign_in_run_async (self->sign_in, self->cancellable, ran_cb, run);
  guild_open_uri_async (guild_autodesk_sign_in_get_address (self->sign_in), NULL, self->cancellable,
                        opened_cb, guild_weak_new (self));
  return TRUE;
}
