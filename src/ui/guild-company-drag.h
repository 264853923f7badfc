/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Companies on their way from the table to a place in the sidebar. Immutable. */
typedef struct
{
  GuildDirectory *directory; /* (owned) */
  GPtrArray      *ids;       /* (owned) (element-type utf8) */
} GuildCompanyDrag;

#define GUILD_TYPE_COMPANY_DRAG (guild_company_drag_get_type ())
GType             guild_company_drag_get_type (void);
/* IDS is kept by reference and not changed any more. */
GuildCompanyDrag *guild_company_drag_new      (GuildDirectory *directory, GPtrArray *ids);
GuildCompanyDrag *guild_company_drag_copy     (GuildCompanyDrag *self);
void              guild_company_drag_free     (GuildCompanyDrag *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildCompanyDrag, guild_company_drag_free)

G_END_DECLS
