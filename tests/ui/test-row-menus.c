/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-rows.h"

#include "ui/guild-edit-company-dialog.h"

/* The menu of a row, by pointer and by keys. */

/* Whether the keyboard is on a row. */
static gboolean
has_focus (GuildUiFixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->window->grid)) &&
         !gtk_widget_is_ancestor (focus, fixture->window->row_menu);
}

static void
close_menu (GuildUiFixture *fixture)
{
  guild_test_press ("Escape");
  guild_test_wait_until (!guild_ui_menu_is_open (fixture));
  guild_test_wait_until (has_focus (fixture));
  /* The menu holds the pointer until the X server has heard that it is closed. */
  gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (fixture->window)));
}

static void
test_menu (GuildUiFixture *fixture, gconstpointer data)
{
  static const char * const labels[] = { "Open", "Link…", "Edit…", "Copy Link", "Copy ID",
                                         "Copy Address", "Copy JSON", "Add to Group", "Tags…",
                                         "Delete…" };
  int x, y;
  g_autofree char *first = guild_ui_rows_locate (fixture, 2, &x, &y);

  guild_test_menu_at (x, y);
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  guild_test_park ();
  guild_ui_rows_assert_only_selected (fixture, first);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_true (guild_ui_menu_has (fixture, labels[i]));
  guild_test_ui_compare (fixture->window->row_menu, "row-menu");
  guild_test_press ("Return"); /* the first item: Open */
  guild_test_wait_until (g_strcmp0 (guild_company_pane_get_id (fixture->window->pane), first) == 0);
  guild_window_open_company (fixture->window, NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));

  /* A menu on one of several that are selected is about all of them; elsewhere about that row. */
  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 2, 3, TRUE);
  g_autofree char *among = guild_ui_rows_locate (fixture, 3, &x, &y);
  guild_test_menu_at (x, y);
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  g_assert_cmpuint (guild_ui_rows_count_selected (fixture), ==, 3);
  g_assert_true (guild_ui_menu_has (fixture, "Copy IDs") &&
                 guild_ui_menu_has (fixture, "Chase List…"));
  g_assert_false (guild_ui_menu_has (fixture, "Open") ||
                  guild_ui_menu_has (fixture, "Copy JSON"));
  close_menu (fixture);
  g_autofree char *other = guild_ui_rows_locate (fixture, 7, &x, &y);
  guild_test_menu_at (x, y);
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  guild_ui_rows_assert_only_selected (fixture, other);
  close_menu (fixture);
}

static void
test_menu_keys (GuildUiFixture *fixture, gconstpointer data)
{
  GuildCompanyList *list = fixture->window->table->list;
  g_autofree char *first = guild_company_list_dup_id (list, 0);
  g_autofree char *second = guild_company_list_dup_id (list, 1);

  guild_grid_focus (fixture->window->grid, first);
  guild_test_press ("shift+F10");
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  guild_ui_rows_assert_only_selected (fixture, first);
  close_menu (fixture);
  /* The keyboard is back on the row. */
  guild_test_press ("Down");
  guild_test_press ("Menu");
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  guild_ui_rows_assert_only_selected (fixture, second);
  close_menu (fixture);

  /* Down the menu to Edit, by keys alone. */
  guild_test_press ("shift+F10");
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  guild_test_press ("e");
  guild_test_wait_until (!guild_ui_menu_is_open (fixture));
  guild_ui_rows_close_window (fixture, guild_ui_rows_await_window (GUILD_TYPE_EDIT_COMPANY_DIALOG));
}

static void
test_menu_autodesk (GuildUiFixture *fixture, gconstpointer data)
{
  int x, y;

  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (guild_company_list_get_n_matches (fixture->window->table->list) > 0 &&
                         !guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_autofree char *id = guild_ui_rows_locate (fixture, 1, &x, &y);
  guild_test_menu_at (x, y);
  guild_test_wait_until (guild_ui_menu_is_open (fixture));
  g_assert_true (guild_ui_menu_has (fixture, "Open") &&
                 guild_ui_menu_has (fixture, "Copy ID") &&
                 guild_ui_menu_has (fixture, "Copy JSON"));
  g_assert_false (guild_ui_menu_has (fixture, "Link…") ||
                  guild_ui_menu_has (fixture, "Copy Link") ||
                  guild_ui_menu_has (fixture, "Add to Group") ||
                  guild_ui_menu_has (fixture, "Delete…"));
  close_menu (fixture);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(path, look, test) \
  g_test_add ("/ui/row-menus/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_rows_set_up, test, guild_ui_rows_tear_down)
  ADD ("pointer", GUILD_TEST_UI_PLAIN, test_menu);
  ADD ("keys", GUILD_TEST_UI_PLAIN, test_menu_keys);
  ADD ("autodesk", GUILD_TEST_UI_PLAIN, test_menu_autodesk);
#undef ADD
  return g_test_run ();
}
