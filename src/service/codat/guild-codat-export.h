/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/codat/guild-codat-data.h"

G_BEGIN_DECLS

/* All pages of a list of records, on their way into a file. What was read is kept aside, in a file
 * of its own without a name, so that no page is asked for twice: after a failure or a cancellation
 * reading goes on where it stopped, and what there is can be written at any time. One thing at a
 * time: reading or writing. Property "n-records" (uint) tells of progress, on the main thread;
 * "page-size" (uint, 1000) is that of a request. */
#define GUILD_TYPE_CODAT_EXPORT (guild_codat_export_get_type ())
G_DECLARE_FINAL_TYPE (GuildCodatExport, guild_codat_export, GUILD, CODAT_EXPORT, GObject)

/* The records of ASKED (its page and page size do not matter); no statement. (transfer full) */
GuildCodatExport *guild_codat_export_new           (GuildCodat *codat,
                                                    const GuildRecordsAsked *asked);
/* The pull operations of a company, or what was sent to it. (transfer full) */
GuildCodatExport *guild_codat_export_new_history   (GuildCodat *codat, const char *company_id,
                                                    gboolean pushes);
/* Reads what is still missing. FALSE: the service's error, or the disk's; what had come stays. */
void              guild_codat_export_read_async    (GuildCodatExport *self,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer data);
gboolean          guild_codat_export_read_finish   (GuildCodatExport *self, GAsyncResult *result,
                                                    GError **error);
/* Writes what was read, as an array of JSON or as CSV (guild-csv.h) with all records' columns.
 * FILE appears when all of it is written, and is untouched until then and after a failure. */
void              guild_codat_export_write_async   (GuildCodatExport *self, GFile *file,
                                                    gboolean csv, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer data);
gboolean          guild_codat_export_write_finish  (GuildCodatExport *self, GAsyncResult *result,
                                                    GError **error);
guint             guild_codat_export_get_n_records (GuildCodatExport *self);
/* As the service counted last; -1 when it does not say. */
gint64            guild_codat_export_get_total     (GuildCodatExport *self);
gboolean          guild_codat_export_get_complete  (GuildCodatExport *self);
/* Whether the list grew or shrank while it was read: a record may be missing or be there twice. */
gboolean          guild_codat_export_get_moved     (GuildCodatExport *self);

G_END_DECLS
