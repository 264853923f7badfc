/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"

/* --- At the sandbox --------------------------------------------------------------------------- */

/* (transfer full): a page of companies. */
static JsonNode *
ask_companies (GuildJourney *self, guint size, const char *query)
{
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  const char *part = *query != '\0' ? "&query=" : "";

  return guild_journey_ask (self, "/companies?page=1&pageSize=%u%s%s", size, part, escaped);
}

JsonNode *
guild_journey_find_company (GuildJourney *self, const char *name)
{
  g_autofree char *query = g_strconcat ("name=", name, NULL);
  g_autoptr(JsonNode) page = ask_companies (self, 10, query);
  JsonArray *results = json_object_get_array_member (json_node_get_object (page), "results");
  guint n = json_array_get_length (results);

  g_assert_cmpuint (n, <=, 1);
  return n > 0 ? json_node_copy (json_array_get_element (results, 0)) : NULL;
}

gint64
guild_journey_count_companies (GuildJourney *self, const char *query)
{
  g_autoptr(JsonNode) page = ask_companies (self, 1, query);
  return json_object_get_int_member (json_node_get_object (page), "totalResults");
}

gboolean
guild_journey_has_status (GuildJourney *self, const char *status)
{
  g_autoptr(JsonNode) company = guild_journey_ask (self, "/companies/%s", self->company_id);
  JsonArray *connections =
    json_object_get_array_member (json_node_get_object (company), "dataConnections");
  guint n = json_array_get_length (connections);

  g_assert_cmpuint (n, <=, 1);
  if (n == 0)
    return *status == '\0';
  JsonObject *connection = json_array_get_object_element (connections, 0);
  g_free (self->connection_id);
  self->connection_id = g_strdup (json_object_get_string_member (connection, "id"));
  return g_str_equal (json_object_get_string_member (connection, "status"), status);
}

/* --- The Link page ---------------------------------------------------------------------------- */

void
guild_journey_await_link_page (GuildJourney *self)
{
  g_autofree char *prefix = g_strconcat (self->sandbox->url, "/link/", NULL);

  self->page = guild_test_browser_await_page (self->browser, prefix);
}

void
guild_journey_open_link_page (GuildJourney *self)
{
  guild_test_atspi_click (self->application, "list item", "Open in My Browser");
  guild_journey_await_link_page (self);
}

void
guild_journey_choose_platform (GuildJourney *self, const char *key)
{
  g_autofree char *choose = g_strdup_printf ("document.getElementById('platform-%s')", key);
  g_autofree char *either = g_strdup_printf ("%s || document.getElementById('authorise')", choose);
  g_autofree char *truth = g_strdup_printf ("Boolean(%s)", choose);
  g_autofree char *button = g_strconcat ("platform-", key, NULL);

  guild_test_page_await (self->page, either);
  g_autoptr(JsonNode) asked = guild_test_page_evaluate (self->page, truth);
  if (json_node_get_boolean (asked))
    guild_test_page_click (self->page, button);
}

void
guild_journey_close_page (GuildJourney *self)
{
  g_clear_pointer (&self->page, guild_test_page_close);
}

void
guild_journey_await_linked (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) linked =
    guild_test_atspi_await (self->application, "label", "Linked");

  guild_test_atspi_click (self->application, "push button", "Done");
  guild_test_atspi_await_gone (self->application, "push button", "Done");
}
