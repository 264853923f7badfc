/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "journal/guild-import-plan.h"

G_BEGIN_DECLS

/* The rows of an import, and above them how many there are of each kind, which narrow the list. */
#define GUILD_TYPE_IMPORT_LIST (guild_import_list_get_type ())
G_DECLARE_FINAL_TYPE (GuildImportList, guild_import_list, GUILD, IMPORT_LIST, GtkWidget)

/* RESULT: by what became of the rows, otherwise by what would be done with them. */
void guild_import_list_show (GuildImportList *self, GuildImportPlan *plan, gboolean result);

G_END_DECLS
