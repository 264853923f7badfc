/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-attention.h"

/* An invitation that nobody followed for a week needs a reminder. */
#define PENDING_TIME (7 * G_TIME_SPAN_DAY)
/* Platforms take access back 60 to 100 days after the last sync (codat.md §6). */
#define SYNC_TIME    (60 * G_TIME_SPAN_DAY)

static gint64 frozen;

gint64
guild_attention_now (void)
{
  return frozen != 0 ? frozen : g_get_real_time ();
}

void
guild_attention_freeze (gint64 now)
{
  frozen = now;
}

void
guild_attention_init (GuildAttention *self, const GuildFieldTable *table, GuildFailures *failures,
                      gint64 now)
{
  *self = (GuildAttention) { .now = now, .failures = failures };
  self->status = guild_field_table_index (table, "status");
  self->lost = guild_field_table_index (table, "lostSince");
  self->failing = guild_field_table_index (table, "failingSince");
  self->last_sync = guild_field_table_index (table, "lastSync");
  self->pending = guild_field_table_index (table, "pendingSince");
  if (self->status == G_MAXUINT)
    return;
  const GuildField *status = &table->fields[self->status];
  self->is_deauthorised = guild_field_choice_index (status, "deauthorised");
  self->is_unlinked = guild_field_choice_index (status, "unlinked");
  self->is_partial = guild_field_choice_index (status, "partial");
  self->is_pending = guild_field_choice_index (status, "pending");
  self->is_linked = guild_field_choice_index (status, "linked");
  self->possible = self->is_deauthorised >= 0;
}

static gint64
get_time (GuildSegment *segment, guint row, guint field)
{
  return field != G_MAXUINT ? guild_segment_get_number (segment, row, field) : GUILD_NUMBER_UNSET;
}

/* A linked company: an error that stands, data types that fail, and the sync that will be too long
 * ago; the oldest. */
static GuildNeed
foresee_linked (const GuildAttention *self, GuildSegment *segment, guint row, gint64 *begin)
{
  gint64 error = get_time (segment, row, self->failing);
  gint64 synced = get_time (segment, row, self->last_sync);
  GuildScratch scratch;
  /* Mostly there are none, and to write an id takes longer than all the rest. */
  const GuildFailure *data =
    !guild_failures_is_empty (self->failures)
      ? guild_failures_find (self->failures, guild_segment_get_id (segment, row, &scratch))
      : NULL;
  GuildNeed need = { GUILD_ATTENTION_NONE, GUILD_NUMBER_UNSET };

  if (synced != GUILD_NUMBER_UNSET)
    {
      need = (GuildNeed) { GUILD_ATTENTION_STALE, synced };
      *begin = synced + SYNC_TIME;
    }
  if (error != GUILD_NUMBER_UNSET && (*begin == GUILD_NUMBER_UNSET || error < *begin))
    {
      need = (GuildNeed) { GUILD_ATTENTION_FAILING, error };
      *begin = error;
    }
  /* Read again after somebody looked: perhaps it is well. */
  if (data == NULL || (synced != GUILD_NUMBER_UNSET && synced > data->seen))
    return need;
  if (data->since == GUILD_NUMBER_UNSET
      ? need.reason != GUILD_ATTENTION_FAILING
      : *begin == GUILD_NUMBER_UNSET || data->since < *begin)
    {
      need = (GuildNeed) { GUILD_ATTENTION_DATA, data->since };
      *begin = data->since;
    }
  return need;
}

/* The need a company has or will come to have, and when it begins: BEGIN is unset where it has
 * begun but nobody knows when, and need.reason NONE where it will never. */
static GuildNeed
foresee (const GuildAttention *self, GuildSegment *segment, guint row, gint64 *begin)
{
  GuildNeed need = { GUILD_ATTENTION_NONE, GUILD_NUMBER_UNSET };

  *begin = GUILD_NUMBER_UNSET;
  if (!self->possible || (segment->flags[row] & GUILD_ROW_DELETED) != 0)
    return need;
  gint64 status = guild_segment_get_number (segment, row, self->status);
  if (status == GUILD_NUMBER_UNSET || status < 0)
    return need;
  if (status == self->is_deauthorised || status == self->is_partial || status == self->is_unlinked)
    {
      need.reason = status == self->is_deauthorised ? GUILD_ATTENTION_DEAUTHORISED
                    : status == self->is_partial    ? GUILD_ATTENTION_PARTIAL
                                                    : GUILD_ATTENTION_UNLINKED;
      *begin = need.since = get_time (segment, row, self->lost);
    }
  else if (status == self->is_pending)
    {
      need.since = get_time (segment, row, self->pending);
      if (need.since != GUILD_NUMBER_UNSET)
        {
          need.reason = GUILD_ATTENTION_PENDING;
          *begin = need.since + PENDING_TIME;
        }
    }
  else if (status == self->is_linked)
    need = foresee_linked (self, segment, row, begin);
  return need;
}

GuildNeed
guild_attention_get_need (const GuildAttention *self, GuildSegment *segment, guint row)
{
  gint64 begin;
  GuildNeed need = foresee (self, segment, row, &begin);

  /* What the service calls lost is lost, whatever its clock says. */
  gboolean waits = need.reason == GUILD_ATTENTION_PENDING || need.reason == GUILD_ATTENTION_STALE;
  if (waits && begin >= self->now)
    return (GuildNeed) { GUILD_ATTENTION_NONE, GUILD_NUMBER_UNSET };
  return need;
}

gboolean
guild_attention_needs (const GuildAttention *self, GuildSegment *segment, guint row)
{
  return guild_attention_get_need (self, segment, row).reason != GUILD_ATTENTION_NONE;
}

gint64
guild_attention_get_begin (const GuildAttention *self, GuildSegment *segment, guint row)
{
  gint64 begin;

  foresee (self, segment, row, &begin);
  return begin;
}
