/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-attention.h"

/* An invitation that nobody followed for a week needs a reminder. */
#define PENDING_DAYS 7
/* Platforms take access back 60 to 100 days after the last sync (codat.md §6). */
#define SYNC_DAYS    60

void
guild_attention_init (GuildAttention *self, const GuildFieldTable *table, gint64 now)
{
  self->status = guild_field_table_index (table, "status");
  self->created = guild_field_table_index (table, "created");
  self->last_sync = guild_field_table_index (table, "lastSync");
  self->now = now;
  if (self->status == G_MAXUINT)
    {
      self->possible = FALSE;
      return;
    }
  const GuildField *status = &table->fields[self->status];
  self->deauthorised = guild_field_choice_index (status, "deauthorised");
  self->unlinked = guild_field_choice_index (status, "unlinked");
  self->partial = guild_field_choice_index (status, "partial");
  self->pending = guild_field_choice_index (status, "pending");
  self->linked = guild_field_choice_index (status, "linked");
  self->possible = self->deauthorised >= 0;
}

static gboolean
older_than (const GuildAttention *self, GuildSegment *segment, guint row, guint field, int days)
{
  if (field == G_MAXUINT)
    return FALSE;
  gint64 time = guild_segment_get_number (segment, row, field);
  return time != GUILD_NUMBER_UNSET && time < self->now - days * G_TIME_SPAN_DAY;
}

gboolean
guild_attention_needs (const GuildAttention *self, GuildSegment *segment, guint row)
{
  if (!self->possible || (segment->flags[row] & GUILD_ROW_DELETED) != 0)
    return FALSE;
  gint64 status = guild_segment_get_number (segment, row, self->status);
  if (status == GUILD_NUMBER_UNSET || status < 0)
    return FALSE;
  if (status == self->deauthorised || status == self->unlinked || status == self->partial)
    return TRUE;
  if (status == self->pending)
    return older_than (self, segment, row, self->created, PENDING_DAYS);
  if (status == self->linked)
    return older_than (self, segment, row, self->last_sync, SYNC_DAYS);
  return FALSE;
}
