/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/guild-service.h"
#include "service/guild-workspace.h"

G_BEGIN_DECLS

/* What can be added: one line per service in guild-registry.c. */
typedef struct
{
  const char *id;    /* "codat" */
  const char *title; /* "Codat" */
  GuildService *(*create) (GuildWorkspace *workspace, const char *secret);
  const GuildFieldTable *(*get_table) (void);
} GuildServiceKind;

const GuildServiceKind *guild_registry_list (guint *n_kinds);
const GuildServiceKind *guild_registry_find (const char *service_id); /* nullable */
/* (transfer full) (nullable): NULL for a service that this version does not know. SECRET (nullable:
 * then every request fails with UNAUTHORISED until a new service is made) is copied and wiped with
 * the service. */
GuildService           *guild_registry_create (GuildWorkspace *workspace, const char *secret);

G_END_DECLS
