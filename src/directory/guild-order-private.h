/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-order.h"

G_BEGIN_DECLS

/* One of a query's sort keys that sorts anything. */
typedef struct
{
  guint         field;
  gboolean      descending;
  GuildRanking *ranking;    /* (owned) (nullable) */
} GuildOrderPart;

/* The most important key first; none: by name. (transfer full) (element-type GuildOrderPart) */
GArray     *guild_order_parts_new (GuildSnapshot *snapshot, GuildQuery *query);
/* (transfer full): names PARTS. */
char       *guild_order_parts_key (const GArray *parts);
/* PARTS have their rankings, all of one snapshot, or there are none: then NAMES is the order. NULL
 * when CANCELLABLE ends it. (transfer full) */
GuildOrder *guild_order_new       (const GArray *parts, GuildRanking *names,
                                   GCancellable *cancellable);

G_END_DECLS
