/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/guild-bench-names.h"
#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-options.h"
#include "company/guild-trade.h"
#include "directory/guild-company-list.h"
#include "service/autodesk/guild-autodesk.h"
#include "support/guild-test.h"

/* How fast the directory searches and sorts, and beside it, on the same texts and in the same run,
 * what comes with GTK and one memmem() over one buffer. A line for each figure,
 * medians with the least and the most. */

#define PAGE 5000

/* A person types, looks, corrects, and types on: one letter, three, digits, nothing found, accents,
 * deletions. */
static const char * const script[] = {
  "n", "no", "nor", "nort", "nor", "no", "n", "", "m", "mu", "mul", "mull", "müll", "", "4", "42",
  "421", "4217", "421", "", "z", "zz", "zzq", "zz", "", "e", "el", "ele", "elec", "", "a", "ar",
  "", "plumb", "", "s", "é", "", "g", "gr", "gra", "gran", "granite", "", "o", "",
};

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

/* Resident, bytes. */
static gint64
print_memory (const char *name, guint n)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  g_auto(GStrv) fields = g_strsplit (text, " ", -1);
  gint64 pages = g_ascii_strtoll (fields[1], NULL, 10);
  gint64 bytes = pages * sysconf (_SC_PAGESIZE);
  guild_bench_print (name, n, "", (double) bytes / 1000000, "MB");
  return bytes;
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

#define N_LOADS 5

/* What growth is told of. */
typedef struct
{
  gint64 load, memory;
  Times  typing, sorting, again;
} Figures;

/* (transfer full): the directory at PATH as it is after a start. TIMES: how long it took is added,
 * µs. */
static GuildDirectory *
load (const char *path, GArray *times)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("bench", "autodesk", "Bench", "http://127.0.0.1:1");
  gint64 begun = g_get_monotonic_time ();
  GuildDirectory *directory = guild_directory_new (workspace, guild_autodesk_table (), path);

  guild_test_wait_until (guild_directory_get_loaded (directory));
  gint64 took = g_get_monotonic_time () - begun;
  g_array_append_val (times, took);
  return directory;
}

/* From the question until the rows are known, µs. The list is asked as the window asks it. */
static gint64
ask (GuildCompanyList *list, GuildQuery *query)
{
  gint64 begun = g_get_monotonic_time ();

  guild_company_list_set_query (list, query);
  while (guild_company_list_get_busy (list))
    g_main_context_iteration (NULL, TRUE);
  return g_get_monotonic_time () - begun;
}

static Times
measure_typing (GuildCompanyList *list, guint n)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) sorted = guild_query_with_sort (all, "name", FALSE);

  ask (list, sorted);
  for (guint round = 0; round < 5; round++)
    for (guint i = 0; i < G_N_ELEMENTS (script); i++)
      {
        g_autoptr(GuildQuery) query = guild_query_with_text (sorted, script[i]);
        gint64 took = ask (list, query);
        g_array_append_val (times, took);
      }
  return print_times ("D1-keystroke", n, times, n <= GUILD_BENCH_ROWS ? 16 : 0);
}

static const char * const columns[] = { "trade", "erpId", "city", "id", "country", "name" };

#define N_COLUMNS G_N_ELEMENTS (columns)

/* The times of each column, µs. */
typedef struct { GArray *columns[N_COLUMNS]; } Sorts; /* (owned) (element-type gint64) */

static void
sorts_init (Sorts *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    self->columns[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Each column alone, and then all of them: of each its median, so that the largest is that of the
 * slowest column. Frees them. */
static Times
sorts_print (Sorts *self, const char *name, guint n, double most)
{
  g_autoptr(GArray) medians = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *column = g_strconcat (name, "-", columns[i], NULL);
      gint64 median = print_times (column, n, self->columns[i], 0).median;
      g_array_append_val (medians, median);
      g_array_unref (self->columns[i]);
    }
  return print_times (name, n, medians, most);
}

/* Each text column once, which nobody has asked for yet; then all of them the other way round. */
static void
sort_columns (GuildDirectory *directory, Sorts *first, Sorts *again)
{
  g_autoptr(GuildCompanyList) list = guild_company_list_new (directory);
  g_autoptr(GuildQuery) all = guild_query_new ();

  ask (list, all);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < N_COLUMNS; i++)
      {
        g_autoptr(GuildQuery) query = guild_query_with_sort (all, columns[i], round == 1);
        gint64 took = ask (list, query);
        g_array_append_val ((round == 0 ? first : again)->columns[i], took);
      }
}

/* (transfer full): the directory at PATH. What was sorted once is known until the program ends, so it
 * is started anew for each look. */
static GuildDirectory *
measure_starts (const char *path, guint n, Figures *figures)
{
  g_autoptr(GArray) loads = g_array_new (FALSE, FALSE, sizeof (gint64));
  GuildDirectory *directory = NULL;
  Sorts first, again;

  sorts_init (&first);
  sorts_init (&again);
  for (guint round = 0; round < N_LOADS; round++)
    {
      g_clear_pointer (&directory, close_directory);
      directory = load (path, loads);
      sort_columns (directory, &first, &again);
    }
  figures->load = print_times ("load", n, loads, 0).median;
  figures->sorting = sorts_print (&first, "D2-sort-first", n, 400);
  figures->again = sorts_print (&again, "D2-sort-again", n, 100);
  return directory;
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

  for (guint i = 0; i < G_N_ELEMENTS (script); i++)
    {
      gint64 begun = g_get_monotonic_time ();
      gtk_string_filter_set_search (filter, script[i]);
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

  for (guint i = 0; i < 5 * G_N_ELEMENTS (script); i++)
    {
      g_autofree char *needle = g_utf8_casefold (script[i % G_N_ELEMENTS (script)], -1);
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

static Figures
measure (guint n)
{
  g_autofree char *room = guild_test_directory ();
  g_autofree char *path = g_build_filename (room, "cache.sqlite", NULL);
  Figures figures;
  gint64 begun = g_get_monotonic_time ();
  GuildDirectory *directory = make_directory (path, n);

  print_ms ("store", n, g_get_monotonic_time () - begun);
  close_directory (directory);
  directory = measure_starts (path, n, &figures);
  GuildCompanyList *list = guild_company_list_new (directory);
  figures.typing = measure_typing (list, n);
  figures.memory = print_memory ("core-memory", n);
  g_object_unref (list);
  close_directory (directory);
  measure_others (n, &figures);
  return figures;
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

int
main (int argc, char **argv)
{
  guint n = GUILD_BENCH_ROWS;

  if (!guild_bench_begin (argc, argv, "— measures the directory", GUILD_BENCH_ROWS_HELP, NULL, &n))
    return 2;
  Figures small = measure (MAX (n / 10, 1));
  Figures large = measure (n);
  print_growths (&small, &large);
  return EXIT_SUCCESS;
}
