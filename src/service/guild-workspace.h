/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One set of credentials for one service, one base address, and for Autodesk one account and its
 * region. Holds no secret: those are in the keyring under the workspace's id. */
#define GUILD_TYPE_WORKSPACE (guild_workspace_get_type ())
G_DECLARE_FINAL_TYPE (GuildWorkspace, guild_workspace, GUILD, WORKSPACE, GObject)

/* SERVICE_ID "codat" or "autodesk"; ID is made when NULL. Properties: id, service-id, name,
 * base-url, client-id, account-id, region, sandbox (boolean: secrets stay in memory, the keyring is
 * not asked, no trace in the list of workspaces). */
GuildWorkspace *guild_workspace_new            (const char *id, const char *service_id,
                                                const char *name, const char *base_url);
const char     *guild_workspace_get_id         (GuildWorkspace *self);
const char     *guild_workspace_get_service_id (GuildWorkspace *self);
const char     *guild_workspace_get_name       (GuildWorkspace *self);
const char     *guild_workspace_get_base_url   (GuildWorkspace *self);
const char     *guild_workspace_get_client_id  (GuildWorkspace *self); /* nullable */
const char     *guild_workspace_get_account_id (GuildWorkspace *self); /* nullable */
const char     *guild_workspace_get_region     (GuildWorkspace *self); /* nullable */
gboolean        guild_workspace_is_sandbox     (GuildWorkspace *self);
/* The services' published addresses: "https://api.codat.io", "https://developer.api.autodesk.com". */
const char     *guild_workspace_default_base_url (const char *service_id);

/* The list of workspaces, a key file in the configuration directory written atomically; a
 * GListModel of GuildWorkspace in their order. */
#define GUILD_TYPE_WORKSPACE_LIST (guild_workspace_list_get_type ())
G_DECLARE_FINAL_TYPE (GuildWorkspaceList, guild_workspace_list, GUILD, WORKSPACE_LIST, GObject)

/* PATH is created when missing. A damaged file is kept beside as PATH.damaged and reported. */
GuildWorkspaceList *guild_workspace_list_open   (const char *path, GError **error);
gboolean            guild_workspace_list_add    (GuildWorkspaceList *self, GuildWorkspace *add,
                                                 GError **error);
gboolean            guild_workspace_list_remove (GuildWorkspaceList *self, const char *id,
                                                 GError **error);

G_END_DECLS
