/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-store.h"

G_BEGIN_DECLS

/* The one thread that owns a directory's store. Jobs run there in the order in which they were
 * pushed; what they changed is told to the thread that made the worker before their DONE is called
 * there. The worker keeps nobody alive. */
typedef struct _GuildWorker GuildWorker;

/* On the worker thread. */
typedef void (*GuildJobFunc)  (GuildWorker *worker, GuildStore *store, gpointer data);
/* On the main thread; DATA is its to free. */
typedef void (*GuildDoneFunc) (gpointer data);
/* On the main thread: SNAPSHOT is the newest; NOTICE (nullable) has to be told; SIGHTINGS
 * (nullable) (element-type GuildSighting) were made meanwhile. */
typedef void (*GuildNewsFunc) (GObject *owner, GuildSnapshot *snapshot, const char *notice,
                               GPtrArray *sightings);

/* OWNER is held weakly: without it there are no news, but jobs still run to their end. */
GuildWorker *guild_worker_new       (const char *path, const GuildFieldTable *table, GObject *owner,
                                     GuildNewsFunc news);
/* FALSE after guild_worker_close(): nothing was pushed and DATA is still the caller's. */
gboolean     guild_worker_push      (GuildWorker *self, GuildJobFunc run, GuildDoneFunc done,
                                     gpointer data);
/* Ends the thread once all jobs are done and the file is closed; DONE (nullable) comes then. */
void         guild_worker_close     (GuildWorker *self, GuildDoneFunc done, gpointer data);
void         guild_worker_unref     (GuildWorker *self);
/* On the main thread: tells at once what the main loop's next turns would, in the same order.
 * Nothing while news or a DONE are being told. */
void         guild_worker_catch_up  (GuildWorker *self);
/* On the main thread: a long job that is pushed after this stops where it calls
 * guild_worker_rest(), until guild_worker_go_on() or until the worker is closed, and not longer
 * than LONGEST (µs) from now. */
void         guild_worker_pause     (GuildWorker *self, GTimeSpan longest);
void         guild_worker_go_on     (GuildWorker *self);
/* On the worker thread, in the middle of a long job. */
void         guild_worker_tell_news (GuildWorker *self, GuildStore *store);
void         guild_worker_rest      (GuildWorker *self);
/* On any thread: a long job should come to its end. */
gboolean     guild_worker_is_closing (GuildWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildWorker, guild_worker_unref)

G_END_DECLS
