/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "directory/guild-sighting.h"
#include "journal/guild-change-private.h"

G_BEGIN_DECLS

/* The SQLite file of the journal. Blocking: used by the worker of GuildJournalStore only. Errors
 * are G_IO_ERROR with words for people that name the file. */
typedef struct _GuildJournalFile GuildJournalFile;

/* PATH NULL = memory. The file is locked against a second program (BUSY). A file that is damaged
 * (INVALID_DATA), from a newer program (NOT_SUPPORTED) or somebody else's (NOT_SUPPORTED) is left
 * byte for byte as it is. */
GuildJournalFile *guild_journal_file_open   (const char *path, GError **error);
/* (transfer full) (element-type GuildChangeRecord): oldest first; the newest 1000, and every older
 * one that still needs somebody. What is found "sent" is "unknown" from here on. */
GPtrArray        *guild_journal_file_load   (GuildJournalFile *self, GError **error);
/* Sets the id of RECORD. On disk when it returns. */
gboolean          guild_journal_file_insert (GuildJournalFile *self, GuildChangeRecord *record,
                                             GError **error);
/* Everything but workspace, kind, body, name and creation; adds a line to the history. ARCHIVE
 * (nullable): a company's JSON to keep; NULL leaves what is there. On disk when it returns. */
gboolean          guild_journal_file_update (GuildJournalFile *self,
                                             const GuildChangeRecord *record, const char *archive,
                                             GError **error);
/* ARCHIVE (out) (transfer full) (nullable): what the change keeps of what it deleted. */
gboolean          guild_journal_file_read_archive (GuildJournalFile *self, gint64 id,
                                                   char **archive, GError **error);
/* Keeps SIGHTINGS (element-type GuildSighting); for each company the newest 200 stay. */
gboolean          guild_journal_file_add_sightings  (GuildJournalFile *self,
                                                     const char *workspace_id,
                                                     GPtrArray *sightings, GError **error);
/* (transfer full) (element-type GuildSighting): of one company, newest first. */
GPtrArray        *guild_journal_file_read_sightings (GuildJournalFile *self,
                                                     const char *workspace_id,
                                                     const char *company_id, GError **error);
void              guild_journal_file_close  (GuildJournalFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildJournalFile, guild_journal_file_close)

/* For guild-journal-changes.c, guild-journal-sightings.c and guild-journal-imports.c. */
extern const char guild_journal_sighting_schema[];
extern const char guild_journal_import_schema[];
sqlite3          *guild_journal_file_get_db (GuildJournalFile *self);
/* Says in ERROR what SQLite last said; always FALSE. */
gboolean          guild_journal_file_fail   (GuildJournalFile *self, GError **error);
/* Says in ERROR that what is in the file is none of ours. */
void              guild_journal_file_set_damaged (GuildJournalFile *self, GError **error);
gboolean          guild_journal_file_execute     (GuildJournalFile *self, const char *sql,
                                                  GError **error);
/* (nullable): NULL on error; to be finalized. */
sqlite3_stmt     *guild_journal_file_prepare     (GuildJournalFile *self, const char *sql,
                                                  GError **error);

G_END_DECLS
