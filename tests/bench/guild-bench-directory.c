/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>

#include "bench/guild-bench-names.h"
#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-options.h"
#include "bench/guild-bench-starts.h"
#include "company/guild-trade.h"
#include "directory/guild-directory.h"
#include "service/autodesk/guild-autodesk.h"
#include "support/guild-test.h"

/* How fast the directory searches and sorts, and beside it, on the same texts and in the same run,
 * what comes with GTK and one memmem() over one buffer. A line for each figure,
 * medians with the least and the most. */

#define PAGE 5000

/* ---- figures ---- */

/* Of many times, µs. */
typedef struct { gint64 median, p95; } Times;

static void
print_ms (const char *name, guint n, gint64 value)
{
  guild_bench_print (name, n, "", (double) value / 1000, "ms");
}

/* MOST, ms: 0 = may be anything. The 95th of a hundred may be so much where there are enough. */
static Times
print_times (const char *name, guint n, GArray *times, double most)
{
  gint64 median = guild_bench_print_values (name, n, times, 1000, "ms", times->len > 20 ? 0 : most,
                                            most);

  return (Times) { median, guild_bench_get_percentile (times, 95) };
}

/* OURS as a multiple of what OTHERS took. */
static void
print_ratio (const char *name, guint n, const char *of, Times ours, Times others)
{
  g_autofree char *median = g_strconcat ("-median-of-", of, NULL);
  g_autofree char *p95 = g_strconcat ("-p95-of-", of, NULL);

  guild_bench_print (name, n, median, (double) ours.median / (double) MAX (others.median, 1),
                     "times");
  guild_bench_print (name, n, p95, (double) ours.p95 / (double) MAX (others.p95, 1), "times");
}

/* ---- companies ---- */

static void
append (GuildBatch *batch, guint number)
{
  static const char * const cities[] = { "Cork", "Köln", "Houston", "Lyon", "Málaga", "Leeds" };
  g_autoptr(JsonObject) company = json_object_new ();
  g_autofree char *id = guild_bench_make_id (number);
  g_autofree char *name = guild_bench_make_name (number);
  g_autofree char *erp =
    g_strdup_printf ("E%07u", (guint) (guild_bench_mix (number + 7) % 10000000));

  json_object_set_string_member (company, "id", id);
  json_object_set_string_member (company, "name", name);
  json_object_set_string_member (company, "trade",
                                 guild_trade_list ()[guild_bench_mix (number + 3) % 66]);
  json_object_set_string_member (company, "erpId", erp);
  json_object_set_string_member (company, "city", cities[guild_bench_mix (number + 5) % 6]);
  g_assert_true (guild_batch_append (batch, company));
}

/* (transfer full) */
static GuildDirectory *
make_directory (const char *path, guint n)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("bench", "autodesk", "Bench", "http://127.0.0.1:1");
  GuildDirectory *directory = guild_directory_new (workspace, guild_autodesk_table (), path);
  GAsyncResult *slot = NULL;

  guild_test_wait_until (guild_directory_get_loaded (directory));
  for (guint begin = 0; begin < n; begin += PAGE)
    {
      g_autoptr(GuildBatch) batch = guild_batch_new (guild_autodesk_table ());

      for (guint i = begin; i < MIN (begin + PAGE, n); i++)
        append (batch, i);
      guild_directory_apply_async (directory, batch, guild_test_result_cb, &slot);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      g_assert_true (guild_directory_apply_finish (directory, result, NULL));
    }
  return directory;
}

static void
close_directory (GuildDirectory *directory)
{
  GAsyncResult *slot = NULL;

  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, result, NULL));
  g_object_unref (directory);
}

/* ---- ours ---- */

#define N_STARTS 9

/* What growth is told of. */
typedef struct
{
  gint64 load, memory;
  Times  typing, sorting, again;
} Figures;

/* Each column alone, and then all of them: of each its median, so that the largest is that of the
 * slowest column. */
static Times
print_sorts (GuildBenchStarts *starts, guint kind, const char *name, guint n, double most)
{
  g_autoptr(GArray) medians = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < GUILD_BENCH_N_COLUMNS; i++)
    {
      g_autofree char *column = g_strconcat (name, "-", guild_bench_columns[i], NULL);
      gint64 median = print_times (column, n, starts->values[kind + i], 0).median;
      g_array_append_val (medians, median);
    }
  return print_times (name, n, medians, most);
}

static Figures
print_starts (GuildBenchStarts *starts, guint n)
{
  Figures figures;

  figures.load = print_times ("load", n, starts->values[GUILD_BENCH_LOAD], 0).median;
  figures.sorting = print_sorts (starts, GUILD_BENCH_FIRST, "D2-sort-first", n, 400);
  figures.again = print_sorts (starts, GUILD_BENCH_AGAIN, "D2-sort-again", n, 100);
  figures.typing = print_times ("D1-keystroke", n, starts->values[GUILD_BENCH_TYPING],
                                n <= GUILD_BENCH_ROWS ? 16 : 0);
  figures.memory = guild_bench_print_values ("core-memory", n, starts->values[GUILD_BENCH_MEMORY],
                                             1000000, "MB", 0, 0);
  return figures;
}

/* ---- the same with what is there ---- */

static void
measure_stock (GListStore *store, guint n, Times *typing, Times *sorting)
{
  g_autoptr(GArray) filter_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) sort_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkExpression *text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr(GtkStringFilter) filter = gtk_string_filter_new (gtk_expression_ref (text));
  g_autoptr(GtkFilterListModel) filtered = gtk_filter_list_model_new (
    G_LIST_MODEL (g_object_ref (store)), GTK_FILTER (g_object_ref (filter)));

  for (guint i = 0; i < guild_bench_script_length; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      gtk_string_filter_set_search (filter, guild_bench_script[i]);
      gint64 took = g_get_monotonic_time () - begun;
      g_array_append_val (filter_times, took);
    }
  *typing = print_times ("stock-keystroke", n, filter_times, 0);
  for (guint i = 0; i < 5; i++)
    {
      GtkStringSorter *sorter = gtk_string_sorter_new (gtk_expression_ref (text));
      gint64 begun = g_get_monotonic_time ();
      g_autoptr(GtkSortListModel) sorted = gtk_sort_list_model_new (
        G_LIST_MODEL (g_object_ref (store)), GTK_SORTER (sorter));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sorted)), ==, n);
      gint64 took = g_get_monotonic_time () - begun;
      g_array_append_val (sort_times, took);
    }
  *sorting = print_times ("stock-sort", n, sort_times, 0);
  gtk_expression_unref (text);
}

static Times
measure_memmem (GString *texts, guint n)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint found = 0;

  for (guint i = 0; i < 5 * guild_bench_script_length; i++)
    {
      const char *typed = guild_bench_script[i % guild_bench_script_length];
      g_autofree char *needle = g_utf8_casefold (typed, -1);
      gsize length = strlen (needle);
      const char *end = texts->str + texts->len;
      gint64 begun = g_get_monotonic_time ();

      /* One hit a row, as a list has it. */
      for (const char *from = texts->str; length > 0 && from < end; found++)
        {
          const char *hit = memmem (from, end - from, needle, length);
          if (hit == NULL)
            break;
          const char *line = memchr (hit, '\n', end - hit);
          from = line != NULL ? line + 1 : end;
        }
      gint64 took = g_get_monotonic_time () - begun;
      g_array_append_val (times, took);
    }
  g_assert_cmpuint (found, >, 0);
  return print_times ("memmem-keystroke", n, times, 0);
}

static void
measure_others (guint n, const Figures *ours)
{
  Times floor, typing, sorting;
  g_autoptr(GListStore) store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_autoptr(GString) texts = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = guild_bench_make_name (i);
      g_autofree char *folded = g_utf8_casefold (name, -1);
      g_autoptr(GtkStringObject) object = gtk_string_object_new (name);

      g_list_store_append (store, object);
      g_string_append (texts, folded);
      g_string_append_c (texts, '\n');
    }
  floor = measure_memmem (texts, n);
  measure_stock (store, n, &typing, &sorting);
  print_ratio ("D1-keystroke", n, "memmem", ours->typing, floor);
  print_ratio ("D1-keystroke", n, "stock", ours->typing, typing);
  print_ratio ("D2-sort-first", n, "stock", ours->sorting, sorting);
}

/* ---- all ---- */

/* (transfer full): where N companies are kept. */
static char *
store (guint n)
{
  g_autofree char *room = guild_test_directory ();
  char *path = g_build_filename (room, "cache.sqlite", NULL);
  gint64 begun = g_get_monotonic_time ();
  GuildDirectory *directory = make_directory (path, n);

  print_ms ("store", n, g_get_monotonic_time () - begun);
  close_directory (directory);
  return path;
}

/* D7, by the figures that have an aim: the 95th of a hundred keystrokes, the slowest column. */
static void
print_growths (const Figures *small, const Figures *large)
{
  guild_bench_print_growth ("load", small->load, large->load);
  guild_bench_print_growth ("D1-keystroke", small->typing.p95, large->typing.p95);
  guild_bench_print_growth ("D2-sort-first", small->sorting.p95, large->sorting.p95);
  guild_bench_print_growth ("D2-sort-again", small->again.p95, large->again.p95);
  guild_bench_print_growth ("core-memory", small->memory, large->memory);
}

/* Starts of both sizes take turns: what else the machine does, and how fast it is, meets both. */
static void
measure (guint n)
{
  guint sizes[] = { MAX (n / 10, 1), n };
  char *paths[G_N_ELEMENTS (sizes)];
  g_auto(GuildBenchStarts) small = { 0 };
  g_auto(GuildBenchStarts) large = { 0 };
  GuildBenchStarts *starts[] = { &small, &large };
  Figures figures[G_N_ELEMENTS (sizes)];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      paths[i] = store (sizes[i]);
      guild_bench_starts_init (starts[i]);
    }
  for (guint round = 0; round < N_STARTS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      guild_bench_starts_add (starts[i], paths[i]);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      figures[i] = print_starts (starts[i], sizes[i]);
      measure_others (sizes[i], &figures[i]);
      g_free (paths[i]);
    }
  print_growths (&figures[0], &figures[1]);
}

int
main (int argc, char **argv)
{
  g_autofree char *start = NULL;
  const GOptionEntry entries[] = {
    { "start", 0, 0, G_OPTION_ARG_FILENAME, &start, "Is one of the starts", "CACHE" },
    { NULL }
  };
  guint n = GUILD_BENCH_ROWS;

  if (!guild_bench_begin (argc, argv, "— measures the directory", GUILD_BENCH_ROWS_HELP, entries,
                          &n))
    return 2;
  if (start != NULL)
    guild_bench_start (start);
  else
    measure (n);
  return EXIT_SUCCESS;
}
