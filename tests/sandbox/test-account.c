/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <string.h>

/* What happens to an account while somebody reads it, and the reference's own example. */

static JsonArray *
results_of (Answer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_array_member (object_of (answer), "results");
}

/* The ids that a control path changed; (transfer full). */
static JsonNode *
change (const char *what, const char *body, guint expected)
{
  g_autofree char *path = g_strconcat ("/_sandbox/autodesk/", what, NULL);
  JsonNode *node = guild_test_sandbox_call (sandbox, "POST", path, body);
  JsonArray *changed = json_object_get_array_member (json_node_get_object (node), "changed");

  g_assert_cmpuint (json_array_get_length (changed), ==, expected);
  return node;
}

/* Rows move up when others go: a reader that only counts misses them. */
static void
test_delete (void)
{
  g_autoptr(Answer) first = get_companies ("limit=20");
  g_autoptr(Answer) before = get_companies ("limit=20&offset=20");
  JsonObject *gone = json_array_get_object_element (results_of (first), 3);
  g_autoptr(JsonNode) changed = change ("delete", "{\"offset\":3,\"count\":5}", 5);
  g_autoptr(Answer) after = get_companies ("limit=20&offset=20");
  g_autoptr(Answer) deleted = get_companies (
    "filter%5Bstatus%5D=inactive&sort=updatedAt%20desc&limit=200");
  JsonArray *rows = results_of (deleted);
  JsonObject *found = NULL;

  g_assert_cmpstr (text_of (json_array_get_object_element (results_of (after), 0), "id"), ==,
                   text_of (json_array_get_object_element (results_of (before), 5), "id"));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    if (g_str_equal (text_of (json_array_get_object_element (rows, i), "id"), text_of (gone, "id")))
      found = json_array_get_object_element (rows, i);
  g_assert_nonnull (found);
  g_assert_cmpstr (text_of (found, "status"), ==, "deleted");
  g_assert_cmpstr (text_of (found, "originalName"), ==, text_of (gone, "name"));
  g_assert_true (g_regex_match_simple ("^removed at \\d{8}$", text_of (found, "name"), 0, 0));
  g_assert_cmpstr (text_of (found, "updatedAt"), >, text_of (gone, "updatedAt"));

  /* The old family forgets it. */
  g_autofree char *path = g_strconcat ("/companies/", text_of (gone, "id"), NULL);
  g_autoptr(Answer) missing = hq ("GET", path, NULL);
  g_assert_cmpuint (missing->status, ==, 404);
}

static void
test_rename (void)
{
  g_autoptr(Answer) first = get_companies ("limit=1&offset=50");
  JsonObject *row = json_array_get_object_element (results_of (first), 0);
  g_autofree char *body = g_strdup_printf (
    "{\"companyId\":\"%s\",\"name\":\"\\u00c4rzte & S\\u00f6hne\"}", text_of (row, "id"));
  g_autoptr(JsonNode) changed = change ("rename", body, 1);
  g_autoptr(Answer) found = get_companies (
    "filterTextMatch=equals&filter%5Bname%5D=%C3%A4RZTE%20%26%20s%C3%B6hne");

  g_assert_cmpstr (text_of (json_array_get_object_element (results_of (found), 0), "id"), ==,
                   text_of (row, "id"));
}

/* What a day changed is what the range finds. */
static void
test_touch (void)
{
  advance ("86400");
  g_autoptr(JsonNode) state = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/state", NULL);
  g_autoptr(JsonNode) changed = change ("touch", "{\"count\":30,\"offset\":100}", 30);
  g_autofree char *clock = g_strndup (
    json_object_get_string_member (json_node_get_object (state), "clock"), 19);
  g_autofree char *query = g_strdup_printf (
    "filter%%5Bstatus%%5D=all&filter%%5BupdatedAt%%5D=%sZ..&limit=200", clock);
  g_autoptr(Answer) answer = get_companies (query);

  g_assert_cmpuint (json_array_get_length (results_of (answer)), ==, 30);
}

static void
test_requests (void)
{
  json_node_unref (guild_test_sandbox_call (sandbox, "DELETE", "/_sandbox/requests", NULL));
  g_autoptr(Answer) companies = get_companies ("limit=1");
  g_autoptr(Answer) old = hq ("GET", "/companies?limit=1", NULL);
  g_autofree char *path = companies_path ("");
  const char * const headers[] = { "Authorization", token, NULL };
  g_autoptr(Answer) written = ask ("POST", path, headers, "x=1");
  g_autofree char *again = get_token (ALL_SCOPES);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *most = json_object_get_object_member (json_node_get_object (node), "mostPerMinute");

  g_assert_cmpuint (written->status, ==, 405);
  g_assert_cmpint (json_object_get_int_member (most, "construction"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (most, "construction-write"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (most, "hq"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (most, "token"), >=, 1);
  g_autofree char *log = json_to_string (node, FALSE);
  g_assert_null (strstr (log, sandbox->autodesk_client_secret));
  g_assert_null (strstr (log, again));
}

/* The example of the reference's page, with this account and a valid token. What curl itself
 * refuses is said as curl wants it: brackets need -g, a space is %20. */
static void
test_curl (void)
{
  g_autofree char *curl = g_find_program_in_path ("curl");
  static const char * const bodies[] = {
    "{\"name\":\"Plumbing Unlimited (North)\",\"trade\":\"Masonry\",\"erp_id\":\"companyErpId\","
    "\"tax_id\":\"434920482-22\"}",
    "{\"name\":\"Another One\",\"trade\":\"Plumbing\",\"erp_id\":\"companyErpId 2\","
    "\"tax_id\":\"434920482-22\"}",
    "{\"name\":\"Plumbing Unlimited (South)\",\"trade\":\"Plumbing\",\"erp_id\":\"another\","
    "\"tax_id\":\"434920482-22\"}",
    "{\"name\":\"Neither\",\"trade\":\"Masonry\",\"erp_id\":\"companyErpId\","
    "\"tax_id\":\"434920482-22\"}",
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  int status;

  if (curl == NULL)
    {
      g_test_skip ("curl is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(Answer) made = hq ("POST", "/companies", bodies[i]);
      g_assert_cmpuint (made->status, ==, 201);
    }
  g_autofree char *bearer = get_token ("account:read");
  g_autofree char *header = g_strconcat ("Authorization: ", bearer, NULL);
  g_autofree char *address = g_strdup_printf (
    "%s/construction/admin/v1/accounts/%s/companies?filter[name]=Plumbing%%20unlimited&"
    "filter[trade]=Plumbing&filter[erpId]=companyErpId&filter[taxId]=434920482-22&"
    "filter[updatedAt]=2019-06-01T00:00:00.000Z..&orFilters=name,trade&filterTextMatch=contains&"
    "sort=name&fields=name&limit=20", sandbox->url, sandbox->autodesk_account_id);
  const char *argv[] = { curl, "-g", "-v", address, "-H", header, NULL };
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);

  g_autoptr(JsonNode) node = json_from_string (output, &error);
  g_assert_no_error (error);
  JsonObject *page = json_node_get_object (node);
  JsonObject *pagination = json_object_get_object_member (page, "pagination");
  JsonArray *rows = json_object_get_array_member (page, "results");
  g_assert_cmpint (json_object_get_int_member (pagination, "totalResults"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (pagination, "limit"), ==, 20);
  g_assert_cmpstr (text_of (json_array_get_object_element (rows, 0), "name"), ==, "Another One");
  g_assert_cmpstr (text_of (json_array_get_object_element (rows, 1), "name"), ==,
                   "Plumbing Unlimited (North)");
  g_assert_cmpuint (json_object_get_size (json_array_get_object_element (rows, 0)), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  autodesk_begin ();
  g_test_add_func ("/sandbox/account/delete", test_delete);
  g_test_add_func ("/sandbox/account/rename", test_rename);
  g_test_add_func ("/sandbox/account/touch", test_touch);
  g_test_add_func ("/sandbox/account/requests", test_requests);
  g_test_add_func ("/sandbox/account/curl", test_curl);

  int status = g_test_run ();
  autodesk_end ();
  return status;
}
