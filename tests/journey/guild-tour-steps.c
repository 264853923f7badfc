/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-tour.h"
#include "journey/guild-tour-window.h"

#include <string.h>

/* The steps. What is on screen is read as a screen reader reads it, and what was done is checked at
 * the sandbox, behind the program's back. */

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

static char *
walk_search (GuildTour *self)
{
  const char *text = "bakery";
  g_autoptr(JsonNode) page =
    guild_tour_ask (self, "/companies?page=1&pageSize=1&query=name~%s", text);
  gint64 count = json_object_get_int_member (json_node_get_object (page), "totalResults");

  g_assert_cmpint (count, >, 0);
  guild_tour_open_view (self, 0, "All companies");
  guild_tour_search (self, text);
  guild_tour_await_shown (self, count);
  return g_strdup_printf ("“%s” finds %d companies on screen and at the sandbox", text,
                          (int) count);
}

const GuildTourStep guild_tour_steps[] = {
  { "list-codat", walk_list_codat },
  { "list-autodesk", walk_list_autodesk },
  { "search", walk_search },
};
const guint guild_tour_n_steps = G_N_ELEMENTS (guild_tour_steps);
