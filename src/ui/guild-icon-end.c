/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-icon-end.h"

static GThread *main_thread; /* (unowned) */
static void (*dispose) (GObject *icon);

static gboolean
let_go_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* Whoever takes a reference while the last one is being dropped keeps the object. */
static void
icon_dispose (GObject *icon)
{
  if (g_thread_self () == main_thread)
    dispose (icon);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, let_go_cb, g_object_ref (icon), g_object_unref);
}

void
guild_icon_end_here (void)
{
  if (main_thread != NULL)
    return;
  main_thread = g_thread_self ();
  /* Kept for good, as the class is. */
  GObjectClass *icon_class = g_type_class_ref (GTK_TYPE_ICON_PAINTABLE);
  dispose = icon_class->dispose;
  icon_class->dispose = icon_dispose;
}
