/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "service/guild-registry.h"

#include <glib/gi18n-lib.h>

#include "service/autodesk/guild-autodesk.h"
#include "service/codat/guild-codat.h"

static GuildService *
create_codat (GuildWorkspace *workspace,
              const char     *secret)
{
  return guild_codat_new (guild_workspace_get_base_url (workspace), secret);
}

static GuildService *
create_autodesk (GuildWorkspace *workspace,
                 const char     *secret)
{
  GuildService *service;

  if (guild_workspace_uses_browser (workspace))
    service = guild_autodesk_new_signed_in (workspace, secret);
  else
    service = guild_autodesk_new (guild_workspace_get_base_url (workspace),
                                  guild_workspace_get_client_id (workspace), secret,
                                  guild_workspace_get_account_id (workspace),
                                  guild_workspace_get_region (workspace));
  guild_autodesk_set_user_id (GUILD_AUTODESK (service), guild_workspace_get_user_id (workspace));
  return service;
}

static const GuildServiceKind kinds[] = {
  { "codat", N_("Codat"), create_codat, guild_codat_table },
  { "autodesk", N_("Autodesk"), create_autodesk, guild_autodesk_table },
};

const GuildServiceKind *
guild_registry_list (guint *n_kinds)
{
  g_return_val_if_fail (n_kinds != NULL, NULL);

  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

const GuildServiceKind *
guild_registry_find (const char *service_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kinds[i].id, service_id) == 0)
        return &kinds[i];
    }

  return NULL;
}

GuildService *
guild_registry_create (GuildWorkspace *workspace,
                       const char     *secret)
{
  const GuildServiceKind *kind;

  g_return_val_if_fail (GUILD_IS_WORKSPACE (workspace), NULL);

  kind = guild_registry_find (guild_workspace_get_service_id (workspace));
  return kind != NULL ? kind->create (workspace, secret) : NULL;
}
