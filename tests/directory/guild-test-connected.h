/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-test-companies.h"

/* A directory of the sandbox's Codat companies, and what tests do to them at the service. */

GuildService   *test_make_service      (GuildTestSandbox *sandbox);
GuildDirectory *test_open_connected    (GuildTestSandbox *sandbox, const char *path);
gboolean        test_sync_once         (GuildDirectory *directory, GError **error);
void            test_sync_well         (GuildDirectory *directory);
/* SPEC: see guild_sandbox_faults_add(). */
void            test_add_fault         (GuildTestSandbox *sandbox, const char *spec);
void            test_clear_faults      (GuildTestSandbox *sandbox);
/* Requests that the service counted since they were taken last. */
guint           test_count_requests    (GuildTestSandbox *sandbox);
/* And forgets them, also one that comes in between: not for waiting. */
guint           test_take_n_requests   (GuildTestSandbox *sandbox);
void            test_delete_at_service (GuildTestSandbox *sandbox, const char *id);
/* (transfer full): the id. */
char           *test_create_at_service (GuildTestSandbox *sandbox, const char *name);
/* (transfer full): the first id in the list. */
char           *test_first_id          (GuildCompanyList *list);
