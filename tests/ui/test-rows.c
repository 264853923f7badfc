/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include "service/codat/guild-codat-data.h"
#include "ui/guild-attention-cell.h"
#include "ui/guild-cell-view.h"
#include "ui/guild-clock.h"
#include "ui/guild-edit-company-dialog.h"
#include "ui/guild-grid-private.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-records-window.h"
#include "ui/guild-tag-row.h"
#include "ui/guild-tags-dialog.h"

/* What is done to rows of the table: their menu, dragging them, and why they need attention. */

#define NOW (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC)

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
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

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_test_park ();
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  guild_attention_freeze (0);
  guild_clock_freeze (0);
}

/* ---- places ---- */

/* The middle of WIDGET on the screen: without a window manager the window is in its corner. */
static void
locate (GuildUiFixture *fixture, GtkWidget *widget, int *x, int *y)
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
static char *
locate_row (GuildUiFixture *fixture, guint position, int *x, int *y)
{
  char *id = guild_company_list_dup_id (fixture->window->table->list, position);
  GtkWidget *cell = find_cell (GTK_WIDGET (fixture->window->grid), id);

  g_assert_nonnull (cell);
  locate (fixture, cell, x, y);
  return id;
}

static guint
count_selected (GuildUiFixture *fixture)
{
  return guild_company_selection_get_n_selected (
    guild_grid_get_selection (fixture->window->grid));
}

static void
assert_only_selected (GuildUiFixture *fixture, const char *id)
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

static GtkWidget *
await_window (GType type)
{
  guild_test_wait_until (find_window (type) != NULL);
  return find_window (type);
}

/* No window manager gives the keyboard back. */
static void
close_window (GuildUiFixture *fixture, GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  guild_test_ui_present (GTK_WINDOW (fixture->window));
}

/* ---- cells ---- */

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

/* ---- menu ---- */

static gboolean
menu_is_open (GuildUiFixture *fixture)
{
  return fixture->window->row_menu != NULL && gtk_widget_get_mapped (fixture->window->row_menu);
}

static gboolean
menu_has (GuildUiFixture *fixture, const char *label)
{
  return guild_test_ui_find (fixture->window->row_menu, GTK_TYPE_LABEL, label) != NULL;
}

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
  guild_test_wait_until (!menu_is_open (fixture));
  guild_test_wait_until (has_focus (fixture));
  /* The menu holds the pointer until the X server has heard that it is closed. */
  gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (fixture->window)));
}

static void
test_menu (GuildUiFixture *fixture, gconstpointer data)
{
  static const char * const labels[] = { "Open", "Link…", "Edit…", "Copy Link", "Copy ID",
                                         "Copy Address", "Copy JSON", "Add to Group", "Tags…", "Delete…" };
  int x, y;
  g_autofree char *first = locate_row (fixture, 2, &x, &y);

  guild_test_menu_at (x, y);
  guild_test_wait_until (menu_is_open (fixture));
  guild_test_park ();
  assert_only_selected (fixture, first);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_true (menu_has (fixture, labels[i]));
  guild_test_ui_compare (fixture->window->row_menu, "row-menu");
  guild_test_press ("Return"); /* the first item: Open */
  guild_test_wait_until (g_strcmp0 (guild_company_pane_get_id (fixture->window->pane), first) == 0);
  guild_window_open_company (fixture->window, NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));

  /* A menu on one of several that are selected is about all of them; elsewhere about that row. */
  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), 2, 3, TRUE);
  g_autofree char *among = locate_row (fixture, 3, &x, &y);
  guild_test_menu_at (x, y);
  guild_test_wait_until (menu_is_open (fixture));
  g_assert_cmpuint (count_selected (fixture), ==, 3);
  g_assert_true (menu_has (fixture, "Copy IDs") && menu_has (fixture, "Chase List…"));
  g_assert_false (menu_has (fixture, "Open") || menu_has (fixture, "Copy JSON"));
  close_menu (fixture);
  g_autofree char *other = locate_row (fixture, 7, &x, &y);
  guild_test_menu_at (x, y);
  guild_test_wait_until (menu_is_open (fixture));
  assert_only_selected (fixture, other);
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
  guild_test_wait_until (menu_is_open (fixture));
  assert_only_selected (fixture, first);
  close_menu (fixture);
  /* The keyboard is back on the row. */
  guild_test_press ("Down");
  guild_test_press ("Menu");
  guild_test_wait_until (menu_is_open (fixture));
  assert_only_selected (fixture, second);
  close_menu (fixture);

  /* Down the menu to Edit, by keys alone. */
  guild_test_press ("shift+F10");
  guild_test_wait_until (menu_is_open (fixture));
  guild_test_press ("e");
  guild_test_wait_until (!menu_is_open (fixture));
  close_window (fixture, await_window (GUILD_TYPE_EDIT_COMPANY_DIALOG));
}

static void
test_menu_autodesk (GuildUiFixture *fixture, gconstpointer data)
{
  int x, y;

  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (guild_company_list_get_n_matches (fixture->window->table->list) > 0 &&
                         !guild_company_list_get_busy (fixture->window->table->list));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_autofree char *id = locate_row (fixture, 1, &x, &y);
  guild_test_menu_at (x, y);
  guild_test_wait_until (menu_is_open (fixture));
  g_assert_true (menu_has (fixture, "Open") && menu_has (fixture, "Copy ID") &&
                 menu_has (fixture, "Copy JSON"));
  g_assert_false (menu_has (fixture, "Link…") || menu_has (fixture, "Copy Link") ||
                  menu_has (fixture, "Add to Group") || menu_has (fixture, "Delete…"));
  close_menu (fixture);
}

/* ---- drag ---- */

static GtkWidget *
await_place (GuildUiFixture *fixture, const char *title)
{
  return guild_test_ui_await (GTK_WIDGET (fixture->window->sidebar), GTK_TYPE_LIST_BOX_ROW, title);
}

static gboolean
is_member (GuildUiFixture *fixture, const char *company_id, const char *group_id)
{
  g_autofree char *path = g_strconcat ("/companies/", company_id, NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonArray *groups =
    json_object_get_array_member (json_node_get_object (node), "groups");

  for (guint i = 0; i < json_array_get_length (groups); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (groups, i), "id"),
                     group_id))
      return TRUE;
  return FALSE;
}

static void
wait_for_changes (GuildUiFixture *fixture, guint n)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == n &&
                         guild_journal_get_n_running (journal) == 0);
}

/* (transfer full): three neighbours that are not in the group, and the first one's row. */
static GPtrArray *
find_strangers (GuildUiFixture *fixture, const char *group_id, guint *position)
{
  for (*position = 0; *position + 3 <= 18; (*position)++)
    {
      g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      gboolean any = FALSE;

      for (guint i = 0; i < 3; i++)
        {
          g_ptr_array_add (ids, guild_company_list_dup_id (fixture->window->table->list,
                                                           *position + i));
          any |= is_member (fixture, ids->pdata[i], group_id);
        }
      if (!any)
        return g_steal_pointer (&ids);
    }
  g_assert_not_reached ();
}

static GtkDragSource *
find_drag_source (GuildUiFixture *fixture)
{
  g_autoptr(GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (fixture->window->grid->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_DRAG_SOURCE (controller))
        return GTK_DRAG_SOURCE (controller);
    }
  g_assert_not_reached ();
}

/* Whether the place would take what is dragged, and who drags it was told. */
static gboolean
is_accepted (GuildUiFixture *fixture, GdkDrag *drag, const char *title)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (await_place (fixture, title));

  return (flags & GTK_STATE_FLAG_DROP_ACTIVE) != 0 &&
         gdk_drag_get_selected_action (drag) == GDK_ACTION_COPY;
}

/* What is at X, Y is dragged to the place and dropped there. As under a hand the pointer never rests: a
 * press counts as the beginning of a drag only when it has lasted a while. */
static void
drag (GuildUiFixture *fixture, int x, int y, const char *title, gboolean accepted)
{
  GtkDragSource *source = find_drag_source (fixture);
  gint64 deadline = guild_test_deadline ();
  int to_x, to_y;

  locate (fixture, await_place (fixture, title), &to_x, &to_y);
  guild_test_hold_at (x, y);
  for (int i = 0; gtk_drag_source_get_drag (source) == NULL; i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_test_move_to (x + 20 + i % 2, y);
    }
  guild_test_move_to (to_x, to_y);
  for (int i = 0; accepted && !is_accepted (fixture, gtk_drag_source_get_drag (source), title); i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      guild_test_move_to (to_x + i % 2, to_y);
    }
  guild_test_let_go ();
  guild_test_wait_until (gtk_drag_source_get_drag (source) == NULL);
}

static void
test_drag (GuildUiFixture *fixture, gconstpointer data)
{
  const GuildGroup *group =
    guild_directory_get_groups (fixture->window->directory)->pdata[0];
  g_autofree char *group_id = g_strdup (group->id);
  guint position;
  g_autoptr(GPtrArray) ids = find_strangers (fixture, group_id, &position);
  g_autofree char *title = g_strdup (group->name);
  int x, y;

  gtk_selection_model_select_range (
    GTK_SELECTION_MODEL (guild_grid_get_selection (fixture->window->grid)), position, 3, TRUE);
  g_autofree char *second = locate_row (fixture, position + 1, &x, &y);
  drag (fixture, x, y, title, TRUE);
  wait_for_changes (fixture, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (is_member (fixture, ids->pdata[i], group_id));
  g_assert_cmpuint (count_selected (fixture), ==, 3);

  GtkWidget *undo = guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Undo");
  g_signal_emit_by_name (undo, "clicked");
  wait_for_changes (fixture, 6);
  for (guint i = 0; i < 3; i++)
    g_assert_false (is_member (fixture, ids->pdata[i], group_id));

  /* A row that is not selected goes alone. */
  guild_company_selection_select_only (guild_grid_get_selection (fixture->window->grid),
                                       ids->pdata[0]);
  g_autofree char *third = locate_row (fixture, position + 2, &x, &y);
  drag (fixture, x, y, title, TRUE);
  wait_for_changes (fixture, 7);
  g_assert_true (is_member (fixture, third, group_id));
  g_assert_false (is_member (fixture, ids->pdata[0], group_id));

  /* Where nothing can be dropped nothing happens. */
  drag (fixture, x, y, "Needs attention", FALSE);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 7);
}

/* A tag is given only after what it changes was shown. */
static void
test_drop_on_tag (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);
  const char *ids[] = { id, NULL };

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.drop-companies", "(ss^as)",
                              "sandbox-codat", "tag:region=a=b", ids);
  GtkWidget *dialog = await_window (GUILD_TYPE_TAGS_DIALOG);
  GtkWidget *row = guild_test_ui_await (dialog, GUILD_TYPE_TAG_ROW, NULL);
  g_assert_cmpstr (guild_tag_row_get_key (GUILD_TAG_ROW (row)), ==, "region");
  g_assert_cmpstr (guild_tag_row_get_value (GUILD_TAG_ROW (row)), ==, "a=b");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "1 company is changed");
  close_window (fixture, dialog);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.drop-companies", "(ss^as)",
                              "elsewhere", "group:x", ids);
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL,
                       "Companies cannot be moved to another workspace");
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 0);
}

/* ---- attention ---- */

static void
show_attention (GuildUiFixture *fixture)
{
  GuildWindow *window = fixture->window;

  g_assert_true (guild_window_show_view (window, "sandbox-codat", "attention"));
  guild_test_wait_until (!guild_company_list_get_busy (window->table->list) &&
                         guild_company_list_get_n_matches (window->table->list) ==
                           guild_view_get_count (window->view));
  guild_test_ui_settle (GTK_WIDGET (window));
}

/* Tells the directory of a company as the service would: its only connection, and its error. */
static void
tell (GuildUiFixture *fixture, const char *id, const char *status, const char *last_sync,
      const char *errors)
{
  const GuildFieldTable *table = guild_directory_get_table (fixture->window->directory);
  g_autoptr(GuildBatch) batch = guild_batch_new (table);
  g_autoptr(GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"name\":\"Told %s\",\"created\":\"2020-01-01T00:00:00Z\",\"lastSync\":\"%s\","
    "\"dataConnections\":[{\"id\":\"c-%s\",\"status\":\"%s\",\"platformName\":\"Xero\","
    "\"created\":\"2020-01-01T00:00:00Z\",\"lastSync\":\"%s\",\"dataConnectionErrors\":%s}]}",
    id, id, last_sync, id, status, last_sync, errors);
  g_autoptr(JsonNode) node = json_from_string (json, &error);

  g_assert_no_error (error);
  g_assert_true (guild_batch_append (batch, json_node_get_object (node)));
  guild_directory_apply_async (fixture->window->directory, batch, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_directory_apply_finish (fixture->window->directory, result, &error));
}

static void
tell_of_all_kinds (GuildUiFixture *fixture)
{
  tell (fixture, "stale", "Linked", "2024-01-01T00:00:00Z", "[]");
  tell (fixture, "failing", "Linked", "2024-06-03T00:00:00Z",
        "[{\"statusCode\":\"500\",\"statusText\":\"FetchError\",\"errorMessage\":\"Bills failed\","
        "\"erroredOnUtc\":\"2024-05-31T15:00:00Z\",\"status\":\"Active\"}]");
  tell (fixture, "revoked", "Deauthorized", "2024-03-10T00:00:00Z", "null");
  tell (fixture, "parted", "Unlinked", "2024-03-20T00:00:00Z", "null");
}

static void
test_attention (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;

  tell_of_all_kinds (fixture);
  show_attention (fixture);
  GtkWidget *grid = GTK_WIDGET (window->grid);
  guild_test_ui_check_names (GTK_WIDGET (window));
  guild_test_ui_await (grid, GTK_TYPE_BUTTON, "Re-authorise…");
  guild_test_ui_await (grid, GTK_TYPE_BUTTON, "Send Link…");
  guild_test_ui_await (grid, GTK_TYPE_BUTTON, "Refresh");
  guild_test_ui_compare (GTK_WIDGET (window), "window-attention");

  /* The column is the view's, not the table's: neither kept nor shown elsewhere. */
  g_autofree char *layout = guild_grid_dup_layout (window->grid);
  g_assert_null (strstr (layout, GUILD_FIELD_ATTENTION));
  g_assert_true (guild_window_show_view (window, "sandbox-codat", "all"));
  guild_test_ui_settle (GTK_WIDGET (window));
  g_assert_null (guild_test_ui_find (grid, GUILD_TYPE_ATTENTION_CELL, NULL));
  show_attention (fixture);
  g_assert_nonnull (guild_test_ui_find (grid, GUILD_TYPE_ATTENTION_CELL, NULL));
}

/* By keyboard: the one thing that helps the row the focus is on. */
static void
test_attend (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;

  tell_of_all_kinds (fixture);
  show_attention (fixture);
  guild_company_selection_select_only (guild_grid_get_selection (window->grid), "failing");
  guild_grid_focus (window->grid, "failing");
  guild_test_press ("ctrl+Return");
  GtkWidget *errors = await_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (errors)), ==,
                   "Errors of Told failing");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (errors)),
                            "Bills failed"));
  close_window (fixture, errors);

  guild_company_selection_select_only (guild_grid_get_selection (window->grid), "revoked");
  guild_grid_focus (window->grid, "revoked");
  guild_test_press ("shift+F10");
  guild_test_wait_until (menu_is_open (fixture));
  assert_only_selected (fixture, "revoked");
  g_assert_true (menu_has (fixture, "Re-authorise…"));
  g_assert_false (menu_has (fixture, "Link…"));
  guild_test_press ("r");
  GtkWidget *link = await_window (GUILD_TYPE_LINK_DIALOG);
  close_window (fixture, link);
}

/* Whether the service tells of a failed data type of the company. */
static gboolean
has_failed_type (GuildUiFixture *fixture, const char *id)
{
  g_autofree char *path = g_strconcat ("/companies/", id, "/dataStatus", NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonObject *types = json_node_get_object (node);
  g_autoptr(GList) names = json_object_get_members (types);

  for (GList *name = names; name != NULL; name = name->next)
    if (guild_sync_status_is_error (json_object_get_string_member_with_default (
          json_object_get_object_member (types, name->data), "currentStatus", "")))
      return TRUE;
  return FALSE;
}

/* What no list tells is asked company by company, and only then counts. */
static void
test_check_data (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;
  GuildCompanyList *list = window->table->list;
  const GuildFieldTable *table = guild_directory_get_table (window->directory);
  guint status = guild_field_table_index (table, "status");
  g_autoptr(GPtrArray) failing = g_ptr_array_new_with_free_func (g_free);
  guint n_linked = 0;

  for (guint i = 0; i < guild_company_list_get_n_matches (list); i++)
    {
      g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), i);
      if (guild_position_get_number (position, status) != GUILD_CODAT_LINKED &&
          guild_position_get_number (position, status) != GUILD_CODAT_PARTIAL)
        continue;
      g_autofree char *id = guild_position_dup_id (position);
      n_linked++;
      if (has_failed_type (fixture, id))
        g_ptr_array_add (failing, g_steal_pointer (&id));
    }
  g_assert_cmpuint (failing->len, >, 0);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.check-data", NULL);
  GtkWidget *dialog = await_window (ADW_TYPE_MESSAGE_DIALOG);
  g_autofree char *heading = g_strdup_printf ("Check the Data of %u Companies?", n_linked);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, heading);
  g_signal_emit_by_name (guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Check"), "clicked");
  g_autofree char *told = g_strdup_printf ("%u companies checked, %u with failed data types",
                                           n_linked, failing->len);
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_LABEL, told);
  show_attention (fixture);
  for (guint i = 0; i < failing->len; i++)
    guild_test_wait_until (guild_company_list_find (list, failing->pdata[i]) != G_MAXUINT);

  /* What helps there is to see what failed. */
  guint at = guild_company_list_find (list, failing->pdata[0]);
  g_autoptr(GuildPosition) position = g_list_model_get_item (G_LIST_MODEL (list), at);
  if (guild_position_get_need (position).reason == GUILD_ATTENTION_DATA)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.attend", "s", failing->pdata[0]);
      close_window (fixture, await_window (GUILD_TYPE_RECORDS_WINDOW));
    }
}

/* (nullable): the message with that heading, which need not be the only one. */
static GtkWindow *
find_message (const char *heading)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), heading) == 0)
        return window;
    }
  return NULL;
}

/* When the service is away nothing is claimed. */
static void
test_check_data_away (GuildUiFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.check-data", NULL);
  GtkWidget *dialog = await_window (ADW_TYPE_MESSAGE_DIALOG);
  g_signal_emit_by_name (guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Check"), "clicked");
  guild_test_wait_until (find_message ("Not all companies were checked") != NULL);
  gtk_window_destroy (find_message ("Not all companies were checked"));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(path, look, test) \
  g_test_add ("/ui/rows/" path, GuildUiFixture, GINT_TO_POINTER (look), set_up, test, tear_down)
  ADD ("cells", GUILD_TEST_UI_PLAIN, test_cells);
  ADD ("menu", GUILD_TEST_UI_PLAIN, test_menu);
  ADD ("menu/keys", GUILD_TEST_UI_PLAIN, test_menu_keys);
  ADD ("menu/autodesk", GUILD_TEST_UI_PLAIN, test_menu_autodesk);
  ADD ("drag", GUILD_TEST_UI_PLAIN, test_drag);
  ADD ("drop-on-tag", GUILD_TEST_UI_PLAIN, test_drop_on_tag);
  ADD ("attention", GUILD_TEST_UI_PLAIN, test_attention);
  ADD ("attention/dark", GUILD_TEST_UI_DARK, test_attention);
  ADD ("attend", GUILD_TEST_UI_PLAIN, test_attend);
  ADD ("check-data", GUILD_TEST_UI_PLAIN, test_check_data);
  ADD ("check-data/away", GUILD_TEST_UI_PLAIN, test_check_data_away);
#undef ADD
  return g_test_run ();
}
