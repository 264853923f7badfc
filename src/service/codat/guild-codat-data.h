/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-record.h"
#include "company/guild-statement.h"
#include "service/codat/guild-codat.h"

G_BEGIN_DECLS

/* A company's data (codat.md §8 and §9): which types there are, how fresh they are, and reading
 * them. Writes (refreshes) go through the journal. */
typedef enum
{
  GUILD_DATA_PAGED,
  GUILD_DATA_WHOLE,     /* a list without pages */
  GUILD_DATA_SINGLE,    /* one object */
  GUILD_DATA_STATEMENT, /* a financial report: guild_codat_read_statement_async() */
} GuildDataForm;

typedef struct
{
  const char   *key;         /* "chartOfAccounts": what is queued and reported */
  const char   *title;       /* translatable, N_() */
  const char   *path;        /* below data/; "%s" stands for an account's id */
  const char   *source_type; /* of the connection that has it: "Accounting", "Banking", "Commerce" */
  gboolean      connection;  /* read at a connection rather than at the company */
  GuildDataForm form;
  gboolean      company_too; /* can be read at the company, too: of all its connections at once */
} GuildDataType;

/* The 43 types, in the order they are shown in. */
const GuildDataType *guild_data_types     (guint *n_types);
/* (nullable): NULL for a type this program does not know. */
const GuildDataType *guild_data_type_find (const char *key);

/* The words of §8 for people; an unknown STATUS stands for itself, NULL is "Never synced". */
const char *guild_sync_status_title     (const char *status);
const char *guild_sync_status_icon_name (const char *status);
const char *guild_sync_status_css_class (const char *status);  /* nullable */
gboolean    guild_sync_status_is_running (const char *status); /* nullable STATUS, like the next */
gboolean    guild_sync_status_is_error  (const char *status);

typedef struct
{
  char  *key;          /* (owned) */
  char  *status;       /* (owned) (nullable): NULL: never synchronised */
  gint64 last_success; /* µs UTC, GUILD_NUMBER_UNSET: never */
} GuildDataStatus;
void guild_data_status_free (GuildDataStatus *self);

/* (transfer full) (element-type GuildDataStatus): every type the company has. */
void       guild_codat_read_data_status_async  (GuildCodat *self, const char *company_id,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
GPtrArray *guild_codat_read_data_status_finish (GuildCodat *self, GAsyncResult *result,
                                                GError **error);

typedef struct
{
  const GuildDataType *type;
  const char *company_id;
  const char *connection_id; /* (nullable): needed when TYPE is read at a connection only */
  const char *account_id;    /* (nullable): needed for bankTransactions */
  guint       page;          /* from 0 */
  guint       page_size;
  gboolean    hide_deleted;  /* asks for what is still at the source */
} GuildRecordsAsked;

/* CONFLICT: the type was never synchronised, or for the first time just now. */
void             guild_codat_read_records_async  (GuildCodat *self, const GuildRecordsAsked *asked,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer data);
/* The pull operations of a company, newest first; also the records written to it. */
void             guild_codat_read_history_async  (GuildCodat *self, const char *company_id,
                                                  gboolean pushes, guint page, guint page_size,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer data);
/* (transfer full): of both. */
GuildRecordPage *guild_codat_read_records_finish (GuildCodat *self, GAsyncResult *result,
                                                  GError **error);
/* N_PERIODS periods of MONTHS months, the last one ending with the newest month there is. */
void             guild_codat_read_statement_async  (GuildCodat *self, const GuildDataType *type,
                                                    const char *company_id, guint months,
                                                    guint n_periods, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer data);
GuildStatement  *guild_codat_read_statement_finish (GuildCodat *self, GAsyncResult *result,
                                                    GError **error);
/* What was found wrong with the records of a pull operation: { errors: […], warnings: […] }. */
void             guild_codat_read_validation_async  (GuildCodat *self, const char *company_id,
                                                     const char *operation_id,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer data);
GuildValue      *guild_codat_read_validation_finish (GuildCodat *self, GAsyncResult *result,
                                                     GError **error);

G_END_DECLS
