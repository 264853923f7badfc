/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-cells.h"
#include "directory/guild-loading.h"
#include "directory/guild-test-companies.h"

#include <string.h>

/* Who is told of the segments. */
typedef struct
{
  GPtrArray *segments; /* (owned) (element-type GuildSegment) */
  guint      most;     /* then it is enough */
} Reader;

static void
reader_init (Reader *self, guint most)
{
  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_segment_unref);
  self->most = most;
}

static gboolean
take_cb (GuildSegment *segment, gpointer data)
{
  Reader *self = data;

  g_assert_cmpuint (self->segments->len, <, self->most);
  g_ptr_array_add (self->segments, guild_segment_ref (segment));
  return self->segments->len < self->most;
}

/* (transfer full) */
static GuildBatch *
make_batch (guint n_rows)
{
  GuildBatch *batch = guild_batch_new (guild_codat_table ());

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%05u", i);
      g_autofree char *name = g_strdup_printf ("Firm %u", i * 7919 % 100003);
      test_add_company (batch, id, name, i % 3 == 0 ? "\"description\":\"Käse\"" : NULL);
    }
  return batch;
}

static GuildRowFlags
get_flags (guint row)
{
  return row % 5 == 0 ? GUILD_ROW_DELETED : GUILD_ROW_NONE;
}

/* As many rows of BATCH as are wanted; how many that were. What was given is overwritten at once. */
static guint
add_rows (GuildLoading *loading, GuildBatch *batch)
{
  const GuildFieldTable *table = guild_batch_get_table (batch);
  g_autofree GuildCell *cells = g_new0 (GuildCell, table->n_fields);
  g_autoptr(GByteArray) packed = g_byte_array_new ();
  gboolean go_on = TRUE;
  guint n = 0;

  for (; go_on && n < guild_batch_get_length (batch); n++)
    {
      g_autofree char *id = g_strdup (guild_batch_get_id (batch, n));

      g_byte_array_set_size (packed, 0);
      guild_cells_pack (batch, n, packed);
      g_assert_true (guild_cells_unpack (table, packed->data, packed->len, cells));
      go_on = guild_loading_add (loading, id, get_flags (n), cells, packed->data, packed->len);
      memset (packed->data, 'x', packed->len);
      memset (cells, 0xff, table->n_fields * sizeof *cells);
      memset (id, 'x', strlen (id));
    }
  return n;
}

static void
check_row (GuildSegment *segment, guint place, GuildBatch *batch, guint row)
{
  const GuildFieldTable *table = guild_batch_get_table (batch);
  GuildScratch scratch;

  g_assert_cmpstr (guild_segment_get_id (segment, place, &scratch), ==,
                   guild_batch_get_id (batch, row));
  g_assert_cmpuint (segment->flags[place], ==, get_flags (row));
  g_assert_cmpuint (segment->stamps[place], ==, 7);
  for (guint i = 0; i < table->n_fields; i++)
    {
      const GuildCell *cell = guild_batch_get_cell (batch, row, i);
      if (i != table->id_field)
        g_assert_cmpstr (guild_segment_get_text (segment, place, i, &scratch), ==, cell->text);
    }
}

static gboolean
is_row (guint row, const char *id, gpointer data)
{
  return g_str_equal (guild_batch_get_id (data, row), id);
}

/* The first rows of BATCH, in their order, and known to INDEX. */
static void
check_segments (GPtrArray *segments, GuildBatch *batch, GuildIndex *index)
{
  guint row = 0;

  for (guint i = 0; i < segments->len; i++)
    {
      GuildSegment *segment = segments->pdata[i];

      g_assert_cmpuint (segment->n_rows, ==,
                        MIN (guild_batch_get_length (batch) - row, GUILD_SEGMENT_ROWS));
      for (guint place = 0; place < segment->n_rows; place++, row++)
        {
          check_row (segment, place, batch, row);
          g_assert_cmpuint (guild_index_find (index, guild_batch_get_id (batch, row), is_row,
                                              batch), ==, row);
        }
    }
}

/* However many there are, and whenever the second thread comes. */
static void
test_rows (void)
{
  static const guint counts[] = { 0, 1, GUILD_SEGMENT_ROWS, GUILD_SEGMENT_ROWS + 1,
                                  9 * GUILD_SEGMENT_ROWS + 5 };
  static const guint alone[] = { 0, GUILD_SEGMENT_ROWS, 4 * GUILD_SEGMENT_ROWS, G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr(GuildBatch) batch = make_batch (counts[i]);

      for (guint j = 0; j < G_N_ELEMENTS (alone); j++)
        {
          g_autoptr(GuildIndex) index = guild_index_new ();
          Reader reader;

          reader_init (&reader, G_MAXUINT);
          g_autoptr(GuildLoading) loading =
            guild_loading_new (guild_codat_table (), index, 7, alone[j], take_cb, &reader);
          g_assert_cmpuint (add_rows (loading, batch), ==, counts[i]);
          guild_loading_end (loading);
          g_assert_cmpuint (reader.segments->len, ==,
                            (counts[i] + GUILD_SEGMENT_ROWS - 1) / GUILD_SEGMENT_ROWS);
          check_segments (reader.segments, batch, index);
          g_ptr_array_unref (reader.segments);
        }
    }
}

/* Who has enough is not told of more, and it ends while the other thread works. */
static void
test_stopped (void)
{
  g_autoptr(GuildBatch) batch = make_batch (12 * GUILD_SEGMENT_ROWS);

  for (guint most = 1; most < 5; most++)
    {
      g_autoptr(GuildIndex) index = guild_index_new ();
      Reader reader;

      reader_init (&reader, most);
      g_autoptr(GuildLoading) loading =
        guild_loading_new (guild_codat_table (), index, 7, GUILD_SEGMENT_ROWS, take_cb, &reader);
      g_assert_cmpuint (add_rows (loading, batch), <, 12 * GUILD_SEGMENT_ROWS);
      g_assert_cmpuint (reader.segments->len, ==, most);
      check_segments (reader.segments, batch, index);
      g_ptr_array_unref (reader.segments);
    }
}

/* As when the file turns out to be damaged: in the middle of a page, with others under way. */
static void
test_abandoned (void)
{
  g_autoptr(GuildBatch) batch = make_batch (6 * GUILD_SEGMENT_ROWS + 100);

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr(GuildIndex) index = guild_index_new ();
      Reader reader;

      reader_init (&reader, G_MAXUINT);
      GuildLoading *loading =
        guild_loading_new (guild_codat_table (), index, 7, 0, take_cb, &reader);
      g_assert_cmpuint (add_rows (loading, batch), ==, guild_batch_get_length (batch));
      guild_loading_free (loading);
      g_assert_cmpuint (reader.segments->len, <=, 6);
      check_segments (reader.segments, batch, index);
      g_ptr_array_unref (reader.segments);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/loading/rows", test_rows);
  g_test_add_func ("/directory/loading/stopped", test_stopped);
  g_test_add_func ("/directory/loading/abandoned", test_abandoned);
  return g_test_run ();
}
