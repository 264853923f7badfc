/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/guild-bench-frames.h"

#include "bench/guild-bench-figures.h"
#include "bench/guild-bench-input.h"
#include "bench/guild-bench-watchdog.h"
#include "support/guild-test-ui.h"

#define MOST_MEDIAN 20 /* ms */
#define MOST_P95 50    /* ms */

const char guild_bench_script[] =
  "nort<<<<mül<ll<<<<4217<<<<zzq<<<elec<<<<é<granite<<<<<<<plu<<<o<42<<s<";

typedef struct
{
  GuildBenchRoom   *room;
  GuildCompanyList *list;
  GdkFrameClock    *clock;
  GString          *typed;
  gboolean          waiting;
  gint64            painted; /* µs */
  gint64            busy;    /* µs of the processor */
} Frames;

static gboolean
is_answered (Frames *self)
{
  return g_str_equal (gtk_editable_get_text (self->room->window->search_entry),
                      self->typed->str) &&
         g_str_equal (guild_query_get_text (guild_company_list_get_query (self->list)),
                      self->typed->str) &&
         !guild_company_list_get_busy (self->list);
}

/* What is on the screen by then was known when the frame began. */
static void
after_paint_cb (Frames *self)
{
  if (!self->waiting || !is_answered (self))
    return;
  gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (self->room->window)));
  self->painted = g_get_monotonic_time ();
  self->busy = guild_bench_busy_time ();
  self->waiting = FALSE;
}

/* Where the answer looks like the one before there would be no frame. */
static void
busy_cb (Frames *self)
{
  if (self->waiting && is_answered (self))
    gdk_frame_clock_request_phase (self->clock, GDK_FRAME_CLOCK_PHASE_PAINT);
}

static void
note_key (GString *typed, gunichar key)
{
  if (key == '<')
    g_string_truncate (typed, (gsize) (g_utf8_find_prev_char (typed->str, typed->str + typed->len) -
                                       typed->str));
  else
    g_string_append_unichar (typed, key);
}

static void
measure_key (Frames *self, gunichar key, GArray *times, GArray *busy_times)
{
  gint64 deadline = guild_test_deadline ();

  note_key (self->typed, key);
  self->waiting = TRUE;
  gint64 begun_busy = guild_bench_busy_time ();
  gint64 begun = g_get_monotonic_time ();
  guild_bench_input_key (key);
  while (self->waiting)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  gint64 took = self->painted - begun, took_busy = self->busy - begun_busy;
  g_array_append_val (times, took);
  g_array_append_val (busy_times, took_busy);
}

gint64
guild_bench_measure_frames (GuildBenchRoom *room, guint n_companies,
                            const GuildBenchEffort *effort)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) busy_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GString) typed = g_string_new (NULL);
  Frames frames = { .room = room, .list = room->window->table->list, .typed = typed,
                    .clock = gtk_widget_get_frame_clock (GTK_WIDGET (room->window)) };
  gulong painted = g_signal_connect_swapped (frames.clock, "after-paint",
                                             G_CALLBACK (after_paint_cb), &frames);
  gulong busy = g_signal_connect_swapped (frames.list, "notify::busy", G_CALLBACK (busy_cb),
                                          &frames);

  gtk_widget_grab_focus (GTK_WIDGET (room->window->search_entry));
  for (guint round = 0; round < effort->n_rounds; round++)
    for (const char *key = guild_bench_script; *key != '\0'; key = g_utf8_next_char (key))
      {
        guild_bench_room_rest (effort->pause);
        measure_key (&frames, g_utf8_get_char (key), times, busy_times);
      }
  g_signal_handler_disconnect (frames.clock, painted);
  g_signal_handler_disconnect (frames.list, busy);
  guild_bench_print_values ("D1p-keystroke-processor", n_companies, busy_times, 1000, "ms", 0, 0);
  return guild_bench_print_values ("D1p-keystroke", n_companies, times, 1000, "ms", MOST_MEDIAN,
                                   MOST_P95);
}
