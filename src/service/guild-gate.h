/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lets requests pass in their order, so many at once and so many in any 60 s, and none while the
 * service asked to be left alone. One thread.
 *
 * A request counts from the moment it passes until 60 s after its answer: whenever in between it
 * arrived at the service, no minute there holds more than was allowed. */
typedef struct _GuildGate GuildGate;

/* What was used of a limit, and until when nobody may pass: of one gate, or shared by several whose
 * requests the service counts together. */
typedef struct _GuildGateBudget GuildGateBudget;
GuildGateBudget *guild_gate_budget_new   (void);
GuildGateBudget *guild_gate_budget_ref   (GuildGateBudget *self);
void             guild_gate_budget_unref (GuildGateBudget *self);

/* A place in the queue; belongs to the one who waits. */
typedef struct
{
  guint64 number; /* the lower goes first */
  void  (*open) (gpointer data);
  gpointer data;  /* (borrowed) */
} GuildGateTicket;

/* UNTIL: µs UTC when the queue moves again, GUILD_NUMBER_UNSET when it moves. */
typedef void (*GuildGateWaitFunc) (gint64 until, gpointer data);

GuildGate *guild_gate_new        (GuildGateWaitFunc wait, gpointer data);
void       guild_gate_free       (GuildGate *self);
/* Counts with the others of BUDGET from now on; before the first request. */
void       guild_gate_share      (GuildGate *self, GuildGateBudget *budget);
/* 0 = no limit */
void       guild_gate_set_budget (GuildGate *self, guint per_minute, guint at_once);
/* TICKET's `open` is called when it may pass, perhaps at once; then it must leave. */
void       guild_gate_enter      (GuildGate *self, GuildGateTicket *ticket);
/* Gives the place up. FALSE when TICKET was not waiting. */
gboolean   guild_gate_give_up    (GuildGate *self, GuildGateTicket *ticket);
void       guild_gate_leave      (GuildGate *self);
/* Nobody who shares the budget passes for the next WAIT µs. */
void       guild_gate_hold       (GuildGate *self, gint64 wait);

G_END_DECLS
