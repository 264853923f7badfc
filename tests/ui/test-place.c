/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include "ui/guild-cell-view.h"
#include <math.h>

/* What a person looks at stays where it is while rows come and go above it: in the real window. */

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 200);
  guild_ui_fixture_open (fixture, 1000, 640);
  guild_ui_fixture_add_sandbox (fixture);
  g_autoptr(GuildQuery) sorted = guild_query_with_sort (fixture->window->query, "name", FALSE);
  guild_window_set_query (fixture->window, sorted);
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkAdjustment *
get_adjustment (GuildUiFixture *fixture)
{
  GtkWidget *scroller = gtk_widget_get_first_child (GTK_WIDGET (fixture->window->grid));

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

/* (nullable): the first cell of the row of COMPANY_ID. */
static GtkWidget *
find_cell (GtkWidget *widget, const char *company_id)
{
  if (GUILD_IS_CELL_VIEW (widget))
    {
      g_autofree char *id = guild_cell_view_dup_company_id (GUILD_CELL_VIEW (widget));
      return gtk_widget_get_mapped (widget) && g_strcmp0 (id, company_id) == 0 ? widget : NULL;
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

/* Where the row of a company begins, px below the top of the window; NAN: not on the screen. */
static double
get_height (GuildUiFixture *fixture, const char *company_id)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *cell = find_cell (GTK_WIDGET (fixture->window->grid), company_id);
  graphene_rect_t bounds;

  if (cell == NULL || !gtk_widget_compute_bounds (cell, window, &bounds))
    return NAN;
  return bounds.origin.y;
}

static void
assert_at (GuildUiFixture *fixture, const char *company_id, double height)
{
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  /* a row is drawn at whole pixels, and may be scrolled to half of one */
  guild_test_wait_until (fabs (get_height (fixture, company_id) - height) <= 1);
}

static void
sync_now (GuildUiFixture *fixture)
{
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_sync_async (fixture->window->directory, NULL, guild_test_result_cb, &pending);
  g_autoptr(GAsyncResult) result = guild_test_await (&pending);
  g_assert_true (guild_directory_sync_finish (fixture->window->directory, result, &error));
  g_assert_no_error (error);
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->window->table->list)) ==
                         guild_directory_get_n_companies (fixture->window->directory));
}

static void
create_at_service (GuildUiFixture *fixture, const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", name);
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/companies", body));
}

static void
delete_at_service (GuildUiFixture *fixture, guint position)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, position);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "DELETE", path, NULL));
}

/* Scrolls until row POSITION, and a part of the one before, is at the top. (transfer full): its id;
 * HEIGHT (out): where it is then. */
static char *
scroll_to (GuildUiFixture *fixture, guint position, double *height)
{
  GtkAdjustment *adjustment = get_adjustment (fixture);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->window->table->list));
  char *id = guild_company_list_dup_id (fixture->window->table->list, position);

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_upper (adjustment) / n * (position - 0.3));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  *height = get_height (fixture, id);
  g_assert_false (isnan (*height));
  return id;
}

static void
set_query (GuildUiFixture *fixture, GuildQuery *query)
{
  guild_window_set_query (fixture->window, query);
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

static void
test_sync (GuildUiFixture *fixture, gconstpointer data)
{
  double height;
  g_autofree char *id = scroll_to (fixture, 90, &height);

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("AAA %u", i);
      create_at_service (fixture, name);
    }
  create_at_service (fixture, "ZZZ");
  sync_now (fixture);
  g_assert_cmpuint (guild_company_list_find (fixture->window->table->list, id), ==, 97);
  assert_at (fixture, id, height);

  for (guint i = 20; i < 23; i++)
    delete_at_service (fixture, i);
  sync_now (fixture);
  g_assert_cmpuint (guild_company_list_find (fixture->window->table->list, id), ==, 94);
  assert_at (fixture, id, height);

  /* the one at the top itself is gone: its neighbours stay */
  g_autofree char *next = guild_company_list_dup_id (fixture->window->table->list, 96);
  double below = get_height (fixture, next);
  delete_at_service (fixture, 93);
  sync_now (fixture);
  g_assert_cmpuint (guild_company_list_find (fixture->window->table->list, next), ==, 95);
  assert_at (fixture, next, below);

  /* close to the end */
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->window->table->list));
  g_autofree char *last = scroll_to (fixture, n - 1, &height);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("AAB %u", i);
      create_at_service (fixture, name);
    }
  sync_now (fixture);
  assert_at (fixture, last, height);
}

/* Who looks at the beginning goes on looking at the beginning. */
static void
test_top (GuildUiFixture *fixture, gconstpointer data)
{
  double height;
  g_autofree char *first = guild_company_list_dup_id (fixture->window->table->list, 0);

  height = get_height (fixture, first);
  create_at_service (fixture, "! First");
  sync_now (fixture);
  g_autofree char *now = guild_company_list_dup_id (fixture->window->table->list, 0);
  g_assert_cmpstr (now, !=, first);
  assert_at (fixture, now, height);
}

/* A filter and back: the same rows are selected and on the screen. */
static void
test_filter (GuildUiFixture *fixture, gconstpointer data)
{
  GuildCompanyList *list = fixture->window->table->list;
  GtkSelectionModel *model = GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid));
  double height;
  g_autofree char *id = scroll_to (fixture, 120, &height);
  g_autoptr(GuildQuery) all = guild_query_ref (fixture->window->query);
  g_autofree char *last = guild_company_list_dup_id (list, 199);
  g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), 199);
  g_autofree char *name = guild_position_dup_name (position);

  gtk_selection_model_select_item (model, 121, TRUE);
  gtk_selection_model_select_item (model, 123, FALSE);
  g_autoptr(GtkBitset) before = gtk_selection_model_get_selection (model);
  g_autoptr(GuildQuery) few = guild_query_with_text (all, name);
  set_query (fixture, few);
  g_assert_cmpuint (guild_company_list_find (list, id), ==, G_MAXUINT);
  g_assert_cmpuint (guild_company_list_find (list, last), !=, G_MAXUINT);
  g_autoptr(GuildQuery) none = guild_query_with_text (all, "no company is called this");
  set_query (fixture, none);
  set_query (fixture, all);
  g_autoptr(GtkBitset) after = gtk_selection_model_get_selection (model);
  g_assert_true (gtk_bitset_equals (before, after));
  g_assert_cmpuint (gtk_bitset_get_size (after), ==, 2);
  assert_at (fixture, id, height);
}

/* Another order shows other companies at the same place of the bar, and the same are selected; what
 * is looked at then stays through the next sync. */
static void
test_sort (GuildUiFixture *fixture, gconstpointer data)
{
  GuildCompanyList *list = fixture->window->table->list;
  GtkSelectionModel *model = GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid));
  double height;
  g_autofree char *id = scroll_to (fixture, 60, &height);
  double value = gtk_adjustment_get_value (get_adjustment (fixture));
  g_autoptr(GuildQuery) down = guild_query_with_sort (fixture->window->query, "name", TRUE);

  gtk_selection_model_select_item (model, 61, TRUE);
  g_autofree char *selected = guild_company_list_dup_id (list, 61);
  set_query (fixture, down);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, value);
  g_assert_cmpuint (guild_company_list_find (list, id), ==, 139);
  g_assert_true (gtk_selection_model_is_selected (model, guild_company_list_find (list, selected)));
  g_assert_false (gtk_selection_model_is_selected (model, 61));

  g_autofree char *here = guild_company_list_dup_id (list, 60);
  assert_at (fixture, here, height);
  create_at_service (fixture, "ZZZ");
  create_at_service (fixture, "ZZZZ");
  sync_now (fixture);
  g_assert_cmpuint (guild_company_list_find (list, here), ==, 62);
  assert_at (fixture, here, height);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add ("/ui/place/sync", GuildUiFixture, NULL, set_up, test_sync, tear_down);
  g_test_add ("/ui/place/top", GuildUiFixture, NULL, set_up, test_top, tear_down);
  g_test_add ("/ui/place/filter", GuildUiFixture, NULL, set_up, test_filter, tear_down);
  g_test_add ("/ui/place/sort", GuildUiFixture, NULL, set_up, test_sort, tear_down);
  return g_test_run ();
}
