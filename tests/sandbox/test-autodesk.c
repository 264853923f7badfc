/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "support/guild-test.h"

#include <libsoup/soup.h>
#include <string.h>

#define N_COMPANIES 600
#define ALL_SCOPES "account:read data:read"

static GuildTestSandbox *sandbox;
static SoupSession *session;
static char *token; /* with ALL_SCOPES; after a test has moved the clock NULL */

typedef struct
{
  guint status;
  JsonNode *body;    /* (owned) (nullable) */
  char *retry_after; /* (owned) (nullable) */
} Answer;

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->body, json_node_unref);
  g_free (answer->retry_after);
  g_free (answer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* HEADERS: name, value, name, value, NULL; a NULL value leaves the header out. */
static Answer *
ask (const char *method, const char *path, const char * const *headers, const char *form)
{
  g_autofree char *uri = g_strconcat (sandbox->url, path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GError) error = NULL;
  Answer *answer = g_new0 (Answer, 1);

  g_assert_nonnull (message);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i += 2)
    soup_message_headers_replace (soup_message_get_request_headers (message), headers[i],
                                  headers[i + 1]);
  if (form != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (form, strlen (form));
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded",
                                                bytes);
    }
  g_autoptr(GBytes) bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  answer->status = soup_message_get_status (message);
  answer->body = json_from_string (text, &error);
  g_assert_no_error (error);
  answer->retry_after = g_strdup (soup_message_headers_get_one (
    soup_message_get_response_headers (message), "Retry-After"));
  return answer;
}

static JsonObject *
object_of (Answer *answer)
{
  g_assert_nonnull (answer->body);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (answer->body));
  return json_node_get_object (answer->body);
}

static const char *
text_of (JsonObject *object, const char *member)
{
  if (!json_object_has_member (object, member) || json_object_get_null_member (object, member))
    return NULL;
  return json_object_get_string_member (object, member);
}

static char *
get_token (const char *scope)
{
  g_autofree char *escaped = g_uri_escape_string (scope, NULL, FALSE);
  g_autofree char *form = g_strdup_printf (
    "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s",
    sandbox->autodesk_client_id, sandbox->autodesk_client_secret, escaped);
  g_autoptr(Answer) answer = ask ("POST", "/authentication/v2/token", NULL, form);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (text_of (object_of (answer), "token_type"), ==, "Bearer");
  return g_strconcat ("Bearer ", text_of (object_of (answer), "access_token"), NULL);
}

/* A GET with a good token and the right region. */
static Answer *
get (const char *path)
{
  if (token == NULL)
    token = get_token (ALL_SCOPES);
  const char * const headers[] = { "Authorization", token, "Region", sandbox->region, NULL };
  return ask ("GET", path, headers, NULL);
}

static char *
companies_path (const char *query)
{
  return g_strdup_printf ("/construction/admin/v1/accounts/%s/companies?%s",
                          sandbox->autodesk_account_id, query);
}

static Answer *
get_companies (const char *query)
{
  g_autofree char *path = companies_path (query);
  return get (path);
}

static void
set_switches (const char *json)
{
  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/switches", json));
}

static void
advance (const char *seconds)
{
  g_autofree char *json = g_strdup_printf ("{\"advanceSeconds\":%s}", seconds);

  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/clock", json));
  g_clear_pointer (&token, g_free);
}

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
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  session = soup_session_new_with_options ("timeout", 60, NULL);
  sandbox = guild_test_sandbox_start ("--companies", "1", "--autodesk-companies",
                                      G_STRINGIFY (N_COMPANIES), NULL);
  set_switches ("{\"rate-limits\":\"off\"}");
  token = get_token (ALL_SCOPES);
  g_test_add_func ("/sandbox/autodesk/token/grants", test_token_grants);
  g_test_add_func ("/sandbox/autodesk/token/expires", test_token_expires);
  g_test_add_func ("/sandbox/autodesk/token/refused", test_token_refused);
  g_test_add_func ("/sandbox/autodesk/hubs", test_hubs);
  g_test_add_func ("/sandbox/autodesk/companies/refusals", test_refusals);
  g_test_add_func ("/sandbox/autodesk/companies/headers", test_headers);
  g_test_add_func ("/sandbox/autodesk/companies/account-states", test_account_states);
  g_test_add_func ("/sandbox/autodesk/companies/filters", test_filters);
  g_test_add_func ("/sandbox/autodesk/companies/sort", test_sort);
  g_test_add_func ("/sandbox/autodesk/companies/paging", test_paging);
  g_test_add_func ("/sandbox/autodesk/companies/fields", test_fields);
  g_test_add_func ("/sandbox/autodesk/companies/rows", test_rows);
  g_test_add_func ("/sandbox/autodesk/companies/encodings", test_encodings);
  g_test_add_func ("/sandbox/autodesk/rate-limit", test_rate_limit);
  g_test_add_func ("/sandbox/autodesk/seed", test_seed);

  int status = g_test_run ();
  guild_test_sandbox_stop (sandbox);
  g_object_unref (session);
  g_free (token);
  return status;
}
