/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* The most companies that are read for one comparison. */
#define GUILD_COMPARISON_MAX 20000

typedef struct
{
  char *id;   /* (owned) */
  char *name; /* (owned) */
  char *what; /* (owned) (nullable): titles of the fields that differ, with commas between */
} GuildComparisonRow;

/* What a service answers to a query, beside what the directory answers: companies by id, in the
 * order of the answer that has them. */
typedef struct
{
  guint      n_here;
  guint      n_there;
  GPtrArray *only_here;     /* (owned) (element-type GuildComparisonRow) */
  GPtrArray *only_there;    /* (owned) (element-type GuildComparisonRow) */
  GPtrArray *changed;       /* (owned) (element-type GuildComparisonRow): in both, with another value
                             * in a field that the query asks for */
  gboolean   order_differs; /* those in both stand in another order */
} GuildComparison;
void guild_comparison_free (GuildComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildComparison, guild_comparison_free)

/* N of TOTAL (-1: not known) companies are read. */
typedef void (*GuildComparisonProgressFunc) (guint n, gint64 total, gpointer data);

/* Asks the directory's service for QUERY, page by page, then the directory for the same. Values are
 * compared when QUERY names fields (guild_query_with_fields()). Changes nothing. UNSUPPORTED, with
 * the reason and nothing sent, when the service's language cannot say QUERY; TOO_LARGE beyond
 * GUILD_COMPARISON_MAX; OFFLINE without a service. PROGRESS (nullable) is called on the main thread
 * until the callback, and not once CANCELLABLE is cancelled. */
void             guild_comparison_ask_async  (GuildDirectory *directory, GuildQuery *query,
                                              GuildComparisonProgressFunc progress,
                                              gpointer progress_data, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
GuildComparison *guild_comparison_ask_finish (GuildDirectory *directory, GAsyncResult *result,
                                              GError **error);

G_END_DECLS
