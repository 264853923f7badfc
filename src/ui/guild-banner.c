/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-banner.h"

struct _GuildBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer; /* our only child */
  GtkLabel    *label;
  GtkButton   *details;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (GuildBanner, guild_banner, GTK_TYPE_WIDGET)

typedef enum { ACTIVATED, DETAILS, N_SIGNALS } GuildBannerSignal;
static guint signals[N_SIGNALS];

static void
button_clicked_cb (GuildBanner *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
details_clicked_cb (GuildBanner *self)
{
  g_signal_emit (self, signals[DETAILS], 0);
}

static void
guild_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_BANNER);
  G_OBJECT_CLASS (guild_banner_parent_class)->dispose (object);
}

static void
guild_banner_class_init (GuildBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_banner_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", GUILD_TYPE_BANNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[DETAILS] = g_signal_new ("details", GUILD_TYPE_BANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, GUILD_APP_PATH "/guild-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildBanner, button);
  gtk_widget_class_bind_template_child (widget_class, GuildBanner, details);
  gtk_widget_class_bind_template_child (widget_class, GuildBanner, label);
  gtk_widget_class_bind_template_child (widget_class, GuildBanner, revealer);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
guild_banner_init (GuildBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
guild_banner_new (void)
{
  return g_object_new (GUILD_TYPE_BANNER, NULL);
}

void
guild_banner_show (GuildBanner *self, const char *text, const char *button, gboolean details)
{
  g_return_if_fail (GUILD_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  gtk_widget_set_visible (GTK_WIDGET (self->details), details);
}

const char *
guild_banner_get_text (GuildBanner *self)
{
  g_return_val_if_fail (GUILD_IS_BANNER (self), NULL);
  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->label) : NULL;
}
