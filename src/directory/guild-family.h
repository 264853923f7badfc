/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Companies and those they belong to. Codat alone has families: "referenceParentCompany" and
 * "referenceSubsidiaryCompanies" of a company (codat.md §5.1); with others everybody is alone. */
typedef struct
{
  char         *id;      /* (owned) */
  char         *name;    /* (owned): as it is known; its id where it has none */
  guint         depth;   /* 0 = where the walk began */
  GuildCompany *company; /* (owned) (nullable): NULL when only a relative knows of it */
} GuildRelative;

void guild_relative_free (GuildRelative *self);

typedef enum
{
  /* The companies asked for and everybody below them, as they are known here. */
  GUILD_FAMILY_BELOW,
  /* The same, each read from the service first; a larger family is read by a sync of everything,
   * which costs fewer requests. Those that the service has no more are left out. */
  GUILD_FAMILY_BELOW_FRESH,
  /* From the topmost parent of the first company down, as they are known here. */
  GUILD_FAMILY_WHOLE,
} GuildFamilyReach;

/* COMPANY_IDS (element-type utf8) is kept, and not to be changed any more. Nobody is listed twice,
 * and a circle ends the walk. Errors are those of the service with BELOW_FRESH, and of the
 * cache. */
void       guild_family_read_async  (GuildDirectory *directory, GPtrArray *company_ids,
                                     GuildFamilyReach reach, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type GuildRelative): each parent before its subsidiaries. */
GPtrArray *guild_family_read_finish (GuildDirectory *directory, GAsyncResult *result,
                                     GError **error);

/* Whether COMPANY says that it has a parent or subsidiaries, and how many of the latter. */
gboolean   guild_company_has_parent       (GuildCompany *company);
guint      guild_company_n_subsidiaries   (GuildCompany *company);

G_END_DECLS
