/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-object.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "journal/guild-journal.h"
#include "service/codat/guild-codat.h"

/* killed JOURNAL URL KEY MOMENT WORKSPACE — creates the company “Survivor” and dies by SIGKILL at
 * MOMENT:
 *   planned  the change is on disk, nothing else happened
 *   marked   "sent" is on disk, the request is not out yet
 *   sent     says so on its output, and waits to be killed
 *   done     the service's answer is here, the disk still says "sent"
 *   unknown  the answer was lost, the look-up has not begun */

static const char *moment;

static void
die_if (const char *now)
{
  if (g_str_equal (moment, now))
    raise (SIGKILL);
}

static void
id_cb (GuildChange *change)
{
  die_if ("planned");
}

static void
company_id_cb (GuildChange *change)
{
  die_if ("done");
}

static void
state_cb (GuildChange *change)
{
  if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN)
    die_if ("unknown");
  if (guild_change_get_state (change) != GUILD_CHANGE_SENT)
    return;
  die_if ("marked");
  fputs ("sent\n", stdout);
  fflush (stdout);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildDirectory *directory = data;
  g_autoptr(GError) error = NULL;
  GuildJournal *journal = guild_journal_open_finish (result, &error);
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_COMPANY, NULL, NULL,
                                                 "{\"name\":\"Survivor\"}");

  if (journal == NULL)
    g_error ("%s", error->message);
  const char *id = guild_workspace_get_id (guild_directory_get_workspace (directory));
  GuildChange *change = guild_change_new (id, write, "Survivor");
  g_signal_connect (change, "notify::id", G_CALLBACK (id_cb), NULL);
  g_signal_connect (change, "notify::company-id", G_CALLBACK (company_id_cb), NULL);
  g_signal_connect (change, "notify::state", G_CALLBACK (state_cb), NULL);
  guild_journal_attach (journal, directory);
  guild_journal_perform_async (journal, change, NULL, NULL, NULL);
}

int
main (int argc, char **argv)
{
  if (argc != 6)
    return EXIT_FAILURE;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GuildWorkspace) workspace = guild_workspace_new (argv[5], "codat", "Test", argv[2]);
  g_autoptr(GuildService) service = guild_codat_new (argv[2], argv[3]);
  g_autoptr(GuildDirectory) directory =
    guild_directory_new (workspace, guild_codat_table (), NULL);

  moment = argv[4];
  guild_directory_set_service (directory, service);
  guild_journal_open_async (argv[1], NULL, opened_cb, directory);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
