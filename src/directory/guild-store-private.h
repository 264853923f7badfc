/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-failures.h"
#include "directory/guild-store.h"

G_BEGIN_DECLS

/* For guild-store*.c only. */

struct _GuildStore
{
  const GuildFieldTable *table;
  GuildCache    *cache;    /* (owned) */
  GuildSnapshot *snapshot; /* (owned) */
  GHashTable    *hidden;   /* (owned): set of ids */
  GuildFailures *failures; /* (owned): of the newest snapshot */
  GArray        *places;   /* (owned): guint by row, where in the cache file it is */
  guint          last_place;
  guint32        stamp;
  GPtrArray     *sightings; /* (owned) (element-type GuildSighting): not taken yet */
  gboolean       connected; /* companies have connections */

  gboolean       running;
  guint          first_page; /* of the running or last run, in pages */
  GArray        *pages;      /* (owned): guint64, the serial when it was asked for; 0: none */
  GArray        *seen;       /* (owned): guint32 by row, which of pages showed it last */
  guint          n_seen;
  guint64        begun;      /* serial when the run began */
  GHashTable    *applied;    /* (owned): id → serial (guint64 *) of the latest answer about it */
  GHashTable    *removed;    /* (owned): set of ids, during a run */
};

void     guild_store_add_page    (GuildStore *self, guint64 serial);
/* Whether ROW is known and its company is not gone. */
gboolean guild_store_is_present  (GuildStore *self, guint row);
/* Whether the batch's row says anything new of the company that has the row KNOWN, or G_MAXUINT. */
gboolean guild_store_differs     (GuildStore *self, GuildBatch *batch, guint row, guint known);
/* ROWS: of BATCH. KNOWN: their companies' rows in the snapshot, by those in the batch; G_MAXUINT
 * where there is none, and the row they were given afterwards. */
void     guild_store_put_rows    (GuildStore *self, GuildBatch *batch, const GArray *rows,
                                  guint *known);
void     guild_store_remove_rows (GuildStore *self, const GArray *rows);
/* Whether an answer that was asked for later than AFTER is known about the company. */
gboolean guild_store_knows_later (GuildStore *self, const char *id, guint64 after);
void     guild_store_note_answer (GuildStore *self, const char *id, guint64 serial);
/* TEXT (nullable): none any more. */
void     guild_store_set_note    (GuildStore *self, const char *key, const char *text);

G_END_DECLS
