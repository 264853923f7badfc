/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* A running guildhall-sandbox and how to reach it. */
typedef struct
{
  GSubprocess    *process;  /* (owned) (nullable): NULL when it is somebody else's */
  GuildWorkspace *codat;    /* (owned) */
  GuildWorkspace *autodesk; /* (owned) */
  char           *codat_key;       /* (owned) */
  char           *autodesk_secret; /* (owned) */
} GuildDeskSandbox;

/* Starts the sandbox as a child that ends when its standard input closes, that is with this
 * process however it ends; or, when $GUILDHALL_SANDBOX_JSON is set, uses the one it describes. */
void              guild_desk_sandbox_start_async  (GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer data);
GuildDeskSandbox *guild_desk_sandbox_start_finish (GAsyncResult *result, GError **error);
void              guild_desk_sandbox_free         (GuildDeskSandbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildDeskSandbox, guild_desk_sandbox_free)

G_END_DECLS
