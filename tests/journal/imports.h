/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture.h"

#include "journal/guild-import-columns.h"
#include "journal/guild-import.h"

G_BEGIN_DECLS

/* Files of companies against a directory. */

GuildCsvTable   *imports_parse        (const char *text);
/* With the columns as they are guessed, and the places of this machine. */
GuildImportPlan *imports_plan         (GuildDirectory *directory, const char *text,
                                       gboolean clears);
/* "create:Alpha|conflict:Beta" in the file's order; (transfer full). */
char            *imports_describe     (GuildImportPlan *plan);
GuildImportRow  *imports_row          (GuildImportPlan *plan, guint position); /* (transfer none) */
/* Applies the company {…} of the service's list, as if it had come from there. */
void             imports_add_company  (GuildDirectory *directory, const char *json);
/* (transfer full): of the tests' workspace, at an address where nobody answers. */
GuildDirectory  *imports_new_directory (void);
void             imports_close_directory (GuildDirectory *directory); /* takes it */

G_END_DECLS
