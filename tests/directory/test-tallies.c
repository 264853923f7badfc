/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-text.h"
#include "directory/guild-tallies.h"
#include "support/guild-test.h"

/* Counts of the items of a list, against a table of texts that takes every row for itself. */

enum { NAME, TAGS, N_FIELDS };

static const GuildField fields[] = {
  { .id = "name", .title = "Name", .kind = GUILD_FIELD_TEXT, .flags = GUILD_FIELD_SEARCHABLE },
  { .id = "tags", .title = "Tags", .kind = GUILD_FIELD_TAGS, .flags = GUILD_FIELD_FILTERABLE },
};

static const GuildFieldTable table = {
  .service_id = "test", .fields = fields, .n_fields = N_FIELDS, .id_field = NAME, .name_field = NAME,
};

/* Few of them are said often, in several ways; many by one company alone. */
static char *
random_item (guint row)
{
  static const char *const words[] = { "region=UK", "region=uk", "Région", "region", "REGION", "fr",
                                       "straße", "STRASSE", "team", "" };

  if (g_test_rand_int_range (0, 3) == 0)
    return g_strdup_printf ("uid=%u", row / 2);
  return g_strdup (words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
}

/* (transfer full) (nullable) */
static char *
random_items (guint row)
{
  GString *text = g_string_new (NULL);
  guint n = g_test_rand_int_range (0, 5);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *item = random_item (row);
      g_string_append_printf (text, "%s%s", i > 0 ? GUILD_LIST_SEP : "", item);
    }
  return g_string_free (text, n == 0);
}

/* What a condition on the item would find. */
typedef struct
{
  char *title; /* (owned) */
  guint count;
} Naive;

static void
naive_free (gpointer data)
{
  Naive *self = data;

  g_free (self->title);
  g_free (self);
}

static void
naive_add (GHashTable *naive, const char *text)
{
  g_auto(GStrv) items = g_strsplit (text, GUILD_LIST_SEP, -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_autofree char *folded = guild_text_fold (items[i]);
      Naive *known = g_hash_table_lookup (naive, folded);

      if (known == NULL)
        {
          known = g_new0 (Naive, 1);
          known->title = g_strdup (items[i]);
          g_hash_table_insert (naive, g_steal_pointer (&folded), known);
        }
      known->count++;
      if (strcmp (items[i], known->title) < 0)
        {
          g_free (known->title);
          known->title = g_strdup (items[i]);
        }
    }
}

/* (transfer full): with N rows, counted into NAIVE; in each segment of its own kind. */
static GuildSnapshot *
make_snapshot (guint n, gboolean coded, GHashTable *naive)
{
  GuildSnapshot *snapshot = guild_snapshot_new (&table);
  g_autoptr(GuildSegmentBuilder) builder = guild_segment_builder_new (&table);

  for (guint row = 0; row < n; row++)
    {
      g_autofree char *name = g_strdup_printf ("%u", row);
      g_autofree char *tags = random_items (coded ? row % 7 : row);
      gboolean here = g_test_rand_int_range (0, 8) > 0;
      const GuildCell cells[N_FIELDS] = { { .text = name, .number = GUILD_NUMBER_UNSET },
                                          { .text = tags, .number = GUILD_NUMBER_UNSET } };

      guild_segment_builder_append (builder, name, cells, here ? GUILD_ROW_NONE : GUILD_ROW_HIDDEN,
                                    1);
      if (here && tags != NULL && *tags != '\0')
        naive_add (naive, tags);
      if (guild_segment_builder_get_n_rows (builder) < GUILD_SEGMENT_ROWS && row + 1 < n)
        continue;
      g_autoptr(GuildSegment) segment = guild_segment_builder_end (builder);
      GuildSnapshot *longer = guild_snapshot_append (snapshot, segment);
      guild_snapshot_unref (snapshot);
      snapshot = longer;
    }
  return snapshot;
}

static int
compare_naive (gconstpointer a, gconstpointer b)
{
  const Naive *x = *(const Naive *const *) a, *y = *(const Naive *const *) b;

  return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                              : strcmp (x->title, y->title);
}

static void
check_first (GuildTallies *tallies, GHashTable *naive, guint n)
{
  g_autofree GuildTally *first = g_new (GuildTally, MAX (n, 1));
  guint n_first = guild_tallies_get_first (tallies, first, n);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  guint n_expected = 0;
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, naive);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    g_ptr_array_add (sorted, known);
  g_ptr_array_sort (sorted, compare_naive);
  while (n_expected < MIN (n, sorted->len) &&
         (sorted->len <= n || ((Naive *) sorted->pdata[n_expected])->count > 1))
    n_expected++;
  g_assert_cmpuint (n_first, ==, n_expected);
  for (guint i = 0; i < n_first; i++)
    {
      const Naive *expected = sorted->pdata[i];
      g_autofree char *title = g_strndup (first[i].title, first[i].length);
      g_assert_cmpstr (title, ==, expected->title);
      g_assert_cmpuint (first[i].count, ==, expected->count);
    }
}

static void
check (guint n, gboolean coded)
{
  g_autoptr(GHashTable) naive = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, naive_free);
  g_autoptr(GuildSnapshot) snapshot = make_snapshot (n, coded, naive);
  g_autoptr(GuildTallies) tallies = guild_tallies_new (snapshot, TAGS, NULL);
  GHashTableIter iter;
  gpointer folded, known;

  g_hash_table_iter_init (&iter, naive);
  while (g_hash_table_iter_next (&iter, &folded, &known))
    g_assert_cmpuint (guild_tallies_count (tallies, folded), ==, ((Naive *) known)->count);
  g_assert_cmpuint (guild_tallies_count (tallies, "Straße"), ==,
                    guild_tallies_count (tallies, "strasse"));
  g_assert_cmpuint (guild_tallies_count (tallies, "nobody says this"), ==, 0);
  check_first (tallies, naive, 0);
  check_first (tallies, naive, 3);
  check_first (tallies, naive, 20);
  check_first (tallies, naive, n * 5 + 20);
}

static void
test_random (void)
{
  check (0, FALSE);
  check (30, FALSE);
  for (guint i = 0; i < 4; i++)
    {
      check (GUILD_SEGMENT_ROWS + 500, FALSE);
      check (GUILD_SEGMENT_ROWS + 500, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/tallies/random", test_random);
  return g_test_run ();
}
