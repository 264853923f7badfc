/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"

G_BEGIN_DECLS

/* A connection that was found in another status than it was known in. The service tells no
 * history of that, so it is known only from having looked twice. */
typedef struct
{
  char  *company_id;    /* (owned) */
  char  *connection_id; /* (owned) */
  char  *platform;      /* (owned): "" when the service does not say */
  char  *before;        /* (owned) (nullable): the service's word; NULL = there was no connection */
  char  *after;         /* (owned) (nullable): NULL = the connection is gone */
  gint64 seen;          /* µs UTC: when this program saw it */
  gint64 since;         /* the sync before that, µs UTC; GUILD_NUMBER_UNSET = none */
} GuildSighting;

GuildSighting *guild_sighting_new     (const char *company_id, const char *connection_id,
                                       const char *platform, const char *before,
                                       const char *after, gint64 seen, gint64 since);
void           guild_sighting_free    (GuildSighting *self);
/* FALSE when two companies' compact JSON cannot differ in a connection's status; much cheaper than
 * to read both. */
gboolean       guild_sighting_is_likely (const char *before, const char *after);
/* Appends to SIGHTINGS what differs between two looks at one company; the connections' order does
 * not matter. Any thread. */
void           guild_sighting_compare (GuildCompany *before, GuildCompany *after, gint64 seen,
                                       gint64 since, GPtrArray *sightings);

G_END_DECLS
