/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

/* From a telephone's width to a wide screen's and back, in steps that meet every fold: whatever the
 * toolkit warns of on the way is fatal, as in all tests. */

#define NARROWEST 360
#define WIDEST 1600
#define STEP 20
#define HEIGHT 700

typedef struct
{
  const char *path;
  const char *workspace; /* NULL: none, the welcome page */
  gboolean    company;   /* one is open in the pane */
} Sight;

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  guild_ui_fixture_init (fixture, 40);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_clear (fixture);
}

static void
show (GuildUiFixture *fixture, const Sight *sight)
{
  GuildWindow *window = fixture->window;

  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (window, sight->workspace, "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (window->pages), "grid") == 0);
  guild_test_wait_until (!guild_directory_get_syncing (window->directory));
  guild_test_wait_until (guild_company_list_get_n_matches (window->table->list) ==
                         guild_directory_get_n_companies (window->directory));
  if (!sight->company)
    return;
  g_autofree char *id = guild_company_list_dup_id (window->table->list, 0);
  g_assert_nonnull (id);
  guild_window_open_company (window, id);
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
}

/* Layout and drawing are of one frame: whoever sees the new width has both behind them. AROUND is
 * what a window draws around itself where there is no compositor. */
static void
resize (GtkWidget *window, int width, int around)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width + around, HEIGHT);
  guild_test_wait_until (gtk_widget_get_width (window) == width);
}

static void
test_sweep (GuildUiFixture *fixture, gconstpointer data)
{
  const Sight *sight = data;

  guild_ui_fixture_open (fixture, 1000, HEIGHT);
  if (sight->workspace != NULL)
    show (fixture, sight);
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  int around = gdk_surface_get_width (surface) - gtk_widget_get_width (window);
  for (int width = WIDEST; width >= NARROWEST; width -= STEP)
    resize (window, width, around);
  for (int width = NARROWEST; width <= WIDEST; width += STEP)
    resize (window, width, around);
  guild_test_ui_settle (window);
  guild_ui_fixture_close (fixture);
}

int
main (int argc, char **argv)
{
  static const Sight sights[] = {
    { "/ui/resize/welcome", NULL, FALSE },
    { "/ui/resize/codat", "sandbox-codat", FALSE },
    { "/ui/resize/codat-company", "sandbox-codat", TRUE },
    { "/ui/resize/autodesk-company", "sandbox-autodesk", TRUE },
  };

  guild_test_ui_init (&argc, &argv);
  /* GNOME's own: a title bar with three buttons has no room in the narrowest window. */
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sights); i++)
    g_test_add (sights[i].path, GuildUiFixture, &sights[i], set_up, test_sweep, tear_down);
  return g_test_run ();
}
