/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-field.h"

G_BEGIN_DECLS

/* Where a field's reader leaves what it found; reused from cell to cell. */
struct _GuildCellSink
{
  GString *text;   /* (owned) */
  gboolean set;    /* whether TEXT counts */
  gint64   number;
};

void guild_cell_sink_init  (GuildCellSink *self);
void guild_cell_sink_clear (GuildCellSink *self);
/* Empties SELF and fills it with FIELD's value of COMPANY; whatever the JSON is, this never
 * warns. */
void guild_field_read      (const GuildField *field, const GuildNode *company,
                            GuildCellSink *sink);

G_END_DECLS
