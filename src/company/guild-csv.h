/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-record.h"
#include "company/guild-statement.h"

G_BEGIN_DECLS

/* Files of what is on show. CSV as RFC 4180 says: CRLF, fields with a quote, a line break or
 * anything that may separate fields (comma, semicolon, tab) in quotes, quotes doubled. A text that
 * a spreadsheet would take for a formula (it begins with = + - @, tab or carriage return) gets an
 * apostrophe in front; numbers never do. */
void  guild_csv_append_text      (GString *out, const char *text);   /* (nullable): empty field */
void  guild_csv_append_number    (GString *out, const char *number); /* (nullable) */
/* The row of titles, and the row of one record; COLUMNS (element-type GuildRecordColumn). */
void  guild_csv_append_heading   (GString *out, GPtrArray *columns);
void  guild_csv_append_record    (GString *out, GPtrArray *columns, GuildValue *record);
/* (transfer full), a heading row and one row a record; RECORDS (element-type GuildRecord). */
char *guild_csv_from_records     (GPtrArray *columns, GListModel *records);
/* One row a line, its depth as leading spaces of the title. */
char *guild_csv_from_statement   (GuildStatement *statement);
/* { errors: […], warnings: […] } (codat.md §8), one row each. */
char *guild_csv_from_validation  (GuildValue *validation);
/* VALUE as it came, in lines. */
char *guild_export_value_json    (GuildValue *value);
/* An array of the records as they came. */
char *guild_export_records_json  (GListModel *records);

G_END_DECLS
