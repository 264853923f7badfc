/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-window.h"

#include <string.h>

/* The guide's chapter on Autodesk's companies: one is edited, the edit is taken back, and the
 * company gets a logo from a file. */

#define COMPANY "Boston Fencing"
#define SIDE 64

static char *city;
static char *image; /* path of the file */

/* --- At the sandbox --------------------------------------------------------------------------- */

/* (transfer full): the company at hand, as the list endpoint tells it. */
static JsonObject *
read_company (GuildJourney *self)
{
  g_autoptr(JsonNode) page = guild_journey_ask (
    self, "/construction/admin/v1/accounts/%s/companies?filter%%5Bname%%5D=Boston%%20Fencing"
    "&filterTextMatch=equals", self->sandbox->autodesk_account_id);
  JsonArray *results = json_object_get_array_member (json_node_get_object (page), "results");

  g_assert_cmpuint (json_array_get_length (results), ==, 1);
  return json_object_ref (json_array_get_object_element (results, 0));
}

/* (transfer full): "" when it is not set. */
static char *
read_city (GuildJourney *self)
{
  g_autoptr(JsonObject) company = read_company (self);
  JsonArray *addresses = json_object_get_array_member (company, "addresses");
  JsonObject *address = json_array_get_object_element (addresses, 0);

  return g_strdup (json_object_get_string_member_with_default (address, "city", ""));
}

static gboolean
has_city (GuildJourney *self, const char *text)
{
  g_autofree char *now = read_city (self);
  return g_str_equal (now, text);
}

static gboolean
has_logo (GuildJourney *self)
{
  g_autoptr(JsonObject) company = read_company (self);
  return json_object_get_string_member_with_default (company, "imageUrl", NULL) != NULL;
}

/* --- Editing ---------------------------------------------------------------------------------- */

static char *
walk_open (GuildJourney *self)
{
  city = read_city (self);
  g_assert_cmpstr (city, !=, "");
  guild_journey_open_view (self, 1, "All companies");
  guild_journey_search (self, COMPANY);
  guild_journey_await_shown (self, 1);
  guild_journey_select_all (self, 1);
  guild_test_press ("Return");
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "Set Logo…");
  return g_strdup_printf ("the company of %s is in the pane", city);
}

static char *
walk_edit (GuildJourney *self)
{
  guild_test_press ("F2");
  guild_test_atspi_click (self->application, "text", "City");
  guild_test_press ("ctrl+a");
  guild_journey_type (self, "City", "oakland");
  guild_journey_snap (self, "typed");
  g_assert_true (has_city (self, city));
  guild_test_press ("ctrl+s");
  guild_test_wait_until (has_city (self, "oakland"));
  return g_strdup ("the service has the new city once Save was pressed, and not before");
}

static char *
walk_undo (GuildJourney *self)
{
  guild_test_press ("ctrl+h");
  guild_journey_await_window (self, "Activity");
  guild_journey_focus (self, "push button", "Undo");
  guild_test_press ("Return");
  guild_test_wait_until (has_city (self, city));
  guild_test_press ("Escape");
  guild_journey_await_window (self, "Guildhall");
  guild_journey_await_label (self, city);
  return g_strdup ("the old city is back at the service and in the pane");
}

/* --- A logo ----------------------------------------------------------------------------------- */

static void
put (guint8 *at, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (at, &number, sizeof number);
}

/* A picture of one colour, in the plainest of the formats. */
static void
write_image (const char *path)
{
  g_autofree guint8 *data = g_malloc0 (54 + SIDE * SIDE * 3);
  gsize size = 54 + SIDE * SIDE * 3;
  g_autoptr(GError) error = NULL;

  memcpy (data, "BM", 2);
  put (data + 2, (guint32) size);
  put (data + 10, 54);
  put (data + 14, 40);
  put (data + 18, SIDE);
  put (data + 22, SIDE);
  put (data + 26, 1 | 24 << 16);
  for (guint i = 0; i < SIDE * SIDE; i++)
    memcpy (data + 54 + i * 3, "\x7e\xc2\x2e", 3);
  g_assert_true (g_file_set_contents (path, (const char *) data, (gssize) size, &error));
  g_assert_no_error (error);
}

static char *
walk_logo (GuildJourney *self)
{
  image = g_build_filename (self->directory, "logo.bmp", NULL);
  write_image (image);
  g_assert_false (has_logo (self));
  guild_test_atspi_click (self->application, "push button", "Set Logo…");
  guild_journey_open_file (self, "Set", image);
  guild_test_wait_until (has_logo (self));
  g_autoptr(AtspiAccessible) button =
    guild_test_atspi_await (self->application, "push button", "Change Logo…");
  g_clear_pointer (&city, g_free);
  g_clear_pointer (&image, g_free);
  return g_strdup ("the service names a picture, and the pane shows it");
}

int
main (int argc, char **argv)
{
  static const GuildJourneyStep steps[] = {
    { "open", walk_open }, { "edit", walk_edit }, { "undo", walk_undo },
    { "logo", walk_logo },
  };
  static const GuildJourneyPlan plan = { "upkeep", steps, G_N_ELEMENTS (steps), "200" };

  return guild_journey_main (argc, argv, &plan);
}
