/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-tag-row.h"

#include "company/guild-tags.h"

struct _GuildTagRow
{
  AdwPreferencesRow parent_instance;

  GtkEntry *key;   /* (template) */
  GtkEntry *value; /* (template) */
};

G_DEFINE_FINAL_TYPE (GuildTagRow, guild_tag_row, ADW_TYPE_PREFERENCES_ROW)

enum { SIGNAL_CHANGED, SIGNAL_REMOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed_cb (GuildTagRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_clicked_cb (GuildTagRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static gboolean
guild_tag_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GUILD_TAG_ROW (widget)->key));
}

static void
guild_tag_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_TAG_ROW);
  G_OBJECT_CLASS (guild_tag_row_parent_class)->dispose (object);
}

static void
guild_tag_row_class_init (GuildTagRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_tag_row_dispose;
  widget_class->grab_focus = guild_tag_row_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GUILD_TYPE_TAG_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", GUILD_TYPE_TAG_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-tag-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildTagRow, key);
  gtk_widget_class_bind_template_child (widget_class, GuildTagRow, value);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
guild_tag_row_init (GuildTagRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
guild_tag_row_new (void)
{
  return g_object_new (GUILD_TYPE_TAG_ROW, NULL);
}

void
guild_tag_row_set (GuildTagRow *self, const char *key, const char *value)
{
  g_return_if_fail (GUILD_IS_TAG_ROW (self));
  g_return_if_fail (key != NULL && value != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->key), key);
  gtk_editable_set_text (GTK_EDITABLE (self->value), value);
}

void
guild_tag_row_set_key_only (GuildTagRow *self, gboolean key_only)
{
  g_return_if_fail (GUILD_IS_TAG_ROW (self));
  gtk_widget_set_visible (GTK_WIDGET (self->value), !key_only);
}

const char *
guild_tag_row_get_key (GuildTagRow *self)
{
  g_return_val_if_fail (GUILD_IS_TAG_ROW (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->key));
}

const char *
guild_tag_row_get_value (GuildTagRow *self)
{
  g_return_val_if_fail (GUILD_IS_TAG_ROW (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->value));
}

char *
guild_tag_row_check (GuildTagRow *self)
{
  const char *key = guild_tag_row_get_key (self);
  const char *value = guild_tag_row_get_value (self);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->value)))
    return *key != '\0' ? guild_tags_check_pair (key, "-") : NULL;
  /* An empty row is none. */
  if (*key == '\0' && *value == '\0')
    return NULL;
  return guild_tags_check_pair (key, value);
}
