/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "company/guild-places.h"

#include <string.h>
#include <glib/gstdio.h>
#include "support/guild-test.h"

/* The system's iso-codes, as they are installed. */

static GuildPlaces *
load (void)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;

  guild_places_load_async (NULL, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  GuildPlaces *places = guild_places_load_finish (result, &error);
  g_assert_no_error (error);
  return places;
}

static void
test_countries (void)
{
  static const struct { const char *text, *code, *name; } cases[] = {
    { "US", "US", "United States" },
    { "usa", "US", "United States" },
    { "United States", "US", "United States" },
    { "united states of america", "US", "United States" },
    { "Bolivia", "BO", "Bolivia" },
    { "Cote d'Ivoire", "CI", "Côte d'Ivoire" },
    { "  Germany ", "DE", "Germany" },
    { "Atlantis", NULL, NULL },
    { "", NULL, NULL },
    { NULL, NULL, NULL },
  };
  g_autoptr(GuildPlaces) places = load ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const GuildPlace *place = guild_places_find_country (places, cases[i].text);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (place != NULL ? place->code : NULL, ==, cases[i].code);
      g_assert_cmpstr (place != NULL ? place->name : NULL, ==, cases[i].name);
    }
  g_assert_cmpuint (guild_places_get_countries (places)->len, >, 200);
}

static void
test_states (void)
{
  static const struct { const char *country, *text, *code, *name; } cases[] = {
    { "US", "CA", "CA", "California" },
    { "United States", "US-CA", "CA", "California" },
    { "usa", "california", "CA", "California" },
    { "DE", "Bayern", "BY", "Bayern" },
    { "DE", "CA", NULL, NULL },
    { "Atlantis", "CA", NULL, NULL },
    { NULL, "CA", NULL, NULL },
    { "US", NULL, NULL, NULL },
  };
  g_autoptr(GuildPlaces) places = load ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const GuildPlace *place =
        guild_places_find_state (places, cases[i].country, cases[i].text);
      g_assert_cmpstr (place != NULL ? place->code : NULL, ==, cases[i].code);
      g_assert_cmpstr (place != NULL ? place->name : NULL, ==, cases[i].name);
    }
  g_assert_cmpuint (guild_places_get_states (places, "US")->len, >, 50);
  g_assert_cmpuint (guild_places_get_states (places, "Atlantis")->len, ==, 0);
}

static void
test_damaged (void)
{
  g_autofree char *directory = guild_test_directory ();
  g_autofree char *path = g_build_filename (directory, "iso_3166-1.json", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (guild_places_load (directory, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "[1]", -1, NULL));
  g_assert_null (guild_places_load (directory, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/company/places/countries", test_countries);
  g_test_add_func ("/company/places/states", test_states);
  g_test_add_func ("/company/places/damaged", test_damaged);
  return g_test_run ();
}
