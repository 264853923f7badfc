/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-csv.h"

#include <string.h>

static GuildValue *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  GuildValue *value = guild_value_parse (text, -1, &error);

  g_assert_no_error (error);
  return value;
}

/* What is read is written as it came: digits, escapes and the order of members. */
static void
test_digits (void)
{
  static const char * const texts[] = {
    "{\"b\":4643976.270,\"a\":-0.10,\"c\":12345678901234567890.12345678901234567890}",
    "[1e9,0,-1,2.50,1E-7]",
    "{\"a\":{\"b\":[{},[],null,true,false,\"\"]}}",
    "\"\\\"\\\\/é\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GuildValue) value = parse (texts[i]);
      g_autoptr(GString) out = g_string_new (NULL);
      guild_value_append_json (value, out, -1);
      g_assert_cmpstr (out->str, ==, texts[i]);
    }
}

static void
test_escapes (void)
{
  g_autoptr(GuildValue) value = parse (" \"a\\u00e9\\ud83d\\ude00\\ud83d\\u0000\\n\" ");

  g_assert_cmpstr (guild_value_get_text (value), ==, "aé😀\ufffd\ufffd\n");
}

static void
test_refused (void)
{
  static const char * const texts[] = {
    "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "+1", "1.", ".5", "1e", "--1", "nul",
    "\"a", "\"\\x\"", "\"\\u12\"", "'a'", "[1] 2", "{a:1}", "\"a\nb\"", "// 1", "\xff", "NaN",
  };
  g_autoptr(GString) deep = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GuildValue) value = guild_value_parse (texts[i], -1, &error);
      g_assert_null (value);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (guild_value_parse (deep->str, -1, NULL));
}

static void
test_numbers (void)
{
  static const struct { const char *from, *to; } cases[] = {
    { "0", "0" }, { "12", "12" }, { "123", "123" }, { "1234", "1\u2009234" },
    { "-1234567.50", "−1\u2009234\u2009567.50" }, { "0.10", "0.10" }, { "1e9", "1e9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = guild_value_group_digits (cases[i].from);
      g_assert_cmpstr (text, ==, cases[i].to);
    }
  g_autofree char *title = guild_value_title ("totalTaxAmount");
  g_assert_cmpstr (title, ==, "Total tax amount");
}

static GuildRecordPage *
page_of (const char *text)
{
  g_autoptr(GuildValue) root = parse (text);
  g_autoptr(GError) error = NULL;
  GuildRecordPage *page = guild_record_page_new (root, &error);

  g_assert_no_error (error);
  return page;
}

static void
test_page (void)
{
  g_autoptr(GuildRecordPage) page = page_of (
    "{\"results\":[{\"id\":\"1\",\"name\":\"A\",\"lines\":[],\"total\":1.50},7,"
    "{\"id\":\"2\",\"name\":\"B\",\"status\":\"Paid\",\"total\":2.00,"
    "\"metadata\":{\"isDeleted\":true}}],\"totalResults\":9,\"pageNumber\":1,"
    "\"_links\":{\"next\":{\"href\":\"/x?page=2\"}}}");
  static const char * const columns[] = { "id", "name", "status", "total" };

  g_assert_cmpuint (page->records->len, ==, 2);
  g_assert_cmpint (page->total, ==, 9);
  g_assert_true (page->more);
  g_assert_cmpuint (page->columns->len, ==, G_N_ELEMENTS (columns));
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const GuildRecordColumn *column = page->columns->pdata[i];
      g_assert_cmpstr (column->name, ==, columns[i]);
      g_assert_cmpint (column->number, ==, g_str_equal (columns[i], "total"));
    }
  g_assert_false (guild_record_get_deleted (page->records->pdata[0]));
  g_assert_true (guild_record_get_deleted (page->records->pdata[1]));
  g_assert_cmpstr (guild_record_get_cell (page->records->pdata[0], "total"), ==, "1.50");
  g_assert_null (guild_record_get_cell (page->records->pdata[0], "status"));

  g_autoptr(GuildRecordPage) one = page_of ("{\"companyName\":\"A\",\"addresses\":[]}");
  g_assert_cmpuint (one->records->len, ==, 1);
  g_assert_cmpint (one->total, ==, -1);
  g_autoptr(GuildRecordPage) none = page_of ("{\"totalResults\":0,\"pageNumber\":1}");
  g_assert_cmpuint (none->records->len, ==, 0);
  g_autoptr(GuildValue) list = parse ("[]");
  g_assert_null (guild_record_page_new (list, NULL));
}

static void
test_csv (void)
{
  g_autoptr(GuildRecordPage) page = page_of (
    "{\"results\":[{\"id\":\"1\",\"note\":\"=1+1\",\"amount\":-5.00,\"paid\":true},"
    "{\"id\":\"a,\\\"b\\\"\",\"note\":\"two\\nlines\",\"amount\":null}]}");
  g_autoptr(GListStore) records = g_list_store_new (GUILD_TYPE_RECORD);

  g_list_store_splice (records, 0, 0, page->records->pdata, page->records->len);
  g_autofree char *csv = guild_csv_from_records (page->columns, G_LIST_MODEL (records));
  g_assert_cmpstr (csv, ==, "id,note,amount,paid\r\n1,\"'=1+1\",-5.00,true\r\n"
                   "\"a,\"\"b\"\"\",\"two\nlines\",,\r\n");
  g_autoptr(GuildRecordPage) next = page_of (
    "{\"results\":[{\"id\":\"3\",\"due\":\"now\",\"amount\":\"much\"}]}");
  g_autoptr(GPtrArray) columns = guild_record_columns_new ();
  guild_record_columns_merge (columns, page->columns);
  guild_record_columns_merge (columns, next->columns);
  g_autoptr(GString) both = g_string_new (NULL);
  guild_csv_append_heading (both, columns);
  guild_csv_append_record (both, columns, guild_record_get_value (page->records->pdata[0]));
  guild_csv_append_record (both, columns, guild_record_get_value (next->records->pdata[0]));
  g_assert_cmpstr (both->str, ==, "id,due,note,amount,paid\r\n1,,\"'=1+1\",-5.00,true\r\n"
                   "3,now,,much,\r\n");
  g_assert_false (((GuildRecordColumn *) columns->pdata[3])->number);
  g_autofree char *json = guild_export_records_json (G_LIST_MODEL (records));
  g_autoptr(GuildValue) again = parse (json);
  g_assert_cmpuint (guild_value_get_length (again), ==, 2);
  g_assert_nonnull (strstr (json, "\"amount\": -5.00"));
}

static void
test_validation (void)
{
  g_autoptr(GuildValue) some = parse (
    "{\"errors\":[{\"ruleId\":\"r-1\",\"itemId\":null,\"message\":\"Wrong, quite\"},7],"
    "\"warnings\":[{\"message\":\"-x\",\"validatorName\":\"V\"}]}");
  g_autoptr(GuildValue) none = parse ("{\"errors\":null}");
  g_autofree char *csv = guild_csv_from_validation (some);
  g_autofree char *empty = guild_csv_from_validation (none);
  g_autofree char *json = guild_export_value_json (some);
  g_autoptr(GuildValue) again = parse (json);

  g_assert_cmpstr (csv, ==, "severity,ruleId,itemId,message,validatorName\r\n"
                   "error,r-1,,\"Wrong, quite\",\r\nerror,,,,\r\nwarning,,,\"'-x\",V\r\n");
  g_assert_cmpstr (empty, ==, "severity,ruleId,itemId,message,validatorName\r\n");
  g_assert_cmpuint (guild_value_get_length (guild_value_get (again, "errors")), ==, 2);
}

static void
test_statement (void)
{
  g_autoptr(GuildValue) root = parse (
    "{\"currency\":\"GBP\",\"reports\":["
    "{\"fromDate\":\"2024-03-01T00:00:00\",\"toDate\":\"2024-03-31T00:00:00\",\"income\":{\"name\":"
    "\"Income\",\"value\":30.00,\"items\":[{\"name\":\"Sales\",\"value\":10.00},{\"name\":"
    "\"Services\",\"value\":20.00,\"items\":[]}]},\"netProfit\":30.00},"
    "{\"fromDate\":\"2024-02-01T00:00:00\",\"toDate\":\"2024-02-29T00:00:00\",\"income\":{\"name\":"
    "\"Income\",\"value\":5.10,\"items\":[{\"name\":\"Sales\",\"value\":5.10}]},"
    "\"netProfit\":5.10}]}");
  g_autoptr(GuildStatement) statement = guild_statement_new (root, NULL);

  g_assert_nonnull (statement);
  g_autofree char *csv = guild_csv_from_statement (statement);
  g_assert_cmpstr (csv, ==, "GBP,2024-02-29,2024-03-31\r\nIncome,5.10,30.00\r\n  Sales,5.10,10.00"
                   "\r\n  Services,,20.00\r\nNet profit,5.10,30.00\r\n");
  GuildStatementLine *income = statement->lines->pdata[0];
  GuildStatementLine *sales = statement->lines->pdata[1];
  g_assert_true (guild_statement_line_get_total (income));
  g_assert_false (guild_statement_line_get_total (sales));
  g_assert_cmpuint (guild_statement_line_get_depth (sales), ==, 1);
  g_autoptr(GuildValue) wrong = parse ("{\"reports\":{}}");
  g_assert_null (guild_statement_new (wrong, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/record/digits", test_digits);
  g_test_add_func ("/company/record/escapes", test_escapes);
  g_test_add_func ("/company/record/refused", test_refused);
  g_test_add_func ("/company/record/numbers", test_numbers);
  g_test_add_func ("/company/record/page", test_page);
  g_test_add_func ("/company/record/csv", test_csv);
  g_test_add_func ("/company/record/validation", test_validation);
  g_test_add_func ("/company/record/statement", test_statement);
  return g_test_run ();
}
