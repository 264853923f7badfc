/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-import-window-private.h"

#include <glib/gi18n.h>

/* Which column is for what. */

#define EXAMPLE_LENGTH 60

/* (transfer full): what the first row says that says something, shortened. */
static char *
dup_example (GuildImportWindow *self, guint column)
{
  const char *text = "";

  for (guint i = 0; i < self->table->rows->len && *text == '\0'; i++)
    text = ((GuildCsvRow *) self->table->rows->pdata[i])->cells[column];
  if (g_utf8_strlen (text, -1) <= EXAMPLE_LENGTH)
    return g_strdup (text);
  g_autofree char *start = g_utf8_substring (text, 0, EXAMPLE_LENGTH);
  return g_strconcat (start, "…", NULL);
}

const char **
guild_import_window_get_columns (GuildImportWindow *self)
{
  const char **columns = g_new0 (const char *, self->table->n_columns + 1);

  for (guint i = 0; i < self->column_rows->len; i++)
    {
      guint selected = adw_combo_row_get_selected (self->column_rows->pdata[i]);
      if (selected > 0 && selected <= self->fields->len)
        columns[i] = self->fields->pdata[selected - 1];
    }
  return columns;
}

static void
update_next (GuildImportWindow *self)
{
  g_autofree const char **columns = guild_import_window_get_columns (self);
  const GuildImportRules *rules = guild_import_window_get_rules (self);
  g_autofree char *why = rules == NULL ? NULL : guild_import_columns_check (
    guild_directory_get_table (self->directory), rules, columns, self->table->n_columns);

  guild_dialog_message_set_text (self->message, "warning", why);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), why == NULL);
}

/* A field is for one column: the last that was chosen. */
static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, GuildImportWindow *self)
{
  guint selected = adw_combo_row_get_selected (row);

  for (guint i = 0; selected > 0 && i < self->column_rows->len; i++)
    if (self->column_rows->pdata[i] != row &&
        adw_combo_row_get_selected (self->column_rows->pdata[i]) == selected)
      adw_combo_row_set_selected (self->column_rows->pdata[i], 0);
  update_next (self);
}

/* (transfer full) */
static GtkStringList *
collect_fields (GuildImportWindow *self)
{
  const GuildFieldTable *table = guild_directory_get_table (self->directory);
  const GuildImportRules *rules = guild_import_window_get_rules (self);
  GtkStringList *titles = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->fields, 0);
  gtk_string_list_append (titles, _("Do not import"));
  for (guint i = 0; rules != NULL && i < table->n_fields; i++)
    if (guild_import_columns_may_have (table, rules, table->fields[i].id))
      {
        g_ptr_array_add (self->fields, (gpointer) table->fields[i].id);
        gtk_string_list_append (titles, _(table->fields[i].title));
      }
  return titles;
}

static void
add_column (GuildImportWindow *self, guint column, const char *field, GtkStringList *titles)
{
  GtkWidget *row = adw_combo_row_new ();
  const char *heading = self->table->headings[column];
  g_autofree char *unnamed = g_strdup_printf (_("Column %u"), column + 1);
  g_autofree char *title = g_markup_escape_text (*heading != '\0' ? heading : unnamed, -1);
  g_autofree char *plain = dup_example (self, column);
  g_autofree char *example = g_markup_escape_text (g_strdelimit (plain, "\r\n", ' '), -1);
  guint position;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), example);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  if (field != NULL && g_ptr_array_find (self->fields, field, &position))
    adw_combo_row_set_selected (ADW_COMBO_ROW (row), position + 1);
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), self);
  adw_preferences_group_add (self->columns_group, row);
  g_ptr_array_add (self->column_rows, row);
}

/* "120 rows · separated by semicolons" */
static char *
describe_file (GuildImportWindow *self)
{
  guint n = self->table->rows->len;
  g_autofree char *rows = g_strdup_printf (ngettext ("%u row", "%u rows", n), n);
  const char *separator = self->table->separator == ';' ? _("separated by semicolons")
                          : self->table->separator == '\t' ? _("separated by tabs")
                                                           : _("separated by commas");

  if (!self->table->converted)
    return g_strjoin (" · ", rows, separator, NULL);
  return g_strjoin (" · ", rows, separator,
                    _("not Unicode: read as Windows-1252, so look at the letters with accents"),
                    NULL);
}

void
guild_import_window_fill_columns (GuildImportWindow *self)
{
  const GuildImportRules *rules = guild_import_window_get_rules (self);
  g_autoptr(GtkStringList) titles = collect_fields (self);
  g_autofree char *words = describe_file (self);

  for (guint i = 0; i < self->column_rows->len; i++)
    adw_preferences_group_remove (self->columns_group, self->column_rows->pdata[i]);
  g_ptr_array_set_size (self->column_rows, 0);
  g_autofree char *name = g_markup_escape_text (self->name, -1);
  adw_preferences_group_set_title (self->file_group, name);
  adw_preferences_group_set_description (self->file_group, words);
  if (rules == NULL)
    return;
  g_autofree const char **columns = guild_import_columns_guess (
    guild_directory_get_table (self->directory), rules, self->table, self->remembered);
  for (guint i = 0; i < self->table->n_columns; i++)
    add_column (self, i, columns[i], titles);
  update_next (self);
}
