/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "directory/guild-cache.h"

G_BEGIN_DECLS

/* Prepared once for each connection. */
typedef enum
{
  GUILD_STATEMENT_PUT,
  GUILD_STATEMENT_REMOVE,
  GUILD_STATEMENT_JSON,
  GUILD_STATEMENT_GET_META,
  GUILD_STATEMENT_SET_META,
  GUILD_STATEMENT_GROUPS,
  GUILD_STATEMENT_CLEAR_GROUPS,
  GUILD_STATEMENT_ADD_GROUP,
  GUILD_N_STATEMENTS
} GuildStatement;

typedef struct
{
  sqlite3      *db; /* (owned) */
  sqlite3_stmt *statements[GUILD_N_STATEMENTS]; /* (owned) (nullable) */
} GuildCacheConnection;

struct _GuildCache
{
  char       *path;   /* (owned) (nullable) */
  const GuildFieldTable *table;
  GuildCacheConnection  now;    /* where everything is written */
  GuildCacheConnection  before; /* the file that takes no more writing, still read; db NULL = none */
  GHashTable *dropped; /* (owned): places in `before` whose company is gone */
  gboolean    failed; /* the running transaction */
  char       *notice; /* (owned) (nullable) */
};

/* guild-cache-rows.c uses these of guild-cache.c. */

/* (transfer none) (nullable): ready to be bound; NULL when it cannot be prepared. */
sqlite3_stmt *guild_cache_prepare     (GuildCacheConnection *self, GuildStatement statement);
/* The file is damaged: it is set aside and a new one begun. */
void          guild_cache_begin_anew  (GuildCache *self);

G_END_DECLS
