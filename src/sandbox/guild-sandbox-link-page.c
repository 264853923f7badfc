/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-link.h"

#include <string.h>

/* What the customer sees. Plain forms: the pages need no script. */

static const char head[] =
  "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
  "<link rel=\"icon\" href=\"data:,\">"
  "<style>"
  ":root{color-scheme:light dark;--bg:#f3f2f0;--card:#fff;--ink:#24272b;--soft:#5d6166;"
  "--line:#d5d3cf;--main:#1c5d4b;--on:#fff;--hover:#eef4f1}"
  "@media(prefers-color-scheme:dark){:root{--bg:#1d1f21;--card:#2a2d30;--ink:#f1f0ee;"
  "--soft:#b4b7ba;--line:#4a4e52;--main:#8fd3bb;--on:#10221c;--hover:#34393c}}"
  "*{box-sizing:border-box}"
  "body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 Cantarell,\"Noto Sans\","
  "\"DejaVu Sans\",system-ui,sans-serif}"
  "body{--wide:36rem}body.list{--wide:48rem}"
  "header,footer{max-width:var(--wide);margin:0 auto;padding:1.25rem 2rem;color:var(--soft);"
  "font-size:.875rem}"
  "header b{color:var(--ink)}"
  "main{max-width:var(--wide);margin:0 auto;padding:2rem;background:var(--card);"
  "border:1px solid var(--line);border-radius:14px}"
  "h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}"
  "h2{margin:1.5rem 0 .5rem;font-size:1rem}"
  "p{margin:.5rem 0}.soft{color:var(--soft)}"
  "ul{margin:.5rem 0;padding-left:1.25rem}"
  ".grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.5rem}"
  "button{font:inherit;color:inherit;min-height:44px;padding:.5rem 1rem;background:var(--card);"
  "border:1px solid var(--line);border-radius:9px;text-align:start;cursor:pointer;width:100%}"
  "button:hover{background:var(--hover)}"
  "button:focus-visible{outline:3px solid var(--main);outline-offset:2px}"
  "button.main{background:var(--main);border-color:var(--main);color:var(--on);font-weight:700}"
  "button.mid{text-align:center}"
  "button.plain{border:0;background:none;color:var(--soft);text-decoration:underline;"
  "text-align:center;font-size:.875rem}"
  ".stack{display:grid;gap:.5rem;margin-top:1.5rem}"
  "@media(max-width:30rem){main{border-radius:0;border-width:1px 0;padding:1.25rem}"
  "header,footer{padding:1.25rem}}"
  "</style>";

static void
append_text (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static GString *
begin (const char *title, const char *class)
{
  GString *out = g_string_new (head);

  g_string_append (out, "<title>");
  append_text (out, title);
  g_string_append_printf (out, " — Guildhall Sandbox Link</title></head><body class=\"%s\">",
                          class);
  g_string_append (out, "<header><b>Guildhall Sandbox Link</b></header><main><h1 id=\"title\">");
  append_text (out, title);
  g_string_append (out, "</h1>");
  return out;
}

static void
finish (GuildSandboxExchange *exchange, guint status, GString *out)
{
  SoupMessageHeaders *headers = exchange->answer_headers;

  g_string_append (out, "</main><footer>This page belongs to a sandbox on this computer. No real "
                   "accounts are involved and nothing leaves it.</footer></body></html>");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  /* No frames (§12), and the address, which may hold a password, goes nowhere. */
  soup_message_headers_replace (headers, "X-Frame-Options", "DENY");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                                "frame-ancestors 'none'; base-uri 'none'");
  guild_sandbox_answer_text (exchange, status, "text/html; charset=utf-8", out->str);
  g_string_free (out, TRUE);
}

static void
append_button (GString *out, const char *id, const char *class, const char *name, const char *value,
               const char *label)
{
  g_string_append_printf (out, "<button type=\"submit\" id=\"%s\" class=\"%s\" name=\"%s\" "
                          "value=\"%s\">", id, class, name, value);
  append_text (out, label);
  g_string_append (out, "</button>");
}

static char *
company_name (GuildSandbox *self, GuildSandboxVisit *visit)
{
  return guild_sandbox_sql_text (self, "SELECT name FROM companies WHERE seq = ?", "i",
                                 visit->company);
}

static void
append_platforms (GString *out, const char *title, const char *type, GuildSandboxVisit *visit)
{
  g_string_append_printf (out, "<h2 id=\"kind-%s\">%s</h2><form method=\"post\" "
                          "action=\"/link/session/%s/platform\" class=\"grid\" "
                          "aria-labelledby=\"kind-%s\">", type, title, visit->id, type);
  for (const GuildSandboxPlatform *p = guild_sandbox_platforms; p->key != NULL; p++)
    {
      if (!g_str_equal (p->type, type) || strstr (p->name, "Test") != NULL)
        continue;
      g_autofree char *id = g_strconcat ("platform-", p->key, NULL);
      append_button (out, id, "", "platform", p->key, p->name);
    }
  g_string_append (out, "</form>");
}

void
guild_sandbox_page_choose (GuildSandbox *self, GuildSandboxExchange *exchange,
                           GuildSandboxVisit *visit)
{
  g_autofree char *name = company_name (self, visit);
  GString *out = begin ("Connect your software", "list");
  gint64 linked = guild_sandbox_sql_int (self, "SELECT count(*) FROM connections "
                                         "WHERE company = ? AND status = 'Linked'", "i",
                                         visit->company);

  g_string_append (out, "<p><b id=\"company\">");
  append_text (out, name);
  g_string_append (out, "</b> is asked to share its books. Choose the software it uses.</p>");
  append_platforms (out, "Accounting", "Accounting", visit);
  append_platforms (out, "Banking", "Banking", visit);
  append_platforms (out, "Commerce", "Commerce", visit);
  g_string_append_printf (out, "<form method=\"post\" action=\"/link/session/%s/finish\" "
                          "class=\"stack\">", visit->id);
  if (linked > 0)
    append_button (out, "leave", "mid", "outcome", "leave", "Everything is connected already");
  append_button (out, "not-supported", "mid", "outcome", "not-supported",
                 "My platform is not listed");
  append_button (out, "cancel", "plain", "outcome", "cancel", "Cancel");
  g_string_append (out, "</form>");
  finish (exchange, 200, out);
}

void
guild_sandbox_page_authorise (GuildSandbox *self, GuildSandboxExchange *exchange,
                              GuildSandboxVisit *visit)
{
  g_autofree char *name = company_name (self, visit);
  g_autofree char *key = guild_sandbox_sql_text (self, "SELECT platform FROM connections "
                                                 "WHERE seq = ?", "i", visit->connection);
  const char *platform = guild_sandbox_platforms[guild_sandbox_platform_find (key)].name;
  g_autofree char *title = g_strdup_printf ("Authorise access to %s", platform);
  GString *out = begin (title, "");

  g_string_append (out, "<p><b id=\"company\">");
  append_text (out, name);
  g_string_append (out, "</b> will share from <b id=\"platform\">");
  append_text (out, platform);
  g_string_append (out, "</b>:</p><ul><li>company details</li><li>accounts and transactions</li>"
                   "<li>invoices and bills</li></ul><p class=\"soft\">Access can be withdrawn at "
                   "any time.</p>");
  g_string_append_printf (out, "<form method=\"post\" action=\"/link/session/%s/finish\" "
                          "class=\"stack\">", visit->id);
  append_button (out, "authorise", "main mid", "outcome", "authorise", "Authorise");
  append_button (out, "cancel", "mid", "outcome", "cancel", "Cancel");
  append_button (out, "not-supported", "plain", "outcome", "not-supported",
                 "My platform is not listed");
  append_button (out, "error", "plain", "outcome", "error", "Simulate an error");
  g_string_append (out, "</form>");
  finish (exchange, 200, out);
}

void
guild_sandbox_page_message (GuildSandboxExchange *exchange, guint status, const char *title,
                            const char *text)
{
  GString *out = begin (title, "");

  g_string_append (out, "<p>");
  append_text (out, text);
  g_string_append (out, "</p>");
  finish (exchange, status, out);
}

void
guild_sandbox_page_done (GuildSandboxExchange *exchange, guint code)
{
  if (code == 200)
    guild_sandbox_page_message (exchange, 200, "Your software is connected",
                                "Thank you. You may close this page.");
  else if (code == 201)
    guild_sandbox_page_message (exchange, 200, "Nothing had to be changed",
                                "Everything was connected already. You may close this page.");
  else if (code == 403)
    guild_sandbox_page_message (exchange, 200, "Nothing was connected",
                                "You cancelled. Open the link again if that was not intended.");
  else if (code == 501)
    guild_sandbox_page_message (exchange, 200, "Your platform is not supported",
                                "Nothing was connected. Tell the people who sent you the link "
                                "which software you use.");
  else
    guild_sandbox_page_message (exchange, 200, "Something went wrong",
                                "Nothing was connected. Open the link again to try once more.");
}
