/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <string.h>

static void
test_token_grants (void)
{
  /* %I and %S are the id and the secret; a pair with a colon goes into a Basic header. */
  static const struct { const char *pair, *form; guint status; const char *member, *value; }
  cases[] = {
    { "%I:%S", "grant_type=client_credentials&scope=account:read", 200, "token_type", "Bearer" },
    { NULL, "grant_type=client_credentials&scope=account%3Aread%20data%3Aread&client_id=%I"
      "&client_secret=%S", 200, "token_type", "Bearer" },
    { NULL, "grant_type=client_credentials&scope=account:read+data:read&client_id=%I"
      "&client_secret=%S", 200, "token_type", "Bearer" },
    { "%I:%S", "grant_type=client_credentials&scope=data:read&client_id=%I&client_secret=%S", 400,
      "error", "invalid_request" },
    { "%I:%S", "grant_type=client_credentials&scope=data:read&client_id=%I", 400, "error",
      "invalid_request" },
    { "%I:wrong", "grant_type=client_credentials&scope=account:read", 401, "errorCode",
      "AUTH-003" },
    { NULL, "grant_type=client_credentials&scope=account:read&client_id=%I&client_secret=x", 401,
      "errorCode", "AUTH-003" },
    { "nobody:%S", "grant_type=client_credentials&scope=account:read", 403, "errorCode",
      "AUTH-001" },
    { NULL, "grant_type=client_credentials&scope=account:read", 401, "error", "invalid_client" },
    { NULL, "grant_type=client_credentials&scope=account:read&client_id=%I", 401, "error",
      "invalid_client" },
    { "%I:%S", "scope=account:read", 400, "error", "invalid_request" },
    { "%I:%S", "grant_type=password&scope=account:read", 400, "error", "unsupported_grant_type" },
    { "%I:%S", "grant_type=client_credentials", 400, "error", "invalid_request" },
    { "%I:%S", "grant_type=client_credentials&scope=", 400, "error", "invalid_request" },
    { "%I:%S", "grant_type=client_credentials&scope=account:everything", 400, "error",
      "invalid_scope" },
    { "%I:%S", "grant_type=client_credentials&scope=account:read,data:read", 400, "error",
      "invalid_scope" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) form = g_string_new (cases[i].form);
      g_autoptr(GString) pair = g_string_new (cases[i].pair);

      g_test_message ("%s %s", cases[i].pair, cases[i].form);
      g_string_replace (form, "%I", sandbox->autodesk_client_id, 0);
      g_string_replace (form, "%S", sandbox->autodesk_client_secret, 0);
      g_string_replace (pair, "%I", sandbox->autodesk_client_id, 0);
      g_string_replace (pair, "%S", sandbox->autodesk_client_secret, 0);
      g_autofree char *encoded = g_base64_encode ((const guchar *) pair->str, pair->len);
      g_autofree char *basic = g_strconcat ("Basic ", encoded, NULL);
      const char * const headers[] = { "Authorization", basic, NULL };
      g_autoptr(Answer) answer = ask ("POST", "/authentication/v2/token",
                                      cases[i].pair != NULL ? headers : NULL, form->str);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (text_of (object_of (answer), cases[i].member), ==, cases[i].value);
      if (answer->status == 200)
        {
          g_assert_cmpint (json_object_get_int_member (object_of (answer), "expires_in"), ==,
                           3599);
          g_assert_false (json_object_has_member (object_of (answer), "refresh_token"));
        }
    }
}

static void
test_token_expires (void)
{
  g_autoptr(Answer) fresh = get_companies ("limit=1");
  g_assert_cmpuint (fresh->status, ==, 200);

  g_autofree char *old = g_strdup (token);
  const char * const headers[] = { "Authorization", old, "Region", sandbox->region, NULL };
  g_autofree char *path = companies_path ("limit=1");
  advance ("3590");
  g_autoptr(Answer) late = ask ("GET", path, headers, NULL);
  g_assert_cmpuint (late->status, ==, 200);
  advance ("10");
  g_autoptr(Answer) expired = ask ("GET", path, headers, NULL);
  g_assert_cmpuint (expired->status, ==, 401);
  g_assert_cmpstr (text_of (object_of (expired), "errorCode"), ==, "AUTH-006");
  g_assert_nonnull (text_of (object_of (expired), "developerMessage"));
  g_assert_nonnull (text_of (object_of (expired), "more info"));
}

static void
test_token_refused (void)
{
  g_autofree char *data = get_token ("data:read");
  g_autofree char *account = get_token ("account:read");
  g_autofree char *both = get_token (ALL_SCOPES);
  g_autofree char *forged = g_strconcat (both, "A", NULL);
  g_autofree char *companies = companies_path ("limit=1");
  const struct { const char *path, *authorization; guint status; const char *code; } cases[] = {
    { companies, both, 200, NULL },
    { companies, account, 200, NULL },
    { companies, data, 403, "AUTH-010" },
    { companies, forged, 401, "AUTH-006" },
    { companies, "Bearer nonsense", 401, "AUTH-006" },
    { companies, "Bearer a.b.c", 401, "AUTH-006" },
    { companies, "Basic eDp5", 401, "AUTH-006" },
    { companies, NULL, 401, "AUTH-006" },
    { "/project/v1/hubs", both, 200, NULL },
    { "/project/v1/hubs", data, 200, NULL },
    { "/project/v1/hubs", account, 403, "AUTH-010" },
    { "/project/v1/hubs", NULL, 401, "AUTH-006" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char * const headers[] = { "Region", sandbox->region,
                                       cases[i].authorization != NULL ? "Authorization" : NULL,
                                       cases[i].authorization, NULL };
      g_test_message ("%s as %s", cases[i].path, cases[i].authorization);
      g_autoptr(Answer) answer = ask ("GET", cases[i].path, headers, NULL);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (text_of (object_of (answer), "errorCode"), ==, cases[i].code);
    }
}

static void
test_hubs (void)
{
  g_autofree char *own = g_strconcat ("b.", sandbox->autodesk_account_id, NULL);
  g_autoptr(Answer) answer = get ("/project/v1/hubs");
  JsonArray *data = json_object_get_array_member (object_of (answer), "data");
  guint accounts = 0, personal = 0;

  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      JsonObject *hub = json_array_get_object_element (data, i);
      JsonObject *attributes = json_object_get_object_member (hub, "attributes");
      const char *id = text_of (hub, "id");
      const char *region = text_of (attributes, "region");

      personal += g_str_has_prefix (id, "a.");
      if (!g_str_has_prefix (id, "b."))
        continue;
      accounts++;
      if (g_str_equal (id, own))
        g_assert_cmpstr (region, ==, sandbox->region);
      /* Every account listed can be read, in its own region only. */
      g_autofree char *path = g_strdup_printf ("/construction/admin/v1/accounts/%s/companies",
                                               id + 2);
      const char * const right[] = { "Authorization", token, "Region", region, NULL };
      const char * const wrong[] = { "Authorization", token, "Region",
                                     g_str_equal (region, "US") ? "EMEA" : "US", NULL };
      g_autoptr(Answer) found = ask ("GET", path, right, NULL);
      g_autoptr(Answer) missing = ask ("GET", path, wrong, NULL);
      g_assert_cmpuint (found->status, ==, 200);
      g_assert_cmpuint (missing->status, ==, 404);
    }
  g_assert_cmpuint (accounts, ==, 2);
  g_assert_cmpuint (personal, ==, 1);
  g_assert_false (json_object_has_member (object_of (answer), "meta"));

  g_autofree char *path = g_strconcat ("/project/v1/hubs?filter%5Bid%5D=", own, NULL);
  g_autoptr(Answer) one = get (path);
  data = json_object_get_array_member (object_of (one), "data");
  g_assert_cmpuint (json_array_get_length (data), ==, 1);

  set_switches ("{\"hubs-warning\":\"on\"}");
  g_autoptr(Answer) warned = get ("/project/v1/hubs");
  set_switches ("{\"hubs-warning\":null}");
  g_assert_cmpuint (warned->status, ==, 200);
  JsonObject *meta = json_object_get_object_member (object_of (warned), "meta");
  JsonArray *warnings = json_object_get_array_member (meta, "warnings");
  g_assert_cmpstr (text_of (json_array_get_object_element (warnings, 0), "ErrorCode"), ==,
                   "BIM360DM_ERROR");
}

static void
test_refusals (void)
{
  g_autofree char *long_text = g_strnfill (256, 'x');
  g_autofree char *long_name = g_strconcat ("filter%5Bname%5D=", long_text, NULL);
  const struct { const char *query, *parameter; } cases[] = {
    { "limit=0", "limit" },
    { "limit=-1", "limit" },
    { "limit=ten", "limit" },
    { "limit=", "limit" },
    { "limit=1.5", "limit" },
    { "offset=-1", "offset" },
    { "offset=x", "offset" },
    { "filterTextMatch=regex", "filterTextMatch" },
    { "filterTextMatch=Contains", "filterTextMatch" },
    { "filter%5Bstatus%5D=deleted", "filter[status]" },
    { "sort=city", "sort" },
    { "sort=name%20down", "sort" },
    { "sort=-name", "sort" },
    { "sort=name,phone%20desc", "sort" },
    { "fields=name,city", "fields" },
    { "fields=id", "fields" },
    { "orFilters=status", "orFilters" },
    { "orFilters=name,userSize", "orFilters" },
    { long_name, "filter[name]" },
    { "filter%5BupdatedAt%5D=..", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01T00:00:00Z", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01..", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01T00:00:00Z...", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01T00:00:00..", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-13-01T00:00:00Z..", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01T00:00:00.12Z..", "filter[updatedAt]" },
    { "filter%5BupdatedAt%5D=2020-01-01T00:00:00+01:00..", "filter[updatedAt]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].query);
      g_autoptr(Answer) answer = get_companies (cases[i].query);
      JsonArray *errors;

      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpstr (text_of (object_of (answer), "title"), ==, "Bad Request");
      g_assert_nonnull (strstr (text_of (object_of (answer), "detail"), cases[i].parameter));
      errors = json_object_get_array_member (object_of (answer), "errors");
      g_assert_cmpstr (text_of (json_array_get_object_element (errors, 0), "field"), ==,
                       cases[i].parameter);
    }
}

static void
test_headers (void)
{
  const char *id = sandbox->autodesk_account_id;
  const char *region = sandbox->region;
  const char *other = g_str_equal (region, "JPN") ? "IND" : "JPN";
  g_autofree char *hub_id = g_strconcat ("b.", id, NULL);
  g_autofree char *upper = g_ascii_strup (id, -1);
  const struct { const char *account, *region, *name, *value; guint status; } cases[] = {
    { id, region, NULL, NULL, 200 },
    { id, NULL, NULL, NULL, 200 },
    { id, other, NULL, NULL, 404 },
    { id, "Mars", NULL, NULL, 404 },
    { hub_id, region, NULL, NULL, 404 },
    { upper, region, NULL, NULL, 404 },
    { "00000000-0000-4000-8000-000000000000", region, NULL, NULL, 404 },
    { id, region, "Accept", "application/json, text/plain, */*", 200 },
    { id, region, "Accept", "application/*;q=0.5", 200 },
    { id, region, "Accept", "text/html", 406 },
    { id, region, "Accept", "application/json;q=0", 406 },
    { id, region, "User-Id", "L9EBJKCGCXBB", 200 },
    { id, region, "User-Id", "a3f0c1de-9b7c-4b2f-8a43-0d5a51f4b6c7", 200 },
    { id, region, "User-Id", "somebody", 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/construction/admin/v1/accounts/%s/companies",
                                               cases[i].account);
      const char *headers[7] = { "Authorization", token, NULL };
      guint n = 2;

      if (cases[i].region != NULL)
        {
          headers[n++] = "region"; /* in any case */
          headers[n++] = cases[i].region;
        }
      headers[n] = cases[i].name;
      if (cases[i].name != NULL)
        headers[n + 1] = cases[i].value;
      g_test_message ("%s Region: %s %s: %s", path, cases[i].region, cases[i].name,
                      cases[i].value);
      g_autoptr(Answer) answer = ask ("GET", path, headers, NULL);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }

  const char * const bare[] = { "Authorization", token, NULL };
  g_autofree char *path = companies_path ("limit=1");
  set_switches ("{\"region-required\":\"on\"}");
  g_autoptr(Answer) missing = ask ("GET", path, bare, NULL);
  set_switches ("{\"region-required\":\"403\"}");
  g_autoptr(Answer) forbidden = ask ("GET", path, bare, NULL);
  set_switches ("{\"region-required\":null}");
  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpuint (forbidden->status, ==, 403);
  g_assert_cmpstr (text_of (object_of (forbidden), "errorCode"), ==, "AUTH-001");
}

static void
test_account_states (void)
{
  static const struct { const char *json; guint status; const char *title; } cases[] = {
    { "{\"autodesk-account\":\"closed\"}", 410, "Gone" },
    { "{\"autodesk-account\":\"forbidden\"}", 403, "Forbidden" },
    { "{\"autodesk-account\":\"unlisted\"}", 403, NULL },
    { "{\"autodesk-account\":\"unavailable\"}", 503, "Service Unavailable" },
    { "{\"autodesk-account\":null}", 200, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_switches (cases[i].json);
      g_autoptr(Answer) answer = get_companies ("limit=1");
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (text_of (object_of (answer), "title"), ==, cases[i].title);
      if (answer->status == 503)
        g_assert_nonnull (answer->retry_after);
    }

  const char * const headers[] = { "Authorization", token, "Region", sandbox->region, NULL };
  g_autofree char *path = companies_path ("");
  g_autoptr(Answer) posted = ask ("POST", path, headers, "name=x");
  g_assert_cmpuint (posted->status, ==, 405);
}

/* A request as it stands, for what a client library would tidy up; (transfer full). */
static char *
send_raw (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = g_uri_parse (sandbox->url, G_URI_FLAGS_NONE, &error);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect_to_host (client, g_uri_get_host (uri), g_uri_get_port (uri), NULL,
                                     &error);
  g_assert_no_error (error);
  g_autofree char *text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n"
                                           "Connection: close\r\n\r\n", path, token);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice (memory, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                          G_OUTPUT_STREAM_SPLICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (memory, "", 1, NULL, NULL, NULL);
  g_output_stream_close (memory, NULL, NULL);
  char *answer = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  char *results = g_strdup (strstr (answer, "\"results\""));
  g_free (answer);
  g_assert_nonnull (results);
  return results;
}

static void
test_encodings (void)
{
  static const char * const queries[] = {
    "filter%5Bname%5D=b%26a&sort=name%20desc&fields=name,trade",
    "filter%5bname%5d=b%26a&sort=name+desc&fields=name&fields=trade",
    "filter[name]=b%26a&sort=name%20desc&fields=name%2Ctrade",
    "filter[name]=%62%26a&sort=name%20desc&fields=trade,name&unknown=1",
  };
  g_autofree char *first = NULL;

  g_autoptr(Answer) warm = get_companies ("limit=1");
  g_assert_cmpuint (warm->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *path = companies_path (queries[i]);
      g_autofree char *results = send_raw (path);
      g_autofree char *doubled = g_strconcat ("//", path + 1, NULL);
      g_autofree char *again = send_raw (doubled);

      g_assert_cmpstr (again, ==, results);
      if (first == NULL)
        first = g_steal_pointer (&results);
      else
        g_assert_cmpstr (results, ==, first);
    }
}

static void
test_rate_limit (void)
{
  set_switches ("{\"rate-limits\":null}");
  advance ("120");
  g_autoptr(Answer) first = get_companies ("limit=1&fields=name");
  g_assert_cmpuint (first->status, ==, 200);
  for (guint i = 1; i < 600; i++)
    {
      g_autoptr(Answer) answer = get_companies ("limit=1&fields=name");
      g_assert_cmpuint (answer->status, ==, 200);
    }
  g_autoptr(Answer) refused = get_companies ("limit=1");
  g_assert_cmpuint (refused->status, ==, 429);
  g_assert_cmpstr (text_of (object_of (refused), "developerMessage"), ==, "Quota limit exceeded.");
  gint64 wait = g_ascii_strtoll (refused->retry_after, NULL, 10);
  g_assert_cmpint (wait, >=, 1);
  g_assert_cmpint (wait, <=, 60);

  /* Waiting as long as was said is enough. */
  g_autoptr(Answer) hubs = get ("/project/v1/hubs");
  g_assert_cmpuint (hubs->status, ==, 200);
  advance (refused->retry_after);
  g_autoptr(Answer) allowed = get_companies ("limit=1");
  g_assert_cmpuint (allowed->status, ==, 200);

  set_switches ("{\"rate-limit-admin-get\":\"0\"}");
  g_autoptr(Answer) none = get_companies ("limit=1");
  g_assert_cmpuint (none->status, ==, 429);
  set_switches ("{\"rate-limit-admin-get\":null,\"rate-limits\":\"off\"}");
}

static char *
first_page (const char *seed)
{
  g_autoptr(GuildTestSandbox) other =
    guild_test_sandbox_start ("--companies", "1", "--autodesk-companies", "50", "--seed", seed,
                              NULL);
  g_autofree char *path = g_strdup_printf (
    "/construction/admin/v1/accounts/%s/companies?limit=200", other->autodesk_account_id);
  g_autoptr(JsonNode) page = guild_test_sandbox_call (other, "GET", path, NULL);
  g_autoptr(JsonNode) results =
    json_node_copy (json_object_get_member (json_node_get_object (page), "results"));

  return json_to_string (results, FALSE);
}

static void
test_seed (void)
{
  g_autofree char *once = first_page ("7");
  g_autofree char *twice = first_page ("7");
  g_autofree char *other = first_page ("8");

  g_assert_cmpstr (once, ==, twice);
  g_assert_cmpstr (once, !=, other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  autodesk_begin ();
  g_test_add_func ("/sandbox/autodesk/token/grants", test_token_grants);
  g_test_add_func ("/sandbox/autodesk/token/expires", test_token_expires);
  g_test_add_func ("/sandbox/autodesk/token/refused", test_token_refused);
  g_test_add_func ("/sandbox/autodesk/hubs", test_hubs);
  g_test_add_func ("/sandbox/autodesk/companies/refusals", test_refusals);
  g_test_add_func ("/sandbox/autodesk/companies/headers", test_headers);
  g_test_add_func ("/sandbox/autodesk/companies/account-states", test_account_states);
  g_test_add_func ("/sandbox/autodesk/companies/encodings", test_encodings);
  g_test_add_func ("/sandbox/autodesk/rate-limit", test_rate_limit);
  g_test_add_func ("/sandbox/autodesk/seed", test_seed);

  int status = g_test_run ();
  autodesk_end ();
  return status;
}
