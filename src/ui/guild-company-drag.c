/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-company-drag.h"

G_DEFINE_BOXED_TYPE (GuildCompanyDrag, guild_company_drag, guild_company_drag_copy,
                     guild_company_drag_free)

GuildCompanyDrag *
guild_company_drag_new (GuildDirectory *directory, GPtrArray *ids)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  GuildCompanyDrag *self = g_new0 (GuildCompanyDrag, 1);
  self->directory = g_object_ref (directory);
  self->ids = g_ptr_array_ref (ids);
  return self;
}

GuildCompanyDrag *
guild_company_drag_copy (GuildCompanyDrag *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return guild_company_drag_new (self->directory, self->ids);
}

void
guild_company_drag_free (GuildCompanyDrag *self)
{
  g_return_if_fail (self != NULL);
  g_object_unref (self->directory);
  g_ptr_array_unref (self->ids);
  g_free (self);
}
