/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-service.h"

/* In the order of GuildWriteKind; the journal keeps these words, so they never change. */
static const char * const write_kind_ids[] = {
  "create-company",
  "update-company",
  "delete-company",
  "create-connection",
  "unlink-connection",
  "delete-connection",
  "create-group",
  "add-to-group",
  "remove-from-group",
  "set-redirect",
};
G_STATIC_ASSERT (G_N_ELEMENTS (write_kind_ids) == GUILD_WRITE_SET_REDIRECT + 1);

GuildWrite *
guild_write_new (GuildWriteKind kind, const char *company_id, const char *target_id,
                 const char *body)
{
  GuildWrite *self = g_new0 (GuildWrite, 1);

  self->kind = kind;
  self->company_id = g_strdup (company_id);
  self->target_id = g_strdup (target_id);
  self->body = g_strdup (body);
  return self;
}

GuildWrite *
guild_write_copy (const GuildWrite *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return guild_write_new (self->kind, self->company_id, self->target_id, self->body);
}

void
guild_write_free (GuildWrite *self)
{
  if (self == NULL)
    return;
  g_free (self->company_id);
  g_free (self->target_id);
  g_free (self->body);
  g_free (self);
}

const char *
guild_write_kind_to_id (GuildWriteKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (write_kind_ids), NULL);
  return write_kind_ids[kind];
}

gboolean
guild_write_kind_from_id (const char *id, GuildWriteKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (write_kind_ids); i++)
    if (g_strcmp0 (id, write_kind_ids[i]) == 0)
      {
        *kind = (GuildWriteKind) i;
        return TRUE;
      }
  return FALSE;
}

void
guild_outcome_free (GuildOutcome *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->batch, guild_batch_unref);
  g_free (self->created_id);
  g_free (self);
}

void
guild_page_free (GuildPage *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->batch, guild_batch_unref);
  g_free (self);
}

void
guild_group_free (GuildGroup *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}
