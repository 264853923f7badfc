/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-cache.h"
#include "directory/guild-snapshot.h"

G_BEGIN_DECLS

/* The worker's side of a directory: the cache file and the newest snapshot, changed together.
 * Used by the directory's worker thread only. */
typedef struct _GuildStore GuildStore;

/* How far a run came. Kept on disk until a run is complete. */
typedef struct
{
  guint  page;      /* the next to ask for */
  guint  page_size; /* asked for */
  guint  served;    /* rows that a page had at most: the service may serve fewer */
  gint64 total;     /* companies at the service then */
  gint64 time;      /* µs UTC */
} GuildBookmark;

GuildStore    *guild_store_new          (const char *path, const GuildFieldTable *table);
/* Closes the cache. */
void           guild_store_free         (GuildStore *self);
GuildCache    *guild_store_get_cache    (GuildStore *self);
/* (transfer none) */
GuildSnapshot *guild_store_get_snapshot (GuildStore *self);
/* (transfer full) (nullable): what the service last said of the company. */
char          *guild_store_dup_json     (GuildStore *self, const char *id);

/* Reads the cache to its end; after each segment PROGRESS is called, and FALSE from it stops. */
typedef gboolean (*GuildStoreProgressFunc) (GuildStore *self, gpointer data);
void           guild_store_load         (GuildStore *self, GuildStoreProgressFunc progress,
                                         gpointer data);

/* What the answer of a write or of a single read says. SERIAL counts such answers of this directory
 * and pages, and only grows. AFTER: the serial when the answer was asked for; where an answer or a
 * page that was asked for later is known already, this one is out of date and ignored. G_MAXUINT64
 * for writes. */
void           guild_store_apply        (GuildStore *self, GuildBatch *batch, guint64 serial,
                                         guint64 after);
void           guild_store_remove       (GuildStore *self, const char *id, guint64 serial,
                                         guint64 after);
/* FOUND (element-type GuildFailure). */
void           guild_store_note_failures (GuildStore *self, GPtrArray *found);
void           guild_store_set_hidden   (GuildStore *self, const char *id, gboolean hidden);

/* A run of the sync, begun when SERIAL answers were known. What answers said since a page was asked
 * for (they bear greater serials than AFTER) is newer than the page; what was removed during the
 * run stays removed. */
void           guild_store_begin_run    (GuildStore *self, guint64 serial);
/* Goes on with the first run of all where it stopped, at most a quarter of an hour ago: what is
 * known here it saw. FALSE: there is none to go on with, and nothing was begun. NOW in µs UTC. */
gboolean       guild_store_resume_run   (GuildStore *self, guint64 serial, gint64 now,
                                         GuildBookmark *bookmark);
/* The run has stored all pages before the bookmark's. */
void           guild_store_set_bookmark (GuildStore *self, const GuildBookmark *bookmark);
void           guild_store_apply_page   (GuildStore *self, GuildBatch *batch, guint64 after);
/* Companies received by the run, each counted once, with those that had no usable id. */
guint          guild_store_get_n_seen   (GuildStore *self);
/* SWEEP: the run saw everything, so what it did not see is gone. GROUPS (nullable): unchanged. */
void           guild_store_end_run      (GuildStore *self, gboolean sweep, GPtrArray *groups,
                                         gint64 now);
/* The run stopped; what came stays. */
void           guild_store_abandon_run  (GuildStore *self);
void           guild_store_set_groups   (GuildStore *self, GPtrArray *groups);
/* (transfer full) (nullable) (element-type GuildSighting): what changed with connections since the
 * last call. */
GPtrArray     *guild_store_take_sightings (GuildStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildStore, guild_store_free)

G_END_DECLS
