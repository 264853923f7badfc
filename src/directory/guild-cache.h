/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-batch.h"
#include "service/guild-service.h"

G_BEGIN_DECLS

/* The cache file of a directory. Used by one worker thread only; everything blocks. Nothing here
 * fails for good: what a file cannot take is kept in memory, and the notice says so. */
typedef struct _GuildCache GuildCache;

/* PATH NULL = memory. A damaged file or one from a newer program is renamed, never deleted. */
GuildCache *guild_cache_open      (const char *path, const GuildFieldTable *table);
/* Writes what is pending and closes the file. */
void        guild_cache_close     (GuildCache *self);
/* (transfer full) (nullable): what has to be told since the last call. */
char       *guild_cache_take_notice (GuildCache *self);

/* Called for each company in the order in which they were first stored; FALSE stops. PLACE: where
 * in the file it is; greater than those before. The file has no index of ids: who reads it
 * knows. CELLS borrow from PACKED, which has SIZE bytes; all that until the call ends. */
typedef gboolean (*GuildCacheRowFunc) (guint place, const char *id, gboolean deleted,
                                       const GuildCell *cells, const guint8 *packed, gsize size,
                                       gpointer data);
/* FALSE when the file turned out to be damaged: it is set aside, a new one begun, and what FUNC was
 * given is to be forgotten. */
gboolean    guild_cache_load      (GuildCache *self, GuildCacheRowFunc func, gpointer data);

/* About how many companies guild_cache_load() will tell of; never more than a file of its size can
 * have, whatever is in it. */
guint       guild_cache_guess_n_rows (GuildCache *self);

/* One transaction; when it cannot be written the cache goes on in memory. */
void        guild_cache_begin     (GuildCache *self);
/* PLACE: of the company, or a new one, greater than all others; not 0. Where the file has another
 * company there, written by another program, nothing can be written to it any more. */
gboolean    guild_cache_put       (GuildCache *self, guint place, GuildBatch *batch, guint row);
gboolean    guild_cache_remove    (GuildCache *self, guint place, const char *id);
/* FALSE: nothing of the transaction was kept. The cache is in memory now: do it all again. */
gboolean    guild_cache_commit    (GuildCache *self);

/* Does what is to be done after much was written, and may take its time. */
void        guild_cache_tidy      (GuildCache *self);

/* (transfer full) (nullable) */
char       *guild_cache_dup_json  (GuildCache *self, guint place, const char *id);
/* Whether the company's stored JSON is JSON, byte for byte. */
gboolean    guild_cache_has_json  (GuildCache *self, guint place, const char *id,
                                   const char *json);
gint64      guild_cache_get_last_sync (GuildCache *self);
/* To be called inside a transaction, like guild_cache_set_groups(). */
gboolean    guild_cache_set_last_sync (GuildCache *self, gint64 time);
/* (transfer full) (element-type GuildGroup) */
GPtrArray  *guild_cache_get_groups (GuildCache *self);
gboolean    guild_cache_set_groups (GuildCache *self, GPtrArray *groups);
/* A text that another room keeps beside the companies; (transfer full) (nullable): none. */
char       *guild_cache_dup_note  (GuildCache *self, const char *key);
gboolean    guild_cache_set_note  (GuildCache *self, const char *key, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildCache, guild_cache_close)

G_END_DECLS
