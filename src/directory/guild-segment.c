/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-segment.h"

#include "company/guild-text.h"
#include <string.h>

typedef struct
{
  GArray     *offsets; /* (owned) (nullable) */
  GByteArray *bytes;   /* (owned) (nullable) */
} Growing;

struct _GuildSegmentBuilder
{
  const GuildFieldTable *table;
  guint       n_rows;
  GByteArray *flags;   /* (owned) */
  GArray     *stamps;  /* (owned) */
  Growing     ids;
  Growing    *texts;   /* (owned) */
  Growing    *folded;  /* (owned) */
  GArray    **numbers; /* (owned) */
};

static gboolean
keeps_number (const GuildField *field)
{
  return field->kind == GUILD_FIELD_NUMBER || field->kind == GUILD_FIELD_TIME ||
         field->kind == GUILD_FIELD_CHOICE;
}

static gboolean
keeps_folded (const GuildField *field)
{
  if ((field->flags & GUILD_FIELD_SEARCHABLE) != 0)
    return TRUE;
  return (field->flags & GUILD_FIELD_FILTERABLE) != 0 && field->kind != GUILD_FIELD_NUMBER &&
         field->kind != GUILD_FIELD_TIME;
}

static void
growing_init (Growing *self)
{
  guint32 zero = 0;
  self->offsets = g_array_sized_new (FALSE, FALSE, sizeof (guint32), GUILD_SEGMENT_ROWS + 1);
  self->bytes = g_byte_array_new ();
  g_array_append_val (self->offsets, zero);
}

static void
growing_clear (Growing *self)
{
  g_clear_pointer (&self->offsets, g_array_unref);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

static void
growing_append (Growing *self, const char *text)
{
  if (text != NULL)
    g_byte_array_append (self->bytes, (const guint8 *) text, strlen (text) + 1);
  g_array_append_val (self->offsets, self->bytes->len);
}

static void
growing_append_column (Growing *self, const GuildTextColumn *column, guint row)
{
  guint32 start = column->offsets[row];
  guint32 length = column->offsets[row + 1] - start;

  if (length > 0)
    g_byte_array_append (self->bytes, (const guint8 *) column->bytes + start, length);
  g_array_append_val (self->offsets, self->bytes->len);
}

static void
growing_end (Growing *self, GuildTextColumn *column)
{
  gsize length = self->bytes->len;

  if (self->offsets == NULL)
    return;
  /* Exact sizes: a directory is many segments. */
  column->offsets = g_memdup2 (self->offsets->data, self->offsets->len * sizeof (guint32));
  column->bytes = g_memdup2 (self->bytes->data, length);
  g_array_set_size (self->offsets, 1);
  g_byte_array_set_size (self->bytes, 0);
}

GuildSegmentBuilder *
guild_segment_builder_new (const GuildFieldTable *table)
{
  GuildSegmentBuilder *self = g_new0 (GuildSegmentBuilder, 1);

  self->table = table;
  self->flags = g_byte_array_new ();
  self->stamps = g_array_new (FALSE, FALSE, sizeof (guint32));
  growing_init (&self->ids);
  self->texts = g_new0 (Growing, table->n_fields);
  self->folded = g_new0 (Growing, table->n_fields);
  self->numbers = g_new0 (GArray *, table->n_fields);
  for (guint i = 0; i < table->n_fields; i++)
    {
      if (i != table->id_field)
        growing_init (&self->texts[i]);
      if (keeps_folded (&table->fields[i]))
        growing_init (&self->folded[i]);
      if (keeps_number (&table->fields[i]))
        self->numbers[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  return self;
}

void
guild_segment_builder_free (GuildSegmentBuilder *self)
{
  for (guint i = 0; i < self->table->n_fields; i++)
    {
      growing_clear (&self->texts[i]);
      growing_clear (&self->folded[i]);
      g_clear_pointer (&self->numbers[i], g_array_unref);
    }
  growing_clear (&self->ids);
  g_byte_array_unref (self->flags);
  g_array_unref (self->stamps);
  g_free (self->texts);
  g_free (self->folded);
  g_free (self->numbers);
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

void
guild_segment_builder_append (GuildSegmentBuilder *self, const char *id, const GuildCell *cells,
                              GuildRowFlags flags, guint32 stamp)
{
  g_return_if_fail (self->n_rows < GUILD_SEGMENT_ROWS);

  append_common (self, flags, stamp);
  growing_append (&self->ids, id);
  for (guint i = 0; i < self->table->n_fields; i++)
    {
      const char *text = i == self->table->id_field ? id : cells[i].text;

      if (i != self->table->id_field)
        growing_append (&self->texts[i], text);
      if (self->folded[i].offsets != NULL)
        {
          g_autofree char *folded = text != NULL ? guild_text_fold (text) : NULL;
          growing_append (&self->folded[i], folded);
        }
      if (self->numbers[i] != NULL)
        g_array_append_val (self->numbers[i], cells[i].number);
    }
}

void
guild_segment_builder_append_copy (GuildSegmentBuilder *self, GuildSegment *from, guint row,
                                   GuildRowFlags flags, guint32 stamp)
{
  g_return_if_fail (self->n_rows < GUILD_SEGMENT_ROWS);

  append_common (self, flags, stamp);
  growing_append_column (&self->ids, &from->ids, row);
  for (guint i = 0; i < self->table->n_fields; i++)
    {
      if (self->texts[i].offsets != NULL)
        growing_append_column (&self->texts[i], &from->texts[i], row);
      if (self->folded[i].offsets != NULL)
        growing_append_column (&self->folded[i], &from->folded[i], row);
      if (self->numbers[i] != NULL)
        g_array_append_val (self->numbers[i], from->numbers[i][row]);
    }
}

GuildSegment *
guild_segment_builder_end (GuildSegmentBuilder *self)
{
  GuildSegment *segment = g_new0 (GuildSegment, 1);
  guint n_fields = self->table->n_fields;

  g_atomic_ref_count_init (&segment->ref_count);
  segment->table = self->table;
  segment->n_rows = self->n_rows;
  segment->flags = g_memdup2 (self->flags->data, self->n_rows);
  segment->stamps = g_memdup2 (self->stamps->data, self->n_rows * sizeof (guint32));
  segment->texts = g_new0 (GuildTextColumn, n_fields);
  segment->folded = g_new0 (GuildTextColumn, n_fields);
  segment->numbers = g_new0 (gint64 *, n_fields);
  growing_end (&self->ids, &segment->ids);
  for (guint i = 0; i < n_fields; i++)
    {
      if (self->texts[i].offsets != NULL)
        growing_end (&self->texts[i], &segment->texts[i]);
      if (self->folded[i].offsets != NULL)
        growing_end (&self->folded[i], &segment->folded[i]);
      if (self->numbers[i] != NULL)
        {
          segment->numbers[i] =
            g_memdup2 (self->numbers[i]->data, self->n_rows * sizeof (gint64));
          g_array_set_size (self->numbers[i], 0);
        }
    }
  for (guint i = 0; i < segment->n_rows; i++)
    segment->n_companies += segment->flags[i] == GUILD_ROW_NONE;
  g_byte_array_set_size (self->flags, 0);
  g_array_set_size (self->stamps, 0);
  self->n_rows = 0;
  return segment;
}

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
  for (guint i = 0; i < self->table->n_fields; i++)
    {
      g_free (self->texts[i].offsets);
      g_free (self->texts[i].bytes);
      g_free (self->folded[i].offsets);
      g_free (self->folded[i].bytes);
      g_free (self->numbers[i]);
    }
  g_free (self->ids.offsets);
  g_free (self->ids.bytes);
  g_free (self->texts);
  g_free (self->folded);
  g_free (self->numbers);
  g_free (self->flags);
  g_free (self->stamps);
  g_free (self);
}

static const char *
column_get (const GuildTextColumn *column, guint row)
{
  guint32 start = column->offsets[row];
  return column->offsets[row + 1] > start ? column->bytes + start : NULL;
}

const char *
guild_segment_get_id (GuildSegment *self, guint row)
{
  return column_get (&self->ids, row);
}

const char *
guild_segment_get_text (GuildSegment *self, guint row, guint field)
{
  return column_get (field == self->table->id_field ? &self->ids : &self->texts[field], row);
}

const char *
guild_segment_get_name (GuildSegment *self, guint row)
{
  guint original = guild_field_table_index (self->table, "originalName");
  const char *name = NULL;

  if (original != G_MAXUINT && (self->flags[row] & GUILD_ROW_DELETED) != 0)
    name = guild_segment_get_text (self, row, original);
  if (name == NULL)
    name = guild_segment_get_text (self, row, self->table->name_field);
  return name != NULL ? name : "";
}

gint64
guild_segment_get_number (GuildSegment *self, guint row, guint field)
{
  return self->numbers[field] != NULL ? self->numbers[field][row] : GUILD_NUMBER_UNSET;
}

gboolean
guild_segment_has_folded (GuildSegment *self, guint field)
{
  return self->folded[field].offsets != NULL;
}

const char *
guild_segment_get_folded (GuildSegment *self, guint row, guint field)
{
  return column_get (&self->folded[field], row);
}
