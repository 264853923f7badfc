/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "autodesk-http.h"

#include <string.h>

/* Autodesk's old family of calls: what it reads and writes, and what the new one sees of that. */

static void
assert_refused (Answer *answer, guint status, gint64 code)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (json_object_get_int_member (object_of (answer), "code"), ==, code);
  g_assert_nonnull (text_of (object_of (answer), "message"));
}

/* The company NAME as the new family has it; (transfer full). */
static JsonObject *
find_new (const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *query = g_strconcat ("filterTextMatch=equals&filter%5Bname%5D=", escaped, NULL);
  g_autoptr(Answer) answer = get_companies (query);
  JsonArray *results = json_object_get_array_member (object_of (answer), "results");

  g_assert_cmpuint (json_array_get_length (results), ==, 1);
  return json_object_ref (json_array_get_object_element (results, 0));
}

static void
test_list (void)
{
  g_autoptr(Answer) ten = hq ("GET", "/companies", NULL);
  g_autoptr(Answer) all = hq ("GET", "/companies?limit=500&offset=500", NULL);
  g_autoptr(Answer) sorted = hq ("GET", "/companies?limit=50&sort=-trade,nothing,%20name&"
                                 "field=name,trade,nothing", NULL);
  g_autoptr(Answer) bad = hq ("GET", "/companies?limit=many", NULL);
  JsonArray *rows = array_of (sorted);
  JsonObject *first = json_array_get_object_element (array_of (ten), 0);

  g_assert_cmpuint (json_array_get_length (array_of (ten)), ==, 10);
  g_assert_cmpuint (json_array_get_length (array_of (all)), <=, 100);
  g_assert_cmpuint (json_array_get_length (rows), ==, 50);
  for (guint i = 0; i < 50; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_cmpuint (json_object_get_size (row), ==, 3);
      g_assert_nonnull (text_of (row, "id"));
      if (i > 0)
        {
          g_autofree char *a = g_utf8_casefold (
            text_of (json_array_get_object_element (rows, i - 1), "trade"), -1);
          g_autofree char *b = g_utf8_casefold (text_of (row, "trade"), -1);
          g_assert_cmpint (strcmp (a, b), >=, 0);
        }
    }
  assert_refused (bad, 400, 1001);

  g_assert_cmpstr (text_of (first, "account_id"), ==, sandbox->autodesk_account_id);
  g_assert_cmpuint (json_object_get_size (first), ==, 17);
  g_assert_false (json_object_has_member (first, "status"));
  g_autofree char *one = g_strconcat ("/companies/", text_of (first, "id"), NULL);
  g_autoptr(Answer) same = hq ("GET", one, NULL);
  g_assert_cmpuint (same->status, ==, 200);
  g_assert_true (json_object_equal (object_of (same), first));
  g_autoptr(Answer) missing = hq ("GET", "/companies/00000000-0000-4000-8000-000000000000", NULL);
  assert_refused (missing, 404, 1004);
}

static void
test_names_of_places (void)
{
  g_autoptr(Answer) answer = hq ("GET", "/companies?limit=100", NULL);
  JsonArray *rows = array_of (answer);
  guint places = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      const char *country = text_of (json_array_get_object_element (rows, i), "country");

      places += country != NULL;
      if (country != NULL)
        g_assert_cmpuint (strlen (country), >, 2);
    }
  g_assert_cmpuint (places, >, 50);
}

static void
test_search (void)
{
  static const struct { const char *query; gboolean found; } cases[] = {
    { "name=zwEI%20brueder", TRUE },
    { "name=zwei%20brueder&partial=false", FALSE },
    { "name=ZWEI%20Brueder%20Dach&partial=false", TRUE },
    { "name=zwei&trade=nobody", TRUE },
    { "name=zwei&trade=nobody&operator=OR", TRUE },
    { "name=zwei&trade=nobody&operator=AND", FALSE },
    { "name=zwei&trade=roof&operator=AND", TRUE },
    { "trade=moisture&name=brueder&operator=AND&limit=1&field=name", TRUE },
    { "name=nobody%20is%20called%20so", FALSE },
  };
  g_autoptr(Answer) made = hq ("POST", "/companies", "{\"name\":\"Zwei Brueder Dach\","
                               "\"trade\":\"Moisture Protection | Roofing\"}");

  g_assert_cmpuint (made->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/companies/search?", cases[i].query, NULL);
      g_autoptr(Answer) answer = hq ("GET", path, NULL);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (json_array_get_length (array_of (answer)), ==, cases[i].found ? 1 : 0);
    }
  g_autoptr(Answer) bad = hq ("GET", "/companies/search?name=a&operator=XOR", NULL);
  assert_refused (bad, 400, 1001);
}

static void
test_create (void)
{
  g_autoptr(Answer) answer = hq ("POST", "/companies",
    "{\"name\":\"  Ödland & Söhne \",\"trade\":\"mh-trade\",\"address_line_1\":\"Am Markt 1\","
    "\"city\":\"München\",\"state_or_province\":\"Bayern\",\"country\":\"Germany\","
    "\"postal_code\":\"80331\",\"phone\":\"+49 89 1\",\"website_url\":\"https://oedland.example\","
    "\"description\":\"\",\"erp_id\":\"E-1\",\"tax_id\":null}");
  JsonObject *company = object_of (answer);

  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (text_of (company, "name"), ==, "Ödland & Söhne");
  g_assert_cmpstr (text_of (company, "phone"), ==, "+49 89 1");
  g_assert_null (text_of (company, "description"));
  g_assert_true (json_object_get_null_member (company, "tax_id"));
  g_assert_cmpstr (text_of (company, "created_at"), ==, text_of (company, "updated_at"));

  g_autoptr(JsonObject) found = find_new ("ödland & söhne");
  JsonArray *addresses = json_object_get_array_member (found, "addresses");
  JsonObject *address = json_array_get_object_element (addresses, 0);
  g_assert_cmpstr (text_of (found, "id"), ==, text_of (company, "id"));
  g_assert_cmpstr (text_of (found, "trade"), ==, "mh-trade");
  g_assert_cmpstr (text_of (found, "status"), ==, "active");
  g_assert_cmpint (json_object_get_int_member (found, "projectSize"), ==, 0);
  g_assert_cmpstr (text_of (address, "city"), ==, "München");
  g_assert_cmpstr (text_of (address, "country"), ==, "Germany");
  g_assert_cmpstr (text_of (address, "phone"), ==, "+49 89 1");
}

static void
test_create_refused (void)
{
  g_autofree char *text = g_strnfill (256, 'x');
  g_autofree char *long_name = g_strdup_printf ("{\"name\":\"%s\",\"trade\":\"Concrete\"}", text);
  g_autofree char *long_erp = g_strdup_printf (
    "{\"name\":\"Long\",\"trade\":\"Concrete\",\"erp_id\":\"%s\"}", text);
  const struct { const char *body; guint status; gint64 code; } cases[] = {
    { "{\"name\":\"Refused\"}", 400, 1001 },
    { "{\"trade\":\"Concrete\"}", 400, 1001 },
    { "{\"name\":\" \",\"trade\":\"Concrete\"}", 400, 1001 },
    { "{\"name\":\"Refused\",\"trade\":\"\"}", 400, 1001 },
    { "{\"name\":7,\"trade\":\"Concrete\"}", 400, 1001 },
    { "{\"name\":\"Refused\",\"trade\":\"Concrete\",\"id\":\"x\"}", 400, 1001 },
    { "{\"name\":\"Refused\",\"trade\":\"Concrete\",\"updated_at\":\"x\"}", 400, 1001 },
    { "[]", 400, 1001 },
    { "{\"name\"", 400, 1001 },
    { long_name, 422, 1005 },
    { long_erp, 422, 1005 },
    { "{\"name\":\"Refused\",\"trade\":\"Concrete\",\"country\":\"US\"}", 422, 1005 },
    { "{\"name\":\"Refused\",\"trade\":\"Concrete\",\"country\":\"Germany\","
      "\"state_or_province\":\"Texas\"}", 422, 1005 },
    { "{\"name\":\" TAKEN by all \",\"trade\":\"Concrete\"}", 409, 1002 },
  };
  g_autoptr(Answer) taken = hq ("POST", "/companies",
                                "{\"name\":\"Taken by All\",\"trade\":\"Concrete\"}");

  g_assert_cmpuint (taken->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].body);
      g_autoptr(Answer) answer = hq ("POST", "/companies", cases[i].body);
      assert_refused (answer, cases[i].status, cases[i].code);
    }
  g_autoptr(Answer) none = hq ("GET", "/companies/search?name=refused", NULL);
  g_assert_cmpuint (json_array_get_length (array_of (none)), ==, 0);

  set_switches ("{\"trade\":\"strict\"}");
  g_autoptr(Answer) strict = hq ("POST", "/companies", "{\"name\":\"Strict\",\"trade\":\"mine\"}");
  g_autoptr(Answer) listed = hq ("POST", "/companies", "{\"name\":\"Strict\",\"trade\":"
                                 "\"HVAC Heating, Ventilating, & Air Conditioning\"}");
  set_switches ("{\"trade\":null}");
  assert_refused (strict, 422, 1005);
  g_assert_cmpuint (listed->status, ==, 201);
}

static void
test_patch (void)
{
  g_autoptr(Answer) made = hq ("POST", "/companies", "{\"name\":\"Patchwork\",\"trade\":\"Owner\","
                               "\"erp_id\":\"P-1\",\"country\":\"United States\","
                               "\"state_or_province\":\"Texas\"}");
  const char *id = text_of (object_of (made), "id");
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  const struct { const char *body; guint status; const char *member, *value; } cases[] = {
    { "{\"erp_id\":\"P-2\"}", 200, "erp_id", "P-2" },
    { "{\"phone\":\"1\"}", 200, "erp_id", "P-2" },
    { "{\"erp_id\":null}", 200, "erp_id", NULL },
    { "{\"phone\":\"\"}", 200, "phone", NULL },
    { "{\"name\":\"Patchwork\"}", 200, "name", "Patchwork" },
    { "{\"name\":\"PATCHWORK\"}", 200, "name", "PATCHWORK" },
    { "{\"country\":\"Germany\"}", 422, NULL, NULL },
    { "{\"country\":\"Germany\",\"state_or_province\":\"Bayern\"}", 200, "country", "Germany" },
    { "{\"name\":null}", 400, NULL, NULL },
    { "{\"trade\":\"\"}", 400, NULL, NULL },
    { "{\"name\":\"taken by all\"}", 409, NULL, NULL },
    { "{\"created_at\":null}", 400, NULL, NULL },
    { "{}", 200, "trade", "Owner" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].body);
      g_autoptr(Answer) answer = hq ("PATCH", path, cases[i].body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].member != NULL)
        g_assert_cmpstr (text_of (object_of (answer), cases[i].member), ==, cases[i].value);
    }

  /* Its time moves when something changes, and only then. */
  g_autoptr(JsonObject) before = find_new ("PATCHWORK");
  advance ("60");
  g_autoptr(Answer) nothing = hq ("PATCH", path, "{\"trade\":\"Owner\"}");
  g_assert_cmpstr (text_of (object_of (nothing), "updated_at"), ==, text_of (before, "updatedAt"));
  g_autoptr(Answer) something = hq ("PATCH", path, "{\"trade\":\"Masonry\"}");
  g_assert_cmpstr (text_of (object_of (something), "updated_at"), >, text_of (before, "updatedAt"));
  g_autoptr(JsonObject) after = find_new ("PATCHWORK");
  g_assert_cmpstr (text_of (after, "updatedAt"), ==, text_of (object_of (something), "updated_at"));

  g_autoptr(Answer) missing = hq ("PATCH", "/companies/00000000-0000-4000-8000-000000000000", "{}");
  assert_refused (missing, 404, 1004);
}

static void
test_import (void)
{
  static const char body[] = "[{\"name\":\"%s One\",\"trade\":\"Owner\"},{\"name\":\"%s Two\"},"
                             "{\"name\":\"%s One\",\"trade\":\"Owner\"},"
                             "{\"name\":\"%s Three\",\"trade\":\"mine\"}]";
  static const struct { const char *json, *shape, *name; } cases[] = {
    { "{\"import-failures\":null}", "item", "Ant" },
    { "{\"import-failures\":\"errors\"}", "errors", "Bee" },
    { "{\"import-failures\":\"plain\"}", NULL, "Cat" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) text = g_string_new (body);

      g_string_replace (text, "%s", cases[i].name, 0);
      set_switches (cases[i].json);
      g_autoptr(Answer) answer = hq ("POST", "/companies/import", text->str);
      JsonObject *object = object_of (answer);
      g_assert_cmpuint (answer->status, ==, 201);
      g_assert_cmpint (json_object_get_int_member (object, "success"), ==, 2);
      g_assert_cmpint (json_object_get_int_member (object, "failure"), ==, 2);
      JsonArray *good = json_object_get_array_member (object, "success_items");
      JsonArray *bad = json_object_get_array_member (object, "failure_items");
      g_assert_cmpuint (json_array_get_length (good), ==, 2);
      g_assert_nonnull (text_of (json_array_get_object_element (good, 0), "id"));
      for (guint n = 0; n < 2; n++)
        {
          JsonObject *row = json_array_get_object_element (bad, n);

          if (i == 0)
            {
              g_assert_nonnull (text_of (row, "error"));
              row = json_object_get_object_member (row, "item");
            }
          else
            g_assert_true (json_object_has_member (row, "errors") == (i == 1));
          g_assert_true (g_str_has_prefix (text_of (row, "name"), cases[i].name));
        }
    }
  set_switches ("{\"import-failures\":null}");

  g_autoptr(GString) many = g_string_new ("[");
  for (guint i = 0; i < 51; i++)
    g_string_append_printf (many, "%s{\"name\":\"Swarm %u\",\"trade\":\"Owner\"}", i ? "," : "", i);
  g_string_append_c (many, ']');
  g_autoptr(Answer) refused = hq ("POST", "/companies/import", many->str);
  g_autoptr(Answer) empty = hq ("POST", "/companies/import", "[]");
  g_autoptr(Answer) object = hq ("POST", "/companies/import", "{}");
  assert_refused (refused, 400, 1001);
  assert_refused (empty, 400, 1001);
  assert_refused (object, 400, 1001);
}

static Answer *
send_logo (const char *company, const char *part, const char *file, const char *type, gsize size)
{
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies/%s/image",
                                           sandbox->autodesk_account_id, company);
  g_autoptr(GByteArray) body = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf (
    "--frontier\r\nContent-Disposition: form-data; name=\"%s\"%s%s%s\r\nContent-Type: %s\r\n\r\n",
    part, file != NULL ? "; filename=\"" : "", file != NULL ? file : "", file != NULL ? "\"" : "",
    type);
  g_autofree char *image = g_strnfill (size, 'i');
  const char * const headers[] = { "Authorization", writer, "Region", sandbox->region, NULL };

  g_byte_array_append (body, (const guchar *) head, strlen (head));
  g_byte_array_append (body, (const guchar *) image, size);
  g_byte_array_append (body, (const guchar *) "\r\n--frontier--\r\n", 16);
  g_autoptr(GBytes) bytes = g_bytes_new (body->data, body->len);
  return ask_with ("PATCH", path, headers, "multipart/form-data; boundary=frontier", bytes);
}

static void
test_logo (void)
{
  g_autoptr(Answer) made = hq ("POST", "/companies", "{\"name\":\"Logo\",\"trade\":\"Owner\"}");
  const char *id = text_of (object_of (made), "id");
  static const char * const good[] = { "image/png", "image/jpeg", "image/jpg", "image/bmp",
                                       "image/gif" };
  static const struct { const char *part, *file, *type; gsize size; guint status; } cases[] = {
    { "file", "a.png", "image/png", 9, 400 },
    { "chunk", NULL, "image/png", 9, 400 },
    { "chunk", "a.png", "image/png", 0, 400 },
    { "chunk", "a.svg", "image/svg+xml", 9, 415 },
    { "chunk", "a.png", "image/png", 10 * 1024 * 1024 + 1, 422 },
    { "chunk", "a.png", "image/png", 10 * 1024 * 1024, 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(Answer) sent = send_logo (id, "chunk", "logo", good[i], 100 + i);
      g_autoptr(JsonObject) company = find_new ("Logo");
      const char *url = text_of (company, "imageUrl");

      g_assert_cmpuint (sent->status, ==, 200);
      g_assert_cmpstr (text_of (object_of (sent), "id"), ==, id);
      g_assert_true (g_str_has_prefix (url, sandbox->url));
      g_autoptr(Answer) image = ask ("GET", url + strlen (sandbox->url), NULL, NULL);
      g_assert_cmpuint (image->status, ==, 200);
      g_assert_cmpstr (image->type, ==, good[i]);
      g_assert_cmpuint (g_bytes_get_size (image->bytes), ==, 100 + i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].part, cases[i].type);
      g_autoptr(Answer) answer = send_logo (id, cases[i].part, cases[i].file, cases[i].type,
                                            cases[i].size);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  g_autoptr(Answer) missing = send_logo ("00000000-0000-4000-8000-000000000000", "chunk", "a",
                                         "image/png", 9);
  assert_refused (missing, 404, 1004);
}

static void
test_paths (void)
{
  const char *id = sandbox->autodesk_account_id;
  const struct { const char *pattern, *region; guint status; } cases[] = {
    { "/hq/v1/accounts/%s/companies", "EMEA", 200 },
    { "/hq/v1/regions/eu/accounts/%s/companies", NULL, 200 },
    { "/hq/v1/regions/eu/accounts/%s/companies", "EMEA", 200 },
    { "//hq/v1/accounts/%s/companies", "EMEA", 200 },
    { "/hq/v1/accounts/%s/companies", NULL, 404 }, /* means US */
    { "/hq/v1/accounts/%s/companies", "AUS", 404 },
    { "/hq/v1/accounts/b.%s/companies", "EMEA", 404 },
    { "/hq/v1/accounts/%s/nothing", "EMEA", 404 },
    { "/hq/v2/accounts/%s/companies", "EMEA", 404 },
  };
  g_autoptr(Answer) warm = hq ("GET", "/companies?limit=1", NULL);

  g_assert_cmpuint (warm->status, ==, 200);
  g_assert_cmpstr (sandbox->region, ==, "EMEA");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) path = g_string_new (cases[i].pattern);
      const char * const headers[] = { "Authorization", writer,
                                       cases[i].region != NULL ? "Region" : NULL, cases[i].region,
                                       NULL };

      g_string_replace (path, "%s", id, 0);
      g_test_message ("%s", path->str);
      g_autoptr(Answer) answer = ask ("GET", path->str, headers, NULL);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  g_autoptr(Answer) deleted = hq ("DELETE", "/companies/x", NULL);
  assert_refused (deleted, 405, 1001);
  g_autoptr(Answer) put = hq ("PUT", "/companies", "{}");
  assert_refused (put, 405, 1001);
}

static void
test_scopes (void)
{
  g_autofree char *reader = get_token ("account:read");
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies",
                                           sandbox->autodesk_account_id);
  const char * const headers[] = { "Authorization", reader, "Region", sandbox->region, NULL };
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr(Answer) read = ask ("GET", path, headers, NULL);
  g_autoptr(Answer) written = ask_with ("POST", path, headers, "application/json", body);
  g_autoptr(Answer) form = hq ("POST", "/companies", NULL);

  g_assert_cmpuint (read->status, ==, 200);
  g_assert_cmpuint (written->status, ==, 403);
  g_assert_cmpstr (text_of (object_of (written), "errorCode"), ==, "AUTH-010");
  g_assert_cmpuint (form->status, ==, 415);
}

static void
test_account_states (void)
{
  static const struct { const char *json; guint status; const char *code; } cases[] = {
    { "{\"autodesk-account\":\"closed\"}", 403, NULL },
    { "{\"autodesk-account\":\"unprovisioned\"}", 403, NULL },
    { "{\"autodesk-account\":\"unlisted\"}", 403, "AUTH-001" },
    { "{\"autodesk-account\":\"unavailable\"}", 503, NULL },
    { "{\"autodesk-account\":null,\"wrong-region\":\"403\",\"account-region\":\"AUS\"}", 403,
      "AUTH-001" },
    { "{\"wrong-region\":null}", 404, NULL },
    { "{\"account-region\":null}", 200, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_switches (cases[i].json);
      g_autoptr(Answer) answer = hq ("GET", "/companies?limit=1", NULL);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].code != NULL)
        g_assert_cmpstr (text_of (object_of (answer), "errorCode"), ==, cases[i].code);
    }
}

/* Reads and writes share one budget. */
static void
test_limit (void)
{
  guint allowed = 0;

  set_switches ("{\"rate-limits\":null}");
  advance ("3600");
  for (guint i = 0; i < 101; i++)
    {
      g_autoptr(Answer) answer = i % 2 == 0
                                   ? hq ("GET", "/companies?limit=1&field=id", NULL)
                                   : hq ("PATCH", "/companies/x", "{}");
      allowed += answer->status != 429;
      if (answer->status == 429)
        g_assert_nonnull (answer->retry_after);
    }
  set_switches ("{\"rate-limits\":\"off\"}");
  g_assert_cmpuint (allowed, ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  autodesk_begin ();
  g_test_add_func ("/sandbox/hq/list", test_list);
  g_test_add_func ("/sandbox/hq/names-of-places", test_names_of_places);
  g_test_add_func ("/sandbox/hq/search", test_search);
  g_test_add_func ("/sandbox/hq/create", test_create);
  g_test_add_func ("/sandbox/hq/create-refused", test_create_refused);
  g_test_add_func ("/sandbox/hq/patch", test_patch);
  g_test_add_func ("/sandbox/hq/import", test_import);
  g_test_add_func ("/sandbox/hq/logo", test_logo);
  g_test_add_func ("/sandbox/hq/paths", test_paths);
  g_test_add_func ("/sandbox/hq/scopes", test_scopes);
  g_test_add_func ("/sandbox/hq/account-states", test_account_states);
  g_test_add_func ("/sandbox/hq/limit", test_limit);

  int status = g_test_run ();
  autodesk_end ();
  return status;
}
