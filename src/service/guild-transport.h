/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include "service/guild-problem.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_SEND_NONE       = 0,
  GUILD_SEND_SAFE       = 1 << 0, /* may be repeated after 429, 5xx and connection loss */
  GUILD_SEND_ANONYMOUS  = 1 << 1, /* without authorisation (token calls) */
} GuildSendFlags;

typedef struct
{
  guint               status;
  SoupMessageHeaders *headers; /* (owned) */
  GBytes             *body;    /* (owned) */
} GuildReply;
void guild_reply_free (GuildReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildReply, guild_reply_free)

/* Turns a service's error body into a problem; each service has its own shapes. Runs on the main
 * thread with bodies up to 64 KiB. BODY may be empty, text or JSON. */
typedef void (*GuildReadProblemFunc) (guint status, SoupMessageHeaders *headers, GBytes *body,
                                      GuildProblem *problem);

typedef struct
{
  gint64 limit;     /* GUILD_NUMBER_UNSET when the service never said */
  gint64 remaining;
  gint64 reset_at;  /* µs UTC */
} GuildQuota;
/* Less than a tenth is left: what can wait should. FALSE when the service never said. */
gboolean guild_quota_is_low (const GuildQuota *self);

/* The only code that sends: base address, authorisation added last and only for the configured
 * origin, deadline, cancellation, retry of safe requests, rate budget, size limit, redaction. */
#define GUILD_TYPE_TRANSPORT (guild_transport_get_type ())
G_DECLARE_FINAL_TYPE (GuildTransport, guild_transport, GUILD, TRANSPORT, GObject)

/* BASE is an absolute http(s) address; its path, if any, is kept. */
GuildTransport   *guild_transport_new               (const char *base, GuildReadProblemFunc read);
const char       *guild_transport_get_base          (GuildTransport *self);
/* The whole value of the Authorization header, or NULL; never logged. */
void              guild_transport_set_authorization (GuildTransport *self, const char *value);
/* Added to every request ("Region: EMEA"); VALUE NULL takes it back. */
void              guild_transport_set_header        (GuildTransport *self, const char *name,
                                                     const char *value);
/* At most PER_MINUTE requests in any 60 s and at most AT_ONCE at the same time, the rest wait in
 * their order; 0 = no limit of ours (ten connections remain the most). */
void              guild_transport_set_budget        (GuildTransport *self, guint per_minute,
                                                     guint at_once);
/* Counts the budget together with every other transport of the same base and GROUP in this process,
 * now or later: for what a service counts together. Before the first request; main thread. */
void              guild_transport_share_budget      (GuildTransport *self, const char *group);
/* Seconds without a byte before TIMEOUT (default 60; connections that are open keep what they were
 * made with), first retry delay in ms (default 500). */
void              guild_transport_set_patience      (GuildTransport *self, guint seconds,
                                                     guint first_delay_ms);
/* Larger answers (decompressed) are TOO_LARGE; default 64 MiB. */
void              guild_transport_set_max_body      (GuildTransport *self, gsize bytes);
/* (transfer none): what X-Rate-Limit-* said last; property "quota" (pointer) notifies. */
const GuildQuota *guild_transport_get_quota         (GuildTransport *self);
/* PATH is path-absolute and already percent-encoded, with its query; an absolute address of
 * another origin is refused (BAD_ANSWER) before anything is sent. BODY (nullable) is JSON unless
 * CONTENT_TYPE says otherwise. Property "throttled-until" (int64 µs) says when a wait for the
 * service ends. */
void              guild_transport_send_async        (GuildTransport *self, const char *method,
                                                     const char *path, GBytes *body,
                                                     const char *content_type, GuildSendFlags flags,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer data);
/* NULL and an error for every status outside 2xx too. */
GuildReply       *guild_transport_send_finish       (GuildTransport *self, GAsyncResult *result,
                                                     GError **error);
/* "one-time", "code=", "otp=", keys…: TEXT with the values of secrets masked; (transfer full). */
char             *guild_transport_redact            (const char *text);
/* Percent-encodes every byte outside A-Za-z0-9-._~ ; (transfer full). */
char             *guild_transport_encode            (const char *text);

G_END_DECLS
