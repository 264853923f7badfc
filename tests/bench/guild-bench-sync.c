/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-options.h"
#include "directory/guild-company-list.h"
#include "service/codat/guild-codat.h"
#include "support/guild-test.h"

/* How long a full sync takes: read from the sandbox, decoded, stored on disk, searchable, each time
 * with a new cache file; and beside it, from the same sandbox and in the same run, the service's
 * own client that only lists the companies. A line for each figure,
 * medians with the least and the most. The sandbox takes a part of the machine, and
 * says how much of its processor time each list cost. */

/* Few where one takes long. */
#define N_RUNS 5

/* The service serves so many (codat.md §1.3), and our sync asks for them; its own client asks for
 * pages of a hundred unless told otherwise. */
#define LARGEST_PAGE "5000"
/* More companies than these the service's own client is not asked to list. */
#define MOST_BESIDE 100000

static char *lister; /* (owned) (nullable): the program that runs the service's own client */

typedef struct
{
  GArray *took;    /* µs */
  GArray *used;    /* µs of processor time of who lists */
  GArray *sandbox; /* µs of processor time of the sandbox meanwhile */
  GArray *memory;  /* kB above what there was before */
} Times;

/* ---- figures ---- */

static void
times_init (Times *self)
{
  self->took = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->used = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->sandbox = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->memory = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
times_clear (Times *self)
{
  g_array_unref (self->took);
  g_array_unref (self->used);
  g_array_unref (self->sandbox);
  g_array_unref (self->memory);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Times, times_clear)

/* The values in thousands, as milliseconds are of microseconds. */
static gint64
print_values (const char *name, guint n, GArray *values, const char *unit)
{
  return guild_bench_print_values (name, n, values, 1000, unit, 0, 0);
}

/* ---- what a process takes ---- */

/* (nullable) (transfer full): of PID, or "self". */
static char *
read_process (const char *pid, const char *file)
{
  g_autofree char *path = g_build_filename ("/proc", pid, file, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

/* Processor time, µs. */
static gint64
get_used (const char *pid)
{
  g_autofree char *text = read_process (pid, "stat");
  const char *rest = text != NULL ? strrchr (text, ')') : NULL;

  if (rest == NULL)
    return 0;
  /* proc(5): the 14th and 15th are utime and stime; REST begins before the third. */
  g_auto(GStrv) fields = g_strsplit (rest + 2, " ", -1);
  return (g_ascii_strtoll (fields[11], NULL, 10) + g_ascii_strtoll (fields[12], NULL, 10)) *
         G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}

/* kB; NAME is VmRSS or VmHWM. */
static gint64
get_memory (const char *name)
{
  g_autofree char *text = read_process ("self", "status");
  const char *line = text != NULL ? strstr (text, name) : NULL;

  return line != NULL ? g_ascii_strtoll (line + strlen (name) + 1, NULL, 10) : 0;
}

static void
forget_most_memory (void)
{
  FILE *file = g_fopen ("/proc/self/clear_refs", "w");

  if (file != NULL)
    {
      fputs ("5", file);
      fclose (file);
    }
}

static void
add (GArray *values, gint64 value)
{
  g_array_append_val (values, value);
}

/* ---- ours ---- */

/* (transfer full) */
static GuildDirectory *
open_directory (GuildTestSandbox *sandbox, const char *path)
{
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("bench", "codat", "Bench", sandbox->url);
  g_autoptr(GuildService) service = guild_codat_new (sandbox->url, sandbox->codat_key);
  GuildDirectory *directory = guild_directory_new (workspace, guild_codat_table (), path);

  guild_test_wait_until (guild_directory_get_loaded (directory));
  guild_directory_set_service (directory, service);
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

static guint
count_found (GuildCompanyList *list)
{
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_query_with_text (all, "a");

  guild_company_list_set_query (list, query);
  while (guild_company_list_get_busy (list))
    g_main_context_iteration (NULL, TRUE);
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

/* What is in the file is there without the service. */
static void
check_stored (GuildTestSandbox *sandbox, const char *path, guint n)
{
  GuildDirectory *directory = open_directory (sandbox, path);

  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, n);
  close_directory (directory);
}

static gint64
get_size (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

/* Once from a new file to the end of the run and the first answer to a search. */
static gint64
sync_once (GuildTestSandbox *sandbox, guint n, Times *times)
{
  const char *pid = g_subprocess_get_identifier (sandbox->process);
  g_autofree char *room = guild_test_directory ();
  g_autofree char *path = g_build_filename (room, "cache.sqlite", NULL);
  GuildDirectory *directory = open_directory (sandbox, path);
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  forget_most_memory ();
  gint64 memory = get_memory ("VmRSS:");
  gint64 others = get_used (pid), own = get_used ("self"), begun = g_get_monotonic_time ();
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  guild_directory_sync_finish (directory, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, n);
  GuildCompanyList *list = guild_company_list_new (directory);
  g_assert_cmpuint (count_found (list), >, 0);
  add (times->took, g_get_monotonic_time () - begun);
  add (times->used, get_used ("self") - own);
  add (times->sandbox, get_used (pid) - others);
  add (times->memory, get_memory ("VmHWM:") - memory);

  g_object_unref (list);
  close_directory (directory);
  check_stored (sandbox, path, n);
  gint64 size = get_size (path);
  g_unlink (path);
  return size;
}

/* ---- the service's own client ---- */

/* SIZE of a page (nullable): the client's own. Where there is no client it says why in place of the
 * milliseconds: FALSE. */
static gboolean
list_once (GuildTestSandbox *sandbox, guint n, const char *size, Times *times)
{
  const char *pid = g_subprocess_get_identifier (sandbox->process);
  g_autofree char *wanted = g_strdup_printf ("%u", n);
  g_autoptr(GSubprocessLauncher) launcher =
    guild_test_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  double took, used, memory;

  g_subprocess_launcher_setenv (launcher, "GUILDHALL_BENCH_URL", sandbox->url, TRUE);
  g_subprocess_launcher_setenv (launcher, "GUILDHALL_BENCH_KEY", sandbox->codat_key, TRUE);
  gint64 others = get_used (pid);
  g_autoptr(GSubprocess) process =
    g_subprocess_launcher_spawn (launcher, &error, lister, wanted, size, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_strchomp (text);
  if (sscanf (text, "%lf %lf %lf", &took, &used, &memory) != 3)
    {
      g_print ("sdk-list-%u-median\tskipped\t%s\n", n, text);
      return FALSE;
    }
  add (times->took, (gint64) (took * 1000));
  add (times->used, (gint64) (used * 1000));
  add (times->sandbox, get_used (pid) - others);
  add (times->memory, (gint64) memory);
  return TRUE;
}

/* ---- all ---- */

/* The median, µs. */
static gint64
print_ours (const Times *times, guint n, gint64 size)
{
  gint64 took = print_values ("D6-sync", n, times->took, "ms");

  print_values ("D6-sync-cpu", n, times->used, "ms");
  print_values ("D6-sync-sandbox-cpu", n, times->sandbox, "ms");
  print_values ("D6-sync-memory", n, times->memory, "MB");
  guild_bench_print ("D6-sync-file", n, "", (double) size / 1000000, "MB");
  guild_bench_print ("D6-sync-rate", n, "", (double) n * G_USEC_PER_SEC / (double) took, "rows/s");
  guild_bench_print ("D6-sync-file-rate", n, "", (double) size / (double) took, "MB/s");
  return took;
}

static void
print_theirs (const Times *times, guint n, gint64 ours, const char *name)
{
  g_autofree char *used = g_strconcat (name, "-cpu", NULL);
  g_autofree char *sandbox = g_strconcat (name, "-sandbox-cpu", NULL);
  g_autofree char *memory = g_strconcat (name, "-memory", NULL);
  g_autofree char *share = g_strconcat ("D6-of-", name, NULL);

  if (times->took->len == 0)
    return;
  gint64 took = print_values (name, n, times->took, "ms");
  print_values (used, n, times->used, "ms");
  print_values (sandbox, n, times->sandbox, "ms");
  print_values (memory, n, times->memory, "MB");
  guild_bench_print (share, n, "", (double) ours / (double) took, "times");
}

/* (transfer full): the sandbox of N companies. */
static GuildTestSandbox *
start_sandbox (guint n)
{
  g_autofree char *n_text = g_strdup_printf ("%u", n);

  return guild_test_sandbox_start ("--companies", n_text, "--autodesk-companies", "0", NULL);
}

/* TOOK: what each run took is added, µs. They take turns: what else the machine does meets both. */
static void
measure (guint n, GArray *took)
{
  gboolean beside = lister != NULL && n <= MOST_BESIDE;
  g_autoptr(GuildTestSandbox) sandbox = start_sandbox (n);
  g_auto(Times) ours = { 0 };
  g_auto(Times) theirs = { 0 };
  g_auto(Times) large = { 0 };
  gint64 size = 0;

  times_init (&ours);
  times_init (&theirs);
  times_init (&large);
  for (guint i = 0; i < N_RUNS; i++)
    {
      size = sync_once (sandbox, n, &ours);
      beside = beside && list_once (sandbox, n, NULL, &theirs) &&
               list_once (sandbox, n, LARGEST_PAGE, &large);
    }
  gint64 median = print_ours (&ours, n, size);
  print_theirs (&theirs, n, median, "sdk-list");
  print_theirs (&large, n, median, "sdk-list-large-pages");
  g_array_append_vals (took, ours.took->data, ours.took->len);
}

/* As often again, after the larger list, which took its time: the machine may have become faster or
 * slower, and what is compared stands on both sides of it. */
static void
measure_again (guint n, GArray *took)
{
  g_autoptr(GuildTestSandbox) sandbox = start_sandbox (n);
  g_auto(Times) ours = { 0 };

  times_init (&ours);
  for (guint i = 0; i < N_RUNS; i++)
    sync_once (sandbox, n, &ours);
  g_array_append_vals (took, ours.took->data, ours.took->len);
}

int
main (int argc, char **argv)
{
  static const GOptionEntry entries[] = {
    { "lister", 0, 0, G_OPTION_ARG_FILENAME, &lister, "Runs the service's own client", "PROGRAM" },
    { NULL }
  };
  guint n = GUILD_BENCH_ROWS;

  if (!guild_bench_begin (argc, argv, "— measures syncs", GUILD_BENCH_ROWS_HELP, entries, &n))
    return 2;
  g_autoptr(GArray) small = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) large = g_array_new (FALSE, FALSE, sizeof (gint64));
  measure (MAX (n / 10, 1), small);
  measure (n, large);
  measure_again (MAX (n / 10, 1), small);
  print_values ("D7-D6-sync-around", MAX (n / 10, 1), small, "ms");
  guild_bench_print_growth ("D6-sync", guild_bench_get_percentile (small, 50),
                            guild_bench_get_percentile (large, 50));
  g_free (lister);
  return EXIT_SUCCESS;
}
