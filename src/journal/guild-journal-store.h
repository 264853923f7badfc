/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-change-private.h"
#include "journal/guild-journal-file.h"

G_BEGIN_DECLS

/* The worker thread that owns the journal's file; jobs run in the order they were given. */
#define GUILD_TYPE_JOURNAL_STORE (guild_journal_store_get_type ())
G_DECLARE_FINAL_TYPE (GuildJournalStore, guild_journal_store, GUILD, JOURNAL_STORE, GObject)

GuildJournalStore *guild_journal_store_new (const char *path);
/* (transfer full) (element-type GuildChangeRecord): oldest first. First job of all. */
void       guild_journal_store_open_async    (GuildJournalStore *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer data);
GPtrArray *guild_journal_store_open_finish   (GuildJournalStore *self, GAsyncResult *result,
                                              GError **error);
/* RECORD is copied. The id, 0 with an error. */
void       guild_journal_store_insert_async  (GuildJournalStore *self,
                                              const GuildChangeRecord *record,
                                              GAsyncReadyCallback callback, gpointer data);
gint64     guild_journal_store_insert_finish (GuildJournalStore *self, GAsyncResult *result,
                                              GError **error);
/* ARCHIVE (nullable): see guild_journal_file_update(). */
void       guild_journal_store_update_async  (GuildJournalStore *self,
                                              const GuildChangeRecord *record, const char *archive,
                                              GAsyncReadyCallback callback, gpointer data);
gboolean   guild_journal_store_update_finish (GuildJournalStore *self, GAsyncResult *result,
                                              GError **error);
/* SIGHTINGS (element-type GuildSighting) is shared: nobody may change it any more. */
void       guild_journal_store_sight_async   (GuildJournalStore *self, const char *workspace_id,
                                              GPtrArray *sightings, GAsyncReadyCallback callback,
                                              gpointer data);
gboolean   guild_journal_store_sight_finish  (GuildJournalStore *self, GAsyncResult *result,
                                              GError **error);
/* (transfer full) (element-type GuildSighting) */
void       guild_journal_store_read_sightings_async  (GuildJournalStore *self,
                                                      const char *workspace_id,
                                                      const char *company_id,
                                                      GAsyncReadyCallback callback, gpointer data);
GPtrArray *guild_journal_store_read_sightings_finish (GuildJournalStore *self,
                                                      GAsyncResult *result, GError **error);
/* (transfer full) (nullable): see guild_journal_file_read_archive(). */
void       guild_journal_store_read_archive_async  (GuildJournalStore *self, gint64 id,
                                                    GAsyncReadyCallback callback, gpointer data);
char      *guild_journal_store_read_archive_finish (GuildJournalStore *self,
                                                    GAsyncResult *result, GError **error);
/* Runs FUNC on the worker with DATA, which is taken and freed there. FUNC may answer NULL without
 * an error; an answer that nobody takes is freed with FREE_ANSWER. */
typedef gpointer (*GuildJournalStoreFunc) (GuildJournalFile *file, gpointer data, GError **error);
void       guild_journal_store_call_async    (GuildJournalStore *self, GuildJournalStoreFunc func,
                                              gpointer data, GDestroyNotify free_data,
                                              GDestroyNotify free_answer,
                                              GAsyncReadyCallback callback, gpointer callback_data);
gpointer   guild_journal_store_call_finish   (GuildJournalStore *self, GAsyncResult *result,
                                              GError **error);
/* Last job: the file is closed and its lock given back. */
void       guild_journal_store_close_async   (GuildJournalStore *self,
                                              GAsyncReadyCallback callback, gpointer data);
gboolean   guild_journal_store_close_finish  (GuildJournalStore *self, GAsyncResult *result,
                                              GError **error);

G_END_DECLS
