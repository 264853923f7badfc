/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "company/guild-format.h"
#include "ui/guild-error.h"
#include "ui/guild-mirror.h"

#define PAGE_SIZE 100
#define ACCOUNTS_SIZE 1000 /* all of them are read before one is chosen */

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

void
guild_records_show_error (GuildRecordsWindow *self, const GError *error)
{
  const GuildDataStatus *status = find_status (self);

  if (guild_error_is_cancelled (error))
    return;
  guild_records_set_exportable (self, FALSE);
  gtk_widget_set_visible (self->bar, FALSE);
  if (!g_error_matches (error, GUILD_SERVICE_ERROR, GUILD_SERVICE_ERROR_CONFLICT))
    show_message (self, "guild-attention-symbolic", _("This Data Cannot Be Read"), error->message,
                  _("_Try Again"), "records.retry");
  else if (!guild_records_can_refresh (self))
    show_message (self, "guild-unlinked-symbolic", _("Not Synced"),
                  _("The service never fetched this data from this connection, and the connection "
                    "is not linked any more."), NULL, NULL);
  else if (status != NULL && guild_sync_status_is_running (status->status))
    show_message (self, "guild-pending-symbolic", _("Syncing…"),
                  _("The service is fetching this data for the first time. It appears here as "
                    "soon as it is there."), NULL, NULL);
  else
    show_message (self, "guild-pending-symbolic", _("Not Synced Yet"),
                  _("The service has never fetched this data. Queue a sync; it appears here as "
                    "soon as it is there."), _("_Queue a Sync"), "records.refresh");
}

/* ---- showing ---- */

static char *
format_number (gint64 number)
{
  g_autofree char *text = guild_format_number (number);
  return guild_mirror_isolate (text);
}

static void
show_count (GuildRecordsWindow *self, const GuildRecordPage *page)
{
  guint n = page->records->len;
  guint first = self->page * PAGE_SIZE;

  if (page->total >= 0)
    {
      g_autofree char *from = format_number (n > 0 ? first + 1 : 0);
      g_autofree char *to = format_number (first + n);
      g_autofree char *total = format_number (page->total);
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

/* What tells a person least goes last: when it was changed, and ids. */
static guint
get_rank (const char *name)
{
  if (g_str_equal (name, "id") || g_str_has_suffix (name, "Id"))
    return 2;
  return g_str_equal (name, "currencyRate") || g_str_has_suffix (name, "odifiedDate");
}

static void
show_table (GuildRecordsWindow *self, const char *title)
{
  g_autoptr(GArray) columns = g_array_new (FALSE, TRUE, sizeof (GuildTableColumn));
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint rank = 0; rank < 3; rank++)
    for (guint i = 0; i < self->columns->len; i++)
      {
        const GuildRecordColumn *from = self->columns->pdata[i];
        if (get_rank (from->name) != rank)
          continue;
        g_ptr_array_add (titles, guild_value_title (from->name));
        GuildTableColumn column = { from->name, titles->pdata[titles->len - 1], get_width (from),
                                    from->number };
        g_array_append_val (columns, column);
      }
  guild_records_table_show (self->table, title, (const GuildTableColumn *) (void *) columns->data,
                            columns->len, G_LIST_MODEL (self->records), NULL, NULL);
}

void
guild_records_set_exportable (GuildRecordsWindow *self, gboolean exportable)
{
  gboolean pages = exportable && self->statement == NULL && (self->page > 0 || self->more);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-csv", exportable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-json", exportable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-page-csv", pages);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-page-json", pages);
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
      guild_records_show_error (self, error);
      return;
    }
  g_set_object (&self->records, NULL);
  self->records = g_list_store_new (GUILD_TYPE_RECORD);
  g_list_store_splice (self->records, 0, 0, page->records->pdata, page->records->len);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  self->columns = g_ptr_array_ref (page->columns);
  self->more = page->more;
  show_count (self, page);
  if (page->records->len == 0)
    {
      show_message (self, "guild-none-symbolic", _("Nothing Here"),
                    _("The company has no such records."), NULL, NULL);
      return;
    }
  if (guild_records_is_history (self))
    guild_records_show_history (self, adw_window_title_get_title (self->title));
  else
    show_table (self, adw_window_title_get_title (self->title));
  guild_records_set_exportable (self, TRUE);
  gtk_stack_set_visible_child_name (self->pages, "table");
}

void
guild_records_show_statement (GuildRecordsWindow *self, GuildStatement *statement)
{
  if (statement->periods->len == 0 || statement->lines->len == 0)
    {
      guild_statement_free (statement);
      show_message (self, "guild-none-symbolic", _("Nothing Here"),
                    _("The report has no figures for any period."), NULL, NULL);
      return;
    }
  guild_statement_view_show (self->statement_view, adw_window_title_get_title (self->title),
                             statement);
  guild_statement_free (self->statement);
  self->statement = statement;
  guild_records_set_exportable (self, TRUE);
  gtk_stack_set_visible_child_name (self->pages, "statement");
}

static void
statement_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GuildRecordsWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildStatement) statement =
    guild_codat_read_statement_finish (GUILD_CODAT (source), result, &error);
  GCancellable *of = g_task_get_cancellable (G_TASK (result));

  if (of != self->reading || g_cancellable_is_cancelled (of))
    return;
  if (statement == NULL)
    guild_records_show_error (self, error);
  else
    guild_records_show_statement (self, g_steal_pointer (&statement));
}

/* ---- asking ---- */

static void read_records (GuildRecordsWindow *self, GuildCodat *codat, const GuildDataType *type);

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
      guild_records_show_error (self, error);
      return;
    }
  for (guint i = 0; i < page->records->len; i++)
    g_ptr_array_add (self->coming, g_object_ref (page->records->pdata[i]));
  if (page->more && page->records->len > 0)
    {
      self->n_coming++;
      read_records (self, GUILD_CODAT (source), guild_data_type_find (self->place));
      return;
    }
  if (self->coming->len == 0)
    {
      show_message (self, "guild-none-symbolic", _("Nothing Here"),
                    _("The company has no bank accounts."), NULL, NULL);
      return;
    }
  guild_records_offer_accounts (self, self->coming);
  guild_records_read (self);
}

/* Where the place on show is read; its page is up to the caller. */
static GuildRecordsAsked
make_asked (GuildRecordsWindow *self, const GuildDataType *type)
{
  return (GuildRecordsAsked) {
    .type = type, .company_id = guild_company_get_id (self->company),
    .connection_id = self->connection_id, .account_id = guild_records_get_account (self),
    .hide_deleted = self->hide_deleted && type->form == GUILD_DATA_PAGED,
  };
}

GuildCodatExport *
guild_records_make_export (GuildRecordsWindow *self)
{
  GuildCodat *codat = guild_records_get_codat (self);

  if (guild_records_is_history (self))
    return guild_codat_export_new_history (codat, guild_company_get_id (self->company),
                                           g_str_equal (self->place, GUILD_PLACE_PUSHES));
  const GuildRecordsAsked asked = make_asked (self, guild_data_type_find (self->place));
  return guild_codat_export_new (codat, &asked);
}

static void
read_records (GuildRecordsWindow *self, GuildCodat *codat, const GuildDataType *type)
{
  gboolean first = g_str_equal (type->key, "bankTransactions") && self->accounts == NULL;
  GuildRecordsAsked asked = make_asked (self, type);

  asked.page = self->page;
  asked.page_size = PAGE_SIZE;
  if (first)
    {
      asked.type = guild_data_type_find ("bankAccounts");
      asked.page = self->n_coming;
      asked.page_size = ACCOUNTS_SIZE;
      asked.hide_deleted = FALSE;
    }
  guild_codat_read_records_async (codat, &asked, self->reading,
                                  first ? accounts_cb : records_cb, g_object_ref (self));
}

void
guild_records_read (GuildRecordsWindow *self)
{
  GuildCodat *codat = guild_records_get_codat (self);
  const GuildDataType *type = guild_data_type_find (self->place);

  g_cancellable_cancel (self->reading);
  g_set_object (&self->reading, NULL);
  self->reading = g_cancellable_new ();
  guild_records_set_exportable (self, FALSE);
  guild_records_set_checked (self, NULL);
  gtk_widget_set_visible (self->bar, FALSE);
  if (self->statement != NULL)
    guild_statement_view_show (self->statement_view, "", NULL);
  g_clear_pointer (&self->statement, guild_statement_free);
  g_clear_pointer (&self->coming, g_ptr_array_unref);
  self->coming = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_coming = 0;
  if (codat == NULL)
    {
      show_message (self, "guild-attention-symbolic", _("This Data Cannot Be Read"),
                    _("There is no key for this workspace."), NULL, NULL);
      return;
    }
  gtk_stack_set_visible_child_name (self->pages, "loading");
  if (guild_records_is_history (self))
    guild_codat_read_history_async (codat, guild_company_get_id (self->company),
                                    g_str_equal (self->place, GUILD_PLACE_PUSHES), self->page,
                                    PAGE_SIZE, self->reading, records_cb, g_object_ref (self));
  else if (type != NULL && type->form == GUILD_DATA_STATEMENT)
    {
      guint months, periods;
      guild_records_offer_cuts (self);
      guild_records_get_cut (self, &months, &periods);
      guild_codat_read_statement_async (codat, type, guild_company_get_id (self->company), months,
                                        periods, self->reading, statement_cb, g_object_ref (self));
    }
  else if (type != NULL)
    read_records (self, codat, type);
}
