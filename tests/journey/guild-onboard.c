/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

/* The guide's first chapter: a company is created with all that is known of it, its customer
 * authorises access through the link, and its data is read. */

#define TYPED "Wharf Street Books (UK)"
#define STORED "Wharf Street Books UK"
#define PLATFORM "qhyg" /* a button of the Link page */
#define GROUP "Lending pilot"

static JsonObject *
get_object (JsonNode *node, const char *member)
{
  return json_object_get_object_member (json_node_get_object (node), member);
}

static char *
walk_list (GuildJourney *self)
{
  gint64 count = guild_journey_count_companies (self, "");

  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_shown (self, count);
  guild_journey_await_count (self, 0, "All companies", count);
  return g_strdup_printf ("%d companies on screen and at the sandbox", (int) count);
}

static char *
walk_fill_in (GuildJourney *self)
{
  guild_test_press ("ctrl+n");
  guild_journey_await_window (self, "New Company");
  guild_journey_type (self, "Name", TYPED);
  guild_journey_await_label (self, "Codat will store the name as “" STORED "”*");
  guild_test_press ("Tab");
  guild_journey_type (self, "Description", "CUST-204518");
  guild_journey_pick (self, "Group", GROUP);
  guild_journey_focus (self, "push button", "Add Tag");
  guild_test_press ("space");
  guild_journey_type (self, "Tag key", "region");
  guild_test_press ("Tab");
  guild_journey_type (self, "Tag value", "uk");
  g_assert_null (guild_journey_find_company (self, STORED));
  return g_strdup ("the name is shown as it will be stored; nothing was sent yet");
}

static gboolean
company_exists (GuildJourney *self)
{
  g_autoptr(JsonNode) company = guild_journey_find_company (self, STORED);
  return company != NULL;
}

static char *
dup_group_id (GuildJourney *self, const char *name)
{
  g_autoptr(JsonNode) page = guild_journey_ask (self, "/groups");
  JsonArray *groups = json_object_get_array_member (json_node_get_object (page), "results");

  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject *group = json_array_get_object_element (groups, i);
      if (g_str_equal (json_object_get_string_member (group, "name"), name))
        return g_strdup (json_object_get_string_member (group, "id"));
    }
  g_error ("the sandbox has no group “%s”", name);
}

static char *
walk_create (GuildJourney *self)
{
  guild_journey_focus (self, "push button", "Create");
  guild_test_press ("space");
  guild_test_wait_until (company_exists (self));
  g_autoptr(JsonNode) company = guild_journey_find_company (self, STORED);
  JsonObject *object = json_node_get_object (company);
  self->company_id = g_strdup (json_object_get_string_member (object, "id"));
  g_assert_cmpstr (json_object_get_string_member (object, "description"), ==, "CUST-204518");
  g_assert_cmpstr (json_object_get_string_member (get_object (company, "tags"), "region"), ==,
                   "uk");
  JsonArray *groups = json_object_get_array_member (object, "groups");
  g_autofree char *group_id = dup_group_id (self, GROUP);
  g_assert_cmpuint (json_array_get_length (groups), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (groups, 0), "id"),
                   ==, group_id);
  /* The link dialog follows by itself. */
  g_autoptr(AtspiAccessible) next =
    guild_test_atspi_await (self->application, "list item", "Open in My Browser");
  return g_strdup ("it is at the sandbox once, with description, tag and group; its link is offered");
}

static char *
walk_open_link (GuildJourney *self)
{
  g_assert_true (guild_journey_has_status (self, ""));
  guild_journey_open_link_page (self);
  guild_test_page_await (self->page, "document.getElementById('platform-" PLATFORM "')");
  g_autoptr(JsonNode) name =
    guild_test_page_evaluate (self->page, "document.getElementById('company').innerText");
  g_assert_cmpstr (json_node_get_string (name), ==, STORED);
  return g_strdup ("its Link page is open in the browser and bears its name");
}

static char *
walk_authorise (GuildJourney *self)
{
  guild_test_page_click (self->page, "platform-" PLATFORM);
  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (guild_journey_has_status (self, "Linked"));
  guild_test_page_await (self->page, "location.pathname.startsWith('/linked/')");
  return g_strdup ("the customer authorised; the browser is back at Guildhall");
}

static char *
walk_see_linked (GuildJourney *self)
{
  guild_journey_close_page (self);
  guild_journey_await_linked (self);
  guild_journey_search (self, STORED);
  guild_journey_await_shown (self, 1);
  guild_journey_await_status (self, STORED, "Linked");
  guild_journey_await_label (self, "Linked to QuickBooks Online*");
  return g_strdup ("list and pane say Linked, and so does the sandbox");
}

/* --- Reading ---------------------------------------------------------------------------------- */

static gint64
count_invoices (GuildJourney *self)
{
  g_autoptr(JsonNode) page =
    guild_journey_ask (self, "/companies/%s/data/invoices?page=1&pageSize=1", self->company_id);
  return json_object_get_int_member (json_node_get_object (page), "totalResults");
}

static gboolean
was_read (GuildJourney *self, const char *type)
{
  g_autoptr(JsonNode) all = guild_journey_ask (self, "/companies/%s/dataStatus", self->company_id);
  JsonObject *statuses = json_node_get_object (all);

  if (!json_object_has_member (statuses, type))
    return FALSE;
  JsonObject *status = json_object_get_object_member (statuses, type);
  return json_object_has_member (status, "lastSuccessfulSync");
}

static char *
walk_read_invoices (GuildJourney *self)
{
  guild_journey_focus (self, "list item", "Records and Statements");
  guild_test_press ("Return");
  guild_test_atspi_click (self->application, "list item", "Invoices");
  guild_test_wait_until (was_read (self, "invoices"));
  g_autofree char *total = g_strdup_printf ("* of *%d*", (int) count_invoices (self));
  guild_journey_await_label (self, total);
  return g_strdup_printf ("its invoices are on screen, “%s” as at the sandbox", total);
}

static char *
walk_read_statement (GuildJourney *self)
{
  guild_test_atspi_click (self->application, "list item", "Balance sheet");
  guild_test_wait_until (was_read (self, "balanceSheet"));
  guild_journey_await_label (self, "Net assets");
  return g_strdup ("its balance sheet is on screen");
}

static char *
walk_close (GuildJourney *self)
{
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (self->application, "list item", "Balance sheet");
  g_assert_true (guild_journey_has_status (self, "Linked"));
  return g_strdup ("back in the list");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "list", walk_list },
    { "fill-in", walk_fill_in },
    { "create", walk_create },
    { "open-link", walk_open_link },
    { "authorise", walk_authorise },
    { "see-linked", walk_see_linked },
    { "read-invoices", walk_read_invoices },
    { "read-statement", walk_read_statement },
    { "close", walk_close },
  };
  static const GuildJourneyPlan plan = { "onboard", steps, G_N_ELEMENTS (steps), "60" };
  return guild_journey_main (argc, argv, &plan);
}
