/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/guild-import-private.h"

G_BEGIN_DECLS

/* For guild-import-run.c: rows that are on their way together, and what became of them. */
typedef struct
{
  GuildImport *import; /* (owned) */
  GPtrArray   *rows;   /* (owned) (element-type GuildImportRow) */
  GuildChange *change; /* (owned) (nullable) */
  gulong       waits;  /* handler: until somebody else's look-up has ended */
  gboolean     batch;
} GuildImportJob;

/* (transfer full): ended by guild_import_job_end(), or by what is said below. */
GuildImportJob *guild_import_job_new        (GuildImport *self);
/* Frees JOB; its import goes on. */
void            guild_import_job_end        (GuildImportJob *job);
/* Writes its rows as they are now to the journal's file, then ends it. */
void            guild_import_job_mark       (GuildImportJob *job);
/* MESSAGE (nullable): as it was. */
void            guild_import_job_set_all    (GuildImportJob *job, GuildImportRowState state,
                                             const char *message);
/* Nothing came of it: the rows may be sent again. */
void            guild_import_job_send_later (GuildImportJob *job);
/* Tells its rows what its change has come to, marks them and ends it. ERROR (nullable). */
void            guild_import_job_settle     (GuildImportJob *job, const GError *error);

/* Nothing more is sent; the first reason is the one that is told. */
void            guild_import_stop           (GuildImport *self, const GError *error);
/* guild-import-run.c, after every job. */
void            guild_import_go_on          (GuildImport *self);

G_END_DECLS
