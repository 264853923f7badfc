/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-journal.h"

G_BEGIN_DECLS

/* The same wish for many companies: a few at a time, one change of the journal for each. Property
 * "n-done", notified. Main thread; lives on by itself until it has ended. */
#define GUILD_TYPE_BULK (guild_bulk_get_type ())
G_DECLARE_FINAL_TYPE (GuildBulk, guild_bulk, GUILD, BULK, GObject)

/* The write for COMPANY, with what would undo it in INVERSE; NULL when COMPANY is as wished
 * already, or, with REASON set, cannot be so. All (transfer full). */
typedef GuildWrite *(*GuildBulkMakeFunc) (GuildCompany *company, GuildWrite **inverse,
                                          char **reason, gpointer data);

/* COMPANY_IDS (element-type utf8) is kept, and not to be changed any more. FRESH: each is read from
 * the service just before it is changed, for writes that replace what is there. */
GuildBulk *guild_bulk_new          (GuildJournal *journal, GuildDirectory *directory,
                                    GPtrArray *company_ids, gboolean fresh, GuildBulkMakeFunc make,
                                    gpointer data, GDestroyNotify free_data);
/* CHANGES (element-type GuildChange), made but not performed, in place of a wish: of several people
 * of one company, say. */
GuildBulk *guild_bulk_new_for_changes (GuildJournal *journal, GPtrArray *changes);
/* Ends when each is done, or sooner: when CANCELLABLE is cancelled, or the service says what it
 * would say of every company (signed out, not allowed, not paid, no requests left). Nothing is sent
 * after that; the rest counts as left. FALSE and the error only in the second case. Once only. */
void       guild_bulk_run_async    (GuildBulk *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
gboolean   guild_bulk_run_finish   (GuildBulk *self, GAsyncResult *result, GError **error);
guint      guild_bulk_get_n_total  (GuildBulk *self);
guint      guild_bulk_get_n_done   (GuildBulk *self); /* of the total, however it ended */
guint      guild_bulk_get_n_same   (GuildBulk *self); /* needed no change */
guint      guild_bulk_get_n_failed (GuildBulk *self);
/* (transfer none) (element-type GuildChange): those that were made. */
GPtrArray *guild_bulk_get_changes  (GuildBulk *self);
/* "Northwind: why", a line each, for the first of those that failed; (transfer full), "" for
 * none. */
char      *guild_bulk_dup_failures (GuildBulk *self);

G_END_DECLS
