/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* What a person sees while Autodesk's pages are open in the browser. Signal "ended" (GError,
 * nullable) when the wait is over: with NULL the workspace's secret in the keyring is a new
 * sign-in. */
#define GUILD_TYPE_SIGN_IN_VIEW (guild_sign_in_view_get_type ())
G_DECLARE_FINAL_TYPE (GuildSignInView, guild_sign_in_view, GUILD, SIGN_IN_VIEW, GtkWidget)

/* Opens the browser for WORKSPACE (its base-url, client-id and redirect-url count). FALSE: nothing
 * was begun, and "ended" is not emitted. One at a time. */
gboolean guild_sign_in_view_begin (GuildSignInView *self, GuildWorkspace *workspace,
                                   GError **error);

G_END_DECLS
