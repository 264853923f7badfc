/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-failures.h"
#include "directory/guild-index.h"
#include "directory/guild-segment.h"

G_BEGIN_DECLS

/* All rows of a directory at one moment. Immutable: whoever holds a reference reads on undisturbed
 * while the worker makes the next one, which shares every segment that did not change. Each change
 * carries a stamp that only grows; a row whose stamp differs between two snapshots changed. */
typedef struct
{
  gatomicrefcount        ref_count;
  guint32                serial;   /* no two snapshots have the same */
  guint32                stamp;    /* no row has a greater one */
  const GuildFieldTable *table;
  GuildIndex            *index;    /* (owned) */
  GPtrArray             *segments; /* (owned): all full but the last */
  guint                  n_rows;
  guint                  n_companies; /* neither deleted, hidden nor gone */
  GuildFailures         *failures; /* (owned) (nullable); set before anybody else has the snapshot */
} GuildSnapshot;

GuildSnapshot *guild_snapshot_new        (const GuildFieldTable *table);
GuildSnapshot *guild_snapshot_ref        (GuildSnapshot *self);
void           guild_snapshot_unref      (GuildSnapshot *self);
GuildSegment  *guild_snapshot_get_segment (GuildSnapshot *self, guint row, guint *place);
/* As guild_segment_get_id(). */
const char    *guild_snapshot_get_id     (GuildSnapshot *self, guint row, GuildScratch *scratch);
guint32        guild_snapshot_get_stamp  (GuildSnapshot *self, guint row);
GuildRowFlags  guild_snapshot_get_flags  (GuildSnapshot *self, guint row);
/* The row of a company in this snapshot, gone ones too; G_MAXUINT when there is none. */
guint          guild_snapshot_find       (GuildSnapshot *self, const char *id);
/* (transfer full): SELF with one segment more; all before it must be full. */
GuildSnapshot *guild_snapshot_append     (GuildSnapshot *self, GuildSegment *segment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildSnapshot, guild_snapshot_unref)

/* Collects what changes from one snapshot to the next. */
typedef struct _GuildEdit GuildEdit;

GuildEdit     *guild_edit_new       (GuildSnapshot *base, guint32 stamp);
void           guild_edit_free      (GuildEdit *self);
gboolean       guild_edit_is_empty  (GuildEdit *self);
/* Replaces or adds the company of a batch's row; returns its row number. KNOWN: its row in the
 * base, or G_MAXUINT to have it looked up. */
guint          guild_edit_put       (GuildEdit *self, GuildBatch *batch, guint batch_row,
                                     guint known, GuildRowFlags flags);
void           guild_edit_set_flags (GuildEdit *self, guint row, GuildRowFlags flags);
/* (transfer full) */
GuildSnapshot *guild_edit_commit    (GuildEdit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildEdit, guild_edit_free)

G_END_DECLS
