/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-batch.h"
#include "company/guild-query.h"
#include "service/guild-transport.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_SERVICE_CAN_NOTHING       = 0,
  GUILD_SERVICE_CAN_CREATE        = 1 << 0,
  GUILD_SERVICE_CAN_EDIT          = 1 << 1,
  GUILD_SERVICE_CAN_DELETE        = 1 << 2,
  GUILD_SERVICE_HAS_CONNECTIONS   = 1 << 3,
  GUILD_SERVICE_HAS_GROUPS        = 1 << 4,
  GUILD_SERVICE_HAS_TAGS          = 1 << 5,
  GUILD_SERVICE_HAS_LINK          = 1 << 6,
  GUILD_SERVICE_KEEPS_DELETED     = 1 << 7, /* deleted companies stay in the list */
  GUILD_SERVICE_HAS_CHANGED_SINCE = 1 << 8,
  GUILD_SERVICE_CAN_IMPORT        = 1 << 9,  /* many companies in one request */
  GUILD_SERVICE_HAS_LOGO          = 1 << 10,
  GUILD_SERVICE_HAS_PROJECTS      = 1 << 11,
  GUILD_SERVICE_HAS_MEMBERS       = 1 << 12, /* people of a company, who can be moved */
  GUILD_SERVICE_CHOOSES_FIELDS    = 1 << 13, /* lists send what guild_query_with_fields() names */
} GuildServiceFlags;

/* A write, as it is kept in the journal and sent once. "was", where a body has it, says how the
 * same members were: the write is refused (CONFLICT, and nothing is sent) when they no longer are.
 * null takes a member away. */
typedef enum
{
  GUILD_WRITE_CREATE_COMPANY,
  GUILD_WRITE_UPDATE_COMPANY,
  GUILD_WRITE_DELETE_COMPANY,
  GUILD_WRITE_CREATE_CONNECTION, /* body { "platformKey": … } */
  GUILD_WRITE_UNLINK_CONNECTION,
  GUILD_WRITE_DELETE_CONNECTION,
  GUILD_WRITE_CREATE_GROUP,      /* body { "name": … }; no company */
  GUILD_WRITE_ADD_TO_GROUP,      /* target = group id */
  GUILD_WRITE_REMOVE_FROM_GROUP,
  GUILD_WRITE_SET_REDIRECT,      /* body { "redirectUrl": …, "was": … }; no company */
  GUILD_WRITE_ADD_PRODUCT,       /* target = product identifier */
  GUILD_WRITE_REMOVE_PRODUCT,
  GUILD_WRITE_CREATE_API_KEY,    /* body { "name": … }; no company */
  GUILD_WRITE_DELETE_API_KEY,    /* target = key id; no company */
  GUILD_WRITE_CREATE_WEBHOOK,    /* body { "url": …, "eventTypes": …, "companyTags": … } */
  GUILD_WRITE_DELETE_WEBHOOK,    /* target = webhook id; no company */
  GUILD_WRITE_SET_SYNC_SETTINGS, /* body: what of codat.md §5.4 changes, "was"; no company: the
                                  * defaults */
  GUILD_WRITE_REFRESH_ALL,
  GUILD_WRITE_REFRESH_TYPE,      /* target = data type; body (nullable) { "connectionId": … } */
  GUILD_WRITE_IMPORT_COMPANIES,  /* body [ company, … ], 50 at most; no company */
  GUILD_WRITE_SET_LOGO,          /* body { "uri": …, "type": …, "sha256": … }: a file here */
  GUILD_WRITE_MOVE_MEMBER,       /* target = user id; company = where to; body { "company_id": … } */
  GUILD_WRITE_SET_PROFILE,       /* target = member of codat.md §11; body { target: …, "was": … } */
} GuildWriteKind;

typedef struct
{
  GuildWriteKind kind;
  char *company_id; /* (owned) (nullable) */
  char *target_id;  /* (owned) (nullable): connection or group */
  char *body;       /* (owned) (nullable): JSON for the service, no secrets */
} GuildWrite;

GuildWrite *guild_write_new  (GuildWriteKind kind, const char *company_id, const char *target_id,
                              const char *body);
GuildWrite *guild_write_copy (const GuildWrite *self);
void        guild_write_free (GuildWrite *self);
/* For the journal: text with everything in it, and back; NULL when TEXT (nullable) is none of ours.
 * (transfer full) */
char       *guild_write_to_text   (const GuildWrite *self);
GuildWrite *guild_write_from_text (const char *text);
const char *guild_write_kind_to_id   (GuildWriteKind kind); /* "create-company" */
/* FALSE, and KIND untouched, when ID (nullable) is none of these words. */
gboolean    guild_write_kind_from_id (const char *id, GuildWriteKind *kind);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildWrite, guild_write_free)

/* A row that the service did not take. */
typedef struct
{
  char *name;   /* (owned): of the company, "" when it cannot be told */
  char *reason; /* (owned): in the service's words */
} GuildRowFailure;
GuildRowFailure *guild_row_failure_new  (const char *name, const char *reason);
void             guild_row_failure_free (GuildRowFailure *self);

/* What the service says once a write is done: the company as it is now (a batch of one), or that
 * it is gone. */
typedef struct
{
  GuildBatch *batch;      /* (owned) (nullable) */
  gboolean    gone;       /* the company no longer exists */
  char       *created_id; /* (owned) (nullable): id of what a create made */
  GPtrArray  *failures;   /* (owned) (nullable) (element-type GuildRowFailure): of an import, what
                           * was not made; BATCH is what was */
} GuildOutcome;
void guild_outcome_free (GuildOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildOutcome, guild_outcome_free)

/* What a file of companies may say to it: guild-import-rules.h. */
typedef struct _GuildImportRules GuildImportRules;

/* One page of the service's list. */
typedef struct
{
  GuildBatch *batch;   /* (owned) */
  gint64      total;   /* of the whole list; -1 when the service does not say */
  guint       size;    /* rows of a full page as it was served, which may be fewer than were asked
                        * for; 0 when the service does not say */
  gboolean    more;
} GuildPage;
void guild_page_free (GuildPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildPage, guild_page_free)

/* A group of companies (codat.md §7): id and name. */
typedef struct
{
  char *id;   /* (owned) */
  char *name; /* (owned) */
} GuildGroup;
void guild_group_free (GuildGroup *self);

/* A client of one online service, for one workspace. Everything asynchronous runs on the thread
 * that calls it and calls back there; decoding happens on workers. */
#define GUILD_TYPE_SERVICE (guild_service_get_type ())
G_DECLARE_DERIVABLE_TYPE (GuildService, guild_service, GUILD, SERVICE, GObject)

/* Every method has a default: nothing can be done, asynchronous ones answer UNSUPPORTED, and a
 * _finish propagates the GTask's pointer (boolean for test). So a service that returns with GTask
 * overrides only the _async half. */
struct _GuildServiceClass
{
  GObjectClass parent_class;

  const GuildFieldTable *(*get_table) (GuildService *self);
  GuildServiceFlags      (*get_flags) (GuildService *self);
  guint                  (*get_page_size) (GuildService *self);
  const GuildImportRules *(*get_import_rules) (GuildService *self);

  char *     (*list_path)         (GuildService *self, guint page, guint page_size,
                                   GuildQuery *query, GError **error);
  void       (*list_page_async)   (GuildService *self, guint page, guint page_size,
                                   GuildQuery *query, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
  GuildPage *(*list_page_finish)  (GuildService *self, GAsyncResult *result, GError **error);
  void       (*read_company_async)  (GuildService *self, const char *company_id,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer data);
  GuildBatch *(*read_company_finish) (GuildService *self, GAsyncResult *result, GError **error);
  void       (*write_async)       (GuildService *self, const GuildWrite *write,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
  GuildOutcome *(*write_finish)   (GuildService *self, GAsyncResult *result, GError **error);
  void       (*look_up_async)     (GuildService *self, const GuildWrite *write, gint64 sent_at,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
  GuildOutcome *(*look_up_finish) (GuildService *self, GAsyncResult *result, GError **error);
  void       (*list_groups_async) (GuildService *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
  GPtrArray *(*list_groups_finish) (GuildService *self, GAsyncResult *result, GError **error);
  void       (*test_async)        (GuildService *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
  gboolean   (*test_finish)       (GuildService *self, GAsyncResult *result, GError **error);
};

/* (transfer none) (nullable): for quota, throttling and tests; construct-only property
 * "transport". */
GuildTransport        *guild_service_get_transport (GuildService *self);
const GuildFieldTable *guild_service_get_table     (GuildService *self);
GuildServiceFlags      guild_service_get_flags     (GuildService *self);
/* Largest page the service serves. */
guint                  guild_service_get_page_size (GuildService *self);
/* (nullable): NULL when companies cannot be imported with these credentials. */
const GuildImportRules *guild_service_get_import_rules (GuildService *self);
/* The path and query of the request for that page, without any secret; (transfer full). NULL and
 * UNSUPPORTED, with the reason in words, when the service's language cannot say QUERY. */
char         *guild_service_list_path         (GuildService *self, guint page, guint page_size,
                                               GuildQuery *query, GError **error);
/* PAGE counts from 0. QUERY (nullable) is asked of the service; UNSUPPORTED when it cannot say
 * it. */
void          guild_service_list_page_async   (GuildService *self, guint page, guint page_size,
                                               GuildQuery *query, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer data);
GuildPage    *guild_service_list_page_finish  (GuildService *self, GAsyncResult *result,
                                               GError **error);
void          guild_service_read_company_async  (GuildService *self, const char *company_id,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer data);
GuildBatch   *guild_service_read_company_finish (GuildService *self, GAsyncResult *result,
                                                 GError **error);
/* Sent exactly once unless the service said it did nothing (429). Only the journal calls this. */
void          guild_service_write_async       (GuildService *self, const GuildWrite *write,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer data);
GuildOutcome *guild_service_write_finish      (GuildService *self, GAsyncResult *result,
                                               GError **error);
/* Whether a write whose answer was lost has happened. Success: an outcome when it did; NULL with
 * no error when it certainly did not. CONFLICT when it cannot be told (several candidates). */
void          guild_service_look_up_async     (GuildService *self, const GuildWrite *write,
                                               gint64 sent_at, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer data);
GuildOutcome *guild_service_look_up_finish    (GuildService *self, GAsyncResult *result,
                                               GError **error);
/* (transfer full) (element-type GuildGroup); UNSUPPORTED where there are none. */
void          guild_service_list_groups_async  (GuildService *self, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
GPtrArray    *guild_service_list_groups_finish (GuildService *self, GAsyncResult *result,
                                                GError **error);
/* One cheap read that proves key, scope, account and region; the error names what is missing. */
void          guild_service_test_async        (GuildService *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer data);
gboolean      guild_service_test_finish       (GuildService *self, GAsyncResult *result,
                                               GError **error);

G_END_DECLS
