/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <string.h>

/* Every company, deleted ones too, in order of name: id → row. */
static JsonArray *
get_all (void)
{
  static JsonArray *all;

  for (gint64 offset = 0; offset < N_COMPANIES; offset += 200)
    {
      if (all != NULL && json_array_get_length (all) == N_COMPANIES)
        break;
      g_autofree char *query = g_strdup_printf (
        "filter%%5Bstatus%%5D=all&limit=200&offset=%" G_GINT64_FORMAT, offset);
      g_autoptr(Answer) answer = get_companies (query);
      JsonArray *results = json_object_get_array_member (object_of (answer), "results");

      if (all == NULL)
        all = json_array_new ();
      for (guint i = 0; i < json_array_get_length (results); i++)
        json_array_add_element (all, json_array_dup_element (results, i));
    }
  g_assert_cmpuint (json_array_get_length (all), ==, N_COMPANIES);
  return all;
}

static gboolean
matches (const char *text, const char *wanted, const char *how)
{
  if (text == NULL)
    return FALSE;
  g_autofree char *a = g_utf8_casefold (text, -1);
  g_autofree char *b = g_utf8_casefold (wanted, -1);

  if (g_str_equal (how, "startsWith"))
    return g_str_has_prefix (a, b);
  if (g_str_equal (how, "endsWith"))
    return g_str_has_suffix (a, b);
  if (g_str_equal (how, "equals"))
    return g_str_equal (a, b);
  return strstr (a, b) != NULL;
}

static gboolean
within (const char *time, const char *start, const char *end)
{
  return strcmp (time, start) >= 0 && strcmp (time, end) <= 0;
}

/* What each query must find, said a second time in C over all rows. */
static gboolean
expect (guint number, JsonObject *row, JsonObject *sample)
{
  const char *name = text_of (row, "name");
  const char *trade = text_of (row, "trade");
  const char *updated = text_of (row, "updatedAt");
  const char *erp = text_of (row, "erpId");
  const char *tax = text_of (row, "taxId");
  gboolean active = g_str_equal (text_of (row, "status"), "active");
  const char *sample_updated = text_of (sample, "updatedAt");

  switch (number)
    {
    case 0:
      return active;
    case 1:
      return !active;
    case 2:
      return TRUE;
    case 3:
      return active && matches (name, "ROOF", "contains");
    case 4:
      return active && matches (name, "ü", "contains");
    case 5:
      return active && matches (name, "gmbh", "endsWith");
    case 6:
      return active && matches (name, text_of (sample, "name"), "equals");
    case 7:
      return active && matches (trade, "hvac heating, ventilating", "contains");
    case 8:
      return active && matches (erp, "v-", "startsWith");
    case 9:
      return active && matches (erp, "v", "startsWith") && matches (trade, "c", "startsWith");
    case 10:
      return active && (matches (erp, "v", "startsWith") || matches (trade, "c", "startsWith"));
    case 11:
      return active && matches (name, "a", "contains") &&
             (matches (erp, "1", "contains") || matches (tax, "1", "contains"));
    case 12:
      return active && within (updated, "2020-01-01T00:00:00.000Z", "2021-12-31T23:59:59.999Z");
    case 13:
      return active && within (updated, "2024-06-01T10:00:00.000Z", "9");
    case 14:
      return active && within (updated, "0", "2019-06-01T23:59:59.999Z");
    case 15:
      return active && within (updated, sample_updated, sample_updated);
    case 16:
      return FALSE;
    case 17:
      return active && (matches (name, "roof", "contains") ||
                        within (updated, "2025-01-01T00:00:00.000Z", "9"));
    case 18:
      return active && matches (name, "a", "contains");
    case 19:
      return active && matches (name, "100%", "contains");
    default:
      g_assert_not_reached ();
    }
}

static void
test_filters (void)
{
  static const char * const queries[] = {
    "x=1",
    "filter%5Bstatus%5D=inactive",
    "filter%5Bstatus%5D=all",
    "filter%5Bname%5D=ROOF",
    "filter%5Bname%5D=%C3%9C",
    "filter%5Bname%5D=GmbH&filterTextMatch=endsWith",
    "filterTextMatch=equals&filter%5Bname%5D=",
    "filter%5Btrade%5D=HVAC%20Heating%2C%20Ventilating",
    "filter%5BerpId%5D=V-&filterTextMatch=startsWith",
    "filter%5BerpId%5D=V&filter%5Btrade%5D=c&filterTextMatch=startsWith",
    "filter%5BerpId%5D=V&filter%5Btrade%5D=c&filterTextMatch=startsWith&orFilters=erpId,trade",
    "filter%5Bname%5D=a&filter%5BerpId%5D=1&filter%5BtaxId%5D=1&orFilters=erpId&orFilters=taxId",
    "filter%5BupdatedAt%5D=2020-01-01T00%3A00%3A00Z..2021-12-31T23%3A59%3A59.999Z",
    "filter%5BupdatedAt%5D=2024-06-01T12:00:00%2B02:00..",
    "filter%5BupdatedAt%5D=..2019-06-01T23:59:59.999Z",
    "filter%5BupdatedAt%5D=",
    "filter%5BupdatedAt%5D=2021-01-01T00:00:00Z..2020-01-01T00:00:00Z",
    "filter%5Bname%5D=roof&filter%5BupdatedAt%5D=2025-01-01T00:00:00Z..&orFilters=name,updatedAt",
    "filter%5Bname%5D=a&orFilters=name,erpId,taxId",
    "filter%5Bname%5D=100%25",
  };
  JsonArray *all = get_all ();
  JsonObject *sample = NULL;
  guint found_any = 0;

  for (guint i = 0; sample == NULL; i++)
    if (text_of (json_array_get_object_element (all, i), "status")[0] == 'a' &&
        !g_str_is_ascii (text_of (json_array_get_object_element (all, i), "name")))
      sample = json_array_get_object_element (all, i);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(GString) query = g_string_new (queries[i]);
      g_autoptr(GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

      if (i == 6)
        g_string_append_uri_escaped (query, text_of (sample, "name"), NULL, FALSE);
      if (i == 15)
        g_string_append_printf (query, "%s..%s", text_of (sample, "updatedAt"),
                                text_of (sample, "updatedAt"));
      g_string_append (query, "&limit=200");
      g_test_message ("%s", query->str);
      for (guint row = 0; row < N_COMPANIES; row++)
        {
          JsonObject *company = json_array_get_object_element (all, row);
          if (expect (i, company, sample))
            g_hash_table_add (wanted, (char *) text_of (company, "id"));
        }

      g_autoptr(Answer) answer = get_companies (query->str);
      g_assert_cmpuint (answer->status, ==, 200);
      JsonObject *pagination = json_object_get_object_member (object_of (answer), "pagination");
      JsonArray *results = json_object_get_array_member (object_of (answer), "results");
      g_assert_cmpint (json_object_get_int_member (pagination, "totalResults"), ==,
                       g_hash_table_size (wanted));
      g_assert_cmpuint (json_array_get_length (results), ==,
                        MIN (200, g_hash_table_size (wanted)));
      for (guint row = 0; row < json_array_get_length (results); row++)
        g_assert_true (g_hash_table_contains (
          wanted, text_of (json_array_get_object_element (results, row), "id")));
      g_test_message ("%u found", g_hash_table_size (wanted));
      found_any += g_hash_table_size (wanted) > 0;
    }
  /* Only the two that cannot find anything may have found nothing. */
  g_assert_cmpuint (found_any, >=, G_N_ELEMENTS (queries) - 2);
}

/* <0, 0, >0 by one key; a missing text is last in either direction. */
static int
compare_by (JsonObject *a, JsonObject *b, const char *field, gboolean descends)
{
  int order;

  if (g_str_has_suffix (field, "Size"))
    order = (int) (json_object_get_int_member (a, field) - json_object_get_int_member (b, field));
  else
    {
      const char *left = text_of (a, field);
      const char *right = text_of (b, field);

      if (left == NULL || right == NULL)
        return (left == NULL) - (right == NULL);
      g_autofree char *folded_left = g_utf8_casefold (left, -1);
      g_autofree char *folded_right = g_utf8_casefold (right, -1);
      order = strcmp (folded_left, folded_right);
    }
  return descends ? -order : order;
}

static void
test_sort (void)
{
  static const struct { const char *query; struct { const char *field; gboolean down; } keys[3]; }
  cases[] = {
    { "x=1", { { "name", FALSE } } },
    { "sort=name%20desc", { { "name", TRUE } } },
    { "sort=trade", { { "trade", FALSE } } },
    { "sort=trade+desc", { { "trade", TRUE } } },
    { "sort=erpId%20asc", { { "erpId", FALSE } } },
    { "sort=taxId%20desc", { { "taxId", TRUE } } },
    { "sort=createdAt%20desc", { { "createdAt", TRUE } } },
    { "sort=updatedAt", { { "updatedAt", FALSE } } },
    { "sort=projectSize%20desc,userSize", { { "projectSize", TRUE }, { "userSize", FALSE } } },
    { "sort=status,projectSize%20desc,name&filter%5Bstatus%5D=all",
      { { "status", FALSE }, { "projectSize", TRUE }, { "name", FALSE } } },
    { "sort=trade&sort=name+desc", { { "trade", FALSE }, { "name", TRUE } } },
    { "sort=trade%20,%20userSize%20desc", { { "trade", FALSE }, { "userSize", TRUE } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *query = g_strconcat (cases[i].query, "&limit=200", NULL);
      g_test_message ("%s", query);
      g_autoptr(Answer) answer = get_companies (query);
      g_assert_cmpuint (answer->status, ==, 200);
      JsonArray *results = json_object_get_array_member (object_of (answer), "results");
      g_assert_cmpuint (json_array_get_length (results), ==, 200);

      for (guint row = 1; row < 200; row++)
        {
          JsonObject *a = json_array_get_object_element (results, row - 1);
          JsonObject *b = json_array_get_object_element (results, row);
          int order = 0;

          for (guint key = 0; order == 0 && key < 3 && cases[i].keys[key].field != NULL; key++)
            order = compare_by (a, b, cases[i].keys[key].field, cases[i].keys[key].down);
          if (order == 0)
            order = strcmp (text_of (a, "id"), text_of (b, "id"));
          g_assert_cmpint (order, <, 0);
        }
    }
}

static void
test_paging (void)
{
  static const struct { const char *query; gint64 limit, offset; guint n; } cases[] = {
    { "filter%5Bstatus%5D=all", 20, 0, 20 },
    { "filter%5Bstatus%5D=all&limit=200", 200, 0, 200 },
    { "filter%5Bstatus%5D=all&limit=201", 200, 0, 200 },
    { "filter%5Bstatus%5D=all&limit=100000", 200, 0, 200 },
    { "filter%5Bstatus%5D=all&limit=7&offset=595", 7, 595, 5 },
    { "filter%5Bstatus%5D=all&offset=600", 20, 600, 0 },
    { "filter%5Bstatus%5D=all&offset=2000000000", 20, 2000000000, 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = get_companies (cases[i].query);
      JsonObject *pagination = json_object_get_object_member (object_of (answer), "pagination");
      JsonArray *results = json_object_get_array_member (object_of (answer), "results");

      g_assert_cmpint (json_object_get_int_member (pagination, "limit"), ==, cases[i].limit);
      g_assert_cmpint (json_object_get_int_member (pagination, "offset"), ==, cases[i].offset);
      g_assert_cmpint (json_object_get_int_member (pagination, "totalResults"), ==, N_COMPANIES);
      g_assert_cmpuint (json_array_get_length (results), ==, cases[i].n);
      g_assert_cmpint (json_object_has_member (pagination, "nextUrl"), ==,
                       cases[i].offset + cases[i].limit < N_COMPANIES);
      g_assert_cmpint (json_object_has_member (pagination, "previousUrl"), ==,
                       cases[i].offset > 0);
    }

  /* Following nextUrl reads everything once, filters and all. */
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = companies_path ("limit=90&sort=trade%20desc,name&filter[name]=a%26b");
  g_autoptr(Answer) counted = get (path);
  gint64 total = json_object_get_int_member (
    json_object_get_object_member (object_of (counted), "pagination"), "totalResults");
  g_free (g_steal_pointer (&path));
  path = companies_path ("limit=90&sort=trade%20desc,name");
  while (path != NULL)
    {
      g_autoptr(Answer) answer = get (path);
      JsonObject *pagination = json_object_get_object_member (object_of (answer), "pagination");
      JsonArray *results = json_object_get_array_member (object_of (answer), "results");
      const char *next = text_of (pagination, "nextUrl");

      for (guint i = 0; i < json_array_get_length (results); i++)
        g_assert_true (g_hash_table_add (
          seen, g_strdup (text_of (json_array_get_object_element (results, i), "id"))));
      total = json_object_get_int_member (pagination, "totalResults");
      g_free (g_steal_pointer (&path));
      if (next != NULL)
        {
          g_assert_true (g_str_has_prefix (next, sandbox->url));
          path = g_strdup (next + strlen (sandbox->url));
        }
    }
  g_assert_cmpint (total, ==, g_hash_table_size (seen));

  g_autoptr(Answer) back = get_companies ("limit=20&offset=10");
  JsonObject *pagination = json_object_get_object_member (object_of (back), "pagination");
  g_assert_true (g_str_has_suffix (text_of (pagination, "previousUrl"), "limit=20&offset=0"));
}

static void
test_fields (void)
{
  static const struct { const char *query; guint n; const char *members[4]; } cases[] = {
    { "fields=name", 2, { "id", "name" } },
    { "fields=name,trade,userSize", 4, { "id", "name", "trade", "userSize" } },
    { "fields=trade&fields=name", 3, { "id", "name", "trade" } },
    { "fields=addresses&limit=3", 2, { "id", "addresses" } },
    { "fields=accountId,name%20,%20erpId", 4, { "id", "accountId", "name", "erpId" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = get_companies (cases[i].query);
      JsonArray *results = json_object_get_array_member (object_of (answer), "results");
      JsonObject *row = json_array_get_object_element (results, 0);

      g_assert_cmpuint (json_object_get_size (row), ==, cases[i].n);
      for (guint member = 0; member < cases[i].n; member++)
        g_assert_true (json_object_has_member (row, cases[i].members[member]));
    }
}

/* The rows are as acc.md §4.5 says, and odd where it says they may be. */
static void
test_rows (void)
{
  JsonArray *all = get_all ();
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GRegex) time = g_regex_new ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", 0,
                                        0, NULL);
  g_autoptr(GRegex) removed = g_regex_new ("^removed at \\d{8}$", 0, 0, NULL);
  guint deleted = 0, homeless = 0, empty = 0, null = 0, absent = 0;

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      JsonObject *row = json_array_get_object_element (all, i);
      const char *original = text_of (row, "originalName");

      g_assert_true (g_uuid_string_is_valid (text_of (row, "id")));
      g_assert_true (g_hash_table_add (ids, (char *) text_of (row, "id")));
      g_hash_table_add (names, (char *) text_of (row, "name"));
      g_assert_cmpstr (text_of (row, "accountId"), ==, sandbox->autodesk_account_id);
      g_assert_true (g_regex_match (time, text_of (row, "createdAt"), 0, NULL));
      g_assert_true (g_regex_match (time, text_of (row, "updatedAt"), 0, NULL));
      g_assert_cmpstr (text_of (row, "updatedAt"), >=, text_of (row, "createdAt"));
      g_assert_cmpint (json_object_get_int_member (row, "projectSize"), >=, 0);
      homeless +=
        json_array_get_length (json_object_get_array_member (row, "addresses")) == 0;
      if (g_str_equal (text_of (row, "status"), "deleted"))
        {
          deleted++;
          g_assert_true (g_regex_match (removed, text_of (row, "name"), 0, NULL));
          g_assert_cmpuint (strlen (original), >, 0);
        }
      else if (!json_object_has_member (row, "originalName"))
        absent++;
      else if (original == NULL)
        null++;
      else
        empty += *original == '\0';
    }
  g_assert_cmpuint (deleted, >, N_COMPANIES / 200);
  g_assert_cmpuint (deleted, <, N_COMPANIES / 20);
  g_assert_cmpuint (homeless, >, 0);
  g_assert_cmpuint (absent, >, 0);
  g_assert_cmpuint (null, >, 0);
  g_assert_cmpuint (empty + null + absent + deleted, ==, N_COMPANIES);
  g_assert_cmpuint (g_hash_table_size (names), >, N_COMPANIES * 9 / 10);
  g_assert_cmpuint (g_hash_table_size (names), <, N_COMPANIES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  autodesk_begin ();
  g_test_add_func ("/sandbox/autodesk/companies/filters", test_filters);
  g_test_add_func ("/sandbox/autodesk/companies/sort", test_sort);
  g_test_add_func ("/sandbox/autodesk/companies/paging", test_paging);
  g_test_add_func ("/sandbox/autodesk/companies/fields", test_fields);
  g_test_add_func ("/sandbox/autodesk/companies/rows", test_rows);

  int status = g_test_run ();
  autodesk_end ();
  return status;
}
