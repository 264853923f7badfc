/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-journal.h"
#include "support/guild-test.h"

G_BEGIN_DECLS

/* A sandbox, a directory of it in memory, and a journal file; every wait is for a condition. */
typedef struct
{
  GuildTestSandbox *sandbox;   /* (owned) (nullable) */
  GuildDirectory   *directory; /* (owned) (nullable) */
  GuildJournal     *journal;   /* (owned) (nullable) */
  char             *path;      /* (owned): of the journal */
} Fixture;

#define WORKSPACE "11111111-2222-3333-4444-555555555555"

/* Starts the sandbox and opens and attaches the journal. */
void            fixture_set_up       (Fixture *self, gconstpointer data);
void            fixture_tear_down    (Fixture *self, gconstpointer data);
GuildDirectory *fixture_new_directory (GuildTestSandbox *sandbox, const char *key);
GuildJournal   *fixture_open         (const char *path, GError **error);
void            fixture_close        (GuildJournal *journal); /* takes it */
void            fixture_fault        (Fixture *self, const char *spec);
void            fixture_clear_faults (Fixture *self);
/* How often the sandbox was asked: "POST /companies". */
guint           fixture_count        (Fixture *self, const char *request);
guint           fixture_count_named  (Fixture *self, const char *name);
/* A company of the sandbox, in the directory too; (transfer full): its id. */
char           *fixture_add_company  (Fixture *self, const char *name);

GuildChange    *fixture_create       (const char *name);
GuildChange    *fixture_delete       (const char *id);
gboolean        fixture_perform      (Fixture *self, GuildChange *change, GError **error);
/* First cell of the answer; (transfer full) (nullable). */
char           *fixture_query        (const char *path, const char *sql);

G_END_DECLS
