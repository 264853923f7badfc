/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-unsaved.h"
#include "ui/guild-alert.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  void         (*discard) (gpointer data);
  gpointer       data;
  GDestroyNotify destroy; /* (nullable) */
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Asking *self = data;

  if (g_str_equal (response, "discard"))
    self->discard (self->data);
}

void
guild_unsaved_ask (GtkWindow *parent, guint n_companies, void (*discard) (gpointer data),
                   gpointer data, GDestroyNotify destroy)
{
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (discard != NULL);

  Asking *self = g_new0 (Asking, 1);
  self->discard = discard;
  self->data = data;
  self->destroy = destroy;
  if (n_companies == 0)
    {
      discard (data);
      asking_free (self, NULL);
      return;
    }
  GtkWidget *dialog = guild_alert_new (parent, _("Discard What You Typed?"), NULL);
  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    ngettext ("%u company has changes that are not saved. Nothing of them has been sent.",
              "%u companies have changes that are not saved. Nothing of them has been sent.",
              n_companies), n_companies);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "discard",
                                    _("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, asking_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
