/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"

G_BEGIN_DECLS

/* One company whose customer was sent a link. Times are µs UTC. */
typedef struct
{
  char    *company_id; /* (owned) */
  gint64   since;      /* when the link was sent */
  gint64   asked;      /* when the service was asked last; GUILD_NUMBER_UNSET = not yet */
  gint64   trouble;    /* the newest failed attempt that is known, by the service's clock;
                        * GUILD_NUMBER_UNSET = none */
  gboolean ready;      /* how things stand is known */
  gboolean held;       /* somebody else watches it: a dialog */
  gboolean alone;      /* was not in an answer about several: it may be gone */
} GuildAwaited;

GuildAwaited *guild_awaited_new       (const char *company_id, gint64 since);
void          guild_awaited_free      (GuildAwaited *self);
/* When the service should be asked again: soon after the link was sent, and ever more seldom. */
gint64        guild_awaited_get_due   (const GuildAwaited *self);
/* A link that nobody used for a month is not waited for any longer. */
gboolean      guild_awaited_is_over   (const GuildAwaited *self, gint64 now);
/* The newest failed attempt at a connection of COMPANY that is not linked: its time, or
 * GUILD_NUMBER_UNSET. CODE and TEXT (out) (optional): of it, see
 * GuildConnectionError; (transfer full). */
gint64        guild_awaited_find_trouble (GuildCompany *company, guint *code, char **text);

/* All of them as text for the cache, with how many requests USED of those of DAY (days since 1970),
 * and back: ids and times, never a link. (transfer full) */
char         *guild_awaited_to_text   (GHashTable *awaited, gint64 day, guint used);
/* Adds to AWAITED (id → GuildAwaited) those that are not in it; times after NOW, of a clock that
 * was put back, become NOW. A text that is none of ours adds nothing. */
void          guild_awaited_from_text (const char *text, GHashTable *awaited, gint64 now,
                                       gint64 *day, guint *used);

G_END_DECLS
