/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a webhook came from the service, by the signature it carries (codat.md §11.2). */
typedef enum
{
  GUILD_SIGNATURE_GOOD,
  GUILD_SIGNATURE_STALE,         /* right, but too old or too far ahead: it may be a repetition */
  GUILD_SIGNATURE_WRONG,
  GUILD_SIGNATURE_NO_SECRET,     /* the secret is no Base64 */
  GUILD_SIGNATURE_NO_TIME,       /* the timestamp is no number of seconds */
  GUILD_SIGNATURE_NOT_SUPPORTED, /* no signature of version 1 */
} GuildSignatureVerdict;

/* How far webhook-timestamp may be from the time of arrival. */
#define GUILD_SIGNATURE_TOLERANCE_SECONDS (5 * 60)

/* SECRET with or without "whsec_"; ID, TIMESTAMP and SIGNATURE are the values of the headers
 * webhook-id, webhook-timestamp and webhook-signature; BODY is what was sent, byte by byte (LENGTH
 * -1: ends with NUL); NOW in seconds since 1970. Signatures are compared in constant time. */
GuildSignatureVerdict guild_webhook_signature_check   (const char *secret, const char *id,
                                                       const char *timestamp,
                                                       const char *signature, const char *body,
                                                       gssize length, gint64 now);
/* What it means and what to do; (transfer none). */
const char           *guild_webhook_signature_explain (GuildSignatureVerdict verdict);

G_END_DECLS
