/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/autodesk/guild-autodesk.h"
#include "service/guild-call.h"

G_BEGIN_DECLS

#define GUILD_AUTODESK_MAX_PAGE 200
#define GUILD_AUTODESK_HQ_PAGE 100

#define GUILD_AUTODESK_READ_SCOPE "account:read data:read"
#define GUILD_AUTODESK_WRITE_SCOPE "account:read account:write"
#define GUILD_AUTODESK_USER_SCOPE "account:read data:read user-profile:read"

/* ---- guild-autodesk-token.c: access tokens, got when needed, one request at a time ---- */

typedef struct _GuildAutodeskToken GuildAutodeskToken;

/* An access token as the service gave it. */
typedef struct
{
  char  *value;    /* (owned): "Bearer …", wiped */
  char  *refresh;  /* (owned) (nullable): wiped */
  gint64 lifetime; /* seconds */
} GuildAutodeskGrant;
gpointer guild_autodesk_decode_grant   (JsonNode *root, gpointer data, GError **error);
void     guild_autodesk_grant_free     (gpointer grant);

/* How a token is got; SELF asks, and ends with guild_autodesk_token_settle(). */
typedef void (*GuildAutodeskFetchFunc) (GuildAutodeskToken *self, gpointer data);

/* Two-legged (acc.md §8.3). CLIENT_ID, SECRET (nullable): without them every use fails with
 * UNAUTHORISED and nothing is sent. */
GuildAutodeskToken *guild_autodesk_token_new    (const char *base, const char *client_id,
                                                 const char *secret, const char *scope);
/* Got by FETCH; DATA is taken. */
GuildAutodeskToken *guild_autodesk_token_custom (GuildAutodeskFetchFunc fetch, gpointer data,
                                                 GDestroyNotify free_data);
GuildAutodeskToken *guild_autodesk_token_ref    (GuildAutodeskToken *self);
void                guild_autodesk_token_unref  (GuildAutodeskToken *self);
/* The token goes to the authorisation of these transports and nowhere else. */
void                guild_autodesk_token_serve  (GuildAutodeskToken *self,
                                                 GuildTransport *transport);
/* TASK returns an error, or READY is called with it; takes TASK. */
void                guild_autodesk_token_ensure (GuildAutodeskToken *self, GTask *task,
                                                 void (*ready) (GTask *task));
/* Which token is in use; the next fetch has another number. */
guint               guild_autodesk_token_number (GuildAutodeskToken *self);
/* The service refused token NUMBER: it is not used again. */
void                guild_autodesk_token_drop   (GuildAutodeskToken *self, guint number);
/* Ends a fetch. GRANT (nullable): stays the caller's; then ERROR, taken, says why there is none. */
void                guild_autodesk_token_settle (GuildAutodeskToken *self,
                                                 const GuildAutodeskGrant *grant, GError *error);
/* (transfer full): a form of NAME, VALUE pairs, NULL-terminated; wiped when it goes. */
GBytes             *guild_autodesk_form         (const char *name, ...) G_GNUC_NULL_TERMINATED;

/* ---- guild-autodesk-renew.c: tokens of a browser sign-in ---- */

/* REFRESH (nullable): nobody has signed in. WORKSPACE's secret in the keyring follows what the
 * service says. */
GuildAutodeskToken *guild_autodesk_renewed_token_new (GuildWorkspace *workspace,
                                                      const char *refresh);
/* Calls GO_ON of TASK, which is taken, when no token of WORKSPACE is on its way. */
void                guild_autodesk_await_renewal     (GuildWorkspace *workspace, GTask *task,
                                                      void (*go_on) (GTask *task));

/* ---- guild-autodesk-call.c ---- */

typedef enum
{
  GUILD_AUTODESK_ADMIN, /* construction/admin, hubs */
  GUILD_AUTODESK_PROBE, /* the same, in whichever region is looked at */
  GUILD_AUTODESK_HQ,    /* reads of the old family: always two-legged (acc.md §3) */
  GUILD_AUTODESK_WRITE, /* its writes */
  GUILD_AUTODESK_USER,  /* who signed in */
  GUILD_AUTODESK_N_LANES
} GuildAutodeskLane;

typedef struct
{
  GuildTransport     *transport; /* (owned) */
  GuildAutodeskToken *token;     /* (owned) (nullable): this credential cannot do it */
} GuildAutodeskWay;

struct _GuildAutodesk
{
  GuildService parent_instance;

  GuildAutodeskWay lanes[GUILD_AUTODESK_N_LANES];
  char  *account_id;     /* (owned): "" when there is none yet */
  char  *region;         /* (owned): as acc.md §1 */
  char  *found_region;   /* (owned) (nullable): where the test found the account instead */
  char  *fields;         /* (owned) (nullable): what lists are narrowed to */
  guint  served_limit;   /* the most rows that the service gives, once it said less than it was
                          * asked for; else 0 */
  gboolean ignores_status; /* it refused filter[status] */
  gboolean signed_in;    /* by browser: only reads */
  gboolean acts_for_user; /* a User-Id is sent */
};

/* One authorised request; a token that the service forgot early is replaced once. CALL as for
 * guild_call_async(). Errors are explained. */
void     guild_autodesk_call_async  (GuildAutodesk *self, GuildAutodeskLane lane,
                                     const GuildCall *call, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
gboolean guild_autodesk_call_finish (GuildAutodesk *self, GAsyncResult *result, gpointer *value,
                                     GError **error);
/* FALSE after TASK has returned an error: the workspace has no account. */
gboolean guild_autodesk_has_account (GTask *task, GuildAutodesk *self);
GTask   *guild_autodesk_task_new    (gpointer self, gpointer tag, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/* (transfer full): "/hq/v1/accounts/{account}" and PARTS, NULL-terminated, each encoded. */
char    *guild_autodesk_hq_path     (GuildAutodesk *self, const char *part, ...)
                                     G_GNUC_NULL_TERMINATED;

/* ---- guild-autodesk-query.c ---- */

/* STATUS_FILTER FALSE: the service does not know filter[status]. FIELDS (nullable): names with
 * commas between, all without; QUERY's own go before them. */
char    *guild_autodesk_build_path     (const char *account_id, guint64 offset, guint limit,
                                        gboolean status_filter, const char *fields,
                                        GuildQuery *query, GError **error);
/* (transfer full) (nullable): the service's names for fields of the table (NULL-terminated), for
 * FIELDS. */
char    *guild_autodesk_join_fields    (const char * const *fields);

/* ---- guild-autodesk-decode.c ---- */

typedef struct
{
  GuildPage *page;  /* (owned) */
  gint64     limit; /* that the service really used; -1 when it does not say */
} GuildAutodeskPage;
void     guild_autodesk_page_free      (gpointer page);
typedef struct { guint64 offset; guint limit; } GuildAutodeskAsked;
gpointer guild_autodesk_decode_page    (GBytes *body, gpointer asked, GError **error);

typedef struct
{
  GPtrArray *accounts; /* (owned) (element-type GuildAccount) */
  GPtrArray *warnings; /* (owned) (element-type utf8) */
} GuildAutodeskHubs;
void     guild_autodesk_hubs_free      (gpointer hubs);
gpointer guild_autodesk_decode_hubs    (JsonNode *root, gpointer data, GError **error);

/* ---- guild-autodesk-problem.c ---- */

void     guild_autodesk_read_problem   (guint status, SoupMessageHeaders *headers, GBytes *body,
                                        GuildProblem *problem);
/* ERROR in words that name what is missing, where it is a refusal; (transfer full). Takes ERROR. */
GError  *guild_autodesk_explain        (GError *error, const char *region);
/* Whether the service's words hold CODE, in capitals. */
gboolean guild_autodesk_says           (const GuildProblem *problem, const char *code);

/* ---- guild-autodesk-test.c ---- */

void     guild_autodesk_test_async     (GuildService *service, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);

/* ---- guild-autodesk-read.c ---- */

void     guild_autodesk_read_company_async (GuildService *service, const char *company_id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data);
/* The company of hq's object COMPANY as the new family tells it, read by its name; the object
 * itself, converted, when it is not found there. Finishes with a GuildBatch. */
void     guild_autodesk_complete_async (GuildAutodesk *self, JsonObject *company,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);
GuildBatch *guild_autodesk_complete_finish (GuildAutodesk *self, GAsyncResult *result,
                                            GError **error);
/* (transfer full): hq's COMPANY with the names of the new family (acc.md §4.5, §5). */
JsonObject *guild_autodesk_row_from_hq (JsonObject *company);
/* Decodes to a JsonObject (transfer full), to be freed with json_object_unref(). */
gpointer guild_autodesk_decode_object  (JsonNode *root, gpointer data, GError **error);
/* Decodes to a JsonArray of objects, to be freed with json_array_unref(). */
gpointer guild_autodesk_decode_array   (JsonNode *root, gpointer data, GError **error);

/* ---- guild-autodesk-write.c, guild-autodesk-import.c, guild-autodesk-logo.c,
 *      guild-autodesk-look-up.c ---- */

void     guild_autodesk_write_async    (GuildService *service, const GuildWrite *write,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);
void     guild_autodesk_look_up_async  (GuildService *service, const GuildWrite *write,
                                        gint64 sent_at, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);
/* Takes TASK, whose data is the write. */
void     guild_autodesk_send_import    (GTask *task);
void     guild_autodesk_send_logo      (GTask *task);
/* Adds row ROW of FROM to BATCH. */
void     guild_autodesk_append_row     (GuildBatch *batch, GuildBatch *from, guint row);
/* For a write that is done: the outcome of the task DATA, with its company read again; without one
 * nothing is lost but what the list shows. */
void     guild_autodesk_read_back_cb   (GObject *source, GAsyncResult *result, gpointer data);
/* TASK returns the outcome; takes BATCH (nullable). */
void     guild_autodesk_return_outcome (GTask *task, GuildBatch *batch, const char *created_id);
/* Rows of the account made since SINCE (µs UTC, the service's clock), newest first, as a
 * GuildBatch; finished with guild_autodesk_complete_finish(). */
void     guild_autodesk_list_new_async (GuildAutodesk *self, gint64 since,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);

G_END_DECLS
