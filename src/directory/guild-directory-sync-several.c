/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-directory-private.h"

#include <glib/gi18n-lib.h>

/* Several companies read from the service with one request: on their way through the worker. */
typedef struct
{
  GTask      *task;      /* (owned) */
  GPtrArray  *ids;       /* (owned) (element-type utf8) */
  GuildPage  *page;      /* (owned) (nullable) */
  guint64     serial;    /* when the service was asked */
  GPtrArray  *companies; /* (owned) (element-type GuildCompany) */
  const GuildFieldTable *table;
} Several;

static void
several_free (gpointer data)
{
  Several *self = data;

  g_clear_object (&self->task);
  g_clear_pointer (&self->page, guild_page_free);
  g_clear_pointer (&self->companies, g_ptr_array_unref);
  g_ptr_array_unref (self->ids);
  g_free (self);
}

static void
store_run (GuildWorker *worker, GuildStore *store, gpointer data)
{
  Several *self = data;
  GuildBatch *batch = self->page->batch;

  guild_store_apply (store, batch, self->serial, self->serial);
  for (guint i = 0; i < guild_batch_get_length (batch); i++)
    {
      const char *id = guild_batch_get_id (batch, i);
      /* A write may have been answered since this was asked: what is kept is the truth. */
      g_autofree char *json = guild_store_dup_json (store, id);
      GuildCompany *company =
        json != NULL && g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL)
          ? guild_company_new_from_json (self->table, json, NULL) : NULL;
      if (company != NULL)
        g_ptr_array_add (self->companies, company);
    }
}

static void
store_done (gpointer data)
{
  Several *self = data;

  g_task_return_pointer (self->task, g_steal_pointer (&self->companies),
                         (GDestroyNotify) g_ptr_array_unref);
  several_free (self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Several *self = data;
  GuildDirectory *directory = g_task_get_source_object (self->task);
  GError *error = NULL;

  self->page = guild_service_list_page_finish (GUILD_SERVICE (source), result, &error);
  if (self->page != NULL)
    {
      if (directory->worker != NULL &&
          guild_worker_push (directory->worker, store_run, store_done, self))
        return;
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED,
                           _("The list of companies was closed. Nothing was changed here."));
    }
  g_task_return_error (self->task, error);
  several_free (self);
}

static GuildQuery *
make_query (GPtrArray *ids)
{
  g_autoptr(GuildQuery) all = guild_query_new ();
  g_autoptr(GString) value = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (value, "%s%s", i > 0 ? GUILD_LIST_SEP : "", (char *) ids->pdata[i]);
  GuildCondition condition = { (char *) "id", GUILD_MATCH_EQUALS, value->str, GUILD_NUMBER_UNSET,
                               GUILD_NUMBER_UNSET, FALSE };
  return guild_query_with_condition (all, &condition);
}

void
guild_directory_refresh_companies_async (GuildDirectory *self, GPtrArray *company_ids,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (self));
  g_return_if_fail (company_ids != NULL && company_ids->len > 0 &&
                    company_ids->len <= GUILD_DIRECTORY_MOST_AT_ONCE);

  Several *several = g_new0 (Several, 1);
  several->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (several->task, guild_directory_refresh_companies_async);
  /* What was read is applied even when nobody waits for it any more. */
  g_task_set_check_cancellable (several->task, FALSE);
  several->ids = g_ptr_array_copy (company_ids, (GCopyFunc) (GCallback) g_strdup, NULL);
  g_ptr_array_set_free_func (several->ids, g_free);
  several->companies = g_ptr_array_new_with_free_func (g_object_unref);
  several->table = self->table;
  several->serial = ++self->serial;
  if (self->service == NULL)
    {
      GError *error = NULL;
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_OFFLINE, NULL, "%s",
                               _("There is no connection to the service. Nothing was changed. "
                                 "Connect the workspace and try again."));
      g_task_return_error (several->task, error);
      several_free (several);
      return;
    }
  g_autoptr(GuildQuery) query = make_query (company_ids);
  guild_service_list_page_async (self->service, 0, company_ids->len, query, cancellable, listed_cb,
                                 several);
}

GPtrArray *
guild_directory_refresh_companies_finish (GuildDirectory *self, GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
