/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-mirror.h"

/* Digits and signs take the direction of what is around them; a letter has one of its own. */
static gboolean
is_neutral (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalpha (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

void
guild_mirror_set_text (GtkLabel *label, const char *text, float xalign)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (text != NULL);

  gboolean mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  gboolean neutral = is_neutral (text);

  gtk_widget_set_direction (GTK_WIDGET (label), mirrored && neutral ? GTK_TEXT_DIR_LTR
                                                                    : GTK_TEXT_DIR_NONE);
  gtk_label_set_xalign (label, mirrored && neutral ? 1 - xalign : xalign);
  gtk_label_set_label (label, text);
}

char *
guild_mirror_isolate (const char *number)
{
  g_return_val_if_fail (number != NULL, NULL);

  /* A word joiner on both sides of a thin space forbids a line break there. */
  g_autoptr(GString) text = g_string_new (number);
  g_string_replace (text, "\u2009", "\u2060\u2009\u2060", 0);
  return g_strdup_printf ("\u2066%s\u2069", text->str);
}

typedef struct
{
  double from_end; /* px between what is on show and the far end */
  guint  tick;
} Start;

static double
get_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static gboolean
tick_cb (GtkWidget *scroller, GdkFrameClock *clock, gpointer data)
{
  Start *self = data;
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));

  self->tick = 0;
  gtk_adjustment_set_value (adjustment, get_end (adjustment) - self->from_end);
  return G_SOURCE_REMOVE;
}

/* Comes in the middle of a layout, which would not see another value. */
static void
changed_cb (GtkAdjustment *adjustment, GtkWidget *scroller)
{
  Start *self = g_object_get_data (G_OBJECT (scroller), "guild-start");

  if (self->tick == 0 && gtk_widget_get_direction (scroller) == GTK_TEXT_DIR_RTL)
    self->tick = gtk_widget_add_tick_callback (scroller, tick_cb, self, NULL);
}

static void
scrolled_cb (GtkAdjustment *adjustment, GtkWidget *scroller)
{
  Start *self = g_object_get_data (G_OBJECT (scroller), "guild-start");

  if (self->tick == 0)
    self->from_end = get_end (adjustment) - gtk_adjustment_get_value (adjustment);
}

void
guild_mirror_to_start (GtkScrolledWindow *scroller)
{
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));

  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (scroller);
  Start *self = g_object_get_data (G_OBJECT (scroller), "guild-start");

  if (self == NULL)
    {
      self = g_new0 (Start, 1);
      g_object_set_data_full (G_OBJECT (scroller), "guild-start", self, g_free);
      g_signal_connect_object (adjustment, "changed", G_CALLBACK (changed_cb), scroller, 0);
      g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), scroller, 0);
    }
  if (gtk_widget_get_direction (GTK_WIDGET (scroller)) != GTK_TEXT_DIR_RTL)
    gtk_adjustment_set_value (adjustment, 0);
  self->from_end = 0;
  changed_cb (adjustment, GTK_WIDGET (scroller));
}
