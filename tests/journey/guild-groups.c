/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

/* The guide's fourth chapter: a group is created for good, companies join it when they are created
 * and later, are in several, are listed by it and leave it. Then an account without groups. */

#define GROUP "Harbour pilot"
#define SECOND "Under review"
#define NEW_COMPANY "Lighthouse Chandlery"
#define PAIR "Slipway Works" /* in the names of the next two */
#define FIRST PAIR " Alder"
#define OTHER PAIR " Beech"

static char *group_id;
static char *second_id;

/* --- At the sandbox --------------------------------------------------------------------------- */

/* (transfer full) (nullable); more than one of that name fails the test. */
static char *
dup_group_id (GuildJourney *self, const char *name)
{
  g_autoptr(JsonNode) page = guild_journey_ask (self, "/groups");
  JsonArray *groups = json_object_get_array_member (json_node_get_object (page), "results");
  char *id = NULL;

  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject *group = json_array_get_object_element (groups, i);
      if (!g_str_equal (json_object_get_string_member (group, "name"), name))
        continue;
      g_assert_null (id);
      id = g_strdup (json_object_get_string_member (group, "id"));
    }
  return id;
}

static gboolean
group_exists (GuildJourney *self)
{
  g_free (group_id);
  group_id = dup_group_id (self, GROUP);
  return group_id != NULL;
}

static gboolean
object_is_member (JsonObject *company, const char *id)
{
  if (!json_object_has_member (company, "groups"))
    return FALSE;
  JsonArray *groups = json_object_get_array_member (company, "groups");
  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject *group = json_array_get_object_element (groups, i);
      if (g_str_equal (json_object_get_string_member (group, "id"), id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_member (GuildJourney *self, const char *name, const char *id)
{
  g_autoptr(JsonNode) company = guild_journey_find_company (self, name);
  return company != NULL && object_is_member (json_node_get_object (company), id);
}

static gint64
count_members (GuildJourney *self, const char *id)
{
  g_autoptr(JsonNode) page = guild_journey_ask (self, "/companies?page=1&pageSize=5000");
  JsonArray *results = json_object_get_array_member (json_node_get_object (page), "results");
  gint64 n = 0;

  for (guint i = 0; i < json_array_get_length (results); i++)
    n += object_is_member (json_array_get_object_element (results, i), id) ? 1 : 0;
  return n;
}

/* --- Creating --------------------------------------------------------------------------------- */

static char *
walk_name_group (GuildJourney *self)
{
  static const char *const bodies[] = { "{\"name\": \"" FIRST "\"}", "{\"name\": \"" OTHER "\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(JsonNode) company =
        guild_test_sandbox_call (self->sandbox, "POST", "/companies", bodies[i]);
    }
  guild_journey_open_view (self, 0, "All companies");
  guild_test_press ("F5");
  guild_journey_await_shown (self, guild_journey_count_companies (self, ""));
  second_id = dup_group_id (self, SECOND);
  g_assert_nonnull (second_id);

  guild_journey_choose (self, "View Menu", "Groups…");
  guild_journey_await_window (self, "Groups");
  guild_journey_await_label (self, "A group cannot be renamed or deleted later. 6 of 20 are used.");
  guild_journey_type (self, "New Group", GROUP);
  guild_test_press ("Return");
  guild_journey_await_label (self, "Create the Group “" GROUP "”?");
  g_assert_false (group_exists (self));
  return g_strdup ("that a group is for good is said before; nothing was sent yet");
}

static char *
walk_create_group (GuildJourney *self)
{
  guild_journey_focus (self, "push button", "Create");
  guild_test_press ("Return");
  guild_test_wait_until (group_exists (self));
  guild_journey_await_label (self, "A group cannot be renamed or deleted later. 7 of 20 are used.");
  g_autoptr(AtspiAccessible) row =
    guild_test_atspi_await (self->application, "list item", GROUP);
  return g_strdup ("the group is at the sandbox, once");
}

/* --- Joining ---------------------------------------------------------------------------------- */

static char *
walk_join_at_creation (GuildJourney *self)
{
  guild_test_press ("Escape");
  guild_journey_await_window (self, "Guildhall");
  guild_journey_await_count (self, 0, GROUP, 0);
  guild_test_press ("ctrl+n");
  guild_journey_await_window (self, "New Company");
  guild_journey_type (self, "Name", NEW_COMPANY);
  guild_journey_pick (self, "Group", GROUP);
  guild_journey_focus (self, "push button", "Create");
  guild_test_press ("Return");
  guild_test_wait_until (is_member (self, NEW_COMPANY, group_id));
  guild_journey_await_window (self, "Link");
  guild_test_press ("Escape");
  guild_journey_await_window (self, "Guildhall");
  guild_journey_await_count (self, 0, GROUP, 1);
  return g_strdup ("a company is in the group from the beginning");
}

static char *
walk_join_later (GuildJourney *self)
{
  guild_journey_search (self, PAIR);
  guild_journey_select_all (self, 2);
  guild_journey_choose (self, "Selection Menu", "Add to Group/" GROUP);
  guild_test_wait_until (is_member (self, FIRST, group_id) &&
                         is_member (self, OTHER, group_id));
  guild_journey_await_count (self, 0, GROUP, 3);
  return g_strdup ("two selected companies joined it");
}

static char *
walk_join_second (GuildJourney *self)
{
  g_assert_false (is_member (self, FIRST, second_id));
  gint64 before = guild_journey_get_count (self, 0, SECOND);
  guild_journey_search (self, FIRST);
  guild_journey_await_shown (self, 1);
  guild_test_press ("Return"); /* opens the first one found */
  guild_journey_choose (self, "Company Menu", "Add to Group/" SECOND);
  guild_test_wait_until (is_member (self, FIRST, second_id));
  g_assert_true (is_member (self, FIRST, group_id));
  guild_journey_await_count (self, 0, SECOND, before + 1);
  g_autoptr(AtspiAccessible) first =
    guild_test_atspi_await (self->application, "push button", "Remove from “" GROUP "”");
  g_autoptr(AtspiAccessible) second =
    guild_test_atspi_await (self->application, "push button", "Remove from “" SECOND "”");
  return g_strdup ("one company is in two groups; its pane shows both");
}

/* --- Listing and leaving ---------------------------------------------------------------------- */

static char *
walk_filter (GuildJourney *self)
{
  gint64 count = count_members (self, group_id);

  g_assert_cmpint (count, ==, 3);
  guild_journey_open_view (self, 0, GROUP);
  guild_journey_await_shown (self, count);
  guild_journey_await_row (self, NEW_COMPANY);
  guild_journey_await_row (self, FIRST);
  guild_journey_await_row (self, OTHER);
  return g_strdup ("the group in the sidebar lists the three that the sandbox has in it");
}

static char *
walk_leave (GuildJourney *self)
{
  guild_journey_search (self, PAIR);
  guild_journey_select_all (self, 2);
  guild_journey_choose (self, "Selection Menu", "Remove from “" GROUP "”");
  guild_test_wait_until (!is_member (self, FIRST, group_id) &&
                         !is_member (self, OTHER, group_id));
  g_assert_true (is_member (self, FIRST, second_id));
  guild_journey_await_count (self, 0, GROUP, 1);
  guild_journey_search (self, "");
  guild_journey_await_shown (self, 1);
  return g_strdup ("two left it by the group's own list; one is still in its second group");
}

static char *
walk_leave_in_pane (GuildJourney *self)
{
  guild_journey_open_row (self, NEW_COMPANY);
  guild_journey_focus (self, "push button", "Remove from “" GROUP "”");
  guild_test_press ("space");
  guild_test_wait_until (!is_member (self, NEW_COMPANY, group_id));
  guild_journey_await_count (self, 0, GROUP, 0);
  return g_strdup ("the last one left it in its pane");
}

/* --- Where there are none --------------------------------------------------------------------- */

static char *
walk_no_groups (GuildJourney *self)
{
  g_autoptr(JsonNode) off = guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches",
                                                     "{\"groups\": \"off\"}");

  guild_journey_choose (self, "View Menu", "Groups…");
  guild_journey_await_window (self, "Groups");
  guild_journey_await_label (self, "Groups Are Not Available Here");
  guild_journey_await_label (self, "*A tag named “group” can do the same*");
  return g_strdup ("the service has no groups for this client: said, and tags offered");
}

static gboolean
has_tag (GuildJourney *self)
{
  g_autoptr(JsonNode) company = guild_journey_find_company (self, OTHER);
  JsonObject *tags =
    json_object_get_object_member (json_node_get_object (company), "tags");

  return tags != NULL &&
         g_strcmp0 (json_object_get_string_member_with_default (tags, "group", NULL), "pilot") == 0;
}

static char *
walk_tag_instead (GuildJourney *self)
{
  guild_test_press ("Escape");
  guild_journey_await_window (self, "Guildhall");
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_search (self, OTHER);
  guild_journey_select_all (self, 1);
  guild_test_press ("F2");
  guild_journey_await_window (self, "Edit Company");
  guild_journey_focus (self, "push button", "Add Tag");
  guild_test_press ("space");
  guild_journey_type (self, "Tag key", "group");
  guild_test_press ("Tab");
  guild_journey_type (self, "Tag value", "pilot");
  guild_journey_focus (self, "push button", "Save");
  guild_test_press ("Return");
  guild_test_wait_until (has_tag (self));
  guild_journey_await_window (self, "Guildhall");
  guild_journey_search (self, "group=pilot");
  guild_journey_await_shown (self, 1);
  guild_journey_await_row (self, OTHER);
  return g_strdup ("a tag does the same; the list is found by it");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "name-group", walk_name_group },
    { "create-group", walk_create_group },
    { "join-at-creation", walk_join_at_creation },
    { "join-later", walk_join_later },
    { "join-second", walk_join_second },
    { "filter", walk_filter },
    { "leave", walk_leave },
    { "leave-in-pane", walk_leave_in_pane },
    { "no-groups", walk_no_groups },
    { "tag-instead", walk_tag_instead },
  };
  static const GuildJourneyPlan plan = { "groups", steps, G_N_ELEMENTS (steps), "40" };
  return guild_journey_main (argc, argv, &plan);
}
