/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-change-private.h"
#include "journal/guild-journal-store.h"
#include "journal/guild-journal.h"

G_BEGIN_DECLS

struct _GuildJournal
{
  GObject parent_instance;

  GuildJournalStore *store;       /* (owned) (not nullable) */
  GPtrArray         *changes;     /* (owned) (element-type GuildChange): oldest first */
  GHashTable        *directories; /* (owned): workspace id → GuildDirectory */
  GHashTable        *running;     /* (owned): GuildChange → GuildJournalRun (nullable) */
  GHashTable        *lanes;       /* (owned): lane → GQueue of GuildJournalRun */
  GHashTable        *hidden;      /* (owned): GuildChange → GPtrArray of company ids */
  GTask             *close_task;  /* (owned) (nullable): until the last run has ended */
  guint              settle_ms;
  guint              n_planned;
  guint              n_unknown;
  gboolean           closing;     /* takes nothing new */
};

/* guild-journal-sightings.c: keeps what DIRECTORY sees of connections, or no longer. */
void     guild_journal_watch_sightings   (GuildJournal *self, GuildDirectory *directory);
void     guild_journal_unwatch_sightings (GuildJournal *self, const char *workspace_id);
void     guild_journal_install_sighted   (GuildJournalClass *klass);

/* guild-journal-family.c: hides the company that CHANGE will delete, with its subsidiaries, until
 * guild_journal_show(); takes TASK, which returns TRUE when that is done. Other changes hide
 * nothing. */
void     guild_journal_hide              (GuildJournal *self, GuildChange *change, GTask *task);
void     guild_journal_show              (GuildJournal *self, GuildChange *change,
                                          GuildDirectory *directory);

/* One change on its way through the service; guild-journal-run.c. */
typedef struct _GuildJournalRun GuildJournalRun;

typedef enum
{
  GUILD_JOURNAL_PERFORM, /* send it; withdrawn when it cannot be sent at all */
  GUILD_JOURNAL_COMMIT,  /* send it; stays planned when it cannot be sent at all */
  GUILD_JOURNAL_RESOLVE, /* only look */
} GuildJournalRunKind;

/* Takes TASK. Changes of one company run one after the other. */
void     guild_journal_run_start       (GuildJournal *self, GuildChange *change,
                                        GuildJournalRunKind kind, GTask *task);
/* Ends every look-up and every wait for one; what is being sent goes on. */
void     guild_journal_run_stop_all    (GuildJournal *self);
/* What the service would say of any other company, too: signed out, not allowed, not paid, no
 * requests left. */
gboolean guild_journal_error_concerns_all (const GError *error);
/* "Nothing was sent: …" */
void     guild_journal_prefix_unsent   (GError **error);

/* Puts CHANGE, now on disk under ID, at the head of the list. */
void     guild_journal_admit           (GuildJournal *self, GuildChange *change, gint64 id);
/* For runs: the model's side of things. RUN is NULL while a change is withdrawn. */
void     guild_journal_set_running     (GuildJournal *self, GuildChange *change,
                                        gboolean running, GuildJournalRun *run);
/* RECORD is taken. */
void     guild_journal_take_record     (GuildJournal *self, GuildChange *change,
                                        GuildChangeRecord *record);
/* After CHANGE came in or its state changed: what it and earlier changes of the same thing
 * offer. */
void     guild_journal_update_undo     (GuildJournal *self, GuildChange *change);
void     guild_journal_run_ended       (GuildJournal *self);

G_END_DECLS
