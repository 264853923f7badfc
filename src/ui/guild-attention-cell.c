/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-attention-cell.h"

#include <glib/gi18n-lib.h>

#include "company/guild-format.h"
#include "ui/guild-clock.h"

struct _GuildAttentionCell
{
  GtkWidget parent_instance;

  GuildPosition *position; /* (owned) (nullable) */
  gulong         handler;  /* of position's "changed" */
  GtkWidget     *words;
  GtkWidget     *button;
};

G_DEFINE_FINAL_TYPE (GuildAttentionCell, guild_attention_cell, GTK_TYPE_WIDGET)

char *
guild_attention_describe (GuildNeed need, gint64 now)
{
  g_autofree char *when = guild_format_relative_time (need.since, now);
  gboolean known = need.since != GUILD_NUMBER_UNSET;

  switch (need.reason)
    {
    case GUILD_ATTENTION_DEAUTHORISED:
      return known ? g_strdup_printf (_("Access lost %s"), when) : g_strdup (_("Access lost"));
    case GUILD_ATTENTION_PARTIAL:
      return known ? g_strdup_printf (_("Partly lost %s"), when) : g_strdup (_("Partly lost"));
    case GUILD_ATTENTION_UNLINKED:
      return known ? g_strdup_printf (_("Last read %s"), when) : g_strdup (_("Unlinked"));
    case GUILD_ATTENTION_FAILING:
      return g_strdup_printf (_("Reading failed %s"), when);
    case GUILD_ATTENTION_DATA:
      return known ? g_strdup_printf (_("Data last good %s"), when)
                   : g_strdup (_("Data was never good"));
    case GUILD_ATTENTION_STALE:
      return g_strdup_printf (_("Last read %s"), when);
    case GUILD_ATTENTION_PENDING:
      return g_strdup_printf (_("Invited %s"), when);
    case GUILD_ATTENTION_NONE:
    default:
      return g_strdup ("");
    }
}

const char *
guild_attention_act_label (GuildAttentionReason reason)
{
  switch (reason)
    {
    case GUILD_ATTENTION_DEAUTHORISED:
    case GUILD_ATTENTION_PARTIAL:
    case GUILD_ATTENTION_UNLINKED:
      return _("_Re-authorise…");
    case GUILD_ATTENTION_DATA:
    case GUILD_ATTENTION_FAILING:
      return _("See _Errors…");
    case GUILD_ATTENTION_STALE:
      return _("Re_fresh");
    case GUILD_ATTENTION_PENDING:
      return _("_Send Link…");
    case GUILD_ATTENTION_NONE:
    default:
      return NULL;
    }
}

void
guild_attention_cell_update (GuildAttentionCell *self)
{
  g_return_if_fail (GUILD_IS_ATTENTION_CELL (self));

  GuildNeed need = { GUILD_ATTENTION_NONE, GUILD_NUMBER_UNSET };
  if (self->position != NULL)
    need = guild_position_get_need (self->position);
  g_autofree char *words = guild_attention_describe (need, guild_clock_now ());
  const char *label = guild_attention_act_label (need.reason);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->words), words);
  gtk_widget_set_tooltip_text (self->words, words);
  gtk_widget_set_visible (self->button, label != NULL);
  if (label != NULL)
    {
      g_autofree char *id = guild_position_dup_id (self->position);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.attend");
      /* Rows share a letter: as a mnemonic it would be anybody's. */
      g_auto(GStrv) parts = g_strsplit (label, "_", -1);
      g_autofree char *plain = g_strjoinv ("", parts);
      gtk_button_set_label (GTK_BUTTON (self->button), plain);
    }
}

/* An inscription's alignment is of the paper, not of the script. */
static void
guild_attention_cell_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GuildAttentionCell *self = GUILD_ATTENTION_CELL (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->words), mirrored ? 1 : 0);
  GTK_WIDGET_CLASS (guild_attention_cell_parent_class)->direction_changed (widget, previous);
}

static void
guild_attention_cell_dispose (GObject *object)
{
  GuildAttentionCell *self = GUILD_ATTENTION_CELL (object);
  GtkWidget *child;

  if (self->position != NULL)
    g_clear_signal_handler (&self->handler, self->position);
  g_clear_object (&self->position);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (guild_attention_cell_parent_class)->dispose (object);
}

static void
guild_attention_cell_class_init (GuildAttentionCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = guild_attention_cell_dispose;
  widget_class->direction_changed = guild_attention_cell_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "guild-cell");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
guild_attention_cell_init (GuildAttentionCell *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->words = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->words),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->words), 12);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->words), 25);
  gtk_widget_set_hexpand (self->words, TRUE);
  gtk_widget_set_valign (self->words, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->words, GTK_WIDGET (self));
  self->button = gtk_button_new ();
  /* With a widget in it that takes the focus, a row would not take it any more. By keyboard the row
   * has the same in its menu, and on Ctrl+Return. */
  gtk_widget_set_focusable (self->button, FALSE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "guild-small");
  gtk_widget_add_css_class (self->button, "guild-attend");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  guild_attention_cell_direction_changed (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
}

GtkWidget *
guild_attention_cell_new (void)
{
  return g_object_new (GUILD_TYPE_ATTENTION_CELL, NULL);
}

void
guild_attention_cell_bind (GuildAttentionCell *self, GuildPosition *position)
{
  g_return_if_fail (GUILD_IS_ATTENTION_CELL (self));
  g_return_if_fail (position == NULL || GUILD_IS_POSITION (position));

  if (self->position == position)
    return;
  if (self->position != NULL)
    g_clear_signal_handler (&self->handler, self->position);
  g_set_object (&self->position, position);
  if (position != NULL)
    self->handler = g_signal_connect_swapped (position, "changed",
                                              G_CALLBACK (guild_attention_cell_update), self);
  guild_attention_cell_update (self);
}
