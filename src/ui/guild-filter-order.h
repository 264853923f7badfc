/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "company/guild-query.h"

G_BEGIN_DECLS

/* The sort keys of a query: each with its direction, later ones break the ties of those before.
 * Signal "changed" (GuildQuery): the query with the order that was chosen. */
#define GUILD_TYPE_FILTER_ORDER (guild_filter_order_get_type ())
G_DECLARE_FINAL_TYPE (GuildFilterOrder, guild_filter_order, GUILD, FILTER_ORDER, GtkWidget)

/* TABLE (nullable): whose fields can be chosen. */
void guild_filter_order_set_table (GuildFilterOrder *self, const GuildFieldTable *table);
void guild_filter_order_set_query (GuildFilterOrder *self, GuildQuery *query);

G_END_DECLS
