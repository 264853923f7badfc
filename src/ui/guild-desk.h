/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"
#include "journal/guild-journal.h"
#include "link/guild-link-vigil.h"
#include "service/guild-keyring.h"

G_BEGIN_DECLS

/* The operator's desk: every workspace's directory, and the journal. Holds no widget; windows and
 * dialogs get it from the application. Notified properties "ready", "journal". */
#define GUILD_TYPE_DESK (guild_desk_get_type ())
G_DECLARE_FINAL_TYPE (GuildDesk, guild_desk, GUILD, DESK, GObject)

/* STATE_DIR keeps what must not be lost (journal, list of workspaces), CACHE_DIR what can be
 * rebuilt. Both are created. Everything opens in the background; "ready" turns TRUE when the list
 * of workspaces has been read and every directory has begun to load, before any request. */
GuildDesk    *guild_desk_new             (const char *config_dir, const char *state_dir,
                                          const char *cache_dir);
gboolean      guild_desk_get_ready       (GuildDesk *self);
/* What was read in the background by now, of the list of workspaces and of each directory, is known
 * at once instead of in the main loop's next turns. */
void          guild_desk_catch_up        (GuildDesk *self);
/* Before any directory has begun: each stops reading after its first rows, until guild_desk_go_on()
 * and not longer than a second, so that they are drawn before the processor is busy with the
 * rest. */
void          guild_desk_pause           (GuildDesk *self);
void          guild_desk_go_on           (GuildDesk *self);
/* (transfer none): GuildDirectory items, in the sidebar's order. */
GListModel   *guild_desk_get_directories (GuildDesk *self);
GuildDirectory *guild_desk_find_directory (GuildDesk *self, const char *workspace_id); /* nullable */
/* (nullable): NULL when the journal could not be opened; then no write is possible and
 * guild_desk_get_journal_error() says why. */
GuildJournal *guild_desk_get_journal       (GuildDesk *self);
const GError *guild_desk_get_journal_error (GuildDesk *self);
/* (nullable): why DIRECTORY has no credentials to ask its service with (no keyring, nothing stored
 * there); until it is solved the directory shows what its cache knows. Signal "credentials-changed"
 * (GuildDirectory) when this changed. */
const GError *guild_desk_get_credentials_error (GuildDesk *self, GuildDirectory *directory);
/* (nullable): what waits for the customers of DIRECTORY's companies who were sent a link; NULL
 * where there are no links. Signal "link-news" (GuildDirectory, company id, GuildLinkNews, text)
 * passes on what any of them tells. */
GuildLinkVigil *guild_desk_get_vigil       (GuildDesk *self, GuildDirectory *directory);
/* Looks up the keyring again, then syncs. */
void          guild_desk_retry_credentials (GuildDesk *self, GuildDirectory *directory);
/* (nullable): something to tell once about the list of workspaces. */
const GError *guild_desk_get_error         (GuildDesk *self);
/* Stores SECRET in the keyring, adds the workspace to the list, opens its directory and starts the
 * first sync. Nothing is kept when any step fails. */
void          guild_desk_add_workspace_async     (GuildDesk *self, GuildWorkspace *workspace,
                                                  const char *secret, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer data);
GuildDirectory *guild_desk_add_workspace_finish  (GuildDesk *self, GAsyncResult *result,
                                                  GError **error);
/* Gives the workspace with the id of EDITED everything that EDITED says but the account, and SECRET
 * (nullable: the old one stays) the place of the old one in the keyring; with a SECRET, another
 * region or user id the directory is connected anew and syncs. Nothing is changed when any step
 * fails. Not for the sandbox's. */
void          guild_desk_edit_workspace_async    (GuildDesk *self, GuildWorkspace *edited,
                                                  const char *secret,
                                                  GAsyncReadyCallback callback, gpointer data);
gboolean      guild_desk_edit_workspace_finish   (GuildDesk *self, GAsyncResult *result,
                                                  GError **error);
/* Its key and its cache go with it; FALSE: the error says what stays. */
void          guild_desk_remove_workspace_async  (GuildDesk *self, const char *workspace_id,
                                                  GAsyncReadyCallback callback, gpointer data);
gboolean      guild_desk_remove_workspace_finish (GuildDesk *self, GAsyncResult *result,
                                                  GError **error);
/* Ends the browser sign-in of DIRECTORY's workspace here and at Autodesk; what is known stays on
 * show. FALSE: see guild_autodesk_sign_out_async(). */
void          guild_desk_sign_out_async          (GuildDesk *self, GuildDirectory *directory,
                                                  GAsyncReadyCallback callback, gpointer data);
gboolean      guild_desk_sign_out_finish         (GuildDesk *self, GAsyncResult *result,
                                                  GError **error);
/* The same for DRAFT, which is no workspace of the desk and will not be one. */
void          guild_desk_discard_sign_in         (GuildDesk *self, GuildWorkspace *draft);
/* Starts guildhall-sandbox as a child on a free port (or uses $GUILDHALL_SANDBOX_JSON, the line
 * such a program printed) and adds its two workspaces. It ends with the desk. */
void          guild_desk_start_sandbox_async     (GuildDesk *self, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer data);
gboolean      guild_desk_start_sandbox_finish    (GuildDesk *self, GAsyncResult *result,
                                                  GError **error);
/* Ends all workers after everything is on disk and in the keyring. */
void          guild_desk_close_async     (GuildDesk *self, GAsyncReadyCallback callback,
                                          gpointer data);
gboolean      guild_desk_close_finish    (GuildDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
