/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

#include <sqlite3.h>

/* The guide's third chapter: one company is deleted, with a change of mind before; then several at
 * once; then a parent, whose subsidiaries go with it. What was known of each is kept. */

#define N_SEVERAL 3
#define SEVERAL "Quayside Traders"

static char *one_name;
static char *one_id;
static char *parent_name;
static char *parent_id;
static JsonArray *subsidiaries;
static gint64 n_companies;

/* --- At the sandbox --------------------------------------------------------------------------- */

/* (transfer full): "" for none, so that what went can be told from what was never there. */
static char *
dup_name (GuildJourney *self, const char *id)
{
  g_autofree char *query = g_strconcat ("id=", id, NULL);
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  g_autoptr(JsonNode) page =
    guild_journey_ask (self, "/companies?page=1&pageSize=2&query=%s", escaped);
  JsonArray *results = json_object_get_array_member (json_node_get_object (page), "results");

  if (json_array_get_length (results) == 0)
    return g_strdup ("");
  return g_strdup (json_object_get_string_member (json_array_get_object_element (results, 0),
                                                  "name"));
}

static gboolean
is_there (GuildJourney *self, const char *id)
{
  g_autofree char *name = dup_name (self, id);
  return *name != '\0';
}

/* A parent, and a company that has no family. */
static void
choose_companies (GuildJourney *self)
{
  g_autoptr(JsonNode) page = guild_journey_ask (self, "/companies?page=1&pageSize=5000");
  JsonArray *results = json_object_get_array_member (json_node_get_object (page), "results");

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *company = json_array_get_object_element (results, i);
      JsonArray *below = json_object_get_array_member (company, "referenceSubsidiaryCompanies");
      gboolean is_parent = json_array_get_length (below) > 0;
      char **name = is_parent ? &parent_name : &one_name;
      char **id = is_parent ? &parent_id : &one_id;
      if (*name != NULL || json_object_has_member (company, "referenceParentCompany"))
        continue;
      *name = g_strdup (json_object_get_string_member (company, "name"));
      *id = g_strdup (json_object_get_string_member (company, "id"));
      if (is_parent)
        subsidiaries = json_array_ref (below);
    }
  g_assert_nonnull (one_name);
  g_assert_nonnull (parent_name);
}

static gboolean
subsidiaries_are (GuildJourney *self, gboolean there)
{
  for (guint i = 0; i < json_array_get_length (subsidiaries); i++)
    {
      JsonObject *one = json_array_get_object_element (subsidiaries, i);
      if (is_there (self, json_object_get_string_member (one, "id")) != there)
        return FALSE;
    }
  return TRUE;
}

/* --- In the window ---------------------------------------------------------------------------- */

/* Cuts the time for a change of mind short. */
static void
dismiss_toast (GuildJourney *self)
{
  guild_test_atspi_click (self->application, "push button", "Dismiss");
  guild_test_atspi_await_gone (self->application, "label", "*will be deleted");
}

static void
await_left (GuildJourney *self, gint64 count)
{
  guild_test_wait_until (guild_journey_count_companies (self, "") == count);
  guild_journey_await_count (self, 0, "All companies", count);
}

static char *
walk_list (GuildJourney *self)
{
  choose_companies (self);
  for (guint i = 0; i < N_SEVERAL; i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"name\": \"" SEVERAL " %c\"}", (char) ('A' + i));
      g_autoptr(JsonNode) company =
        guild_test_sandbox_call (self->sandbox, "POST", "/companies", body);
    }
  n_companies = guild_journey_count_companies (self, "");
  guild_journey_open_view (self, 0, "All companies");
  guild_test_press ("F5");
  guild_journey_await_shown (self, n_companies);
  return g_strdup_printf ("%d companies on screen and at the sandbox", (int) n_companies);
}

static void
ask_to_delete_one (GuildJourney *self)
{
  guild_journey_search (self, one_id);
  guild_journey_select_all (self, 1);
  guild_test_press ("Delete");
}

static char *
walk_ask_one (GuildJourney *self)
{
  g_autofree char *heading = g_strdup_printf ("Delete “%s”?", one_name);

  ask_to_delete_one (self);
  guild_journey_await_label (self, heading);
  guild_journey_await_label (self, "*The service cannot bring a company back*");
  return g_strdup ("what will go is said before");
}

static char *
walk_undo (GuildJourney *self)
{
  guild_journey_focus (self, "push button", "Delete");
  guild_test_press ("Return");
  guild_journey_await_label (self, "*will be deleted");
  guild_journey_await_shown (self, 0);
  guild_journey_snap (self, "toast");
  g_assert_true (is_there (self, one_id));
  guild_test_press ("alt+u");
  guild_journey_await_shown (self, 1);
  g_assert_true (is_there (self, one_id));
  return g_strdup ("deleted, undone, back on screen; the sandbox never heard of it");
}

static char *
walk_delete_one (GuildJourney *self)
{
  ask_to_delete_one (self);
  guild_journey_focus (self, "push button", "Delete");
  guild_test_press ("Return");
  guild_journey_await_label (self, "*will be deleted");
  dismiss_toast (self);
  guild_test_wait_until (!is_there (self, one_id));
  await_left (self, n_companies - 1);
  return g_strdup ("the company is gone, on screen and at the sandbox");
}

static char *
walk_ask_several (GuildJourney *self)
{
  guild_journey_search (self, SEVERAL);
  guild_journey_select_all (self, N_SEVERAL);
  guild_test_press ("Delete");
  guild_journey_await_label (self, "Delete 3 Companies?");
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "Delete");
  g_assert_false (guild_test_atspi_has_state (button, ATSPI_STATE_SENSITIVE));
  return g_strdup ("nothing goes before their number is typed");
}

static char *
walk_delete_several (GuildJourney *self)
{
  guild_journey_focus (self, "text", "Confirmation");
  guild_journey_type (self, "Confirmation", "3");
  guild_journey_focus (self, "push button", "Delete");
  g_assert_cmpint (guild_journey_count_companies (self, "name~" SEVERAL), ==, N_SEVERAL);
  guild_test_press ("Return");
  guild_journey_await_label (self, "3 companies will be deleted");
  dismiss_toast (self);
  guild_test_wait_until (guild_journey_count_companies (self, "name~" SEVERAL) == 0);
  await_left (self, n_companies - 1 - N_SEVERAL);
  return g_strdup ("all three are gone, on screen and at the sandbox");
}

static char *
walk_ask_parent (GuildJourney *self)
{
  guild_journey_search (self, parent_id);
  guild_journey_select_all (self, 1);
  guild_test_press ("Delete");
  for (guint i = 0; i < json_array_get_length (subsidiaries); i++)
    {
      JsonObject *one = json_array_get_object_element (subsidiaries, i);
      g_autofree char *named =
        g_strdup_printf ("*%s*", json_object_get_string_member (one, "name"));
      guild_journey_await_label (self, named);
    }
  return g_strdup_printf ("it is a parent: %u that would go with it are named",
                          json_array_get_length (subsidiaries));
}

static char *
walk_delete_parent (GuildJourney *self)
{
  g_assert_true (subsidiaries_are (self, TRUE));
  guild_journey_focus (self, "text", "Confirmation");
  guild_journey_type (self, "Confirmation", parent_name);
  guild_journey_focus (self, "push button", "Delete");
  guild_test_press ("Return");
  guild_journey_await_label (self, "*will be deleted");
  dismiss_toast (self);
  guild_test_wait_until (!is_there (self, parent_id) && subsidiaries_are (self, FALSE));
  guild_test_press ("F5");
  await_left (self, guild_journey_count_companies (self, ""));
  return g_strdup ("the parent is gone at the sandbox, and its subsidiaries with it");
}

/* --- What is kept ----------------------------------------------------------------------------- */

/* The company as it was known when it went, from the journal's file; (transfer full). */
static JsonNode *
read_archive (const char *company_id)
{
  g_autofree char *path =
    g_build_filename (g_get_user_data_dir (), "guildhall", "journal.db", NULL);
  sqlite3 *file = NULL;
  sqlite3_stmt *rows = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &file, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (file, "SELECT archive FROM change WHERE company_id = ? AND "
                                       "state = 'confirmed'", -1, &rows, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (rows, 1, company_id, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_ROW);
  JsonNode *archive = json_from_string ((const char *) sqlite3_column_text (rows, 0), &error);
  g_assert_no_error (error);
  sqlite3_finalize (rows);
  sqlite3_close (file);
  return archive;
}

static void
check_kept (JsonObject *company, const char *company_id, const char *name)
{
  g_assert_cmpstr (json_object_get_string_member (company, "id"), ==, company_id);
  g_assert_cmpstr (json_object_get_string_member (company, "name"), ==, name);
  g_assert_true (json_object_has_member (company, "dataConnections"));
}

/* Of a company alone its JSON is kept, of a family a list: the parent, then those below it. */
static void
check_archives (void)
{
  g_autoptr(JsonNode) one = read_archive (one_id);
  g_autoptr(JsonNode) family = read_archive (parent_id);
  JsonArray *all = json_node_get_array (family);
  guint n = json_array_get_length (subsidiaries);

  check_kept (json_node_get_object (one), one_id, one_name);
  g_assert_cmpuint (json_array_get_length (all), ==, n + 1);
  check_kept (json_array_get_object_element (all, 0), parent_id, parent_name);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *below = json_array_get_object_element (subsidiaries, i);
      check_kept (json_array_get_object_element (all, i + 1),
                  json_object_get_string_member (below, "id"),
                  json_object_get_string_member (below, "name"));
    }
}

static char *
walk_activity (GuildJourney *self)
{
  g_autofree char *one = g_strdup_printf ("*%s*", one_name);
  g_autofree char *parent = g_strdup_printf ("*%s*", parent_name);

  guild_test_press ("ctrl+h");
  guild_journey_await_window (self, "Activity");
  guild_journey_await_label (self, one);
  guild_journey_await_label (self, parent);
  guild_journey_await_label (self, "*" SEVERAL " A*");
  check_archives ();
  return g_strdup ("every deletion is in the list of activity, and what was known is kept");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "list", walk_list },
    { "ask-one", walk_ask_one },
    { "undo", walk_undo },
    { "delete-one", walk_delete_one },
    { "ask-several", walk_ask_several },
    { "delete-several", walk_delete_several },
    { "ask-parent", walk_ask_parent },
    { "delete-parent", walk_delete_parent },
    { "activity", walk_activity },
  };
  static const GuildJourneyPlan plan = { "delete", steps, G_N_ELEMENTS (steps), "240" };
  return guild_journey_main (argc, argv, &plan);
}
