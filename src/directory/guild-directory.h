/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "directory/guild-failures.h"
#include "directory/guild-sighting.h"
#include "service/guild-service.h"
#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* Everything this program knows about the companies of a workspace: a cache file, a column store,
 * and the sync that keeps them. Methods are for the main thread and never block it. */
#define GUILD_TYPE_DIRECTORY (guild_directory_get_type ())
G_DECLARE_FINAL_TYPE (GuildDirectory, guild_directory, GUILD, DIRECTORY, GObject)

/* A field no service has: a condition SET on it holds for companies that need attention, a thing
 * that depends on the time and on several fields at once, which conditions cannot say: status
 * Deauthorised, Unlinked or Partial; Pending and invited over 7 days ago; Linked with an error that
 * stands, with data types that were found failing, or not synced for over 60 days, when access
 * lapses. As a sort key it is the time since when (guild-attention.h). */
#define GUILD_FIELD_ATTENTION "attention"

/* A place in the sidebar: a query and how many companies answer it, kept as data changes. */
typedef enum { GUILD_VIEW_ALL, GUILD_VIEW_ATTENTION, GUILD_VIEW_DELETED, GUILD_VIEW_GROUP,
               GUILD_VIEW_TAG, GUILD_VIEW_SAVED } GuildViewKind;
#define GUILD_TYPE_VIEW (guild_view_get_type ())
G_DECLARE_FINAL_TYPE (GuildView, guild_view, GUILD, VIEW, GObject)
/* Notifies "count". */
const char   *guild_view_get_id        (GuildView *self); /* "all", "group:UUID" */
GuildViewKind guild_view_get_kind      (GuildView *self);
const char   *guild_view_get_title     (GuildView *self);
const char   *guild_view_get_icon_name (GuildView *self);
GuildQuery   *guild_view_get_query     (GuildView *self);
guint         guild_view_get_count     (GuildView *self);

/* Opens PATH (an SQLite file; NULL = memory) and starts to load it in the background; rows appear
 * as they are read. A file that is damaged or from a newer program is set aside as
 * PATH.set-aside-N and a new one begun: the cache can be rebuilt; "notice" then says so. SERVICE
 * may be NULL until guild_directory_set_service(): the cache is shown without one. */
GuildDirectory        *guild_directory_new           (GuildWorkspace *workspace,
                                                      const GuildFieldTable *table,
                                                      const char *path);
/* The same, but what is read from PATH after the first rows waits for guild_directory_go_on(), not
 * longer than LONGEST (µs, more than 0): so these can be drawn before the processor is busy with
 * the rest. */
GuildDirectory        *guild_directory_new_paused    (GuildWorkspace *workspace,
                                                      const GuildFieldTable *table,
                                                      const char *path, GTimeSpan longest);
void                   guild_directory_go_on         (GuildDirectory *self);
/* What was read or stored by now is known at once instead of in the main loop's next turns. Nothing
 * within a signal or an answer of SELF. */
void                   guild_directory_catch_up      (GuildDirectory *self);
GuildWorkspace        *guild_directory_get_workspace (GuildDirectory *self);
const GuildFieldTable *guild_directory_get_table     (GuildDirectory *self);
GuildService          *guild_directory_get_service   (GuildDirectory *self); /* nullable */
void                   guild_directory_set_service   (GuildDirectory *self, GuildService *service);

/* Whether SERVICE, which has other credentials or another address, is of the account whose
 * companies are known here: it is asked for up to three of them, and the first that it has says
 * TRUE; so does knowing none, or a service that cannot be asked for one (its account is the
 * workspace's own). FALSE without an error: it has none of them. */
void                   guild_directory_match_account_async  (GuildDirectory *self,
                                                             GuildService *service,
                                                             GCancellable *cancellable,
                                                             GAsyncReadyCallback callback,
                                                             gpointer data);
gboolean               guild_directory_match_account_finish (GuildDirectory *self,
                                                             GAsyncResult *result, GError **error);

/* Properties, all notified on the main thread:
 *   loaded     boolean: the cache file has been read to its end
 *   n-companies uint: companies known, deleted ones apart
 *   syncing    boolean
 *   progress   double 0…1 while syncing, -1 when the total is not known
 *   n-synced   uint: companies received by the running or last sync
 *   last-sync  int64 µs: end of the last complete sync, GUILD_NUMBER_UNSET = never
 *   last-error boxed GError (nullable): why the last sync stopped; NULL after a success
 *   notice     string (nullable): something to tell once (cache set aside, disk full: works in
 *              memory only)
 * Signal "changed": rows came, went or changed (after every applied batch).
 * Signal "sighted" (GPtrArray of GuildSighting): connections were found in another status than they
 * were known in, by a sync, a refresh or the answer of a write. After "changed". */
gboolean      guild_directory_get_loaded     (GuildDirectory *self);
guint         guild_directory_get_n_companies (GuildDirectory *self);
gboolean      guild_directory_get_syncing    (GuildDirectory *self);
double        guild_directory_get_progress   (GuildDirectory *self);
guint         guild_directory_get_n_synced   (GuildDirectory *self);
gint64        guild_directory_get_last_sync  (GuildDirectory *self);
const GError *guild_directory_get_last_error (GuildDirectory *self);
const char   *guild_directory_get_notice     (GuildDirectory *self);

/* (transfer none): GuildView items: all, needs attention / deleted, groups, tags. */
GListModel   *guild_directory_get_views      (GuildDirectory *self);
/* What an operator keeps of their own questions; shown behind the other views and counted like
 * them. */
typedef struct
{
  char       *id;    /* (owned): "saved:…", one of a kind in its workspace */
  char       *title; /* (owned) */
  GuildQuery *query; /* (owned) */
} GuildSavedView;
GuildSavedView *guild_saved_view_new  (const char *id, const char *title, GuildQuery *query);
void            guild_saved_view_free (GuildSavedView *self);
/* SAVED (element-type GuildSavedView): all of them, in their order; kept by reference and not
 * changed any more. */
void          guild_directory_set_saved_views (GuildDirectory *self, GPtrArray *saved);
/* (transfer none) (element-type GuildGroup): of the last complete sync; another array after
 * each. */
GPtrArray    *guild_directory_get_groups     (GuildDirectory *self);
/* Asks the service for the groups, outside of a sync. UNSUPPORTED: it has none for this client;
 * the list is empty then. */
void          guild_directory_refresh_groups_async  (GuildDirectory *self,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback, gpointer data);
gboolean      guild_directory_refresh_groups_finish (GuildDirectory *self, GAsyncResult *result,
                                                     GError **error);
/* (transfer none) (nullable): NULL for a group that is not known. */
const char   *guild_directory_get_group_name (GuildDirectory *self, const char *group_id);

/* A full sync. A second call while one runs waits for the same run. Pages are committed as they
 * come, so an interrupted run keeps what it got; only a complete run removes what was not seen. */
void          guild_directory_sync_async     (GuildDirectory *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer data);
gboolean      guild_directory_sync_finish    (GuildDirectory *self, GAsyncResult *result,
                                              GError **error);
/* Only what changed at the service since the newest change known here: for a service with
 * GUILD_SERVICE_HAS_CHANGED_SINCE of which a full sync is complete; any other gets a full sync. It
 * is a sync in every other way. What moves no time of change (counts, acc.md §4.5), and companies
 * that are gone without a trace, take a full sync. */
void          guild_directory_sync_changes_async  (GuildDirectory *self, GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer data);
gboolean      guild_directory_sync_changes_finish (GuildDirectory *self, GAsyncResult *result,
                                                   GError **error);
void          guild_directory_cancel_sync    (GuildDirectory *self);

/* Reads one company fresh from the service into the directory; (transfer full). Errors are those of
 * the service: NOT_FOUND removes it here too, and OFFLINE when there is no service. What was read
 * is kept even when it was cancelled meanwhile. */
void          guild_directory_refresh_company_async  (GuildDirectory *self, const char *company_id,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer data);
GuildCompany *guild_directory_refresh_company_finish (GuildDirectory *self, GAsyncResult *result,
                                                      GError **error);
/* The same for up to GUILD_DIRECTORY_MOST_AT_ONCE companies with one request; (transfer full)
 * (element-type GuildCompany): those that the service answered with, in any order. One that it left
 * out may be gone: refresh it alone to know. UNSUPPORTED or INVALID_REQUEST when the service cannot
 * be asked for companies by their ids. */
#define GUILD_DIRECTORY_MOST_AT_ONCE 40
void          guild_directory_refresh_companies_async  (GuildDirectory *self,
                                                        GPtrArray *company_ids,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer data);
GPtrArray    *guild_directory_refresh_companies_finish (GuildDirectory *self,
                                                        GAsyncResult *result, GError **error);
/* What the cache knows; (transfer full). GUILD_SERVICE_ERROR_NOT_FOUND when nothing. */
void          guild_directory_load_company_async     (GuildDirectory *self, const char *company_id,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback, gpointer data);
GuildCompany *guild_directory_load_company_finish    (GuildDirectory *self, GAsyncResult *result,
                                                      GError **error);

/* Answers of writes. Applied to the columns and the cache; the callback comes when both are done.
 * Like every call of the worker, after the directory was closed: G_IO_ERROR_CLOSED. */
void          guild_directory_apply_async    (GuildDirectory *self, GuildBatch *batch,
                                              GAsyncReadyCallback callback, gpointer data);
gboolean      guild_directory_apply_finish   (GuildDirectory *self, GAsyncResult *result,
                                              GError **error);
void          guild_directory_remove_async   (GuildDirectory *self, const char *company_id,
                                              GAsyncReadyCallback callback, gpointer data);
gboolean      guild_directory_remove_finish  (GuildDirectory *self, GAsyncResult *result,
                                              GError **error);
/* A text of another room that is kept in the cache file under KEY, and lost with it: nothing
 * secret, nothing that cannot be done without. (transfer full) (nullable): NULL without an error
 * when there is none. Notes are written in the order of the calls. */
void          guild_directory_read_note_async  (GuildDirectory *self, const char *key,
                                                GAsyncReadyCallback callback, gpointer data);
char         *guild_directory_read_note_finish (GuildDirectory *self, GAsyncResult *result,
                                                GError **error);
void          guild_directory_write_note       (GuildDirectory *self, const char *key,
                                                const char *text);
/* Hides a company from every list while its deletion waits for the undo toast. Not stored. */
void          guild_directory_set_hidden     (GuildDirectory *self, const char *company_id,
                                              gboolean hidden);
/* What was found when companies were asked about their data types (element-type GuildFailure). Kept
 * by reference and not changed any more; stored with the cache. Needs attention goes by it until
 * the company is read by the service again. */
void          guild_directory_note_failures  (GuildDirectory *self, GPtrArray *found);
/* Another company than EXCEPT_ID (nullable) whose field FIELD says TEXT: by folded text ("name"),
 * or as one item of a list ("tags", "uid=7"). Asks the column store on a worker. FIELD may be one
 * that the table does not have: there is no such company then. */
void          guild_directory_find_other_async  (GuildDirectory *self, const char *field,
                                                 const char *text, const char *except_id,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): its id; NAME (out) (optional) (transfer full). */
char         *guild_directory_find_other_finish (GuildDirectory *self, GAsyncResult *result,
                                                 char **name, GError **error);
/* The same for the name, of any company. */
void          guild_directory_find_name_async  (GuildDirectory *self, const char *name,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer data);
char         *guild_directory_find_name_finish (GuildDirectory *self, GAsyncResult *result,
                                                GError **error);
/* Ends the worker after everything applied is on disk; for quitting and tests. */
void          guild_directory_close_async    (GuildDirectory *self, GAsyncReadyCallback callback,
                                              gpointer data);
gboolean      guild_directory_close_finish   (GuildDirectory *self, GAsyncResult *result,
                                              GError **error);

G_END_DECLS
