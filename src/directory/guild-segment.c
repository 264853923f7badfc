/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-segment.h"

#include <string.h>
#include <sys/mman.h>

GuildSegment *
guild_segment_ref (GuildSegment *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_segment_unref (GuildSegment *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  munmap (self->block, self->size);
  g_free (self->texts);
  g_free (self->numbers);
  g_free (self);
}

static const char *
write_uuid (GuildUuid uuid, GuildScratch *scratch)
{
  G_STATIC_ASSERT (sizeof scratch->text > GUILD_UUID_LENGTH);

  guild_uuid_write (uuid, scratch->text);
  return scratch->text;
}

static const char *
get_kept (const GuildTextColumn *column, guint row)
{
  return guild_texts_get (&column->texts, guild_text_column_get_place (column, row));
}

const char *
guild_segment_get_id (GuildSegment *self, guint row, GuildScratch *scratch)
{
  if (self->uuids != NULL)
    return write_uuid (self->uuids[row], scratch);
  return get_kept (&self->texts[self->table->id_field], row);
}

gboolean
guild_segment_has_id (GuildSegment *self, guint row, const char *id)
{
  GuildUuid uuid;

  if (self->uuids == NULL)
    return strcmp (get_kept (&self->texts[self->table->id_field], row), id) == 0;
  return guild_uuid_parse (id, &uuid) && uuid.high == self->uuids[row].high &&
         uuid.low == self->uuids[row].low;
}

const char *
guild_segment_get_text (GuildSegment *self, guint row, guint field, GuildScratch *scratch)
{
  const GuildTextColumn *column = &self->texts[field];

  if (field == self->table->id_field)
    return guild_segment_get_id (self, row, scratch);
  if (!column->written)
    return get_kept (column, row);
  gint64 number = guild_number_column_get (&self->numbers[field], row);
  if (number == GUILD_NUMBER_UNSET)
    return NULL;
  guild_number_write (self->table->fields[field].kind, column->n_digits, number, scratch);
  return scratch->text;
}

const char *
guild_segment_get_name (GuildSegment *self, guint row)
{
  guint original = guild_field_table_index (self->table, "originalName");
  const char *name = NULL;

  if (original != G_MAXUINT && (self->flags[row] & GUILD_ROW_DELETED) != 0)
    name = get_kept (&self->texts[original], row);
  if (name == NULL)
    name = get_kept (&self->texts[self->table->name_field], row);
  return name != NULL ? name : "";
}

gint64
guild_segment_get_number (GuildSegment *self, guint row, guint field)
{
  return guild_number_column_get (&self->numbers[field], row);
}

gboolean
guild_segment_has_folded (GuildSegment *self, guint field)
{
  return self->texts[field].has_folded || (field == self->table->id_field && self->uuids != NULL);
}

const char *
guild_segment_get_folded (GuildSegment *self, guint row, guint field, GuildScratch *scratch)
{
  const GuildTextColumn *column = &self->texts[field];

  if (field == self->table->id_field && self->uuids != NULL)
    return write_uuid (self->uuids[row], scratch);
  return guild_texts_get (&column->folded, guild_text_column_get_place (column, row));
}
