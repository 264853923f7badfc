/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_LINK_IDLE,
  GUILD_LINK_PREPARING,     /* callback server, redirect, fresh link address */
  GUILD_LINK_OPENED,        /* the browser was started; until the service was asked once */
  GUILD_LINK_WAITING,       /* for the customer; also when the browser could not be started */
  GUILD_LINK_VERIFYING,     /* asking the service again */
  GUILD_LINK_LINKED,
  GUILD_LINK_CANCELLED,     /* by the customer, or here */
  GUILD_LINK_NOT_SUPPORTED,
  GUILD_LINK_FAILED,
  GUILD_LINK_TIMED_OUT,
} GuildLinkState;

#define GUILD_TYPE_LINK_STATE (guild_link_state_get_type ())
GType guild_link_state_get_type (void);
/* LINKED and everything after it: the attempt is over. */
gboolean guild_link_state_is_over (GuildLinkState state);

/* Opens an address in a browser; a test plays the browser here. */
typedef void     (*GuildOpenFunc) (const char *uri, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer callback_data,
                                   gpointer data);
typedef gboolean (*GuildOpenFinishFunc) (GAsyncResult *result, GError **error);

/* One attempt to have a customer authorise access: fresh link → browser → callback or polling →
 * verified by asking the service again. Properties "state", "message", "platform". The last
 * reference may be dropped at any time: that ends the attempt. Main thread. */
#define GUILD_TYPE_LINK_FLOW (guild_link_flow_get_type ())
G_DECLARE_FINAL_TYPE (GuildLinkFlow, guild_link_flow, GUILD, LINK_FLOW, GObject)

/* CONNECTION_ID NULL: the company's link (choose a platform); then any connection that becomes
 * linked counts. DIRECTORY must have a Codat service. */
GuildLinkFlow *guild_link_flow_new             (GuildDirectory *directory, const char *company_id,
                                                const char *connection_id);
/* Default: guild_open_uri_async(). */
void           guild_link_flow_set_opener      (GuildLinkFlow *self, GuildOpenFunc open,
                                                GuildOpenFinishFunc finish, gpointer data);
/* How long to wait for the customer (default 900 s) and between polls (default 5000 ms, doubling to
 * 60 s; the quota is respected). Neither is 0. */
void           guild_link_flow_set_patience    (GuildLinkFlow *self, guint timeout_s,
                                                guint poll_ms);
/* Callback port; 0 (default) = any. */
void           guild_link_flow_set_port        (GuildLinkFlow *self, guint16 port);
/* Makes TEMPLATE the service's redirect address; the window passes a function that takes the
 * journal's path, because this room may not write. OLD_TEMPLATE is what it was a moment ago (""
 * when there was none). NULL (default): the redirect is left alone, and
 * a callback is awaited only when it is ours already; otherwise the flow polls. */
typedef void   (*GuildSetRedirectFunc) (GuildDirectory *directory, const char *redirect_template,
                                        const char *old_template, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer callback_data,
                                        gpointer data);
void           guild_link_flow_set_redirect_setter (GuildLinkFlow *self, GuildSetRedirectFunc set,
                                                    GuildOpenFinishFunc finish, gpointer data);
/* Here, in this machine's browser. Once per flow, like the next. */
void           guild_link_flow_start           (GuildLinkFlow *self);
/* Only fetch the link (to copy) and watch by polling. */
void           guild_link_flow_start_watching  (GuildLinkFlow *self);
void           guild_link_flow_cancel          (GuildLinkFlow *self);
/* "Check Now": asks the service at once while waiting. */
void           guild_link_flow_check           (GuildLinkFlow *self);
GuildLinkState guild_link_flow_get_state       (GuildLinkFlow *self);
/* What is happening or why it ended, for people. */
const char    *guild_link_flow_get_message     (GuildLinkFlow *self);
/* (nullable): the fresh address while it may be used, that is until the attempt is over; for Copy
 * Link. Never logged, and wiped afterwards. */
const char    *guild_link_flow_get_link        (GuildLinkFlow *self);
const char    *guild_link_flow_get_platform    (GuildLinkFlow *self); /* nullable, once linked */
const GError  *guild_link_flow_get_error       (GuildLinkFlow *self); /* nullable */

G_END_DECLS
