/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was found when a company's data types were looked at. The list of companies does not tell of
 * them; so it is known only of companies that were asked about one by one. */
typedef struct
{
  char    *company_id; /* (owned) */
  gboolean failing;    /* at least one data type ended in an error */
  gint64   since;      /* the oldest last success of those, µs UTC; GUILD_NUMBER_UNSET = never */
  gint64   seen;       /* when, µs UTC: a sync after that may have put it right */
} GuildFailure;

GuildFailure *guild_failure_new  (const char *company_id, gboolean failing, gint64 since,
                                  gint64 seen);
void          guild_failure_free (GuildFailure *self);

/* Those that are failing, by company. Immutable; reference counting is atomic. */
typedef struct _GuildFailures GuildFailures;

/* TEXT (nullable): what guild_failures_to_text() wrote; lines that are not like that are left
 * out. */
GuildFailures      *guild_failures_new      (const char *text);
GuildFailures      *guild_failures_ref      (GuildFailures *self);
void                guild_failures_unref    (GuildFailures *self);
/* (transfer full): SELF after FOUND (element-type GuildFailure). */
GuildFailures      *guild_failures_with     (GuildFailures *self, GPtrArray *found);
/* SELF is nullable. */
gboolean            guild_failures_is_empty (GuildFailures *self);
/* (transfer none) (nullable); SELF is nullable, too. */
const GuildFailure *guild_failures_find     (GuildFailures *self, const char *company_id);
char               *guild_failures_to_text  (GuildFailures *self); /* (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildFailure, guild_failure_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildFailures, guild_failures_unref)

G_END_DECLS
