/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"

#include <string.h>

static GuildTestSandbox *
start (void)
{
  return guild_test_sandbox_start ("--companies", "250", "--autodesk-companies", "0", NULL);
}

static void
test_authorisation (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *reversed = g_strreverse (g_strdup (sandbox->codat_key));
  g_autofree char *encoded = g_base64_encode ((const guchar *) reversed, strlen (reversed));
  g_autofree char *outdated = g_strconcat ("Basic ", encoded, NULL);
  g_autofree char *bare = g_strconcat ("Basic ", sandbox->codat_key, NULL);

  g_assert_cmpuint (strlen (sandbox->codat_key), ==, 40);
  g_autoptr(Answer) none = call_as (sandbox, NULL, "GET", "/companies", NULL);
  g_assert_cmpuint (none->status, ==, 401);
  g_assert_cmpstr (text_at (none, "error"), ==, "Unauthorized");
  g_assert_cmpstr (text_at (none, "service"), ==, "PublicApi");
  g_assert_cmpstr (text_at (none, "canBeRetried"), ==, "Unknown");
  g_assert_cmpuint (strlen (text_at (none, "correlationId")), ==, 32);
  g_autoptr(Answer) unencoded = call_as (sandbox, bare, "GET", "/companies", NULL);
  g_assert_cmpuint (unencoded->status, ==, 401);
  g_autoptr(Answer) old = call_as (sandbox, outdated, "GET", "/companies", NULL);
  g_assert_cmpuint (old->status, ==, 403);
  g_autoptr(Answer) right = get (sandbox, "/companies");
  g_assert_cmpuint (right->status, ==, 200);
  g_assert_nonnull (soup_message_headers_get_one (right->headers, "X-Rate-Limit-Limit"));
  g_assert_nonnull (soup_message_headers_get_one (right->headers, "X-Rate-Limit-Remaining"));
  g_assert_nonnull (soup_message_headers_get_one (right->headers, "X-Rate-Limit-Reset"));
}

static void
test_paging (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_strdup ("/companies?page=1&pageSize=100&orderBy=name");
  guint pages = 0;

  while (path != NULL)
    {
      g_autoptr(Answer) page = get (sandbox, path);
      g_assert_cmpuint (page->status, ==, 200);
      g_assert_cmpint (int_at (page, "totalResults"), ==, 250);
      g_assert_cmpint (int_at (page, "pageNumber"), ==, ++pages);
      g_assert_cmpstr (text_at (page, "_links.self.href"), ==, "/companies");
      g_assert_cmpint (has (page, "_links.previous"), ==, pages > 1);
      g_assert_true (has (page, "_links.current"));
      for (guint i = 0; i < length_at (page, "results"); i++)
        {
          g_autofree char *where = g_strdup_printf ("results.%u.id", i);
          g_assert_true (g_hash_table_add (seen, g_strdup (text_at (page, where))));
        }
      g_clear_pointer (&path, g_free);
      if (has (page, "_links.next"))
        path = g_strdup (text_at (page, "_links.next.href"));
    }
  g_assert_cmpuint (pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 250);
}

static void
test_page_bounds (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  const char *refused[] = { "page=0", "page=-1", "page=x", "pageSize=0", "pageSize=5001",
                            "orderBy=nothing", "orderBy=name,created" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/companies?", refused[i], NULL);
      g_autoptr(Answer) answer = get (sandbox, path);
      g_assert_cmpuint (answer->status, ==, 400);
    }
  g_autoptr(Answer) beyond = get (sandbox, "/companies?page=99&pageSize=5000");
  g_assert_cmpuint (beyond->status, ==, 200);
  g_assert_cmpuint (length_at (beyond, "results"), ==, 0);
  g_autoptr(Answer) usual = get (sandbox, "//companies");
  g_assert_cmpuint (length_at (usual, "results"), ==, 100);
}

static gint64
count (GuildTestSandbox *sandbox, const char *name, const char *value)
{
  g_autofree char *encoded = g_uri_escape_string (value, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/companies?page=1&pageSize=1&%s=%s", name, encoded);
  g_autoptr(Answer) answer = get (sandbox, path);

  if (answer->status != 200)
    return -(gint64) answer->status;
  return int_at (answer, "totalResults");
}

static void
add_company (GuildTestSandbox *sandbox, const char *body)
{
  g_autoptr(Answer) answer = call (sandbox, "POST", "/companies", body);

  g_assert_cmpuint (answer->status, ==, 200);
}

/* A handful of companies of our own, so that every count is known. */
static void
test_query (void)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "0", "--autodesk-companies", "0", NULL);
  static const struct { const char *query; gint64 count; } cases[] = {
    { "name=Alpha Bakery", 1 },
    { "name = Alpha Bakery", 1 },
    { "name=alpha bakery", 0 },
    { "name~BAKERY", 2 },
    { "name!=Alpha Bakery", 3 },
    { "name~bakery&&description=north", 1 },
    { "name~alpha||name~gamma", 2 },
    { "name~alpha || name~gamma && description=nothing", 1 },
    { "{name~alpha || name~gamma} && description=south", 1 },
    { "{{name~alpha}||{name~beta}}", 2 },
    { "created>2020-01-01", 4 },
    { "created<2020-01-01T00:00:00Z", 0 },
    { "created>=2020-01-01 && created<=2200-12-31T00:00:00+01:00", 4 },
    { "dataConnections.status=PendingAuth", 1 },
    { "dataConnections.platformName=Xero", 1 },
    { "dataConnections.sourceType=Banking", 0 },
    { "dataConnections.status!=PendingAuth && dataConnections.status!=Linked && "
      "dataConnections.status!=Unlinked && dataConnections.status!=Deauthorized", 3 },
    { "nothing=1", -400 },
    { "name", -400 },
    { "name=", -400 },
    { "=x", -400 },
    { "name>x", -400 },
    { "created~2020", -400 },
    { "created>yesterday", -400 },
    { "name=a&&", -400 },
    { "{name=a", -400 },
    { "name=a}", -400 },
    { "name=a|name=b}", -400 },
  };
  static const struct { const char *tags; gint64 count; } tag_cases[] = {
    { "region=uk", 2 },
    { "region = uk && owningTeam=invoice-finance", 1 },
    { "region != uk", 2 },
    { "owningTeam ~ FINANCE", 1 },
    { "region=uk || region=us", 3 },
    { "region>uk", -400 },
    { "re\"gion=uk", -400 },
  };

  add_company (sandbox, "{\"name\":\"Alpha Bakery\",\"description\":\"north\","
               "\"tags\":{\"region\":\"uk\",\"owningTeam\":\"invoice-finance\"}}");
  add_company (sandbox, "{\"name\":\"Beta Bakery\",\"tags\":{\"region\":\"uk\"}}");
  add_company (sandbox, "{\"name\":\"Gamma Ltd\",\"description\":\"south\","
               "\"tags\":{\"region\":\"us\"}}");
  add_company (sandbox, "{\"name\":\"Delta Ltd\"}");
  g_autofree char *delta = first_company (sandbox, "name=Delta Ltd");
  g_autofree char *path = g_strdup_printf ("/companies/%s/connections", delta);
  g_autoptr(Answer) connection = call (sandbox, "POST", path, "{\"platformKey\":\"gbol\"}");
  g_assert_cmpuint (connection->status, ==, 200);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].query);
      g_assert_cmpint (count (sandbox, "query", cases[i].query), ==, cases[i].count);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (tag_cases); i++)
    {
      g_test_message ("%s", tag_cases[i].tags);
      g_assert_cmpint (count (sandbox, "tags", tag_cases[i].tags), ==, tag_cases[i].count);
    }
  g_autofree char *twice = g_strnfill (2048, 'x');
  g_autofree char *too_long = g_strconcat ("name=", twice, NULL);
  g_assert_cmpint (count (sandbox, "query", too_long), ==, -400);
  /* As the official client sends it, and bare. */
  g_autoptr(Answer) encoded =
    get (sandbox, "/companies?query=name~Bakery%26%26name!%3DBeta%20Bakery");
  g_assert_cmpint (int_at (encoded, "totalResults"), ==, 1);
  g_autoptr(Answer) unknown = get (sandbox, "/companies?query=nothing%3d1");
  g_assert_cmpstr (text_at (unknown, "error"), ==,
                   "Error parsing query - Could not resolve property nothing on Company");
}

static void
check_order (GuildTestSandbox *sandbox, const char *order, const char *field, int direction)
{
  g_autofree char *path = g_strdup_printf ("/companies?page=1&pageSize=250&orderBy=%s", order);
  g_autoptr(Answer) answer = get (sandbox, path);
  g_autofree char *before = NULL;

  for (guint i = 0; i < length_at (answer, "results"); i++)
    {
      g_autofree char *where = g_strdup_printf ("results.%u.%s", i, field);
      if (!has (answer, where))
        continue;
      const char *now = text_at (answer, where);
      if (before != NULL)
        g_assert_cmpint (g_ascii_strcasecmp (before, now) * direction, <=, 0);
      g_free (before);
      before = g_strdup (now);
    }
  g_assert_nonnull (before);
}

static void
test_order (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();

  check_order (sandbox, "name", "name", 1);
  check_order (sandbox, "-name", "name", -1);
  check_order (sandbox, "id", "id", 1);
  check_order (sandbox, "-lastSync", "lastSync", -1);
}

static void
test_create_change_delete (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) made = call (sandbox, "POST", "/companies",
                                 "{\"name\":\"Caf\xc3\xa9 Zo\xc3\xab (Codat[1])\","
                                 "\"description\":\"d\",\"tags\":{\"a\":\"1\",\"b\":\"2\"}}");
  g_assert_cmpuint (made->status, ==, 200);
  g_assert_cmpstr (text_at (made, "name"), ==, "Caf Zo Codat1");
  g_assert_false (has (made, "lastSync"));
  g_assert_false (has (made, "createdByUserName"));
  g_assert_cmpuint (length_at (made, "dataConnections"), ==, 0);
  g_autofree char *path = g_strconcat ("/companies/", text_at (made, "id"), NULL);

  g_autoptr(Answer) patched =
    call (sandbox, "PATCH", path, "{\"description\":\"e\",\"tags\":null}");
  g_assert_cmpstr (text_at (patched, "name"), ==, "Caf Zo Codat1");
  g_assert_cmpstr (text_at (patched, "description"), ==, "e");
  g_assert_cmpstr (text_at (patched, "tags.b"), ==, "2");
  g_autoptr(Answer) replaced_tags = call (sandbox, "PATCH", path, "{\"tags\":{\"c\":\"3\"}}");
  g_assert_false (has (replaced_tags, "tags.a"));
  g_autoptr(Answer) cleared = call (sandbox, "PATCH", path, "{\"tags\":{}}");
  g_assert_false (has (cleared, "tags.c"));
  g_autoptr(Answer) replaced = call (sandbox, "PUT", path, "{\"name\":\"New name\"}");
  g_assert_cmpstr (text_at (replaced, "name"), ==, "New name");
  g_assert_cmpstr (text_at (replaced, "description"), ==, "");

  g_autoptr(Answer) deleted = call (sandbox, "DELETE", path, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
  g_autoptr(Answer) again = call (sandbox, "DELETE", path, NULL);
  g_assert_cmpuint (again->status, ==, 404);
  g_assert_true (g_str_has_prefix (text_at (again, "error"), "No company was found with ID "));
  g_autoptr(Answer) method = call (sandbox, "PATCH", "/companies", "{}");
  g_assert_cmpuint (method->status, ==, 405);
  g_autoptr(Answer) nowhere = get (sandbox, "/companies/x/y/z");
  g_assert_cmpuint (nowhere->status, ==, 404);
}

static void
test_refused_bodies (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  static const char * const bodies[] = {
    "{", "[]", "{}", "{\"name\":\"\"}", "{\"name\":\"\xe6\x97\xa5\xe6\x9c\xac\"}", "{\"name\":5}",
    "{\"name\":\"a\",\"description\":{}}", "{\"name\":\"a\",\"tags\":[]}",
    "{\"name\":\"a\",\"tags\":{\"k\":1}}",
    "{\"name\":\"a\",\"tags\":{\"abcdefghijklmnopqrstuvwxyz12\":\"v\"}}",
    "{\"name\":\"a\",\"tags\":{\"1\":\"\",\"2\":\"\",\"3\":\"\",\"4\":\"\",\"5\":\"\",\"6\":\"\","
    "\"7\":\"\",\"8\":\"\",\"9\":\"\",\"10\":\"\",\"11\":\"\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_test_message ("%s", bodies[i]);
      g_autoptr(Answer) answer = call (sandbox, "POST", "/companies", bodies[i]);
      g_assert_cmpuint (answer->status, ==, 400);
    }
  g_assert_cmpint (count (sandbox, "query", "name~"), ==, -400);
  g_autoptr(Answer) all = get (sandbox, "/companies");
  g_assert_cmpint (int_at (all, "totalResults"), ==, 250);
}

static void
set_switch (GuildTestSandbox *sandbox, const char *body)
{
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (sandbox, "POST", "/_sandbox/switches", body);

  g_assert_true (JSON_NODE_HOLDS_OBJECT (answer));
}

static void
test_plans (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();

  set_switch (sandbox, "{\"plan\":\"free\"}");
  g_autoptr(Answer) full = call (sandbox, "POST", "/companies", "{\"name\":\"One more\"}");
  g_assert_cmpuint (full->status, ==, 402);
  g_assert_cmpint (int_at (full, "statusCode"), ==, 429);
  g_autoptr(Answer) reading = get (sandbox, "/companies");
  g_assert_cmpuint (reading->status, ==, 200);
  set_switch (sandbox, "{\"plan\":\"expired\"}");
  g_autoptr(Answer) expired = get (sandbox, "/companies");
  g_assert_cmpuint (expired->status, ==, 402);
  set_switch (sandbox, "{\"plan\":null,\"daily-quota\":2}");
  g_autoptr(Answer) limited = get (sandbox, "/companies");
  g_assert_cmpuint (limited->status, ==, 429);
  g_assert_cmpint (g_ascii_strtoll (soup_message_headers_get_one (limited->headers, "Retry-After"),
                                    NULL, 10), >, 0);
  set_switch (sandbox, "{\"daily-quota\":null,\"query\":\"off\"}");
  g_assert_cmpint (count (sandbox, "query", "name=a"), ==, -400);
}

static void
test_connections (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, "dataConnections.status=Linked");
  g_autofree char *list = g_strdup_printf ("/companies/%s/connections", company);
  g_autofree char *linked_list =
    g_strconcat (list, "?query=status%3DLinked&orderBy=-created", NULL);

  g_autoptr(Answer) bad = call (sandbox, "POST", list, "{\"platformKey\":\"zzzz\"}");
  g_assert_cmpuint (bad->status, ==, 400);
  g_autoptr(Answer) made = call (sandbox, "POST", list, "{\"platformKey\":\"exgd\"}");
  g_assert_cmpuint (made->status, ==, 200);
  g_assert_cmpstr (text_at (made, "status"), ==, "PendingAuth");
  g_assert_cmpstr (text_at (made, "platformName"), ==, "Stripe");
  g_assert_cmpstr (text_at (made, "sourceType"), ==, "Commerce");
  g_assert_false (has (made, "dataConnectionErrors"));
  g_autofree char *pending = g_strconcat (list, "/", text_at (made, "id"), NULL);

  g_autoptr(Answer) linked = get (sandbox, linked_list);
  g_assert_cmpint (int_at (linked, "totalResults"), >=, 1);
  g_autofree char *one = g_strconcat (list, "/", text_at (linked, "results.0.id"), NULL);
  g_autoptr(Answer) not_linked = call (sandbox, "PATCH", pending, "{\"status\":\"Unlinked\"}");
  g_assert_cmpuint (not_linked->status, ==, 400);
  g_autoptr(Answer) more = call (sandbox, "PATCH", one, "{\"status\":\"Unlinked\",\"x\":1}");
  g_assert_cmpuint (more->status, ==, 400);
  g_autoptr(Answer) unlinked = call (sandbox, "PATCH", one, "{\"status\":\"Unlinked\"}");
  g_assert_cmpstr (text_at (unlinked, "status"), ==, "Unlinked");

  g_autoptr(Answer) deleted = call (sandbox, "DELETE", one, NULL);
  g_assert_cmpuint (deleted->status, ==, 200);
  g_assert_cmpstr (deleted->text, ==, "");
  g_autoptr(Answer) gone = get (sandbox, one);
  g_assert_cmpuint (gone->status, ==, 404);
  g_assert_true (g_str_has_suffix (text_at (gone, "error"), " not found"));
}

static void
test_groups (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *company = first_company (sandbox, NULL);
  g_autofree char *path = g_strdup_printf ("/companies/%s/groups", company);
  g_autofree char *long_name = g_strnfill (51, 'x');
  g_autofree char *long_body = g_strdup_printf ("{\"name\":\"%s\"}", long_name);
  g_autoptr(Answer) before = get (sandbox, "/groups");
  guint n = length_at (before, "results");

  g_assert_false (has (before, "totalResults"));
  g_autoptr(Answer) refused = call (sandbox, "POST", "/groups", long_body);
  g_assert_cmpuint (refused->status, ==, 400);
  g_autofree char *id = NULL;
  for (; n < 20; n++)
    {
      g_autoptr(Answer) made = call (sandbox, "POST", "/groups", "{\"name\":\"Same name\"}");
      g_assert_cmpuint (made->status, ==, 200);
      g_free (id);
      id = g_strdup (text_at (made, "id"));
    }
  g_autoptr(Answer) full = call (sandbox, "POST", "/groups", "{\"name\":\"One more\"}");
  g_assert_cmpuint (full->status, ==, 409);

  g_autofree char *body = g_strdup_printf ("{\"groupId\":\"%s\"}", id);
  g_autofree char *member = g_strconcat (path, "/", id, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(Answer) joined = call (sandbox, "PATCH", path, body);
      g_assert_cmpuint (joined->status, ==, 200);
      g_assert_nonnull (strstr (joined->text, id));
    }
  g_autoptr(Answer) left = call (sandbox, "DELETE", member, NULL);
  g_assert_cmpuint (left->status, ==, 204);
  g_autoptr(Answer) again = call (sandbox, "DELETE", member, NULL);
  g_assert_cmpuint (again->status, ==, 404);
  g_autoptr(Answer) unknown = call (sandbox, "PATCH", path, "{\"groupId\":\"none\"}");
  g_assert_cmpuint (unknown->status, ==, 404);
  set_switch (sandbox, "{\"groups\":\"off\"}");
  g_autoptr(Answer) off = get (sandbox, "/groups");
  g_assert_cmpuint (off->status, ==, 403);
}

static void
test_account (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) profile = get (sandbox, "/profile");
  g_assert_cmpstr (text_at (profile, "redirectUrl"), ==, "");
  g_assert_true (has (profile, "apiKey"));
  g_autoptr(Answer) bad = call (sandbox, "PUT", "/profile",
                                "{\"name\":\"n\",\"redirectUrl\":\"ftp://x\"}");
  g_assert_cmpuint (bad->status, ==, 400);
  g_autoptr(Answer) put = call (sandbox, "PUT", "/profile",
                                "{\"name\":\"n\",\"redirectUrl\":\"https://x/{companyId}\"}");
  g_assert_cmpstr (text_at (put, "redirectUrl"), ==, "https://x/{companyId}");

  g_autoptr(Answer) some =
    get (sandbox, "/integrations?pageSize=100&query=sourceType%3DBanking%26%26enabled%3Dtrue");
  g_assert_cmpint (int_at (some, "totalResults"), ==, 2);
  g_autoptr(Answer) one = get (sandbox, "/integrations/gbol");
  g_assert_cmpstr (text_at (one, "name"), ==, "Xero");
  g_autoptr(Answer) none = get (sandbox, "/integrations/none");
  g_assert_cmpuint (none->status, ==, 404);
}

/* Some companies belong to others; whoever deletes the parent deletes them too. */
static void
test_family (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autoptr(Answer) all = get (sandbox, "/companies?pageSize=250");
  g_autofree char *parent = NULL;
  g_autofree char *child = NULL;

  for (guint i = 0; child == NULL && i < length_at (all, "results"); i++)
    {
      g_autofree char *where = g_strdup_printf ("results.%u.referenceParentCompany.id", i);
      g_autofree char *id = g_strdup_printf ("results.%u.id", i);
      if (!has (all, where))
        continue;
      parent = g_strconcat ("/companies/", text_at (all, where), NULL);
      child = g_strconcat ("/companies/", text_at (all, id), NULL);
    }
  g_assert_nonnull (child);
  g_autoptr(Answer) before = get (sandbox, parent);
  g_assert_true (has (before, "referenceSubsidiaryCompanies.0.links.portal"));
  g_autoptr(Answer) deleted = call (sandbox, "DELETE", parent, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
  g_autoptr(Answer) gone = get (sandbox, child);
  g_assert_cmpuint (gone->status, ==, 404);
}

static void
test_refresh (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start ();
  g_autofree char *id = first_company (sandbox, "dataConnections.status=Linked");
  g_autofree char *company = g_strconcat ("/companies/", id, NULL);
  g_autofree char *everything = g_strconcat (company, "/data/all", NULL);
  g_autofree char *one = g_strconcat (company, "/data/queue/invoices", NULL);
  g_autofree char *status = g_strconcat (company, "/dataStatus", NULL);
  g_autofree char *product = g_strconcat (company, "/products/payables", NULL);

  g_autoptr(Answer) before = get (sandbox, company);
  g_autoptr(Answer) refreshed = call (sandbox, "POST", everything, NULL);
  g_assert_cmpuint (refreshed->status, ==, 204);
  g_autoptr(Answer) after = get (sandbox, company);
  g_assert_cmpstr (text_at (after, "lastSync"), !=, text_at (before, "lastSync"));
  g_autoptr(Answer) again = call (sandbox, "POST", one, NULL);
  g_assert_cmpuint (again->status, ==, 400);
  g_autoptr(Answer) running = get (sandbox, status);
  g_assert_cmpstr (text_at (running, "invoices.currentStatus"), !=, "Complete");
  g_autoptr(Answer) added = call (sandbox, "PUT", product, NULL);
  g_assert_cmpuint (added->status, ==, 204);
  g_autoptr(Answer) with = get (sandbox, company);
  g_assert_nonnull (strstr (with->text, "\"payables\""));
}

static char *
shape (const char *seed)
{
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "250", "--autodesk-companies", "0", "--seed", seed,
                              NULL);
  g_autoptr(Answer) answer = get (sandbox, "/companies?pageSize=250");
  g_autoptr(GString) out = g_string_new (sandbox->codat_key);

  for (guint i = 0; i < length_at (answer, "results"); i++)
    {
      static const char * const fields[] = { "id", "name", "description" };
      for (gsize f = 0; f < G_N_ELEMENTS (fields); f++)
        {
          g_autofree char *where = g_strdup_printf ("results.%u.%s", i, fields[f]);
          g_string_append_printf (out, "|%s", text_at (answer, where));
        }
      g_autofree char *where = g_strdup_printf ("results.%u.dataConnections", i);
      for (guint d = 0; d < length_at (answer, where); d++)
        {
          g_autofree char *status = g_strdup_printf ("%s.%u.status", where, d);
          g_autofree char *id = g_strdup_printf ("%s.%u.id", where, d);
          g_string_append_printf (out, ",%s %s", text_at (answer, id), text_at (answer, status));
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_seed (void)
{
  g_autofree char *one = shape ("7");
  g_autofree char *same = shape ("7");
  g_autofree char *other = shape ("8");
  static const char * const statuses[] = { "PendingAuth", "Linked", "Unlinked", "Deauthorized" };

  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_nonnull (strstr (one, statuses[i]));
}

static void
test_warm_file (void)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *file = g_build_filename (directory, "sandbox.db", NULL);
  g_autofree char *id = NULL;

  {
    g_autoptr(GuildTestSandbox) sandbox =
      guild_test_sandbox_start ("--companies", "20", "--autodesk-companies", "5",
                                "--database", file, NULL);
    g_autoptr(Answer) made = call (sandbox, "POST", "/companies", "{\"name\":\"Kept\"}");
    id = g_strdup (text_at (made, "id"));
  }
  g_autoptr(GuildTestSandbox) sandbox =
    guild_test_sandbox_start ("--companies", "20", "--autodesk-companies", "5", "--database", file,
                              NULL);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  g_autoptr(Answer) kept = get (sandbox, path);
  g_assert_cmpstr (text_at (kept, "name"), ==, "Kept");
  g_autoptr(Answer) all = get (sandbox, "/companies");
  g_assert_cmpint (int_at (all, "totalResults"), ==, 21);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/codat/authorisation", test_authorisation);
  g_test_add_func ("/sandbox/codat/paging", test_paging);
  g_test_add_func ("/sandbox/codat/page-bounds", test_page_bounds);
  g_test_add_func ("/sandbox/codat/query", test_query);
  g_test_add_func ("/sandbox/codat/order", test_order);
  g_test_add_func ("/sandbox/codat/create-change-delete", test_create_change_delete);
  g_test_add_func ("/sandbox/codat/refused-bodies", test_refused_bodies);
  g_test_add_func ("/sandbox/codat/plans", test_plans);
  g_test_add_func ("/sandbox/codat/connections", test_connections);
  g_test_add_func ("/sandbox/codat/groups", test_groups);
  g_test_add_func ("/sandbox/codat/account", test_account);
  g_test_add_func ("/sandbox/codat/family", test_family);
  g_test_add_func ("/sandbox/codat/refresh", test_refresh);
  g_test_add_func ("/sandbox/codat/seed", test_seed);
  g_test_add_func ("/sandbox/codat/warm-file", test_warm_file);
  return g_test_run ();
}
