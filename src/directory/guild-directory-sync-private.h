/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory-private.h"

G_BEGIN_DECLS

/* One run. It lives until its last callback has come. */
struct _GuildSync
{
  GuildDirectory *directory;   /* (owned) */
  GuildService   *service;     /* (owned) */
  GCancellable   *cancellable; /* (owned) */
  GPtrArray      *waiters;     /* (owned) (element-type Waiter) */
  GHashTable     *arrived;     /* (owned): page number → Arrival, for those out of order */
  GPtrArray      *groups;      /* (owned) (nullable) */
  GError         *error;       /* (owned) (nullable): why the run stops */

  guint    page_size;    /* asked for */
  guint    round;        /* counts its changes: what was asked for before the last is of no use */
  gboolean first_rows;   /* they are asked for */
  gboolean resumed;      /* it goes on where an earlier run stopped, at the bookmark */
  GuildBookmark bookmark;
  guint    next_request;
  guint    next_store;
  guint    n_requested;  /* running requests */
  guint    n_working;    /* jobs that the worker has */
  guint    n_stored;
  guint    n_known;      /* pages that exist as far as is known */
  gboolean ended;        /* n_known is final */
  gint64   total;        /* -1 = not known */
  gboolean total_moved;  /* companies came or went at the service during the run */
  guint    n_seen;
  guint    n_again;      /* times that the list was read from its beginning once more */
  guint    n_barren;     /* pages in a row that brought no company not seen before */
  guint64  begun;        /* answers of writes known when the run began */
  gboolean ending;
};

/* guild-directory-sync-pages.c: reads the list from its first page to its last into the store, then
 * calls guild_sync_end_pages(). FALSE: the worker is closed, and nothing was begun. */
gboolean guild_sync_begin_pages (GuildSync *self);

/* guild-directory-sync-changes.c: the same for what changed since the newest change known here. */
gboolean guild_sync_can_read_changes (GuildDirectory *directory);
gboolean guild_sync_begin_changes    (GuildSync *self);

/* guild-directory-sync.c: what follows the last page, or the error. */
void     guild_sync_end_pages   (GuildSync *self);
/* The first error counts. */
void     guild_sync_stop        (GuildSync *self, const GError *error);

G_END_DECLS
