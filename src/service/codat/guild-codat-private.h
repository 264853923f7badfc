/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/codat/guild-codat.h"
#include "service/guild-call.h"

G_BEGIN_DECLS

#define GUILD_CODAT_MAX_PAGE 5000

/* Like guild_call_async(), but fails with UNAUTHORISED and sends nothing while there is no key. */
void        guild_codat_call_async     (GuildCodat *self, const GuildCall *call,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);
/* PARTS, NULL-terminated, become path segments: "companies", id, "connections"; (transfer full). */
char       *guild_codat_path           (const char *first, ...) G_GNUC_NULL_TERMINATED;

/* guild-codat-query.c: the path of a list request; NULL and UNSUPPORTED when codat.md §3.1's
 * grammar cannot say QUERY (nullable). (transfer full) */
char       *guild_codat_list_path      (guint page, guint page_size, GuildQuery *query,
                                        GError **error);
/* Whether VALUE can stand in a clause: no quoting exists. */
gboolean    guild_codat_can_say        (const char *value);

/* guild-codat-decode.c, decoders for GuildCall. */
typedef struct { guint page; guint page_size; } GuildCodatPageAsked;
gpointer    guild_codat_decode_page    (GBytes *body, gpointer asked, GError **error);
gpointer    guild_codat_decode_company (JsonNode *root, gpointer data, GError **error);
gpointer    guild_codat_decode_groups  (JsonNode *root, gpointer data, GError **error);
/* (nullable): the id of the object that was made, as text. */
gpointer    guild_codat_decode_id      (JsonNode *root, gpointer data, GError **error);
void        guild_codat_read_problem   (guint status, SoupMessageHeaders *headers, GBytes *body,
                                        GuildProblem *problem);
GuildBatch *guild_codat_batch_of_one   (JsonObject *company, GError **error);

/* guild-codat-scrub.c: removes one-time passwords from COMPANY, wherever they are. */
void        guild_codat_scrub          (JsonObject *company);
/* Whether there are none, nor anything else that guild_codat_scrub() would change. */
gboolean    guild_codat_is_clean       (const GuildNode *company);

/* guild-codat-write.c, guild-codat-look-up.c: the vfuncs. */
void        guild_codat_write_async    (GuildService *service, const GuildWrite *write,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);
void        guild_codat_look_up_async  (GuildService *service, const GuildWrite *write,
                                        gint64 sent_at, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);
/* guild-codat-look-up-settings.c: FALSE when WRITE is not about settings; else OUTER is
 * answered. */
gboolean    guild_codat_look_up_setting (GTask *outer, const GuildWrite *write, gint64 since);

/* guild-codat-replace.c: SET_REDIRECT, SET_PROFILE and SET_SYNC_SETTINGS, which are read first and
 * written whole; TASK is taken and returns an outcome. CONFLICT when it is no longer as the write
 * says it was. */
void        guild_codat_replace        (GTask *task, const GuildWrite *write);

/* guild-codat-refresh.c: REFRESH_ALL and REFRESH_TYPE; TASK is taken and returns an outcome. */
void        guild_codat_refresh        (GTask *task, const GuildWrite *write);
/* The same for looking one up: whether something was requested at SINCE (µs UTC) or later. */
void        guild_codat_find_refresh   (GTask *task, const GuildWrite *write, gint64 since);

G_END_DECLS
