/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-query.h"
#include "directory/guild-ranking.h"

G_BEGIN_DECLS

/* All rows of a snapshot that are not gone, in the order of a query's sort keys: each as
 * GuildRanking has it, in both directions with unset cells last and ties by name and then by id.
 * Immutable; reference counting is atomic. */
typedef struct
{
  gatomicrefcount ref_count;
  char           *key;     /* (owned): what it is sorted by */
  guint32         serial;  /* of the snapshot */
  GuildRanking   *ranking; /* (owned) (nullable): whose rows these are */
  guint32        *own;     /* (owned) (nullable): otherwise */
  const guint32  *rows;    /* n_rows row numbers */
  guint           n_rows;
  guint32        *ranks;   /* (owned): place in rows by row number; undefined for what is gone */
} GuildOrder;

GuildOrder *guild_order_ref   (GuildOrder *self);
void        guild_order_unref (GuildOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildOrder, guild_order_unref)

/* The orders of one directory, with what is remembered of them: a column that was sorted once is
 * not sorted again, whatever the direction and the other columns, and after a change only what
 * changed is. Any thread may use it. */
typedef struct _GuildOrders GuildOrders;

GuildOrders *guild_orders_new  (void);
void         guild_orders_free (GuildOrders *self);
/* NULL when CANCELLABLE (nullable) ends it. Blocks, on two threads. (transfer full) */
GuildOrder  *guild_orders_get  (GuildOrders *self, GuildSnapshot *snapshot, GuildQuery *query,
                                GCancellable *cancellable);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildOrders, guild_orders_free)

G_END_DECLS
