/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat.h"
#include "sandbox/guild-sandbox-server.h"

struct _GuildSandboxPages
{
  GHashTable *used; /* (owned): one-time passwords */
};

GuildSandboxPages *
guild_sandbox_pages_new (void)
{
  GuildSandboxPages *self = g_new0 (GuildSandboxPages, 1);

  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
guild_sandbox_pages_free (GuildSandboxPages *self)
{
  g_hash_table_unref (self->used);
  g_free (self);
}

char *
guild_sandbox_link_password (GuildSandbox *self, const char *path)
{
  return NULL;
}

gboolean
guild_sandbox_link_handle (GuildSandbox *self, GuildSandboxExchange *exchange)
{
  return FALSE;
}
