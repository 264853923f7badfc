/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-company.h"
#include "service/guild-service.h"

G_BEGIN_DECLS

/* What is to become of the tags of every company of a selection. */
typedef struct
{
  GHashTable *added;   /* (owned): key → value, replacing what a key has */
  GPtrArray  *removed; /* (owned) (element-type utf8): keys */
} GuildTagWish;

GuildTagWish *guild_tag_wish_new        (void);
void          guild_tag_wish_free       (GuildTagWish *self);
gboolean      guild_tag_wish_is_empty   (const GuildTagWish *self);
/* (transfer full): TAGS as they are wished; see guild-tags.h. */
GHashTable   *guild_tag_wish_apply      (const GuildTagWish *self, GHashTable *tags);
/* A GuildBulkMakeFunc; DATA is the wish. */
GuildWrite   *guild_tag_wish_make_write (GuildCompany *company, GuildWrite **inverse,
                                         char **reason, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildTagWish, guild_tag_wish_free)

G_END_DECLS
