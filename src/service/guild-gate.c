/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-gate.h"

#include "company/guild-field.h"

#define WINDOW (60 * G_USEC_PER_SEC)

struct _GuildGateBudget
{
  grefcount  refs;
  GPtrArray *gates;      /* (owned) (element-type GuildGate): borrowed */
  GQueue     left;       /* (element-type gint64) (owned): when, in the last minute */
  guint      inside;     /* of all the gates */
  gint64     held_until; /* monotonic */
};

struct _GuildGate
{
  GuildGateWaitFunc wait;
  gpointer          data;
  GuildGateBudget  *budget;     /* (owned) */
  GQueue            waiting;    /* (element-type GuildGateTicket) (borrowed) */
  guint             per_minute;
  guint             at_once;
  guint             inside;
  gint64            told;       /* what WAIT was last told */
  GSource          *timer;      /* (owned) (nullable) */
  gboolean          moving;
};

static void move_on (GuildGate *self);

GuildGateBudget *
guild_gate_budget_new (void)
{
  GuildGateBudget *self = g_new0 (GuildGateBudget, 1);

  g_ref_count_init (&self->refs);
  self->gates = g_ptr_array_new ();
  g_queue_init (&self->left);
  return self;
}

GuildGateBudget *
guild_gate_budget_ref (GuildGateBudget *self)
{
  g_ref_count_inc (&self->refs);
  return self;
}

void
guild_gate_budget_unref (GuildGateBudget *self)
{
  if (!g_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->gates);
  g_queue_clear_full (&self->left, g_free);
  g_free (self);
}

static void
take_budget (GuildGate *self, GuildGateBudget *budget)
{
  self->budget = budget;
  g_ptr_array_add (budget->gates, self);
}

/* What is inside when a gate goes will never say that it left. */
static void
drop_budget (GuildGate *self)
{
  self->budget->inside -= self->inside;
  g_ptr_array_remove (self->budget->gates, self);
  g_clear_pointer (&self->budget, guild_gate_budget_unref);
}

GuildGate *
guild_gate_new (GuildGateWaitFunc wait, gpointer data)
{
  GuildGate *self = g_new0 (GuildGate, 1);

  self->wait = wait;
  self->data = data;
  self->told = GUILD_NUMBER_UNSET;
  g_queue_init (&self->waiting);
  take_budget (self, guild_gate_budget_new ());
  return self;
}

void
guild_gate_share (GuildGate *self, GuildGateBudget *budget)
{
  guild_gate_budget_ref (budget);
  drop_budget (self);
  take_budget (self, budget);
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
  drop_budget (self);
  g_free (self);
}

/* The moment from which the first in the queue may pass, as far as time goes; G_MAXINT64 when first
 * somebody must leave. */
static gint64
next_moment (GuildGate *self, gint64 now)
{
  GuildGateBudget *budget = self->budget;
  gint64 moment = budget->held_until;

  while (!g_queue_is_empty (&budget->left) &&
         *(gint64 *) g_queue_peek_head (&budget->left) + WINDOW <= now)
    g_free (g_queue_pop_head (&budget->left));
  guint n_left = g_queue_get_length (&budget->left);
  guint n_used = n_left + budget->inside;
  if (self->per_minute > 0 && n_used >= self->per_minute)
    {
      guint index = n_used - self->per_minute;
      if (index >= n_left)
        return G_MAXINT64;
      moment = MAX (moment, *(gint64 *) g_queue_peek_nth (&budget->left, index) + WINDOW);
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
      gint64 moment = next_moment (self, now);
      if (moment == G_MAXINT64)
        break;
      wait = MAX (moment - now, 0);
      if (wait > 0)
        break;
      GuildGateTicket *ticket = g_queue_pop_head (&self->waiting);
      self->inside++;
      self->budget->inside++;
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

/* Whoever shares the budget may have waited for this. A gate may go while another moves. */
static void
move_all_on (GuildGateBudget *budget)
{
  guild_gate_budget_ref (budget);
  for (guint i = budget->gates->len; i > 0; i--)
    if (i <= budget->gates->len)
      move_on (budget->gates->pdata[i - 1]);
  guild_gate_budget_unref (budget);
}

void
guild_gate_leave (GuildGate *self)
{
  gint64 now = g_get_monotonic_time ();

  g_assert (self->inside > 0);
  self->inside--;
  self->budget->inside--;
  if (self->per_minute > 0)
    g_queue_push_tail (&self->budget->left, g_memdup2 (&now, sizeof now));
  move_all_on (self->budget);
}

void
guild_gate_hold (GuildGate *self, gint64 wait)
{
  gint64 until = g_get_monotonic_time () + wait;

  self->budget->held_until = MAX (self->budget->held_until, until);
  move_all_on (self->budget);
}
