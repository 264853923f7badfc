/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox/guild-sandbox-autodesk.h"

G_BEGIN_DECLS

/* Projects of both accounts, and who works on them. Nothing is stored for the latter: a company
 * works on as many projects as its projectSize says, one after the other from a first one; every
 * third of its people is on each; a company that was deleted left its people there as deleted. */

#define GUILD_SANDBOX_N_PROJECTS 40

/* SQL: company C works on project P of its account. */
#define GUILD_SANDBOX_WORKS_ON(c, p) \
  "(" p ".number + 40 - " c ".rowid * 7919 % 40) % 40 < " c ".project_size"
/* SQL: the short number that issues know company C of project P by. */
#define GUILD_SANDBOX_MEMBER_GROUP(c, p) \
  "(" c ".rowid * 40 + " p ".number + 10000)"

void     guild_sandbox_projects_seed    (GuildSandbox *self);
/* The people who can sign in are not of a company: the administrator is on every project, each
 * other on every third. */
gboolean guild_sandbox_project_has      (guint number, int person);
/* `…/accounts/{id}/projects` for PERSON (-1: the application). */
void     guild_sandbox_projects_list    (GuildSandbox *self, GuildSandboxExchange *exchange,
                                         guint account, int person);
/* The account of a project and its NUMBER (out), or -1. */
int      guild_sandbox_projects_find    (GuildSandbox *self, const char *id, guint *number);
/* `…/projects/{id}` */
void     guild_sandbox_projects_get     (GuildSandbox *self, GuildSandboxExchange *exchange,
                                         guint account, guint number);
/* `…/projects/{id}/users` */
void     guild_sandbox_project_users    (GuildSandbox *self, GuildSandboxExchange *exchange,
                                         guint account, guint number);

/* Members of an account are made up when somebody asks for them: a million companies would have
 * sixteen million. In an account of more than GUILD_SANDBOX_STAFFED companies those beyond get
 * theirs when they are asked for by name. */
#define GUILD_SANDBOX_STAFFED 20000
void     guild_sandbox_users_prepare    (GuildSandbox *self);
void     guild_sandbox_users_make       (GuildSandbox *self, guint account);
void     guild_sandbox_users_make_for   (GuildSandbox *self, guint account, const char *company);

G_END_DECLS
