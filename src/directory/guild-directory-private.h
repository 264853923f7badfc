/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "directory/guild-directory.h"
#include "directory/guild-engine.h"
#include "directory/guild-view-private.h"
#include "directory/guild-worker.h"

G_BEGIN_DECLS

typedef struct _GuildSync GuildSync;

struct _GuildDirectory
{
  GObject parent_instance;

  GuildWorkspace        *workspace; /* (owned) */
  const GuildFieldTable *table;
  GuildService          *service;   /* (owned) (nullable) */
  GuildWorker           *worker;    /* (owned) */
  GuildEngine           *engine;    /* (owned) */
  GuildSnapshot         *snapshot;  /* (owned): the newest that the main thread knows */
  GuildViews            *views;     /* (owned) */
  GPtrArray             *groups;    /* (owned) (element-type GuildGroup) */
  GuildSync             *sync;      /* (owned) (nullable): the running one */
  guint64                serial;    /* the last one given; see guild-store.h */
  guint                  page_size; /* the most that came through; 0 = whatever the service serves */

  gboolean loaded;
  double   progress;
  guint    n_synced;
  gint64   last_sync;
  GError  *last_error; /* (owned) (nullable) */
  char    *notice;     /* (owned) (nullable) */
};

typedef enum
{
  GUILD_DIRECTORY_PROP_WORKSPACE = 1,
  GUILD_DIRECTORY_PROP_SERVICE,
  GUILD_DIRECTORY_PROP_LOADED,
  GUILD_DIRECTORY_PROP_N_COMPANIES,
  GUILD_DIRECTORY_PROP_SYNCING,
  GUILD_DIRECTORY_PROP_PROGRESS,
  GUILD_DIRECTORY_PROP_N_SYNCED,
  GUILD_DIRECTORY_PROP_LAST_SYNC,
  GUILD_DIRECTORY_PROP_LAST_ERROR,
  GUILD_DIRECTORY_PROP_NOTICE,
} GuildDirectoryProperty;

/* For the lists of this room. (transfer none) */
GuildSnapshot *guild_directory_get_snapshot   (GuildDirectory *self);
GuildEngine   *guild_directory_get_engine     (GuildDirectory *self);

/* For the sync. */
void           guild_directory_notify         (GuildDirectory *self, GuildDirectoryProperty prop);
/* GROUPS (transfer none) (nullable): unchanged. */
void           guild_directory_set_groups     (GuildDirectory *self, GPtrArray *groups);
void           guild_directory_set_last_error (GuildDirectory *self, const GError *error);
void           guild_sync_cancel              (GuildSync *self);

G_END_DECLS
