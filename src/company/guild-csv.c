/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-csv.h"

#include <string.h>
#include <glib/gi18n-lib.h>

static void
append_quoted (GString *out, const char *text, const char *before)
{
  if (*before == '\0' && strpbrk (text, ",;\t\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_printf (out, "\"%s", before);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

void
guild_csv_append_text (GString *out, const char *text)
{
  g_return_if_fail (out != NULL);

  if (text != NULL && *text != '\0')
    append_quoted (out, text, strchr ("=+-@\t\r", *text) != NULL ? "'" : "");
}

void
guild_csv_append_number (GString *out, const char *number)
{
  g_return_if_fail (out != NULL);

  if (number != NULL)
    append_quoted (out, number, "");
}

void
guild_csv_append_heading (GString *out, GPtrArray *columns)
{
  g_return_if_fail (out != NULL && columns != NULL);

  for (guint i = 0; i < columns->len; i++)
    {
      const GuildRecordColumn *column = columns->pdata[i];
      g_string_append (out, i > 0 ? "," : "");
      guild_csv_append_text (out, column->name);
    }
  g_string_append (out, "\r\n");
}

void
guild_csv_append_record (GString *out, GPtrArray *columns, GuildValue *record)
{
  g_return_if_fail (out != NULL && columns != NULL && record != NULL);

  for (guint i = 0; i < columns->len; i++)
    {
      const GuildRecordColumn *column = columns->pdata[i];
      GuildValue *value = guild_value_get (record, column->name);
      g_string_append (out, i > 0 ? "," : "");
      if (value != NULL && guild_value_get_kind (value) == GUILD_VALUE_NUMBER)
        guild_csv_append_number (out, guild_value_get_text (value));
      else if (value != NULL)
        guild_csv_append_text (out, guild_value_get_text (value));
    }
  g_string_append (out, "\r\n");
}

char *
guild_csv_from_records (GPtrArray *columns, GListModel *records)
{
  g_return_val_if_fail (columns != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (records), NULL);

  GString *out = g_string_new (NULL);
  guild_csv_append_heading (out, columns);
  for (guint row = 0; row < g_list_model_get_n_items (records); row++)
    {
      g_autoptr(GuildRecord) record = g_list_model_get_item (records, row);
      guild_csv_append_record (out, columns, guild_record_get_value (record));
    }
  return g_string_free (out, FALSE);
}

char *
guild_csv_from_validation (GuildValue *validation)
{
  static const char * const members[] = { "ruleId", "itemId", "message", "validatorName" };
  static const char * const lists[] = { "errors", "warnings" };

  g_return_val_if_fail (validation != NULL, NULL);

  GString *out = g_string_new ("severity,ruleId,itemId,message,validatorName\r\n");
  for (gsize list = 0; list < G_N_ELEMENTS (lists); list++)
    {
      GuildValue *items = guild_value_get (validation, lists[list]);
      for (guint i = 0; items != NULL && i < guild_value_get_length (items); i++)
        {
          g_string_append (out, list == 0 ? "error" : "warning");
          for (gsize j = 0; j < G_N_ELEMENTS (members); j++)
            {
              g_string_append_c (out, ',');
              guild_csv_append_text (out, guild_value_get_string (guild_value_get_nth (items, i),
                                                                  members[j]));
            }
          g_string_append (out, "\r\n");
        }
    }
  return g_string_free (out, FALSE);
}

char *
guild_csv_from_statement (GuildStatement *statement)
{
  g_return_val_if_fail (statement != NULL, NULL);

  GString *out = g_string_new (NULL);
  guild_csv_append_text (out, statement->currency);
  for (guint i = 0; i < statement->periods->len; i++)
    {
      g_string_append_c (out, ',');
      guild_csv_append_text (out, statement->periods->pdata[i]);
    }
  g_string_append (out, "\r\n");
  for (guint row = 0; row < statement->lines->len; row++)
    {
      GuildStatementLine *line = statement->lines->pdata[row];
      g_autofree char *title =
        g_strdup_printf ("%*s%s", 2 * (int) guild_statement_line_get_depth (line), "",
                         guild_statement_line_get_title (line));
      guild_csv_append_text (out, title);
      for (guint i = 0; i < statement->periods->len; i++)
        {
          g_string_append_c (out, ',');
          guild_csv_append_number (out, guild_statement_line_get_value (line, i));
        }
      g_string_append (out, "\r\n");
    }
  return g_string_free (out, FALSE);
}

char *
guild_export_records_json (GListModel *records)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (records), NULL);

  GString *out = g_string_new ("[");
  for (guint row = 0; row < g_list_model_get_n_items (records); row++)
    {
      g_autoptr(GuildRecord) record = g_list_model_get_item (records, row);
      g_string_append (out, row > 0 ? ",\n  " : "\n  ");
      guild_value_append_json (guild_record_get_value (record), out, 2);
    }
  g_string_append (out, "\n]\n");
  return g_string_free (out, FALSE);
}

char *
guild_export_value_json (GuildValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  GString *out = g_string_new (NULL);
  guild_value_append_json (value, out, 0);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}
