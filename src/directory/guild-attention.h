/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-failures.h"
#include "directory/guild-segment.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_ATTENTION_NONE,
  GUILD_ATTENTION_DEAUTHORISED, /* access to the books was lost */
  GUILD_ATTENTION_PARTIAL,      /* lost at one platform, while another is linked */
  GUILD_ATTENTION_UNLINKED,
  GUILD_ATTENTION_FAILING,      /* linked, and the service tells of an error that stands */
  GUILD_ATTENTION_DATA,         /* linked, and data types were found failing */
  GUILD_ATTENTION_STALE,        /* linked and not synced for over 60 days */
  GUILD_ATTENTION_PENDING,      /* invited over 7 days ago, and not authorised */
} GuildAttentionReason;

/* Why a company needs attention, and the time that tells of it, µs UTC: when access was lost or the
 * error came, the last success of what fails, the last sync, or the invitation. GUILD_NUMBER_UNSET
 * when the service does not say. */
typedef struct
{
  GuildAttentionReason reason;
  gint64               since;
} GuildNeed;

/* Where a service's table keeps what the question "does this company need attention" looks at. */
typedef struct
{
  gboolean possible; /* the table has such fields at all */
  guint    status, lost, failing, last_sync, pending; /* field indices, G_MAXUINT for none */
  int      is_deauthorised, is_unlinked, is_partial, is_pending, is_linked; /* choices, or -1 */
  GuildFailures *failures; /* (borrowed) (nullable): of the snapshot that is asked about */
  gint64   now; /* µs UTC */
} GuildAttention;

/* FAILURES (nullable) must live as long as SELF is used. */
void      guild_attention_init      (GuildAttention *self, const GuildFieldTable *table,
                                     GuildFailures *failures, gint64 now);
GuildNeed guild_attention_get_need  (const GuildAttention *self, GuildSegment *segment, guint row);
gboolean  guild_attention_needs     (const GuildAttention *self, GuildSegment *segment, guint row);
/* When the need began or will begin unless something happens: what "oldest first" goes by. Does not
 * depend on now. GUILD_NUMBER_UNSET: never, or not known. */
gint64    guild_attention_get_begin (const GuildAttention *self, GuildSegment *segment, guint row);
/* What the directories take for now, µs UTC; the real time unless a test has frozen it. */
gint64    guild_attention_now       (void);
/* For tests, before any directory is opened; 0 lets time run again. */
void      guild_attention_freeze    (gint64 now);

G_END_DECLS
