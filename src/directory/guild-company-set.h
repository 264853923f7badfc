/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-company-list.h"

G_BEGIN_DECLS

/* Some companies of a directory, each by its id: whatever a list makes of them, they stay in the
 * set until they are taken out, or are gone. A million takes a bit each, and no loop over their
 * ids. Main thread. */
typedef struct _GuildCompanySet GuildCompanySet;

/* Keeps DIRECTORY; empty. */
GuildCompanySet *guild_company_set_new         (GuildDirectory *directory);
GuildCompanySet *guild_company_set_copy        (GuildCompanySet *self);
void             guild_company_set_free        (GuildCompanySet *self);

/* To be called whenever the directory has changed: takes out who is no company any more, or hidden,
 * be it in a list or not. TRUE when there was one. */
gboolean         guild_company_set_update      (GuildCompanySet *self);

guint            guild_company_set_get_size    (GuildCompanySet *self);
gboolean         guild_company_set_contains    (GuildCompanySet *self, const char *company_id);
/* (transfer full) (element-type utf8): as they stand in LIST, one of the directory's, and then
 * those who are not in it. */
GPtrArray       *guild_company_set_dup_ids     (GuildCompanySet *self, GuildCompanyList *list);
/* Who stands in a list with one of two numbers in the column FIELD. */
typedef struct
{
  guint  field;
  gint64 numbers[2];
} GuildSetFilter;

/* The same, of the moment of the call, found by a worker; of those alone that ONLY (nullable) lets
 * pass. */
void             guild_company_set_list_ids_async  (GuildCompanySet *self, GuildCompanyList *list,
                                                    const GuildSetFilter *only,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type utf8): let go by guild_ids_unref(); G_IO_ERROR_CANCELLED is its
 * only error. */
GPtrArray       *guild_company_set_list_ids_finish (GAsyncResult *result, GError **error);
/* COMPANY_ID may be one that the directory does not know yet; it has until the next change. */
void             guild_company_set_add         (GuildCompanySet *self, const char *company_id);
/* TRUE when it was in it. */
gboolean         guild_company_set_remove      (GuildCompanySet *self, const char *company_id);
void             guild_company_set_clear       (GuildCompanySet *self);

/* The same by what stands in LIST, one of the directory's, at so many positions from FIRST on;
 * there may be fewer. */
gboolean         guild_company_set_contains_at (GuildCompanySet *self, GuildCompanyList *list,
                                                guint position);
void             guild_company_set_add_range   (GuildCompanySet *self, GuildCompanyList *list,
                                                guint first, guint n);
void             guild_company_set_remove_range (GuildCompanySet *self, GuildCompanyList *list,
                                                 guint first, guint n);
/* (transfer full) (element-type guint): which of those positions are in it, in no order; none where
 * the list has no match. */
GArray          *guild_company_set_find_range  (GuildCompanySet *self, GuildCompanyList *list,
                                                guint first, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildCompanySet, guild_company_set_free)

G_END_DECLS
