/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-starts.h"

#include <stdio.h>
#include <unistd.h>

#include "directory/guild-company-list.h"
#include "service/autodesk/guild-autodesk.h"
#include "support/guild-test.h"

const char * const guild_bench_columns[] = { "trade", "erpId", "city", "id", "country", "name" };

const char * const guild_bench_script[] = {
  "n", "no", "nor", "nort", "nor", "no", "n", "", "m", "mu", "mul", "mull", "müll", "", "4", "42",
  "421", "4217", "421", "", "z", "zz", "zzq", "zz", "", "e", "el", "ele", "elec", "", "a", "ar",
  "", "plumb", "", "s", "é", "", "g", "gr", "gra", "gran", "granite", "", "o", "",
};
const guint guild_bench_script_length = G_N_ELEMENTS (guild_bench_script);

static void
tell (guint kind, gint64 value)
{
  g_print ("%u %" G_GINT64_FORMAT "\n", kind, value);
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

/* Each text column once, which nobody has asked for yet; then all of them the other way round. */
static void
sort_columns (GuildCompanyList *list)
{
  g_autoptr(GuildQuery) all = guild_query_new ();

  ask (list, all);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < GUILD_BENCH_N_COLUMNS; i++)
      {
        g_autoptr(GuildQuery) query =
          guild_query_with_sort (all, guild_bench_columns[i], round == 1);
        tell ((round == 0 ? GUILD_BENCH_FIRST : GUILD_BENCH_AGAIN) + i, ask (list, query));
      }
}

static void
type_script (GuildCompanyList *list)
{
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) sorted = guild_query_with_sort (all, "name", FALSE);

  ask (list, sorted);
  for (guint i = 0; i < guild_bench_script_length; i++)
    {
      g_autoptr(GuildQuery) query = guild_query_with_text (sorted, guild_bench_script[i]);
      tell (GUILD_BENCH_TYPING, ask (list, query));
    }
}

/* Bytes. */
static gint64
get_memory (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  g_auto(GStrv) fields = g_strsplit (text, " ", -1);
  return g_ascii_strtoll (fields[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}

void
guild_bench_start (const char *path)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("bench", "autodesk", "Bench", "http://127.0.0.1:1");
  gint64 begun = g_get_monotonic_time ();
  g_autoptr(GuildDirectory) directory =
    guild_directory_new (workspace, guild_autodesk_table (), path);
  GAsyncResult *slot = NULL;

  guild_test_wait_until (guild_directory_get_loaded (directory));
  tell (GUILD_BENCH_LOAD, g_get_monotonic_time () - begun);
  GuildCompanyList *list = guild_company_list_new (directory);
  sort_columns (list);
  type_script (list);
  tell (GUILD_BENCH_MEMORY, get_memory ());
  g_object_unref (list);
  guild_directory_close_async (directory, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_close_finish (directory, result, NULL));
}

/* ---- all of them ---- */

void
guild_bench_starts_init (GuildBenchStarts *self)
{
  for (guint i = 0; i < GUILD_BENCH_N_KINDS; i++)
    self->values[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
guild_bench_starts_clear (GuildBenchStarts *self)
{
  for (guint i = 0; i < GUILD_BENCH_N_KINDS; i++)
    g_clear_pointer (&self->values[i], g_array_unref);
}

void
guild_bench_starts_add (GuildBenchStarts *self, const char *path)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--start", path, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      guint kind;
      gint64 value;

      g_assert_cmpint (sscanf (lines[i], "%u %" G_GINT64_FORMAT, &kind, &value), ==, 2);
      g_assert_cmpuint (kind, <, GUILD_BENCH_N_KINDS);
      g_array_append_val (self->values[kind], value);
    }
}
