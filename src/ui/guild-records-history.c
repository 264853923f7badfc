/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-records-private.h"

#include <glib/gi18n-lib.h>

#include "company/guild-field.h"
#include "company/guild-format.h"
#include "company/guild-words.h"
#include "ui/guild-error.h"

/* Refreshes, what was sent to the company, and what was found wrong. */

gboolean
guild_records_is_history (GuildRecordsWindow *self)
{
  return g_strcmp0 (self->place, GUILD_PLACE_HISTORY) == 0 ||
         g_strcmp0 (self->place, GUILD_PLACE_PUSHES) == 0;
}

/* ---- in words ---- */

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

static char *
history_text (GuildRecord *record, const char *name, gpointer data)
{
  const char *text = guild_record_get_cell (record, name);
  gboolean push = guild_record_get_cell (record, "pushOperationKey") != NULL;

  if (g_str_equal (name, "dataType"))
    {
      const GuildDataType *type = guild_data_type_find (text);
      return g_strdup (type != NULL ? _(type->title) : text);
    }
  if (g_str_equal (name, "connectionId") || g_str_equal (name, "dataConnectionKey"))
    return g_strdup (guild_records_get_platform (data, text));
  if (g_str_equal (name, "status"))
    return g_strdup (push ? guild_words_push_status (text) : guild_sync_status_title (text));
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

void
guild_records_show_history (GuildRecordsWindow *self, const char *title)
{
  gboolean pushes = g_str_equal (self->place, GUILD_PLACE_PUSHES);
  gboolean several =
    g_list_model_get_n_items (guild_company_get_connections (self->company)) > 1;
  const GuildTableColumn pulls_columns[] = {
    { "dataType", _("Data"), 160, FALSE }, { "status", _("Status"), 180, FALSE },
    { "requested", _("Requested"), 150, FALSE }, { "completed", _("Duration"), 100, TRUE },
    { "progress", _("Progress"), 80, TRUE }, { "errorMessage", _("Message"), 420, FALSE },
    { "connectionId", _("Connection"), 160, FALSE },
  };
  const GuildTableColumn pushes_columns[] = {
    { "dataType", _("Data"), 180, FALSE }, { "status", _("Status"), 150, FALSE },
    { "statusCode", _("Code"), 70, TRUE }, { "requestedOnUtc", _("Requested"), 180, FALSE },
    { "completedOnUtc", _("Duration"), 100, TRUE }, { "errorMessage", _("Message"), 420, FALSE },
    { "dataConnectionKey", _("Connection"), 160, FALSE },
  };
  guint n = pushes ? G_N_ELEMENTS (pushes_columns) : G_N_ELEMENTS (pulls_columns);

  guild_records_table_show (self->table, title, pushes ? pushes_columns : pulls_columns,
                            several ? n : n - 1, G_LIST_MODEL (self->records), history_text, self);
}

/* ---- validation ---- */

void
guild_records_set_checked (GuildRecordsWindow *self, GuildValue *checked)
{
  if (checked != NULL)
    guild_value_ref (checked);
  g_clear_pointer (&self->checked, guild_value_unref);
  self->checked = checked;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-validation-csv",
                                 checked != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "records.export-validation-json",
                                 checked != NULL);
}

typedef struct
{
  GuildRecordsWindow *window; /* (owned) */
  GuildRecord        *record; /* (owned): whose check it is */
} Check;

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Check *check = data;
  g_autoptr(GuildRecordsWindow) self = g_steal_pointer (&check->window);
  g_autoptr(GuildRecord) record = g_steal_pointer (&check->record);
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildValue) value =
    guild_codat_read_validation_finish (GUILD_CODAT (source), result, &error);
  GCancellable *of = g_task_get_cancellable (G_TASK (result));

  g_free (check);
  if (of != self->reading || g_cancellable_is_cancelled (of) ||
      guild_records_table_get_selected (self->table) != record)
    return;
  if (value == NULL)
    {
      guild_error_show (GTK_WINDOW (self), error, _("The check was not read"));
      return;
    }
  guild_records_table_show_value (self->table, value);
  guild_records_set_checked (self, value);
}

void
guild_records_read_check (GuildRecordsWindow *self)
{
  GuildRecord *record = guild_records_table_get_selected (self->table);
  GuildCodat *codat = guild_records_get_codat (self);

  if (record == NULL || guild_record_get_id (record) == NULL || codat == NULL)
    return;
  Check *check = g_new0 (Check, 1);
  check->window = g_object_ref (self);
  check->record = g_object_ref (record);
  guild_codat_read_validation_async (codat, guild_company_get_id (self->company),
                                     guild_record_get_id (record), self->reading, checked_cb,
                                     check);
}
