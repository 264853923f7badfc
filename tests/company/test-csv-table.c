/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "company/guild-csv-table.h"
#include "company/guild-csv.h"

static GuildCsvTable *
parse (const char *bytes, gssize size, GError **error)
{
  g_autoptr(GBytes) contents = g_bytes_new (bytes, size >= 0 ? (gsize) size : strlen (bytes));
  return guild_csv_table_parse (contents, error);
}

/* "a|b" and then each row behind a slash: "a|b/1|2". */
static char *
describe (GuildCsvTable *table)
{
  GString *text = g_string_new (NULL);
  g_autofree char *headings = g_strjoinv ("|", table->headings);

  g_string_append (text, headings);
  for (guint i = 0; i < table->rows->len; i++)
    {
      GuildCsvRow *row = table->rows->pdata[i];
      g_autofree char *cells = g_strjoinv ("|", row->cells);
      g_string_append_printf (text, "/%s", cells);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *name;
  const char *bytes;
  gssize      size;     /* -1: to the NUL */
  const char *expected; /* as describe() says it; NULL: refused */
  const char *error;    /* (nullable): in the words of the refusal */
} Case;

static const Case cases[] = {
  { "plain", "a,b\n1,2\n3,4\n", -1, "a|b/1|2/3|4", NULL },
  { "no last line end", "a,b\r\n1,2", -1, "a|b/1|2", NULL },
  { "old Macintosh", "a,b\r1,2\r", -1, "a|b/1|2", NULL },
  { "mark", "\xef\xbb\xbf" "a,b\n1,2\n", -1, "a|b/1|2", NULL },
  { "semicolons", "a;b\n1,5;2\n", -1, "a|b/1,5|2", NULL },
  { "tabs", "a\tb\n1,5;\t2\n", -1, "a|b/1,5;|2", NULL },
  { "separator said", "sep=;\r\na,x;b\r\n1;2\r\n", -1, "a,x|b/1|2", NULL },
  { "separators in quotes count for nothing", "\"a;;;;\",b\n1,2\n", -1, "a;;;;|b/1|2", NULL },
  { "quotes", "a,b\n\"1,\"\"2\"\"\",\"x\r\ny\"\n", -1, "a|b/1,\"2\"|x\r\ny", NULL },
  { "a quote within", "a,b\n5\" pipe,2\n", -1, "a|b/5\" pipe|2", NULL },
  { "short row", "a,b,c\n1\n", -1, "a|b|c/1||", NULL },
  { "blank lines", "\n\na,b\n\n1,2\n , \n3,4\n\n", -1, "a|b/1|2/3|4", NULL },
  { "one column", "name\nNorthwind\n", -1, "name/Northwind", NULL },
  { "headings are trimmed, cells are not", " a ,b\n 1 ,2\n", -1, "a|b/ 1 |2", NULL },
  { "guarded formula", "a,b\n'=1+1,'x\n'-5,'\n", -1, "a|b/=1+1|'x/-5|'", NULL },
  { "Windows-1252", "a,b\nCaf\xe9,\x80\n", -1, "a|b/Café|€", NULL },
  { "UTF-16", "\xff\xfe" "a\0,\0b\0\n\0" "1\0,\0\xe9\0\n\0", 18, "a|b/1|é", NULL },
  { "UTF-16, big", "\xfe\xff\0a\0,\0b\0\n\0" "1\0,\0" "2", 16, "a|b/1|2", NULL },
  { "empty", "", -1, NULL, "empty" },
  { "blank", "\n \n", -1, NULL, "empty" },
  { "only headings", "a,b\n", -1, NULL, "no rows" },
  { "open quote", "a,b\n1,2\n\"3,4\n5,6\n", -1, NULL, "Line 3:" },
  { "behind a quote", "a,b\n\"x\ny\" z,2\n", -1, NULL, "Line 3:" },
  { "NUL", "a,b\n1,\0" "2\n", 9, NULL, "no text file" },
  { "odd UTF-16", "\xff\xfe" "a", 3, NULL, "no text file" },
  { "UTF-16 with a NUL", "\xff\xfe" "a\0\n\0\0\0", 8, NULL, "no text file" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCsvTable) table = parse (test->bytes, test->size, &error);

  if (test->expected == NULL)
    {
      g_assert_null (table);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, test->error));
      return;
    }
  g_assert_no_error (error);
  g_autofree char *text = describe (table);
  g_assert_cmpstr (text, ==, test->expected);
}

static void
test_lines (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCsvTable) table =
    parse ("a,b\r\n\"x\r\ny\",2\r\n\r\n3\r\n4,5,6\r\nCaf\xe9,\r\n", -1, &error);
  static const guint lines[] = { 2, 5, 6, 7 }, found[] = { 2, 1, 3, 2 };

  g_assert_no_error (error);
  g_assert_true (table->converted);
  g_assert_cmpint (table->separator, ==, ',');
  g_assert_cmpuint (table->rows->len, ==, G_N_ELEMENTS (lines));
  for (guint i = 0; i < table->rows->len; i++)
    {
      GuildCsvRow *row = table->rows->pdata[i];
      g_assert_cmpuint (row->line, ==, lines[i]);
      g_assert_cmpuint (row->n_found, ==, found[i]);
    }
}

static void
test_limits (void)
{
  g_autoptr(GString) rows = g_string_new ("a\n");
  g_autoptr(GString) columns = g_string_new ("a");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i <= GUILD_CSV_MAX_ROWS; i++)
    g_string_append (rows, "1\n");
  g_assert_null (parse (rows->str, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  for (guint i = 0; i < GUILD_CSV_MAX_COLUMNS; i++)
    g_string_append (columns, ",a");
  g_assert_null (parse (columns->str, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* Whatever is written can be read back, in any of the separators. */
static void
test_round_trip (void)
{
  static const char * const pieces[] = { "a", "é", ",", ";", "\t", "\"", "\r\n", "\n", "=", "+", "-",
                                         "@", " ", "x'", "€", "" };

  for (guint run = 0; run < 500; run++)
    {
      char separator = ",;\t"[g_test_rand_int_range (0, 3)];
      guint n_columns = g_test_rand_int_range (1, 5);
      guint n_rows = g_test_rand_int_range (1, 5);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GString) expected = g_string_new (NULL);
      g_autoptr(GError) error = NULL;

      g_string_append_printf (text, "sep=%c\r\n", separator);
      for (guint row = 0; row <= n_rows; row++)
        {
          g_string_append (expected, row > 0 ? "/" : "");
          for (guint column = 0; column < n_columns; column++)
            {
              g_autoptr(GString) cell = g_string_new (row == 0 || column == 0 ? "x" : "");
              for (guint i = g_test_rand_int_range (0, 4); i > 0 && row > 0; i--)
                g_string_append (cell, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
              if (column > 0)
                g_string_append_c (text, separator);
              guild_csv_append_text (text, cell->str);
              g_string_append_printf (expected, "%s%s", column > 0 ? "|" : "", cell->str);
            }
          g_string_append (text, "\r\n");
        }
      g_autoptr(GuildCsvTable) table = parse (text->str, -1, &error);
      g_assert_no_error (error);
      g_autofree char *described = describe (table);
      g_assert_cmpstr (described, ==, expected->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/company/csv-table/case/%s", cases[i].name);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/company/csv-table/lines", test_lines);
  g_test_add_func ("/company/csv-table/limits", test_limits);
  g_test_add_func ("/company/csv-table/round-trip", test_round_trip);
  return g_test_run ();
}
