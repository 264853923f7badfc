/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-import-plan.h"
#include "journal/guild-import.h"
#include "journal/guild-journal-file.h"
#include "journal/guild-journal-private.h"

G_BEGIN_DECLS

/* For guild-import*.c and guild-journal-imports.c. */

struct _GuildImportRow
{
  GObject parent_instance;

  GuildImportVerdict  verdict;
  GuildImportRowState state;
  char      **cells;      /* (owned): as the file has them, one for each heading */
  char       *name;       /* (owned) */
  char       *note;       /* (owned) (nullable) */
  char       *warning;    /* (owned) (nullable) */
  char       *company_id; /* (owned) (nullable) */
  char       *message;    /* (owned) (nullable) */
  gint64      change_id;  /* of the journal; 0: none */
  guint       position;   /* in the plan */
  guint       line;
  guint       n_attempts; /* that the service certainly did not carry out */
};

/* CELLS is taken. */
GuildImportRow *guild_import_row_new         (char **cells, guint line, guint position);
void            guild_import_row_set_verdict (GuildImportRow *self, GuildImportVerdict verdict,
                                              const char *note);
void            guild_import_row_add_warning (GuildImportRow *self, const char *warning);
/* MESSAGE and COMPANY_ID (nullable): as they were. */
void            guild_import_row_set_state   (GuildImportRow *self, GuildImportRowState state,
                                              const char *message, const char *company_id);
const char *guild_import_verdict_to_id     (GuildImportVerdict verdict);
gboolean    guild_import_verdict_from_id   (const char *id, GuildImportVerdict *verdict);
const char *guild_import_row_state_to_id   (GuildImportRowState state);
gboolean    guild_import_row_state_from_id (const char *id, GuildImportRowState *state);

struct _GuildImportPlan
{
  GObject parent_instance;

  const GuildFieldTable *table;
  char       *name;     /* (owned): of the file */
  char      **headings; /* (owned) */
  char      **columns;  /* (owned): field ids, "" for a column that is passed over */
  GPtrArray  *rows;     /* (owned) (element-type GuildImportRow) */
  guint       n_columns;
  char        separator;
  gboolean    clears;   /* an empty cell takes the value away */
};

/* (transfer full): field id → text, of the columns that are mapped; what is empty is there only
 * when it clears. */
GHashTable      *guild_import_plan_get_values (GuildImportPlan *self, GuildImportRow *row);
/* For the journal, without what becomes of the rows; on a worker, too. (transfer full) */
char            *guild_import_plan_to_text    (GuildImportPlan *self);
/* (nullable): NULL when TEXT is none of ours. */
GuildImportPlan *guild_import_plan_from_text  (const char *text);

typedef enum { GUILD_IMPORT_WISH_PAUSE, GUILD_IMPORT_WISH_RUN,
               GUILD_IMPORT_WISH_CANCEL } GuildImportWish;

struct _GuildImport
{
  GObject parent_instance;

  GuildJournal           *journal;   /* (owned) */
  GuildDirectory         *directory; /* (owned) */
  GuildImportPlan        *plan;      /* (owned) */
  GuildPlaces            *places;    /* (owned) (nullable) */
  GError                 *error;     /* (owned) (nullable): why it pauses */
  GQueue                  creates;   /* (element-type GuildImportRow): waiting, of the plan */
  GQueue                  updates;   /* likewise */
  gint64                  id;        /* in the journal's file; 0: not yet */
  GuildImportState        state;
  GuildImportWish         wish;
  gboolean                forgotten;
  guint                   n_total;
  guint                   n_jobs;    /* on their way */
  guint                   n_batches; /* of them */
  guint                   counts[GUILD_IMPORT_ROW_UNKNOWN + 1]; /* rows by state */
};

/* guild-import-run.c: looks up what is not known, then goes on as wished. */
void guild_import_take_up   (GuildImport *self);
/* From now on it is found as long as somebody holds it. */
void guild_import_keep_in_mind (GuildImport *self);
/* For it: SELF's side of things. */
void guild_import_set_row   (GuildImport *self, GuildImportRow *row, GuildImportRowState state,
                             const char *message, const char *company_id);
void guild_import_set_state (GuildImport *self, GuildImportState state);

/* ---- in the journal's file ---- */

/* What the service said of one row of a batch. */
typedef struct
{
  char *name;       /* (owned) */
  char *company_id; /* (owned) (nullable): NULL when it was refused */
  char *why;        /* (owned) (nullable) */
} GuildImportOutcome;
void guild_import_outcome_free (GuildImportOutcome *self);

/* An import as the file has it. */
typedef struct
{
  gint64     id;
  gboolean   ended; /* only its result has not been seen */
  GuildImportPlan *plan; /* (owned): its rows as they were marked last */
} GuildImportRecord;
void guild_import_record_free (GuildImportRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildImportRecord, guild_import_record_free)

/* PLAN's rows must stay as they are until it has begun. Each is on disk when it finishes; jobs of
 * the journal's worker, in their order with all others. */
void       guild_journal_import_begin_async   (GuildJournal *self, const char *workspace_id,
                                               GuildImportPlan *plan,
                                               GAsyncReadyCallback callback, gpointer data);
gint64     guild_journal_import_begin_finish  (GuildJournal *self, GAsyncResult *result,
                                               GError **error); /* its id; 0 with an error */
/* ROWS (element-type GuildImportRow) as they are now. */
void       guild_journal_import_mark_async    (GuildJournal *self, gint64 id, GPtrArray *rows,
                                               GAsyncReadyCallback callback, gpointer data);
gboolean   guild_journal_import_mark_finish   (GuildJournal *self, GAsyncResult *result,
                                               GError **error);
/* FORGET: with everything; else: nothing is left to do. */
void       guild_journal_import_end_async     (GuildJournal *self, gint64 id, gboolean forget,
                                               GAsyncReadyCallback callback, gpointer data);
gboolean   guild_journal_import_end_finish    (GuildJournal *self, GAsyncResult *result,
                                               GError **error);
/* (transfer full) (nullable): the newest of the workspace; NULL without an error when there is
 * none. */
void       guild_journal_import_find_async    (GuildJournal *self, const char *workspace_id,
                                               GAsyncReadyCallback callback, gpointer data);
GuildImportRecord *guild_journal_import_find_finish (GuildJournal *self, GAsyncResult *result,
                                                     GError **error);
/* Keeps what OUTCOME says of the rows of a batch; before its change is confirmed on disk. */
void       guild_journal_import_keep          (GuildJournal *self, gint64 change_id,
                                               const GuildOutcome *outcome);
/* (transfer full) (element-type GuildImportOutcome) */
void       guild_journal_import_read_async    (GuildJournal *self, gint64 change_id,
                                               GAsyncReadyCallback callback, gpointer data);
GPtrArray *guild_journal_import_read_finish   (GuildJournal *self, GAsyncResult *result,
                                               GError **error);

G_END_DECLS
