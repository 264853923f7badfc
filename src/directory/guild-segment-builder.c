/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-segment.h"

#include "directory/guild-column-builder.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _GuildSegmentBuilder
{
  const GuildFieldTable *table;
  guint                n_rows;
  GByteArray          *flags;   /* (owned) */
  GArray              *stamps;  /* (owned): guint32 */
  GArray              *uuids;   /* (owned): GuildUuid, as long as all ids are such */
  gboolean             packed;  /* they are; the column of the id field has nothing then */
  GuildColumnBuilder **columns; /* (owned): by field */
};

GuildSegmentBuilder *
guild_segment_builder_new (const GuildFieldTable *table)
{
  GuildSegmentBuilder *self = g_new0 (GuildSegmentBuilder, 1);

  self->table = table;
  self->flags = g_byte_array_new ();
  self->stamps = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->uuids = g_array_new (FALSE, FALSE, sizeof (GuildUuid));
  self->packed = TRUE;
  self->columns = g_new (GuildColumnBuilder *, table->n_fields);
  for (guint i = 0; i < table->n_fields; i++)
    self->columns[i] = guild_column_builder_new (&table->fields[i], i == table->id_field);
  return self;
}

void
guild_segment_builder_free (GuildSegmentBuilder *self)
{
  for (guint i = 0; i < self->table->n_fields; i++)
    guild_column_builder_free (self->columns[i]);
  g_byte_array_unref (self->flags);
  g_array_unref (self->stamps);
  g_array_unref (self->uuids);
  g_free (self->columns);
  g_free (self);
}

guint
guild_segment_builder_get_n_rows (GuildSegmentBuilder *self)
{
  return self->n_rows;
}

static void
append_common (GuildSegmentBuilder *self, GuildRowFlags flags, guint32 stamp)
{
  guint8 byte = flags;

  g_byte_array_append (self->flags, &byte, 1);
  g_array_append_val (self->stamps, stamp);
  self->n_rows++;
}

static void
keep_id (GuildSegmentBuilder *self, const char *id)
{
  guild_column_builder_append (self->columns[self->table->id_field], id, GUILD_NUMBER_UNSET);
}

static void
append_id (GuildSegmentBuilder *self, const char *id)
{
  GuildUuid uuid;

  if (self->packed && guild_uuid_parse (id, &uuid))
    {
      g_array_append_val (self->uuids, uuid);
      return;
    }
  for (guint i = 0; self->packed && i < self->uuids->len; i++)
    {
      GuildScratch scratch;
      guild_uuid_write (g_array_index (self->uuids, GuildUuid, i), scratch.text);
      keep_id (self, scratch.text);
    }
  self->packed = FALSE;
  keep_id (self, id);
}

void
guild_segment_builder_append (GuildSegmentBuilder *self, const char *id, const GuildCell *cells,
                              GuildRowFlags flags, guint32 stamp)
{
  g_return_if_fail (self->n_rows < GUILD_SEGMENT_ROWS);

  append_common (self, flags, stamp);
  append_id (self, id);
  for (guint i = 0; i < self->table->n_fields; i++)
    if (i != self->table->id_field)
      guild_column_builder_append (self->columns[i], cells[i].text, cells[i].number);
}

void
guild_segment_builder_append_copy (GuildSegmentBuilder *self, GuildSegment *from, guint row,
                                   GuildRowFlags flags, guint32 stamp)
{
  GuildScratch scratch;

  g_return_if_fail (self->n_rows < GUILD_SEGMENT_ROWS);

  append_common (self, flags, stamp);
  if (self->packed && from->uuids != NULL)
    g_array_append_val (self->uuids, from->uuids[row]);
  else
    append_id (self, guild_segment_get_id (from, row, &scratch));
  for (guint i = 0; i < self->table->n_fields; i++)
    if (i != self->table->id_field)
      guild_column_builder_copy (self->columns[i], &from->texts[i], &from->numbers[i], row);
}

/* Once to measure and once in earnest. */
static void
lay_out (GuildSegmentBuilder *self, GuildSegment *segment, GuildBlock *block)
{
  gsize n_rows = self->n_rows;
  guint8 *flags = guild_block_take (block, n_rows);
  guint32 *stamps = guild_block_take (block, n_rows * sizeof *stamps);

  if (block->base != NULL && n_rows > 0)
    {
      memcpy (flags, self->flags->data, n_rows);
      memcpy (stamps, self->stamps->data, n_rows * sizeof *stamps);
    }
  segment->flags = flags;
  segment->stamps = stamps;
  if (self->packed)
    {
      GuildUuid *uuids = guild_block_take (block, n_rows * sizeof *uuids);
      if (block->base != NULL && n_rows > 0)
        memcpy (uuids, self->uuids->data, n_rows * sizeof *uuids);
      segment->uuids = uuids;
    }
  for (guint i = 0; i < self->table->n_fields; i++)
    guild_column_builder_end (self->columns[i], block, &segment->texts[i], &segment->numbers[i]);
}

static void
reset (GuildSegmentBuilder *self)
{
  for (guint i = 0; i < self->table->n_fields; i++)
    guild_column_builder_reset (self->columns[i]);
  g_byte_array_set_size (self->flags, 0);
  g_array_set_size (self->stamps, 0);
  g_array_set_size (self->uuids, 0);
  self->packed = TRUE;
  self->n_rows = 0;
}

GuildSegment *
guild_segment_builder_end (GuildSegmentBuilder *self)
{
  GuildSegment *segment = g_new0 (GuildSegment, 1);
  GuildBlock block = { NULL, 0 };

  g_atomic_ref_count_init (&segment->ref_count);
  segment->table = self->table;
  segment->n_rows = self->n_rows;
  segment->texts = g_new0 (GuildTextColumn, self->table->n_fields);
  segment->numbers = g_new0 (GuildNumberColumn, self->table->n_fields);
  lay_out (self, segment, &block);

  /* Whole pages of its own: they go back when the segment does, whatever was allocated since. */
  gsize page = sysconf (_SC_PAGESIZE);
  segment->size = (block.used + page) / page * page;
  segment->block = mmap (NULL, segment->size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (segment->block == MAP_FAILED)
    g_error ("Out of memory for %" G_GSIZE_FORMAT " bytes", segment->size);
  block = (GuildBlock) { segment->block, 0 };
  lay_out (self, segment, &block);
  for (guint i = 0; i < segment->n_rows; i++)
    segment->n_companies += segment->flags[i] == GUILD_ROW_NONE;
  reset (self);
  return segment;
}
