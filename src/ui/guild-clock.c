/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-clock.h"

static gint64 frozen;

gint64
guild_clock_now (void)
{
  return frozen != 0 ? frozen : g_get_real_time ();
}

void
guild_clock_freeze (gint64 now)
{
  frozen = now;
}
