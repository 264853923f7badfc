/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-csv-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "company/guild-thread.h"

static const char separators[] = ",;\t";

/* --- text ------------------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static char *
convert (const char *bytes, gsize size, const char *charset, gsize *length)
{
  return g_convert (bytes, (gssize) size, "UTF-8", charset, NULL, length, NULL);
}

/* (transfer full) (nullable): what the file says, as UTF-8 without a mark. */
static char *
decode (GBytes *contents, gsize *length, gboolean *converted)
{
  gsize size;
  const char *bytes = g_bytes_get_data (contents, &size);

  *converted = FALSE;
  if (size == 0)
    bytes = "";
  if (size >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0)
    return convert (bytes + 2, size - 2, "UTF-16LE", length);
  if (size >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0)
    return convert (bytes + 2, size - 2, "UTF-16BE", length);
  if (size >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      size -= 3;
    }
  if (size > 0 && memchr (bytes, '\0', size) != NULL)
    return NULL;
  *length = size;
  if (g_utf8_validate (bytes, (gssize) size, NULL))
    return g_strndup (bytes, size);
  *converted = TRUE;
  return convert (bytes, size, "WINDOWS-1252", length);
}

/* --- reader ----------------------------------------------------------------------------------- */

typedef struct
{
  const char *c;    /* (borrowed): where it is */
  GString    *cell; /* (owned) */
  guint       line;
  char        separator;
} Reader;

static void
invalid (GError **error, guint line, const char *message)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("Line %u: %s"), line, message);
}

static gboolean
at_end_of_row (Reader *reader)
{
  return *reader->c == '\0' || *reader->c == '\r' || *reader->c == '\n';
}

static void
pass_line_end (Reader *reader)
{
  if (*reader->c == '\r')
    reader->c++;
  if (*reader->c == '\n')
    reader->c++;
  reader->line++;
}

static gboolean
read_quoted (Reader *reader, GError **error)
{
  guint begun = reader->line;

  for (reader->c++; *reader->c != '\0'; reader->c++)
    {
      if (*reader->c == '"' && reader->c[1] != '"')
        break;
      if (*reader->c == '"')
        reader->c++;
      else if (*reader->c == '\n' || (*reader->c == '\r' && reader->c[1] != '\n'))
        reader->line++;
      g_string_append_c (reader->cell, *reader->c);
    }
  if (*reader->c == '\0')
    {
      invalid (error, begun, _("the quotation mark that begins a field here is never closed."));
      return FALSE;
    }
  reader->c++;
  if (!at_end_of_row (reader) && *reader->c != reader->separator)
    {
      invalid (error, reader->line, _("something follows the quotation mark that closes a field."));
      return FALSE;
    }
  return TRUE;
}

/* What guild_csv_append_text() puts before a formula. */
static gboolean
is_guarded (const char *text)
{
  return text[0] == '\'' && text[1] != '\0' && strchr ("=+-@\t\r", text[1]) != NULL;
}

/* (transfer full) (nullable) (element-type utf8): the cells of one row. */
static GPtrArray *
read_row (Reader *reader, GError **error)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  while (TRUE)
    {
      g_string_truncate (reader->cell, 0);
      if (*reader->c == '"')
        {
          if (!read_quoted (reader, error))
            return NULL;
        }
      else
        while (!at_end_of_row (reader) && *reader->c != reader->separator)
          g_string_append_c (reader->cell, *reader->c++);
      const char *text = reader->cell->str;
      g_ptr_array_add (cells, g_strdup (is_guarded (text) ? text + 1 : text));
      if (*reader->c != reader->separator)
        return g_steal_pointer (&cells);
      reader->c++;
    }
}

/* The separator that the first row has most of outside of quotes. */
static char
guess_separator (const char *text)
{
  guint counts[sizeof separators] = { 0 };
  gboolean quoted = FALSE;
  guint best = 0;

  for (const char *c = text; *c != '\0' && (quoted || (*c != '\n' && *c != '\r')); c++)
    {
      const char *found = strchr (separators, *c);
      if (*c == '"')
        quoted = !quoted;
      else if (!quoted && found != NULL)
        counts[found - separators]++;
    }
  for (guint i = 1; separators[i] != '\0'; i++)
    if (counts[i] > counts[best])
      best = i;
  return separators[best];
}

/* "sep=;", which some spreadsheets write before the headings, says it outright. */
static void
read_separator (Reader *reader)
{
  const char *c = reader->c;

  if (g_ascii_strncasecmp (c, "sep=", 4) == 0 && c[4] != '\0' && strchr (separators, c[4]) != NULL &&
      (c[5] == '\r' || c[5] == '\n'))
    {
      reader->separator = c[4];
      reader->c += 5;
      pass_line_end (reader);
    }
  else
    reader->separator = guess_separator (c);
}

/* --- table ------------------------------------------------------------------------------------ */

static void
row_free (gpointer data)
{
  GuildCsvRow *row = data;

  g_strfreev (row->cells);
  g_free (row);
}

static GuildCsvRow *
row_new (GPtrArray *cells, guint line, guint n_columns)
{
  GuildCsvRow *row = g_new0 (GuildCsvRow, 1);

  row->line = line;
  row->n_found = cells->len;
  row->cells = g_new0 (char *, n_columns + 1);
  for (guint i = 0; i < n_columns; i++)
    row->cells[i] = g_strdup (i < cells->len ? cells->pdata[i] : "");
  return row;
}

static gboolean
is_blank (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    for (const char *c = cells->pdata[i]; *c != '\0'; c++)
      if (!g_ascii_isspace (*c))
        return FALSE;
  return TRUE;
}

static gboolean
take_headings (GuildCsvTable *self, GPtrArray *cells, guint line, GError **error)
{
  if (cells->len > GUILD_CSV_MAX_COLUMNS)
    {
      g_autofree char *message =
        g_strdup_printf (_("there are %u columns; %u are the most that can be read."), cells->len,
                         GUILD_CSV_MAX_COLUMNS);
      invalid (error, line, message);
      return FALSE;
    }
  self->n_columns = cells->len;
  self->headings = g_new0 (char *, cells->len + 1);
  for (guint i = 0; i < cells->len; i++)
    self->headings[i] = g_strstrip (g_strdup (cells->pdata[i]));
  return TRUE;
}

static gboolean
read_rows (GuildCsvTable *self, Reader *reader, GError **error)
{
  while (*reader->c != '\0')
    {
      guint line = reader->line;
      g_autoptr(GPtrArray) cells = read_row (reader, error);

      if (cells == NULL)
        return FALSE;
      if (*reader->c != '\0')
        pass_line_end (reader);
      if (is_blank (cells))
        continue;
      if (self->headings == NULL && !take_headings (self, cells, line, error))
        return FALSE;
      if (self->rows == NULL)
        self->rows = g_ptr_array_new_with_free_func (row_free);
      else
        g_ptr_array_add (self->rows, row_new (cells, line, self->n_columns));
      if (self->rows->len > GUILD_CSV_MAX_ROWS)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("The file has more than %u rows. Split it."), GUILD_CSV_MAX_ROWS);
          return FALSE;
        }
    }
  if (self->rows != NULL && self->rows->len > 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       self->rows == NULL ? _("The file is empty.")
                                          : _("The file has headings and no rows below them."));
  return FALSE;
}

static void
table_clear (gpointer data)
{
  GuildCsvTable *self = data;

  g_strfreev (self->headings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

GuildCsvTable *
guild_csv_table_ref (GuildCsvTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
guild_csv_table_unref (GuildCsvTable *self)
{
  g_atomic_rc_box_release_full (self, table_clear);
}

GuildCsvTable *
guild_csv_table_parse (GBytes *contents, GError **error)
{
  g_return_val_if_fail (contents != NULL, NULL);

  g_autoptr(GuildCsvTable) self = g_atomic_rc_box_new0 (GuildCsvTable);
  gsize length = 0;
  g_autofree char *text = decode (contents, &length, &self->converted);

  if (text == NULL || strlen (text) != length)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("This is no text file. Save the table as CSV first."));
      return NULL;
    }
  Reader reader = { .c = text, .line = 1 };
  read_separator (&reader);
  self->separator = reader.separator;
  reader.cell = g_string_new (NULL);
  gboolean ok = read_rows (self, &reader, error);
  g_string_free (reader.cell, TRUE);
  return ok ? g_steal_pointer (&self) : NULL;
}

/* --- file ------------------------------------------------------------------------------------- */

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = source;
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr(GFileInfo) info = NULL;
  g_autoptr(GBytes) contents = NULL;
  GuildCsvTable *table = NULL;
  GError *error = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                            cancellable, &error);
  if (info != NULL && g_file_info_get_size (info) > GUILD_CSV_MAX_BYTES)
    {
      g_autofree char *size = g_format_size (GUILD_CSV_MAX_BYTES);
      g_set_error (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("It is larger than %s. Split it."), size);
    }
  else if (info != NULL)
    contents = g_file_load_bytes (file, cancellable, NULL, &error);
  if (contents != NULL)
    table = guild_csv_table_parse (contents, &error);
  if (table != NULL)
    {
      guild_task_return_pointer (task, table, (GDestroyNotify) guild_csv_table_unref);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_prefix_error (&error, _("“%s” cannot be read. "), name);
  guild_task_return_error (task, error);
}

void
guild_csv_table_load_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr(GTask) task = g_task_new (file, cancellable, callback, data);
  g_task_set_source_tag (task, guild_csv_table_load_async);
  guild_task_run (task, load_in_thread);
}

GuildCsvTable *
guild_csv_table_load_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
