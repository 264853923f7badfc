/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/guild-service.h"

#include "service/guild-answer.h"

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
  "add-product",
  "remove-product",
  "create-api-key",
  "delete-api-key",
  "create-webhook",
  "delete-webhook",
  "set-sync-settings",
  "refresh-all",
  "refresh-type",
  "import-companies",
  "set-logo",
  "move-member",
  "set-profile",
};
G_STATIC_ASSERT (G_N_ELEMENTS (write_kind_ids) == GUILD_WRITE_SET_PROFILE + 1);

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

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

char *
guild_write_to_text (const GuildWrite *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_text (builder, "kind", guild_write_kind_to_id (self->kind));
  add_text (builder, "company", self->company_id);
  add_text (builder, "target", self->target_id);
  add_text (builder, "body", self->body);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

GuildWrite *
guild_write_from_text (const char *text)
{
  g_autoptr(JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *object = guild_answer_object (root);
  GuildWriteKind kind;

  if (object == NULL ||
      !guild_write_kind_from_id (guild_answer_get_string (object, "kind"), &kind))
    return NULL;
  return guild_write_new (kind, guild_answer_get_string (object, "company"),
                          guild_answer_get_string (object, "target"),
                          guild_answer_get_string (object, "body"));
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

GuildRowFailure *
guild_row_failure_new (const char *name, const char *reason)
{
  GuildRowFailure *self = g_new0 (GuildRowFailure, 1);

  self->name = g_strdup (name != NULL ? name : "");
  self->reason = g_strdup (reason != NULL ? reason : "");
  return self;
}

void
guild_row_failure_free (GuildRowFailure *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->reason);
  g_free (self);
}

void
guild_outcome_free (GuildOutcome *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->batch, guild_batch_unref);
  g_free (self->created_id);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
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
