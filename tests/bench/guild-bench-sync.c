/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
#define N_RUNS 7

/* The service serves so many (codat.md §1.3), and our sync asks for them; its own client asks for
 * pages of a hundred unless told otherwise. */
#define LARGEST_PAGE "5000"
/* More companies than these the service's own client is not asked to list. */
#define MOST_BESIDE 100000

/* More than a company takes in the file and in memory, bytes. */
#define ROOM_OF_COMPANY 2560
/* The room is in pieces of so many pages. */
#define ROOM_PIECE 16

static char *lister; /* (owned) (nullable): the program that runs the service's own client */

typedef struct
{
  GArray *took;    /* µs */
  GArray *used;    /* µs of processor time of who lists */
  GArray *sandbox; /* µs of processor time of the sandbox meanwhile */
  GArray *memory;  /* kB above what there was before */
} Times;

/* A list of so many companies, and what syncing it took. */
typedef struct
{
  guint             n;
  GuildTestSandbox *sandbox; /* (owned) */
  Times             ours;
  gint64            size;    /* of the file, bytes */
} Side;

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

/* A host takes back from a virtual machine what is free of its memory in large pieces, and to have
 * it again costs ten times of what writing to it does: a list that needs more than what is left
 * would be slow for that alone. So room is made before: as much memory as the sync will need is
 * taken, and given back but for one page of each piece, which makes the pieces too small for the
 * host. Returns what holds these pages: to be closed. */
static int
make_room (guint n_companies)
{
  gint64 page = sysconf (_SC_PAGESIZE), size = (gint64) n_companies * ROOM_OF_COMPANY;
  int room = memfd_create ("room", MFD_CLOEXEC);

  g_assert_cmpint (room, >=, 0);
  int failed = posix_fallocate (room, 0, size);
  if (failed != 0)
    g_printerr ("No room is made for %u companies: %s\n", n_companies, g_strerror (failed));
  for (gint64 at = 0; failed == 0 && at < size; at += ROOM_PIECE * page)
    g_assert_cmpint (fallocate (room, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at + page,
                                (ROOM_PIECE - 1) * page), ==, 0);
  return room;
}

static void
finish_sync (GuildDirectory *directory, GAsyncResult **slot)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = guild_test_await (slot);

  guild_directory_sync_finish (directory, result, &error);
  g_assert_no_error (error);
}

/* Once from a new file to the end of the run and the first answer to a search. */
static void
sync_once (Side *self)
{
  const char *pid = g_subprocess_get_identifier (self->sandbox->process);
  g_autofree char *place = guild_test_directory ();
  g_autofree char *path = g_build_filename (place, "cache.sqlite", NULL);
  GuildDirectory *directory = open_directory (self->sandbox, path);
  GAsyncResult *slot = NULL;
  int room = make_room (self->n);

  forget_most_memory ();
  gint64 memory = get_memory ("VmRSS:");
  gint64 others = get_used (pid), own = get_used ("self"), begun = g_get_monotonic_time ();
  guild_directory_sync_async (directory, NULL, guild_test_result_cb, &slot);
  finish_sync (directory, &slot);
  g_assert_cmpuint (guild_directory_get_n_companies (directory), ==, self->n);
  GuildCompanyList *list = guild_company_list_new (directory);
  g_assert_cmpuint (count_found (list), >, 0);
  add (self->ours.took, g_get_monotonic_time () - begun);
  add (self->ours.used, get_used ("self") - own);
  add (self->ours.sandbox, get_used (pid) - others);
  add (self->ours.memory, get_memory ("VmHWM:") - memory);
  close (room);

  g_object_unref (list);
  close_directory (directory);
  check_stored (self->sandbox, path, self->n);
  self->size = get_size (path);
  g_assert_cmpint (g_unlink (path), ==, 0);
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
print_ours (const Side *self)
{
  gint64 took = print_values ("D6-sync", self->n, self->ours.took, "ms");

  print_values ("D6-sync-cpu", self->n, self->ours.used, "ms");
  print_values ("D6-sync-sandbox-cpu", self->n, self->ours.sandbox, "ms");
  print_values ("D6-sync-memory", self->n, self->ours.memory, "MB");
  guild_bench_print ("D6-sync-file", self->n, "", (double) self->size / 1000000, "MB");
  guild_bench_print ("D6-sync-rate", self->n, "",
                     (double) self->n * G_USEC_PER_SEC / (double) took, "rows/s");
  guild_bench_print ("D6-sync-file-rate", self->n, "", (double) self->size / (double) took,
                     "MB/s");
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

static void
side_init (Side *self, guint n)
{
  g_autofree char *n_text = g_strdup_printf ("%u", n);

  *self = (Side) { .n = n };
  self->sandbox = guild_test_sandbox_start ("--companies", n_text, "--autodesk-companies", "0",
                                            NULL);
  times_init (&self->ours);
}

static void
side_clear (Side *self)
{
  guild_test_sandbox_stop (self->sandbox);
  times_clear (&self->ours);
}

/* Each look at the larger beside the two looks at the smaller around it: the machine may be twice as
 * fast in one round as in the next. */
static void
print_growth (const Side *small, const Side *large)
{
  g_autoptr(GArray) growths = g_array_new (FALSE, FALSE, sizeof (gint64)); /* in thousands */

  for (guint i = 0; i < large->ours.took->len; i++)
    {
      gint64 around = g_array_index (small->ours.took, gint64, 2 * i) +
                      g_array_index (small->ours.took, gint64, 2 * i + 1);
      add (growths, 2000 * g_array_index (large->ours.took, gint64, i) / MAX (around, 1));
    }
  print_values ("D7-D6-sync-round", 0, growths, "times");
  guild_bench_print_growth ("D6-sync", 1000, guild_bench_get_percentile (growths, 50));
}

/* One that is not counted: what the machine has not done yet it does now. */
static void
warm_up (Side *self)
{
  sync_once (self);
  times_clear (&self->ours);
  times_init (&self->ours);
}

/* All take turns: what else the machine does, and how fast it is, meets all. */
static void
measure (guint n)
{
  gboolean beside = lister != NULL && n / 10 <= MOST_BESIDE;
  Side small, large;
  g_auto(Times) theirs = { 0 };
  g_auto(Times) large_pages = { 0 };

  side_init (&small, MAX (n / 10, 1));
  side_init (&large, n);
  times_init (&theirs);
  times_init (&large_pages);
  warm_up (&large);
  for (guint i = 0; i < N_RUNS; i++)
    {
      sync_once (&small);
      beside = beside && list_once (small.sandbox, small.n, NULL, &theirs) &&
               list_once (small.sandbox, small.n, LARGEST_PAGE, &large_pages);
      sync_once (&large);
      /* Once more, so that the smaller stands on both sides of the larger, which takes its time. */
      sync_once (&small);
    }
  /* Before what is printed is put into order. */
  print_growth (&small, &large);
  gint64 took = print_ours (&small);
  print_theirs (&theirs, small.n, took, "sdk-list");
  print_theirs (&large_pages, small.n, took, "sdk-list-large-pages");
  print_ours (&large);
  side_clear (&small);
  side_clear (&large);
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
  measure (n);
  g_free (lister);
  return EXIT_SUCCESS;
}
