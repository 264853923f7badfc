/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-window-private.h"

/* The first frame with something in it. What the desk still has to read waits for it: nobody sees
 * more companies than fit on the screen, and to read them all keeps the processor busy. */

static gboolean
shows_something (GuildWindow *self)
{
  const char *root = gtk_stack_get_visible_child_name (self->root);

  return g_strcmp0 (root, "welcome") == 0 ||
         (g_strcmp0 (root, "main") == 0 &&
          g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "loading") != 0);
}

static void
painted_cb (GuildWindow *self, GdkFrameClock *clock)
{
  if (!shows_something (self))
    return;
  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  guild_desk_go_on (self->desk);
}

static void
realized_cb (GuildWindow *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint",
                           G_CALLBACK (painted_cb), self, G_CONNECT_SWAPPED);
}

void
guild_window_watch_start (GuildWindow *self)
{
  g_signal_connect (self, "realize", G_CALLBACK (realized_cb), NULL);
}
