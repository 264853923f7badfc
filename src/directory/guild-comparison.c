/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "directory/guild-comparison.h"

#include <glib/gi18n-lib.h>

#include "directory/guild-company-list.h"

typedef struct
{
  GuildService               *service;  /* (owned) */
  GuildQuery                 *query;    /* (owned) */
  GuildComparisonProgressFunc progress; /* (nullable) */
  gpointer                    progress_data;
  guint                       page;
  GPtrArray                  *there;    /* (owned) (element-type GuildComparisonRow) */
  GHashTable                 *seen;     /* (owned): ids of THERE → its index + 1 */
  GPtrArray                  *values;   /* (owned) (element-type GStrv): of THERE, by FIELDS */
  GArray                     *fields;   /* (owned): guint, of the table; whose values are compared */
  GuildCompanyList           *list;     /* (owned) (nullable): the answer here */
} Ask;

static void
row_free (gpointer data)
{
  GuildComparisonRow *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->what);
  g_free (self);
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func (row_free);
}

static GuildComparisonRow *
new_row (const char *id, const char *name)
{
  GuildComparisonRow *row = g_new0 (GuildComparisonRow, 1);

  row->id = g_strdup (id);
  row->name = g_strdup (name != NULL ? name : "");
  return row;
}

void
guild_comparison_free (GuildComparison *self)
{
  g_ptr_array_unref (self->only_here);
  g_ptr_array_unref (self->only_there);
  g_ptr_array_unref (self->changed);
  g_free (self);
}

/* (transfer full): guint, of the table. */
static GArray *
list_fields (const GuildFieldTable *table, GuildQuery *query)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (guint));
  const char * const *ids = guild_query_get_fields (query);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      guint field = guild_field_table_index (table, ids[i]);
      if (field != G_MAXUINT)
        g_array_append_val (fields, field);
    }
  return fields;
}

static void
ask_free (gpointer data)
{
  Ask *self = data;

  g_object_unref (self->service);
  guild_query_unref (self->query);
  g_ptr_array_unref (self->there);
  g_hash_table_unref (self->seen);
  g_ptr_array_unref (self->values);
  g_array_unref (self->fields);
  g_clear_object (&self->list);
  g_free (self);
}

/* ---- both answers side by side ---- */

/* (transfer full) (nullable): the fields in which the company at POSITION is not what the service
 * says of it, in words. */
static char *
describe_changes (Ask *self, GuildPosition *position, char **there)
{
  const GuildFieldTable *table = guild_service_get_table (self->service);
  g_autoptr(GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; i < self->fields->len; i++)
    {
      guint field = g_array_index (self->fields, guint, i);
      g_autofree char *here = guild_position_dup_text (position, field);
      if (!g_str_equal (here != NULL ? here : "", there[i]))
        g_ptr_array_add (titles, gettext (table->fields[field].title));
    }
  if (titles->len == 0)
    return NULL;
  g_ptr_array_add (titles, NULL);
  return g_strjoinv (", ", (char **) titles->pdata);
}

static void
compare_values (Ask *self, GuildPosition *position, guint place, GuildComparison *comparison)
{
  const GuildComparisonRow *there = self->there->pdata[place];
  g_autofree char *what = describe_changes (self, position, self->values->pdata[place]);

  if (what == NULL)
    return;
  GuildComparisonRow *row = new_row (there->id, there->name);
  row->what = g_steal_pointer (&what);
  g_ptr_array_add (comparison->changed, row);
}

static GuildComparison *
compare (Ask *self)
{
  GuildComparison *comparison = g_new0 (GuildComparison, 1);
  g_autoptr(GHashTable) here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_matches = guild_company_list_get_n_matches (self->list);
  guint before = 0;

  comparison->only_here = new_rows ();
  comparison->only_there = new_rows ();
  comparison->changed = new_rows ();
  comparison->n_there = self->there->len;
  for (guint i = 0; i < n_matches; i++)
    {
      g_autoptr(GuildPosition) position =
        g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_autofree char *id = position != NULL ? guild_position_dup_id (position) : NULL;

      if (id == NULL)
        continue;
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, id));
      if (place == 0)
        {
          g_autofree char *name = guild_position_dup_name (position);
          g_ptr_array_add (comparison->only_here, new_row (id, name));
        }
      else
        {
          compare_values (self, position, place - 1, comparison);
          comparison->order_differs |= place < before;
        }
      before = MAX (before, place);
      comparison->n_here++;
      g_hash_table_add (here, g_steal_pointer (&id));
    }
  for (guint i = 0; i < self->there->len; i++)
    {
      const GuildComparisonRow *row = self->there->pdata[i];
      if (!g_hash_table_contains (here, row->id))
        g_ptr_array_add (comparison->only_there, new_row (row->id, row->name));
    }
  return comparison;
}

static void
listed_cb (GTask *task)
{
  Ask *self = g_task_get_task_data (task);

  if (guild_company_list_get_busy (self->list) || g_task_get_completed (task))
    return;
  g_signal_handlers_disconnect_by_data (self->list, task);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, compare (self), (GDestroyNotify) guild_comparison_free);
  g_object_unref (task);
}

static void
ask_here (GTask *task)
{
  Ask *self = g_task_get_task_data (task);

  self->list = guild_company_list_new (g_task_get_source_object (task));
  guild_company_list_set_query (self->list, self->query);
  g_signal_connect_swapped (self->list, "notify::busy", G_CALLBACK (listed_cb), task);
  listed_cb (task);
}

/* ---- the service's pages ---- */

static void ask_there (GTask *task);

static gboolean
is_too_large (GTask *task, gint64 n)
{
  GError *error = NULL;

  if (n <= GUILD_COMPARISON_MAX)
    return FALSE;
  /* the format macro of 64 bits would keep the text from the translators */
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  guild_problem_set_error (&error, GUILD_SERVICE_ERROR_TOO_LARGE, NULL,
                           _("The service answers with %s companies, and at most %d are compared. "
                             "Filter for fewer."), count, GUILD_COMPARISON_MAX);
  g_task_return_error (task, error);
  return TRUE;
}

static void
take_rows (Ask *self, GuildBatch *batch)
{
  for (guint i = 0; i < guild_batch_get_length (batch); i++)
    {
      const char *id = guild_batch_get_id (batch, i);

      /* A company may come again on the next page while the list moves. */
      if (g_hash_table_contains (self->seen, id))
        continue;
      GuildComparisonRow *row = new_row (id, guild_batch_get_name (batch, i));
      char **values = g_new0 (char *, self->fields->len + 1);
      for (guint n = 0; n < self->fields->len; n++)
        {
          guint field = g_array_index (self->fields, guint, n);
          const char *text = guild_batch_get_cell (batch, i, field)->text;
          values[n] = g_strdup (text != NULL ? text : "");
        }
      g_ptr_array_add (self->values, values);
      g_ptr_array_add (self->there, row);
      g_hash_table_insert (self->seen, row->id, GUINT_TO_POINTER (self->there->len));
    }
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Ask *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GuildPage) page = guild_service_list_page_finish (self->service, result, &error);

  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_rows (self, page->batch);
  if (is_too_large (task, MAX (page->total, (gint64) self->there->len)) ||
      g_task_return_error_if_cancelled (task))
    return;
  if (self->progress != NULL)
    self->progress (self->there->len, page->total, self->progress_data);
  if (page->more)
    {
      self->page++;
      ask_there (task);
    }
  else
    ask_here (g_steal_pointer (&task));
}

static void
ask_there (GTask *task)
{
  Ask *self = g_task_get_task_data (task);

  guild_service_list_page_async (self->service, self->page,
                                 guild_service_get_page_size (self->service), self->query,
                                 g_task_get_cancellable (task), page_cb, g_object_ref (task));
}

void
guild_comparison_ask_async (GuildDirectory *directory, GuildQuery *query,
                            GuildComparisonProgressFunc progress, gpointer progress_data,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (query != NULL);

  g_autoptr(GTask) task = g_task_new (directory, cancellable, callback, data);
  GuildService *service = guild_directory_get_service (directory);
  GError *error = NULL;

  g_task_set_source_tag (task, guild_comparison_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  if (service == NULL)
    {
      guild_problem_set_error (&error, GUILD_SERVICE_ERROR_OFFLINE, NULL,
                               _("This workspace has no key, so its service cannot be asked. Enter "
                                 "the key."));
      g_task_return_error (task, error);
      return;
    }
  Ask *self = g_new0 (Ask, 1);
  self->service = g_object_ref (service);
  self->query = guild_query_ref (query);
  self->progress = progress;
  self->progress_data = progress_data;
  self->there = new_rows ();
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->fields = list_fields (guild_directory_get_table (directory), query);
  g_task_set_task_data (task, self, ask_free);
  ask_there (task);
}

GuildComparison *
guild_comparison_ask_finish (GuildDirectory *directory, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, directory), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
