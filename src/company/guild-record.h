/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "company/guild-value.h"

G_BEGIN_DECLS

/* One record of a company's data (codat.md §9), or any other object to be shown in a table. */
#define GUILD_TYPE_RECORD (guild_record_get_type ())
G_DECLARE_FINAL_TYPE (GuildRecord, guild_record, GUILD, RECORD, GObject)

GuildRecord *guild_record_new         (GuildValue *value);
/* (nullable): the "id" that the service gave it. */
const char  *guild_record_get_id      (GuildRecord *self);
GuildValue  *guild_record_get_value   (GuildRecord *self);
/* (nullable): the scalar member NAME, numbers as they came. */
const char  *guild_record_get_cell    (GuildRecord *self, const char *name);
/* metadata.isDeleted: it is gone at the source. */
gboolean     guild_record_get_deleted (GuildRecord *self);

/* A scalar member that some record of a page has. */
typedef struct
{
  char    *name;   /* (owned) */
  gboolean number; /* every value there is, is a number */
} GuildRecordColumn;

/* (transfer full) (element-type GuildRecordColumn): none yet. */
GPtrArray   *guild_record_columns_new   (void);
/* Adds what FROM has and INTO lacks, each behind the one that precedes it in FROM. */
void         guild_record_columns_merge (GPtrArray *into, GPtrArray *from);

typedef struct
{
  GPtrArray *columns; /* (owned) (element-type GuildRecordColumn): in the order of the records */
  GPtrArray *records; /* (owned) (element-type GuildRecord) */
  gint64     total;   /* -1: the service does not say */
  gboolean   more;
} GuildRecordPage;

/* A paged list, a list without paging, or a single object (a page of one). NULL and
 * G_IO_ERROR_INVALID_DATA for anything else; elements that are no objects are left out. Any
 * thread. (transfer full) */
GuildRecordPage *guild_record_page_new  (GuildValue *root, GError **error);
void             guild_record_page_free (GuildRecordPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuildRecordPage, guild_record_page_free)

G_END_DECLS
