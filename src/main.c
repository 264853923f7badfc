/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-application.h"

#include <malloc.h>

/* glibc raises this limit with every large block that is freed, and keeps what lies below it: tens
 * of megabytes after a long list was sorted once. */
#define RETURN_BLOCKS_FROM (256 * 1024)

int
main (int argc, char **argv)
{
  mallopt (M_MMAP_THRESHOLD, RETURN_BLOCKS_FROM);
  g_autoptr(GuildApplication) application = guild_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
