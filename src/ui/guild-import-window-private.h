/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-import-columns.h"
#include "journal/guild-import.h"
#include "ui/guild-dialog-message.h"
#include "ui/guild-import-list.h"
#include "ui/guild-import-window.h"

G_BEGIN_DECLS

/* For guild-import-window*.c only. */

typedef enum
{
  GUILD_IMPORT_STEP_OPENING,
  GUILD_IMPORT_STEP_BLOCKED,
  GUILD_IMPORT_STEP_CHOOSE,
  GUILD_IMPORT_STEP_COLUMNS,
  GUILD_IMPORT_STEP_COMPARE,
  GUILD_IMPORT_STEP_PREVIEW,
  GUILD_IMPORT_STEP_RUN,
  GUILD_IMPORT_STEP_RESULT,
} GuildImportStep;

struct _GuildImportWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle      *title;          /* (template) */
  GtkWidget           *back_button;    /* (template) */
  GtkButton           *next_button;    /* (template) */
  GuildDialogMessage  *message;        /* (template) */
  GtkStack            *stack;          /* (template) */
  AdwStatusPage       *blocked_page;   /* (template) */
  AdwPreferencesGroup *file_group;     /* (template) */
  AdwPreferencesGroup *columns_group;  /* (template) */
  GtkSwitch           *clears;         /* (template) */
  GtkLabel            *preview_words;  /* (template) */
  GuildImportList     *preview_list;   /* (template) */
  AdwStatusPage       *run_page;       /* (template) */
  GtkProgressBar      *progress;       /* (template) */
  GtkButton           *pause_button;   /* (template) */
  GtkWidget           *cancel_button;  /* (template) */
  GtkLabel            *result_words;   /* (template) */
  GuildImportList     *result_list;    /* (template) */

  GuildDesk       *desk;        /* (owned) */
  GuildDirectory  *directory;   /* (owned) */
  GCancellable    *cancellable; /* (owned): of the window */
  GCancellable    *step_cancellable; /* (owned) (nullable): of reading and comparing */
  GuildPlaces     *places;      /* (owned) (nullable) */
  GFile           *file;        /* (owned) (nullable): to be read once it is known what is left */
  GuildCsvTable   *table;       /* (owned) (nullable) */
  char            *name;        /* (owned) (nullable): of the file */
  char            *remembered;  /* (owned) (nullable): see guild_import_columns_guess() */
  GPtrArray       *column_rows; /* (owned) (element-type AdwComboRow): the group's */
  GPtrArray       *fields;      /* (owned) (element-type utf8): ids in the rows' order */
  GuildImportPlan *plan;        /* (owned) (nullable) */
  GuildImport     *import;      /* (owned) (nullable) */
  GSignalGroup    *watch;       /* (owned): of the import */
  GuildImportStep  step;
  gint64           moved;       /* µs, monotonic: when there was progress */
  guint            clock;       /* source: once a second while it runs */
};

void guild_import_window_set_step (GuildImportWindow *self, GuildImportStep step);
/* Gives it a new step_cancellable; what ran with the old one is called off. */
void guild_import_window_begin_step (GuildImportWindow *self);
/* Goes to STEP and says ERROR there, unless somebody called it off. */
void guild_import_window_fail     (GuildImportWindow *self, GuildImportStep step,
                                   const GError *error);
/* (nullable) */
const GuildImportRules *guild_import_window_get_rules (GuildImportWindow *self);

/* guild-import-window-columns.c */
void         guild_import_window_fill_columns (GuildImportWindow *self);
/* (transfer container): as guild_import_columns_guess(). */
const char **guild_import_window_get_columns  (GuildImportWindow *self);

/* guild-import-window-preview.c: on to PREVIEW, or back to COLUMNS with an error. */
void         guild_import_window_compare      (GuildImportWindow *self);

/* guild-import-window-run.c; takes IMPORT. */
void         guild_import_window_take_import  (GuildImportWindow *self, GuildImport *import);
void         guild_import_window_update_run   (GuildImportWindow *self);
void         guild_import_window_choose_result (GuildImportWindow *self);

G_END_DECLS
