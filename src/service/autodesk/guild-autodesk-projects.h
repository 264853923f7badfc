/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/autodesk/guild-autodesk-people.h"

G_BEGIN_DECLS

/* N_ASKED requests of at most N_TOTAL are answered, and N_FOUND projects found. */
typedef void (*GuildProjectsProgressFunc) (guint n_asked, guint n_total, guint n_found,
                                           gpointer data);

/* The projects on which company COMPANY_ID works. No call says that, so each project of the account
 * is asked for the company's people (600 requests a minute), and those that have none are asked for
 * their companies (100 a minute; needs a secret and is left out without), until N_EXPECTED are
 * found (GUILD_NUMBER_UNSET: not known). A company without people on a project is therefore missing
 * after a sign-in by browser. PROGRESS (nullable) is called on the calling thread until the
 * callback, and not once CANCELLABLE is cancelled. */
void       guild_autodesk_list_company_projects_async  (GuildAutodesk *self,
                                                        const char *company_id, gint64 n_expected,
                                                        GuildProjectsProgressFunc progress,
                                                        gpointer progress_data,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer data);
/* (transfer full) (element-type GuildProject): by name. */
GPtrArray *guild_autodesk_list_company_projects_finish (GuildAutodesk *self, GAsyncResult *result,
                                                        GError **error);

G_END_DECLS
