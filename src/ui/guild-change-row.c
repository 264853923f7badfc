/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-change-row.h"

#include <glib/gi18n.h>

#include "company/guild-format.h"
#include "ui/guild-archive-window.h"
#include "ui/guild-clock.h"
#include "ui/guild-error.h"

struct _GuildChangeRow
{
  GtkWidget parent_instance;

  GtkButton *act_button;      /* (template) */
  GtkWidget *archive_button;  /* (template) */
  GtkWidget *box;             /* (template) */
  GtkWidget *buttons;         /* (template) */
  GtkWidget *copy_button;     /* (template) */
  GtkImage  *icon;            /* (template) */
  GtkLabel  *message;         /* (template) */
  GtkLabel  *state;           /* (template) */
  GtkLabel  *title;           /* (template) */
  GtkWidget *withdraw_button; /* (template) */

  GuildJournal *journal; /* (owned) */
  GSignalGroup *signals; /* (owned): of the change */
};

G_DEFINE_FINAL_TYPE (GuildChangeRow, guild_change_row, GTK_TYPE_WIDGET)

/* (transfer full) (nullable) */
static GuildChange *
dup_change (GuildChangeRow *self)
{
  return g_signal_group_dup_target (self->signals);
}

static void
show_state (GuildChangeRow *self, GuildChange *change)
{
  GuildChangeState state = guild_change_get_state (change);
  gint64 when = guild_change_get_settled (change);

  if (when == GUILD_NUMBER_UNSET)
    when = guild_change_get_created (change);
  g_autofree char *time = guild_format_relative_time (when, guild_clock_now ());
  g_autofree char *text = g_strdup_printf ("%s · %s", guild_change_state_title (state), time);
  g_autofree char *exact = guild_format_date_time (when);

  gtk_label_set_label (self->state, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), exact);
  gtk_image_set_from_icon_name (self->icon, guild_change_state_icon_name (state));
  gboolean open = state == GUILD_CHANGE_PLANNED || state == GUILD_CHANGE_UNKNOWN;
  gboolean can_undo = state == GUILD_CHANGE_PLANNED || guild_change_get_can_undo (change);
  gtk_widget_set_visible (self->withdraw_button, can_undo);
  gtk_widget_set_visible (GTK_WIDGET (self->act_button), open);
  gtk_widget_set_visible (self->archive_button, guild_change_get_archived (change));
  gtk_widget_set_visible (self->buttons,
                          open || can_undo || guild_change_get_archived (change));
  gtk_button_set_label (self->act_button,
                        state == GUILD_CHANGE_UNKNOWN ? _("Look It Up") : _("Do It Now"));
}

static void
changed_cb (GuildChangeRow *self)
{
  g_autoptr(GuildChange) change = dup_change (self);

  if (change == NULL)
    return;
  g_autofree char *title = guild_change_dup_title (change);
  const char *message = guild_change_get_message (change);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL && *message != '\0');
  gtk_widget_set_visible (self->copy_button, guild_change_get_details (change) != NULL);
  show_state (self, change);
}

static void
act_clicked_cb (GuildChangeRow *self)
{
  g_autoptr(GuildChange) change = dup_change (self);

  /* The change itself shows the outcome, good or bad. */
  if (change != NULL && guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN)
    guild_journal_resolve_async (self->journal, change, NULL, NULL, NULL);
  else if (change != NULL)
    guild_journal_commit_async (self->journal, change, NULL, NULL);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildChangeRow) self = data;
  g_autoptr(GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!guild_journal_undo_finish (GUILD_JOURNAL (source), result, &error) && GTK_IS_WINDOW (root))
    guild_error_show (GTK_WINDOW (root), error, _("It was not undone"));
}

static void
withdraw_clicked_cb (GuildChangeRow *self)
{
  g_autoptr(GuildChange) change = dup_change (self);

  if (change != NULL && guild_change_get_can_undo (change))
    guild_journal_undo_async (self->journal, change, NULL, undone_cb, g_object_ref (self));
  else if (change != NULL)
    guild_journal_withdraw_async (self->journal, change, NULL, NULL);
}

static void
archive_clicked_cb (GuildChangeRow *self)
{
  g_autoptr(GuildChange) change = dup_change (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (change != NULL && GTK_IS_WINDOW (root))
    guild_archive_window_present (GTK_WINDOW (root), self->journal, change);
}

static void
copy_clicked_cb (GuildChangeRow *self)
{
  g_autoptr(GuildChange) change = dup_change (self);

  if (change != NULL && guild_change_get_details (change) != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                            guild_change_get_details (change));
}

static void
guild_change_row_dispose (GObject *object)
{
  GuildChangeRow *self = GUILD_CHANGE_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->journal);
  gtk_widget_dispose_template (GTK_WIDGET (object), GUILD_TYPE_CHANGE_ROW);

  G_OBJECT_CLASS (guild_change_row_parent_class)->dispose (object);
}

static void
guild_change_row_class_init (GuildChangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_change_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               GUILD_APP_PATH "/guild-change-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, act_button);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, archive_button);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, box);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, message);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, state);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, title);
  gtk_widget_class_bind_template_child (widget_class, GuildChangeRow, withdraw_button);
  gtk_widget_class_bind_template_callback (widget_class, act_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, archive_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_clicked_cb);
}

static void
guild_change_row_init (GuildChangeRow *self)
{
  self->signals = g_signal_group_new (GUILD_TYPE_CHANGE);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
guild_change_row_new (GuildJournal *journal)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (journal), NULL);

  GuildChangeRow *self = g_object_new (GUILD_TYPE_CHANGE_ROW, NULL);
  self->journal = g_object_ref (journal);
  return GTK_WIDGET (self);
}

void
guild_change_row_set_change (GuildChangeRow *self, GuildChange *change)
{
  g_return_if_fail (GUILD_IS_CHANGE_ROW (self));
  g_return_if_fail (change == NULL || GUILD_IS_CHANGE (change));

  g_signal_group_set_target (self->signals, change);
  changed_cb (self);
}
