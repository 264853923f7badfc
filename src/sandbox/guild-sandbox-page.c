/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-page.h"

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

void
guild_sandbox_page_text (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

GString *
guild_sandbox_page_begin (const char *site, const char *title, const char *class)
{
  GString *out = g_string_new (head);

  g_string_append (out, "<title>");
  guild_sandbox_page_text (out, title);
  g_string_append_printf (out, " — %s</title></head><body class=\"%s\"><header><b>%s</b></header>"
                          "<main><h1 id=\"title\">", site, class, site);
  guild_sandbox_page_text (out, title);
  g_string_append (out, "</h1>");
  return out;
}

void
guild_sandbox_page_finish (GuildSandboxExchange *exchange, guint status, GString *out)
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

void
guild_sandbox_page_button (GString *out, const char *id, const char *class, const char *name,
                           const char *value, const char *label)
{
  g_string_append_printf (out, "<button type=\"submit\" id=\"%s\" class=\"%s\" name=\"%s\" "
                          "value=\"%s\">", id, class, name, value);
  guild_sandbox_page_text (out, label);
  g_string_append (out, "</button>");
}
