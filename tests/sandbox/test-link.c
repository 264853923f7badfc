/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox-http.h"

#include <string.h>

static GuildTestSandbox *
start (gboolean one_time)
{
  return guild_test_sandbox_start ("--companies", "120", "--autodesk-companies", "0",
                                   one_time ? "--one-time-links" : NULL, NULL);
}

/* Where the page's forms go: "/link/session/…"; (transfer full). */
static char *
find_session (Answer *page)
{
  const char *start_at = strstr (page->text, "/link/session/");

  g_assert_nonnull (start_at);
  return g_strndup (start_at, strlen ("/link/session/") + 36);
}

static char *
company_link (GuildTestSandbox *sandbox, const char *company)
{
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autoptr(Answer) answer = get (sandbox, path);

  return g_strdup (text_at (answer, "redirect"));
}

static void
set_template (GuildTestSandbox *sandbox, const char *redirect_template, const char *hosts)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"Test\",\"redirectUrl\":\"%s\","
                                           "\"whiteListUrls\":%s}", redirect_template, hosts);
  g_autoptr(Answer) answer = call (sandbox, "PUT", "/profile", body);

  g_assert_cmpuint (answer->status, ==, 200);
}

static const char *
location (Answer *answer)
{
  g_assert_cmpuint (answer->status, ==, 303);
  return soup_message_headers_get_one (answer->headers, "Location");
}

/* Opens LINK, chooses PLATFORM (nullable), ends with OUTCOME; the answer to that. */
static Answer *
visit (GuildTestSandbox *sandbox, const char *link, const char *platform, const char *outcome)
{
  g_autoptr(Answer) page = call_as (sandbox, NULL, "GET", link, NULL);
  g_assert_cmpuint (page->status, ==, 200);
  g_autofree char *session = find_session (page);
  g_autofree char *finish = g_strconcat (session, "/finish", NULL);
  g_autofree char *form = g_strconcat ("outcome=", outcome, NULL);

  if (platform != NULL)
    {
      g_autofree char *choose = g_strconcat (session, "/platform", NULL);
      g_autofree char *body = g_strconcat ("platform=", platform, NULL);
      g_autoptr(Answer) chosen = call_as (sandbox, NULL, "POST", choose, body);
      g_assert_cmpstr (location (chosen), ==, session);
      g_autoptr(Answer) authorise = call_as (sandbox, NULL, "GET", session, NULL);
      g_assert_nonnull (strstr (authorise->text, "id=\"authorise\""));
    }
  return call_as (sandbox, NULL, "POST", finish, form);
}

static char *
new_company (GuildTestSandbox *sandbox)
{
  g_autoptr(Answer) made = call (sandbox, "POST", "/companies", "{\"name\":\"Harbour Lane Ltd\"}");

  return g_strdup (text_at (made, "id"));
}

static void
test_pages (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  g_autofree char *company = new_company (sandbox);
  g_autofree char *link = company_link (sandbox, company);
  g_autoptr(Answer) page = call_as (sandbox, NULL, "GET", link, NULL);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "Content-Type"), ==,
                   "text/html; charset=utf-8");
  g_assert_cmpstr (soup_message_headers_get_one (page->headers, "X-Frame-Options"), ==, "DENY");
  g_assert_nonnull (strstr (page->text, "Guildhall Sandbox Link"));
  g_assert_nonnull (strstr (page->text, "Harbour Lane Ltd"));
  g_assert_nonnull (strstr (page->text, "id=\"platform-gbol\""));
  g_assert_null (strstr (page->text, "id=\"leave\""));
  /* Opening a link changes nothing. */
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autoptr(Answer) before = get (sandbox, path);
  g_assert_cmpuint (length_at (before, "dataConnections"), ==, 0);
  g_autoptr(Answer) nobody = call_as (sandbox, NULL, "GET", "/link/company/none", NULL);
  g_assert_cmpuint (nobody->status, ==, 404);
}

static void
test_authorise (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  g_autofree char *company = new_company (sandbox);
  g_autofree char *link = company_link (sandbox, company);
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autoptr(Answer) end = visit (sandbox, link, "gbol", "authorise");

  g_assert_cmpstr (location (end), ==, "/link/done/200");
  g_autoptr(Answer) done = call_as (sandbox, NULL, "GET", location (end), NULL);
  g_assert_nonnull (strstr (done->text, "Your software is connected"));
  g_autoptr(Answer) after = get (sandbox, path);
  g_assert_cmpuint (length_at (after, "dataConnections"), ==, 1);
  g_assert_cmpstr (text_at (after, "dataConnections.0.status"), ==, "Linked");
  g_assert_cmpstr (text_at (after, "dataConnections.0.platformName"), ==, "Xero");
  g_assert_cmpstr (text_at (after, "lastSync"), ==, text_at (after, "dataConnections.0.lastSync"));
  /* Already linked: there is a way to leave without doing anything. */
  g_autoptr(Answer) page = call_as (sandbox, NULL, "GET", link, NULL);
  g_assert_nonnull (strstr (page->text, "id=\"leave\""));
  g_autoptr(Answer) left = visit (sandbox, link, NULL, "leave");
  g_assert_cmpstr (location (left), ==, "/link/done/201");
}

static void
test_ends_without_link (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  static const struct { const char *outcome, *code, *message; } cases[] = {
    { "cancel", "403", "User cancelled" },
    { "error", "500", "Unknown error occurred" },
    { "not-supported", "501", "Not supported" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *company = new_company (sandbox);
      g_autofree char *link = company_link (sandbox, company);
      g_autofree char *path = g_strconcat ("/companies/", company, NULL);
      g_autofree char *done = g_strconcat ("/link/done/", cases[i].code, NULL);
      g_autoptr(Answer) end = visit (sandbox, link, "qhyg", cases[i].outcome);
      g_assert_cmpstr (location (end), ==, done);
      g_autoptr(Answer) after = get (sandbox, path);
      g_assert_cmpstr (text_at (after, "dataConnections.0.status"), ==, "PendingAuth");
      g_assert_cmpstr (text_at (after, "dataConnections.0.dataConnectionErrors.0.statusCode"), ==,
                       cases[i].code);
      g_assert_cmpstr (text_at (after, "dataConnections.0.dataConnectionErrors.0.errorMessage"), ==,
                       cases[i].message);
      g_assert_cmpstr (text_at (after, "dataConnections.0.dataConnectionErrors.0.status"), ==,
                       "Active");
      /* The pending connection's own link skips the choice, and settles the error. */
      g_autoptr(Answer) linked = visit (sandbox, text_at (after, "dataConnections.0.linkUrl"), NULL,
                                        "authorise");
      g_assert_cmpstr (location (linked), ==, "/link/done/200");
      g_autoptr(Answer) healed = get (sandbox, path);
      g_assert_cmpstr (text_at (healed, "dataConnections.0.status"), ==, "Linked");
      g_assert_cmpstr (text_at (healed, "dataConnections.0.dataConnectionErrors.0.status"), ==,
                       "Resolved");
    }
}

static void
test_relink (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  g_autofree char *company = new_company (sandbox);
  g_autofree char *link = company_link (sandbox, company);
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\"}", company);
  g_autoptr(Answer) first = visit (sandbox, link, "gbol", "authorise");

  g_assert_cmpuint (first->status, ==, 303);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(Answer) lost = call (sandbox, "POST", "/_sandbox/deauthorise", body);
      g_assert_cmpint (int_at (lost, "deauthorised"), ==, 1);
      g_autoptr(Answer) broken = get (sandbox, path);
      g_assert_cmpstr (text_at (broken, "dataConnections.0.status"), ==, "Deauthorized");
      g_autoptr(Answer) again = i == 0 ?
        visit (sandbox, link, "gbol", "authorise") :
        visit (sandbox, text_at (broken, "dataConnections.0.linkUrl"), NULL, "authorise");
      g_assert_cmpuint (again->status, ==, 303);
      g_autoptr(Answer) healed = get (sandbox, path);
      g_assert_cmpuint (length_at (healed, "dataConnections"), ==, 1);
      g_assert_cmpstr (text_at (healed, "dataConnections.0.status"), ==, "Linked");
    }
}

/* Many banks and shops, but one accounting connection that is active. */
static void
test_one_accounting (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  g_autofree char *company = new_company (sandbox);
  g_autofree char *link = company_link (sandbox, company);
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autoptr(Answer) books = visit (sandbox, link, "gbol", "authorise");
  g_autoptr(Answer) bank = visit (sandbox, link, "suuo", "authorise");
  g_autoptr(Answer) shop = visit (sandbox, link, "fztf", "authorise");
  g_autoptr(Answer) second = visit (sandbox, link, "qhyg", "authorise");

  g_assert_cmpstr (location (books), ==, "/link/done/200");
  g_assert_cmpstr (location (bank), ==, "/link/done/200");
  g_assert_cmpstr (location (shop), ==, "/link/done/200");
  g_assert_cmpstr (location (second), ==, "/link/done/500");
  g_autoptr(Answer) after = get (sandbox, path);
  g_assert_cmpuint (length_at (after, "dataConnections"), ==, 4);
  g_assert_cmpstr (text_at (after, "dataConnections.3.status"), ==, "PendingAuth");
  g_assert_nonnull (strstr (
    text_at (after, "dataConnections.3.dataConnectionErrors.0.errorMessage"), "only one"));

  /* When the first is unlinked the second has its turn. */
  g_autofree char *first = g_strdup_printf ("/companies/%s/connections/%s", company,
                                            text_at (after, "dataConnections.0.id"));
  g_autoptr(Answer) unlinked = call (sandbox, "PATCH", first, "{\"status\":\"Unlinked\"}");
  g_assert_cmpuint (unlinked->status, ==, 200);
  g_autoptr(Answer) now = visit (sandbox, link, "qhyg", "authorise");
  g_assert_cmpstr (location (now), ==, "/link/done/200");
}

/* COMPANY, CONNECTION… in WANT stand for the real ids. */
static void
test_redirect (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  static const struct { const char *template, *query, *outcome, *want; } cases[] = {
    { "http://127.0.0.1:9/linked/{guildNonce}?c={companyId}&d={connectionId}&s={statusCode}",
      "?guildNonce=abc-_1", "authorise",
      "http://127.0.0.1:9/linked/abc-_1?c=COMPANY&d=CONNECTION&s=200" },
    { "https://x.example/{errorMessage}/{statusText}/{statusCode}", "", "cancel",
      "https://x.example/User%20cancelled/User%20cancelled%20linking/403" },
    { "https://x.example/{platform}/{platformName}/{sourceType}", "", "authorise",
      "https://x.example/qhyg/QuickBooks%20Online/Accounting" },
    { "https://x.example/{data.company.companyName}", "", "authorise",
      "https://x.example/Harbour%20Lane%20Ltd" },
    { "https://x.example/{data.company.companyName}", "", "cancel", "https://x.example/" },
    { "https://x.example/{CompanyId}/{nothing}/end", "", "authorise", "https://x.example///end" },
    { "https://x.example/{a}{b}", "?a=%C3%A9%26&b=1+2", "authorise",
      "https://x.example/%C3%A9%261%202" },
    { "https://{place}.example/", "?place=north", "authorise", "https://north.example/" },
    { "https://x.example/{open", "", "authorise", "https://x.example/{open" },
    { "https://{companyId}.example/", "", "authorise", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].template);
      g_autofree char *company = new_company (sandbox);
      g_autofree char *path = g_strconcat ("/companies/", company, NULL);
      g_autofree char *plain = company_link (sandbox, company);
      g_autofree char *link = g_strconcat (plain, cases[i].query, NULL);
      set_template (sandbox, cases[i].template, "[]");
      g_autoptr(Answer) end = visit (sandbox, link, "qhyg", cases[i].outcome);
      if (cases[i].want == NULL)
        {
          g_assert_cmpuint (end->status, ==, 400);
          continue;
        }
      g_autoptr(Answer) after = get (sandbox, path);
      g_autoptr(GString) want = g_string_new (cases[i].want);
      g_string_replace (want, "COMPANY", company, 0);
      g_string_replace (want, "CONNECTION", text_at (after, "dataConnections.0.id"), 0);
      g_assert_cmpstr (location (end), ==, want->str);
    }
  set_template (sandbox, "https://{place}.example/", "[\"https://south.example\"]");
  g_autofree char *company = new_company (sandbox);
  g_autofree char *plain = company_link (sandbox, company);
  g_autofree char *north = g_strconcat (plain, "?place=north", NULL);
  g_autofree char *south = g_strconcat (plain, "?place=south", NULL);
  g_autoptr(Answer) refused = visit (sandbox, north, "gbol", "cancel");
  g_assert_cmpuint (refused->status, ==, 400);
  g_autoptr(Answer) allowed = visit (sandbox, south, "gbol", "cancel");
  g_assert_cmpstr (location (allowed), ==, "https://south.example/");
}

static guint
open_status (GuildTestSandbox *sandbox, const char *link)
{
  g_autoptr(Answer) page = call_as (sandbox, NULL, "GET", link, NULL);

  return page->status;
}

static void
advance (GuildTestSandbox *sandbox, const char *seconds)
{
  g_autofree char *body = g_strdup_printf ("{\"advanceSeconds\":%s}", seconds);
  g_autoptr(Answer) answer = call (sandbox, "POST", "/_sandbox/clock", body);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_one_time_links (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (TRUE);
  g_autofree char *company = new_company (sandbox);
  g_autofree char *other = new_company (sandbox);
  g_autofree char *link = company_link (sandbox, company);
  g_autofree char *second = company_link (sandbox, company);

  g_assert_nonnull (strstr (link, "?link.otp="));
  g_assert_cmpstr (link, !=, second);
  g_assert_cmpuint (open_status (sandbox, link), ==, 200);
  g_autoptr(Answer) used = call_as (sandbox, NULL, "GET", link, NULL);
  g_assert_cmpuint (used->status, ==, 401);
  g_assert_nonnull (strstr (used->text, "This link can no longer be used"));

  /* Neither without, nor for another company, nor after a day. */
  g_autofree char *bare = g_strndup (second, (gsize) (strchr (second, '?') - second));
  g_assert_cmpuint (open_status (sandbox, bare), ==, 401);
  g_autoptr(GString) moved = g_string_new (second);
  g_string_replace (moved, company, other, 0);
  g_assert_cmpuint (open_status (sandbox, moved->str), ==, 401);
  advance (sandbox, "86000");
  g_autofree char *third = company_link (sandbox, company);
  g_assert_cmpuint (open_status (sandbox, second), ==, 200);
  advance (sandbox, "86401");
  g_assert_cmpuint (open_status (sandbox, third), ==, 401);

  /* Own parameters travel along; a connection's link names its password differently. */
  set_template (sandbox, "http://127.0.0.1:9/{guildNonce}/{link.otp}{otp}", "[]");
  g_autofree char *fresh = company_link (sandbox, company);
  g_autofree char *with_nonce = g_strconcat (fresh, "&guildNonce=n1", NULL);
  g_autoptr(Answer) end = visit (sandbox, with_nonce, "gbol", "cancel");
  g_assert_cmpstr (location (end), ==, "http://127.0.0.1:9/n1/");
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autoptr(Answer) after = get (sandbox, path);
  const char *direct = text_at (after, "dataConnections.0.linkUrl");
  g_assert_nonnull (strstr (direct, "?otp="));
  g_autoptr(Answer) linked = visit (sandbox, direct, NULL, "authorise");
  g_assert_cmpstr (location (linked), ==, "http://127.0.0.1:9//");
  g_assert_cmpuint (open_status (sandbox, direct), ==, 401);
}

static void
test_visit_ends_once (void)
{
  g_autoptr(GuildTestSandbox) sandbox = start (FALSE);
  g_autofree char *company = new_company (sandbox);
  g_autofree char *link = company_link (sandbox, company);
  g_autoptr(Answer) page = call_as (sandbox, NULL, "GET", link, NULL);
  g_autofree char *session = find_session (page);
  g_autofree char *finish = g_strconcat (session, "/finish", NULL);
  g_autofree char *choose = g_strconcat (session, "/platform", NULL);

  g_autoptr(Answer) early = call_as (sandbox, NULL, "POST", finish, "outcome=authorise");
  g_assert_cmpuint (early->status, ==, 400);
  g_autoptr(Answer) nonsense = call_as (sandbox, NULL, "POST", finish, "outcome=x");
  g_assert_cmpuint (nonsense->status, ==, 400);
  g_autoptr(Answer) unknown = call_as (sandbox, NULL, "POST", choose, "platform=zzzz");
  g_assert_cmpuint (unknown->status, ==, 400);
  g_autoptr(Answer) cancelled = call_as (sandbox, NULL, "POST", finish, "outcome=cancel");
  g_assert_cmpuint (cancelled->status, ==, 303);
  g_autoptr(Answer) again = call_as (sandbox, NULL, "POST", finish, "outcome=cancel");
  g_assert_cmpuint (again->status, ==, 401);

  /* A company deleted while the customer thinks. */
  g_autoptr(Answer) second = call_as (sandbox, NULL, "GET", link, NULL);
  g_autofree char *late_session = find_session (second);
  g_autofree char *late = g_strconcat (late_session, "/platform", NULL);
  g_autofree char *path = g_strconcat ("/companies/", company, NULL);
  g_autoptr(Answer) deleted = call (sandbox, "DELETE", path, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
  g_autoptr(Answer) too_late = call_as (sandbox, NULL, "POST", late, "platform=gbol");
  g_assert_cmpuint (too_late->status, ==, 401);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/link/pages", test_pages);
  g_test_add_func ("/sandbox/link/authorise", test_authorise);
  g_test_add_func ("/sandbox/link/ends-without-link", test_ends_without_link);
  g_test_add_func ("/sandbox/link/relink", test_relink);
  g_test_add_func ("/sandbox/link/one-accounting", test_one_accounting);
  g_test_add_func ("/sandbox/link/redirect", test_redirect);
  g_test_add_func ("/sandbox/link/one-time-links", test_one_time_links);
  g_test_add_func ("/sandbox/link/visit-ends-once", test_visit_ends_once);
  return g_test_run ();
}
