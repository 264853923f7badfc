/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* On the main thread, before each company and after the last. */
typedef void (*GuildChaseFunc) (guint n_done, guint n_all, gpointer data);

/* A table for customers who have to grant access again: name, id, status, platform, last sync, a
 * link fetched just now, its validity and an e-mail text, one row for each of COMPANY_IDS
 * (element-type utf8). One request a company, one after the other; where one connection alone waits
 * it is that one's link. Nothing is kept or logged. A company that is gone has a row without a
 * link; any other failure ends it, as does CANCELLABLE. Refused before the first request when the
 * quota does not suffice. DIRECTORY must have a Codat service. COMPANY_IDS is kept, and not to be
 * changed any more. */
void  guild_chase_list_make_async  (GuildDirectory *directory, GPtrArray *company_ids,
                                    GuildChaseFunc progress, gpointer progress_data,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data);
/* (transfer full): CSV (RFC 4180, UTF-8 with a byte order mark, which spreadsheets want). It holds
 * secrets: wipe it. */
char *guild_chase_list_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
