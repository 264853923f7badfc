/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link/guild-chase-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "company/guild-connection.h"
#include "company/guild-format.h"
#include "company/guild-ids.h"
#include "link/guild-link-address.h"
#include "service/codat/guild-codat.h"
#include "service/guild-problem.h"

typedef struct
{
  GuildDirectory *directory; /* (owned) */
  GuildCodat     *service;   /* (owned) */
  GPtrArray      *ids;       /* (owned) (element-type utf8) */
  GuildCompany   *company;   /* (owned) (nullable): the one whose link is fetched */
  GString        *table;     /* (owned): secret */
  gboolean        of_connection; /* the link being fetched is a connection's */
  gboolean        brief;         /* which lives an hour only */
  guint           next;
  GuildChaseFunc  progress;  /* (nullable) */
  gpointer        progress_data;
} Chase;

static void go_on (GTask *task);

static void
chase_free (gpointer data)
{
  Chase *self = data;

  g_object_unref (self->directory);
  g_object_unref (self->service);
  guild_ids_unref (self->ids);
  g_clear_object (&self->company);
  if (self->table != NULL)
    {
      explicit_bzero (self->table->str, self->table->len);
      g_string_free (self->table, TRUE);
    }
  g_free (self);
}

/* A growing string leaves copies behind in freed memory; a row more is made room for first. */
static void
make_room (GString *table, gsize length)
{
  if (table->len + length < table->allocated_len)
    return;
  GString *bigger = g_string_sized_new (MAX (2 * table->allocated_len, table->len + length + 1));
  g_string_append_len (bigger, table->str, table->len);
  explicit_bzero (table->str, table->len);
  GString old = *table;
  *table = *bigger;
  *bigger = old;
  g_string_free (bigger, TRUE);
}

/* A spreadsheet would calculate what begins like a formula: such text gets an apostrophe. */
static void
append_cell (GString *table, const char *text, gboolean last)
{
  make_room (table, 2 * strlen (text) + 8);
  g_string_append_c (table, '"');
  if (*text != '\0' && strchr ("=+-@", *text) != NULL)
    g_string_append_c (table, '\'');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, *at);
    }
  g_string_append (table, last ? "\"\r\n" : "\",");
}

static void
append_row (GString *table, const char * const *cells, guint n_cells)
{
  for (guint i = 0; i < n_cells; i++)
    append_cell (table, cells[i], i + 1 == n_cells);
}

static char *
dup_field (GuildCompany *company, const char *id)
{
  const GuildFieldTable *table = guild_company_get_table (company);
  guint index = guild_field_table_index (table, id);

  if (index == G_MAXUINT)
    return g_strdup ("");
  const GuildCell *cell = guild_company_get_cell (company, index);
  if (table->fields[index].kind == GUILD_FIELD_TIME)
    return cell->number != GUILD_NUMBER_UNSET ? guild_format_date_time (cell->number)
                                              : g_strdup ("");
  return guild_field_format (&table->fields[index], cell, g_get_real_time ());
}

static char *
dup_platforms (GuildCompany *company)
{
  GListModel *connections = guild_company_get_connections (company);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              guild_connection_get_platform_name (connection));
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* LINK NULL: the company is gone. */
static void
add_company (Chase *self, const char *link)
{
  const char *name = guild_company_get_name (self->company);
  gint64 expiry = link != NULL ? guild_link_get_expiry (link, self->of_connection && self->brief,
                                                      g_get_real_time ())
                               : GUILD_NUMBER_UNSET;
  g_autofree char *status = dup_field (self->company, "status");
  g_autofree char *platforms = dup_platforms (self->company);
  g_autofree char *last_sync = dup_field (self->company, "lastSync");
  g_autofree char *until = link == NULL ? g_strdup (_("The company is gone"))
    : expiry != GUILD_NUMBER_UNSET ? guild_format_date_time (expiry) : g_strdup ("");
  char *mail = link != NULL ? guild_link_dup_mail (link, name, expiry) : g_strdup ("");
  const char *cells[] = { name, guild_company_get_id (self->company), status, platforms, last_sync,
                          link != NULL ? link : "", until, mail };

  append_row (self->table, cells, G_N_ELEMENTS (cells));
  explicit_bzero (mail, strlen (mail));
  g_free (mail);
}

static void link_read_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
read_link (GTask *task, const char *connection_id)
{
  Chase *self = g_task_get_task_data (task);

  self->of_connection = connection_id != NULL;
  guild_codat_read_link_async (self->service, guild_company_get_id (self->company), connection_id,
                               g_task_get_cancellable (task), link_read_cb, g_object_ref (task));
}

static void
link_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Chase *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  char *link = guild_codat_read_link_finish (GUILD_CODAT (source), result, NULL, &error);

  /* It may be the connection alone that is gone. */
  if (self->of_connection &&
      g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    {
      read_link (task, NULL);
      return;
    }
  if (link == NULL &&
      !g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  add_company (self, link);
  if (link != NULL)
    explicit_bzero (link, strlen (link));
  g_free (link);
  g_clear_object (&self->company);
  self->next++;
  go_on (g_steal_pointer (&task));
}

/* (transfer full) (nullable): the one connection that waits for the customer; BRIEF (out): when
 * there is one. */
static char *
dup_waiting (GuildCompany *company, gboolean *brief)
{
  GListModel *connections = guild_company_get_connections (company);
  g_autofree char *id = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED)
        continue;
      if (id != NULL)
        return NULL;
      id = g_strdup (guild_connection_get_id (connection));
      *brief = guild_link_is_brief (connection);
    }
  return g_steal_pointer (&id);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Chase *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  self->company = guild_directory_load_company_finish (GUILD_DIRECTORY (source), result, &error);
  if (self->company == NULL &&
      !g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (self->company == NULL)
    {
      const char *cells[] = { "", self->ids->pdata[self->next], "", "", "", "",
                              _("The company is gone"), "" };
      append_row (self->table, cells, G_N_ELEMENTS (cells));
      self->next++;
      go_on (g_steal_pointer (&task));
    }
  else
    {
      g_autofree char *connection_id = dup_waiting (self->company, &self->brief);
      read_link (task, connection_id);
    }
}

/* Takes TASK. */
static void
go_on (GTask *task)
{
  Chase *self = g_task_get_task_data (task);

  if (self->progress != NULL)
    self->progress (self->next, self->ids->len, self->progress_data);
  if (self->next < self->ids->len)
    {
      guild_directory_load_company_async (self->directory, self->ids->pdata[self->next],
                                          g_task_get_cancellable (task), loaded_cb, task);
      return;
    }
  char *table = g_string_free (g_steal_pointer (&self->table), FALSE);
  g_task_return_pointer (task, table, g_free);
  g_object_unref (task);
}

static gboolean
check (GuildService *service, guint n_companies, GError **error)
{
  if (service == NULL || !GUILD_IS_CODAT (service))
    {
      g_set_error_literal (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_UNSUPPORTED,
                           _("This workspace has no links. No file was written."));
      return FALSE;
    }
  const GuildQuota *quota = guild_transport_get_quota (guild_service_get_transport (service));
  if (quota->remaining == GUILD_NUMBER_UNSET || quota->remaining >= n_companies)
    return TRUE;
  g_set_error (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_RATE_LIMITED,
               ngettext ("One request is needed, and none is left today. No file was written. "
                         "Choose fewer companies or wait until tomorrow.",
                         "%u requests are needed, and fewer are left today. No file was written. "
                         "Choose fewer companies or wait until tomorrow.", n_companies),
               n_companies);
  return FALSE;
}

void
guild_chase_list_make_async (GuildDirectory *directory, GPtrArray *company_ids,
                             GuildChaseFunc progress, gpointer progress_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  static const char * const titles[] = { N_("Name"), N_("ID"), N_("Status"), N_("Platforms"),
                                         N_("Last sync"), N_("Link"), N_("Valid until"),
                                         N_("E-mail text") };

  g_return_if_fail (GUILD_IS_DIRECTORY (directory));
  g_return_if_fail (company_ids != NULL);

  GTask *task = g_task_new (directory, cancellable, callback, data);
  GuildService *service = guild_directory_get_service (directory);
  GError *error = NULL;

  g_task_set_source_tag (task, guild_chase_list_make_async);
  if (!check (service, company_ids->len, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  Chase *self = g_new0 (Chase, 1);
  self->directory = g_object_ref (directory);
  self->service = g_object_ref (GUILD_CODAT (service));
  self->ids = g_ptr_array_ref (company_ids);
  self->table = g_string_new ("\xEF\xBB\xBF");
  self->progress = progress;
  self->progress_data = progress_data;
  g_task_set_task_data (task, self, chase_free);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    append_cell (self->table, _(titles[i]), i + 1 == G_N_ELEMENTS (titles));
  go_on (task);
}

char *
guild_chase_list_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
