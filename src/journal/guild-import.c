/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journal/guild-import-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (GuildImport, guild_import, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_N_DONE,
} GuildImportProperty;

static GParamSpec *properties[PROP_N_DONE + 1];

static void
guild_import_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuildImport *self = GUILD_IMPORT (object);

  switch ((GuildImportProperty) id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, guild_import_get_n_done (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
guild_import_finalize (GObject *object)
{
  GuildImport *self = GUILD_IMPORT (object);

  g_queue_clear (&self->creates);
  g_queue_clear (&self->updates);
  g_clear_error (&self->error);
  g_clear_pointer (&self->places, guild_places_unref);
  g_object_unref (self->plan);
  g_object_unref (self->directory);
  g_object_unref (self->journal);
  G_OBJECT_CLASS (guild_import_parent_class)->finalize (object);
}

static void
guild_import_class_init (GuildImportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = guild_import_get_property;
  object_class->finalize = guild_import_finalize;
  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, 0, GUILD_IMPORT_ENDED, 0, flags);
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
guild_import_init (GuildImport *self)
{
  g_queue_init (&self->creates);
  g_queue_init (&self->updates);
}

GuildImport *
guild_import_new (GuildJournal *journal, GuildDirectory *directory, GuildImportPlan *plan,
                  GuildPlaces *places)
{
  g_return_val_if_fail (GUILD_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (GUILD_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (GUILD_IS_IMPORT_PLAN (plan), NULL);

  GuildImport *self = g_object_new (GUILD_TYPE_IMPORT, NULL);
  self->journal = g_object_ref (journal);
  self->directory = g_object_ref (directory);
  self->plan = g_object_ref (plan);
  self->places = places != NULL ? guild_places_ref (places) : NULL;
  for (guint i = 0; i < plan->rows->len; i++)
    {
      const GuildImportRow *row = plan->rows->pdata[i];
      self->counts[row->state]++;
      self->n_total += row->state != GUILD_IMPORT_ROW_IDLE;
    }
  return self;
}

/* --- state ------------------------------------------------------------------------------------ */

void
guild_import_set_state (GuildImport *self, GuildImportState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
guild_import_set_row (GuildImport *self, GuildImportRow *row, GuildImportRowState state,
                      const char *message, const char *company_id)
{
  self->counts[row->state]--;
  self->counts[state]++;
  guild_import_row_set_state (row, state, message, company_id);
  if (state != GUILD_IMPORT_ROW_SENT)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
}

static gboolean
is_on_its_way (GuildImport *self)
{
  return self->state == GUILD_IMPORT_RUNNING || self->state == GUILD_IMPORT_PAUSING;
}

void
guild_import_run (GuildImport *self)
{
  g_return_if_fail (GUILD_IS_IMPORT (self));

  if (self->state == GUILD_IMPORT_ENDED)
    return;
  self->wish = GUILD_IMPORT_WISH_RUN;
  if (is_on_its_way (self))
    {
      guild_import_set_state (self, GUILD_IMPORT_RUNNING);
      return;
    }
  g_clear_error (&self->error);
  guild_import_set_state (self, GUILD_IMPORT_RUNNING);
  guild_import_take_up (self);
}

void
guild_import_pause (GuildImport *self)
{
  g_return_if_fail (GUILD_IS_IMPORT (self));

  if (self->state != GUILD_IMPORT_RUNNING)
    return;
  self->wish = GUILD_IMPORT_WISH_PAUSE;
  guild_import_set_state (self, GUILD_IMPORT_PAUSING);
}

void
guild_import_cancel (GuildImport *self)
{
  g_return_if_fail (GUILD_IS_IMPORT (self));

  if (self->state == GUILD_IMPORT_ENDED)
    return;
  self->wish = GUILD_IMPORT_WISH_CANCEL;
  gboolean idle = !is_on_its_way (self);
  guild_import_set_state (self, GUILD_IMPORT_PAUSING);
  if (idle)
    guild_import_take_up (self);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;

  /* It is offered again by the next start then: a nuisance, and nothing lost. */
  if (!guild_journal_import_end_finish (GUILD_JOURNAL (source), result, &error))
    g_debug ("An import was not forgotten: %s", error->message);
}

void
guild_import_forget (GuildImport *self)
{
  g_return_if_fail (GUILD_IS_IMPORT (self));

  if (self->state != GUILD_IMPORT_ENDED || self->id == 0 || self->forgotten)
    return;
  self->forgotten = TRUE;
  guild_journal_import_end_async (self->journal, self->id, TRUE, forgotten_cb, NULL);
}

void
guild_import_set_places (GuildImport *self, GuildPlaces *places)
{
  g_return_if_fail (GUILD_IS_IMPORT (self));

  g_clear_pointer (&self->places, guild_places_unref);
  self->places = places != NULL ? guild_places_ref (places) : NULL;
}

GuildImportPlan *
guild_import_get_plan (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), NULL);
  return self->plan;
}

GuildImportState
guild_import_get_state (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), GUILD_IMPORT_ENDED);
  return self->state;
}

const GError *
guild_import_get_error (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), NULL);
  return self->error;
}

guint
guild_import_get_n_total (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), 0);
  return self->n_total;
}

guint
guild_import_get_n_done (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), 0);
  return self->counts[GUILD_IMPORT_ROW_DONE] + self->counts[GUILD_IMPORT_ROW_FAILED] +
         self->counts[GUILD_IMPORT_ROW_UNKNOWN];
}

guint
guild_import_get_n_failed (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), 0);
  return self->counts[GUILD_IMPORT_ROW_FAILED];
}

guint
guild_import_get_n_unknown (GuildImport *self)
{
  g_return_val_if_fail (GUILD_IS_IMPORT (self), 0);
  return self->counts[GUILD_IMPORT_ROW_UNKNOWN];
}

guint
guild_import_count_done (GuildImport *self, GuildImportVerdict verdict)
{
  guint n = 0;

  g_return_val_if_fail (GUILD_IS_IMPORT (self), 0);
  for (guint i = 0; i < self->plan->rows->len; i++)
    {
      const GuildImportRow *row = self->plan->rows->pdata[i];
      n += row->verdict == verdict && row->state == GUILD_IMPORT_ROW_DONE;
    }
  return n;
}

/* --- after a restart -------------------------------------------------------------------------- */

static char *
dup_live_key (GuildDirectory *directory)
{
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  return g_strconcat ("guild-import:", guild_workspace_get_id (workspace), NULL);
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
guild_import_keep_in_mind (GuildImport *self)
{
  g_autofree char *key = dup_live_key (self->directory);
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  g_object_set_data_full (G_OBJECT (self->journal), key, weak, weak_free);
}

/* (transfer full) (nullable): the one that somebody holds, or that is still on its way. */
static GuildImport *
find_live (GuildJournal *journal, GuildDirectory *directory)
{
  g_autofree char *key = dup_live_key (directory);
  GWeakRef *weak = g_object_get_data (G_OBJECT (journal), key);
  g_autoptr(GuildImport) self = weak != NULL ? g_weak_ref_get (weak) : NULL;

  return self != NULL && self->directory == directory && self->id != 0 && !self->forgotten
           ? g_steal_pointer (&self) : NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GuildDirectory *directory = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GuildImportRecord) record =
    guild_journal_import_find_finish (GUILD_JOURNAL (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (record == NULL || record->plan->table != guild_directory_get_table (directory))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  GuildImport *self = guild_import_new (GUILD_JOURNAL (source), directory, record->plan, NULL);
  self->id = record->id;
  self->state = record->ended ? GUILD_IMPORT_ENDED : GUILD_IMPORT_READY;
  g_task_return_pointer (task, self, g_object_unref);
}

void
guild_import_find_async (GuildJournal *journal, GuildDirectory *directory,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_JOURNAL (journal));
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));

  GTask *task = g_task_new (journal, cancellable, callback, data);
  GuildWorkspace *workspace = guild_directory_get_workspace (directory);
  g_task_set_source_tag (task, guild_import_find_async);
  g_task_set_task_data (task, g_object_ref (directory), g_object_unref);
  GuildImport *live = find_live (journal, directory);
  if (live != NULL)
    {
      g_task_return_pointer (task, live, g_object_unref);
      g_object_unref (task);
      return;
    }
  guild_journal_import_find_async (journal, guild_workspace_get_id (workspace), found_cb, task);
}

GuildImport *
guild_import_find_finish (GuildJournal *journal, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, journal), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
