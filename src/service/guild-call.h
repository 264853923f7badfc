/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "service/guild-transport.h"

G_BEGIN_DECLS

/* Runs on a worker. ROOT is the answer, to be changed at will. NULL and an error from
 * guild_call_bad_answer() or in GUILD_SERVICE_ERROR when it is not what was promised; a decoder
 * may also give NULL without an error. DATA is guild_call's and not in use elsewhere. */
typedef gpointer (*GuildDecodeFunc) (JsonNode *root, gpointer data, GError **error);

/* The same for who reads the text itself (guild_value_parse()); errors of other domains become
 * BAD_ANSWER. */
typedef gpointer (*GuildDecodeBytesFunc) (GBytes *body, gpointer data, GError **error);

/* One request and how its answer is read; the strings are copied by guild_call_async(). */
typedef struct
{
  const char     *method;
  const char     *path;
  GBytes         *body;       /* (borrowed) (nullable) */
  const char     *type;       /* (nullable): of BODY, JSON when NULL */
  GuildSendFlags  flags;
  GuildDecodeFunc decode;     /* (nullable): the answer's body does not matter */
  GuildDecodeBytesFunc decode_bytes; /* (nullable): instead of DECODE */
  gpointer        data;       /* (nullable): taken */
  GDestroyNotify  free_data;  /* (nullable) */
  GDestroyNotify  free_value; /* (nullable): of what DECODE makes */
} GuildCall;

/* Errors of the transport, and BAD_ANSWER when the body is no JSON. They carry a GuildProblem; for
 * a request that is not SAFE an unreadable answer sets maybe_done. Cancellation after the answer
 * came is too late and ignored. */
void     guild_call_async      (GuildTransport *transport, const GuildCall *call,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/* VALUE (out) (nullable): NULL is a fine value. */
gboolean guild_call_finish     (GAsyncResult *result, gpointer *value, GError **error);

/* WHAT (not translated) says what was wrong, for support. */
void     guild_call_bad_answer (GError **error, const char *what);

G_END_DECLS
