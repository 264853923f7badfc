/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-desk-private.h"
#include "ui/guild-saved-views.h"

#include <glib/gi18n-lib.h>

#include "company/guild-thread.h"
#include "service/guild-registry.h"

/* For a start without a window. */
#define LONGEST_PAUSE G_TIME_SPAN_SECOND

G_DEFINE_FINAL_TYPE (GuildDesk, guild_desk, G_TYPE_OBJECT)

typedef enum
{
  PROP_READY = 1,
  PROP_JOURNAL,
} GuildDeskProperty;

static GParamSpec *properties[PROP_JOURNAL + 1];
static guint credentials_changed;
static guint link_news;

static void
free_seat (gpointer data)
{
  GuildSeat *seat = data;

  if (seat->vigil != NULL)
    {
      g_signal_handlers_disconnect_by_data (seat->vigil, seat);
      guild_link_vigil_close (seat->vigil);
    }
  g_clear_object (&seat->vigil);
  g_clear_object (&seat->directory);
  g_clear_error (&seat->error);
  g_free (seat);
}

static const char *
get_workspace_id (GuildDirectory *directory)
{
  return guild_workspace_get_id (guild_directory_get_workspace (directory));
}

void
guild_desk_set_seat_error (GuildSeat *seat, const GError *error)
{
  g_clear_error (&seat->error);
  if (error != NULL)
    seat->error = g_error_copy (error);
  g_signal_emit (seat->desk, credentials_changed, 0, seat->directory);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* The directory's last-error says it to whoever shows the directory. */
  guild_directory_sync_finish (GUILD_DIRECTORY (source), result, NULL);
}

void
guild_desk_connect_service (GuildSeat *seat, const char *secret)
{
  g_autoptr(GuildService) service =
    guild_registry_create (guild_directory_get_workspace (seat->directory), secret);

  guild_directory_set_service (seat->directory, service);
  if (seat->desk->journal != NULL)
    guild_journal_attach (seat->desk->journal, seat->directory);
  guild_desk_set_seat_error (seat, NULL);
  guild_directory_sync_async (seat->directory, NULL, synced_cb, NULL);
}

static void
secret_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildDirectory) directory = data;
  g_autoptr(GError) error = NULL;
  char *secret = guild_keyring_lookup_finish (result, &error);
  /* The seat may have gone with its workspace or with the desk. */
  GuildSeat *seat = g_object_get_data (G_OBJECT (directory), "guild-seat");

  if (seat != NULL && secret != NULL)
    guild_desk_connect_service (seat, secret);
  else if (seat != NULL && error != NULL)
    guild_desk_set_seat_error (seat, error);
  else if (seat != NULL)
    guild_desk_tell_no_secret (seat);
  if (secret != NULL)
    guild_keyring_free_secret (secret);
}

static void
link_news_cb (GuildLinkVigil *vigil, const char *company_id, guint news, const char *text,
              GuildSeat *seat)
{
  g_signal_emit (seat->desk, link_news, 0, seat->directory, company_id, news, text);
}

static void
add_vigil (GuildSeat *seat, const GuildFieldTable *table)
{
  if (guild_field_table_index (table, "platforms") == G_MAXUINT)
    return;
  seat->vigil = guild_link_vigil_new (seat->directory);
  g_signal_connect (seat->vigil, "news", G_CALLBACK (link_news_cb), seat);
}

GuildSeat *
guild_desk_add_seat (GuildDesk *self, GuildWorkspace *workspace)
{
  const GuildServiceKind *kind =
    guild_registry_find (guild_workspace_get_service_id (workspace));
  if (kind == NULL)
    return NULL;

  /* The sandbox is new with every start: nothing of it is worth keeping on a disk. */
  g_autofree char *path = NULL;
  if (!guild_workspace_is_sandbox (workspace))
    {
      g_autofree char *name = g_strconcat (guild_workspace_get_id (workspace), ".db", NULL);
      path = g_build_filename (self->cache_dir, name, NULL);
    }
  GuildSeat *seat = g_new0 (GuildSeat, 1);
  seat->desk = self;
  seat->directory =
    self->paused ? guild_directory_new_paused (workspace, kind->get_table (), path, LONGEST_PAUSE)
                 : guild_directory_new (workspace, kind->get_table (), path);
  guild_saved_views_apply (seat->directory);
  add_vigil (seat, kind->get_table ());
  g_object_set_data (G_OBJECT (seat->directory), "guild-seat", seat);
  g_hash_table_insert (self->seats, (char *) guild_workspace_get_id (workspace), seat);
  return seat;
}

void
guild_desk_forget_seat (GuildDesk *self, GuildDirectory *directory)
{
  guint position;

  g_object_set_data (G_OBJECT (directory), "guild-seat", NULL);
  if (g_list_store_find (self->directories, directory, &position))
    g_list_store_remove (self->directories, position);
  g_hash_table_remove (self->seats, get_workspace_id (directory));
}

static void
journal_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildDesk) self = data;
  GHashTableIter iter;
  gpointer value;

  self->journal = guild_journal_open_finish (result, &self->journal_error);
  if (self->journal != NULL)
    {
      g_hash_table_iter_init (&iter, self->seats);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          GuildSeat *seat = value;
          if (guild_directory_get_service (seat->directory) != NULL)
            guild_journal_attach (self->journal, seat->directory);
        }
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOURNAL]);
}

/* Runs in a worker: file systems can be slow. */
static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GuildDesk *self = source;
  g_autofree char *path = g_build_filename (self->config_dir, "workspaces.ini", NULL);
  GuildListing *read = g_new0 (GuildListing, 1);

  g_mkdir_with_parents (self->config_dir, 0700);
  g_mkdir_with_parents (self->state_dir, 0700);
  g_mkdir_with_parents (self->cache_dir, 0700);
  read->workspaces = guild_workspace_list_open (path, &read->error);
  g_atomic_pointer_set (&self->read, read);
  guild_task_return_boolean (task, TRUE);
}

static void
free_listing (GuildListing *read)
{
  g_clear_object (&read->workspaces);
  g_clear_error (&read->error);
  g_free (read);
}

/* Once the worker has read it: from here on the directories load. */
static void
take_workspaces (GuildDesk *self)
{
  GuildListing *read = g_atomic_pointer_exchange (&self->read, NULL);

  if (read == NULL)
    return;
  if (!g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    {
      self->workspaces = g_steal_pointer (&read->workspaces);
      self->error = g_steal_pointer (&read->error);
    }
  free_listing (read);
  const char *damaged =
    self->workspaces != NULL ? guild_workspace_list_get_damaged (self->workspaces) : NULL;
  if (damaged != NULL)
    g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("The list of workspaces was damaged. It is kept as %s, and a new list was begun. "
                   "Add the workspaces again; nothing changed at the services."), damaged);
  for (guint i = 0;
       self->workspaces != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces));
       i++)
    {
      g_autoptr(GuildWorkspace) workspace =
        g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);
      GuildSeat *seat = guild_desk_add_seat (self, workspace);
      if (seat != NULL)
        g_list_store_append (self->directories, seat->directory);
    }
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GuildDesk *self = GUILD_DESK (source);
  g_autofree char *journal = g_build_filename (self->state_dir, "journal.db", NULL);

  take_workspaces (self);
  guild_journal_open_async (journal, self->cancellable, journal_opened_cb, g_object_ref (self));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->directories)); i++)
    {
      g_autoptr(GuildDirectory) directory =
        g_list_model_get_item (G_LIST_MODEL (self->directories), i);
      if (!guild_workspace_is_sandbox (guild_directory_get_workspace (directory)))
        guild_desk_retry_credentials (self, directory);
    }
}

static void
guild_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildDesk *self = GUILD_DESK (object);

  switch ((GuildDeskProperty) id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_JOURNAL:
      g_value_set_object (value, self->journal);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_desk_dispose (GObject *object)
{
  GuildDesk *self = GUILD_DESK (object);
  GHashTableIter iter;
  gpointer value;

  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->seats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_object_set_data (G_OBJECT (((GuildSeat *) value)->directory), "guild-seat", NULL);
  g_list_store_remove_all (self->directories);
  g_hash_table_remove_all (self->seats);
  g_clear_object (&self->journal);
  g_clear_object (&self->workspaces);
  g_clear_pointer (&self->sandbox, guild_desk_sandbox_free);
  G_OBJECT_CLASS (guild_desk_parent_class)->dispose (object);
}

static void
guild_desk_finalize (GObject *object)
{
  GuildDesk *self = GUILD_DESK (object);

  g_clear_object (&self->directories);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->seats, g_hash_table_unref);
  g_clear_error (&self->error);
  g_clear_error (&self->journal_error);
  g_clear_pointer (&self->read, free_listing);
  g_mutex_clear (&self->listing);
  g_free (self->config_dir);
  g_free (self->state_dir);
  g_free (self->cache_dir);
  G_OBJECT_CLASS (guild_desk_parent_class)->finalize (object);
}

static void
guild_desk_class_init (GuildDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = guild_desk_get_property;
  object_class->dispose = guild_desk_dispose;
  object_class->finalize = guild_desk_finalize;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOURNAL] = g_param_spec_object ("journal", NULL, NULL, GUILD_TYPE_JOURNAL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  credentials_changed = g_signal_new ("credentials-changed", GUILD_TYPE_DESK, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, GUILD_TYPE_DIRECTORY);
  link_news = g_signal_new ("link-news", GUILD_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                            G_TYPE_NONE, 4, GUILD_TYPE_DIRECTORY, G_TYPE_STRING, G_TYPE_UINT,
                            G_TYPE_STRING);
}

static void
guild_desk_init (GuildDesk *self)
{
  self->directories = g_list_store_new (GUILD_TYPE_DIRECTORY);
  self->seats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_seat);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->listing);
}

GuildDesk *
guild_desk_new (const char *config_dir, const char *state_dir, const char *cache_dir)
{
  g_return_val_if_fail (config_dir != NULL && state_dir != NULL && cache_dir != NULL, NULL);

  GuildDesk *self = g_object_new (GUILD_TYPE_DESK, NULL);
  self->config_dir = g_strdup (config_dir);
  self->state_dir = g_strdup (state_dir);
  self->cache_dir = g_strdup (cache_dir);
  g_autoptr(GTask) task = g_task_new (self, self->cancellable, opened_cb, NULL);
  g_task_set_source_tag (task, guild_desk_new);
  guild_task_run (task, open_in_thread);
  return self;
}

gboolean
guild_desk_get_ready (GuildDesk *self)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), FALSE);
  return self->ready;
}

void
guild_desk_catch_up (GuildDesk *self)
{
  g_return_if_fail (GUILD_IS_DESK (self));

  take_workspaces (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->directories)); i++)
    {
      g_autoptr(GuildDirectory) directory =
        g_list_model_get_item (G_LIST_MODEL (self->directories), i);
      guild_directory_catch_up (directory);
    }
}

void
guild_desk_pause (GuildDesk *self)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  self->paused = TRUE;
}

void
guild_desk_go_on (GuildDesk *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (GUILD_IS_DESK (self));
  self->paused = FALSE;
  g_hash_table_iter_init (&iter, self->seats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    guild_directory_go_on (((GuildSeat *) value)->directory);
}

GListModel *
guild_desk_get_directories (GuildDesk *self)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  return G_LIST_MODEL (self->directories);
}

GuildDirectory *
guild_desk_find_directory (GuildDesk *self, const char *workspace_id)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  GuildSeat *seat = workspace_id != NULL ? g_hash_table_lookup (self->seats, workspace_id) : NULL;
  return seat != NULL ? seat->directory : NULL;
}

GuildJournal *
guild_desk_get_journal (GuildDesk *self)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  return self->journal;
}

const GError *
guild_desk_get_journal_error (GuildDesk *self)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  return self->journal_error;
}

const GError *
guild_desk_get_error (GuildDesk *self)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  return self->error;
}

const GError *
guild_desk_get_credentials_error (GuildDesk *self, GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  GuildSeat *seat = g_hash_table_lookup (self->seats, get_workspace_id (directory));
  return seat != NULL ? seat->error : NULL;
}

GuildLinkVigil *
guild_desk_get_vigil (GuildDesk *self, GuildDirectory *directory)
{
  g_return_val_if_fail (GUILD_IS_DESK (self), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  GuildSeat *seat = g_hash_table_lookup (self->seats, get_workspace_id (directory));
  return seat != NULL ? seat->vigil : NULL;
}

void
guild_desk_retry_credentials (GuildDesk *self, GuildDirectory *directory)
{
  g_return_if_fail (GUILD_IS_DESK (self));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  guild_keyring_lookup_async (guild_directory_get_workspace (directory), self->cancellable,
                              secret_found_cb, g_object_ref (directory));
}

/* Closing: the journal, whose last answers go to the directories, then those, then the sandbox;
 * and whatever is on its way to the keyring. */

static void
finish_close (GTask *task)
{
  GuildDesk *self = g_task_get_source_object (task);

  if (self->n_held > 0)
    {
      g_set_object (&self->closing, task);
      return;
    }
  g_clear_pointer (&self->sandbox, guild_desk_sandbox_free);
  g_task_return_boolean (task, TRUE);
}

static void
released_cb (GTask *task)
{
  GuildDesk *self = g_task_get_source_object (task);

  if (--self->n_held > 0 || self->closing == NULL)
    return;
  g_autoptr(GTask) closing = g_steal_pointer (&self->closing);
  finish_close (closing);
}

void
guild_desk_hold_for (GuildDesk *self, GTask *task)
{
  self->n_held++;
  g_signal_connect (task, "notify::completed", G_CALLBACK (released_cb), NULL);
}

static void
directory_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  guint *n_open = g_task_get_task_data (task);

  guild_directory_close_finish (GUILD_DIRECTORY (source), result, NULL);
  if (--*n_open == 0)
    finish_close (task);
}

static void
close_directories (GTask *task)
{
  GuildDesk *self = g_task_get_source_object (task);
  guint *n_open = g_task_get_task_data (task);
  g_autoptr(GList) seats = g_hash_table_get_values (self->seats);

  *n_open = g_hash_table_size (self->seats);
  if (*n_open == 0)
    finish_close (task);
  for (GList *item = seats; item != NULL; item = item->next)
    guild_directory_close_async (((GuildSeat *) item->data)->directory, directory_closed_cb,
                                 g_object_ref (task));
}

static void
journal_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  guild_journal_close_finish (GUILD_JOURNAL (source), result, NULL);
  close_directories (task);
}

void
guild_desk_close_async (GuildDesk *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DESK (self));

  g_autoptr(GTask) task = g_task_new (self, NULL, callback, data);
  GHashTableIter iter;
  gpointer seat;

  g_task_set_source_tag (task, guild_desk_close_async);
  g_task_set_task_data (task, g_new0 (guint, 1), g_free);
  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->seats);
  while (g_hash_table_iter_next (&iter, NULL, &seat))
    {
      if (((GuildSeat *) seat)->vigil != NULL)
        guild_link_vigil_close (((GuildSeat *) seat)->vigil);
      guild_directory_cancel_sync (((GuildSeat *) seat)->directory);
    }
  if (self->journal != NULL)
    guild_journal_close_async (self->journal, journal_closed_cb, g_steal_pointer (&task));
  else
    close_directories (task);
}

gboolean
guild_desk_close_finish (GuildDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
