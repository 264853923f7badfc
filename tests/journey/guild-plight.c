/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

#include "support/guild-test-customer.h"

/* The installed program where the desktop around it lacks something: what cannot be done is said,
 * and the rest goes on. build-aux/test-flatpak makes the lack, and names it in
 * $GUILDHALL_TEST_PLIGHT. */

#define COMPANIES "40"
#define COMPANY "Harbour Street Bakery"
#define WORD "brewery"

static char *
walk_list (GuildJourney *self)
{
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_shown (self, 40);
  return g_strdup ("the companies of the sandbox are listed");
}

/* --- No keyring ------------------------------------------------------------------------------- */

/* The dialog stays with what was typed: nothing was added. */
static void
try_key (GuildJourney *self, const char *words)
{
  guild_journey_choose_first (self, "Add a Workspace");
  guild_journey_fill (self, "API Key", self->sandbox->codat_key);
  guild_test_atspi_click (self->application, NULL, "Advanced");
  guild_journey_fill (self, "Base Address", self->sandbox->url);
  guild_test_atspi_click (self->application, "push button", "Add");
  g_autoptr(AtspiAccessible) told = guild_test_atspi_await (self->application, "alert", words);
  guild_journey_snap (self, "told");
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (self->application, "push button", "Add");
}

static char *
walk_no_keyring (GuildJourney *self)
{
  try_key (self, "*This computer runs no keyring.*");
  return g_strdup ("a key that cannot be kept is not taken, and the dialog says why");
}

static char *
walk_portal_without_keyring (GuildJourney *self)
{
  try_key (self, "*The desktop gave Guildhall no keyring.*");
  return g_strdup ("a key that the portal does not keep is not taken, and the dialog says why");
}

/* --- No browser ------------------------------------------------------------------------------- */

static gboolean
company_exists (GuildJourney *self)
{
  g_autoptr(JsonNode) company = guild_journey_find_company (self, COMPANY);

  if (company == NULL)
    return FALSE;
  g_free (self->company_id);
  self->company_id =
    g_strdup (json_object_get_string_member (json_node_get_object (company), "id"));
  return TRUE;
}

static char *
walk_no_browser (GuildJourney *self)
{
  guild_test_press ("ctrl+n");
  guild_test_atspi_click (self->application, "text", "Name");
  guild_test_type (COMPANY);
  guild_test_atspi_click (self->application, "push button", "Create");
  guild_test_wait_until (company_exists (self));
  guild_test_atspi_click (self->application, "list item", "Open in My Browser");
  guild_journey_await_label (self, "*The browser could not be started*");
  g_autoptr(AtspiAccessible) copy =
    guild_test_atspi_await (self->application, "push button", "Copy Link");
  return g_strdup ("the browser that is not opened is told, and the link is there to be copied");
}

/* The link still works, in a browser that was opened by hand. */
static char *
walk_link_by_hand (GuildJourney *self)
{
  g_autoptr(JsonNode) company = guild_journey_ask (self, "/companies/%s", self->company_id);
  const char *link = json_object_get_string_member (json_node_get_object (company), "redirect");
  g_autoptr(SoupSession) session = soup_session_new ();

  g_free (guild_test_customer_visit (session, link, "gbol", "authorise"));
  guild_test_wait_until (guild_journey_has_status (self, "Linked"));
  guild_journey_await_linked (self);
  return g_strdup ("the customer authorises elsewhere, and the program says Linked");
}

/* --- A home that is read-only ----------------------------------------------------------------- */

static char *
walk_read_only (GuildJourney *self)
{
  guild_journey_await_label (self, "Workspaces");
  guild_journey_snap (self, "told");
  guild_test_press ("Return");
  guild_test_atspi_await_gone (self->application, "label", "Workspaces");
  guild_journey_await_label (self, "The journal*");
  return g_strdup ("what cannot be kept is told, and that nothing can be changed so");
}

static char *
walk_search (GuildJourney *self)
{
  gint64 count = guild_journey_count_companies (self, "name~" WORD);

  g_assert_cmpint (count, >, 0);
  guild_journey_search (self, WORD);
  guild_journey_await_shown (self, count);
  return g_strdup ("and found");
}

#define PLAN(name, steps) { name, steps, G_N_ELEMENTS (steps), COMPANIES }

int
main (int argc, char **argv)
{
  static const GuildJourneyStep no_portal[] = {
    { "list", walk_list },
    { "key", walk_no_keyring },
    { "browser", walk_no_browser },
    { "by-hand", walk_link_by_hand },
  };
  static const GuildJourneyStep refusal[] = {
    { "list", walk_list },
    { "key", walk_portal_without_keyring },
    { "browser", walk_no_browser },
    { "by-hand", walk_link_by_hand },
  };
  static const GuildJourneyStep no_keyring[] = {
    { "list", walk_list },
    { "key", walk_portal_without_keyring },
    { "search", walk_search },
  };
  static const GuildJourneyStep read_only[] = {
    { "told", walk_read_only },
    { "list", walk_list },
    { "search", walk_search },
  };
  static const GuildJourneyPlan plans[] = {
    PLAN ("no-portal", no_portal),
    PLAN ("refusal", refusal),
    PLAN ("no-keyring", no_keyring),
    PLAN ("read-only", read_only),
  };
  const char *plight = g_getenv ("GUILDHALL_TEST_PLIGHT");

  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    if (g_strcmp0 (plight, plans[i].name) == 0)
      return guild_journey_main (argc, argv, &plans[i]);
  g_printerr ("GUILDHALL_TEST_PLIGHT names no plight\n");
  return 2;
}
