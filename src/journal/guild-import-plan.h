/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-csv-table.h"
#include "directory/guild-directory.h"
#include "journal/guild-import-row.h"
#include "service/guild-import-rules.h"

G_BEGIN_DECLS

/* What an import would do with each row of a file: a GListModel of GuildImportRow, in the file's
 * order. The rows stay; an import changes their states. Main thread. */
#define GUILD_TYPE_IMPORT_PLAN (guild_import_plan_get_type ())
G_DECLARE_FINAL_TYPE (GuildImportPlan, guild_import_plan, GUILD, IMPORT_PLAN, GObject)

/* Compares FILE with the companies of DIRECTORY as they are known now, on a worker. A row means the
 * company with its id; else the one with the same value of the strongest of the rules' keys that it
 * has, else the one of its name; never a deleted one, except to say so. It is a conflict when
 * several companies answer, when the one that answers has another value of a stronger key than the
 * row, when the row would give it the name or key of another, and when rows of the file mean the
 * same company or would be the same.
 * COLUMNS as guild_import_columns_guess(); CLEARS: an empty cell of a column takes the value away,
 * where it may be empty. NAME is what people call the file. PLACES (nullable). The directory must
 * have a service that takes imports. */
void             guild_import_plan_make_async   (GuildDirectory *directory, GuildCsvTable *file,
                                                 const char *name, const char **columns,
                                                 gboolean clears, GuildPlaces *places,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer data);
GuildImportPlan *guild_import_plan_make_finish  (GuildDirectory *directory, GAsyncResult *result,
                                                 GError **error);
const char      *guild_import_plan_get_name     (GuildImportPlan *self);
guint            guild_import_plan_count        (GuildImportPlan *self, GuildImportVerdict verdict);
/* Rows with a warning among those that would be sent. */
guint            guild_import_plan_count_warned (GuildImportPlan *self);
/* The file again, each row with what became of it, the company's id and why: CSV with the file's
 * own separator, and a mark so that spreadsheets take it for Unicode. It can be imported again.
 * (transfer full) */
char            *guild_import_plan_dup_result   (GuildImportPlan *self);

G_END_DECLS
