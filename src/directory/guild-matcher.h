/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-query.h"
#include "directory/guild-directory.h"
#include "directory/guild-segment.h"

G_BEGIN_DECLS

/* A query made ready to be asked of many rows; the same answers as guild_query_matches(), tested
 * against it. Immutable: any thread may use it. */
typedef struct _GuildMatcher GuildMatcher;

/* FAILURES (nullable) must live as long as the matcher; NOW in µs UTC. */
GuildMatcher *guild_matcher_new  (const GuildFieldTable *table, GuildQuery *query,
                                  GuildFailures *failures, gint64 now);
void          guild_matcher_free (GuildMatcher *self);
/* BITS (GUILD_SEGMENT_WORDS words): in: the rows to look at; out: those of them that match. */
void          guild_matcher_scan (GuildMatcher *self, GuildSegment *segment, guint64 *bits);
/* Whether every row that answers WIDER's text and conditions is certain to be among those of
 * NARROWER's, so that a scan for NARROWER need only look at WIDER's rows. */
gboolean      guild_matcher_narrows (GuildQuery *wider, GuildQuery *narrower);
/* Whether the answer moves with the time and not only with the rows. */
gboolean      guild_matcher_depends_on_time (GuildMatcher *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildMatcher, guild_matcher_free)

G_END_DECLS
