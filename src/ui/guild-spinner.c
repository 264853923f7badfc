/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-spinner.h"

/* A spinner shows only when one would wonder. */
#define DELAY_MS 500
#define WAIT     "guild-spinner-wait"

static void
wait_free (gpointer data)
{
  GSource *wait = data;

  g_source_destroy (wait);
  g_source_unref (wait);
}

static gboolean
start_cb (gpointer data)
{
  gtk_spinner_start (data);
  g_object_set_data (data, WAIT, NULL);
  return G_SOURCE_REMOVE;
}

void
guild_spinner_set_busy (GtkSpinner *spinner, gboolean busy)
{
  g_return_if_fail (GTK_IS_SPINNER (spinner));

  g_object_set_data (G_OBJECT (spinner), WAIT, NULL);
  if (!busy)
    {
      gtk_spinner_stop (spinner);
      return;
    }
  GSource *wait = g_timeout_source_new (DELAY_MS);
  g_source_set_callback (wait, start_cb, spinner, NULL);
  g_source_attach (wait, NULL);
  /* Gone with the spinner at the latest. */
  g_object_set_data_full (G_OBJECT (spinner), WAIT, wait, wait_free);
}
