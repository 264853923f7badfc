/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-journal-private.h"

#include <glib/gi18n-lib.h>

#define SETTLE_MS 5000

static void guild_journal_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GuildJournal, guild_journal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      guild_journal_list_model_init))

typedef enum
{
  PROP_N_PLANNED = 1,
  PROP_N_RUNNING,
  PROP_N_UNKNOWN,
} GuildJournalProperty;

static GParamSpec *properties[PROP_N_UNKNOWN + 1];

/* --- list model ------------------------------------------------------------------------------ */

static GType
guild_journal_get_item_type (GListModel *model)
{
  return GUILD_TYPE_CHANGE;
}

static guint
guild_journal_get_n_items (GListModel *model)
{
  return GUILD_JOURNAL (model)->changes->len;
}

static gpointer
guild_journal_get_item (GListModel *model, guint position)
{
  GPtrArray *changes = GUILD_JOURNAL (model)->changes;

  if (position >= changes->len)
    return NULL;
  return g_object_ref (changes->pdata[changes->len - 1 - position]);
}

static void
guild_journal_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = guild_journal_get_item_type;
  iface->get_n_items = guild_journal_get_n_items;
  iface->get_item = guild_journal_get_item;
}

/* --- counts ---------------------------------------------------------------------------------- */

static void
weigh (GuildJournal *self, GuildChange *change, int weight)
{
  GuildChangeState state = guild_change_get_state (change);

  if (state == GUILD_CHANGE_PLANNED && !g_hash_table_contains (self->running, change))
    self->n_planned += weight;
  if (state == GUILD_CHANGE_UNKNOWN)
    self->n_unknown += weight;
}

typedef struct { guint planned, running, unknown; } Counts;

static Counts
count (GuildJournal *self)
{
  return (Counts) { self->n_planned, g_hash_table_size (self->running), self->n_unknown };
}

static void
notify_counts (GuildJournal *self, Counts before)
{
  Counts after = count (self);

  if (before.planned != after.planned)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PLANNED]);
  if (before.running != after.running)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
  if (before.unknown != after.unknown)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNKNOWN]);
}

void
guild_journal_set_running (GuildJournal *self, GuildChange *change, gboolean running,
                           GuildJournalRun *run)
{
  Counts before = count (self);

  weigh (self, change, -1);
  if (running)
    g_hash_table_insert (self->running, g_object_ref (change), run);
  else
    g_hash_table_remove (self->running, change);
  weigh (self, change, 1);
  notify_counts (self, before);
}

void
guild_journal_take_record (GuildJournal *self, GuildChange *change, GuildChangeRecord *record)
{
  Counts before = count (self);

  gboolean moved = guild_change_get_state (change) != record->state;

  weigh (self, change, -1);
  guild_change_take_record (change, record);
  weigh (self, change, 1);
  notify_counts (self, before);
  if (moved)
    guild_journal_update_undo (self, change);
}

void
guild_journal_admit (GuildJournal *self, GuildChange *change, gint64 id)
{
  Counts before = count (self);
  GuildChangeRecord *record = guild_change_record_copy (guild_change_get_record (change));

  record->id = id;
  guild_change_take_record (change, record);
  g_ptr_array_add (self->changes, g_object_ref (change));
  weigh (self, change, 1);
  guild_journal_update_undo (self, change);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  notify_counts (self, before);
}

/* --- object ---------------------------------------------------------------------------------- */

static void
guild_journal_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  GuildJournal *self = GUILD_JOURNAL (object);

  switch ((GuildJournalProperty) property_id)
    {
    case PROP_N_PLANNED:
      g_value_set_uint (value, guild_journal_get_n_planned (self));
      break;
    case PROP_N_RUNNING:
      g_value_set_uint (value, guild_journal_get_n_running (self));
      break;
    case PROP_N_UNKNOWN:
      g_value_set_uint (value, guild_journal_get_n_unknown (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
guild_journal_dispose (GObject *object)
{
  GuildJournal *self = GUILD_JOURNAL (object);

  g_hash_table_remove_all (self->directories);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (guild_journal_parent_class)->dispose (object);
}

static void
guild_journal_finalize (GObject *object)
{
  GuildJournal *self = GUILD_JOURNAL (object);

  g_ptr_array_unref (self->changes);
  g_hash_table_unref (self->directories);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->hidden);
  g_hash_table_unref (self->lanes);
  G_OBJECT_CLASS (guild_journal_parent_class)->finalize (object);
}

static void
guild_journal_class_init (GuildJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = guild_journal_get_property;
  object_class->dispose = guild_journal_dispose;
  object_class->finalize = guild_journal_finalize;

  properties[PROP_N_PLANNED] =
    g_param_spec_uint ("n-planned", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_RUNNING] =
    g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_UNKNOWN] =
    g_param_spec_uint ("n-unknown", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  guild_journal_install_sighted (klass);
}

static void
guild_journal_init (GuildJournal *self)
{
  self->changes = g_ptr_array_new_with_free_func (g_object_unref);
  self->directories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->running = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->hidden = g_hash_table_new_full (NULL, NULL, g_object_unref,
                                        (GDestroyNotify) g_ptr_array_unref);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_queue_free);
  self->settle_ms = SETTLE_MS;
}

guint
guild_journal_get_n_planned (GuildJournal *self)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (self), 0);
  return self->n_planned;
}

guint
guild_journal_get_n_running (GuildJournal *self)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (self), 0);
  return g_hash_table_size (self->running);
}

guint
guild_journal_get_n_unknown (GuildJournal *self)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (self), 0);
  return self->n_unknown;
}

void
guild_journal_set_patience (GuildJournal *self, guint ms)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  self->settle_ms = ms;
}

/* --- open ------------------------------------------------------------------------------------ */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildJournalStore *store = GUILD_JOURNAL_STORE (source);
  GError *error = NULL;
  g_autoptr(GPtrArray) records = guild_journal_store_open_finish (store, result, &error);

  if (records == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  GuildJournal *self = g_object_new (GUILD_TYPE_JOURNAL, NULL);
  self->store = g_object_ref (store);
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      GuildChange *change = guild_change_new_from_record (records->pdata[i]);
      g_ptr_array_add (self->changes, change);
      weigh (self, change, 1);
    }
  for (guint i = 0; i < self->changes->len; i++)
    if (guild_change_get_inverse (self->changes->pdata[i]) != NULL)
      guild_journal_update_undo (self, self->changes->pdata[i]);
  g_task_return_pointer (task, self, g_object_unref);
}

/**
 * guild_journal_open_async:
 * @path: (nullable): the file, made when missing together with its directory; NULL for memory
 *
 * Errors are %G_IO_ERROR with words that name the file: BUSY (a second Guildhall), INVALID_DATA
 * (damaged), NOT_SUPPORTED (newer, or no journal), or what the system said.
 */
void
guild_journal_open_async (const char *path, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr(GuildJournalStore) store = guild_journal_store_new (path);

  g_task_set_source_tag (task, guild_journal_open_async);
  guild_journal_store_open_async (store, cancellable, opened_cb, task);
}

/**
 * guild_journal_open_finish:
 *
 * Returns: (transfer full): the journal
 */
GuildJournal *
guild_journal_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- workspaces ------------------------------------------------------------------------------ */

/**
 * guild_journal_attach:
 * @self: a journal
 * @directory: a directory, kept until it is detached; replaces an earlier one of its workspace
 */
void
guild_journal_attach (GuildJournal *self, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  const char *id = guild_workspace_get_id (guild_directory_get_workspace (directory));
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_object_unref);

  guild_journal_unwatch_sightings (self, id);
  g_hash_table_insert (self->directories, g_strdup (id), g_object_ref (directory));
  guild_journal_watch_sightings (self, directory);
  if (self->closing || guild_directory_get_service (directory) == NULL)
    return;
  for (guint i = 0; i < self->changes->len; i++)
    {
      GuildChange *change = self->changes->pdata[i];
      if (guild_change_get_state (change) == GUILD_CHANGE_UNKNOWN &&
          g_str_equal (guild_change_get_workspace_id (change), id))
        g_ptr_array_add (unknown, g_object_ref (change));
    }
  for (guint i = 0; i < unknown->len; i++)
    guild_journal_resolve_async (self, unknown->pdata[i], NULL, NULL, NULL);
}

/**
 * guild_journal_detach:
 * @self: a journal
 * @workspace_id: whose changes cannot be sent any more; those under way go on
 */
void
guild_journal_detach (GuildJournal *self, const char *workspace_id)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (workspace_id != NULL);
  guild_journal_unwatch_sightings (self, workspace_id);
  g_hash_table_remove (self->directories, workspace_id);
}

/* --- close ----------------------------------------------------------------------------------- */

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (guild_journal_store_close_finish (GUILD_JOURNAL_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
guild_journal_run_ended (GuildJournal *self)
{
  if (self->close_task != NULL && g_hash_table_size (self->running) == 0)
    guild_journal_store_close_async (self->store, closed_cb, g_steal_pointer (&self->close_task));
}

void
guild_journal_close_async (GuildJournal *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (self));
  g_return_if_fail (!self->closing);

  self->closing = TRUE;
  self->close_task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (self->close_task, guild_journal_close_async);
  guild_journal_run_stop_all (self);
  guild_journal_run_ended (self);
}

gboolean
guild_journal_close_finish (GuildJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
