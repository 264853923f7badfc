/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

/* The company directory of an Autodesk account, filtered by each parameter of its list endpoint in
 * turn; each time the service is asked for the same, and its answer agrees. */

#define WORKSPACE 1 /* of the sidebar: the sandbox's Autodesk account */

/* --- At the sandbox --------------------------------------------------------------------------- */

/* What the service counts for PARAMETERS. */
static gint64
count_there (GuildJourney *self, const char *parameters)
{
  g_autoptr(JsonNode) page = guild_journey_ask (
    self, "/construction/admin/v1/accounts/%s/companies?limit=1&%s",
    self->sandbox->autodesk_account_id, parameters);
  JsonObject *pagination =
    json_object_get_object_member (json_node_get_object (page), "pagination");

  return json_object_get_int_member (pagination, "totalResults");
}

static gint64
count_lists (GuildJourney *self)
{
  g_autoptr(JsonNode) node = guild_journey_ask (self, "/_sandbox/requests");
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_get_int_member_with_default (
    counts, "GET /construction/admin/v1/accounts/{id}/companies", 0);
}

/* --- In the panel ----------------------------------------------------------------------------- */

static void
open_panel (GuildJourney *self)
{
  guild_test_press ("ctrl+shift+l");
  g_autoptr(AtspiAccessible) field =
    guild_test_atspi_await (self->application, "combo box", "Field");
}

static void
close_panel (GuildJourney *self)
{
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (self->application, "combo box", "Field");
}

/* FIELD and MATCH NULL: as they stand. */
static void
choose (GuildJourney *self, const char *field, const char *match)
{
  if (field != NULL)
    guild_journey_pick_from_top (self, "Field", field);
  if (match != NULL)
    guild_journey_pick_from_top (self, "Match", match);
}

static void
add_text (GuildJourney *self, const char *field, const char *match, const char *text)
{
  choose (self, field, match);
  guild_journey_focus (self, "text", "Text");
  guild_journey_type (self, "Text", text);
  guild_test_press ("Return");
}

static void
clear_filter (GuildJourney *self)
{
  guild_test_press ("ctrl+shift+f");
  guild_journey_await_shown (self, count_there (self, "filter[status]=active"));
}

/* The list shows what the service counts, and the service says the same when the window asks. */
static void
assert_agrees (GuildJourney *self, const char *parameters)
{
  gint64 count = count_there (self, parameters);
  gint64 before = count_lists (self);

  guild_journey_await_shown (self, count);
  guild_journey_choose (self, "View Menu", "Ask the Service…");
  guild_journey_await_window (self, "Ask the Service");
  guild_journey_await_label (self, "The Same Answer");
  g_assert_cmpint (count_lists (self), >, before);
  guild_test_press ("Escape");
  guild_journey_await_window (self, "Guildhall");
}

/* --- The steps -------------------------------------------------------------------------------- */

static char *
walk_open (GuildJourney *self)
{
  guild_journey_open_view (self, WORKSPACE, "All companies");
  assert_agrees (self, "filter[status]=active");
  return g_strdup ("the list holds the companies that the service calls active");
}

static char *
walk_texts (GuildJourney *self)
{
  static const struct { const char *field, *match, *text, *asks; } filters[] = {
    { NULL, NULL, "an", "filter[name]=an&filterTextMatch=contains" },
    { "Trade", "starts with", "e", "filter[trade]=e&filterTextMatch=startsWith" },
    { "ERP ID", "ends with", "8", "filter[erpId]=8&filterTextMatch=endsWith" },
    { "Tax ID", "is", "36-9216263", "filter[taxId]=36-9216263&filterTextMatch=equals" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      open_panel (self);
      add_text (self, filters[i].field, filters[i].match, filters[i].text);
      guild_journey_snap (self, filters[i].field != NULL ? filters[i].field : "Name");
      close_panel (self);
      assert_agrees (self, filters[i].asks);
      clear_filter (self);
    }
  return g_strdup ("name, trade, ERP and tax id, each in its own way of matching");
}

static char *
walk_updated (GuildJourney *self)
{
  open_panel (self);
  choose (self, "Updated", NULL);
  guild_journey_focus (self, "text", "From");
  guild_journey_type (self, "From", "2025-01-01 12:00");
  guild_test_press ("Return");
  close_panel (self);
  assert_agrees (self, "filter[updatedAt]=2025-01-01T12:00:00.000Z..");
  clear_filter (self);
  return g_strdup ("when it was changed, with a time of day and an open end");
}

static char *
walk_status (GuildJourney *self)
{
  g_autoptr(JsonNode) gone = guild_test_sandbox_call (self->sandbox, "POST",
                                                      "/_sandbox/autodesk/delete",
                                                      "{\"count\":2,\"offset\":0}");
  guild_test_press ("F5");
  guild_journey_await_shown (self, count_there (self, "filter[status]=active"));
  open_panel (self);
  choose (self, "Status", "is");
  guild_journey_pick_from_top (self, "Value", "Deleted");
  guild_journey_focus (self, "push button", "Add");
  guild_test_press ("space");
  close_panel (self);
  assert_agrees (self, "filter[status]=inactive");
  guild_journey_snap (self, "deleted");
  clear_filter (self);
  return g_strdup ("the two that somebody deleted, as the service lists them");
}

static char *
walk_any (GuildJourney *self)
{
  open_panel (self);
  guild_journey_focus (self, "check box", "Or: one of these is enough");
  guild_test_press ("space");
  add_text (self, "Name", "contains", "an");
  add_text (self, "Trade", "contains", "el");
  guild_journey_await_label (self, "At least one of these");
  guild_journey_snap (self, "either");
  close_panel (self);
  assert_agrees (self, "filter[name]=an&filter[trade]=el&orFilters=name,trade");
  return g_strdup ("one of two conditions is enough");
}

static char *
walk_order (GuildJourney *self)
{
  open_panel (self);
  guild_journey_pick_from_top (self, "Sort by", "Trade");
  guild_journey_focus (self, "push button", "Add Key");
  guild_test_press ("space");
  guild_journey_await_label (self, "Trade, ascending");
  guild_journey_focus (self, "push button", "Turn the Order by Trade Round");
  guild_test_press ("space");
  guild_journey_await_label (self, "Trade, descending");
  guild_journey_snap (self, "order");
  close_panel (self);
  assert_agrees (self, "filter[name]=an&filter[trade]=el&orFilters=name,trade");
  return g_strdup ("in an order of one's own, and the same order at the service");
}

/* The page can only say one way of matching at a time: that is told before anybody asks. */
static char *
walk_told (GuildJourney *self)
{
  clear_filter (self);
  open_panel (self);
  add_text (self, "Name", "contains", "a");
  add_text (self, "Trade", "starts with", "c");
  guild_journey_await_label (self, "The service compares all fields in the same way*");
  guild_journey_snap (self, "told");
  close_panel (self);
  return g_strdup ("what the service cannot be asked is told in the panel");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "open", walk_open },
    { "texts", walk_texts },
    { "updated", walk_updated },
    { "status", walk_status },
    { "any", walk_any },
    { "order", walk_order },
    { "told", walk_told },
  };
  static const GuildJourneyPlan plan = { "filter", steps, G_N_ELEMENTS (steps), "20" };
  return guild_journey_main (argc, argv, &plan);
}
