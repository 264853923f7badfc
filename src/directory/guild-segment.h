/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-batch.h"
#include "directory/guild-column.h"
#include "directory/guild-uuid.h"

G_BEGIN_DECLS

/* Rows of a segment; a power of two, so that a row number splits into segment and place. */
#define GUILD_SEGMENT_ROWS  4096
#define GUILD_SEGMENT_WORDS (GUILD_SEGMENT_ROWS / 64)

typedef enum
{
  GUILD_ROW_NONE    = 0,
  GUILD_ROW_DELETED = 1 << 0, /* deleted at the service, kept here */
  GUILD_ROW_HIDDEN  = 1 << 1, /* its deletion waits for the undo toast */
  GUILD_ROW_GONE    = 1 << 2, /* no such company any more; the row number stays its own */
} GuildRowFlags;

/* A run of rows, column by column. Immutable, so that any thread may read it. Reference counting
 * is atomic. */
typedef struct
{
  gatomicrefcount        ref_count;
  const GuildFieldTable *table;
  guint                  n_rows;
  guint                  n_companies; /* neither deleted, hidden nor gone */
  GuildTextColumn       *texts;   /* (owned): by field */
  GuildNumberColumn     *numbers; /* (owned): by field */
  gpointer               block;   /* (owned): what they and the following point into */
  gsize                  size;    /* of the block */
  guint8                *flags;   /* GuildRowFlags */
  guint32               *stamps;  /* when the row last changed; see guild-snapshot.h */
  const GuildUuid       *uuids;   /* (nullable): the ids, where all are such; the texts of the id
                                   * field otherwise */
} GuildSegment;

GuildSegment *guild_segment_ref        (GuildSegment *self);
void          guild_segment_unref      (GuildSegment *self);

/* Texts are borrowed from the segment or else from SCRATCH, and so live as long as the one of the
 * two that lives shorter. */
const char   *guild_segment_get_id     (GuildSegment *self, guint row, GuildScratch *scratch);
/* (nullable): NULL = unset */
const char   *guild_segment_get_text   (GuildSegment *self, guint row, guint field,
                                        GuildScratch *scratch);
/* As guild_batch_get_name(); borrowed from the segment. */
const char   *guild_segment_get_name   (GuildSegment *self, guint row);
/* GUILD_NUMBER_UNSET when unset or when the field has no number */
gint64        guild_segment_get_number (GuildSegment *self, guint row, guint field);
/* Whether guild_segment_get_folded() may be asked. */
gboolean      guild_segment_has_folded (GuildSegment *self, guint field);
/* (nullable): NULL = unset */
const char   *guild_segment_get_folded (GuildSegment *self, guint row, guint field,
                                        GuildScratch *scratch);
/* Whether ID is that of the row; nothing is written for it. */
gboolean      guild_segment_has_id     (GuildSegment *self, guint row, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildSegment, guild_segment_unref)

/* Makes a segment, row by row. */
typedef struct _GuildSegmentBuilder GuildSegmentBuilder;

GuildSegmentBuilder *guild_segment_builder_new         (const GuildFieldTable *table);
void                 guild_segment_builder_free        (GuildSegmentBuilder *self);
guint                guild_segment_builder_get_n_rows  (GuildSegmentBuilder *self);
/* CELLS: one for each field of the table. */
void                 guild_segment_builder_append      (GuildSegmentBuilder *self, const char *id,
                                                        const GuildCell *cells,
                                                        GuildRowFlags flags, guint32 stamp);
void                 guild_segment_builder_append_copy (GuildSegmentBuilder *self,
                                                        GuildSegment *from, guint row,
                                                        GuildRowFlags flags, guint32 stamp);
/* (transfer full): the segment; the builder is empty again. */
GuildSegment        *guild_segment_builder_end         (GuildSegmentBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildSegmentBuilder, guild_segment_builder_free)

G_END_DECLS
