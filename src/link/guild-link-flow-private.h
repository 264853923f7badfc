/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "link/guild-callback-server.h"
#include "link/guild-link-flow.h"
#include "link/guild-link-verdict.h"

G_BEGIN_DECLS

struct _GuildLinkFlow
{
  GObject parent_instance;

  GuildDirectory      *directory;      /* (owned) (not nullable) */
  char                *company_id;     /* (owned) (not nullable) */
  char                *connection_id;  /* (owned) (nullable) */
  GuildOpenFunc        open;
  GuildOpenFinishFunc  open_finish;
  gpointer             open_data;
  GuildSetRedirectFunc set_redirect;   /* (nullable) */
  GuildOpenFinishFunc  set_redirect_finish;
  gpointer             set_redirect_data;
  guint                timeout_s;
  guint                poll_ms;
  guint16              port;
  gboolean             watching;       /* no browser here, no callback */

  GuildLinkState       state;
  char                *message;        /* (owned) (nullable) */
  char                *platform;       /* (owned) (nullable) */
  GError              *error;          /* (owned) (nullable) */
  char                *link;           /* (owned) (nullable): secret while it lives */
  char                *note;           /* (owned) (nullable): what went otherwise, for people */

  GuildService        *service;        /* (owned) (nullable): GuildCodat, from the start on */
  GuildCallbackServer *server;         /* (owned) (nullable) */
  GCancellable        *cancellable;    /* (owned) */
  GuildLinkMemory     *memory;         /* (owned) */
  guint                poll_source;
  guint                deadline_source;
  guint                delay_ms;       /* before the next poll */
  gboolean             asking;         /* a refresh is under way */
  gboolean             ask_again;      /* it began before something was known */
  gboolean             called;         /* a callback waits to be verified */
  char                *called_id;      /* (owned) (nullable) */
  guint                called_status;
};

/* Every asynchronous call carries one of these, so that the flow may go while it runs. */
typedef struct
{
  GWeakRef            flow;
  GuildOpenFinishFunc finish; /* (nullable): of a function that a caller gave */
} GuildLinkLate;

GuildLinkLate *guild_link_late_new  (GuildLinkFlow *self, GuildOpenFinishFunc finish);
/* LATE is taken. (transfer full) (nullable): NULL when the flow is gone or over. */
GuildLinkFlow *guild_link_late_take (GuildLinkLate *late);

/* MESSAGE and ERROR are taken. The last two wipe the link, stop everything and tell. */
void  guild_link_flow_set_state (GuildLinkFlow *self, GuildLinkState state, char *message);
void  guild_link_flow_end       (GuildLinkFlow *self, GuildLinkState state, char *message);
void  guild_link_flow_fail      (GuildLinkFlow *self, GError *error);
void  guild_link_flow_succeed   (GuildLinkFlow *self, const char *platform);
/* WAITING, with the words for what it waits for. */
void  guild_link_flow_set_waiting (GuildLinkFlow *self);

/* guild-link-prepare.c: everything up to the browser. */
void     guild_link_flow_prepare (GuildLinkFlow *self);

/* guild-link-watch.c: everything after it. WATCH begins to poll, and to count the time. */
void     guild_link_flow_watch   (GuildLinkFlow *self);
void     guild_link_flow_verify  (GuildLinkFlow *self);
void     guild_link_flow_called  (GuildLinkFlow *self, const char *company_id,
                                  const char *connection_id, const char *status);
/* Whether ERROR is one that waiting does not mend. */
gboolean guild_link_error_is_final (const GError *error);

G_END_DECLS
