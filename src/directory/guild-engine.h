/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "company/guild-query.h"
#include "directory/guild-order.h"

G_BEGIN_DECLS

/* The rows of a snapshot that answer a query, in its order. Immutable; reference counting is
 * atomic. */
typedef struct _GuildResult GuildResult;

struct _GuildResult
{
  gatomicrefcount ref_count;
  GuildSnapshot  *snapshot;  /* (owned) */
  GuildQuery     *query;     /* (owned) */
  GuildOrder     *order;     /* (owned) */
  const guint32  *rows;      /* n_rows row numbers: of_order's, or the order's own */
  guint           n_rows;
  guint32        *of_order;  /* (owned) (nullable): NULL when all of the order answers */
  guint64        *bits;      /* (owned): GUILD_SEGMENT_WORDS for each segment, by row number */
  GuildResult    *twin;      /* (owned) (nullable): the same answer, which owns rows and bits */
  gboolean        timed;     /* depends on when it was asked */
  gboolean        same;      /* rows, order and data are those of the result before */
};

/* Where ROW, a row number of the snapshot, stands in rows; G_MAXUINT = it does not answer. */
guint        guild_result_find  (GuildResult *self, guint row);

GuildResult *guild_result_ref   (GuildResult *self);
void         guild_result_unref (GuildResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildResult, guild_result_unref)

/* Answers queries on workers and remembers the orders it made, and its last answers. One for each
 * directory; any thread may call it. */
typedef struct _GuildEngine GuildEngine;

GuildEngine *guild_engine_new   (void);
GuildEngine *guild_engine_ref   (GuildEngine *self);
void         guild_engine_unref (GuildEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildEngine, guild_engine_unref)

/* Blocking; NULL when CANCELLABLE (nullable) ends it. BEFORE (nullable): an earlier result of this
 * directory; what it already knows is not looked at again. (transfer full) */
GuildResult *guild_engine_run   (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query,
                                 GuildResult *before, GCancellable *cancellable);
/* How many companies answer; blocking. */
guint        guild_engine_count (GuildSnapshot *snapshot, GuildQuery *query,
                                 GCancellable *cancellable);

void         guild_engine_run_async  (GuildEngine *self, GuildSnapshot *snapshot, GuildQuery *query,
                                      GuildResult *before, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
/* (transfer full); G_IO_ERROR_CANCELLED is its only error. */
GuildResult *guild_engine_run_finish (GAsyncResult *result, GError **error);
/* Runs FUNC for TASK on the workers of all engines; for small questions to a snapshot. */
void         guild_engine_push       (GTask *task, GTaskThreadFunc func);

G_END_DECLS
