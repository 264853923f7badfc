/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Larger files are refused. */
#define GUILD_CSV_MAX_BYTES   (32 * 1024 * 1024)
#define GUILD_CSV_MAX_ROWS    50000
#define GUILD_CSV_MAX_COLUMNS 200

typedef struct
{
  char **cells;   /* (owned): one for each heading, "" where the row ends sooner */
  guint  line;    /* of the file, from 1, where the row begins */
  guint  n_found; /* cells that the row has; more than there are headings when something is amiss */
} GuildCsvRow;

/* A CSV file with a row of headings: RFC 4180 as spreadsheets write it. Fields are separated by
 * commas, semicolons or tabs, whichever the headings have most of; quotes are doubled; lines end
 * with CRLF, LF or CR; lines with nothing on them are passed over. The apostrophe that
 * guild_csv_append_text() puts before a formula is taken off again. Immutable, atomic
 * references. */
typedef struct
{
  char     **headings;  /* (owned): without the white space around them */
  guint      n_columns;
  GPtrArray *rows;      /* (owned) (element-type GuildCsvRow) */
  char       separator; /* ',', ';' or '\t' */
  gboolean   converted; /* the file was not Unicode and was taken for Windows-1252 */
} GuildCsvTable;

/* CONTENTS is UTF-8, UTF-16 with its mark, or else Windows-1252. NULL and G_IO_ERROR_INVALID_DATA,
 * with the line in words, when it is no such file. Any thread. (transfer full) */
GuildCsvTable *guild_csv_table_parse       (GBytes *contents, GError **error);
/* Reads FILE on a worker; errors are G_IO_ERROR in words that name the file. */
void           guild_csv_table_load_async  (GFile *file, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data);
GuildCsvTable *guild_csv_table_load_finish (GFile *file, GAsyncResult *result, GError **error);
GuildCsvTable *guild_csv_table_ref         (GuildCsvTable *self);
void           guild_csv_table_unref       (GuildCsvTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildCsvTable, guild_csv_table_unref)

G_END_DECLS
