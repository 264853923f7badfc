/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/codat/guild-codat-data.h"
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
  GtkDropDown        *choice;
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
  gboolean        hide_deleted;
  GPtrArray      *columns;     /* (owned) (nullable): of the records on show */
  GListStore     *records;     /* (owned) (nullable) */
  GuildStatement *statement;   /* (owned) (nullable) */
  GPtrArray      *accounts;    /* (owned) (nullable): GuildRecord, for bank transactions */
  guint           poll;        /* source */
  gboolean        filling;     /* the choice is being filled */
};

/* guild-records-read.c */
GuildCodat *guild_records_get_codat   (GuildRecordsWindow *self); /* nullable */
void        guild_records_read        (GuildRecordsWindow *self);
void        guild_records_read_check  (GuildRecordsWindow *self);
/* guild-records-export.c */
void        guild_records_export      (GuildRecordsWindow *self, gboolean csv);

G_END_DECLS
