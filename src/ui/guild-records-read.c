/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-connection.h"
#include "company/guild-field.h"
#include "company/guild-format.h"
#include "ui/guild-error.h"

#define PAGE_SIZE 100

/* How a statement is cut: months in a period, and how many of them. */
static const struct { const char *title; guint months, periods; } cuts[] = {
  { N_("By Month"), 1, 12 },
  { N_("By Quarter"), 3, 8 },
  { N_("By Year"), 12, 5 },
};

GuildCodat *
guild_records_get_codat (GuildRecordsWindow *self)
{
  GuildService *service = guild_directory_get_service (self->directory);
  return service != NULL && GUILD_IS_CODAT (service) ? GUILD_CODAT (service) : NULL;
}

static void
show_message (GuildRecordsWindow *self, const char *icon_name, const char *title, const char *text,
              const char *label, const char *action)
{
  g_autofree char *description = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->message, icon_name);
  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, description);
  gtk_widget_set_visible (GTK_WIDGET (self->message_button), label != NULL);
  if (label != NULL)
    {
      gtk_button_set_label (self->message_button, label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->message_button), action);
    }
  gtk_stack_set_visible_child_name (self->pages, "message");
}

static const GuildDataStatus *
find_status (GuildRecordsWindow *self)
{
  for (guint i = 0; self->statuses != NULL && i < self->statuses->len; i++)
    {
      const GuildDataStatus *status = self->statuses->pdata[i];
      if (g_strcmp0 (status->key, self->place) == 0)
        return status;
    }
  return NULL;
}

static void
show_error (GuildRecordsWindow *self, const GError *error)
{
  const GuildDataStatus *status = find_status (self);

  if (guild_error_is_cancelled (error))
    return;
  if (!g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT))
    show_message (self, "guild-attention-symbolic", _("This Data Cannot Be Read"), error->message,
                  _("_Try Again"), "records.retry");
  else if (status != NULL && guild_sync_status_is_running (status->status))
    show_message (self, "guild-pending-symbolic", _("Syncing…"),
                  _("The service is fetching this data for the first time. It appears here as "
                    "soon as it is there."), NULL, NULL);
  else
    show_message (self, "guild-pending-symbolic", _("Not Synced Yet"),
                  _("The service has never fetched this data. Queue a sync; it appears here as "
                    "soon as it is there."), _("_Queue a Sync"), "records.refresh");
}

/* ---- what the history says, in words ---- */

static char *
describe_duration (GuildRecord *record, const char *from, const char *to)
{
  gint64 begun = guild_time_parse (guild_record_get_cell (record, from));
  gint64 ended = guild_time_parse (guild_record_get_cell (record, to));

  if (begun == GUILD_NUMBER_UNSET || ended == GUILD_NUMBER_UNSET || ended < begun)
    return NULL;
  gint64 seconds = (ended - begun) / G_USEC_PER_SEC;
  /* Translators: a duration in minutes and seconds */
  return seconds >= 60 ? g_strdup_printf (_("%d min %d s"), (int) (seconds / 60),
                                          (int) (seconds % 60))
                       : g_strdup_printf (_("%d s"), (int) seconds);
}

static const char *
push_status_title (const char *status)
{
  if (g_strcmp0 (status, "Pending") == 0)
    return _("Pending");
  if (g_strcmp0 (status, "Success") == 0)
    return _("Done");
  if (g_strcmp0 (status, "Failed") == 0)
    return _("Refused");
  return g_strcmp0 (status, "TimedOut") == 0 ? _("No answer in time") : status;
}

static char *
history_text (GuildRecord *record, const char *name)
{
  const char *text = guild_record_get_cell (record, name);
  gboolean push = guild_record_get_cell (record, "pushOperationKey") != NULL;

  if (g_str_equal (name, "dataType"))
    {
      const GuildDataType *type = guild_data_type_find (text);
      return g_strdup (type != NULL ? _(type->title) : text);
    }
  if (g_str_equal (name, "status"))
    return g_strdup (push ? push_status_title (text) : guild_sync_status_title (text));
  if (g_str_equal (name, "requested") || g_str_equal (name, "requestedOnUtc"))
    return guild_format_date_time (guild_time_parse (text));
  if (g_str_equal (name, "completed"))
    return describe_duration (record, "requested", name);
  if (g_str_equal (name, "completedOnUtc"))
    return describe_duration (record, "requestedOnUtc", name);
  if (g_str_equal (name, "progress"))
    return text != NULL ? g_strdup_printf ("%s %%", text) : NULL;
  if (g_str_equal (name, "errorMessage") && text == NULL)
    text = guild_record_get_cell (record, "statusDescription");
  return g_strdup (text);
}

/* ---- showing ---- */

static void
show_count (GuildRecordsWindow *self, const GuildRecordPage *page)
{
  guint n = page->records->len;
  guint first = self->page * PAGE_SIZE;

  if (page->total >= 0)
    {
      g_autofree char *from = guild_format_number (n > 0 ? first + 1 : 0);
      g_autofree char *to = guild_format_number (first + n);
      g_autofree char *total = guild_format_number (page->total);
      /* Translators: "1–100 of 312" */
      g_autofree char *text = g_strdup_printf (_("%s–%s of %s"), from, to, total);
      gtk_label_set_label (self->count, text);
    }
  else
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u record", "%u records", n), n);
      gtk_label_set_label (self->count, text);
    }
  gtk_widget_set_visible (self->bar, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.previous", self->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.next", page->more);
}

static int
get_width (const GuildRecordColumn *column)
{
  static const struct { const char *end; int width; } widths[] = {
    { "name", 200 }, { "description", 200 }, { "note", 180 }, { "id", 300 }, { "date", 150 },
    { "number", 130 }, { "email", 180 }, { "currency", 90 }, { "status", 120 },
  };
  g_autofree char *low = g_ascii_strdown (column->name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    if (strstr (low, widths[i].end) != NULL)
      return widths[i].width;
  return column->number ? 120 : 140;
}

/* The id tells a person least: it goes last. */
static void
show_table (GuildRecordsWindow *self, const char *title)
{
  g_autoptr(GArray) columns = g_array_new (FALSE, TRUE, sizeof (GuildTableColumn));
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (int last = 0; last < 2; last++)
    for (guint i = 0; i < self->columns->len; i++)
      {
        const GuildRecordColumn *from = self->columns->pdata[i];
        if (g_str_equal (from->name, "id") != last)
          continue;
        g_ptr_array_add (titles, guild_value_title (from->name));
        GuildTableColumn column = { from->name, titles->pdata[titles->len - 1], get_width (from),
                                    from->number };
        g_array_append_val (columns, column);
      }
  guild_records_table_show (self->table, title, (const GuildTableColumn *) (void *) columns->data,
                            columns->len, G_LIST_MODEL (self->records), NULL);
}

static void
show_history (GuildRecordsWindow *self, const char *title)
{
  gboolean pushes = g_str_equal (self->place, GUILD_PLACE_PUSHES);
  const GuildTableColumn pulls_columns[] = {
    { "dataType", _("Data"), 160, FALSE }, { "status", _("Status"), 180, FALSE },
    { "requested", _("Requested"), 150, FALSE }, { "completed", _("Duration"), 100, TRUE },
    { "progress", _("Progress"), 80, TRUE }, { "errorMessage", _("Message"), 420, FALSE },
  };
  const GuildTableColumn pushes_columns[] = {
    { "dataType", _("Data"), 180, FALSE }, { "status", _("Status"), 150, FALSE },
    { "statusCode", _("Code"), 70, TRUE }, { "requestedOnUtc", _("Requested"), 180, FALSE },
    { "completedOnUtc", _("Duration"), 100, TRUE }, { "errorMessage", _("Message"), 420, FALSE },
  };

  guild_records_table_show (self->table, title, pushes ? pushes_columns : pulls_columns,
                            pushes ? G_N_ELEMENTS (pushes_columns) : G_N_ELEMENTS (pulls_columns),
                            G_LIST_MODEL (self->records), history_text);
}

static gboolean
is_history (GuildRecordsWindow *self)
{
  return g_str_equal (self->place, GUILD_PLACE_HISTORY) ||
         g_str_equal (self->place, GUILD_PLACE_PUSHES);
}

static void
set_exportable (GuildRecordsWindow *self, gboolean exportable)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-csv", exportable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-json", exportable);
}

static void
records_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildRecordPage) page =
    guild_codat_read_records_finish (GUILD_CODAT (source), result, &error);
  GCancellable *of = g_task_get_cancellable (G_TASK (result));

  if (of != self->reading || g_cancellable_is_cancelled (of))
    return;
  if (page == NULL)
    {
      show_error (self, error);
      return;
    }
  g_set_object (&self->records, NULL);
  self->records = g_list_store_new (GUILD_TYPE_RECORD);
  g_list_store_splice (self->records, 0, 0, page->records->pdata, page->records->len);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  self->columns = g_ptr_array_ref (page->columns);
  show_count (self, page);
  if (page->records->len == 0)
    {
      show_message (self, "guild-none-symbolic", _("Nothing Here"),
                    _("The company has no such records."), NULL, NULL);
      return;
    }
  if (is_history (self))
    show_history (self, adw_window_title_get_title (self->title));
  else
    show_table (self, adw_window_title_get_title (self->title));
  set_exportable (self, TRUE);
  gtk_stack_set_visible_child_name (self->pages, "table");
}

static void
statement_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;
  g_autoptr(GError) error = NULL;
  GuildStatement *statement =
    guild_codat_read_statement_finish (GUILD_CODAT (source), result, &error);
  GCancellable *of = g_task_get_cancellable (G_TASK (result));

  if (of != self->reading || g_cancellable_is_cancelled (of))
    {
      guild_statement_free (statement);
      return;
    }
  if (statement == NULL)
    {
      show_error (self, error);
      return;
    }
  guild_statement_view_show (self->statement_view, adw_window_title_get_title (self->title),
                             statement);
  guild_statement_free (self->statement);
  self->statement = statement;
  set_exportable (self, TRUE);
  gtk_stack_set_visible_child_name (self->pages, "statement");
}

/* ---- asking ---- */

/* (nullable): the connection that has TYPE; linked ones first. */
static const char *
find_connection (GuildRecordsWindow *self, const GuildDataType *type)
{
  GListModel *connections = guild_company_get_connections (self->company);
  const char *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      gboolean linked = guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED;
      if (g_strcmp0 (guild_connection_get_source_type (connection), type->source_type) == 0 &&
          (found == NULL || linked))
        found = guild_connection_get_id (connection);
    }
  return found;
}

static void
fill_choice (GuildRecordsWindow *self, const char * const *titles, const char *label)
{
  g_autoptr(GtkStringList) list = gtk_string_list_new (titles);

  self->filling = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
  self->filling = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), TRUE);
}

static void
accounts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildRecordPage) page =
    guild_codat_read_records_finish (GUILD_CODAT (source), result, &error);
  GCancellable *of = g_task_get_cancellable (G_TASK (result));

  if (of != self->reading || g_cancellable_is_cancelled (of))
    return;
  if (page == NULL)
    {
      show_error (self, error);
      return;
    }
  if (page->records->len == 0)
    {
      show_message (self, "guild-none-symbolic", _("Nothing Here"),
                    _("The company has no bank accounts."), NULL, NULL);
      return;
    }
  g_autoptr(GPtrArray) titles = g_ptr_array_new ();
  for (guint i = 0; i < page->records->len; i++)
    {
      const char *name = guild_record_get_cell (page->records->pdata[i], "accountName");
      g_ptr_array_add (titles, (gpointer) (name != NULL ? name : _("Account")));
    }
  g_ptr_array_add (titles, NULL);
  self->accounts = g_ptr_array_ref (page->records);
  fill_choice (self, (const char * const *) titles->pdata, _("Account"));
  guild_records_read (self);
}

static void
read_records (GuildRecordsWindow *self, GuildCodat *codat, const GuildDataType *type)
{
  gboolean inner = g_str_equal (type->key, "bankTransactions");
  gboolean first = inner && self->accounts == NULL;
  const char *account = NULL;

  if (inner && !first)
    account = guild_record_get_id (self->accounts->pdata[MIN (
      gtk_drop_down_get_selected (self->choice), self->accounts->len - 1)]);
  guild_codat_read_records_async (codat, &(GuildRecordsAsked) {
    .type = first ? guild_data_type_find ("bankAccounts") : type,
    .company_id = guild_company_get_id (self->company),
    .connection_id = find_connection (self, type), .account_id = account, .page = self->page,
    .page_size = PAGE_SIZE, .hide_deleted = self->hide_deleted && !first,
  }, self->reading, first ? accounts_cb : records_cb, g_object_ref (self));
}

void
guild_records_read (GuildRecordsWindow *self)
{
  GuildCodat *codat = guild_records_get_codat (self);
  const GuildDataType *type = guild_data_type_find (self->place);

  g_cancellable_cancel (self->reading);
  g_set_object (&self->reading, NULL);
  self->reading = g_cancellable_new ();
  set_exportable (self, FALSE);
  gtk_widget_set_visible (self->bar, FALSE);
  if (self->statement != NULL)
    guild_statement_view_show (self->statement_view, "", NULL);
  g_clear_pointer (&self->statement, guild_statement_free);
  if (codat == NULL)
    {
      show_message (self, "guild-attention-symbolic", _("This Data Cannot Be Read"),
                    _("There is no key for this workspace."), NULL, NULL);
      return;
    }
  gtk_stack_set_visible_child_name (self->pages, "loading");
  if (is_history (self))
    guild_codat_read_history_async (codat, guild_company_get_id (self->company),
                                    g_str_equal (self->place, GUILD_PLACE_PUSHES), self->page,
                                    PAGE_SIZE, self->reading, records_cb, g_object_ref (self));
  else if (type != NULL && type->form == GUILD_DATA_STATEMENT)
    {
      if (!gtk_widget_get_visible (GTK_WIDGET (self->choice)))
        fill_choice (self, (const char * const []) { _(cuts[0].title), _(cuts[1].title),
                                                     _(cuts[2].title), NULL }, _("Periods"));
      guint cut = MIN (gtk_drop_down_get_selected (self->choice), G_N_ELEMENTS (cuts) - 1);
      guild_codat_read_statement_async (codat, type, guild_company_get_id (self->company),
                                        cuts[cut].months, cuts[cut].periods, self->reading,
                                        statement_cb, g_object_ref (self));
    }
  else if (type != NULL)
    read_records (self, codat, type);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildValue) value =
    guild_codat_read_validation_finish (GUILD_CODAT (source), result, &error);

  if (value != NULL)
    guild_records_table_show_value (self->table, value);
  else
    guild_error_show (GTK_WINDOW (self), error, _("The check was not read"));
}

void
guild_records_read_check (GuildRecordsWindow *self)
{
  GuildRecord *record = guild_records_table_get_selected (self->table);
  GuildCodat *codat = guild_records_get_codat (self);

  if (record != NULL && guild_record_get_id (record) != NULL && codat != NULL)
    guild_codat_read_validation_async (codat, guild_company_get_id (self->company),
                                       guild_record_get_id (record), self->reading, checked_cb,
                                       g_object_ref (self));
}
