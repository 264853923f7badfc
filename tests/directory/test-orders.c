/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-attention.h"
#include "directory/guild-collator.h"
#include "directory/guild-keys.h"
#include "directory/guild-order.h"
#include "directory/guild-test-companies.h"

/* Keys, rankings and orders against plain comparisons. */

static const char * const words[] = {
  "Bakery", "bakery", "BAKERY", "bäckerei", "Bäckerei", "Straße", "strasse", "STRASSE", "éclair",
  "eclair", "Łódź", "İzmir", "京都", "القاهرة", "a", "A", "", " ", "z", "Zebra & Sons",
  "a rather long name that goes on", "a rather long name that goes on and on", "ﬁn", "Fin",
};

static const char * const fields[] = { "name", "status", "description", "lastSync", "created",
                                       "createdBy", "id", "attention" };

#define PICK(random, array) ((array)[g_rand_int_range (random, 0, G_N_ELEMENTS (array))])

/* ---- keys ---- */

static void
test_collator (void)
{
  g_auto(GuildCollator) collator;

  guild_collator_init (&collator);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < G_N_ELEMENTS (words); j++)
      {
        g_autofree char *a = g_utf8_casefold (words[i], -1);
        g_autofree char *b = g_utf8_casefold (words[j], -1);
        g_autofree char *key = g_strdup (guild_collator_get_key (&collator, words[i]));
        int order = strcmp (key, guild_collator_get_key (&collator, words[j]));
        int wanted = g_utf8_collate (a, b);
        g_assert_cmpint ((order > 0) - (order < 0), ==, (wanted > 0) - (wanted < 0));
      }
}

static void
check_key (GuildCollator *collator, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *wanted = g_utf8_collate_key (folded, -1);
  g_assert_cmpstr (guild_collator_get_key (collator, text), ==, wanted);
}

/* Every character, and any of them beside each other, as the library has them. */
static void
test_collator_characters (void)
{
  static const gunichar marks[] = { 0x300, 0x308, 0x327, 0x345, 0x483, 0x3099, 0x309a, 0x1161,
                                    0x11a8, 0xdf, 0x130, 0x3a3, 0xfb01, 0xac00, 0x1100, 0x9be,
                                    0x9c7 };
  g_autoptr(GRand) random = g_rand_new_with_seed (4);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *endless = g_strnfill (100000, 'X');
  g_auto(GuildCollator) collator;

  guild_collator_init (&collator);
  for (gunichar c = 1; c < 0x11000; c++)
    if (g_unichar_validate (c))
      {
        g_string_assign (text, "a");
        g_string_append_unichar (text, c);
        g_string_append_c (text, 'B');
        check_key (&collator, text->str);
      }
  for (guint i = 0; i < 50000; i++)
    {
      g_string_truncate (text, 0);
      for (guint n = g_rand_int_range (random, 0, 6); n > 0; n--)
        switch (g_rand_int_range (random, 0, 4))
          {
          case 0:
            g_string_append_unichar (text, PICK (random, marks));
            break;
          case 1:
            g_string_append_unichar (text, g_rand_int_range (random, 0x3041, 0x30fb));
            break;
          default:
            g_string_append_unichar (text, g_rand_int_range (random, 1, 0x560));
          }
      check_key (&collator, text->str);
    }
  check_key (&collator, endless);
}

/* Texts of which many begin the same or are the same, of all lengths. */
static char *
make_text (GRand *random)
{
  static const char * const beginnings[] = { "", "a", "common ", "common beginning of many texts ",
                                             "eightlet", "sixteen letters." };
  guint length = g_rand_int_range (random, 0, 4);
  GString *text = g_string_new (PICK (random, beginnings));

  for (guint i = 0; i < length; i++)
    g_string_append_c (text, (char) g_rand_int_range (random, 1, 4));
  return g_string_free (text, FALSE);
}

static void
check_sorted_texts (const GArray *sorted, const GPtrArray *texts)
{
  g_assert_cmpuint (sorted->len, ==, texts->len);
  for (guint i = 0; i < sorted->len; i++)
    {
      const GuildKey *key = &g_array_index (sorted, GuildKey, i);
      const GuildKey *last = i > 0 ? key - 1 : NULL;
      int order = i > 0 ? strcmp (texts->pdata[last->item], texts->pdata[key->item]) : -1;

      g_assert_cmpint (order, <=, 0);
      g_assert_cmpint (order < 0, ==, key->prefix != 0);
      if (order == 0)
        g_assert_cmpuint (last->item, <, key->item);
    }
}

static void
test_keys_texts (void)
{
  static const guint counts[] = { 0, 1, 2, 32, 33, 1000, 8192, 8193, 60000 };
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      g_auto(GuildKeys) a;
      g_auto(GuildKeys) b;

      guild_keys_init (&a, 0);
      guild_keys_init (&b, 0);
      for (guint j = 0; j < counts[i]; j++)
        {
          g_ptr_array_add (texts, make_text (random));
          guild_keys_add_text (j < counts[i] / 3 ? &a : &b, texts->pdata[j], j);
        }
      g_autoptr(GArray) sorted = guild_keys_sort (&a, &b, NULL);
      check_sorted_texts (sorted, texts);
    }
}

/* As deep as a text is long. */
static void
test_keys_same (void)
{
  g_autofree char *text = g_strnfill (1000000, 'x');
  g_auto(GuildKeys) keys;

  guild_keys_init (&keys, 0);
  for (guint i = 0; i < 40; i++)
    guild_keys_add_text (&keys, text, i);
  g_autoptr(GArray) sorted = guild_keys_sort (&keys, NULL, NULL);
  for (guint i = 0; i < 40; i++)
    {
      g_assert_cmpuint (g_array_index (sorted, GuildKey, i).item, ==, i);
      g_assert_cmpint (g_array_index (sorted, GuildKey, i).prefix != 0, ==, i == 0);
    }
}

static void
test_keys_numbers (void)
{
  static const gint64 some[] = { 0, 1, -1, 255, 256, 65536, G_MAXINT64, G_MININT64 + 1 };
  g_autoptr(GRand) random = g_rand_new_with_seed (8);
  g_autoptr(GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto(GuildKeys) keys;

  guild_keys_init (&keys, 0);
  for (guint i = 0; i < 20000; i++)
    {
      gint64 number = g_rand_boolean (random) ? PICK (random, some) : (gint64) g_rand_int (random);
      g_array_append_val (numbers, number);
      guild_keys_add_number (&keys, number, i);
    }
  g_autoptr(GArray) sorted = guild_keys_sort (&keys, NULL, NULL);
  g_assert_cmpuint (sorted->len, ==, numbers->len);
  for (guint i = 1; i < sorted->len; i++)
    {
      const GuildKey *key = &g_array_index (sorted, GuildKey, i);
      gint64 before = g_array_index (numbers, gint64, key[-1].item);
      gint64 number = g_array_index (numbers, gint64, key->item);

      g_assert_cmpint (before, <=, number);
      g_assert_cmpint (before < number, ==, key->prefix != 0);
      if (before == number)
        g_assert_cmpuint (key[-1].item, <, key->item);
    }
}

/* ---- orders ---- */

static void
put (GuildEdit *edit, GRand *random, guint number, gboolean varied)
{
  static const char * const statuses[] = { "Linked", "PendingAuth", "Unlinked", "SomethingNew" };
  static const char * const times[] = { "\"2024-03-01T10:00:00Z\"", "\"2025-01-31\"", "null",
                                        "\"not a time\"", "\"2023-12-31T23:59:59.5+02:00\"" };
  g_autoptr(GuildBatch) batch = guild_batch_new (guild_codat_table ());
  g_autoptr(GString) more = g_string_new (NULL);
  g_autofree char *id = g_strdup_printf ("id-%u", number * 7919 % 1000003);
  g_autofree char *name = g_strdup_printf ("%s %u", PICK (random, words),
                                           g_rand_int_range (random, 0, 300));

  g_string_append_printf (more, "\"lastSync\":%s", PICK (random, times));
  if (varied)
    g_string_append_printf (more, ",\"description\":\"%s %u\"", PICK (random, words), number);
  else if (g_rand_boolean (random))
    g_string_append_printf (more, ",\"description\":\"%s\"", PICK (random, words));
  if (g_rand_boolean (random))
    g_string_append_printf (more, ",\"createdByUserName\":\"%s\"", PICK (random, words));
  g_string_append_printf (more, ",\"dataConnections\":[{\"id\":\"c\",\"status\":\"%s\"}]",
                          PICK (random, statuses));
  test_add_company (batch, id, g_rand_int_range (random, 0, 50) > 0 ? name : "", more->str);
  guild_edit_put (edit, batch, 0, G_MAXUINT, GUILD_ROW_NONE);
}

static GuildQuery *
make_query (GRand *random)
{
  GuildQuery *query = guild_query_new ();

  for (guint i = g_rand_int_range (random, 0, 4); i > 0; i--)
    {
      GuildQuery *next =
        guild_query_then_by (query, PICK (random, fields), g_rand_boolean (random));
      guild_query_unref (query);
      query = next;
    }
  return query;
}

static int
compare_set (gboolean a, gboolean b)
{
  return b - a;
}

static int
compare_rows_by (GuildSnapshot *snapshot, const char *id, gboolean descending, guint a, guint b)
{
  guint field = guild_field_table_index (snapshot->table, id), x, y;
  GuildSegment *first = guild_snapshot_get_segment (snapshot, a, &x);
  GuildSegment *second = guild_snapshot_get_segment (snapshot, b, &y);
  gint64 m, n;

  if (field != G_MAXUINT && snapshot->table->fields[field].kind != GUILD_FIELD_TIME &&
      snapshot->table->fields[field].kind != GUILD_FIELD_CHOICE)
    {
      GuildScratch left, right;
      const char *s = guild_segment_get_text (first, x, field, &left);
      const char *t = guild_segment_get_text (second, y, field, &right);
      if (s == NULL || t == NULL)
        return compare_set (s != NULL, t != NULL);
      g_autofree char *s_folded = g_utf8_casefold (s, -1);
      g_autofree char *t_folded = g_utf8_casefold (t, -1);
      int order = g_utf8_collate (s_folded, t_folded);
      return descending ? -order : order;
    }
  if (field == G_MAXUINT)
    {
      GuildAttention attention;
      guild_attention_init (&attention, snapshot->table, NULL, 0);
      m = guild_attention_get_begin (&attention, first, x);
      n = guild_attention_get_begin (&attention, second, y);
    }
  else
    {
      m = guild_segment_get_number (first, x, field);
      n = guild_segment_get_number (second, y, field);
      m = m == -1 ? G_MAXINT64 : m;
      n = n == -1 ? G_MAXINT64 : n;
    }
  if (m == GUILD_NUMBER_UNSET || n == GUILD_NUMBER_UNSET)
    return compare_set (m != GUILD_NUMBER_UNSET, n != GUILD_NUMBER_UNSET);
  return descending ? (n > m) - (n < m) : (m > n) - (m < n);
}

static int
compare_rows (GuildSnapshot *snapshot, GuildQuery *query, guint a, guint b)
{
  GuildScratch left, right;
  int order = 0;

  for (guint i = 0; order == 0 && i < guild_query_get_n_sort_keys (query); i++)
    {
      const GuildSortKey *key = guild_query_get_sort_key (query, i);
      order = compare_rows_by (snapshot, key->field, key->descending, a, b);
    }
  if (order == 0)
    order = compare_rows_by (snapshot, "name", FALSE, a, b);
  if (order == 0)
    order = strcmp (guild_snapshot_get_id (snapshot, a, &left),
                    guild_snapshot_get_id (snapshot, b, &right));
  return order;
}

/* All living rows, each once, each after the one before. */
static void
check_order (GuildOrder *order, GuildSnapshot *snapshot, GuildQuery *query)
{
  guint n_living = 0;

  g_assert_nonnull (order);
  for (guint row = 0; row < snapshot->n_rows; row++)
    n_living += (guild_snapshot_get_flags (snapshot, row) & GUILD_ROW_GONE) == 0;
  g_assert_cmpuint (order->n_rows, ==, n_living);
  for (guint i = 0; i < order->n_rows; i++)
    {
      guint row = order->rows[i];
      g_assert_cmpuint (row, <, snapshot->n_rows);
      g_assert_cmpuint (order->ranks[row], ==, i);
      g_assert_cmpint (guild_snapshot_get_flags (snapshot, row) & GUILD_ROW_GONE, ==, 0);
      if (i > 0)
        g_assert_cmpint (compare_rows (snapshot, query, order->rows[i - 1], row), <, 0);
    }
}

static GuildSnapshot *
make_snapshot (GRand *random, guint n_rows, gboolean varied)
{
  g_autoptr(GuildSnapshot) empty = guild_snapshot_new (guild_codat_table ());
  g_autoptr(GuildEdit) edit = guild_edit_new (empty, 1);

  for (guint i = 0; i < n_rows; i++)
    put (edit, random, i, varied);
  return guild_edit_commit (edit);
}

static void
test_fresh (gconstpointer data)
{
  guint n_rows = GPOINTER_TO_UINT (data);
  g_autoptr(GRand) random = g_rand_new_with_seed (n_rows);
  g_autoptr(GuildSnapshot) snapshot = make_snapshot (random, n_rows, FALSE);
  g_autoptr(GuildQuery) plain = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (guint descending = 0; descending < 2; descending++)
      {
        g_autoptr(GuildOrders) orders = guild_orders_new ();
        g_autoptr(GuildQuery) query = guild_query_with_sort (plain, fields[i], descending);
        g_autoptr(GuildOrder) order = guild_orders_get (orders, snapshot, query, NULL);
        check_order (order, snapshot, query);
      }
}

/* More values than are looked at one by one, and more rows than one thread turns round: those with
 * the same value stay together where the threads meet. */
static void
test_many_values (void)
{
  static const char * const asked[] = { "description", "status", "id", "name" };
  g_autoptr(GRand) random = g_rand_new_with_seed (3);
  g_autoptr(GuildSnapshot) snapshot = make_snapshot (random, 70000, TRUE);
  g_autoptr(GuildOrders) orders = guild_orders_new ();
  g_autoptr(GuildQuery) plain = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr(GuildQuery) query = guild_query_with_sort (plain, asked[i], TRUE);
      g_autoptr(GuildOrder) order = guild_orders_get (orders, snapshot, query, NULL);
      check_order (order, snapshot, query);
    }
}

/* (transfer full): some rows more, others, none any more, and back again. */
static GuildSnapshot *
change (GuildSnapshot *snapshot, GRand *random, guint32 stamp)
{
  g_autoptr(GuildEdit) edit = guild_edit_new (snapshot, stamp);
  guint n_changes = g_rand_int_range (random, 1, g_rand_int_range (random, 0, 20) == 0 ? 400 : 60);

  for (guint i = 0; i < n_changes; i++)
    {
      guint number = g_rand_int_range (random, 0, snapshot->n_rows + 5);
      if (number < snapshot->n_rows && g_rand_int_range (random, 0, 4) == 0)
        guild_edit_set_flags (edit, number, PICK (random, ((GuildRowFlags[]) {
          GUILD_ROW_GONE, GUILD_ROW_GONE, GUILD_ROW_HIDDEN, GUILD_ROW_NONE })));
      else
        put (edit, random, number, g_rand_boolean (random));
    }
  return guild_edit_commit (edit);
}

/* What is remembered and merged is what would be sorted anew. */
static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  GuildSnapshot *snapshot = make_snapshot (random, 5000, FALSE);
  GuildSnapshot *older = guild_snapshot_ref (snapshot);
  g_autoptr(GuildOrders) orders = guild_orders_new ();

  for (guint step = 0; step < 250; step++)
    {
      g_autoptr(GuildOrders) fresh = guild_orders_new ();
      g_autoptr(GuildQuery) query = make_query (random);
      /* Somebody may ask late about rows that are others by now. */
      GuildSnapshot *asked = g_rand_int_range (random, 0, 20) == 0 ? older : snapshot;
      g_autoptr(GuildOrder) order = guild_orders_get (orders, asked, query, NULL);
      g_autoptr(GuildOrder) wanted = guild_orders_get (fresh, asked, query, NULL);

      g_assert_cmpmem (order->rows, order->n_rows * sizeof *order->rows, wanted->rows,
                       wanted->n_rows * sizeof *wanted->rows);
      if (step % 20 == 0)
        check_order (order, asked, query);
      if (g_rand_boolean (random))
        {
          guild_snapshot_unref (older);
          older = snapshot;
          snapshot = change (older, random, step + 2);
        }
    }
  guild_snapshot_unref (older);
  guild_snapshot_unref (snapshot);
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* Whenever that happens: nothing, or the whole order; and nothing wrong is remembered. */
static void
test_cancelled (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (9);
  g_autoptr(GuildSnapshot) snapshot = make_snapshot (random, 20000, TRUE);
  g_autoptr(GuildOrders) orders = guild_orders_new ();
  g_autoptr(GuildQuery) plain = guild_query_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr(GuildQuery) query = guild_query_with_sort (plain, fields[i], TRUE);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
      g_autoptr(GuildOrder) order = guild_orders_get (orders, snapshot, query, cancellable);

      g_thread_join (thread);
      if (order != NULL)
        check_order (order, snapshot, query);
      g_autoptr(GuildOrders) others = guild_orders_new ();
      g_assert_null (guild_orders_get (others, snapshot, query, cancellable));
      g_autoptr(GuildOrder) again = guild_orders_get (orders, snapshot, query, NULL);
      check_order (again, snapshot, query);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/orders/collator/order", test_collator);
  g_test_add_func ("/directory/orders/collator/characters", test_collator_characters);
  g_test_add_func ("/directory/orders/keys/texts", test_keys_texts);
  g_test_add_func ("/directory/orders/keys/same", test_keys_same);
  g_test_add_func ("/directory/orders/keys/numbers", test_keys_numbers);
  g_test_add_data_func ("/directory/orders/fresh/none", GUINT_TO_POINTER (0), test_fresh);
  g_test_add_data_func ("/directory/orders/fresh/few", GUINT_TO_POINTER (500), test_fresh);
  g_test_add_data_func ("/directory/orders/fresh/many", GUINT_TO_POINTER (10000), test_fresh);
  g_test_add_func ("/directory/orders/many-values", test_many_values);
  g_test_add_func ("/directory/orders/random", test_random);
  g_test_add_func ("/directory/orders/cancelled", test_cancelled);
  return g_test_run ();
}
