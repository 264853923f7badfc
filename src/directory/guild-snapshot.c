/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-snapshot.h"

#include <string.h>

typedef struct
{
  GuildBatch   *batch; /* (owned) (nullable): NULL = only the flags change */
  guint         batch_row;
  GuildRowFlags flags;
} Pending;

struct _GuildEdit
{
  GuildSnapshot *base;    /* (owned) */
  GHashTable    *pending; /* (owned): row → Pending */
  GHashTable    *touched; /* (owned): set of segment numbers */
  guint          n_rows;
  guint32        stamp;
};

static GuildSnapshot *
snapshot_alloc (const GuildFieldTable *table, GuildIndex *index)
{
  static gint serial;
  GuildSnapshot *self = g_new0 (GuildSnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->serial = (guint32) g_atomic_int_add (&serial, 1);
  self->table = table;
  self->index = guild_index_ref (index);
  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_segment_unref);
  return self;
}

/* Takes SEGMENT. */
static void
snapshot_add (GuildSnapshot *self, GuildSegment *segment)
{
  g_ptr_array_add (self->segments, segment);
  self->n_rows += segment->n_rows;
  self->n_companies += segment->n_companies;
}

GuildSnapshot *
guild_snapshot_new (const GuildFieldTable *table)
{
  g_autoptr(GuildIndex) index = guild_index_new ();
  return snapshot_alloc (table, index);
}

GuildSnapshot *
guild_snapshot_ref (GuildSnapshot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
guild_snapshot_unref (GuildSnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->segments);
  guild_index_unref (self->index);
  g_clear_pointer (&self->failures, guild_failures_unref);
  g_free (self);
}

GuildSegment *
guild_snapshot_get_segment (GuildSnapshot *self, guint row, guint *place)
{
  *place = row % GUILD_SEGMENT_ROWS;
  return g_ptr_array_index (self->segments, row / GUILD_SEGMENT_ROWS);
}

const char *
guild_snapshot_get_id (GuildSnapshot *self, guint row, GuildScratch *scratch)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self, row, &place);
  return guild_segment_get_id (segment, place, scratch);
}

guint32
guild_snapshot_get_stamp (GuildSnapshot *self, guint row)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self, row, &place);
  return segment->stamps[place];
}

GuildRowFlags
guild_snapshot_get_flags (GuildSnapshot *self, guint row)
{
  guint place;
  GuildSegment *segment = guild_snapshot_get_segment (self, row, &place);
  return segment->flags[place];
}

static gboolean
has_id (GuildSnapshot *self, guint row, const char *id)
{
  guint place;

  if (row >= self->n_rows)
    return FALSE;
  GuildSegment *segment = guild_snapshot_get_segment (self, row, &place);
  return guild_segment_has_id (segment, place, id);
}

static gboolean
is_row (guint row, const char *id, gpointer data)
{
  return has_id (data, row, id);
}

guint
guild_snapshot_find (GuildSnapshot *self, const char *id)
{
  return guild_index_find (self->index, id, is_row, self);
}

GuildSnapshot *
guild_snapshot_append (GuildSnapshot *self, GuildSegment *segment)
{
  g_return_val_if_fail (self->n_rows % GUILD_SEGMENT_ROWS == 0, NULL);

  GuildSnapshot *next = snapshot_alloc (self->table, self->index);
  next->stamp = self->stamp;
  for (guint i = 0; i < segment->n_rows; i++)
    next->stamp = MAX (next->stamp, segment->stamps[i]);
  for (guint i = 0; i < self->segments->len; i++)
    snapshot_add (next, guild_segment_ref (self->segments->pdata[i]));
  snapshot_add (next, guild_segment_ref (segment));
  return next;
}

static void
pending_free (gpointer data)
{
  Pending *self = data;
  g_clear_pointer (&self->batch, guild_batch_unref);
  g_free (self);
}

GuildEdit *
guild_edit_new (GuildSnapshot *base, guint32 stamp)
{
  GuildEdit *self = g_new0 (GuildEdit, 1);

  self->base = guild_snapshot_ref (base);
  self->pending = g_hash_table_new_full (NULL, NULL, NULL, pending_free);
  self->touched = g_hash_table_new (NULL, NULL);
  self->n_rows = base->n_rows;
  self->stamp = stamp;
  return self;
}

void
guild_edit_free (GuildEdit *self)
{
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->touched);
  guild_snapshot_unref (self->base);
  g_free (self);
}

gboolean
guild_edit_is_empty (GuildEdit *self)
{
  return g_hash_table_size (self->pending) == 0;
}

/* Rows that the base does not have yet are among what is pending. */
static gboolean
is_row_or_pending (guint row, const char *id, gpointer data)
{
  GuildEdit *self = data;

  if (row < self->base->n_rows)
    return has_id (self->base, row, id);
  const Pending *pending = g_hash_table_lookup (self->pending, GUINT_TO_POINTER (row));
  return pending != NULL &&
         strcmp (guild_batch_get_id (pending->batch, pending->batch_row), id) == 0;
}

guint
guild_edit_put (GuildEdit *self, GuildBatch *batch, guint batch_row, guint known,
                GuildRowFlags flags)
{
  const char *id = guild_batch_get_id (batch, batch_row);
  guint row = known;
  Pending *pending = g_new0 (Pending, 1);

  if (row == G_MAXUINT)
    row = guild_index_find (self->base->index, id, is_row_or_pending, self);
  if (row == G_MAXUINT)
    {
      row = self->n_rows++;
      guild_index_insert (self->base->index, id, row);
    }
  pending->batch = guild_batch_ref (batch);
  pending->batch_row = batch_row;
  pending->flags = flags;
  g_hash_table_insert (self->pending, GUINT_TO_POINTER (row), pending);
  g_hash_table_add (self->touched, GUINT_TO_POINTER (row / GUILD_SEGMENT_ROWS));
  return row;
}

void
guild_edit_set_flags (GuildEdit *self, guint row, GuildRowFlags flags)
{
  Pending *pending = g_hash_table_lookup (self->pending, GUINT_TO_POINTER (row));

  if (pending == NULL)
    {
      g_return_if_fail (row < self->base->n_rows);
      pending = g_new0 (Pending, 1);
      g_hash_table_insert (self->pending, GUINT_TO_POINTER (row), pending);
      g_hash_table_add (self->touched, GUINT_TO_POINTER (row / GUILD_SEGMENT_ROWS));
    }
  pending->flags = flags;
}

static void
append_batch_row (GuildEdit *self, GuildSegmentBuilder *builder, const Pending *pending)
{
  guint n_fields = self->base->table->n_fields;
  GuildCell *cells = g_newa (GuildCell, n_fields);

  for (guint i = 0; i < n_fields; i++)
    cells[i] = *guild_batch_get_cell (pending->batch, pending->batch_row, i);
  guild_segment_builder_append (builder, guild_batch_get_id (pending->batch, pending->batch_row),
                                cells, pending->flags, self->stamp);
}

static GuildSegment *
rebuild_segment (GuildEdit *self, guint number)
{
  g_autoptr(GuildSegmentBuilder) builder = guild_segment_builder_new (self->base->table);
  GuildSegment *old =
    number < self->base->segments->len ? self->base->segments->pdata[number] : NULL;
  guint first = number * GUILD_SEGMENT_ROWS;

  for (guint row = first; row < MIN (first + GUILD_SEGMENT_ROWS, self->n_rows); row++)
    {
      Pending *pending = g_hash_table_lookup (self->pending, GUINT_TO_POINTER (row));
      guint place = row - first;

      if (pending == NULL)
        guild_segment_builder_append_copy (builder, old, place, old->flags[place],
                                           old->stamps[place]);
      else if (pending->batch == NULL)
        guild_segment_builder_append_copy (builder, old, place, pending->flags, self->stamp);
      else
        append_batch_row (self, builder, pending);
    }
  return guild_segment_builder_end (builder);
}

GuildSnapshot *
guild_edit_commit (GuildEdit *self)
{
  GuildSnapshot *next = snapshot_alloc (self->base->table, self->base->index);
  guint n_segments = (self->n_rows + GUILD_SEGMENT_ROWS - 1) / GUILD_SEGMENT_ROWS;

  next->stamp = MAX (self->stamp, self->base->stamp);
  for (guint i = 0; i < n_segments; i++)
    if (g_hash_table_contains (self->touched, GUINT_TO_POINTER (i)))
      snapshot_add (next, rebuild_segment (self, i));
    else
      snapshot_add (next, guild_segment_ref (self->base->segments->pdata[i]));
  return next;
}
