/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* Secrets of workspaces, in the Secret Service through libsecret; asynchronous, main thread never
 * waits. For a sandbox workspace they stay in this process's memory. Errors are in
 * GUILD_SERVICE_ERROR_UNSUPPORTED with words for a person without a keyring. */
void     guild_keyring_store_async   (GuildWorkspace *workspace, const char *secret,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer data);
gboolean guild_keyring_store_finish  (GAsyncResult *result, GError **error);
void     guild_keyring_lookup_async  (GuildWorkspace *workspace, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): NULL without error when nothing is stored. Free with
 * guild_keyring_free_secret(). */
char    *guild_keyring_lookup_finish (GAsyncResult *result, GError **error);
void     guild_keyring_clear_async   (GuildWorkspace *workspace, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
gboolean guild_keyring_clear_finish  (GAsyncResult *result, GError **error);
void     guild_keyring_free_secret   (char *secret); /* wipes */

G_END_DECLS
