/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One set of credentials for one service, one base address, and for Autodesk one account and its
 * region. Holds no secret: those are in the keyring under the workspace's id. */
#define GUILD_TYPE_WORKSPACE (guild_workspace_get_type ())
G_DECLARE_FINAL_TYPE (GuildWorkspace, guild_workspace, GUILD, WORKSPACE, GObject)

/* SERVICE_ID "codat" or "autodesk", any other is kept but cannot be opened; ID is made when NULL,
 * NAME NULL is "", BASE_URL NULL or "" the published address. Properties: id and service-id
 * (construct-only), name, base-url, client-id, account-id, region, sign-in
 * (NULL: with a secret; GUILD_WORKSPACE_BROWSER: the secret in the keyring is a refresh token),
 * redirect-url (where the browser returns to, NULL = the published one), user-id (for whom an
 * application acts), sandbox (boolean: secrets stay in
 * memory, the keyring is not asked, no trace in the file of workspaces). One thread at a time. */
GuildWorkspace *guild_workspace_new            (const char *id, const char *service_id,
                                                const char *name, const char *base_url);
const char     *guild_workspace_get_id         (GuildWorkspace *self);
const char     *guild_workspace_get_service_id (GuildWorkspace *self);
const char     *guild_workspace_get_name       (GuildWorkspace *self);
const char     *guild_workspace_get_base_url   (GuildWorkspace *self);
const char     *guild_workspace_get_client_id  (GuildWorkspace *self); /* nullable */
const char     *guild_workspace_get_account_id (GuildWorkspace *self); /* nullable */
const char     *guild_workspace_get_region     (GuildWorkspace *self); /* nullable */
#define GUILD_WORKSPACE_BROWSER "browser"
gboolean        guild_workspace_uses_browser   (GuildWorkspace *self);
const char     *guild_workspace_get_redirect_url (GuildWorkspace *self); /* nullable */
const char     *guild_workspace_get_user_id    (GuildWorkspace *self); /* nullable */
gboolean        guild_workspace_is_sandbox     (GuildWorkspace *self);
/* The services' published addresses: "https://api.codat.io", "https://developer.api.autodesk.com";
 * NULL for any other service. */
const char     *guild_workspace_default_base_url (const char *service_id);

/* The list of workspaces, a key file in the configuration directory written atomically; a
 * GListModel of GuildWorkspace in their order. */
#define GUILD_TYPE_WORKSPACE_LIST (guild_workspace_list_get_type ())
G_DECLARE_FINAL_TYPE (GuildWorkspaceList, guild_workspace_list, GUILD, WORKSPACE_LIST, GObject)

/* PATH (and its directory) is created when missing. A file that is no key file is moved to
 * PATH.damaged (or PATH.damaged-2…, covering up nothing) and the list starts empty; see
 * guild_workspace_list_get_damaged(). A file that cannot be read or created is an error and stays
 * as it is. Groups and keys that this version does not know are kept. Reads and writes at once: the
 * file is small. */
GuildWorkspaceList *guild_workspace_list_open   (const char *path, GError **error);
/* (nullable): where a damaged file was put when the list was opened. */
const char         *guild_workspace_list_get_damaged (GuildWorkspaceList *self);
/* Appends, or replaces the workspace of the same id in its place; call again after a property
 * changed. A sandbox workspace joins the list but not the file. On error nothing changed. */
gboolean            guild_workspace_list_add    (GuildWorkspaceList *self, GuildWorkspace *add,
                                                 GError **error);
/* TRUE also when there is none of that id. The secret is the keyring's to clear. */
gboolean            guild_workspace_list_remove (GuildWorkspaceList *self, const char *id,
                                                 GError **error);

G_END_DECLS
