/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"

G_BEGIN_DECLS

/* Why companies may be one and the same. */
typedef enum
{
  GUILD_ALIKE_NAME   = 1 << 0, /* guild_name_form_is_like() */
  GUILD_ALIKE_ERP_ID = 1 << 1,
  GUILD_ALIKE_TAX_ID = 1 << 2,
} GuildAlike;

/* A company as it was known when they were looked for. Texts are "" where nothing is known. */
typedef struct
{
  char  *id;     /* (owned) */
  char  *name;   /* (owned) */
  char  *trade;  /* (owned) */
  char  *city;   /* (owned) */
  char  *erp_id; /* (owned) */
  char  *tax_id; /* (owned) */
  gint64 n_projects; /* GUILD_NUMBER_UNSET: not known */
  gint64 n_members;
  gint64 created;    /* µs UTC */
} GuildDuplicate;

/* Companies of which each is like at least one other of them, in one or several ways. Nobody is in
 * two groups. */
typedef struct
{
  GuildAlike why;
  GPtrArray *companies; /* (owned) (element-type GuildDuplicate): two at least; the one that most is
                         * bound to first: projects, then members, then the oldest */
} GuildDuplicateGroup;
void guild_duplicate_group_free (GuildDuplicateGroup *self);

/* Looks through the companies that are known here, the deleted apart, on a worker; asks nobody.
 * G_IO_ERROR_CANCELLED is its only error. */
void       guild_duplicates_find_async  (GuildDirectory *directory, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type GuildDuplicateGroup): same tax id first, then same ERP id, then by
 * name. */
GPtrArray *guild_duplicates_find_finish (GuildDirectory *directory, GAsyncResult *result,
                                         GError **error);

/* "Same tax ID · Similar names"; (transfer full). */
char      *guild_alike_describe         (GuildAlike why);
/* A table of GROUPS (element-type GuildDuplicateGroup) with a heading, a row for each company, and
 * the number of its group in the first column; (transfer full). */
GString   *guild_duplicates_to_csv      (GPtrArray *groups);

G_END_DECLS
