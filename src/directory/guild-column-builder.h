/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-column.h"

G_BEGIN_DECLS

/* Makes the columns of one field, row by row. */
typedef struct _GuildColumnBuilder GuildColumnBuilder;

/* DISTINCT: no two rows are expected to say the same. */
GuildColumnBuilder *guild_column_builder_new    (const GuildField *field, gboolean distinct);
void                guild_column_builder_free   (GuildColumnBuilder *self);
void                guild_column_builder_append (GuildColumnBuilder *self, const char *text,
                                                 gint64 number);
/* NUMBERS: of the same segment, which must live until the builder is empty again. */
void                guild_column_builder_copy   (GuildColumnBuilder *self,
                                                 const GuildTextColumn *texts,
                                                 const GuildNumberColumn *numbers, guint row);
/* Borrowing from BLOCK. */
void                guild_column_builder_end    (GuildColumnBuilder *self, GuildBlock *block,
                                                 GuildTextColumn *texts,
                                                 GuildNumberColumn *numbers);
/* Empties it. */
void                guild_column_builder_reset  (GuildColumnBuilder *self);

G_END_DECLS
