/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"
#include "directory/guild-snapshot.h"

G_BEGIN_DECLS

/* What a view should be. */
typedef struct
{
  char         *id;    /* (owned) */
  GuildViewKind kind;
  char         *title; /* (owned) */
  GuildQuery   *query; /* (owned) */
  guint         count;
} GuildPlace;

/* The places every directory of this service has, not counted: all companies and, where the table
 * has what they need, those that need attention and the deleted ones. (element-type GuildPlace) */
GPtrArray *guild_census_fixed  (const GuildFieldTable *table);
/* All places, counted on a worker: the fixed ones, GROUPS (element-type GuildGroup) by name, the
 * tags that most companies bear, and SAVED (nullable) (element-type GuildSavedView). */
void       guild_census_async  (GuildSnapshot *snapshot, GPtrArray *groups, GPtrArray *saved,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/* (transfer full) (element-type GuildPlace) */
GPtrArray *guild_census_finish (GAsyncResult *result, GError **error);

G_END_DECLS
