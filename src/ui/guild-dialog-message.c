/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-dialog-message.h"

#include "service/guild-problem.h"

struct _GuildDialogMessage
{
  GtkWidget parent_instance;

  GtkWidget *box;         /* (template) */
  GtkLabel  *label;       /* (template) */
  GtkWidget *copy_button; /* (template) */
  char      *details;     /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GuildDialogMessage, guild_dialog_message, GTK_TYPE_WIDGET)

static void
copy_clicked_cb (GuildDialogMessage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->details);
}

static void
guild_dialog_message_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_DIALOG_MESSAGE);
  G_OBJECT_CLASS (guild_dialog_message_parent_class)->dispose (object);
}

static void
guild_dialog_message_finalize (GObject *object)
{
  g_free (GUILD_DIALOG_MESSAGE (object)->details);
  G_OBJECT_CLASS (guild_dialog_message_parent_class)->finalize (object);
}

static void
guild_dialog_message_class_init (GuildDialogMessageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_dialog_message_dispose;
  G_OBJECT_CLASS (klass)->finalize = guild_dialog_message_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-dialog-message.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildDialogMessage, box);
  gtk_widget_class_bind_template_child (widget_class, GuildDialogMessage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GuildDialogMessage, label);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
guild_dialog_message_init (GuildDialogMessage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
guild_dialog_message_set_text (GuildDialogMessage *self, const char *css_class, const char *text)
{
  const char *classes[] = { "guild-dialog-message", css_class, NULL };

  g_return_if_fail (GUILD_IS_DIALOG_MESSAGE (self));

  g_clear_pointer (&self->details, g_free);
  gtk_widget_set_visible (self->copy_button, FALSE);
  if (text != NULL)
    {
      gtk_widget_set_css_classes (self->box, classes);
      gtk_label_set_label (self->label, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
guild_dialog_message_set_error (GuildDialogMessage *self, const GError *error)
{
  g_return_if_fail (GUILD_IS_DIALOG_MESSAGE (self));

  guild_dialog_message_set_text (self, "error", error != NULL ? error->message : NULL);
  if (error != NULL && guild_problem_from_error (error) != NULL)
    {
      self->details = guild_problem_describe (error);
      gtk_widget_set_visible (self->copy_button, self->details != NULL && *self->details != '\0');
    }
}
