/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-tour.h"
#include "journey/guild-tour-window.h"

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

/* --- Both services ------------------------------------------------------------------------------ */

static gint64
count_codat (GuildTour *self)
{
  g_autoptr(JsonNode) state = guild_tour_ask (self, "/_sandbox/state");
  JsonObject *codat = json_object_get_object_member (json_node_get_object (state), "codat");
  return json_object_get_int_member (codat, "companies");
}

static char *
walk_list_codat (GuildTour *self)
{
  gint64 count = count_codat (self);

  g_assert_cmpint (count, ==, 2000);
  guild_tour_open_view (self, 0, "All companies");
  guild_tour_await_count (self, 0, "All companies", count);
  guild_tour_await_shown (self, count);

  /* The first company by name, as the service sorts, is the first row. */
  g_autoptr(JsonNode) page = guild_tour_ask (self, "/companies?page=1&pageSize=1&orderBy=name");
  JsonObject *first = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (page), "results"), 0);
  guild_tour_await_row (self, text_member (first, "name"));
  g_autofree char *number = guild_tour_number (count);
  return g_strdup_printf ("%s Codat companies on screen and at the sandbox", number);
}

static gint64
count_autodesk (GuildTour *self, const char *query)
{
  g_autoptr(JsonNode) page = guild_tour_ask (
    self, "/construction/admin/v1/accounts/%s/companies?limit=1%s",
    self->sandbox->autodesk_account_id, query);
  JsonObject *pagination =
    json_object_get_object_member (json_node_get_object (page), "pagination");
  return json_object_get_int_member (pagination, "totalResults");
}

static char *
walk_list_autodesk (GuildTour *self)
{
  gint64 count = count_autodesk (self, "");

  g_assert_cmpint (count, >, 4000);
  guild_tour_open_view (self, 1, "All companies");
  guild_tour_await_count (self, 1, "All companies", count);
  guild_tour_await_shown (self, count);
  g_autofree char *number = guild_tour_number (count);
  return g_strdup_printf ("%s Autodesk companies on screen and at the sandbox", number);
}

static gint64
count_by_word (GuildTour *self)
{
  g_autoptr(JsonNode) page = guild_tour_ask (self, "/companies?page=1&pageSize=1&query=name~" WORD);
  return json_object_get_int_member (json_node_get_object (page), "totalResults");
}

static char *
walk_search (GuildTour *self)
{
  gint64 count = count_by_word (self);

  g_assert_cmpint (count, >, 0);
  guild_tour_open_view (self, 0, "All companies");
  guild_tour_search (self, WORD);
  guild_tour_await_shown (self, count);
  return g_strdup_printf ("“%s” finds %d companies on screen and at the sandbox", WORD,
                          (int) count);
}

/* --- A company of one's own ---------------------------------------------------------------------- */

/* (transfer full) (nullable): the company by its name, as the sandbox tells it. */
static JsonNode *
find_company (GuildTour *self, guint *n_found)
{
  g_autofree char *name = g_uri_escape_string (COMPANY, NULL, FALSE);
  g_autoptr(JsonNode) page =
    guild_tour_ask (self, "/companies?page=1&pageSize=10&query=name%%3D%s", name);
  JsonArray *results =
    json_object_get_array_member (json_node_get_object (page), "results");

  *n_found = json_array_get_length (results);
  return *n_found > 0 ? json_node_copy (json_array_get_element (results, 0)) : NULL;
}

static gboolean
company_exists (GuildTour *self)
{
  guint n = 0;
  g_autoptr(JsonNode) company = find_company (self, &n);

  g_assert_cmpint (n, <=, 1);
  return company != NULL;
}

static char *
walk_create_company (GuildTour *self)
{
  guint n = 0;

  g_assert_false (company_exists (self));
  guild_test_press ("ctrl+n");
  guild_test_atspi_click (self->application, "text", "Name");
  guild_test_type (COMPANY);
  guild_test_atspi_click (self->application, "push button", "*Create");
  guild_test_wait_until (company_exists (self));
  g_autoptr(JsonNode) company = find_company (self, &n);
  self->company_id = g_strdup (text_member (json_node_get_object (company), "id"));
  /* The link dialog follows by itself. */
  g_autoptr(AtspiAccessible) next =
    guild_test_atspi_await (self->application, "list item", "Open in My Browser");
  return g_strdup_printf ("“%s” is at the sandbox, once; its link is offered", COMPANY);
}

/* The status of the company's only connection at the sandbox; (transfer full): "" for none. */
static char *
dup_status (GuildTour *self)
{
  g_autoptr(JsonNode) company = guild_tour_ask (self, "/companies/%s", self->company_id);
  JsonArray *connections =
    json_object_get_array_member (json_node_get_object (company), "dataConnections");

  if (json_array_get_length (connections) == 0)
    return g_strdup ("");
  g_assert_cmpint (json_array_get_length (connections), ==, 1);
  JsonObject *connection = json_array_get_object_element (connections, 0);
  g_free (self->connection_id);
  self->connection_id = g_strdup (text_member (connection, "id"));
  return g_strdup (text_member (connection, "status"));
}

static gboolean
has_status (GuildTour *self, const char *wanted)
{
  g_autofree char *status = dup_status (self);
  return g_str_equal (status, wanted);
}

static void
open_link_page (GuildTour *self)
{
  g_autofree char *prefix = g_strconcat (self->sandbox->url, "/link/", NULL);

  guild_test_atspi_click (self->application, "list item", "Open in My Browser");
  self->page = guild_test_browser_await_page (self->browser, prefix);
}

static char *
walk_open_link (GuildTour *self)
{
  open_link_page (self);
  guild_test_page_await (self->page, "document.getElementById('platform-" PLATFORM "')");
  g_autoptr(JsonNode) name =
    guild_test_page_evaluate (self->page, "document.getElementById('company').innerText");
  g_assert_cmpstr (json_node_get_string (name), ==, COMPANY);
  return g_strdup ("its Link page is open in the browser and bears its name");
}

static char *
walk_authorise (GuildTour *self)
{
  g_assert_true (has_status (self, ""));
  guild_test_page_click (self->page, "platform-" PLATFORM);
  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (has_status (self, "Linked"));
  /* The browser came back to the program. */
  guild_test_page_await (self->page, "location.pathname.startsWith('/linked/')");
  return g_strdup ("the customer authorised; the browser is back at Guildhall");
}

static void
close_page (GuildTour *self)
{
  g_clear_pointer (&self->page, guild_test_page_close);
}

static void
await_linked (GuildTour *self)
{
  g_autoptr(AtspiAccessible) linked =
    guild_test_atspi_await (self->application, "label", "Linked");
  guild_test_atspi_click (self->application, "push button", "*Done");
  guild_test_atspi_await_gone (self->application, "push button", "*Done");
}

static void
show_company (GuildTour *self)
{
  guild_tour_search (self, WORD);
  guild_tour_await_shown (self, count_by_word (self));
  guild_tour_open_row (self, COMPANY);
}

static char *
walk_see_linked (GuildTour *self)
{
  close_page (self);
  await_linked (self);
  show_company (self);
  guild_tour_await_status (self, COMPANY, "Linked");
  g_assert_true (has_status (self, "Linked"));
  return g_strdup ("the program says Linked, and so does the sandbox");
}

static char *
walk_deauthorise (GuildTour *self)
{
  g_autofree char *body = g_strdup_printf ("{\"companyId\": \"%s\"}", self->company_id);
  g_autoptr(JsonNode) answer =
    guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/deauthorise", body);

  g_assert_true (has_status (self, "Deauthorized"));
  guild_test_press ("F5");
  guild_tour_await_status (self, COMPANY, "Deauthorised");
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "*Re-authorise…");
  return g_strdup ("access was withdrawn at the sandbox; the program offers to re-authorise");
}

/* The company's own link asks for the platform first; a connection's link knows it. */
static void
choose_platform (GuildTour *self)
{
  static const char *const choose = "document.getElementById('platform-" PLATFORM "')";
  g_autofree char *either =
    g_strdup_printf ("%s || document.getElementById('authorise')", choose);
  g_autofree char *truth = g_strdup_printf ("Boolean(%s)", choose);

  guild_test_page_await (self->page, either);
  g_autoptr(JsonNode) asked = guild_test_page_evaluate (self->page, truth);
  if (json_node_get_boolean (asked))
    guild_test_page_click (self->page, "platform-" PLATFORM);
}

static char *
walk_reauthorise (GuildTour *self)
{
  g_autofree char *before = g_strdup (self->connection_id);

  guild_test_atspi_click (self->application, "push button", "*Re-authorise…");
  open_link_page (self);
  choose_platform (self);
  guild_test_page_click (self->page, "authorise");
  guild_test_wait_until (has_status (self, "Linked"));
  close_page (self);
  await_linked (self);
  guild_tour_await_status (self, COMPANY, "Linked");
  /* The same connection, not another one. */
  g_assert_cmpstr (self->connection_id, ==, before);
  return g_strdup ("the same connection is linked again, on screen and at the sandbox");
}

/* --- Filter ------------------------------------------------------------------------------------- */

static char *
walk_filter_autodesk (GuildTour *self)
{
  gint64 count = count_autodesk (self, "&filter%5Bname%5D=concrete&filterTextMatch=contains");

  g_assert_cmpint (count, >, 0);
  guild_tour_open_view (self, 1, "All companies");
  guild_tour_filter_by_name (self, "concrete");
  guild_tour_await_shown (self, count);
  return g_strdup_printf ("the name contains “concrete” for %d Autodesk companies on screen and at "
                          "the sandbox", (int) count);
}

/* --- Delete ------------------------------------------------------------------------------------- */

static void
ask_to_delete (GuildTour *self)
{
  guild_tour_open_row (self, COMPANY);
  guild_test_press ("Delete");
  guild_test_atspi_click (self->application, "push button", "*Delete");
  g_autoptr(AtspiAccessible) toast =
    guild_test_atspi_await (self->application, "label", "*will be deleted");
  guild_tour_snap (self, "toast");
  guild_tour_await_no_row (self, COMPANY);
}

static char *
walk_delete_undo (GuildTour *self)
{
  guild_tour_open_view (self, 0, "All companies");
  show_company (self);
  ask_to_delete (self);
  g_assert_true (company_exists (self));
  guild_test_atspi_click (self->application, "push button", "*Undo");
  guild_tour_await_row (self, COMPANY);
  g_assert_true (company_exists (self));
  return g_strdup ("deleted, undone, back on screen; the sandbox never heard of it");
}

static char *
walk_delete (GuildTour *self)
{
  ask_to_delete (self);
  guild_test_wait_until (!company_exists (self));
  guild_tour_await_no_row (self, COMPANY);
  guild_tour_await_shown (self, count_by_word (self));
  guild_tour_await_count (self, 0, "All companies", count_codat (self));
  return g_strdup ("the company is gone, on screen and at the sandbox");
}

const GuildTourStep guild_tour_steps[] = {
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
const guint guild_tour_n_steps = G_N_ELEMENTS (guild_tour_steps);
