/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-gate.h"
#include "service/guild-transport.h"

G_BEGIN_DECLS

struct _GuildTransport
{
  GObject parent_instance;

  SoupSession         *session;       /* (owned) */
  GuildGate           *gate;          /* (owned) */
  char                *base;          /* (owned): as given */
  GUri                *origin;        /* (owned) (nullable): BASE parsed, NULL when it is none */
  char                *prefix;        /* (owned): "http://host:port/path", no slash at the end */
  GuildReadProblemFunc read_problem;  /* (nullable) */
  char                *authorization; /* (owned) (nullable): wiped */
  GHashTable          *headers;       /* (owned): name → value */
  guint                first_delay;   /* ms */
  gsize                max_body;
  GuildQuota           quota;
  gint64               throttled_until; /* µs UTC, GUILD_NUMBER_UNSET */
  guint64              n_sends;
  gint64               clock_offset;  /* µs, the service's clock minus ours, from its Date to the
                                       * second; GUILD_NUMBER_UNSET when it never said */
};

/* Reads X-Rate-Limit-* and notifies "quota" when they say something new. */
void   guild_transport_note_quota  (GuildTransport *self, SoupMessageHeaders *headers);
void   guild_transport_note_clock  (GuildTransport *self, SoupMessageHeaders *headers);
/* When the service wants to be asked again, µs UTC from its Retry-After in either form;
 * GUILD_NUMBER_UNSET when it does not say. */
gint64 guild_transport_retry_at    (SoupMessageHeaders *headers);
/* RFC 1123 or ISO 8601; GUILD_NUMBER_UNSET for anything else. */
gint64 guild_transport_parse_date  (const char *text);

/* What became of a request, in the words of guild-transport-errors.c. SENT: bytes may have left;
 * SAFE: GUILD_SEND_SAFE. PROBLEM is completed. */
void   guild_transport_fail_network (GError **error, const GError *cause, gboolean sent,
                                     gboolean safe, GuildProblem *problem);
void   guild_transport_fail_status  (GError **error, gboolean safe, GuildProblem *problem);
void   guild_transport_fail_size    (GError **error, gboolean safe, GuildProblem *problem);

G_END_DECLS
