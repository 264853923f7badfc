/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* Where the browser comes back to when the workspace does not say otherwise (acc.md §8.2): register
 * it, letter by letter, for the application at Autodesk. */
#define GUILD_AUTODESK_REDIRECT "http://localhost:8080/oauth/callback/"

/* NULL when TEXT (nullable) is fit for a redirect address: plain http, a loopback host, a port and
 * a path; else why not, in words. (transfer none) */
const char *guild_autodesk_check_redirect (const char *text);

/* One sign-in by browser with PKCE (acc.md §8.2), for an application without a secret. From its
 * making on it waits at the workspace's redirect address. Main thread. */
#define GUILD_TYPE_AUTODESK_SIGN_IN (guild_autodesk_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (GuildAutodeskSignIn, guild_autodesk_sign_in, GUILD, AUTODESK_SIGN_IN, GObject)

/* WORKSPACE: its base-url, client-id and redirect-url are used as they are now.
 * G_IO_ERROR_ADDRESS_IN_USE when another program has the port, G_IO_ERROR_INVALID_ARGUMENT without
 * a client id or with an unfit redirect address; in words for people. */
GuildAutodeskSignIn *guild_autodesk_sign_in_new         (GuildWorkspace *workspace, GError **error);
/* What to open in the system's browser; never to be logged. */
const char          *guild_autodesk_sign_in_get_address (GuildAutodeskSignIn *self);
/* Waits for the browser, exchanges the code and stores the refresh token as the workspace's secret
 * in the keyring; then a service can be made from it. Once only. Cancelling stops the wait. Errors:
 * UNAUTHORISED when the person or Autodesk refused, or when the answer was lost (sign in again). */
void                 guild_autodesk_sign_in_run_async   (GuildAutodeskSignIn *self,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback,
                                                         gpointer data);
gboolean             guild_autodesk_sign_in_run_finish  (GuildAutodeskSignIn *self,
                                                         GAsyncResult *result, GError **error);

/* Forgets WORKSPACE's sign-in here and revokes it at Autodesk (acc.md §8.5), after a renewal that
 * is on its way for the same object. Drop its service first: it would renew again. FALSE: it is
 * forgotten here all the same unless the keyring refused, and the error says what remains. */
void                 guild_autodesk_sign_out_async      (GuildWorkspace *workspace,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback,
                                                         gpointer data);
gboolean             guild_autodesk_sign_out_finish     (GuildWorkspace *workspace,
                                                         GAsyncResult *result, GError **error);

G_END_DECLS
