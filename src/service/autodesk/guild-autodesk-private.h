/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/autodesk/guild-autodesk.h"
#include "service/guild-call.h"

G_BEGIN_DECLS

#define GUILD_AUTODESK_MAX_PAGE 200

/* ---- guild-autodesk-token.c: two-legged tokens, fetched when they are needed, one at a time ---- */

typedef struct _GuildAutodeskToken GuildAutodeskToken;

/* CLIENT_ID, SECRET (nullable): without them every use fails with UNAUTHORISED and nothing is
 * sent. The token itself goes to TRANSPORT's authorisation and nowhere else. */
GuildAutodeskToken *guild_autodesk_token_new    (GuildTransport *transport, const char *client_id,
                                                 const char *secret);
GuildAutodeskToken *guild_autodesk_token_ref    (GuildAutodeskToken *self);
void                guild_autodesk_token_unref  (GuildAutodeskToken *self);
/* TASK returns ERROR, or READY is called with it; takes TASK. */
void                guild_autodesk_token_ensure (GuildAutodeskToken *self, GTask *task,
                                                 void (*ready) (GTask *task));
/* Which token is in use; the next fetch has another number. */
guint               guild_autodesk_token_number (GuildAutodeskToken *self);
/* The service refused token NUMBER: it is not used again. */
void                guild_autodesk_token_drop   (GuildAutodeskToken *self, guint number);

/* ---- guild-autodesk-query.c ---- */

/* STATUS_FILTER FALSE: the service does not know filter[status]. */
char    *guild_autodesk_build_path     (const char *account_id, guint64 offset, guint limit,
                                        gboolean status_filter, GuildQuery *query, GError **error);

/* ---- guild-autodesk-decode.c ---- */

typedef struct
{
  GuildPage *page;  /* (owned) */
  gint64     limit; /* that the service really used; -1 when it does not say */
} GuildAutodeskPage;
void     guild_autodesk_page_free      (gpointer page);
typedef struct { guint64 offset; guint limit; } GuildAutodeskAsked;
gpointer guild_autodesk_decode_page    (JsonNode *root, gpointer asked, GError **error);

typedef struct
{
  GPtrArray *accounts; /* (owned) (element-type GuildAccount) */
  GPtrArray *warnings; /* (owned) (element-type utf8) */
} GuildAutodeskHubs;
void     guild_autodesk_hubs_free      (gpointer hubs);
gpointer guild_autodesk_decode_hubs    (JsonNode *root, gpointer data, GError **error);
void     guild_autodesk_read_problem   (guint status, SoupMessageHeaders *headers, GBytes *body,
                                        GuildProblem *problem);
/* ERROR in words that name what is missing, where it is a refusal; (transfer full). Takes ERROR. */
GError  *guild_autodesk_explain        (GError *error, const char *region);

G_END_DECLS
