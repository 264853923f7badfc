/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/guild-desk.h"
#include "ui/guild-window.h"

G_BEGIN_DECLS

/* Deletes companies with everything the screens page asks for: reads them afresh, names all that
 * will go, wants a typed word for more than one or for a parent, hides them, and offers Undo before
 * anything is sent. COMPANY_IDS: (element-type utf8), kept, and not to be changed any
 * more. */
void guild_delete_companies (GuildWindow *window, GuildDirectory *directory,
                             GPtrArray *company_ids);

G_END_DECLS
