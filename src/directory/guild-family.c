/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-family.h"

#include "company/guild-ids.h"
#include "service/guild-answer.h"

/* Companies read one by one; beyond it a sync asks for 5 000 at once. */
#define MOST_READ 20

typedef struct
{
  GuildFamilyReach reach;
  GPtrArray       *company_ids; /* (owned) (element-type utf8) */
  GQueue           pending;     /* (owned) (element-type GuildRelative): next first */
  GPtrArray       *found;       /* (owned) (element-type GuildRelative) */
  GHashTable      *seen;        /* (owned): ids */
  guint            n_read;
  gboolean         synced;
} Walk;

void
guild_relative_free (GuildRelative *self)
{
  g_free (self->id);
  g_free (self->name);
  g_clear_object (&self->company);
  g_free (self);
}

static void
walk_reset (Walk *self)
{
  g_queue_clear_full (&self->pending, (GDestroyNotify) guild_relative_free);
  g_ptr_array_set_size (self->found, 0);
  g_hash_table_remove_all (self->seen);
}

static void
walk_free (gpointer data)
{
  Walk *self = data;

  /* What was found belongs to whoever asked for it. */
  g_queue_clear_full (&self->pending, (GDestroyNotify) guild_relative_free);
  guild_ids_unref (self->company_ids);
  g_ptr_array_unref (self->found);
  g_hash_table_unref (self->seen);
  g_free (self);
}

/* (transfer full) (nullable): NULL when nobody is named, or somebody who was seen already. */
static GuildRelative *
meet (Walk *self, const char *id, const char *name, guint depth)
{
  if (id == NULL || *id == '\0' || !g_hash_table_add (self->seen, g_strdup (id)))
    return NULL;
  GuildRelative *relative = g_new0 (GuildRelative, 1);
  relative->id = g_strdup (id);
  relative->name = g_strdup (name != NULL && *name != '\0' ? name : id);
  relative->depth = depth;
  return relative;
}

static JsonArray *
get_subsidiaries (GuildCompany *company)
{
  return guild_answer_get_array (guild_company_get_object (company),
                                 "referenceSubsidiaryCompanies");
}

static JsonObject *
get_parent (GuildCompany *company)
{
  return guild_answer_get_object (guild_company_get_object (company), "referenceParentCompany");
}

gboolean
guild_company_has_parent (GuildCompany *company)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), FALSE);

  JsonObject *parent = get_parent (company);
  return parent != NULL && guild_answer_get_string (parent, "id") != NULL;
}

guint
guild_company_n_subsidiaries (GuildCompany *company)
{
  g_return_val_if_fail (GUILD_IS_COMPANY (company), 0);

  JsonArray *subsidiaries = get_subsidiaries (company);
  return subsidiaries != NULL ? json_array_get_length (subsidiaries) : 0;
}

/* Before everybody who waits already, in their order. */
static void
push_subsidiaries (Walk *self, GuildRelative *parent)
{
  JsonArray *subsidiaries = get_subsidiaries (parent->company);
  guint n = guild_company_n_subsidiaries (parent->company);

  g_autoptr(GPtrArray) met = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      JsonObject *reference = guild_answer_element (subsidiaries, i);
      GuildRelative *relative =
        reference == NULL ? NULL
                          : meet (self, guild_answer_get_string (reference, "id"),
                                  guild_answer_get_string (reference, "name"), parent->depth + 1);
      if (relative != NULL)
        g_ptr_array_add (met, relative);
    }
  for (guint i = met->len; i > 0; i--)
    g_queue_push_head (&self->pending, met->pdata[i - 1]);
}

static void
begin (Walk *self)
{
  guint n = self->reach == GUILD_FAMILY_WHOLE ? MIN (self->company_ids->len, 1)
                                              : self->company_ids->len;

  walk_reset (self);
  for (guint i = 0; i < n; i++)
    {
      GuildRelative *relative = meet (self, self->company_ids->pdata[i], NULL, 0);
      if (relative != NULL)
        g_queue_push_tail (&self->pending, relative);
    }
}

/* On the way up the one who is read is only a step: its parent, named by it, is read in its place.
 * At the top everybody is unseen again. */
static gboolean
climb (Walk *self, GuildRelative *relative)
{
  JsonObject *parent = relative->company != NULL ? get_parent (relative->company) : NULL;
  GuildRelative *above =
    parent == NULL ? NULL : meet (self, guild_answer_get_string (parent, "id"),
                                  guild_answer_get_string (parent, "name"), 0);

  if (above != NULL)
    {
      guild_relative_free (relative);
      g_queue_push_head (&self->pending, above);
      return TRUE;
    }
  self->reach = GUILD_FAMILY_BELOW;
  g_hash_table_remove_all (self->seen);
  g_hash_table_add (self->seen, g_strdup (relative->id));
  return FALSE;
}

static void step (GTask *task);

static void
take (GTask *task, GuildCompany *company)
{
  Walk *self = g_task_get_task_data (task);
  GuildRelative *relative = g_queue_pop_head (&self->pending);

  if (company != NULL)
    {
      relative->company = company;
      g_free (relative->name);
      relative->name = g_strdup (guild_company_get_name (company));
    }
  else if (self->reach == GUILD_FAMILY_BELOW_FRESH)
    {
      guild_relative_free (relative);
      step (task);
      return;
    }
  if (self->reach != GUILD_FAMILY_WHOLE || !climb (self, relative))
    {
      g_ptr_array_add (self->found, relative);
      if (relative->company != NULL)
        push_subsidiaries (self, relative);
    }
  step (task);
}

/* COMPANY and ERROR are taken; one of them is NULL. */
static void
hear (GTask *task, GuildCompany *company, GError *error)
{
  if (company != NULL ||
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      take (task, company);
    }
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GuildCompany *company =
    guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);

  hear (task, company, error);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  GuildCompany *company =
    guild_directory_refresh_company_finish (GUILD_DIRECTORY (source), result, &error);

  hear (task, company, error);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Walk *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!guild_directory_sync_finish (GUILD_DIRECTORY (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->synced = TRUE;
  begin (self);
  step (task);
}

static void
step (GTask *task)
{
  GuildDirectory *directory = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Walk *self = g_task_get_task_data (task);
  GuildRelative *next = g_queue_peek_head (&self->pending);
  gboolean fresh = self->reach == GUILD_FAMILY_BELOW_FRESH && !self->synced;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (next == NULL)
    g_task_return_pointer (task, g_ptr_array_ref (self->found),
                           (GDestroyNotify) g_ptr_array_unref);
  else if (fresh && self->n_read + g_queue_get_length (&self->pending) > MOST_READ)
    guild_directory_sync_async (directory, cancellable, synced_cb, g_object_ref (task));
  else if (fresh)
    {
      self->n_read++;
      guild_directory_refresh_company_async (directory, next->id, cancellable, refreshed_cb,
                                             g_object_ref (task));
    }
  else
    guild_directory_load_company_async (directory, next->id, cancellable, loaded_cb,
                                        g_object_ref (task));
}

void
guild_family_read_async (GuildDirectory *directory, GPtrArray *company_ids, GuildFamilyReach reach,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (company_ids != NULL);

  g_autoptr(GTask) task = g_task_new (directory, cancellable, callback, data);
  Walk *self = g_new0 (Walk, 1);

  g_task_set_source_tag (task, guild_family_read_async);
  g_task_set_task_data (task, self, walk_free);
  self->reach = reach;
  self->company_ids = g_ptr_array_ref (company_ids);
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) guild_relative_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->pending);
  begin (self);
  step (task);
}

GPtrArray *
guild_family_read_finish (GuildDirectory *directory, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, directory), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
