/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"
#include "journal/guild-change.h"

G_BEGIN_DECLS

/* All changes of all workspaces, in one SQLite file that outlives the cache; a GListModel of
 * GuildChange, newest first. Written to disk before anything is sent (synchronous=FULL). */
#define GUILD_TYPE_JOURNAL (guild_journal_get_type ())
G_DECLARE_FINAL_TYPE (GuildJournal, guild_journal, GUILD, JOURNAL, GObject)

/* PATH NULL = memory. An error leaves the file untouched: a journal is never thrown away; a newer
 * or damaged one says so and no write is possible until it is moved by a person. Changes found
 * "sent" become "unknown"; they are looked up when their workspace is attached. */
void          guild_journal_open_async      (const char *path, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
GuildJournal *guild_journal_open_finish     (GAsyncResult *result, GError **error);
/* A look-up that says "not done" is believed at once when the service answered the write, and
 * otherwise only MS milliseconds after sending (default 5000; it looks twice then), because a
 * request nobody waits for any more may still be worked on. */
void          guild_journal_set_patience    (GuildJournal *self, guint ms);

/* From now on changes of DIRECTORY's workspace can be sent, and unknown ones are looked up. The
 * directory must have its service. */
void          guild_journal_attach          (GuildJournal *self, GuildDirectory *directory);
void          guild_journal_detach          (GuildJournal *self, const char *workspace_id);

/* Writes CHANGE as planned, sends it, applies the answer to the directory. Finishes when it is
 * settled: TRUE = confirmed. FALSE: the error; the change is refused or unknown. When the journal
 * itself cannot be written (disk full) nothing is sent. */
void          guild_journal_perform_async   (GuildJournal *self, GuildChange *change,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
gboolean      guild_journal_perform_finish  (GuildJournal *self, GAsyncResult *result,
                                             GError **error);
/* Delete with undo: writes CHANGE as planned and hides its company; then either commit (sends) or
 * withdraw (shows it again). */
void          guild_journal_plan_async      (GuildJournal *self, GuildChange *change,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
gboolean      guild_journal_plan_finish     (GuildJournal *self, GAsyncResult *result,
                                             GError **error);
void          guild_journal_commit_async    (GuildJournal *self, GuildChange *change,
                                             GAsyncReadyCallback callback, gpointer data);
gboolean      guild_journal_commit_finish   (GuildJournal *self, GAsyncResult *result,
                                             GError **error);
void          guild_journal_withdraw_async  (GuildJournal *self, GuildChange *change,
                                             GAsyncReadyCallback callback, gpointer data);
gboolean      guild_journal_withdraw_finish (GuildJournal *self, GAsyncResult *result,
                                             GError **error);
/* Looks an unknown change up at the service now. TRUE: settled, as confirmed or refused ("was not
 * done"). FALSE: still unknown, and the error says why. Never sends the change again. */
void          guild_journal_resolve_async   (GuildJournal *self, GuildChange *change,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
gboolean      guild_journal_resolve_finish  (GuildJournal *self, GAsyncResult *result,
                                             GError **error);
/* Brings back how it was before CHANGE, where guild_change_get_can_undo() says so: performs its
 * inverse as a change of its own, which can be undone in turn. Tags that others have changed since
 * stay as they are: the company is read first. Finishes like perform. */
void          guild_journal_undo_async      (GuildJournal *self, GuildChange *change,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
gboolean      guild_journal_undo_finish     (GuildJournal *self, GAsyncResult *result,
                                             GError **error);
/* Planned and not on their way: what quitting must ask about. Those left from an earlier run too;
 * commit and withdraw work on them. */
guint         guild_journal_get_n_planned   (GuildJournal *self);
/* Being written, waiting for their turn, sent or looked up. */
guint         guild_journal_get_n_running   (GuildJournal *self);
guint         guild_journal_get_n_unknown   (GuildJournal *self);
/* The three are also properties, notified: "n-planned", "n-running", "n-unknown". */

/* What was seen of the statuses of a company's connections, kept for as long as the journal, the
 * newest 200: (transfer full) (element-type GuildSighting), newest first. Signal "sighted"
 * (workspace id) when there is more of it. */
void          guild_journal_read_sightings_async  (GuildJournal *self, const char *workspace_id,
                                                   const char *company_id,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer data);
GPtrArray    *guild_journal_read_sightings_finish (GuildJournal *self, GAsyncResult *result,
                                                   GError **error);

/* What the journal kept of what CHANGE deleted, where guild_change_get_archived() says so:
 * (transfer full) (nullable): the JSON of the company as it was known, or an array of it and of the
 * subsidiaries that went with it. */
void          guild_journal_read_archive_async  (GuildJournal *self, GuildChange *change,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer data);
char         *guild_journal_read_archive_finish (GuildJournal *self, GAsyncResult *result,
                                                 GError **error);
/* Takes nothing new, stops what has not been sent and every look-up, waits for the answers of what
 * has been sent, then closes the file. What was stopped is still in the file. */
void          guild_journal_close_async     (GuildJournal *self, GAsyncReadyCallback callback,
                                             gpointer data);
gboolean      guild_journal_close_finish    (GuildJournal *self, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
