/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "service/codat/guild-codat.h"
#include "ui/guild-ui-dialogs.h"

#include "service/guild-keyring.h"
#include "ui/guild-cell-view.h"
#include "ui/guild-workspace-dialog.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 200);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_clear (fixture);
}

static const char *
get_page (GuildUiFixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->window->pages);
}

static void
test_welcome (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  GtkWidget *window = GTK_WIDGET (fixture->window);
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->root), "welcome") == 0);
  guild_test_ui_await (window, GTK_TYPE_BUTTON, "Try the Sandbox");
  guild_test_ui_await (window, GTK_TYPE_BUTTON, "Add Codat…");
  guild_test_ui_await (window, GTK_TYPE_BUTTON, "Add Autodesk…");
  guild_test_ui_check_names (window);

  guild_ui_fixture_add_sandbox (fixture);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->root), ==, "main");
  guild_test_wait_until (g_strcmp0 (get_page (fixture), "grid") == 0);
  guild_test_ui_check_names (window);
  guild_ui_fixture_close (fixture);
}

static void
test_cell_rebinding (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  g_autoptr(GHashTable) stale = g_hash_table_new (NULL, NULL);
  GuildCellContext context = { .directory = fixture->window->directory, .stale = stale };
  GListModel *list = G_LIST_MODEL (fixture->window->table->list);
  const GuildFieldTable *table = guild_directory_get_table (context.directory);
  g_autoptr(GuildPosition) a = g_list_model_get_item (list, 0);
  g_autoptr(GuildPosition) b = g_list_model_get_item (list, 1);
  g_autoptr(GuildCellView) cell =
    g_object_ref_sink (GUILD_CELL_VIEW (guild_cell_view_new (&context, table->name_field)));
  g_autofree char *name_a = guild_position_dup_text (a, table->name_field);
  g_autofree char *name_b = guild_position_dup_text (b, table->name_field);

  guild_cell_view_bind (cell, a);
  g_autofree char *first = guild_cell_view_dup_text (cell);
  g_assert_cmpstr (first, ==, name_a);
  g_assert_cmpuint (g_signal_handler_find (a, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, cell), !=, 0);
  guild_cell_view_bind (cell, b);
  g_assert_cmpuint (g_signal_handler_find (a, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, cell), ==, 0);
  g_signal_emit_by_name (a, "changed");
  g_autofree char *second = guild_cell_view_dup_text (cell);
  g_assert_cmpstr (second, ==, name_b);
  g_assert_cmpstr (name_a, !=, name_b);
  guild_cell_view_bind (cell, NULL);
  g_assert_cmpuint (g_signal_handler_find (b, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, cell), ==, 0);
  guild_ui_fixture_close (fixture);
}

static guint
count_requests (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) values = json_object_get_values (counts);
  guint n_requests = 0;

  for (GList *item = values; item != NULL; item = item->next)
    n_requests += (guint) json_node_get_int (item->data);
  return n_requests;
}

static void
open_row (GuildUiFixture *fixture, guint position)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, position);

  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

/* A company that is opened is read afresh with one request, and with none when that was just done:
 * the service counts them all. */
static void
test_open_requests (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 1320, 860);
  guild_ui_fixture_add_sandbox (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (guild_desk_get_directories (fixture->desk)); i++)
    {
      g_autoptr(GuildDirectory) directory =
        g_list_model_get_item (guild_desk_get_directories (fixture->desk), i);
      guild_test_wait_until (!guild_directory_get_syncing (directory));
    }
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "DELETE", "/_sandbox/requests", NULL));
  open_row (fixture, 0);
  guild_test_wait_until (count_requests (fixture) >= 1);
  guild_window_open_company (fixture->window, NULL);
  open_row (fixture, 0);
  open_row (fixture, 1);
  guild_test_wait_until (count_requests (fixture) >= 2);
  open_row (fixture, 0);
  open_row (fixture, 2);
  guild_test_wait_until (count_requests (fixture) >= 3);
  g_assert_cmpuint (count_requests (fixture), ==, 3);
  guild_ui_fixture_close (fixture);
}

/* The window becomes narrower or wider than what stands beside each other: the company that a
 * person opened stays, and none opens by itself. */
static void
test_folding (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 1320, 860);
  guild_ui_fixture_add_sandbox (fixture);
  GtkWindow *window = GTK_WINDOW (fixture->window);
  AdwFlap *flap = ADW_FLAP (fixture->window->flap);

  for (guint i = 0; i < 2; i++)
    {
      if (i == 0)
        open_row (fixture, 0);
      else
        guild_window_open_company (fixture->window, NULL);
      g_assert_false (adw_flap_get_folded (flap));
      gtk_window_set_default_size (window, 600, 640);
      guild_test_wait_until (adw_flap_get_folded (flap));
      guild_test_ui_settle (GTK_WIDGET (window));
      g_assert_true ((guild_company_pane_get_id (fixture->window->pane) != NULL) == (i == 0));
      gtk_window_set_default_size (window, 1320, 860);
      guild_test_wait_until (!adw_flap_get_folded (flap));
      guild_test_ui_settle (GTK_WIDGET (window));
      g_assert_true ((guild_company_pane_get_id (fixture->window->pane) != NULL) == (i == 0));
      g_assert_true (adw_flap_get_reveal_flap (flap) == (i == 0));
    }
  guild_ui_fixture_close (fixture);
}

static void
wait_for_list (GuildUiFixture *fixture)
{
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
}

/* A toast says what was done while more is to be done: it lies above the bar. */
static void
assert_toast_above_bar (GuildUiFixture *fixture)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  graphene_rect_t toast, bar;

  guild_window_add_toast (fixture->window, adw_toast_new ("Told below"));
  GtkWidget *label = guild_test_ui_await (window, GTK_TYPE_LABEL, "Told below");
  guild_test_ui_settle (window);
  g_assert_true (gtk_widget_compute_bounds (label, window, &toast));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (fixture->window->selection_bar), window,
                                            &bar));
  g_assert_cmpfloat (bar.size.height, >, 0);
  g_assert_cmpfloat (toast.origin.y + toast.size.height, <=, bar.origin.y);
}

static void
test_selection (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildCompanyList *list = fixture->window->table->list;
  GuildCompanySelection *selection = guild_grid_get_selection (fixture->window->grid);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (selection);

  gtk_selection_model_select_range (model, 3, 2, TRUE);
  g_assert_cmpuint (guild_company_selection_get_n_selected (selection), ==, 2);
  g_assert_true (gtk_revealer_get_reveal_child (fixture->window->selection_bar));
  assert_toast_above_bar (fixture);
  g_autofree char *id = guild_company_list_dup_id (list, 3);

  g_autoptr(GuildQuery) sorted = guild_query_with_sort (fixture->window->query, "name", TRUE);
  guild_window_set_query (fixture->window, sorted);
  wait_for_list (fixture);
  guint position = guild_company_list_find (list, id);
  g_assert_cmpuint (position, !=, 3);
  g_assert_true (gtk_selection_model_is_selected (model, position));
  g_assert_false (gtk_selection_model_is_selected (model, 3));

  g_autoptr(GuildQuery) none = guild_query_with_text (sorted, "no company is called this");
  guild_window_set_query (fixture->window, none);
  wait_for_list (fixture);
  g_assert_cmpuint (guild_company_selection_get_n_selected (selection), ==, 2);
  guild_window_set_query (fixture->window, sorted);
  wait_for_list (fixture);
  g_assert_true (gtk_selection_model_is_selected (model, guild_company_list_find (list, id)));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.select-all", NULL);
  g_assert_cmpuint (guild_company_selection_get_n_selected (selection), ==, 200);
  guild_ui_fixture_close (fixture);
}

static void
test_search (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 1000, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;
  g_autofree char *name = NULL;
  {
    g_autoptr(GuildPosition) first = g_list_model_get_item (G_LIST_MODEL (window->table->list), 0);
    name = guild_position_dup_text (first, 0);
  }

  guild_grid_focus (window->grid, NULL);
  guild_test_type ("z");
  guild_test_wait_until (g_str_equal (guild_query_get_text (window->query), "z"));
  wait_for_list (fixture);
  guint n_matches = guild_company_list_get_n_matches (window->table->list);
  g_assert_cmpuint (n_matches, <, 200);
  g_autofree char *count = g_strdup_printf ("%u of 200", n_matches);
  g_assert_cmpstr (gtk_label_get_label (window->count), ==, count);

  guild_test_type ("qxzq");
  guild_test_wait_until (g_str_equal (guild_query_get_text (window->query), "zqxzq"));
  guild_test_wait_until (g_strcmp0 (get_page (fixture), "no-results") == 0);
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Clear Search");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.clear-filter", NULL);
  guild_test_wait_until (g_strcmp0 (get_page (fixture), "grid") == 0);
  g_assert_cmpstr (gtk_editable_get_text (window->search_entry), ==, "");

  gtk_editable_set_text (window->search_entry, name);
  wait_for_list (fixture);
  gtk_widget_grab_focus (GTK_WIDGET (window->search_entry));
  guild_test_press ("Return");
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
  g_assert_cmpstr (guild_company_get_name (guild_company_pane_get_company (window->pane)), ==,
                   name);
  guild_ui_fixture_close (fixture);
}

static gboolean
has_focused_row (GuildWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (window->grid));
}

static void
assert_only_selected (GuildUiFixture *fixture, const char *id)
{
  g_autoptr(GPtrArray) ids =
    guild_company_selection_dup_ids (guild_grid_get_selection (fixture->window->grid));

  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (ids->pdata[0], ==, id);
}

/* A key that is quicker than the answer is about what was typed, and not about what is still on
 * show; what is typed after it is another wish. */
static void
test_search_at_once (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 1000, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;
  GuildCompanyList *list = window->table->list;
  g_autoptr(GuildPosition) some = g_list_model_get_item (G_LIST_MODEL (list), 60);
  g_autofree char *name = guild_position_dup_name (some);
  g_autofree char *id = guild_position_dup_id (some);

  gtk_widget_grab_focus (GTK_WIDGET (window->search_entry));
  gtk_editable_set_text (window->search_entry, name);
  g_signal_emit_by_name (window->search_entry, "activate");
  g_assert_true (guild_company_list_get_busy (list));
  g_assert_null (guild_company_pane_get_id (window->pane));
  gtk_editable_set_text (window->search_entry, "");
  wait_for_list (fixture);
  g_assert_null (guild_company_pane_get_id (window->pane));

  gtk_editable_set_text (window->search_entry, name);
  g_signal_emit_by_name (window->search_entry, "activate");
  guild_test_wait_until (guild_company_pane_get_id (window->pane) != NULL);
  g_assert_cmpstr (guild_company_pane_get_id (window->pane), ==, id);
  assert_only_selected (fixture, id);

  guild_window_open_company (window, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (window->search_entry));
  gtk_editable_set_text (window->search_entry, "");
  wait_for_list (fixture);
  guild_company_selection_select_only (guild_grid_get_selection (window->grid), NULL);
  gtk_editable_set_text (window->search_entry, name);
  guild_test_press ("Down");
  guild_test_wait_until (has_focused_row (window));
  assert_only_selected (fixture, id);
  guild_ui_fixture_close (fixture);
}

/* Down leads out of the search onto a row also where another list was looked at before. */
static void
test_search_elsewhere (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 1000, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;

  g_assert_true (guild_window_show_view (window, "sandbox-autodesk", NULL));
  wait_for_list (fixture);
  g_autofree char *other = guild_company_list_dup_id (window->table->list, 40);
  guild_grid_focus (window->grid, other);
  guild_test_press ("Return");
  guild_test_wait_until (g_strcmp0 (guild_company_pane_get_id (window->pane), other) == 0);

  g_assert_true (guild_window_show_view (window, "sandbox-codat", NULL));
  wait_for_list (fixture);
  g_autofree char *name = NULL;
  {
    g_autoptr(GuildPosition) some = g_list_model_get_item (G_LIST_MODEL (window->table->list), 60);
    name = guild_position_dup_text (some, 0);
  }
  gtk_widget_grab_focus (GTK_WIDGET (window->search_entry));
  gtk_editable_set_text (window->search_entry, name);
  wait_for_list (fixture);
  guild_test_press ("Down");
  guild_test_wait_until (has_focused_row (window));
  guild_test_press ("Return");
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
  g_assert_cmpstr (guild_company_get_name (guild_company_pane_get_company (window->pane)), ==,
                   name);
  guild_ui_fixture_close (fixture);
}

static void
test_views (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;

  /* Both are called “Sandbox”. */
  guild_test_ui_await (GTK_WIDGET (window->sidebar), GTK_TYPE_LABEL, "Sandbox: Codat · sandbox");
  guild_test_ui_await (GTK_WIDGET (window->sidebar), GTK_TYPE_LABEL, "Sandbox: Autodesk · sandbox");
  g_autoptr(GuildQuery) query = guild_query_with_text (window->query, "a");
  guild_window_set_query (window, query);
  g_assert_true (guild_window_show_view (window, "sandbox-codat", "attention"));
  g_assert_cmpstr (guild_view_get_id (window->view), ==, "attention");
  g_assert_cmpstr (gtk_editable_get_text (window->search_entry), ==, "");
  guild_test_wait_until (guild_company_list_get_n_matches (window->table->list) ==
                         guild_view_get_count (window->view));
  g_assert_cmpuint (guild_view_get_count (window->view), >, 0);
  /* What is found is told of as many as are searched. */
  g_autofree char *count = g_strdup_printf ("0 of %u", guild_view_get_count (window->view));
  g_autoptr(GuildQuery) none = guild_query_with_text (window->query, "no company is called this");
  guild_window_set_query (window, none);
  wait_for_list (fixture);
  g_assert_cmpstr (gtk_label_get_label (window->count), ==, count);

  g_assert_true (guild_window_show_view (window, "sandbox-autodesk", NULL));
  g_assert_cmpstr (guild_directory_get_table (window->directory)->service_id, ==, "autodesk");
  guild_test_wait_until (g_strcmp0 (get_page (fixture), "grid") == 0);
  g_autofree char *layout = guild_grid_dup_layout (window->grid);
  g_assert_true (g_str_has_prefix (layout, "name,trade"));
  g_assert_false (guild_window_show_view (window, "sandbox-autodesk", "no-such-view"));
  guild_ui_fixture_close (fixture);
}

static void
store_workspace (GuildUiFixture *fixture)
{
  g_autofree char *config = g_build_filename (fixture->room, "config", NULL);
  g_autofree char *path = g_build_filename (config, "workspaces.ini", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) pending = NULL;

  g_mkdir_with_parents (config, 0700);
  g_autoptr(GuildWorkspaceList) list = guild_workspace_list_open (path, &error);
  g_assert_no_error (error);
  g_autoptr(GuildWorkspace) workspace =
    guild_workspace_new ("harbour", "codat", "Harbour Capital", fixture->sandbox->url);
  g_assert_true (guild_workspace_list_add (list, workspace, &error));
  guild_keyring_store_async (workspace, fixture->sandbox->codat_key, NULL, guild_test_result_cb,
                             &pending);
  guild_ui_await_stored (guild_ui_has_result, &pending);
  g_autoptr(GAsyncResult) result = g_steal_pointer (&pending);
  g_assert_true (guild_keyring_store_finish (result, &error));
  g_assert_no_error (error);
}

static void
test_offline (GuildUiFixture *fixture, gconstpointer data)
{
  store_workspace (fixture);
  guild_ui_fixture_open (fixture, 900, 640);
  guild_test_wait_until (fixture->window->directory != NULL);
  guild_test_wait_until (guild_directory_get_last_sync (fixture->window->directory) !=
                         GUILD_NUMBER_UNSET);
  g_assert_null (guild_banner_get_text (fixture->window->banner));
  guild_ui_fixture_close (fixture);

  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  guild_ui_fixture_open (fixture, 900, 640);
  guild_test_wait_until (g_strcmp0 (get_page (fixture), "grid") == 0);
  guild_test_wait_until (guild_company_list_get_n_matches (fixture->window->table->list) == 200);
  guild_test_wait_until (guild_banner_get_text (fixture->window->banner) != NULL);
  g_assert_true (g_str_has_prefix (guild_banner_get_text (fixture->window->banner),
                                   "Showing what was known"));
  guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Retry");
  guild_ui_fixture_close (fixture);
}

static void
test_damaged_list (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *config = g_build_filename (fixture->room, "config", NULL);
  g_autofree char *path = g_build_filename (config, "workspaces.ini", NULL);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (config, 0700);
  g_file_set_contents (path, "[[[ this is no list", -1, &error);
  g_assert_no_error (error);
  guild_ui_fixture_open (fixture, 900, 640);
  g_assert_error (guild_desk_get_error (fixture->desk), G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (guild_desk_get_error (fixture->desk)->message, "workspaces.ini.damaged"));
  guild_ui_fixture_add_sandbox (fixture);
  guild_ui_fixture_close (fixture);
}

/* The key is gone from the keyring: what was known is on show, and a way on. */
static void
test_no_key (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GError) error = NULL;

  store_workspace (fixture);
  guild_ui_fixture_open (fixture, 900, 640);
  guild_test_wait_until (fixture->window->directory != NULL);
  guild_test_wait_until (guild_directory_get_last_sync (fixture->window->directory) !=
                         GUILD_NUMBER_UNSET);
  guild_keyring_clear_async (guild_directory_get_workspace (fixture->window->directory), NULL,
                             guild_test_result_cb, &pending);
  guild_ui_await_stored (guild_ui_has_result, &pending);
  g_assert_true (guild_keyring_clear_finish (pending, &error));
  guild_ui_fixture_close (fixture);

  guild_ui_fixture_open (fixture, 900, 640);
  guild_test_wait_until (g_strcmp0 (get_page (fixture), "grid") == 0);
  guild_test_wait_until (guild_banner_get_text (fixture->window->banner) != NULL);
  g_assert_nonnull (strstr (guild_banner_get_text (fixture->window->banner), "Harbour Capital"));
  g_assert_null (guild_directory_get_service (fixture->window->directory));
  g_signal_emit_by_name (guild_test_ui_await (GTK_WIDGET (fixture->window->banner),
                                              GTK_TYPE_BUTTON, "Replace Key…"), "clicked");
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  guild_ui_fill (dialog, "New API Key", fixture->sandbox->codat_key);
  guild_ui_press_button (dialog, "Save");
  guild_ui_await_stored (guild_ui_is_closed, GSIZE_TO_POINTER (GUILD_TYPE_WORKSPACE_DIALOG));
  guild_test_wait_until (guild_banner_get_text (fixture->window->banner) == NULL);
  guild_test_wait_until (guild_directory_get_service (fixture->window->directory) != NULL);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  guild_ui_fixture_close (fixture);
}

/* Groups and tags fold away below their headings; a view that is asked for comes out again. */
static void
test_sections (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;
  GtkWidget *sidebar = GTK_WIDGET (window->sidebar);
  GListModel *places = guild_sidebar_get_places (window->sidebar);

  GtkWidget *tags = guild_test_ui_await (sidebar, GTK_TYPE_LIST_BOX_ROW, "Tags");
  GtkWidget *list = gtk_widget_get_ancestor (tags, GTK_TYPE_LIST_BOX);
  guint n_folded = g_list_model_get_n_items (places);
  g_signal_emit_by_name (list, "row-activated", tags);
  guint n_unfolded = g_list_model_get_n_items (places);
  g_assert_cmpuint (n_unfolded, >, n_folded);
  g_signal_emit_by_name (list, "row-activated", tags);
  g_assert_cmpuint (g_list_model_get_n_items (places), ==, n_folded);

  GListModel *views = guild_directory_get_views (window->directory);
  g_autoptr(GuildView) last = g_list_model_get_item (views, g_list_model_get_n_items (views) - 1);
  g_assert_cmpint (guild_view_get_kind (last), ==, GUILD_VIEW_TAG);
  g_assert_true (guild_window_show_view (window, "sandbox-codat", guild_view_get_id (last)));
  g_assert_true (window->view == last);
  g_assert_cmpuint (g_list_model_get_n_items (places), ==, n_unfolded);

  /* Folding over what is on show takes nothing from the table. */
  g_signal_emit_by_name (list, "row-activated", tags);
  g_assert_true (window->view == last);
  guild_ui_fixture_close (fixture);
}

/* What is typed anywhere goes to the search, but Return is for what has the keyboard. */
static void
test_return_key (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;
  GListModel *places = guild_sidebar_get_places (window->sidebar);
  GtkWidget *tags =
    guild_test_ui_await (GTK_WIDGET (window->sidebar), GTK_TYPE_LIST_BOX_ROW, "Tags");
  guint n_folded = g_list_model_get_n_items (places);

  gtk_widget_grab_focus (tags);
  guild_test_press ("Return");
  guild_test_wait_until (g_list_model_get_n_items (places) > n_folded);
  guild_test_press ("KP_Enter");
  guild_test_wait_until (g_list_model_get_n_items (places) == n_folded);
  g_assert_null (guild_company_pane_get_id (window->pane));
  guild_ui_fixture_close (fixture);
}

static GtkWidget *
find_dialog (GuildWindow *window)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  for (GList *item = toplevels; item != NULL; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG (item->data) &&
        gtk_window_get_transient_for (item->data) == GTK_WINDOW (window))
      return item->data;
  return NULL;
}

/* A question kept in the sidebar is counted there, outlives the window, and goes when told to. */
static void
test_saved_view (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  GuildWindow *window = fixture->window;
  GuildCondition condition = { .field = (char *) "status", .match = GUILD_MATCH_EQUALS,
                               .value = (char *) "Linked", .from = GUILD_NUMBER_UNSET,
                               .to = GUILD_NUMBER_UNSET };

  g_assert_false (gtk_widget_get_visible (window->save_view_button));
  g_autoptr(GuildQuery) plain = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_query_with_condition (plain, &condition);
  guild_window_set_query (window, query);
  guild_test_wait_until (guild_company_list_get_n_matches (window->table->list) <
                         guild_directory_get_n_companies (window->directory));
  guint n_matches = guild_company_list_get_n_matches (window->table->list);
  g_assert_true (gtk_widget_get_visible (window->save_view_button));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.save-view", NULL);
  GtkWidget *dialog = find_dialog (window);
  g_assert_nonnull (dialog);
  GtkWidget *entry = guild_test_ui_find (dialog, GTK_TYPE_ENTRY, "Name");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Linked ones");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "save");

  guild_test_wait_until (guild_view_get_kind (window->view) == GUILD_VIEW_SAVED);
  g_assert_cmpstr (guild_view_get_title (window->view), ==, "Linked ones");
  g_assert_cmpuint (guild_view_get_count (window->view), ==, n_matches);
  guild_test_wait_until (!guild_company_list_get_busy (window->table->list));
  g_assert_cmpuint (guild_company_list_get_n_matches (window->table->list), ==, n_matches);

  g_autofree char *id = g_strdup (guild_view_get_id (window->view));
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  window = fixture->window;
  guild_test_wait_until (guild_window_show_view (window, "sandbox-codat", id));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.remove-view", NULL);
  g_assert_cmpint (guild_view_get_kind (window->view), ==, GUILD_VIEW_ALL);
  guild_test_wait_until (!guild_window_show_view (window, "sandbox-codat", id));
  guild_ui_fixture_close (fixture);
}

/* What was read last counts, wherever it came from. */
static void
test_state_sentence (void)
{
  static const char json[] =
    "{\"id\":\"c1\",\"name\":\"Alma\",\"redirect\":\"https://x.example\",\"dataConnections\":["
    "{\"id\":\"d1\",\"platformName\":\"Xero\",\"status\":\"Linked\","
    "\"lastSync\":\"2024-06-03T10:00:00Z\",\"created\":\"2024-01-01T00:00:00Z\"},"
    "{\"id\":\"d2\",\"platformName\":\"Stripe\",\"status\":\"Linked\","
    "\"lastSync\":\"2024-06-03T14:00:00Z\",\"created\":\"2024-01-01T00:00:00Z\"}]}";
  g_autoptr(GError) error = NULL;
  g_autoptr(GuildCompany) company =
    guild_company_new_from_json (guild_codat_table (), json, &error);

  g_assert_no_error (error);
  g_autofree char *sentence = guild_company_describe_state (
    company, GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  g_assert_cmpstr (sentence, ==, "Linked to Xero and 1 other platform. Last read: 1 hour ago.");
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_autofree char *room = guild_test_directory ();
  g_autofree char *secrets = g_build_filename (room, "secrets", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", secrets, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);

  g_test_add_func ("/ui/window/state-sentence", test_state_sentence);
  g_test_add ("/ui/window/welcome", GuildUiFixture, NULL, set_up, test_welcome, tear_down);
  g_test_add ("/ui/window/cell-rebinding", GuildUiFixture, NULL, set_up, test_cell_rebinding,
              tear_down);
  g_test_add ("/ui/window/open-requests", GuildUiFixture, NULL, set_up, test_open_requests,
              tear_down);
  g_test_add ("/ui/window/folding", GuildUiFixture, NULL, set_up, test_folding, tear_down);
  g_test_add ("/ui/window/selection", GuildUiFixture, NULL, set_up, test_selection, tear_down);
  g_test_add ("/ui/window/search", GuildUiFixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/ui/window/search-at-once", GuildUiFixture, NULL, set_up, test_search_at_once,
              tear_down);
  g_test_add ("/ui/window/search-elsewhere", GuildUiFixture, NULL, set_up, test_search_elsewhere,
              tear_down);
  g_test_add ("/ui/window/views", GuildUiFixture, NULL, set_up, test_views, tear_down);
  g_test_add ("/ui/window/sections", GuildUiFixture, NULL, set_up, test_sections, tear_down);
  g_test_add ("/ui/window/return-key", GuildUiFixture, NULL, set_up, test_return_key, tear_down);
  g_test_add ("/ui/window/saved-view", GuildUiFixture, NULL, set_up, test_saved_view, tear_down);
  g_test_add ("/ui/window/offline", GuildUiFixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/ui/window/no-key", GuildUiFixture, NULL, set_up, test_no_key, tear_down);
  g_test_add ("/ui/window/damaged-list", GuildUiFixture, NULL, set_up, test_damaged_list,
              tear_down);
  return g_test_run ();
}
