/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-import-plan.h"
#include "journal/guild-journal.h"

G_BEGIN_DECLS

typedef enum
{
  GUILD_IMPORT_READY,   /* nothing is sent before it is run */
  GUILD_IMPORT_RUNNING,
  GUILD_IMPORT_PAUSING, /* nothing more is sent; what is on its way is waited for */
  GUILD_IMPORT_PAUSED,
  GUILD_IMPORT_ENDED,
} GuildImportState;

/* Carries a plan out: creates in batches as large as the service takes, then updates, each of a
 * company that was read just before and of only what differs; every one a change of the journal.
 * The plan and how far each row has come are in the journal's file before anything is sent, so that
 * an import can go on after the program ended at any instant; no row is sent again before it is
 * certain that nothing came of it. What is certain is tried once more by itself.
 *
 * Properties "state" and "n-done", notified. Main thread; lives on by itself while it runs. */
#define GUILD_TYPE_IMPORT (guild_import_get_type ())
G_DECLARE_FINAL_TYPE (GuildImport, guild_import, GUILD, IMPORT, GObject)

/* The directory must be attached to the journal. PLACES (nullable). */
GuildImport     *guild_import_new           (GuildJournal *journal, GuildDirectory *directory,
                                             GuildImportPlan *plan, GuildPlaces *places);
/* The import of DIRECTORY's workspace that is not done or whose result nobody has seen; (transfer
 * full) (nullable): NULL without an error when there is none. */
void             guild_import_find_async    (GuildJournal *journal, GuildDirectory *directory,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer data);
GuildImport     *guild_import_find_finish   (GuildJournal *journal, GAsyncResult *result,
                                             GError **error);
void             guild_import_set_places    (GuildImport *self, GuildPlaces *places);
/* Begins it, or goes on: what was not known is looked up first. It pauses by itself when the
 * service says what it would say of every row (guild_import_get_error()), and when an answer was
 * lost. */
void             guild_import_run           (GuildImport *self);
void             guild_import_pause         (GuildImport *self);
/* Ends it: what is on its way is waited for, the rest is not sent. */
void             guild_import_cancel        (GuildImport *self);
/* Its result has been seen: of one that has ended, what the journal's file keeps of it is removed.
 * The changes stay. */
void             guild_import_forget        (GuildImport *self);
GuildImportPlan *guild_import_get_plan      (GuildImport *self);
GuildImportState guild_import_get_state     (GuildImport *self);
/* (nullable): why it paused by itself. */
const GError    *guild_import_get_error     (GuildImport *self);
guint            guild_import_get_n_total   (GuildImport *self); /* rows with something to do */
guint            guild_import_get_n_done    (GuildImport *self); /* of them, however it ended */
guint            guild_import_get_n_failed  (GuildImport *self);
guint            guild_import_get_n_unknown (GuildImport *self);
/* Done, of rows with VERDICT. */
guint            guild_import_count_done    (GuildImport *self, GuildImportVerdict verdict);

G_END_DECLS
