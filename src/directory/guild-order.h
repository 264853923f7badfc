/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-query.h"
#include "directory/guild-snapshot.h"

G_BEGIN_DECLS

/* All rows of a snapshot that are not gone, in the order of a query's sort keys: texts as people of
 * this locale sort them whatever their case, choices in the order of their table unless the service
 * sorts their words, unset cells last in both directions, ties by name and then by id. Immutable;
 * reference counting is atomic. */
typedef struct
{
  gatomicrefcount ref_count;
  char           *key;      /* (owned): what it is sorted by */
  GuildSnapshot  *snapshot; /* (owned) */
  guint32        *rows;     /* (owned): n_rows row numbers */
  guint           n_rows;
  guint32        *ranks;    /* (owned): by row number, the place in rows; undefined for what is gone */
} GuildOrder;

/* (transfer full): names the sort keys of a query. */
char       *guild_order_key   (GuildQuery *query);
/* NULL when CANCELLABLE ends it. FROM (nullable): the same order of an earlier snapshot; only what
 * changed since is sorted anew. BY_NAME (nullable): the order of this snapshot without sort keys,
 * which breaks the ties; otherwise that takes the names' own keys. Blocks, on two threads. */
GuildOrder *guild_order_new   (GuildSnapshot *snapshot, GuildQuery *query, GuildOrder *from,
                               GuildOrder *by_name, GCancellable *cancellable);
GuildOrder *guild_order_ref   (GuildOrder *self);
void        guild_order_unref (GuildOrder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildOrder, guild_order_unref)

G_END_DECLS
