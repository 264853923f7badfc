/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "link/guild-link-flow.h"
#include "support/guild-test.h"

G_BEGIN_DECLS

/* A company without connections at the sandbox, and a customer whose browser a flow opens. */

typedef enum
{
  BROWSE,       /* follows the link, chooses, ends with OUTCOME, follows the redirect */
  BROWSE_NOT,   /* says it started and does nothing */
  BROWSE_FAIL,  /* cannot be started */
  BROWSE_NEVER, /* never says whether it started */
} Mode;

typedef struct
{
  GuildTestSandbox *sandbox;    /* (owned) */
  GuildDirectory   *directory;  /* (owned) */
  char             *company_id; /* (owned) */
  SoupSession      *session;    /* (owned) */
  Mode              mode;
  const char       *platform;   /* (nullable): key of the button to press first */
  const char       *outcome;
  gboolean          follow;     /* the redirect at the end */
  char             *link;       /* (owned): the last address the browser was given */
  char             *callback;   /* (owned): the redirect address as expanded */
  guint             n_opened;
  guint             callback_status;
} Browser;

void           browser_set_up         (Browser *b, gconstpointer data);
void           browser_tear_down      (Browser *b, gconstpointer data);
/* With a callback, and so slow a poll that only the callback can be what ends it. */
GuildLinkFlow *browser_new_flow       (Browser *b, const char *connection_id);
/* For what FLOW calls in place of that: propagates a boolean task. */
gboolean       browser_finish_task    (GAsyncResult *result, GError **error);
/* Starts FLOW until the browser is open, and does nothing there. */
void           browser_open           (Browser *b, GuildLinkFlow *flow);
/* What the customer does at the link. */
void           browser_browse         (Browser *b);
guint          browser_get_status     (Browser *b, const char *uri);
/* MEMBER of the company's one connection at the sandbox; (transfer full). */
char          *browser_dup_connection (Browser *b, const char *member);

/* Starts FLOW and waits for its end, which must be EXPECTED. */
void           flow_run               (GuildLinkFlow *flow, GuildLinkState expected);
void           flow_await_state       (GuildLinkFlow *flow, GuildLinkState state);
/* Waits for a message that holds PART. */
void           flow_await_message     (GuildLinkFlow *flow, const char *part);

G_END_DECLS
