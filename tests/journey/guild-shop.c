/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "journey/guild-journey-company.h"
#include "journey/guild-journey-window.h"

/* The pictures for a shop page: build-aux/screenshots makes them of the windows that each step
 * leaves as NAME-1.png (the main window), NAME-2.png (what lies above it). */

#define WIDTH 1210 /* of the main window */
#define HEIGHT 664

static char *
run (const char *const *argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return g_steal_pointer (&output);
}

/* Window by window, as the corners are round and the shadow is not the screen's. */
static void
shoot (GuildJourney *self, const char *name)
{
  const char *const search[] = { "xdotool", "search", "--onlyvisible", "--pid",
                                 g_subprocess_get_identifier (self->program), NULL };
  guint n = 0;

  guild_journey_picture (self);
  g_autofree char *found = run (search);
  g_auto(GStrv) windows = g_strsplit (found, "\n", -1);
  for (guint i = 0; windows[i] != NULL && *windows[i] != '\0'; i++)
    {
      g_autofree char *file = g_strdup_printf ("%s-%u.png", name, ++n);
      g_autofree char *path = g_build_filename (self->directory, file, NULL);
      const char *const import[] = { "import", "-window", windows[i], path, NULL };
      g_free (run (import));
    }
}

/* From the search: a click shows a company only where the pane is open. */
static void
open_pane (void)
{
  guild_test_press ("Down");
  guild_test_press ("Return");
}

static char *
walk_companies (GuildJourney *self)
{
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_await_shown (self, 2000);
  guild_journey_await_label (self, "Synced *");
  guild_test_press ("ctrl+f");
  open_pane ();
  guild_journey_open_row (self, "Abbott Windows Ltd");
  guild_journey_await_label (self, "Add Connection…");
  shoot (self, "companies");
  return g_strdup ("the list, with a company open");
}

static char *
walk_attention (GuildJourney *self)
{
  guild_test_press ("Escape");
  guild_journey_open_view (self, 0, "Needs attention");
  guild_journey_await_label (self, "515 companies");
  guild_journey_search (self, "foods");
  guild_journey_await_label (self, "* of 515");
  shoot (self, "attention");
  guild_journey_search (self, "");
  return g_strdup ("the companies in need, and what helps each");
}

/* The list and the pane stay as they are for the next step. */
static char *
walk_link (GuildJourney *self)
{
  guild_journey_open_view (self, 0, "All companies");
  guild_journey_search (self, "bakery");
  guild_journey_await_shown (self, 13);
  open_pane ();
  guild_journey_open_row (self, "Navarro & Kendrick Bakery");
  guild_test_atspi_click (self->application, "push button", "Link…");
  guild_test_atspi_click (self->application, "list item", "Send to the Customer");
  g_autoptr(AtspiAccessible) copy =
    guild_test_atspi_await (self->application, "push button", "Copy E-Mail Text");
  shoot (self, "link");
  guild_test_press ("Escape");
  guild_test_atspi_await_gone (self->application, "push button", "Copy E-Mail Text");
  return g_strdup ("the ways to send a link");
}

static char *
walk_autodesk (GuildJourney *self)
{
  guild_journey_open_view (self, 1, "All companies");
  guild_journey_search (self, "concrete");
  guild_journey_await_label (self, "* of 4*");
  open_pane ();
  guild_test_press ("Down");
  g_autoptr(AtspiAccessible) projects =
    guild_test_atspi_await (self->application, NULL, "Projects");
  shoot (self, "autodesk");
  return g_strdup ("an Autodesk account, with a company open");
}

static char *
walk_data (GuildJourney *self)
{
  guild_journey_open_row (self, "Orchard & House Bakery");
  guild_journey_focus (self, "list item", "Records and Statements");
  guild_test_press ("Return");
  guild_test_atspi_click (self->application, "list item", "Profit and loss");
  guild_journey_await_label (self, "Gross profit");
  /* As large as the main window, which lies behind it. */
  const char *const resize[] = { "xdotool", "getactivewindow", "windowsize", "--sync",
                                 G_STRINGIFY (WIDTH), G_STRINGIFY (HEIGHT), NULL };
  g_free (run (resize));
  shoot (self, "data");
  return g_strdup ("a statement with its chart");
}

/* Codat in the light look, Autodesk in the dark one. */
int
main (int argc, char **argv)
{
  static const GuildJourneyStep codat[] = {
    { "companies", walk_companies },
    { "attention", walk_attention },
    { "link", walk_link },
    { "data", walk_data },
  };
  static const GuildJourneyStep autodesk[] = { { "autodesk", walk_autodesk } };
  static const GuildJourneyPlan light = { "shop", codat, G_N_ELEMENTS (codat), NULL, WIDTH, HEIGHT };
  static const GuildJourneyPlan dark = { "shop", autodesk, G_N_ELEMENTS (autodesk), NULL, WIDTH, HEIGHT };
  const char *look = g_getenv ("ADW_DEBUG_COLOR_SCHEME");

  return guild_journey_main (argc, argv, g_strcmp0 (look, "prefer-dark") == 0 ? &dark : &light);
}
