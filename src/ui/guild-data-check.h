/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"
#include "service/codat/guild-codat-data.h"

G_BEGIN_DECLS

/* Asks Codat how the data types of companies are, one request for each, and notes in the directory
 * which of them fail. */

/* (transfer full): what STATUSES (element-type GuildDataStatus) say of the company. */
GuildFailure *guild_data_check_judge  (const char *company_id, GPtrArray *statuses);

typedef void (*GuildDataCheckFunc) (guint n_done, guint n_all, gpointer data);
/* COMPANY_IDS (element-type utf8) is kept by reference. A company that is gone is passed over; any
 * other failure ends the check, and what was found until then stays noted. PROGRESS is called until
 * the callback. */
void          guild_data_check_async  (GuildDirectory *directory, GPtrArray *company_ids,
                                       GuildDataCheckFunc progress, gpointer progress_data,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer data);
/* N_CHECKED (out): also after a failure. The number of companies whose data fails, -1 for an
 * error. */
int           guild_data_check_finish (GAsyncResult *result, guint *n_checked, GError **error);

G_END_DECLS
