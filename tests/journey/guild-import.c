/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

#include <glib/gstdio.h>
#include <string.h>

/* A list of suppliers comes from a spreadsheet: some are new, one has moved, some rows are not fit
 * to be sent and one is refused. The result is mended and imported again. */

#define KNOWN "Slipway Works"
#define FIRST "Quay Masonry"
#define SECOND "Harbour Glass"
#define REFUSED "Atelier Roux"

#define CALL "POST /hq/v1/accounts/{id}/companies/import"

/* --- At the sandbox --------------------------------------------------------------------------- */

static gint64
count_calls (GuildJourney *self)
{
  g_autoptr(JsonNode) node = guild_journey_ask (self, "/_sandbox/requests");
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");

  return json_object_get_int_member_with_default (counts, CALL, 0);
}

/* (transfer full) (nullable): the company as the old family has it; more than one fails the
 * test. */
static JsonObject *
find_company (GuildJourney *self, const char *name)
{
  g_autoptr(JsonNode) node = guild_journey_ask (self, "/hq/v1/accounts/%s/companies?limit=100",
                                                self->sandbox->autodesk_account_id);
  JsonArray *array = json_node_get_array (node);
  JsonObject *found = NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *company = json_array_get_object_element (array, i);
      if (!g_str_equal (json_object_get_string_member (company, "name"), name))
        continue;
      g_assert_null (found);
      found = json_object_ref (company);
    }
  return found;
}

static void
assert_company (GuildJourney *self, const char *name, const char *member, const char *expected)
{
  g_autoptr(JsonObject) company = find_company (self, name);

  g_assert_nonnull (company);
  g_assert_cmpstr (json_object_get_string_member (company, member), ==, expected);
}

static void
set_switch (GuildJourney *self, const char *body)
{
  json_node_unref (guild_test_sandbox_call (self->sandbox, "POST", "/_sandbox/switches", body));
}

/* --- Files ------------------------------------------------------------------------------------ */

static char *
dup_path (GuildJourney *self, const char *name)
{
  return g_build_filename (self->directory, name, NULL);
}

static void
write_file (GuildJourney *self, const char *name, const char *text)
{
  g_autofree char *path = dup_path (self, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
asks_which (GuildJourney *self)
{
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_find (self->application, "push button", "Open");
  return button != NULL;
}

/* While it offers what it found it takes no Return. */
static void
confirm (GuildJourney *self)
{
  for (guint i = 0; i < 10; i++)
    {
      for (guint n = 0; n < 50 && asks_which (self); n++)
        guild_test_spin ();
      if (!asks_which (self))
        return;
      guild_test_press ("Return");
    }
}

/* From the window's first step to its second. */
static void
choose_file (GuildJourney *self, const char *name)
{
  g_autofree char *path = dup_path (self, name);

  guild_journey_focus (self, "push button", "Choose File…");
  guild_test_press ("Return");
  guild_journey_open_file (self, "Open", path);
  confirm (self);
  guild_journey_await_label (self, name);
  guild_journey_await_label (self, "Columns");
}

/* (transfer full) (nullable) */
static char *
read_file (GuildJourney *self, const char *name)
{
  g_autofree char *path = dup_path (self, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static gboolean
file_exists (GuildJourney *self, const char *name)
{
  g_autofree char *path = dup_path (self, name);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- Steps ------------------------------------------------------------------------------------ */

static char *
walk_choose (GuildJourney *self)
{
  g_autofree char *path = g_strdup_printf ("/hq/v1/accounts/%s/companies",
                                           self->sandbox->autodesk_account_id);
  g_autofree char *result = dup_path (self, "result.csv");
  g_autofree char *second = dup_path (self, "second.csv");

  g_unlink (result);
  g_unlink (second);
  json_node_unref (guild_test_sandbox_call (
    self->sandbox, "POST", path,
    "{\"name\":\"" KNOWN "\",\"trade\":\"Concrete\",\"city\":\"Graz\"}"));
  set_switch (self, "{\"trade\":\"strict\",\"import-failures\":\"errors\"}");
  write_file (self, "suppliers.csv",
              "Name;Trade;City;Country;Remark\r\n" KNOWN ";Concrete;Linz;;moved\r\n"
              FIRST ";Masonry;Graz;AT;\r\n" SECOND ";Openings;Leeds;United Kingdom;\r\n"
              REFUSED ";Sculpture;Lyon;FR;\"what; else?\"\r\n"
              "Twin;Metals;;;\r\ntwin;Metals;;;\r\nNo Trade;;;;\r\n");
  guild_journey_open_view (self, 1, "All companies");
  guild_test_press ("ctrl+i");
  guild_journey_await_window (self, "Import Companies");
  choose_file (self, "suppliers.csv");
  guild_journey_await_label (self, "*separated by semicolons*");
  return g_strdup ("the file is read; its columns are recognised by their headings");
}

static char *
walk_preview (GuildJourney *self)
{
  guild_journey_focus (self, "push button", "Preview");
  guild_test_press ("Return");
  guild_journey_await_label (self, "4 companies would be created or updated.*");
  guild_journey_await_label (self, "*City: Graz → Linz*");
  guild_journey_await_label (self, "“Sculpture” is not one of Autodesk’s trades.");
  guild_journey_await_label (self, "*Line 7 has the same Name*");
  guild_journey_await_label (self, "*Trade is missing*");
  g_assert_cmpint (count_calls (self), ==, 0);
  return g_strdup ("each row says what would happen and why; nothing was sent");
}

static char *
walk_run (GuildJourney *self)
{
  guild_journey_focus (self, "push button", "Import 4 Rows");
  guild_test_press ("Return");
  guild_journey_await_label (self, "2 companies were created · 1 updated · 1 failed");
  g_assert_cmpint (count_calls (self), ==, 1);
  assert_company (self, FIRST, "country", "Austria");
  assert_company (self, SECOND, "trade", "Openings");
  assert_company (self, KNOWN, "city", "Linz");
  g_autoptr(JsonObject) refused = find_company (self, REFUSED);
  g_assert_null (refused);
  return g_strdup ("three rows came to the sandbox in one call and one edit; one was refused");
}

static char *
walk_result (GuildJourney *self)
{
  g_autofree char *path = dup_path (self, "result.csv");
  g_autoptr(JsonObject) first = find_company (self, FIRST);

  guild_journey_focus (self, "push button", "Save Result…");
  guild_test_press ("Return");
  guild_journey_save_as (self, path);
  guild_test_wait_until (file_exists (self, "result.csv"));
  g_autoptr(AtspiAccessible) said = guild_test_atspi_await (
    self->application, "alert", "The result was saved as “result.csv”.");
  g_autofree char *text = read_file (self, "result.csv");
  g_autofree char *row = g_strdup_printf (FIRST ";Masonry;Graz;AT;;Created;%s;",
                                          json_object_get_string_member (first, "id"));
  g_assert_nonnull (strstr (text, "Name;Trade;City;Country;Remark;Outcome;Company ID;Why\r\n"));
  g_assert_nonnull (strstr (text, row));
  g_assert_nonnull (strstr (text, KNOWN ";Concrete;Linz;;moved;Updated;"));
  g_assert_nonnull (strstr (text, REFUSED ";Sculpture;Lyon;FR;\"what; else?\";Failed;;"));
  g_assert_nonnull (strstr (text, "twin;Metals;;;;Conflict;;"));
  g_assert_nonnull (strstr (text, "No Trade;;;;;Invalid;;"));
  return g_strdup ("the file has the rows as they were, with outcome, ID and reason");
}

/* What failed is mended in the result itself. */
static char *
walk_again (GuildJourney *self)
{
  g_autofree char *text = read_file (self, "result.csv");
  g_auto(GStrv) parts = g_strsplit (text, "Sculpture", 2);
  g_autofree char *mended = g_strjoinv ("Masonry", parts);

  write_file (self, "second.csv", mended);
  guild_journey_focus (self, "push button", "New Import");
  guild_test_press ("Return");
  choose_file (self, "second.csv");
  guild_journey_focus (self, "push button", "Preview");
  guild_test_press ("Return");
  guild_journey_await_label (self, "1 company would be created or updated.*");
  guild_journey_focus (self, "push button", "Import 1 Row");
  guild_test_press ("Return");
  guild_journey_await_label (self, "1 company was created");
  assert_company (self, REFUSED, "trade", "Masonry");
  g_assert_cmpint (count_calls (self), ==, 2);
  guild_test_press ("Escape");
  guild_journey_await_window (self, "Guildhall");
  guild_journey_search (self, REFUSED);
  guild_journey_await_row (self, REFUSED);
  return g_strdup ("the mended result imports the one that was missing, and nothing twice");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "choose", walk_choose }, { "preview", walk_preview }, { "run", walk_run },
    { "result", walk_result }, { "again", walk_again },
  };
  static const GuildJourneyPlan plan = { "import", steps, G_N_ELEMENTS (steps), "40" };
  return guild_journey_main (argc, argv, &plan);
}
