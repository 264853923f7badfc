/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-link.h"
#include "sandbox/guild-sandbox-page.h"

#include <string.h>

/* What the customer sees. Plain forms: the pages need no script. */

static GString *
begin (const char *title, const char *class)
{
  return guild_sandbox_page_begin ("Guildhall Sandbox Link", title, class);
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
      guild_sandbox_page_button (out, id, "", "platform", p->key, p->name);
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
  guild_sandbox_page_text (out, name);
  g_string_append (out, "</b> is asked to share its books. Choose the software it uses.</p>");
  append_platforms (out, "Accounting", "Accounting", visit);
  append_platforms (out, "Banking", "Banking", visit);
  append_platforms (out, "Commerce", "Commerce", visit);
  g_string_append_printf (out, "<form method=\"post\" action=\"/link/session/%s/finish\" "
                          "class=\"stack\">", visit->id);
  if (linked > 0)
    guild_sandbox_page_button (out, "leave", "mid", "outcome", "leave",
                               "Everything is connected already");
  guild_sandbox_page_button (out, "not-supported", "mid", "outcome", "not-supported",
                             "My platform is not listed");
  guild_sandbox_page_button (out, "cancel", "plain", "outcome", "cancel", "Cancel");
  g_string_append (out, "</form>");
  guild_sandbox_page_finish (exchange, 200, out);
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
  guild_sandbox_page_text (out, name);
  g_string_append (out, "</b> will share from <b id=\"platform\">");
  guild_sandbox_page_text (out, platform);
  g_string_append (out, "</b>:</p><ul><li>company details</li><li>accounts and transactions</li>"
                   "<li>invoices and bills</li></ul><p class=\"soft\">Access can be withdrawn at "
                   "any time.</p>");
  g_string_append_printf (out, "<form method=\"post\" action=\"/link/session/%s/finish\" "
                          "class=\"stack\">", visit->id);
  guild_sandbox_page_button (out, "authorise", "main mid", "outcome", "authorise", "Authorise");
  guild_sandbox_page_button (out, "cancel", "mid", "outcome", "cancel", "Cancel");
  guild_sandbox_page_button (out, "not-supported", "plain", "outcome", "not-supported",
                             "My platform is not listed");
  guild_sandbox_page_button (out, "error", "plain", "outcome", "error", "Simulate an error");
  g_string_append (out, "</form>");
  guild_sandbox_page_finish (exchange, 200, out);
}

void
guild_sandbox_page_message (GuildSandboxExchange *exchange, guint status, const char *title,
                            const char *text)
{
  GString *out = begin (title, "");

  g_string_append (out, "<p>");
  guild_sandbox_page_text (out, text);
  g_string_append (out, "</p>");
  guild_sandbox_page_finish (exchange, status, out);
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
