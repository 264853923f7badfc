/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

#include "company/guild-thread.h"

#define N_PROPS (GUILD_DIRECTORY_PROP_NOTICE + 1)

static GParamSpec *properties[N_PROPS];

enum { CHANGED, SIGHTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuildDirectory, guild_directory, G_TYPE_OBJECT)

void
guild_directory_notify (GuildDirectory *self, GuildDirectoryProperty prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

GuildSnapshot *
guild_directory_get_snapshot (GuildDirectory *self)
{
  return self->snapshot;
}

GuildEngine *
guild_directory_get_engine (GuildDirectory *self)
{
  return self->engine;
}

void
guild_directory_set_groups (GuildDirectory *self, GPtrArray *groups)
{
  if (groups != NULL)
    {
      g_ptr_array_unref (self->groups);
      self->groups = g_ptr_array_ref (groups);
    }
  guild_views_update (self->views, self->snapshot, self->groups);
}

void
guild_directory_set_last_error (GuildDirectory *self, const GError *error)
{
  if (self->last_error == NULL && error == NULL)
    return;
  g_clear_error (&self->last_error);
  self->last_error = error != NULL ? g_error_copy (error) : NULL;
  guild_directory_notify (self, GUILD_DIRECTORY_PROP_LAST_ERROR);
}

/* Callbacks */

static void
news_cb (GObject *owner, GuildSnapshot *snapshot, const char *notice, GPtrArray *sightings)
{
  g_autoptr(GuildDirectory) self = g_object_ref (GUILD_DIRECTORY (owner));

  if (notice != NULL)
    {
      g_free (self->notice);
      self->notice = g_strdup (notice);
      guild_directory_notify (self, GUILD_DIRECTORY_PROP_NOTICE);
    }
  if (snapshot == self->snapshot)
    return;
  guint n_companies = self->snapshot->n_companies;
  guild_snapshot_unref (self->snapshot);
  self->snapshot = guild_snapshot_ref (snapshot);
  if (n_companies != snapshot->n_companies)
    guild_directory_notify (self, GUILD_DIRECTORY_PROP_N_COMPANIES);
  guild_views_update (self->views, self->snapshot, self->groups);
  g_signal_emit (self, signals[CHANGED], 0);
  if (sightings != NULL)
    g_signal_emit (self, signals[SIGHTED], 0, sightings);
}

typedef struct
{
  GWeakRef     directory;
  GuildWorker *worker;    /* (borrowed): while it runs */
  guint        n_told;    /* rows that the main thread knows */
  gint64       last_sync;
  GPtrArray   *groups;    /* (owned) */
} Load;

/* The first rows are told at once, and then whenever they are twice as many: whoever lists them
 * sorts them anew each time. */
static gboolean
load_progress_cb (GuildStore *store, gpointer data)
{
  Load *load = data;
  guint n_rows = guild_store_get_snapshot (store)->n_rows;

  if (n_rows >= 2 * load->n_told)
    {
      load->n_told = n_rows;
      guild_worker_tell_news (load->worker, store);
      guild_worker_rest (load->worker);
      guild_thread_give_way ();
    }
  return !guild_worker_is_closing (load->worker);
}

static void
load_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Load *load = data;

  load->worker = worker;
  guild_store_load (store, load_progress_cb, load);
  /* Whatever comes after the first rows: they are what a start waits for. */
  guild_thread_give_way ();
  load->last_sync = guild_cache_get_last_sync (guild_store_get_cache (store));
  load->groups = guild_cache_get_groups (guild_store_get_cache (store));
}

static void
load_done (gpointer data)
{
  Load *load = data;
  g_autoptr(GuildDirectory) self = g_weak_ref_get (&load->directory);

  if (self != NULL)
    {
      self->last_sync = load->last_sync;
      guild_directory_set_groups (self, load->groups);
      self->loaded = TRUE;
      guild_directory_notify (self, GUILD_DIRECTORY_PROP_LAST_SYNC);
      guild_directory_notify (self, GUILD_DIRECTORY_PROP_LOADED);
    }
  g_weak_ref_clear (&load->directory);
  g_ptr_array_unref (load->groups);
  g_free (load);
}

/* GObject */

static void
guild_directory_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildDirectory *self = GUILD_DIRECTORY (object);

  switch ((GuildDirectoryProperty) id)
    {
    case GUILD_DIRECTORY_PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case GUILD_DIRECTORY_PROP_SERVICE:
      g_value_set_object (value, self->service);
      break;
    case GUILD_DIRECTORY_PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    case GUILD_DIRECTORY_PROP_N_COMPANIES:
      g_value_set_uint (value, guild_directory_get_n_companies (self));
      break;
    case GUILD_DIRECTORY_PROP_SYNCING:
      g_value_set_boolean (value, guild_directory_get_syncing (self));
      break;
    case GUILD_DIRECTORY_PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case GUILD_DIRECTORY_PROP_N_SYNCED:
      g_value_set_uint (value, self->n_synced);
      break;
    case GUILD_DIRECTORY_PROP_LAST_SYNC:
      g_value_set_int64 (value, self->last_sync);
      break;
    case GUILD_DIRECTORY_PROP_LAST_ERROR:
      g_value_set_boxed (value, self->last_error);
      break;
    case GUILD_DIRECTORY_PROP_NOTICE:
      g_value_set_string (value, self->notice);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_directory_dispose (GObject *object)
{
  GuildDirectory *self = GUILD_DIRECTORY (object);

  if (self->worker != NULL)
    {
      guild_worker_close (self->worker, NULL, NULL);
      g_clear_pointer (&self->worker, guild_worker_unref);
    }
  g_clear_pointer (&self->views, guild_views_free);
  g_clear_object (&self->service);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (guild_directory_parent_class)->dispose (object);
}

static void
guild_directory_finalize (GObject *object)
{
  GuildDirectory *self = GUILD_DIRECTORY (object);

  guild_snapshot_unref (self->snapshot);
  guild_engine_unref (self->engine);
  g_ptr_array_unref (self->groups);
  g_clear_error (&self->last_error);
  g_free (self->notice);
  G_OBJECT_CLASS (guild_directory_parent_class)->finalize (object);
}

static void
guild_directory_class_init (GuildDirectoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = guild_directory_get_property;
  object_class->dispose = guild_directory_dispose;
  object_class->finalize = guild_directory_finalize;

  properties[GUILD_DIRECTORY_PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, GUILD_TYPE_WORKSPACE, flags);
  properties[GUILD_DIRECTORY_PROP_SERVICE] =
    g_param_spec_object ("service", NULL, NULL, GUILD_TYPE_SERVICE, flags);
  properties[GUILD_DIRECTORY_PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[GUILD_DIRECTORY_PROP_N_COMPANIES] =
    g_param_spec_uint ("n-companies", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[GUILD_DIRECTORY_PROP_SYNCING] =
    g_param_spec_boolean ("syncing", NULL, NULL, FALSE, flags);
  properties[GUILD_DIRECTORY_PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[GUILD_DIRECTORY_PROP_N_SYNCED] =
    g_param_spec_uint ("n-synced", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[GUILD_DIRECTORY_PROP_LAST_SYNC] =
    g_param_spec_int64 ("last-sync", NULL, NULL, G_MININT64, G_MAXINT64, GUILD_NUMBER_UNSET,
                        flags);
  properties[GUILD_DIRECTORY_PROP_LAST_ERROR] =
    g_param_spec_boxed ("last-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[GUILD_DIRECTORY_PROP_NOTICE] =
    g_param_spec_string ("notice", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", GUILD_TYPE_DIRECTORY, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGHTED] = g_signal_new ("sighted", GUILD_TYPE_DIRECTORY, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
guild_directory_init (GuildDirectory *self)
{
  self->engine = guild_engine_new ();
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_group_free);
  self->last_sync = GUILD_NUMBER_UNSET;
  self->progress = -1;
}

/* Public */

static GuildDirectory *
open_directory (GuildWorkspace *workspace, const GuildFieldTable *table, const char *path,
                GTimeSpan longest_pause)
{
  GuildDirectory *self = g_object_new (GUILD_TYPE_DIRECTORY, NULL);
  Load *load = g_new0 (Load, 1);

  g_set_object (&self->workspace, workspace);
  self->table = table;
  self->snapshot = guild_snapshot_new (table);
  self->views = guild_views_new (table);
  self->worker = guild_worker_new (path, table, G_OBJECT (self), news_cb);
  g_weak_ref_init (&load->directory, self);
  if (longest_pause > 0)
    guild_worker_pause (self->worker, longest_pause);
  guild_worker_push (self->worker, load_run, load_done, load);
  return self;
}

GuildDirectory *
guild_directory_new (GuildWorkspace *workspace, const GuildFieldTable *table, const char *path)
{
  g_return_val_if_fail (workspace == NULL || GUILD_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (table != NULL, NULL);
  return open_directory (workspace, table, path, 0);
}

GuildDirectory *
guild_directory_new_paused (GuildWorkspace *workspace, const GuildFieldTable *table,
                            const char *path, GTimeSpan longest)
{
  g_return_val_if_fail (workspace == NULL || GUILD_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (longest > 0, NULL);
  return open_directory (workspace, table, path, longest);
}

void
guild_directory_catch_up (GuildDirectory *self)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  if (self->worker != NULL)
    guild_worker_catch_up (self->worker);
}

void
guild_directory_go_on (GuildDirectory *self)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  if (self->worker != NULL)
    guild_worker_go_on (self->worker);
}

GuildWorkspace *
guild_directory_get_workspace (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return self->workspace;
}

const GuildFieldTable *
guild_directory_get_table (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return self->table;
}

GuildService *
guild_directory_get_service (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return self->service;
}

void
guild_directory_set_service (GuildDirectory *self, GuildService *service)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (service == NULL || GUILD_IS_SERVICE (service));

  if (!g_set_object (&self->service, service))
    return;
  self->page_size = 0;
  guild_directory_notify (self, GUILD_DIRECTORY_PROP_SERVICE);
}

gboolean
guild_directory_get_loaded (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), FALSE);
  return self->loaded;
}

guint
guild_directory_get_n_companies (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), 0);
  return self->snapshot->n_companies;
}

gboolean
guild_directory_get_syncing (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), FALSE);
  return self->sync != NULL;
}

double
guild_directory_get_progress (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), -1);
  return self->progress;
}

guint
guild_directory_get_n_synced (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), 0);
  return self->n_synced;
}

gint64
guild_directory_get_last_sync (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), GUILD_NUMBER_UNSET);
  return self->last_sync;
}

const GError *
guild_directory_get_last_error (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return self->last_error;
}

const char *
guild_directory_get_notice (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return self->notice;
}

GListModel *
guild_directory_get_views (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return guild_views_get_model (self->views);
}

void
guild_directory_set_saved_views (GuildDirectory *self, GPtrArray *saved)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (saved != NULL);
  guild_views_set_saved (self->views, saved);
  guild_views_update (self->views, self->snapshot, self->groups);
}

GPtrArray *
guild_directory_get_groups (GuildDirectory *self)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  return self->groups;
}

const char *
guild_directory_get_group_name (GuildDirectory *self, const char *group_id)
{
  g_return_val_if_fail (GUILD_IS_DIRECTORY (self), NULL);
  g_return_val_if_fail (group_id != NULL, NULL);

  for (guint i = 0; i < self->groups->len; i++)
    {
      const GuildGroup *group = g_ptr_array_index (self->groups, i);
      if (g_strcmp0 (group->id, group_id) == 0)
        return group->name;
    }
  return NULL;
}
