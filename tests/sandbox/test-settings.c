/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"

#include <string.h>

/* The settings of a Codat client (codat.md §5.4, §10, §11). */

static GuildTestSandbox *
start (void)
{
  return guild_test_sandbox_start ("--companies", "10", "--autodesk-companies", "0", NULL);
}

static void
set_switch (GuildTestSandbox *sandbox, const char *name, const char *value)
{
  g_autofree char *body = g_strdup_printf ("{\"%s\":\"%s\"}", name, value);

  json_node_unref (guild_test_sandbox_call (sandbox, "POST", "/_sandbox/switches", body));
}

#define assert_status(sandbox, method, path, body, wanted) \
  G_STMT_START { \
    g_autoptr(Answer) answer_ = call (sandbox, method, path, body); \
    g_assert_cmpuint (answer_->status, ==, wanted); \
  } G_STMT_END

static char *
make_header (const char *key)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) key, strlen (key));

  return g_strconcat ("Basic ", encoded, NULL);
}

static void
test_keys (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) list = get (sandbox, "/apiKeys");

  g_assert_cmpuint (length_at (list, "results"), ==, 2);
  g_assert_cmpstr (text_at (list, "results.0.apiKey"), ==, sandbox->codat_key);
  g_assert_cmpuint (strlen (text_at (list, "results.1.apiKey")), ==, 40);
  g_autoptr(Answer) made = call (sandbox, "POST", "/apiKeys", "{\"name\":\"Tests\"}");
  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpstr (text_at (made, "name"), ==, "Tests");
  g_assert_true (has (made, "createdDate"));

  /* It opens the door until it is deleted. */
  g_autofree char *header = make_header (text_at (made, "apiKey"));
  g_autofree char *path = g_strconcat ("/apiKeys/", text_at (made, "id"), NULL);
  g_autoptr(Answer) with = call_as (sandbox, header, "GET", "/profile", NULL);
  g_assert_cmpuint (with->status, ==, 200);
  g_autoptr(Answer) itself = call_as (sandbox, header, "DELETE", path, NULL);
  g_assert_cmpuint (itself->status, ==, 204);
  g_autoptr(Answer) after = call_as (sandbox, header, "GET", "/profile", NULL);
  g_assert_cmpuint (after->status, ==, 401);
  assert_status (sandbox, "DELETE", path, NULL, 404);
}

static void
test_key_limits (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *longest = g_strnfill (50, 'x');
  g_autofree char *good = g_strdup_printf ("{\"name\":\"%s\"}", longest);
  g_autofree char *bad = g_strdup_printf ("{\"name\":\"%sx\"}", longest);

  assert_status (sandbox, "POST", "/apiKeys", bad, 400);
  assert_status (sandbox, "POST", "/apiKeys", "[]", 400);
  assert_status (sandbox, "POST", "/apiKeys", "{\"name\":5}", 400);
  assert_status (sandbox, "POST", "/apiKeys", good, 201);
  for (guint i = 0; i < 7; i++)
    assert_status (sandbox, "POST", "/apiKeys", "{}", 201);
  g_autoptr(Answer) full = call (sandbox, "POST", "/apiKeys", "{\"name\":\"Eleventh\"}");
  g_assert_cmpuint (full->status, ==, 409);
  g_assert_nonnull (strstr (text_at (full, "error"), "Maximum number of API keys reached"));

  g_autoptr(Answer) list = get (sandbox, "/apiKeys");
  for (guint i = 1; i < length_at (list, "results"); i++)
    {
      g_autofree char *where = g_strdup_printf ("results.%u.id", i);
      g_autofree char *path = g_strconcat ("/apiKeys/", text_at (list, where), NULL);
      assert_status (sandbox, "DELETE", path, NULL, 204);
    }
  g_autofree char *last = g_strconcat ("/apiKeys/", text_at (list, "results.0.id"), NULL);
  assert_status (sandbox, "DELETE", last, NULL, 403);
}

static void
test_webhooks (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) list = get (sandbox, "/webhooks");
  guint n = length_at (list, "results");

  g_assert_cmpuint (n, ==, 2);
  g_autoptr(Answer) made = call (sandbox, "POST", "/webhooks",
                                 "{\"url\":\"https://a.example/h\",\"eventTypes\":"
                                 "[\"company.created\"],\"companyTags\":[\"region:uk\"]}");
  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpstr (text_at (made, "url"), ==, "https://a.example/h");
  g_assert_cmpstr (text_at (made, "companyTags.0"), ==, "region:uk");
  g_assert_false (json_node_get_boolean (json_at (made->json, "disabled")));
  assert_status (sandbox, "POST", "/webhooks",
                 "{\"url\":\"mailto:x\",\"eventTypes\":[\"a\"]}", 400);
  assert_status (sandbox, "POST", "/webhooks", "{\"url\":\"https://a.example\"}", 400);
  assert_status (sandbox, "POST", "/webhooks",
                 "{\"url\":\"https://a.example\",\"eventTypes\":[\"a\"],\"companyTags\":[\"1\","
                 "\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}", 400);
  g_autofree char *path = g_strconcat ("/webhooks/", text_at (made, "id"), NULL);
  assert_status (sandbox, "DELETE", path, NULL, 204);
  assert_status (sandbox, "DELETE", path, NULL, 404);
  g_autoptr(Answer) after = get (sandbox, "/webhooks");
  g_assert_cmpuint (length_at (after, "results"), ==, n);
}

static char *
make_sync (const char *owner, const char *id, const char *type, guint hours, const char *own)
{
  return g_strdup_printf ("{\"%s\":\"%s\",\"overridesDefaults\":%s,\"settings\":[{\"dataType\":"
                          "\"%s\",\"fetchOnFirstLink\":false,\"syncSchedule\":%u,"
                          "\"syncOrder\":0}]}", owner, id, own, type, hours);
}

static void
test_sync (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, NULL);
  g_autofree char *path = g_strconcat ("/companies/", company, "/syncSettings", NULL);
  g_autofree char *weekly = make_sync ("companyId", company, "balanceSheet", 168, "true");
  g_autofree char *locked = make_sync ("companyId", company, "company", 168, "true");
  g_autofree char *hourly = make_sync ("companyId", company, "invoices", 1, "true");
  g_autofree char *unknown = make_sync ("companyId", company, "secrets", 24, "true");
  g_autofree char *back = make_sync ("companyId", company, "invoices", 24, "false");
  g_autoptr(Answer) defaults = get (sandbox, "/profile/syncSettings");
  g_autofree char *daily =
    make_sync ("clientId", text_at (defaults, "clientId"), "balanceSheet", 48, "true");

  assert_status (sandbox, "POST", path, weekly, 204);
  assert_status (sandbox, "POST", path, locked, 204);
  g_autoptr(Answer) own = get (sandbox, path);
  g_assert_true (json_node_get_boolean (json_at (own->json, "overridesDefaults")));
  g_assert_cmpstr (text_at (own, "companyId"), ==, company);
  g_assert_cmpint (int_at (own, "settings.2.syncSchedule"), ==, 168);
  g_assert_cmpint (int_at (own, "settings.0.syncSchedule"), ==, 720);
  assert_status (sandbox, "POST", path, unknown, 400);
  assert_status (sandbox, "POST", path, "{\"settings\":[]}", 400);
  assert_status (sandbox, "POST", "/profile/syncSettings", daily, 204);

  assert_status (sandbox, "POST", path, hourly, 204);
  set_switch (sandbox, "plan", "free");
  g_autoptr(Answer) refused = call (sandbox, "POST", path, hourly);
  g_assert_cmpuint (refused->status, ==, 402);
  g_assert_true (g_str_has_prefix (text_at (refused, "error"), "SyncSettingsValidationException"));

  assert_status (sandbox, "POST", path, back, 204);
  g_autoptr(Answer) after = get (sandbox, path);
  g_assert_false (json_node_get_boolean (json_at (after->json, "overridesDefaults")));
  g_assert_cmpint (int_at (after, "settings.2.syncSchedule"), ==, 48);
}

static void
test_integrations (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) one = get (sandbox, "/integrations/gbol");
  g_autoptr(Answer) branding = get (sandbox, "/integrations/gbol/branding");
  const char *logo = text_at (one, "logoUrl");

  g_assert_cmpstr (text_at (one, "name"), ==, "Xero");
  g_assert_true (g_str_has_prefix (logo, sandbox->url));
  g_assert_cmpstr (text_at (branding, "logo.square.image.src"), ==, logo);
  g_assert_cmpstr (text_at (branding, "sourceId"), ==, text_at (one, "sourceId"));
  assert_status (sandbox, "GET", "/integrations/zzzz", NULL, 404);
  assert_status (sandbox, "GET", "/integrations/zzzz/branding", NULL, 404);
  /* Pictures are for everybody. */
  g_autoptr(Answer) picture = call_as (sandbox, NULL, "GET", logo + strlen (sandbox->url), NULL);
  g_assert_cmpuint (picture->status, ==, 200);
  g_assert_true (g_str_has_prefix (picture->text, "<svg "));
  g_assert_cmpstr (soup_message_headers_get_content_type (picture->headers, NULL), ==,
                   "image/svg+xml");
}

static void
test_role (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();

  set_switch (sandbox, "role", "analyst");
  assert_status (sandbox, "GET", "/apiKeys", NULL, 403);
  assert_status (sandbox, "GET", "/webhooks", NULL, 403);
  assert_status (sandbox, "GET", "/profile", NULL, 200);
  assert_status (sandbox, "PUT", "/profile", "{\"name\":\"x\",\"redirectUrl\":\"\"}", 403);
  assert_status (sandbox, "GET", "/profile/syncSettings", NULL, 200);
  assert_status (sandbox, "POST", "/profile/syncSettings", "{}", 403);
}

static void
test_small_things (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, NULL);
  g_autofree char *token = g_strconcat ("/companies/", company, "/accessToken", NULL);
  g_autofree char *product = g_strconcat ("/companies/", company, "/products/payables", NULL);
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);

  g_autoptr(Answer) answer = get (sandbox, token);
  g_assert_cmpint (int_at (answer, "expiresIn"), ==, 86400);
  g_assert_cmpstr (text_at (answer, "tokenType"), ==, "Bearer");
  g_autoptr(Answer) origins = call (sandbox, "POST", "/corsSettings",
                                    "{\"allowedOrigins\":[\"https://a.example\"]}");
  g_assert_cmpuint (origins->status, ==, 200);
  g_autoptr(Answer) twin = get (sandbox, "/connectionManagement/corsSettings");
  g_assert_cmpstr (text_at (twin, "allowedOrigins.0"), ==, "https://a.example");
  assert_status (sandbox, "PUT", product, NULL, 204);
  g_autoptr(Answer) with = get (sandbox, path);
  g_assert_nonnull (strstr (with->text, "\"payables\""));
  assert_status (sandbox, "DELETE", product, NULL, 204);
  g_autoptr(Answer) without = get (sandbox, path);
  g_assert_null (strstr (without->text, "\"payables\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/settings/keys", test_keys);
  g_test_add_func ("/sandbox/settings/key-limits", test_key_limits);
  g_test_add_func ("/sandbox/settings/webhooks", test_webhooks);
  g_test_add_func ("/sandbox/settings/sync", test_sync);
  g_test_add_func ("/sandbox/settings/integrations", test_integrations);
  g_test_add_func ("/sandbox/settings/role", test_role);
  g_test_add_func ("/sandbox/settings/small-things", test_small_things);
  return g_test_run ();
}
