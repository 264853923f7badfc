/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox.h"

gboolean
guild_sandbox_autodesk_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  return FALSE;
}

gboolean
guild_sandbox_autodesk_seed (GuildSandbox *self, guint n_companies, GError **error)
{
  return TRUE;
}
