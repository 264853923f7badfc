/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <string.h>

/* Projects, their companies and their people; and the members of an account. */

static Answer *
get_projects (const char *query)
{
  g_autofree char *path = g_strdup_printf ("/construction/admin/v1/accounts/%s/projects?%s",
                                           sandbox->autodesk_account_id, query);
  return get (path);
}

static Answer *
get_users (const char *project, const char *query)
{
  g_autofree char *path = g_strdup_printf ("/construction/admin/v1/projects/%s/users?%s", project,
                                           query);
  return get (path);
}

static JsonArray *
results_of (Answer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_array_member (object_of (answer), "results");
}

static gint64
total_of (Answer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_int_member (
    json_object_get_object_member (object_of (answer), "pagination"), "totalResults");
}

/* Every row of a list of hq; (transfer full). */
static JsonArray *
get_all (const char *path)
{
  JsonArray *all = json_array_new ();

  for (guint offset = 0;; offset += 100)
    {
      g_autofree char *page = g_strdup_printf ("%s%climit=100&offset=%u", path,
                                               strchr (path, '?') != NULL ? '&' : '?', offset);
      g_autoptr(Answer) answer = hq ("GET", page, NULL);
      JsonArray *rows = array_of (answer);

      for (guint i = 0; i < json_array_get_length (rows); i++)
        json_array_add_element (all, json_array_dup_element (rows, i));
      if (json_array_get_length (rows) < 100)
        return all;
    }
}

static void
count_up (GHashTable *counts, const char *key)
{
  if (key != NULL)
    g_hash_table_insert (counts, g_strdup (key),
                         GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (counts, key)) + 1));
}

/* What a company's row says about its size is what the other calls find. */
static void
test_sizes (void)
{
  g_autoptr(GHashTable) projects_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) users_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(Answer) answer = get_projects ("limit=200");
  JsonArray *projects = results_of (answer);
  g_autoptr(JsonArray) users = get_all ("/users");
  guint some = 0;

  g_assert_cmpuint (json_array_get_length (projects), ==, 40);
  for (guint i = 0; i < json_array_get_length (projects); i++)
    {
      JsonObject *project = json_array_get_object_element (projects, i);
      g_autofree char *path = g_strdup_printf ("/projects/%s/companies", text_of (project, "id"));
      g_autoptr(JsonArray) companies = get_all (path);

      g_assert_cmpint (json_object_get_int_member (project, "companyCount"), ==,
                       json_array_get_length (companies));
      for (guint n = 0; n < json_array_get_length (companies); n++)
        {
          JsonObject *company = json_array_get_object_element (companies, n);

          g_assert_cmpstr (text_of (company, "project_id"), ==, text_of (project, "id"));
          g_assert_cmpuint (strlen (text_of (company, "member_group_id")), <, 10);
          count_up (projects_of, text_of (company, "id"));
        }
      g_autoptr(Answer) members = get_users (text_of (project, "id"), "limit=1");
      g_assert_cmpint (json_object_get_int_member (project, "memberCount"), ==,
                       total_of (members));
    }
  for (guint i = 0; i < json_array_get_length (users); i++)
    count_up (users_of, text_of (json_array_get_object_element (users, i), "company_id"));
  for (guint offset = 0; offset < N_COMPANIES; offset += 200)
    {
      g_autofree char *query = g_strdup_printf (
        "limit=200&offset=%u&fields=projectSize,userSize", offset);
      g_autoptr(Answer) page = get_companies (query);
      JsonArray *rows = results_of (page);

      for (guint i = 0; i < json_array_get_length (rows); i++)
        {
          JsonObject *row = json_array_get_object_element (rows, i);
          const char *id = text_of (row, "id");

          g_assert_cmpint (json_object_get_int_member (row, "projectSize"), ==,
                           GPOINTER_TO_INT (g_hash_table_lookup (projects_of, id)));
          g_assert_cmpint (json_object_get_int_member (row, "userSize"), ==,
                           GPOINTER_TO_INT (g_hash_table_lookup (users_of, id)));
          some += json_object_get_int_member (row, "userSize") > 0;
        }
    }
  g_assert_cmpuint (some, >, N_COMPANIES / 4);
}

static void
test_project_filters (void)
{
  /* Together, the first two of each three are all projects, or the last is none. */
  static const char * const queries[][2] = {
    { "filter%5Bstatus%5D=active",
      "filter%5Bstatus%5D=pending,archived&filter%5Bstatus%5D=suspended" },
    { "filter%5Bplatform%5D=acc", "filter%5Bplatform%5D=bim360" },
    { "filter%5Bclassification%5D=production",
      "filter%5Bclassification%5D=template,component,sample" },
    { "filter%5Btype%5D=Hospital,Rail", "filter%5Btype%5D=-Hospital,-Rail" },
    { "filter%5BupdatedAt%5D=..2020-12-31T23:59:59.999Z",
      "filter%5BupdatedAt%5D=2021-01-01T00:00:00.000Z.." },
    { "filter%5Bproducts%5D=build", "filter%5Bproducts%5D=glue" },
    { "filter%5Bname%5D=e", "filter%5Bname%5D=no%20such%20name&filterTextMatch=equals" },
    { "filter%5BjobNumber%5D=ng-1&filterTextMatch=startsWith", "filter%5BbusinessUnitId%5D=x" },
  };
  static const char * const bad[] = {
    "filter%5Bstatus%5D=closed", "filter%5Bplatform%5D=x", "filter%5Bclassification%5D=x",
    "filter%5Bproducts%5D=x", "sort=city", "fields=nothing", "limit=0", "filterTextMatch=x",
    "filter%5BupdatedAt%5D=2020-01-01",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(Answer) first = get_projects (queries[i][0]);
      g_autoptr(Answer) second = get_projects (queries[i][1]);

      g_test_message ("%s", queries[i][0]);
      g_assert_cmpint (total_of (first), >, 0);
      if (i < 5)
        {
          g_assert_cmpint (total_of (second), >, 0);
          g_assert_cmpint (total_of (first) + total_of (second), ==, 40);
        }
      else
        g_assert_cmpint (total_of (second), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(Answer) answer = get_projects (bad[i]);
      g_test_message ("%s", bad[i]);
      g_assert_cmpuint (answer->status, ==, 400);
    }

  g_autoptr(Answer) sorted = get_projects ("sort=companyCount%20desc&limit=5&fields=companyCount");
  JsonArray *rows = results_of (sorted);
  for (guint i = 1; i < 5; i++)
    g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (rows, i - 1), "companyCount"), >=,
      json_object_get_int_member (json_array_get_object_element (rows, i), "companyCount"));
  g_assert_cmpuint (json_object_get_size (json_array_get_object_element (rows, 0)), ==, 2);
}

static void
test_one_project (void)
{
  g_autoptr(Answer) list = get_projects ("limit=1&offset=3");
  JsonObject *project = json_array_get_object_element (results_of (list), 0);
  g_autofree char *path = g_strconcat ("/construction/admin/v1/projects/", text_of (project, "id"),
                                       NULL);
  g_autofree char *few = g_strconcat (path, "?fields=name,memberCount", NULL);
  g_autofree char *bad = g_strconcat (path, "?fields=phase", NULL);
  const char * const wrong[] = { "Authorization", token, "Region", "JPN", NULL };
  g_autoptr(Answer) same = get (path);
  g_autoptr(Answer) little = get (few);
  g_autoptr(Answer) refused = get (bad);
  g_autoptr(Answer) missing = get ("/construction/admin/v1/projects/no-such-project");
  g_autoptr(Answer) elsewhere = ask ("GET", path, wrong, NULL);

  g_assert_true (json_object_equal (object_of (same), project));
  g_assert_cmpstr (text_of (project, "accountId"), ==, sandbox->autodesk_account_id);
  g_assert_cmpuint (json_object_get_size (object_of (little)), ==, 3);
  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpuint (elsewhere->status, ==, 404);
}

static void
test_project_users (void)
{
  g_autoptr(Answer) projects = get_projects ("sort=memberCount%20desc&limit=1&fields=memberCount");
  JsonObject *project = json_array_get_object_element (results_of (projects), 0);
  const char *id = text_of (project, "id");
  g_autoptr(Answer) all = get_users (id, "limit=200&filter%5Bstatus%5D=active,pending,deleted");
  JsonArray *rows = results_of (all);
  static const char * const bad[] = {
    "filter%5Bstatus%5D=disabled", "filter%5BaccessLevels%5D=boss", "filter%5BaddedOn%5D=yesterday",
    "filter%5Bproducts%5D=x", "orFilters=companyId", "sort=jobTitle", "fields=companyNames",
  };
  JsonObject *sample = NULL;
  guint deleted = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      deleted += g_str_equal (text_of (row, "status"), "deleted");
      if (sample == NULL && text_of (row, "companyId") != NULL && text_of (row, "name") != NULL &&
          g_str_equal (text_of (row, "status"), "active"))
        sample = row;
    }
  g_assert_nonnull (sample);
  g_test_message ("%u deleted", deleted);

  const struct { const char *name, *member; } filters[] = {
    { "id", "id" }, { "autodeskId", "autodeskId" }, { "email", "email" }, { "name", "name" },
    { "companyId", "companyId" }, { "companyName", "companyName" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      const char *value = text_of (sample, filters[i].member);
      g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
      g_autofree char *query = g_strdup_printf ("filterTextMatch=equals&filter%%5B%s%%5D=%s",
                                                filters[i].name, escaped);
      g_autoptr(Answer) answer = get_users (id, query);
      JsonArray *found = results_of (answer);

      g_test_message ("%s", query);
      g_assert_cmpint (total_of (answer), >, 0);
      for (guint n = 0; n < json_array_get_length (found); n++)
        g_assert_cmpstr (text_of (json_array_get_object_element (found, n), filters[i].member), ==,
                         value);
    }

  const char *role = json_array_get_string_element (
    json_object_get_array_member (sample, "roleIds"), 0);
  g_autofree char *by_role = g_strconcat ("filter%5BroleId%5D=", role, NULL);
  g_autofree char *day = g_strndup (text_of (sample, "addedOn"), 10);
  g_autofree char *by_day = g_strconcat ("filter%5BaddedOn%5D=", day, NULL);
  g_autofree char *either = g_strdup_printf (
    "filter%%5Bid%%5D=%s&filter%%5BaccessLevels%%5D=accountAdmin&orFilters=id,accessLevels",
    text_of (sample, "id"));
  g_autoptr(Answer) roles = get_users (id, by_role);
  g_autoptr(Answer) days = get_users (id, by_day);
  g_autoptr(Answer) administrators = get_users (id, "filter%5BaccessLevels%5D=accountAdmin");
  g_autoptr(Answer) joined = get_users (id, either);
  gboolean counted = json_object_get_boolean_member (
    json_object_get_object_member (sample, "accessLevels"), "accountAdmin");
  g_assert_cmpint (total_of (roles), >, 0);
  g_assert_cmpint (total_of (days), >, 0);
  g_assert_cmpint (total_of (administrators), >, 0);
  g_assert_cmpint (total_of (joined), ==, total_of (administrators) + !counted);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(Answer) answer = get_users (id, bad[i]);
      g_test_message ("%s", bad[i]);
      g_assert_cmpuint (answer->status, ==, 400);
    }
}

static void
test_user_search (void)
{
  g_autoptr(Answer) one = hq ("GET", "/users?limit=1&offset=40", NULL);
  JsonObject *user = json_array_get_object_element (array_of (one), 0);
  g_autofree char *company = g_uri_escape_string (text_of (user, "company_name"), NULL, FALSE);
  g_autofree char *by_company = g_strdup_printf (
    "/users/search?company_name=%s&partial=false&limit=100", company);
  g_autofree char *by_email = g_strdup_printf ("/users/search?email=%s&partial=false",
                                               text_of (user, "email"));
  g_autofree char *path = g_strconcat ("/users/", text_of (user, "id"), NULL);
  g_autoptr(Answer) same = hq ("GET", path, NULL);
  g_autoptr(Answer) colleagues = hq ("GET", by_company, NULL);
  g_autoptr(Answer) found = hq ("GET", by_email, NULL);
  g_autoptr(Answer) missing = hq ("GET", "/users/nobody", NULL);
  JsonArray *rows = array_of (colleagues);

  g_assert_true (json_object_equal (object_of (same), user));
  g_assert_cmpuint (json_object_get_size (user), ==, 29);
  g_assert_cmpuint (json_array_get_length (rows), >, 0);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_assert_cmpstr (text_of (json_array_get_object_element (rows, i), "company_name"), ==,
                     text_of (user, "company_name"));
  g_assert_cmpuint (json_array_get_length (array_of (found)), ==, 1);
  g_assert_cmpuint (missing->status, ==, 404);

  g_autoptr(JsonArray) all = get_all ("/users");
  g_autoptr(GHashTable) statuses = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) roles = g_hash_table_new (g_str_hash, g_str_equal);
  guint without_zone = 0;
  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *row = json_array_get_object_element (all, i);
      const char *sign_in = text_of (row, "last_sign_in");

      g_hash_table_add (statuses, (char *) text_of (row, "status"));
      g_hash_table_add (roles, (char *) text_of (row, "role"));
      without_zone += sign_in != NULL && strchr (sign_in, ' ') != NULL;
    }
  g_assert_cmpuint (g_hash_table_size (statuses), ==, 4);
  g_assert_cmpuint (g_hash_table_size (roles), ==, 3);
  g_assert_cmpuint (without_zone, >, 0);
}

/* userSize of the company with that id. */
static gint64
size_of (const char *id)
{
  for (guint offset = 0; offset < N_COMPANIES + 200; offset += 200)
    {
      g_autofree char *query = g_strdup_printf ("limit=200&fields=userSize&offset=%u", offset);
      g_autoptr(Answer) page = get_companies (query);
      JsonArray *rows = results_of (page);

      for (guint i = 0; i < json_array_get_length (rows); i++)
        if (g_str_equal (text_of (json_array_get_object_element (rows, i), "id"), id))
          return json_object_get_int_member (json_array_get_object_element (rows, i), "userSize");
    }
  g_assert_not_reached ();
}

static void
test_user_patch (void)
{
  g_autoptr(JsonArray) all = get_all ("/users");
  g_autoptr(Answer) made = hq ("POST", "/companies", "{\"name\":\"New Home\",\"trade\":\"Owner\"}");
  const char *home = text_of (object_of (made), "id");
  JsonObject *active = NULL, *pending = NULL;

  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *row = json_array_get_object_element (all, i);

      if (text_of (row, "company_name") == NULL ||
          g_str_has_prefix (text_of (row, "company_name"), "removed at"))
        continue;
      if (active == NULL && g_str_equal (text_of (row, "status"), "active"))
        active = row;
      if (pending == NULL && g_str_equal (text_of (row, "status"), "pending"))
        pending = row;
    }
  const char *old = text_of (active, "company_id");
  gint64 size = size_of (old);
  g_autofree char *path = g_strconcat ("/users/", text_of (active, "id"), NULL);
  g_autofree char *other = g_strconcat ("/users/", text_of (pending, "id"), NULL);
  g_autofree char *body = g_strdup_printf ("{\"company_id\":\"%s\"}", home);
  g_autoptr(Answer) moved = hq ("PATCH", path, body);
  g_assert_cmpuint (moved->status, ==, 200);
  g_assert_cmpstr (text_of (object_of (moved), "company_name"), ==, "New Home");
  g_assert_cmpint (size_of (old), ==, size - 1);
  g_assert_cmpint (size_of (home), ==, 1);

  const struct { const char *path, *body; guint status; const char *member, *value; } cases[] = {
    { path, "{\"status\":\"inactive\"}", 200, "status", "inactive" },
    { path, "{\"status\":\"active\",\"default_role\":\"Foreman\"}", 200, "default_role",
      "Foreman" },
    { path, "{\"status\":\"gone\"}", 400, NULL, NULL },
    { path, "{\"company_id\":null}", 400, NULL, NULL },
    { path, "{\"company_id\":\"nowhere\"}", 404, NULL, NULL },
    { path, "{}", 200, "status", "active" },
    { other, "{\"status\":\"inactive\"}", 422, NULL, NULL },
    { "/users/nobody", "{}", 404, NULL, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].body);
      g_autoptr(Answer) answer = hq ("PATCH", cases[i].path, cases[i].body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].member != NULL)
        g_assert_cmpstr (text_of (object_of (answer), cases[i].member), ==, cases[i].value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  autodesk_begin ();
  g_test_add_func ("/sandbox/projects/sizes", test_sizes);
  g_test_add_func ("/sandbox/projects/filters", test_project_filters);
  g_test_add_func ("/sandbox/projects/one", test_one_project);
  g_test_add_func ("/sandbox/projects/users", test_project_users);
  g_test_add_func ("/sandbox/projects/user-search", test_user_search);
  g_test_add_func ("/sandbox/projects/user-patch", test_user_patch);

  int status = g_test_run ();
  autodesk_end ();
  return status;
}
