/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-text.h"
#include "directory/guild-column-scan.h"
#include "directory/guild-find.h"
#include "directory/guild-segment.h"
#include "support/guild-test.h"

/* Segments against plain arrays of the same cells: whatever way the rows are kept in, what went in
 * comes out, copied or not, and the scan finds what is there. */

enum { NAME, CITY, STATUS, SIZE, TIME, ID, N_FIELDS };

static const GuildFieldChoice choices[] = {
  { "on", "On", NULL, NULL }, { "off", "Off", NULL, NULL }, { NULL, NULL, NULL, NULL },
};

static const GuildField fields[] = {
  { .id = "name", .title = "Name", .kind = GUILD_FIELD_TEXT,
    .flags = GUILD_FIELD_SEARCHABLE | GUILD_FIELD_FILTERABLE },
  { .id = "city", .title = "City", .kind = GUILD_FIELD_TEXT, .flags = GUILD_FIELD_SEARCHABLE },
  { .id = "status", .title = "Status", .kind = GUILD_FIELD_CHOICE, .choices = choices,
    .flags = GUILD_FIELD_FILTERABLE },
  { .id = "size", .title = "Size", .kind = GUILD_FIELD_NUMBER },
  { .id = "time", .title = "Time", .kind = GUILD_FIELD_TIME, .flags = GUILD_FIELD_FILTERABLE },
  { .id = "id", .title = "ID", .kind = GUILD_FIELD_TEXT, .flags = GUILD_FIELD_SEARCHABLE },
};

static const GuildFieldTable table = {
  .service_id = "test", .fields = fields, .n_fields = N_FIELDS, .id_field = ID, .name_field = NAME,
};

/* The rows as they went in. */
typedef struct
{
  char  *texts[N_FIELDS]; /* (owned) (nullable) */
  gint64 numbers[N_FIELDS];
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  for (guint i = 0; i < N_FIELDS; i++)
    g_free (row->texts[i]);
  g_free (row);
}

/* (transfer full): a row that says nothing but its id. */
static Row *
row_new (const char *id)
{
  Row *row = g_new0 (Row, 1);

  row->texts[ID] = g_strdup (id);
  for (guint i = 0; i < N_FIELDS; i++)
    row->numbers[i] = GUILD_NUMBER_UNSET;
  return row;
}

static void
row_append (Row *row, GuildSegmentBuilder *builder)
{
  GuildCell cells[N_FIELDS];

  for (guint i = 0; i < N_FIELDS; i++)
    cells[i] = (GuildCell) { row->texts[i], row->numbers[i] };
  guild_segment_builder_append (builder, row->texts[ID], cells, GUILD_ROW_NONE, 7);
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func (row_free);
}

/* "" and unset are not the same here. */
static void
check_rows (GuildSegment *segment, GPtrArray *rows)
{
  GuildScratch scratch;

  g_assert_cmpuint (segment->n_rows, ==, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = rows->pdata[i];

      g_assert_cmpstr (guild_segment_get_id (segment, i, &scratch), ==, row->texts[ID]);
      g_assert_true (guild_segment_has_id (segment, i, row->texts[ID]));
      g_assert_false (guild_segment_has_id (segment, i, "another"));
      g_assert_cmpuint (segment->stamps[i], ==, 7);
      for (guint field = 0; field < N_FIELDS; field++)
        {
          g_assert_cmpstr (guild_segment_get_text (segment, i, field, &scratch), ==,
                           row->texts[field]);
          g_assert_cmpint (guild_segment_get_number (segment, i, field), ==, row->numbers[field]);
          if (!guild_segment_has_folded (segment, field))
            continue;
          g_autofree char *folded =
            row->texts[field] != NULL ? guild_text_fold (row->texts[field]) : NULL;
          g_assert_cmpstr (guild_segment_get_folded (segment, i, field, &scratch), ==, folded);
        }
    }
}

static gboolean
says (Row *row, const char *word)
{
  static const guint searched[] = { NAME, CITY, ID };

  for (guint i = 0; i < G_N_ELEMENTS (searched); i++)
    {
      g_autofree char *folded = guild_text_fold (row->texts[searched[i]]);
      if (strstr (folded, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Among all rows, and among a few. */
static void
check_word (GuildSegment *segment, GPtrArray *rows, const char *text)
{
  static const guint searched[] = { NAME, CITY, ID };
  g_autoptr(GArray) array = g_array_new (FALSE, FALSE, sizeof (guint));
  GuildWord word;

  g_array_append_vals (array, searched, G_N_ELEMENTS (searched));
  guild_word_init (&word, text);
  for (guint step = 1; step < 40; step += 37)
    {
      guint64 candidates[GUILD_SEGMENT_WORDS] = { 0 }, found[GUILD_SEGMENT_WORDS] = { 0 };

      for (guint i = 0; i < rows->len; i += step)
        candidates[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
      guild_word_find (&word, segment, array, candidates, found);
      for (guint i = 0; i < rows->len; i += step)
        if ((gboolean) (found[i / 64] >> (i % 64) & 1) != says (rows->pdata[i], text))
          g_error ("“%s” in row %u of %u", text, i, rows->len);
    }
}

/* ROWS kept, copied, and copied after half of them came anew; (transfer full): kept. */
static GuildSegment *
check_all (GPtrArray *rows)
{
  static const char * const words[] = {
    "a", "e", "4", "42", "0-4", "-", "8-9", "zz", "cork", "muller", "ß", "ss", "strasse",
    "company 1",
    "00000000-0000-4000-8000-00000000000f", "id", "000000000000", "0000000000000", "京", "x",
  };
  g_autoptr(GuildSegmentBuilder) builder = guild_segment_builder_new (&table);

  for (guint i = 0; i < rows->len; i++)
    row_append (rows->pdata[i], builder);
  g_autoptr(GuildSegment) kept = guild_segment_builder_end (builder);
  check_rows (kept, rows);
  for (guint i = 0; i < rows->len; i++)
    guild_segment_builder_append_copy (builder, kept, i, GUILD_ROW_NONE, 7);
  g_autoptr(GuildSegment) copied = guild_segment_builder_end (builder);
  check_rows (copied, rows);
  g_assert_cmpuint (copied->size, ==, kept->size);
  for (guint i = 0; i < rows->len; i++)
    if (i % 3 == 0)
      row_append (rows->pdata[i], builder);
    else
      guild_segment_builder_append_copy (builder, kept, i, GUILD_ROW_NONE, 7);
  g_autoptr(GuildSegment) mixed = guild_segment_builder_end (builder);
  check_rows (mixed, rows);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      check_word (kept, rows, words[i]);
      check_word (mixed, rows, words[i]);
    }
  return g_steal_pointer (&kept);
}

static char *
make_uuid (guint number)
{
  return g_strdup_printf ("%08x-0000-4000-8000-%012x", number * 2654435769u, number);
}

/* ---- finding ---- */

/* Against memmem(), in texts of few letters, in memory that ends with them. */
static void
test_find (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 20000; i++)
    {
      gsize size = g_rand_int_range (random, 0, 70), length = g_rand_int_range (random, 1, 24);
      g_autofree char *text = g_malloc (MAX (size, 1));
      g_autofree char *word = g_malloc (length);
      char most = g_rand_boolean (random) ? 'b' : 'd';

      for (gsize j = 0; j < size; j++)
        text[j] = g_rand_int_range (random, 'a', most + 1);
      for (gsize j = 0; j < length; j++)
        word[j] = g_rand_int_range (random, 'a', most + 1);
      if (size > length && g_rand_boolean (random))
        memcpy (word, text + g_rand_int_range (random, 0, size - length + 1), length);
      g_assert_true (guild_find (text, text + size, word, length) ==
                     (const char *) memmem (text, size, word, length));
    }
}

/* ---- ids ---- */

static void
test_ids (void)
{
  static const char * const odd[] = {
    NULL, "2F6B1D3A-0C4E-4B7A-9F10-6C2D8E5A7B31", "id-1", "2f6b1d3a-0c4e-4b7a-9f10-6c2d8e5a7b3",
    "2f6b1d3a-0c4e-4b7a-9f10-6c2d8e5a7b310", "2f6b1d3a-0c4e-4b7a-9f10-6c2d8e5a7b3g",
    "2f6b1d3a00c4e-4b7a-9f10-6c2d8e5a7b31", "ÉLÉ", "2f6b1d3a-0c4e-4b7a-9f1--6c2d8e5a7b31",
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr(GPtrArray) rows = rows_new ();

      for (guint j = 0; j < 300; j++)
        {
          g_autofree char *id = make_uuid (j);
          g_ptr_array_add (rows, row_new (odd[i] != NULL && j == 150 ? odd[i] : id));
        }
      g_autoptr(GuildSegment) segment = check_all (rows);
      g_assert_true ((segment->uuids != NULL) == (odd[i] == NULL));
    }
}

static void
test_id_words (void)
{
  g_autoptr(GPtrArray) rows = rows_new ();
  g_autoptr(GuildSegmentBuilder) builder = guild_segment_builder_new (&table);

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_ptr_array_add (rows, row_new (id));
      row_append (rows->pdata[i], builder);
    }
  g_autoptr(GuildSegment) segment = guild_segment_builder_end (builder);
  g_assert_nonnull (segment->uuids);
  /* each piece of some of the ids */
  for (guint i = 0; i < 3; i++)
    for (guint begin = 0; begin < 36; begin++)
      for (guint length = 1; begin + length <= 36; length += length < 6 ? 1 : 5)
        {
          g_autofree char *word =
            g_strndup (((Row *) rows->pdata[i])->texts[ID] + begin, length);
          check_word (segment, rows, word);
        }
}

/* ---- texts ---- */

static const struct
{
  guint n_names, n_cities;
  GuildCodes names, cities;
} spreads[] = {
  { 4000, 1, GUILD_CODES_NONE, GUILD_CODES_ONE },
  { 1000, 255, GUILD_CODES_SHORTS, GUILD_CODES_BYTES },
  { 256, 257, GUILD_CODES_BYTES, GUILD_CODES_SHORTS },
  { 2, 3, GUILD_CODES_BYTES, GUILD_CODES_BYTES },
};

static void
test_repeated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (spreads); i++)
    {
      g_autoptr(GPtrArray) rows = rows_new ();

      for (guint j = 0; j < 4000; j++)
        {
          g_autofree char *id = make_uuid (j);
          Row *row = row_new (id);
          row->texts[NAME] = g_strdup_printf ("Müller Company %u", j % spreads[i].n_names);
          row->texts[CITY] = g_strdup_printf ("Cork %u", j % spreads[i].n_cities);
          g_ptr_array_add (rows, row);
        }
      g_autoptr(GuildSegment) segment = check_all (rows);
      g_assert_cmpint (segment->texts[NAME].coding, ==, spreads[i].names);
      g_assert_cmpint (segment->texts[CITY].coding, ==, spreads[i].cities);
    }
}

/* What begins as if everybody said the same, and then nobody does; and the other way round. */
static void
test_changing (void)
{
  for (guint turned = 0; turned < 2; turned++)
    {
      g_autoptr(GPtrArray) rows = rows_new ();

      for (guint i = 0; i < GUILD_SEGMENT_ROWS; i++)
        {
          g_autofree char *id = make_uuid (i);
          Row *row = row_new (id);
          gboolean same = (i < GUILD_SEGMENT_ROWS / 2) != (turned == 1);
          row->texts[NAME] = same ? g_strdup ("Straße") : g_strdup_printf ("Company %u", i);
          row->texts[CITY] = i % 5 == 0 ? NULL : g_strdup (i % 5 == 1 ? "" : "京都");
          g_ptr_array_add (rows, row);
        }
      g_autoptr(GuildSegment) segment = check_all (rows);
      g_assert_cmpint (segment->texts[CITY].coding, ==, GUILD_CODES_BYTES);
    }
}

static void
test_long (void)
{
  g_autoptr(GPtrArray) rows = rows_new ();

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *id = make_uuid (i);
      Row *row = row_new (id);
      /* 256 texts of more than 64 KiB, and one that is so alone */
      row->texts[NAME] = g_strnfill (300 + i, 'A' + i % 26);
      row->texts[CITY] = i == 300 ? g_strnfill (70000, 'x') : g_strdup_printf ("City %u", i);
      g_ptr_array_add (rows, row);
    }
  g_autoptr(GuildSegment) segment = check_all (rows);
  g_assert_nonnull (segment->texts[NAME].texts.wide);
  g_assert_nonnull (segment->texts[CITY].texts.wide);
}

/* Where folding changes nothing, it is kept once. */
static void
test_folded (void)
{
  g_autoptr(GPtrArray) rows = rows_new ();

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = make_uuid (i);
      Row *row = row_new (id);
      row->texts[NAME] = g_strdup_printf ("Élan %u", i);
      row->texts[CITY] = g_strdup_printf ("e%07u", i);
      g_ptr_array_add (rows, row);
    }
  g_autoptr(GuildSegment) segment = check_all (rows);
  g_assert_true (segment->texts[NAME].folded.bytes != segment->texts[NAME].texts.bytes);
  g_assert_true (segment->texts[CITY].folded.bytes == segment->texts[CITY].texts.bytes);
}

/* ---- numbers and times ---- */

static const struct
{
  gint64 least, step;
  guint  width;
} ranges[] = {
  { 0, 0, 0 },
  { -5, 1, 2 },
  { 1, 1000000, 2 },
  { G_MAXINT64 - 300 * 7000, 7000, 2 },
  { 5, 123457, 4 },
  { G_MININT64 + 1, G_GINT64_CONSTANT (61489146912365170), 8 },
  { -1, G_GINT64_CONSTANT (14316558000000), 4 },
};

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (guint unset = 0; unset < 3; unset++)
      {
        g_autoptr(GPtrArray) rows = rows_new ();

        for (guint j = 0; j < 300; j++)
          {
            g_autofree char *id = make_uuid (j);
            Row *row = row_new (id);
            if (unset == 0 || (unset == 1 && j % 7 != 0))
              {
                /* The widest range runs over its end, and begins again. */
                row->numbers[SIZE] =
                  (gint64) ((guint64) ranges[i].least + (guint64) ranges[i].step * j);
                row->texts[SIZE] =
                  g_strdup_printf ("%" G_GINT64_FORMAT, row->numbers[SIZE]);
              }
            row->numbers[STATUS] = j % 3 == 0 ? GUILD_NUMBER_UNSET : (int) (j % 3) - 2;
            row->texts[STATUS] = j % 3 == 0 ? NULL : g_strdup (j % 3 == 1 ? "new" : "on");
            g_ptr_array_add (rows, row);
          }
        g_autoptr(GuildSegment) segment = check_all (rows);
        g_assert_true (segment->texts[SIZE].written);
        if (unset == 0)
          g_assert_cmpuint (segment->numbers[SIZE].width, ==, ranges[i].width);
        g_assert_cmpuint (segment->numbers[STATUS].width, ==, 1);
      }
}

static const struct
{
  const char *text;
  gint64      number;
  gboolean    written;
} times[] = {
  { "2024-02-29T23:59:59Z", G_GINT64_CONSTANT (1709251199000000), TRUE },
  { "1970-01-01T00:00:00Z", 0, TRUE },
  { "0001-01-01T00:00:00Z", G_GINT64_CONSTANT (-62135596800000000), TRUE },
  { "9999-12-31T23:59:59Z", G_GINT64_CONSTANT (253402300799000000), TRUE },
  { "1900-03-01T12:34:56Z", G_GINT64_CONSTANT (-2203845904000000), TRUE },
  { NULL, GUILD_NUMBER_UNSET, TRUE },
  { "2024-03-01T10:00:00.4Z", G_GINT64_CONSTANT (1709287200400000), FALSE },
  { "2024-03-01T10:00:00.400Z", G_GINT64_CONSTANT (1709287200400000), FALSE },
  { "2024-03-01", G_GINT64_CONSTANT (1709251200000000), FALSE },
  { "2024-03-01T10:00:00+00:00", G_GINT64_CONSTANT (1709287200000000), FALSE },
  { "2024-03-01T10:00:00.00000001Z", G_GINT64_CONSTANT (1709287200000000), FALSE },
  { "", GUILD_NUMBER_UNSET, FALSE },
  { "not a time", GUILD_NUMBER_UNSET, FALSE },
  { NULL, 17, FALSE },
};

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr(GPtrArray) rows = rows_new ();

      for (guint j = 0; j < 30; j++)
        {
          g_autofree char *id = make_uuid (j);
          Row *row = row_new (id);
          row->texts[TIME] = j == 20 ? g_strdup (times[i].text)
                                     : g_strdup_printf ("2024-03-01T10:00:%02uZ", j);
          row->numbers[TIME] = j == 20 ? times[i].number
                                       : G_GINT64_CONSTANT (1709287200000000) + j * 1000000;
          g_ptr_array_add (rows, row);
        }
      g_autoptr(GuildSegment) segment = check_all (rows);
      g_assert_true (segment->texts[TIME].written == times[i].written);
    }
}

/* Segments of times with and without fractions, copied into one. */
static void
test_fractions (void)
{
  static const char * const forms[] = { "2024-03-01T10:00:00Z", "2024-03-01T10:00:00.5Z",
                                        "2024-03-01T10:00:00.500000Z",
                                        "2024-03-01T10:00:00.5000000Z", "half past ten" };
  g_autoptr(GuildSegmentBuilder) builder = guild_segment_builder_new (&table);
  g_autoptr(GuildSegmentBuilder) joint = guild_segment_builder_new (&table);
  g_autoptr(GPtrArray) rows = rows_new ();

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *id = make_uuid (i);
      Row *row = row_new (id);

      row->texts[TIME] = g_strdup (forms[i]);
      row->numbers[TIME] =
        i == 4 ? GUILD_NUMBER_UNSET
               : G_GINT64_CONSTANT (1709287200000000) + (i == 0 ? 0 : 500000);
      g_ptr_array_add (rows, row);
      row_append (row, builder);
      g_autoptr(GuildSegment) segment = guild_segment_builder_end (builder);
      g_assert_true (segment->texts[TIME].written == (i != 4));
      guild_segment_builder_append_copy (joint, segment, 0, GUILD_ROW_NONE, 7);
      guild_segment_builder_append_copy (joint, segment, 0, GUILD_ROW_NONE, 7);
      g_ptr_array_add (rows, row_new (id));
      for (guint field = 0; field < ID; field++)
        {
          ((Row *) rows->pdata[2 * i + 1])->texts[field] = g_strdup (row->texts[field]);
          ((Row *) rows->pdata[2 * i + 1])->numbers[field] = row->numbers[field];
        }
    }
  g_autoptr(GuildSegment) segment = guild_segment_builder_end (joint);
  check_rows (segment, rows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment/find", test_find);
  g_test_add_func ("/segment/ids", test_ids);
  g_test_add_func ("/segment/words-in-ids", test_id_words);
  g_test_add_func ("/segment/repeated", test_repeated);
  g_test_add_func ("/segment/changing", test_changing);
  g_test_add_func ("/segment/long", test_long);
  g_test_add_func ("/segment/folded", test_folded);
  g_test_add_func ("/segment/numbers", test_numbers);
  g_test_add_func ("/segment/times", test_times);
  g_test_add_func ("/segment/fractions", test_fractions);
  return g_test_run ();
}
