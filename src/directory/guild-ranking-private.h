/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-attention.h"
#include "directory/guild-collator.h"
#include "directory/guild-keys.h"
#include "directory/guild-ranking.h"

G_BEGIN_DECLS

/* What a ranking goes by. Read by several threads. */
typedef struct
{
  GuildSnapshot *snapshot;    /* (borrowed) */
  guint          field;
  gboolean       number;
  gboolean       choice;
  GuildAttention attention;
  GuildRanking  *names;       /* (borrowed) (nullable) */
  const guint32 *by_name;     /* (borrowed) (nullable) */
  GCancellable  *cancellable; /* (borrowed) (nullable) */
} GuildMeasure;

/* One of the two is asked for, as MEASURE->number says. */
const char *guild_measure_get_text   (const GuildMeasure *self, guint row, GuildScratch *scratch);
/* GUILD_NUMBER_UNSET: unset. */
gint64      guild_measure_get_number (const GuildMeasure *self, guint row);
/* Adds the keys of N_ROWS of ROWS, and what is unset to UNSET (element-type guint32); FALSE when
 * cancelled. */
gboolean    guild_measure_add_keys   (const GuildMeasure *self, const guint32 *rows, guint n_rows,
                                      GuildKeys *keys, GArray *unset);

static inline gboolean
guild_measure_is_cancelled (const GuildMeasure *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* Sorts ROWS, whose values are the same, by name and id, or by id. */
void        guild_measure_sort_ties  (const GuildMeasure *self, guint32 *rows, guint n_rows);

static inline void
guild_ranking_set_begins (GuildRanking *self, guint place)
{
  self->begins[place / 64] |= G_GUINT64_CONSTANT (1) << (place % 64);
}

/* All these fill SELF, which has room for all rows of the snapshot; FALSE when cancelled. */

/* With N_ROWS of ROWS, by their keys. */
gboolean    guild_ranking_sort       (GuildRanking *self, const GuildMeasure *measure,
                                      const guint32 *rows, guint n_rows);
/* With all rows, whose texts are but some values: each is looked at once, and the rows are taken as
 * the names have them. *FEW: whether that was possible. */
gboolean    guild_ranking_sort_few   (GuildRanking *self, const GuildMeasure *measure,
                                      gboolean *few);
/* With all rows, as they are in FROM but for those whose bits are set in CHANGED. */
gboolean    guild_ranking_merge      (GuildRanking *self, GuildRanking *from,
                                      const GuildMeasure *measure, const guint64 *changed);

G_END_DECLS
