/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-signature-dialog.h"

#include <glib/gi18n.h>

#include "company/guild-webhook-signature.h"
#include "ui/guild-clock.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-secret-row.h"

struct _GuildSignatureDialog
{
  AdwWindow parent_instance;

  GtkTextBuffer      *body;          /* (template) */
  GtkEditable        *id_row;        /* (template) */
  GuildDialogMessage *message;       /* (template) */
  GtkEditable        *secret_row;    /* (template) */
  GtkEditable        *signature_row; /* (template) */
  GtkEditable        *time_row;      /* (template) */
};

G_DEFINE_FINAL_TYPE (GuildSignatureDialog, guild_signature_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static void
changed_cb (GuildSignatureDialog *self)
{
  g_autofree char *secret = dup_text (self->secret_row);
  g_autofree char *id = dup_text (self->id_row);
  g_autofree char *time = dup_text (self->time_row);
  g_autofree char *signature = dup_text (self->signature_row);
  g_autofree char *body = NULL;
  GtkTextIter start, end;

  if (*secret == '\0' || *id == '\0' || *time == '\0' || *signature == '\0')
    {
      guild_dialog_message_set_text (self->message, NULL, NULL);
      return;
    }
  gtk_text_buffer_get_bounds (self->body, &start, &end);
  body = gtk_text_buffer_get_text (self->body, &start, &end, TRUE);
  GuildSignatureVerdict verdict = guild_webhook_signature_check (
    secret, id, time, signature, body, -1, guild_clock_now () / G_USEC_PER_SEC);
  guild_dialog_message_set_text (self->message,
                                 verdict == GUILD_SIGNATURE_GOOD    ? "success"
                                 : verdict == GUILD_SIGNATURE_STALE ? "warning"
                                                                    : "error",
                                 guild_webhook_signature_explain (verdict));
}

static void
guild_signature_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_SIGNATURE_DIALOG);
  G_OBJECT_CLASS (guild_signature_dialog_parent_class)->dispose (object);
}

static void
guild_signature_dialog_class_init (GuildSignatureDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_signature_dialog_dispose;
  g_type_ensure (GUILD_TYPE_DIALOG_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-signature-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildSignatureDialog, body);
  gtk_widget_class_bind_template_child (widget_class, GuildSignatureDialog, id_row);
  gtk_widget_class_bind_template_child (widget_class, GuildSignatureDialog, message);
  gtk_widget_class_bind_template_child (widget_class, GuildSignatureDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, GuildSignatureDialog, signature_row);
  gtk_widget_class_bind_template_child (widget_class, GuildSignatureDialog, time_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
guild_signature_dialog_init (GuildSignatureDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  guild_secret_row_name_button (ADW_PASSWORD_ENTRY_ROW (self->secret_row));
}

void
guild_signature_dialog_present (GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  gtk_window_present (g_object_new (GUILD_TYPE_SIGNATURE_DIALOG, "transient-for", parent, NULL));
}
