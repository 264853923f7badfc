/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-rows.h"

#include "ui/guild-cell-view.h"
#include "ui/guild-grid-private.h"

/* CELLS (element-type GuildCellView): gets a reference to each below WIDGET. */
static void
collect_cells (GtkWidget *widget, GPtrArray *cells)
{
  if (GUILD_IS_CELL_VIEW (widget))
    g_ptr_array_add (cells, g_object_ref (widget));
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      collect_cells (child, cells);
}

static GPtrArray *
list_cells (GuildUiFixture *fixture)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_object_unref);

  collect_cells (GTK_WIDGET (fixture->window->grid->view), cells);
  return cells;
}

static gboolean
are_read (GuildUiFixture *fixture)
{
  g_autoptr(GPtrArray) cells = list_cells (fixture);

  for (guint i = 0; i < cells->len; i++)
    if (guild_cell_view_is_blank (cells->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
set_query (GuildUiFixture *fixture, GuildQuery *query)
{
  guild_window_set_query (fixture->window, query);
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  guild_test_wait_until (are_read (fixture));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

/* Nothing is left of how the row was that it was in. */
static void
assert_fresh (GtkWidget *widget)
{
  g_assert_false (gtk_widget_get_state_flags (widget) &
                  (GTK_STATE_FLAG_SELECTED | GTK_STATE_FLAG_INSENSITIVE));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_fresh (child);
}

static void
assert_cell (GuildUiFixture *fixture, GtkWidget *cell)
{
  g_autofree char *text = guild_cell_view_dup_text (GUILD_CELL_VIEW (cell));
  GtkWidget *child = gtk_widget_get_first_child (cell);

  assert_fresh (cell);
  g_assert_nonnull (child);
  if (GTK_IS_INSCRIPTION (child))
    g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (child)), ==, text);
  if (gtk_widget_get_mapped (cell))
    g_assert_cmpint (gtk_widget_get_height (child), >, 0);
}

/* Rows go and come with their widgets, but with the cells that there were. */
static void
test_cells (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *grid = GTK_WIDGET (fixture->window->grid);
  GuildCompanyList *list = fixture->window->table->list;
  GtkSelectionModel *model = GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid));
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (model));
  g_autoptr(GuildQuery) all = guild_query_ref (fixture->window->query);
  g_autoptr(GuildPosition) third = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_autofree char *name = guild_position_dup_name (third);
  g_autoptr(GuildQuery) one = guild_query_with_text (all, name);

  guild_test_wait_until (are_read (fixture));
  g_autoptr(GPtrArray) before = list_cells (fixture);
  for (guint round = 0; round < 2; round++)
    {
      /* Those of insensitive rows would stay insensitive. */
      gboolean sensitive = round == 0;
      gtk_selection_model_select_all (model);
      gtk_widget_set_sensitive (grid, sensitive);
      set_query (fixture, one);
      g_assert_cmpuint (guild_company_list_get_n_matches (list), <, 10);
      gtk_selection_model_unselect_all (model);
      gtk_widget_set_sensitive (grid, TRUE);
      set_query (fixture, all);

      g_autoptr(GPtrArray) after = list_cells (fixture);
      guint n_old = 0;
      g_assert_cmpuint (after->len, ==, before->len);
      for (guint i = 0; i < after->len; i++)
        {
          n_old += g_ptr_array_find (before, after->pdata[i], NULL) ? 1 : 0;
          assert_cell (fixture, after->pdata[i]);
        }
      /* But for the row that the pointer may be over. */
      if (sensitive)
        g_assert_cmpuint (n_old, >=, before->len - before->len / n_rows);
    }
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(path, look, test) \
  g_test_add ("/ui/rows/" path, GuildUiFixture, GINT_TO_POINTER (look), \
              guild_ui_rows_set_up, test, guild_ui_rows_tear_down)
  ADD ("cells", GUILD_TEST_UI_PLAIN, test_cells);
#undef ADD
  return g_test_run ();
}
