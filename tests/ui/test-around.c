/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "ui/guild-clock.h"
#include "ui/guild-move-dialog.h"
#include "ui/guild-new-company-dialog.h"
#include "ui/guild-project-window.h"

/* What is around a company of an account: its projects and its people. */

enum { N_COMPANIES = 60 };

static void
open_window (GuildUiFixture *fixture, int width)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_fixture_init (fixture, N_COMPANIES);
  guild_ui_fixture_open (fixture, width, 800);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list) &&
                         !guild_directory_get_syncing (fixture->window->directory) &&
                         guild_directory_get_n_companies (fixture->window->directory) > 0);
}

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  open_window (fixture, 1280);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_clock_freeze (0);
}

static gint64
get_number (GuildUiFixture *fixture, guint row, const char *field)
{
  g_autoptr(GuildPosition) position =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), row);

  return guild_position_get_number (position,
                                    guild_field_table_index (guild_directory_get_table (
                                      fixture->window->directory), field));
}

/* Opens the first company with some projects and people, but not many; (transfer full). */
static char *
open_busy (GuildUiFixture *fixture, guint *n_projects, guint *n_members)
{
  for (guint i = 0; i < N_COMPANIES; i++)
    {
      *n_projects = (guint) get_number (fixture, i, "projects");
      *n_members = (guint) get_number (fixture, i, "members");
      if (*n_projects >= 2 && *n_projects <= 8 && *n_members >= 3 && *n_members <= 15)
        return guild_ui_open_row (fixture, i);
    }
  g_assert_not_reached ();
}

static GtkWidget *
get_around (GuildUiFixture *fixture)
{
  return guild_test_ui_await (GTK_WIDGET (fixture->window->pane), g_type_from_name (
    "GuildAroundSection"), NULL);
}

static GtkWidget *
get_part (GuildUiFixture *fixture, const char *type)
{
  return guild_test_ui_await (get_around (fixture), g_type_from_name (type), NULL);
}

/* Rows of the boxed list below ROOT that can be opened, or all of them. */
static guint
count_rows (GtkWidget *root, gboolean openable)
{
  GtkWidget *list = guild_test_ui_await (root, GTK_TYPE_LIST_BOX, NULL);
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n += !openable || gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row));
  return n;
}

/* Those for projects: a company that is opened is read afresh besides. */
static guint
count_project_requests (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  JsonObject *counts = json_object_get_object_member (json_node_get_object (node), "counts");
  g_autoptr(GList) names = json_object_get_members (counts);
  guint n = 0;

  for (GList *item = names; item != NULL; item = item->next)
    if (strstr (item->data, "/projects") != NULL)
      n += (guint) json_object_get_int_member (counts, item->data);
  return n;
}

/* Nothing is asked for before a person asks; then they are found, and known from then on. */
static void
test_projects (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWidget *section = get_part (fixture, "GuildProjectsSection");
  g_autofree char *count = g_strdup_printf ("%u projects", n_projects);

  guild_ui_await_words (section, count);
  g_assert_cmpuint (count_project_requests (fixture), ==, 0);
  guild_ui_press_button (section, "_Show");
  guild_test_wait_until (count_rows (section, TRUE) == n_projects);

  g_autofree char *other = guild_ui_open_row (fixture, 0);
  guild_test_wait_until (count_rows (get_part (fixture, "GuildProjectsSection"), TRUE) == 0);
  guint n_before = count_project_requests (fixture);
  g_assert_cmpuint (n_before, >, 0);
  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (count_rows (section, TRUE) == n_projects);
  g_assert_cmpuint (count_project_requests (fixture), ==, n_before);
}

static void
test_cancelled (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWidget *section = get_part (fixture, "GuildProjectsSection");

  guild_ui_fault (fixture, "path=/construction/admin/v1/projects/*,delay=60000");
  guild_ui_press_button (section, "_Show");
  guild_ui_press_button (section, "_Cancel");
  guild_test_ui_await (section, GTK_TYPE_BUTTON, "_Show");
}

static void
test_failed (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWidget *section = get_part (fixture, "GuildMembersSection");

  guild_ui_fault (fixture, "path=/hq/*/users/*,status=400,count=1");
  guild_ui_press_button (section, "_Show");
  guild_ui_press_button (section, "_Try Again");
  guild_test_wait_until (count_rows (section, FALSE) == n_members);
}

static void
test_members (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWidget *section = get_part (fixture, "GuildMembersSection");
  g_autofree char *count = g_strdup_printf ("%u members", n_members);

  guild_ui_await_words (section, count);
  guild_ui_press_button (section, "_Show");
  guild_test_wait_until (count_rows (section, FALSE) == n_members);
  guild_ui_await_words (section, "@firm.example");
  guild_test_ui_check_names (section);
}

/* A project's companies and people; one of them is opened in the window. */
static void
test_project_window (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWidget *section = get_part (fixture, "GuildProjectsSection");

  guild_ui_press_button (section, "_Show");
  guild_test_wait_until (count_rows (section, TRUE) == n_projects);
  GtkWidget *list = guild_test_ui_await (section, GTK_TYPE_LIST_BOX, NULL);
  g_signal_emit_by_name (gtk_widget_get_first_child (list), "activated");
  GtkWindow *window = guild_ui_await_dialog (GUILD_TYPE_PROJECT_WINDOW);
  guild_ui_await_words (window, "@firm.example");
  guild_test_wait_until (count_rows (GTK_WIDGET (window), TRUE) > 1);
  guild_test_ui_check_names (GTK_WIDGET (window));

  GtkWidget *companies = guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_LIST_BOX, "Companies");
  GtkWidget *row = gtk_widget_get_first_child (companies);
  g_autofree char *company = g_strdup (g_object_get_data (G_OBJECT (row), "company"));
  g_signal_emit_by_name (row, "activated");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_PROJECT_WINDOW));
  g_assert_cmpstr (guild_company_pane_get_id (fixture->window->pane), ==, company);
}

static gint64
get_members_of (GuildUiFixture *fixture, const char *id)
{
  guint row = guild_company_list_find (fixture->window->table->list, id);

  g_assert_cmpuint (row, !=, G_MAXUINT);
  return get_number (fixture, row, "members");
}

/* The dialog on the open company, its people read; where to: the first company found. */
static GtkWindow *
open_move (GuildUiFixture *fixture, const char *search, char **to)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.move-members",
                                             NULL));
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_MOVE_DIALOG);
  guild_ui_await_words (dialog, "@firm.example");
  GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL);
  GtkWidget *list = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_LIST_VIEW, "Companies");
  GtkNoSelection *model = GTK_NO_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  GuildCompanyList *companies = GUILD_COMPANY_LIST (gtk_no_selection_get_model (model));

  gtk_editable_set_text (GTK_EDITABLE (entry), search);
  guild_test_wait_until (g_str_equal (guild_query_get_text (
                           guild_company_list_get_query (companies)), search) &&
                         !guild_company_list_get_busy (companies));
  *to = guild_company_list_dup_id (companies, 0);
  g_assert_nonnull (*to);
  g_signal_emit_by_name (list, "activate", 0);
  return dialog;
}

/* Everybody but one moves, and comes back when it is undone; both companies tell how many. */
static void
test_move (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *to = NULL;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWindow *dialog = open_move (fixture, "Boston", &to);
  gint64 n_there = get_members_of (fixture, to);

  GtkWidget *check = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  g_autofree char *words = g_strdup_printf ("%u members move", n_members - 1);
  guild_ui_await_words (dialog, words);
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  guild_ui_press_button (dialog, "_Move");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_MOVE_DIALOG));
  guild_test_wait_until (get_members_of (fixture, to) == n_there + n_members - 1 &&
                         get_members_of (fixture, id) == 1);
  guild_ui_press_button (fixture->window, "_Undo");
  guild_test_wait_until (get_members_of (fixture, id) == n_members);
}

/* A move that the service refuses is told with the person's name, and the others are moved. */
static void
test_move_refused (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *to = NULL;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWindow *dialog = open_move (fixture, "Boston", &to);
  gint64 n_there = get_members_of (fixture, to);

  guild_ui_fault (fixture, "path=/hq/*/users/*,method=PATCH,status=422,count=1");
  guild_ui_press_button (dialog, "_Move");
  GtkWindow *told = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (told, "Not everybody was moved");
  guild_ui_press_button (told, "_Close");
  guild_test_wait_until (get_members_of (fixture, to) == n_there + n_members - 1 &&
                         get_members_of (fixture, id) == 1);
}

static guint
find_with_erp_id (GuildUiFixture *fixture)
{
  guint field = guild_field_table_index (
    guild_directory_get_table (fixture->window->directory), "erpId");

  for (guint i = 0; i < N_COMPANIES; i++)
    {
      g_autoptr(GuildPosition) position =
        g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), i);
      g_autofree char *erp_id = guild_position_dup_text (position, field);
      if (erp_id != NULL && *erp_id != '\0')
        return i;
    }
  g_assert_not_reached ();
}

/* The company is made in Codat once; a second time the first is offered, and opens. */
static void
test_copy (GuildUiFixture *fixture, gconstpointer data)
{
  guint row = find_with_erp_id (fixture);
  g_autofree char *id = guild_ui_open_row (fixture, row);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-to-codat",
                                             NULL));
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG);
  g_assert_cmpstr (guild_workspace_get_service_id (guild_directory_get_workspace (
                     fixture->window->directory)), ==, "codat");
  guint n_before = guild_directory_get_n_companies (fixture->window->directory);
  guild_ui_press_button (dialog, "C_reate");
  guild_test_wait_until (
    guild_directory_get_n_companies (fixture->window->directory) == n_before + 1);
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG));
  GtkWindow *link = guild_ui_await_dialog (g_type_from_name ("GuildLinkDialog"));
  gtk_window_close (link);

  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  g_autofree char *again = guild_ui_open_row (fixture, row);
  g_assert_cmpstr (again, ==, id);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-to-codat",
                                             NULL));
  GtkWindow *told = guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (told, "has the ERP ID");
  guild_ui_press_button (told, "_Open It");
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL &&
                         guild_company_get_table (guild_company_pane_get_company (
                           fixture->window->pane)) ==
                           guild_directory_get_table (fixture->window->directory));
  g_assert_cmpuint (guild_directory_get_n_companies (fixture->window->directory), ==,
                    n_before + 1);
}

/* Codat has neither. */
static void
test_codat (GuildUiFixture *fixture, gconstpointer data)
{
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  g_autofree char *id = guild_ui_open_row (fixture, 0);
  g_assert_null (guild_test_ui_find (GTK_WIDGET (fixture->window->pane),
                                     g_type_from_name ("GuildProjectsSection"), NULL));
}

/* The pane with both on show, and the window of a project. */
static void
test_pictures (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_projects, n_members;
  g_autofree char *id = open_busy (fixture, &n_projects, &n_members);
  GtkWidget *projects = get_part (fixture, "GuildProjectsSection");
  GtkWidget *members = get_part (fixture, "GuildMembersSection");

  guild_ui_press_button (projects, "_Show");
  guild_ui_press_button (members, "_Show");
  guild_test_wait_until (count_rows (projects, TRUE) == n_projects &&
                         count_rows (members, FALSE) == n_members);
  GtkWidget *scrolled = gtk_widget_get_ancestor (projects, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  double x, y;
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_true (gtk_widget_translate_coordinates (projects, scrolled, 0, 0, &x, &y));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + y - 12);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "around-pane");

  GtkWidget *list = guild_test_ui_await (projects, GTK_TYPE_LIST_BOX, NULL);
  g_signal_emit_by_name (gtk_widget_get_first_child (list), "activated");
  GtkWindow *window = guild_ui_await_dialog (GUILD_TYPE_PROJECT_WINDOW);
  guild_ui_await_words (window, "@firm.example");
  guild_test_wait_until (count_rows (GTK_WIDGET (window), TRUE) > 1);
  gtk_window_set_focus (window, NULL);
  guild_test_ui_compare (GTK_WIDGET (window), "around-project");
  gtk_window_destroy (window);

  g_autofree char *to = NULL;
  window = open_move (fixture, "Boston", &to);
  gtk_window_set_focus (window, NULL);
  guild_test_ui_compare (GTK_WIDGET (window), "around-move");
}

#define ADD(path, test) g_test_add (path, GuildUiFixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  ADD ("/ui/around/projects", test_projects);
  ADD ("/ui/around/cancelled", test_cancelled);
  ADD ("/ui/around/failed", test_failed);
  ADD ("/ui/around/members", test_members);
  ADD ("/ui/around/project-window", test_project_window);
  ADD ("/ui/around/move", test_move);
  ADD ("/ui/around/move-refused", test_move_refused);
  ADD ("/ui/around/copy", test_copy);
  ADD ("/ui/around/codat", test_codat);
  ADD ("/ui/around/pictures", test_pictures);
  return g_test_run ();
}
