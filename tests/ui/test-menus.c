/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

/* Menus by keys alone: after each of them the window still takes keys. */

#define MOST_ITEMS 20

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 40);
  guild_ui_fixture_open (fixture, 1280, 800);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkWidget *
get_focus (GuildUiFixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

static gboolean
is_on (GuildUiFixture *fixture, const char *item)
{
  GtkWidget *focus = get_focus (fixture);
  return focus != NULL && guild_test_ui_find (focus, GTK_TYPE_LABEL, item) != NULL;
}

/* Down to ITEM of the menu that is open, and into it. */
static void
choose (GuildUiFixture *fixture, const char *item)
{
  for (guint i = 0; i < MOST_ITEMS && !is_on (fixture, item); i++)
    {
      guild_test_press ("Down");
      guild_test_ui_settle (GTK_WIDGET (fixture->window));
    }
  g_assert_true (is_on (fixture, item));
  guild_test_press ("Return");
}

/* The first key after MENU has closed: Ctrl+F, which all of the window has. */
static void
assert_keys (GuildUiFixture *fixture, GtkWidget *menu)
{
  GtkWidget *search = GTK_WIDGET (fixture->window->search_entry);

  guild_test_wait_until (!gtk_widget_get_mapped (menu));
  guild_test_press ("ctrl+f");
  guild_test_wait_until (get_focus (fixture) != NULL &&
                         gtk_widget_is_ancestor (get_focus (fixture), search));
}

/* (transfer none): the menu of the button LABEL, opened by the keyboard. */
static GtkWidget *
open_menu (GuildUiFixture *fixture, const char *label)
{
  GtkWidget *button =
    guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_MENU_BUTTON, label);

  g_assert_true (gtk_widget_grab_focus (button));
  guild_test_press ("space");
  /* It may be made only now. */
  guild_test_wait_until (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)) != NULL);
  GtkWidget *menu = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  guild_test_wait_until (gtk_widget_get_mapped (menu));
  return menu;
}

static const char *
get_group_name (GuildUiFixture *fixture, guint i)
{
  const GuildGroup *group = guild_directory_get_groups (fixture->window->directory)->pdata[i];
  return group->name;
}

static void
test_selection (GuildUiFixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.select-all", NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  GtkWidget *menu = open_menu (fixture, "Selection Menu");
  choose (fixture, "Add to Group");
  choose (fixture, get_group_name (fixture, 0));
  assert_keys (fixture, menu);

  menu = open_menu (fixture, "Selection Menu");
  guild_test_press ("Escape");
  assert_keys (fixture, menu);
  menu = open_menu (fixture, "Selection Menu");
  choose (fixture, "Select None"); /* the bar goes, and its button with it */
  assert_keys (fixture, menu);
}

static void
open_first (GuildUiFixture *fixture)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);

  guild_company_selection_select_only (guild_grid_get_selection (fixture->window->grid), id);
  guild_grid_focus (fixture->window->grid, id);
}

static void
test_row (GuildUiFixture *fixture, gconstpointer data)
{
  open_first (fixture);
  guild_test_press ("shift+F10");
  guild_test_wait_until (fixture->window->row_menu != NULL &&
                         gtk_widget_get_mapped (fixture->window->row_menu));
  choose (fixture, "Add to Group");
  choose (fixture, get_group_name (fixture, 1));
  assert_keys (fixture, fixture->window->row_menu);
}

static void
test_pane (GuildUiFixture *fixture, gconstpointer data)
{
  open_first (fixture);
  guild_test_press ("Return");
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  GtkWidget *menu = open_menu (fixture, "Company Menu");
  choose (fixture, "Add to Group");
  choose (fixture, get_group_name (fixture, 1));
  assert_keys (fixture, menu);
}

static void
test_view (GuildUiFixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Filter", "Columns", "View Menu", "Main Menu",
                                        "Add a Workspace" };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      GtkWidget *menu = open_menu (fixture, labels[i]);
      guild_test_press ("Escape");
      assert_keys (fixture, menu);
    }
  GtkWidget *menu = open_menu (fixture, "View Menu");
  choose (fixture, "Select All");
  assert_keys (fixture, menu);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add ("/ui/menus/selection", GuildUiFixture, NULL, set_up, test_selection, tear_down);
  g_test_add ("/ui/menus/row", GuildUiFixture, NULL, set_up, test_row, tear_down);
  g_test_add ("/ui/menus/pane", GuildUiFixture, NULL, set_up, test_pane, tear_down);
  g_test_add ("/ui/menus/view", GuildUiFixture, NULL, set_up, test_view, tear_down);
  return g_test_run ();
}
