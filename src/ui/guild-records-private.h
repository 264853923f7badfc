/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/codat/guild-codat-export.h"
#include "ui/guild-records-table.h"
#include "ui/guild-records-window.h"
#include "ui/guild-statement-view.h"

G_BEGIN_DECLS

/* For guild-records-*.c only. */

#define GUILD_PLACE_HISTORY "history"
#define GUILD_PLACE_PUSHES "pushes"

struct _GuildRecordsWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay    *toasts;
  AdwLeaflet         *leaflet;
  GtkWidget          *content;
  AdwWindowTitle     *side_title;
  GtkListBox         *places;
  AdwWindowTitle     *title;
  GtkWidget          *refresh;
  GtkDropDown        *choice;     /* of periods, or of accounts */
  GtkDropDown        *connection;
  GtkWidget          *validation;
  GtkStack           *pages;
  AdwStatusPage      *message;
  GtkButton          *message_button;
  GuildRecordsTable  *table;
  GuildStatementView *statement_view;
  GtkWidget          *bar;
  GtkLabel           *count;

  GuildDesk      *desk;        /* (owned) */
  GuildDirectory *directory;   /* (owned) */
  GuildCompany   *company;     /* (owned) */
  GPtrArray      *statuses;    /* (owned) (nullable): GuildDataStatus */
  GCancellable   *cancellable; /* (owned): of the window */
  GCancellable   *reading;     /* (owned) (nullable): of the place on show */
  char           *place;       /* (owned) (nullable) */
  guint           page;        /* of the place, from 0 */
  gboolean        more;        /* pages after it */
  gboolean        hide_deleted;
  GPtrArray      *columns;     /* (owned) (nullable): of the records on show */
  GListStore     *records;     /* (owned) (nullable) */
  GuildStatement *statement;   /* (owned) (nullable) */
  GuildValue     *checked;     /* (owned) (nullable): the validation on show */
  GPtrArray      *accounts;    /* (owned) (nullable): GuildRecord, for bank transactions */
  GPtrArray      *coming;      /* (owned) (nullable): those accounts, while they are read */
  guint           n_coming;    /* pages of them */
  GPtrArray      *connections; /* (owned) (nullable): ids that have the type; NULL: all of them */
  char           *connection_id; /* (owned) (nullable): the one on show */
  GCancellable   *looking;     /* (owned) (nullable): of the statuses */
  guint           poll;        /* source */
  guint           delay;       /* seconds, of the wait before that; 0: it begins anew */
  gboolean        lost;        /* the statuses were not read the last time */
  gboolean        queueing;    /* a refresh, until it is known what came of it */
  gboolean        filling;     /* a choice is being filled */
};

/* guild-records-window.c */
void        guild_records_update_actions (GuildRecordsWindow *self);
/* STATUSES are what the service said last. */
void        guild_records_take_statuses  (GuildRecordsWindow *self, GPtrArray *statuses);
/* guild-records-wait.c: asks how fresh the data is, and goes on while something is being
 * fetched. */
void        guild_records_look         (GuildRecordsWindow *self);
void        guild_records_stop_looking (GuildRecordsWindow *self);
/* Refreshes a type, or all of them (KEY NULL). */
void        guild_records_queue        (GuildRecordsWindow *self, const char *key);
/* guild-records-read.c */
GuildCodat *guild_records_get_codat   (GuildRecordsWindow *self); /* nullable */
void        guild_records_read        (GuildRecordsWindow *self);
/* In place of the data; with a way to try again where that may help. */
void        guild_records_show_error  (GuildRecordsWindow *self, const GError *error);
/* Takes STATEMENT. */
void        guild_records_show_statement (GuildRecordsWindow *self, GuildStatement *statement);
void        guild_records_set_exportable (GuildRecordsWindow *self, gboolean exportable);
/* All pages of the place on show; (transfer full). Not for a statement. */
GuildCodatExport *guild_records_make_export (GuildRecordsWindow *self);
/* guild-records-choice.c: what the drop-downs above the data offer, and what is chosen. */
void        guild_records_offer_cuts        (GuildRecordsWindow *self);
void        guild_records_get_cut           (GuildRecordsWindow *self, guint *months,
                                             guint *periods);
void        guild_records_offer_accounts    (GuildRecordsWindow *self, GPtrArray *accounts);
const char *guild_records_get_account       (GuildRecordsWindow *self); /* nullable */
/* Chooses the connection that TYPE (nullable) is read at: the one before where it has the type. */
void        guild_records_offer_connections (GuildRecordsWindow *self, const GuildDataType *type);
/* Takes the one that a person chose; FALSE: it is the one before. */
gboolean    guild_records_take_connection   (GuildRecordsWindow *self);
/* (nullable): the platform of one of the company's connections. */
const char *guild_records_get_platform      (GuildRecordsWindow *self, const char *connection_id);
/* Nothing is fetched from a connection that is not linked. */
gboolean    guild_records_can_refresh       (GuildRecordsWindow *self);
/* (nullable): the connection that a refresh of the type shall be of; NULL: as the service likes. */
const char *guild_records_get_refreshed     (GuildRecordsWindow *self);
/* guild-records-history.c */
gboolean    guild_records_is_history        (GuildRecordsWindow *self);
void        guild_records_show_history      (GuildRecordsWindow *self, const char *title);
void        guild_records_read_check        (GuildRecordsWindow *self);
/* CHECKED (nullable) is the validation on show from now on. */
void        guild_records_set_checked       (GuildRecordsWindow *self, GuildValue *checked);
/* guild-records-export.c */
typedef enum
{
  GUILD_RECORDS_ALL,        /* every page */
  GUILD_RECORDS_PAGE,       /* the one on show */
  GUILD_RECORDS_VALIDATION,
} GuildRecordsPart;
void        guild_records_export            (GuildRecordsWindow *self, GuildRecordsPart what,
                                             gboolean csv);
void        guild_records_export_to         (GuildRecordsWindow *self, GuildRecordsPart what,
                                             gboolean csv, GFile *file);

G_END_DECLS
