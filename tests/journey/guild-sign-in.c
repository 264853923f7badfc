/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

/* The guide's chapter on Autodesk without a secret: somebody signs in with the browser, finds the
 * account, reads its companies, and signs out. */

static char *redirect; /* with a port that is free */

static void
choose_redirect (GuildJourney *self)
{
  redirect = g_strdup_printf ("http://localhost:%u/guildhall/", guild_test_find_port ());
  g_autofree char *json = g_strdup_printf ("{\"redirect-uris\":\"%s\"}", redirect);
  g_autoptr(JsonNode) done =
    guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches", json);
}

/* Types over what the entry holds. */
static void
fill (GuildJourney *self, const char *name, const char *text)
{
  g_autoptr(AtspiAccessible) entry = guild_test_atspi_await (self->application, "text", name);

  guild_test_atspi_scroll_to (entry);
  guild_test_wait_until (guild_test_atspi_click_node (entry));
  guild_test_press ("ctrl+a");
  guild_journey_type (self, name, text);
}

/* Of any role: what is new is a status or an alert to a screen reader. */
static void
await_words (GuildJourney *self, const char *pattern)
{
  g_autoptr(AtspiAccessible) there = guild_test_atspi_await (self->application, NULL, pattern);
}

static int
count_requests (GuildJourney *self, const char *request)
{
  g_autoptr(JsonNode) node = guild_journey_ask (self, "/_sandbox/requests");
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return (int) json_object_get_int_member_with_default (counts, request, 0);
}

static char *
walk_choose_kind (GuildJourney *self)
{
  choose_redirect (self);
  guild_journey_choose (self, "Add a Workspace", "Add Autodesk…");
  guild_journey_await_window (self, "Add Autodesk");
  guild_journey_await_label (self, "Only reads, as an account administrator who signs in.*");
  guild_test_atspi_click (self->application, "label", "Browser Sign-In");
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "Sign In…");
  return g_strdup ("what either kind may do is said before one is chosen");
}

static char *
walk_fill_in (GuildJourney *self)
{
  fill (self, "Client ID", self->sandbox->autodesk_public_client_id);
  guild_test_atspi_click (self->application, NULL, "Advanced");
  fill (self, "Redirect Address", redirect);
  await_words (self, "Register this address*letter by letter*");
  fill (self, "Base Address", self->sandbox->url);
  g_assert_cmpint (count_requests (self, "GET /authentication/v2/authorize"), ==, 0);
  return g_strdup ("client, redirect address and service are entered; nothing was sent yet");
}

static char *
walk_sign_in (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "Sign In…");

  guild_test_atspi_scroll_to (button);
  guild_test_wait_until (guild_test_atspi_click_node (button));
  guild_journey_await_label (self, "Sign In in the Browser");
  g_autofree char *prefix = g_strconcat (self->sandbox->url, "/authentication/", NULL);
  self->page = guild_test_browser_await_page (self->browser, prefix);
  guild_journey_snap (self, "page");
  guild_test_page_click (self->page, "sign-in-administrator");
  guild_test_page_click (self->page, "allow");
  guild_test_page_await (self->page, "location.pathname === '/guildhall/'");
  guild_journey_snap (self, "back");
  g_clear_pointer (&self->page, guild_test_page_close);
  guild_journey_await_label (self, "Signed in as *");
  return g_strdup ("signed in on the page in the browser; Guildhall says as whom");
}

static char *
walk_add (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) account =
    guild_test_atspi_await (self->application, "combo box", "Account");

  await_words (self, "Choose the account, then add the workspace.");
  guild_test_atspi_click (self->application, "push button", "Add");
  guild_test_atspi_await_gone (self->application, NULL, "Add Autodesk");
  guild_journey_await_shown (self, 20);
  guild_journey_await_label (self, "*Read-only*");
  return g_strdup ("the accounts were found; the first one's 20 companies are listed, read-only");
}

static char *
walk_sign_out (GuildJourney *self)
{
  guild_journey_choose (self, "View Menu", "Sign Out");
  await_words (self, "Nobody is signed in to “Autodesk”*");
  guild_test_wait_until (count_requests (self, "POST /authentication/v2/revoke") == 1);
  guild_journey_await_shown (self, 20);
  return g_strdup ("signed out here and there; what was known is still listed");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "choose-kind", walk_choose_kind },
    { "fill-in", walk_fill_in },
    { "sign-in", walk_sign_in },
    { "add", walk_add },
    { "sign-out", walk_sign_out },
  };
  static const GuildJourneyPlan plan = { "sign-in", steps, G_N_ELEMENTS (steps), "20" };
  return guild_journey_main (argc, argv, &plan);
}
