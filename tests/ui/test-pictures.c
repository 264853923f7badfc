/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include "ui/guild-clock.h"

typedef struct
{
  const char     *path;
  GuildTestUiLook look;
} Look;

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  const Look *look = data;

  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (look->look);
  guild_ui_fixture_init (fixture, 120);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

static void
open_codat (GuildUiFixture *fixture, int width, int height)
{
  guild_ui_fixture_open (fixture, width, height);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->pages), "grid") == 0);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
}

static void
open_company (GuildUiFixture *fixture, const char *text)
{
  GuildWindow *window = fixture->window;
  g_autoptr(GuildQuery) query = guild_query_with_text (window->query, text);

  guild_window_set_query (window, query);
  guild_test_wait_until (!guild_company_list_get_busy (window->table->list));
  g_autofree char *id = guild_company_list_dup_id (window->table->list, 0);
  g_assert_nonnull (id);
  guild_company_selection_select_only (guild_grid_get_selection (window->grid), id);
  guild_window_open_company (window, id);
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
}

static void
test_window (GuildUiFixture *fixture, gconstpointer data)
{
  open_codat (fixture, 1280, 800);
  open_company (fixture, "");
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "window");
  guild_ui_fixture_close (fixture);
}

static void
test_search (GuildUiFixture *fixture, gconstpointer data)
{
  open_codat (fixture, 1000, 640);
  g_autoptr(GuildQuery) text = guild_query_with_text (fixture->window->query, "an");
  g_autoptr(GuildQuery) query = guild_query_with_condition (
    text, &(GuildCondition) { (char *) "status", GUILD_MATCH_EQUALS, (char *) "linked",
                              GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET, FALSE });
  guild_window_set_query (fixture->window, query);
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "search");
  guild_ui_fixture_close (fixture);
}

static void
test_autodesk (GuildUiFixture *fixture, gconstpointer data)
{
  open_codat (fixture, 1280, 800);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->pages), "grid") == 0);
  open_company (fixture, "");
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "autodesk");
  guild_ui_fixture_close (fixture);
}

static void
test_narrow (GuildUiFixture *fixture, gconstpointer data)
{
  open_codat (fixture, 360, 640);
  g_assert_true (adw_leaflet_get_folded (ADW_LEAFLET (fixture->window->leaflet)));
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "narrow");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-sidebar", NULL);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "narrow-sidebar");
  adw_leaflet_set_visible_child (ADW_LEAFLET (fixture->window->leaflet), fixture->window->flap);
  open_company (fixture, "");
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "narrow-company");
  guild_ui_fixture_close (fixture);
}

static void
test_welcome (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->root), "welcome") == 0);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "welcome");
  guild_ui_fixture_close (fixture);
}

static void
add (const char *name, const Look *look, void (*test) (GuildUiFixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/ui/pictures/", name, look->path, NULL);
  g_test_add (path, GuildUiFixture, look, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  static const Look plain = { "", GUILD_TEST_UI_PLAIN };
  static const Look dark = { "/dark", GUILD_TEST_UI_DARK };
  static const Look rtl = { "/rtl", GUILD_TEST_UI_RTL };

  guild_test_ui_init (&argc, &argv);
  add ("welcome", &plain, test_welcome);
  add ("window", &plain, test_window);
  add ("window", &dark, test_window);
  add ("window", &rtl, test_window);
  add ("search", &plain, test_search);
  add ("search", &dark, test_search);
  add ("autodesk", &plain, test_autodesk);
  add ("narrow", &plain, test_narrow);
  add ("narrow", &rtl, test_narrow);
  return g_test_run ();
}
