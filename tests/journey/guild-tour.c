/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

/* The steps. What is on screen is read as a screen reader reads it, and what was done is checked at
 * the sandbox, behind the program's back. */

#define COMPANY "Harbour Street Bakery"
#define WORD "bakery"
#define PLATFORM "gbol" /* a button of the Link page */

static const char *
text_member (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

/* --- Both services ---------------------------------------------------------------------------- */

static gint64
count_codat (GuildJourney *self)
{
  g_autoptr(JsonNode) state = guild_journey_ask (self, "/_sandbox/state");
  JsonObject *codat = json_object_get_object_member (json_node_get_object (state), "codat");
  return json_object_get_int_member (codat, "companies");
}

static char *
walk_list_codat (GuildJourney *self)
{
  gint64 count = count_codat (self);

  g_assert_cmpint (count, ==, 2000);
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_count (self, 0, "All companies", count);
  guild_journey_await_shown (self, count);

  /* The first company by name, as the service sorts, is the first row. */
  g_autoptr(JsonNode) page = guild_journey_ask (self, "/companies?page=1&pageSize=1&orderBy=name");
  JsonObject *first = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (page), "results"), 0);
  guild_journey_await_row (self, text_member (first, "name"));
  g_autofree char *number = guild_journey_number (count);
  return g_strdup_printf ("%s Codat companies on screen and at the sandbox", number);
}

static gint64
count_autodesk (GuildJourney *self, const char *query)
{
  g_autoptr(JsonNode) page = guild_journey_ask (
    self, "/construction/admin/v1/accounts/%s/companies?limit=1%s",
    self->sandbox->autodesk_account_id, query);
  JsonObject *pagination =
    json_object_get_object_member (json_node_get_object (page), "pagination");
  return json_object_get_int_member (pagination, "totalResults");
}

static char *
walk_list_autodesk (GuildJourney *self)
{
  gint64 count = count_autodesk (self, "");

  g_assert_cmpint (count, >, 4000);
  guild_journey_open_view (self, 1, "All companies");
  guild_journey_await_count (self, 1, "All companies", count);
  guild_journey_await_shown (self, count);
  g_autofree char *number = guild_journey_number (count);
  return g_strdup_printf ("%s Autodesk companies on screen and at the sandbox", number);
}

static char *
walk_search (GuildJourney *self)
{
  gint64 count = guild_journey_count_companies (self, "name~" WORD);

  g_assert_cmpint (count, >, 0);
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_search (self, WORD);
  guild_journey_await_shown (self, count);
  return g_strdup_printf ("“%s” finds %d companies on screen and at the sandbox", WORD,
                          (int) count);
}

/* --- A company of one's own ------------------------------------------------------------------- */

static gboolean
company_exists (GuildJourney *self)
{
  g_autoptr(JsonNode) company = guild_journey_find_company (self, COMPANY);
  return company != NULL;
}

static char *
walk_create_company (GuildJourney *self)
{
  g_assert_false (company_exists (self));
  guild_test_press ("ctrl+n");
  guild_test_atspi_click (self->application, "text", "Name");
  guild_test_type (COMPANY);
  guild_test_atspi_click (self->application, "push button", "Create");
  guild_test_wait_until (company_exists (self));
  g_autoptr(JsonNode) company = guild_journey_find_company (self, COMPANY);
  self->company_id = g_strdup (text_member (json_node_get_object (company), "id"));
  /* The link dialog follows by itself. */
  g_autoptr(AtspiAccessible) next =
    guild_test_atspi_await (self->application, "list item", "Open in My Browser");
  return g_strdup_printf ("“%s” is at the sandbox, once; its link is offered", COMPANY);
}

static char *
walk_open_link (GuildJourney *self)
{
  guild_journey_open_link_page (self);
  guild_test_page_await (self->page, "document.getElementById('platform-" PLATFORM "')");
  g_autoptr(JsonNode) name =
    guild_test_page_evaluate (self->page, "document.getElementById('company').innerText");
  g_assert_cmpstr (json_node_get_string (name), ==, COMPANY);
  return g_strdup ("its Link page is open in the browser and bears its name");
}

static char *
walk_authorise (GuildJourney *self)
{
  g_assert_true (guild_journey_has_status (self, ""));
  guild_test_page_click (self->page, "platform-" PLATFORM);
  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (guild_journey_has_status (self, "Linked"));
  /* The browser came back to the program. */
  guild_test_page_await (self->page, "location.pathname.startsWith('/linked/')");
  return g_strdup ("the customer authorised; the browser is back at Guildhall");
}

static void
show_company (GuildJourney *self)
{
  guild_journey_search (self, WORD);
  guild_journey_await_shown (self, guild_journey_count_companies (self, "name~" WORD));
  guild_journey_open_row (self, COMPANY);
}

static char *
walk_see_linked (GuildJourney *self)
{
  guild_journey_close_page (self);
  guild_journey_await_linked (self);
  show_company (self);
  guild_journey_await_status (self, COMPANY, "Linked");
  g_assert_true (guild_journey_has_status (self, "Linked"));
  return g_strdup ("the program says Linked, and so does the sandbox");
}

static char *
walk_deauthorise (GuildJourney *self)
{
  g_autofree char *body = g_strdup_printf ("{\"companyId\": \"%s\"}", self->company_id);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/deauthorise", body);

  g_assert_true (guild_journey_has_status (self, "Deauthorized"));
  guild_test_press ("F5");
  guild_journey_await_status (self, COMPANY, "Deauthorised");
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "Re-authorise…");
  return g_strdup ("access was withdrawn at the sandbox; the program offers to re-authorise");
}

static char *
walk_reauthorise (GuildJourney *self)
{
  g_autofree char *before = g_strdup (self->connection_id);

  guild_test_atspi_click (self->application, "push button", "Re-authorise…");
  guild_journey_open_link_page (self);
  guild_journey_choose_platform (self, PLATFORM);
  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (guild_journey_has_status (self, "Linked"));
  guild_journey_close_page (self);
  guild_journey_await_linked (self);
  guild_journey_await_status (self, COMPANY, "Linked");
  /* The same connection, not another one. */
  g_assert_cmpstr (self->connection_id, ==, before);
  return g_strdup ("the same connection is linked again, on screen and at the sandbox");
}

/* --- Filter ----------------------------------------------------------------------------------- */

static char *
walk_filter_autodesk (GuildJourney *self)
{
  gint64 count = count_autodesk (self, "&filter%5Bname%5D=concrete&filterTextMatch=contains");

  g_assert_cmpint (count, >, 0);
  guild_journey_open_view (self, 1, "All companies");
  guild_journey_filter_by_name (self, "concrete");
  guild_journey_await_shown (self, count);
  return g_strdup_printf ("the name contains “concrete” for %d Autodesk companies on screen and at "
                          "the sandbox", (int) count);
}

/* --- Delete ----------------------------------------------------------------------------------- */

static void
ask_to_delete (GuildJourney *self)
{
  guild_journey_open_row (self, COMPANY);
  guild_test_press ("Delete");
  guild_test_atspi_click (self->application, "push button", "Delete");
  g_autoptr(AtspiAccessible) toast =
    guild_test_atspi_await (self->application, "label", "*will be deleted");
  guild_journey_snap (self, "toast");
  guild_journey_await_no_row (self, COMPANY);
}

static char *
walk_delete_undo (GuildJourney *self)
{
  guild_journey_open_view (self, 0, "All companies");
  show_company (self);
  ask_to_delete (self);
  g_assert_true (company_exists (self));
  guild_test_atspi_click (self->application, "push button", "Undo");
  guild_journey_await_row (self, COMPANY);
  g_assert_true (company_exists (self));
  return g_strdup ("deleted, undone, back on screen; the sandbox never heard of it");
}

static char *
walk_delete (GuildJourney *self)
{
  ask_to_delete (self);
  guild_test_wait_until (!company_exists (self));
  guild_journey_await_no_row (self, COMPANY);
  guild_journey_await_shown (self, guild_journey_count_companies (self, "name~" WORD));
  guild_journey_await_count (self, 0, "All companies", count_codat (self));
  return g_strdup ("the company is gone, on screen and at the sandbox");
}

static const GuildJourneyStep steps[] = {
  { "list-codat", walk_list_codat },
  { "list-autodesk", walk_list_autodesk },
  { "search", walk_search },
  { "create-company", walk_create_company },
  { "open-link", walk_open_link },
  { "authorise", walk_authorise },
  { "see-linked", walk_see_linked },
  { "deauthorise", walk_deauthorise },
  { "re-authorise", walk_reauthorise },
  { "filter-autodesk", walk_filter_autodesk },
  { "delete-undo", walk_delete_undo },
  { "delete", walk_delete },
};

int
main (int argc, char **argv)
{
  static const GuildJourneyPlan plan = { "tour", steps, G_N_ELEMENTS (steps), NULL };
  return guild_journey_main (argc, argv, &plan);
}
