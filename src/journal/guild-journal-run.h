/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-journal-private.h"

G_BEGIN_DECLS

struct _GuildJournalRun
{
  GTask              *task;      /* (owned): its source is the journal */
  GuildJournal       *journal;   /* (borrowed): kept by the task */
  GuildChange        *change;    /* (owned) */
  GuildDirectory     *directory; /* (owned) (nullable) */
  char               *lane;      /* (owned) (nullable) */
  GCancellable       *look;      /* (owned): ends look-ups */
  gulong              cancelled; /* handler that forwards the task's cancellable to LOOK */
  guint               timer;
  GuildChangeRecord  *sent;      /* (owned) (nullable): as it will be once that is on disk */
  GPtrArray          *gone;      /* (owned) (nullable) (element-type GuildRelative): to remove */
  GError             *error;     /* (owned) (nullable): what the write, or the run, failed with */
  char               *rows_message; /* (owned) (nullable): of an import, when rows were refused */
  char               *rows_details; /* (owned) (nullable): "name: why" in lines */
  GuildJournalRunKind kind;
  gboolean            answered;  /* the service itself answered the write: it is not still at it */
};

GuildChangeRecord *guild_journal_run_dup_record  (GuildJournalRun *run);
GuildService      *guild_journal_run_get_service (GuildJournalRun *run); /* nullable */
/* Takes RUN: tells the caller, with run->error when it did not go well. */
void guild_journal_run_end          (GuildJournalRun *run);
/* RECORD is taken. What happened is shown at once; the run ends when it is on disk. */
void guild_journal_run_settle       (GuildJournalRun *run, GuildChangeRecord *record);
/* DETAILS (nullable): an error to keep for support, without secrets. */
void guild_journal_run_set_message  (GuildChangeRecord *record, const char *message,
                                     const GError *details);
/* ERROR (nullable): why the list here does not know of it. */
void guild_journal_run_confirm      (GuildJournalRun *run, const GError *error);
/* guild-journal-family.c: what is kept of a company about to be deleted, and of its subsidiaries;
 * goes on with guild_journal_run_archived(), which takes ERROR (nullable). ARCHIVE (nullable). */
void guild_journal_run_archive      (GuildJournalRun *run);
void guild_journal_run_archived     (GuildJournalRun *run, const char *archive, GError *error);
/* The company and its subsidiaries leave the directory; goes on with
 * guild_journal_run_confirm(). */
void guild_journal_run_remove       (GuildJournalRun *run);
/* The service did it. */
void guild_journal_run_accept       (GuildJournalRun *run, GuildOutcome *outcome);
void guild_journal_run_look_up      (GuildJournalRun *run);
/* ERROR (nullable when run->look is cancelled): why it could not be looked up. */
void guild_journal_run_stay_unknown (GuildJournalRun *run, const GError *error);

G_END_DECLS
