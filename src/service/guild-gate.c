/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-gate.h"

#include "company/guild-field.h"

#define WINDOW (60 * G_USEC_PER_SEC)

struct _GuildGate
{
  GuildGateWaitFunc wait;
  gpointer          data;
  GQueue            waiting;    /* (element-type GuildGateTicket) (borrowed) */
  GQueue            passed;     /* (element-type gint64) (owned): when, in the last minute */
  guint             per_minute;
  guint             at_once;
  guint             inside;
  gint64            held_until; /* monotonic */
  gint64            told;       /* what WAIT was last told */
  GSource          *timer;      /* (owned) (nullable) */
  gboolean          moving;
};

static void move_on (GuildGate *self);

GuildGate *
guild_gate_new (GuildGateWaitFunc wait, gpointer data)
{
  GuildGate *self = g_new0 (GuildGate, 1);

  self->wait = wait;
  self->data = data;
  self->told = GUILD_NUMBER_UNSET;
  g_queue_init (&self->waiting);
  g_queue_init (&self->passed);
  return self;
}

static void
clear_timer (GuildGate *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

void
guild_gate_free (GuildGate *self)
{
  if (self == NULL)
    return;
  clear_timer (self);
  g_queue_clear (&self->waiting);
  g_queue_clear_full (&self->passed, g_free);
  g_free (self);
}

/* The moment from which the first in the queue may pass, as far as time goes. */
static gint64
next_moment (GuildGate *self, gint64 now)
{
  gint64 moment = self->held_until;

  while (!g_queue_is_empty (&self->passed) &&
         *(gint64 *) g_queue_peek_head (&self->passed) + WINDOW <= now)
    g_free (g_queue_pop_head (&self->passed));
  if (self->per_minute > 0 && g_queue_get_length (&self->passed) >= self->per_minute)
    {
      guint index = g_queue_get_length (&self->passed) - self->per_minute;
      moment = MAX (moment, *(gint64 *) g_queue_peek_nth (&self->passed, index) + WINDOW);
    }
  return moment;
}

static gboolean
timer_cb (gpointer data)
{
  GuildGate *self = data;

  clear_timer (self);
  move_on (self);
  return G_SOURCE_REMOVE;
}

/* WAIT: µs, 0 = the queue moves. */
static void
tell (GuildGate *self, gint64 wait)
{
  gint64 until = wait > 0 ? g_get_real_time () + wait : GUILD_NUMBER_UNSET;

  clear_timer (self);
  if (wait > 0)
    {
      self->timer = g_timeout_source_new ((guint) MIN (wait / 1000 + 1, G_MAXUINT));
      g_source_set_callback (self->timer, timer_cb, self, NULL);
      g_source_attach (self->timer, g_main_context_get_thread_default ());
    }
  /* The same wait measured twice differs by some µs. */
  if (until != self->told &&
      (until == GUILD_NUMBER_UNSET || self->told == GUILD_NUMBER_UNSET ||
       ABS (until - self->told) > 100000))
    {
      self->told = until;
      self->wait (until, self->data);
    }
}

static void
move_on (GuildGate *self)
{
  gint64 wait = 0;

  if (self->moving)
    return;
  self->moving = TRUE;
  while (!g_queue_is_empty (&self->waiting) && wait == 0)
    {
      if (self->at_once > 0 && self->inside >= self->at_once)
        break;
      gint64 now = g_get_monotonic_time ();
      wait = MAX (next_moment (self, now) - now, 0);
      if (wait > 0)
        break;
      GuildGateTicket *ticket = g_queue_pop_head (&self->waiting);
      if (self->per_minute > 0)
        g_queue_push_tail (&self->passed, g_memdup2 (&now, sizeof now));
      self->inside++;
      ticket->open (ticket->data);
    }
  self->moving = FALSE;
  tell (self, wait);
}

static int
compare_tickets (gconstpointer a, gconstpointer b, gpointer data)
{
  const GuildGateTicket *first = a, *second = b;

  return first->number < second->number ? -1 : first->number > second->number;
}

void
guild_gate_set_budget (GuildGate *self, guint per_minute, guint at_once)
{
  self->per_minute = per_minute;
  self->at_once = at_once;
  move_on (self);
}

void
guild_gate_enter (GuildGate *self, GuildGateTicket *ticket)
{
  g_queue_insert_sorted (&self->waiting, ticket, compare_tickets, NULL);
  move_on (self);
}

gboolean
guild_gate_give_up (GuildGate *self, GuildGateTicket *ticket)
{
  gboolean was_waiting = g_queue_remove (&self->waiting, ticket);

  move_on (self);
  return was_waiting;
}

void
guild_gate_leave (GuildGate *self)
{
  g_assert (self->inside > 0);
  self->inside--;
  move_on (self);
}

void
guild_gate_hold (GuildGate *self, gint64 wait)
{
  self->held_until = MAX (self->held_until, g_get_monotonic_time () + wait);
  move_on (self);
}
