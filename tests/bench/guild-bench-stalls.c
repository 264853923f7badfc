/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-frames.h"

#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-input.h"
#include "bench/guild-bench-watchdog.h"
#include "service/codat/guild-codat.h"
#include "support/guild-test.h"

#include <stdlib.h>
#include <sys/resource.h>

/* After a click on a heading, ms. */
#define LOOK 250
#define N_SORTED 3
#define FLING_STEPS 40
#define FLING_PERIOD 10 /* ms */
/* Between two syncs, ms. */
#define SYNC_PAUSE 1000
/* More than ours. */
#define SERVICE_NICE 10
#define MOST_OWN 16
#define MOST_SORTING 8

typedef struct
{
  GuildDirectory *directory;   /* (unowned) */
  GCancellable   *cancellable; /* (owned) */
  guint           n_running;
  guint           timeout;
} Sync;

static gboolean begin_cb (gpointer data);

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sync *self = data;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_finish (GUILD_DIRECTORY (source), result, &error);
  self->n_running--;
  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_assert_no_error (error);
      self->timeout = g_timeout_add (SYNC_PAUSE, begin_cb, self);
    }
}

/* One after the other, until cancelled. */
static gboolean
begin_cb (gpointer data)
{
  Sync *self = data;

  self->timeout = 0;
  self->n_running++;
  guild_directory_sync_async (self->directory, self->cancellable, synced_cb, self);
  return G_SOURCE_REMOVE;
}

/* It stands for a service that is elsewhere, and must not keep the window from the processors. */
static void
let_give_way (GuildTestSandbox *sandbox)
{
  const char *pid = g_subprocess_get_identifier (sandbox->process);

  setpriority (PRIO_PROCESS, (id_t) atoi (pid), getpriority (PRIO_PROCESS, 0) + SERVICE_NICE);
}

static void
type_script (guint pause)
{
  for (const char *key = guild_bench_script; *key != '\0'; key = g_utf8_next_char (key))
    {
      guild_bench_input_key (g_utf8_get_char (key));
      guild_bench_room_rest (pause);
    }
}

static void
sort_columns (GuildBenchRoom *room)
{
  for (guint i = 0; i < 2 * N_SORTED; i++)
    {
      int x, y;
      guild_bench_room_find_heading (room, i / 2, &x, &y);
      guild_bench_input_move (x, y);
      guild_bench_input_button (TRUE);
      guild_bench_input_button (FALSE);
      guild_bench_room_rest (LOOK);
    }
}

/* Down to the end and up again. */
static void
fling (GuildBenchRoom *room)
{
  int x, top, bottom;

  guild_bench_room_find_scrollbar (room, &x, &top, &bottom);
  guild_bench_input_move (x, top);
  guild_bench_input_button (TRUE);
  for (int i = 0; i <= 2 * FLING_STEPS; i++)
    {
      int step = FLING_STEPS - ABS (FLING_STEPS - i);
      guild_bench_input_move (x, top + (bottom - top) * step / FLING_STEPS);
      guild_bench_room_rest (FLING_PERIOD);
    }
  guild_bench_input_button (FALSE);
}

static void
run_script (GuildBenchRoom *room, guint pause)
{
  gtk_widget_grab_focus (GTK_WIDGET (room->window->search_entry));
  type_script (pause);
  sort_columns (room);
  fling (room);
}

/* Of ROUNDS (element-type GuildBenchStalls) what is at OFFSET: the median of the rounds, the least
 * and the most. MOST, ms: no round may have more; 0 = may be anything. Returns the most, µs. */
static gint64
print_rounds (GArray *rounds, const char *name, guint n_companies, gsize offset, double most)
{
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rounds->len; i++)
    {
      const GuildBenchStalls *round = &g_array_index (rounds, GuildBenchStalls, i);
      g_array_append_val (values, G_STRUCT_MEMBER (gint64, round, offset));
    }
  guild_bench_print_values (name, n_companies, values, 1000, "ms", 0, 0);
  if (most > 0)
    guild_bench_print (name, n_companies, "-max-allowed", most, "ms");
  return guild_bench_get_percentile (values, 100);
}

#define PRINT(name, member, most) \
  print_rounds (rounds, name, n_companies, G_STRUCT_OFFSET (GuildBenchStalls, member), most)

void
guild_bench_measure_sorting (GuildBenchRoom *room, guint n_companies,
                             const GuildBenchEffort *effort, gboolean explain)
{
  g_autoptr(GArray) rounds = g_array_new (FALSE, FALSE, sizeof (GuildBenchStalls));

  for (guint round = 0; round < effort->n_rounds; round++)
    {
      GuildBenchStalls stalls;
      guild_bench_watchdog_start (G_LIST_MODEL (room->window->table->list));
      sort_columns (room);
      guild_bench_watchdog_stop (&stalls, explain);
      g_array_append_val (rounds, stalls);
    }
  PRINT ("D2-sort-main", own, MOST_SORTING);
  PRINT ("D2-sort-main-processor", own_busy, 0);
  PRINT ("D2-sort-main-gtk-frame", others, 0);
}

gint64
guild_bench_measure_stalls (GuildBenchRoom *room, guint n_companies,
                            const GuildBenchEffort *effort, gboolean explain)
{
  g_autofree char *n = g_strdup_printf ("%u", n_companies);
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", n, "--autodesk-companies", "1", NULL);
  g_autoptr(GuildService) service = guild_codat_new (sandbox->url, sandbox->codat_key);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GArray) rounds = g_array_new (FALSE, FALSE, sizeof (GuildBenchStalls));
  Sync sync = { room->window->directory, cancellable, 0, 0 };

  let_give_way (sandbox);
  guild_directory_set_service (sync.directory, service);
  begin_cb (&sync);
  for (guint round = 0; round < effort->n_rounds; round++)
    {
      GuildBenchStalls stalls;
      guild_bench_watchdog_start (G_LIST_MODEL (room->window->table->list));
      run_script (room, effort->pause);
      guild_bench_watchdog_stop (&stalls, explain);
      g_array_append_val (rounds, stalls);
    }
  g_cancellable_cancel (cancellable);
  g_clear_handle_id (&sync.timeout, g_source_remove);
  guild_test_wait_until (sync.n_running == 0);

  guild_bench_print ("D3-synced", n_companies, "", guild_directory_get_n_synced (sync.directory),
                     "companies");
  gint64 own = PRINT ("D3-stall-own", own, MOST_OWN);
  PRINT ("D3-stall-own-processor", own_busy, 0);
  PRINT ("D3-stall-own-waiting", own_waited, 0);
  PRINT ("D3-stall-gtk-rebuilding", rebuild, 0);
  PRINT ("D3-stall-gtk-frame", others, 0);
  PRINT ("D3-stall-longest", longest, 0);
  return own;
}
