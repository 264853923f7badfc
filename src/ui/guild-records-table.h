/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "company/guild-record.h"

G_BEGIN_DECLS

/* What stands in the column NAME of a record; (transfer full) (nullable). */
typedef char *(*GuildRecordTextFunc) (GuildRecord *record, const char *name, gpointer data);

typedef struct
{
  const char *name;
  const char *title;  /* as it is shown */
  int         width;
  gboolean    number; /* at the right, in figures of one width */
} GuildTableColumn;

/* Records as a table, and the chosen one as a tree below. Property "selected" (GuildRecord). */
#define GUILD_TYPE_RECORDS_TABLE (guild_records_table_get_type ())
G_DECLARE_FINAL_TYPE (GuildRecordsTable, guild_records_table, GUILD, RECORDS_TABLE, GtkWidget)

GtkWidget   *guild_records_table_new          (void);
/* TEXT (nullable): guild_records_table_format(). DATA is used as long as the table shows this. */
void         guild_records_table_show         (GuildRecordsTable *self, const char *title,
                                               const GuildTableColumn *columns, guint n_columns,
                                               GListModel *records, GuildRecordTextFunc text,
                                               gpointer data);
/* (nullable) (transfer none) */
GuildRecord *guild_records_table_get_selected (GuildRecordsTable *self);
/* VALUE, unfolded, in place of the chosen record, until another one is chosen. */
void         guild_records_table_show_value   (GuildRecordsTable *self, GuildValue *value);
/* "2024-05-27T00:00:00" is a day; a time keeps its zone, which is not converted. (transfer full) */
char        *guild_records_format_text        (const char *text);
/* A member as a cell shows it: digits grouped, times without a "T". (transfer full) (nullable) */
char        *guild_records_table_format       (GuildRecord *record, const char *name,
                                               gpointer unused);

G_END_DECLS
