/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-watchdog.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_FRAMES 128
#define MAX_SAMPLES 200000
#define MAX_TURNS 2000000
/* Shorter turns are not looked into, µs. */
#define PATIENCE 2000
#define PERIOD 1000
#define N_EXPLAINED 8
/* The signal handler, and what the system put below it. */
#define HANDLER_FRAMES 2
/* The hook itself, and the signal's own functions below it. */
#define HOOK_FRAMES 2

typedef struct
{
  guint  turn;
  gint64 wall, busy; /* since the turn began, µs */
  gint64 waited;     /* the same: for a processor that others had */
  int    n_frames;
  int    n_before;   /* those that were there when the list told its news; 0 = it tells none */
  void  *frames[MAX_FRAMES];
} Sample;

typedef struct
{
  gint64 wall, busy, waited; /* µs */
  gint64 own, own_busy, own_waited, rebuild, others;
  guint  first;      /* sample */
  guint  n_samples;
} Turn;

typedef enum { OF_NOBODY, OF_US, OF_REBUILD, OF_OTHERS } Owner;

static GPollFunc polling;
static GThread *sampler;
static pthread_t watched;
static atomic_int ending;
static atomic_llong began;  /* the running turn, monotonic µs; 0 = in poll() */
static gint64 began_busy, began_waited;
static int schedule = -1;   /* of the main thread, as the system tells of it */
static GListModel *watched_list; /* (owned) */
static volatile int n_before;
static gulong told_hook, told_handler;
static Sample *samples;     /* (owned); written by the signal handler alone */
static volatile guint n_samples;
static GArray *turns;       /* (owned) (element-type Turn) */

gint64
guild_bench_busy_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* How long the main thread was ready for a processor and had none, µs; 0 where the system does not
 * say. Also for the signal handler. */
static gint64
get_waiting_time (void)
{
  char text[64];
  gssize length = schedule >= 0 ? pread (schedule, text, sizeof text - 1, 0) : 0;

  if (length <= 0)
    return 0;
  text[length] = '\0';
  char *rest;
  strtoll (text, &rest, 10);
  return strtoll (rest, NULL, 10) / 1000;
}

static void
sample_cb (int number)
{
  gint64 begin = atomic_load (&began);
  Sample *sample;

  if (begin == 0 || n_samples == MAX_SAMPLES)
    return;
  sample = &samples[n_samples];
  sample->turn = turns->len;
  sample->wall = g_get_monotonic_time () - begin;
  sample->busy = guild_bench_busy_time () - began_busy;
  sample->waited = get_waiting_time () - began_waited;
  sample->n_before = n_before;
  sample->n_frames = backtrace (sample->frames, MAX_FRAMES);
  n_samples++;
}

static gpointer
sample_thread (gpointer data)
{
  while (!atomic_load (&ending))
    {
      gint64 begin = atomic_load (&began);
      if (begin > 0 && g_get_monotonic_time () - begin > PATIENCE)
        pthread_kill (watched, SIGUSR2);
      g_usleep (PERIOD);
    }
  return NULL;
}

static void
end_turn (void)
{
  gint64 begin = atomic_exchange (&began, 0);

  if (begin == 0 || turns->len == MAX_TURNS)
    return;
  Turn turn = { .wall = g_get_monotonic_time () - begin,
                .busy = guild_bench_busy_time () - began_busy,
                .waited = get_waiting_time () - began_waited };
  g_array_append_val (turns, turn);
}

static void
begin_turn (void)
{
  began_busy = guild_bench_busy_time ();
  began_waited = get_waiting_time ();
  atomic_store (&began, g_get_monotonic_time ());
}

static gint
watched_poll (GPollFD *descriptors, guint n_descriptors, gint timeout)
{
  gint n_ready;

  end_turn ();
  n_ready = polling (descriptors, n_descriptors, timeout);
  begin_turn ();
  return n_ready;
}

/* Before all handlers, and after them. */
static gboolean
list_tells_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  void *frames[MAX_FRAMES];

  if (g_value_get_object (&values[0]) == watched_list)
    n_before = backtrace (frames, MAX_FRAMES) - HOOK_FRAMES;
  return TRUE;
}

static void
list_told_cb (GListModel *list)
{
  n_before = 0;
}

static void
watch_list (GListModel *list)
{
  watched_list = g_object_ref (list);
  told_hook = g_signal_add_emission_hook (g_signal_lookup ("items-changed", G_TYPE_LIST_MODEL), 0,
                                          list_tells_cb, NULL, NULL);
  told_handler = g_signal_connect_after (list, "items-changed", G_CALLBACK (list_told_cb), NULL);
}

static void
unwatch_list (void)
{
  g_signal_remove_emission_hook (g_signal_lookup ("items-changed", G_TYPE_LIST_MODEL), told_hook);
  g_signal_handler_disconnect (watched_list, told_handler);
  g_clear_object (&watched_list);
}

void
guild_bench_watchdog_start (GListModel *list)
{
  struct sigaction action = { .sa_handler = sample_cb, .sa_flags = SA_RESTART };
  void *frames[4];

  /* The first call loads what the later ones need. */
  backtrace (frames, G_N_ELEMENTS (frames));
  samples = g_new (Sample, MAX_SAMPLES);
  turns = g_array_sized_new (FALSE, FALSE, sizeof (Turn), MAX_TURNS);
  n_samples = 0;
  watch_list (list);
  watched = pthread_self ();
  schedule = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  atomic_store (&ending, FALSE);
  atomic_store (&began, 0);
  sigaction (SIGUSR2, &action, NULL);
  polling = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watched_poll);
  sampler = g_thread_new ("watchdog", sample_thread, NULL);
}

/* ---- whose it was ---- */

typedef enum { IN_NOTHING, IN_PROGRAM, IN_GLIB } Place;

static Place
find_place (GHashTable *known, void *frame)
{
  gpointer place;
  Dl_info info, ours;

  if (g_hash_table_lookup_extended (known, frame, NULL, &place))
    return (Place) GPOINTER_TO_INT (place);
  place = GINT_TO_POINTER (IN_NOTHING);
  dladdr ((void *) guild_bench_watchdog_start, &ours);
  if (dladdr (frame, &info) != 0 && info.dli_fname != NULL)
    {
      if (info.dli_fbase == ours.dli_fbase)
        place = GINT_TO_POINTER (IN_PROGRAM);
      else if (strstr (info.dli_fname, "libglib-2") != NULL)
        place = GINT_TO_POINTER (IN_GLIB);
    }
  g_hash_table_insert (known, frame, place);
  return (Place) GPOINTER_TO_INT (place);
}

/* How many frames are within the main loop's own; the others are who runs it. */
static int
count_within (GHashTable *known, Sample *sample)
{
  int n = sample->n_frames;

  while (n > 0 && find_place (known, sample->frames[n - 1]) != IN_GLIB)
    n--;
  return n;
}

static Owner
find_owner (GHashTable *known, Sample *sample)
{
  int n = count_within (known, sample);
  /* Who told the news had no part in what is made of them. */
  int n_looked = sample->n_before > 0 ? MIN (n, sample->n_frames - sample->n_before) : n;

  for (int i = HANDLER_FRAMES; i < n_looked; i++)
    if (find_place (known, sample->frames[i]) == IN_PROGRAM)
      return OF_US;
  return n == 0 ? OF_NOBODY : n_looked < n ? OF_REBUILD : OF_OTHERS;
}

/* Each sample stands for the time since the one before, the last one also for what came after. */
static void
share (GHashTable *known)
{
  for (guint i = 0; i < n_samples; i++)
    {
      Sample *sample = &samples[i];
      if (sample->turn >= turns->len)
        continue;
      Turn *turn = &g_array_index (turns, Turn, sample->turn);
      gboolean first = i == 0 || samples[i - 1].turn != sample->turn;
      gboolean last = i + 1 == n_samples || samples[i + 1].turn != sample->turn;
      gint64 wall = (last ? turn->wall : sample->wall) - (first ? 0 : samples[i - 1].wall);
      gint64 busy = (last ? turn->busy : sample->busy) - (first ? 0 : samples[i - 1].busy);
      gint64 waited = (last ? turn->waited : sample->waited) - (first ? 0 : samples[i - 1].waited);
      Owner owner = find_owner (known, sample);

      turn->first = first ? i : turn->first;
      turn->n_samples++;
      turn->own += owner == OF_US ? wall : 0;
      turn->own_busy += owner == OF_US ? busy : 0;
      turn->own_waited += owner == OF_US ? waited : 0;
      turn->rebuild += owner == OF_REBUILD ? wall : 0;
      turn->others += owner == OF_OTHERS ? wall : 0;
    }
}

static gint
compare_turns (gconstpointer a, gconstpointer b)
{
  const Turn *x = a, *y = b;
  return (x->own < y->own) - (x->own > y->own);
}

static void
explain_turns (GHashTable *known)
{
  Dl_info ours;

  dladdr ((void *) guild_bench_watchdog_start, &ours);
  g_array_sort (turns, compare_turns);
  for (guint i = 0; i < MIN (turns->len, N_EXPLAINED); i++)
    {
      Turn *turn = &g_array_index (turns, Turn, i);
      g_printerr ("%.1f ms, own %.1f (%.1f busy, %.1f waited), rebuilding %.1f, others %.1f\n",
                  (double) turn->wall / 1000, (double) turn->own / 1000,
                  (double) turn->own_busy / 1000, (double) turn->own_waited / 1000,
                  (double) turn->rebuild / 1000, (double) turn->others / 1000);
      for (guint j = turn->first; j < turn->first + turn->n_samples; j++)
        {
          g_printerr (" %6.1f %6.1f %6.1f", (double) samples[j].wall / 1000,
                      (double) samples[j].busy / 1000, (double) samples[j].waited / 1000);
          for (int k = HANDLER_FRAMES; k < samples[j].n_frames; k++)
            if (find_place (known, samples[j].frames[k]) == IN_PROGRAM)
              g_printerr (" 0x%" G_GINTPTR_MODIFIER "x",
                          (guintptr) samples[j].frames[k] - (guintptr) ours.dli_fbase - 1);
          g_printerr ("\n");
        }
    }
}

void
guild_bench_watchdog_stop (GuildBenchStalls *stalls, gboolean explain)
{
  g_autoptr(GHashTable) known = g_hash_table_new (NULL, NULL);

  end_turn ();
  g_main_context_set_poll_func (NULL, polling);
  atomic_store (&ending, TRUE);
  g_thread_join (sampler);
  unwatch_list ();
  if (schedule >= 0)
    close (schedule);
  schedule = -1;
  share (known);
  *stalls = (GuildBenchStalls) { .n = turns->len };
  for (guint i = 0; i < turns->len; i++)
    {
      Turn *turn = &g_array_index (turns, Turn, i);
      stalls->longest = MAX (stalls->longest, turn->wall);
      stalls->own = MAX (stalls->own, turn->own);
      stalls->own_busy = MAX (stalls->own_busy, turn->own_busy);
      stalls->own_waited = MAX (stalls->own_waited, turn->own_waited);
      stalls->rebuild = MAX (stalls->rebuild, turn->rebuild);
      stalls->others = MAX (stalls->others, turn->others);
    }
  if (explain)
    explain_turns (known);
  g_clear_pointer (&samples, g_free);
  g_clear_pointer (&turns, g_array_unref);
}
