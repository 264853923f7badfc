/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-rows.h"

#include "ui/guild-attention-cell.h"
#include "ui/guild-cell-view.h"
#include "ui/guild-clock.h"

#define NOW (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC)

void
guild_ui_rows_set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_clock_freeze (NOW);
  guild_attention_freeze (NOW);
  guild_test_ui_set_look (GPOINTER_TO_INT (data));
  guild_ui_fixture_init (fixture, 40);
  guild_ui_fixture_open (fixture, 1280, 800);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

void
guild_ui_rows_tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_test_park ();
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  guild_attention_freeze (0);
  guild_clock_freeze (0);
}

/* The middle of WIDGET on the screen: without a window manager the window is in its corner. */
void
guild_ui_rows_locate_widget (GuildUiFixture *fixture, GtkWidget *widget, int *x, int *y)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  double left, top, within_x, within_y;

  g_assert_true (gtk_widget_translate_coordinates (
    widget, window, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0,
    &left, &top));
  gtk_native_get_surface_transform (GTK_NATIVE (window), &within_x, &within_y);
  *x = (int) (left + within_x);
  *y = (int) (top + within_y);
}

/* (nullable): the cell of the name of the company COMPANY_ID. */
static GtkWidget *
find_cell (GtkWidget *widget, const char *company_id)
{
  if (GUILD_IS_CELL_VIEW (widget))
    {
      g_autofree char *id = guild_cell_view_dup_company_id (GUILD_CELL_VIEW (widget));
      return g_strcmp0 (id, company_id) == 0 ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *cell = find_cell (child, company_id);
      if (cell != NULL)
        return cell;
    }
  return NULL;
}

/* (transfer full): the id of the company in row POSITION, and where its name is on the screen. */
char *
guild_ui_rows_locate (GuildUiFixture *fixture, guint position, int *x, int *y)
{
  char *id = guild_company_list_dup_id (fixture->window->table->list, position);
  GtkWidget *cell = find_cell (GTK_WIDGET (fixture->window->grid), id);

  g_assert_nonnull (cell);
  guild_ui_rows_locate_widget (fixture, cell, x, y);
  return id;
}

guint
guild_ui_rows_count_selected (GuildUiFixture *fixture)
{
  return guild_company_selection_get_n_selected (
    guild_grid_get_selection (fixture->window->grid));
}

void
guild_ui_rows_assert_only_selected (GuildUiFixture *fixture, const char *id)
{
  g_autoptr(GPtrArray) ids =
    guild_company_selection_dup_ids (guild_grid_get_selection (fixture->window->grid));

  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (ids->pdata[0], ==, id);
}

static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

GtkWidget *
guild_ui_rows_await_window (GType type)
{
  guild_test_wait_until (find_window (type) != NULL);
  return find_window (type);
}

/* No window manager gives the keyboard back. */
void
guild_ui_rows_close_window (GuildUiFixture *fixture, GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  guild_test_ui_present (GTK_WINDOW (fixture->window));
}

gboolean
guild_ui_menu_is_open (GuildUiFixture *fixture)
{
  return fixture->window->row_menu != NULL && gtk_widget_get_mapped (fixture->window->row_menu);
}

gboolean
guild_ui_menu_has (GuildUiFixture *fixture, const char *label)
{
  return guild_test_ui_find (fixture->window->row_menu, GTK_TYPE_LABEL, label) != NULL;
}
