/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-autodesk.h"

G_BEGIN_DECLS

/* Projects of both accounts, and who works on them. Nothing is stored for the latter: a company
 * works on as many projects as its projectSize says, one after the other from a first one. */

#define GUILD_SANDBOX_N_PROJECTS 40

/* SQL: company C works on project P of its account. */
#define GUILD_SANDBOX_WORKS_ON(c, p) \
  "(" p ".number + 40 - " c ".rowid * 7919 % 40) % 40 < " c ".project_size"
/* SQL: the short number that issues know company C of project P by. */
#define GUILD_SANDBOX_MEMBER_GROUP(c, p) \
  "(" c ".rowid * 40 + " p ".number + 10000)"

void guild_sandbox_projects_seed (GuildSandbox *self);

G_END_DECLS
