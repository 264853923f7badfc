/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-tag-wish.h"

#include "company/guild-tags.h"

GuildTagWish *
guild_tag_wish_new (void)
{
  GuildTagWish *self = g_new0 (GuildTagWish, 1);

  self->added = guild_tags_new ();
  self->removed = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
guild_tag_wish_free (GuildTagWish *self)
{
  g_return_if_fail (self != NULL);
  g_hash_table_unref (self->added);
  g_ptr_array_unref (self->removed);
  g_free (self);
}

gboolean
guild_tag_wish_is_empty (const GuildTagWish *self)
{
  g_return_val_if_fail (self != NULL, TRUE);
  return g_hash_table_size (self->added) == 0 && self->removed->len == 0;
}

GHashTable *
guild_tag_wish_apply (const GuildTagWish *self, GHashTable *tags)
{
  g_return_val_if_fail (self != NULL, NULL);
  return guild_tags_edit (tags, self->removed, self->added);
}

/* The body of PATCH /companies/{id}, which replaces all tags (codat.md §5.3). */
static GuildWrite *
make_patch (const char *company_id, GHashTable *tags)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  guild_tags_build (tags, builder);
  json_builder_end_object (builder);
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *body = json_to_string (root, FALSE);
  return guild_write_new (GUILD_WRITE_UPDATE_COMPANY, company_id, NULL, body);
}

GuildWrite *
guild_tag_wish_make_write (GuildCompany *company, GuildWrite **inverse, char **reason,
                           gpointer data)
{
  const char *id = guild_company_get_id (company);
  g_autoptr(GHashTable) before = guild_tags_read (guild_company_get_object (company));
  g_autoptr(GHashTable) after = guild_tag_wish_apply (data, before);

  if (guild_tags_equal (before, after))
    return NULL;
  *reason = guild_tags_check (after);
  if (*reason != NULL)
    return NULL;
  *inverse = make_patch (id, before);
  return make_patch (id, after);
}
