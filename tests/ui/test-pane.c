/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <math.h>

#include "company/guild-connection.h"
#include "directory/guild-family.h"

/* Who reads in a company's pane is not moved by what the service answers meanwhile: what is read
 * stays where it is, and the keyboard where it was. */

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 40);
  guild_ui_open_codat (fixture, 1100, 480);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkWidget *
get_pane (GuildUiFixture *fixture)
{
  return GTK_WIDGET (fixture->window->pane);
}

static gboolean
is_linked (GuildCompany *company)
{
  GListModel *connections = guild_company_get_connections (company);

  if (g_list_model_get_n_items (connections) != 1)
    return FALSE;
  g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, 0);
  return guild_connection_get_status (connection) == GUILD_CONNECTION_LINKED;
}

static gboolean
is_alone (GuildCompany *company)
{
  return !guild_company_has_parent (company) && guild_company_n_subsidiaries (company) == 0;
}

static GuildCompany *
load_company (GuildUiFixture *fixture, const char *id)
{
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_load_company_async (fixture->window->directory, id, NULL, guild_test_result_cb,
                                      &pending);
  g_autoptr(GAsyncResult) result = guild_test_await (&pending);
  GuildCompany *company =
    guild_directory_load_company_finish (fixture->window->directory, result, &error);
  g_assert_no_error (error);
  return company;
}

/* A company with one connection, which is linked, and without a family. (transfer full) */
static char *
find_linked (GuildUiFixture *fixture)
{
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  for (guint i = 0;; i++)
    {
      g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, i);
      g_assert_nonnull (id);
      g_autoptr(GuildCompany) company = load_company (fixture, id);
      if (is_linked (company) && is_alone (company))
        return g_steal_pointer (&id);
    }
}

/* (transfer full): its id. */
static char *
open_linked (GuildUiFixture *fixture)
{
  char *id = find_linked (fixture);

  guild_window_open_company (fixture->window, id);
  guild_ui_await_words (get_pane (fixture), id);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  return id;
}

static void
control (GuildUiFixture *fixture, const char *method, const char *path, const char *body)
{
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, method, path, body));
}

/* At the service the customer withdraws access, and there is more to say of the company. */
static void
change_at_service (GuildUiFixture *fixture, const char *id)
{
  g_autofree char *access = g_strdup_printf ("{\"companyId\":\"%s\"}", id);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);

  control (fixture, "POST", "/_sandbox/deauthorise", access);
  control (fixture, "PATCH", path, "{\"description\":\"Sails, rope and twine for every harbour\"}");
}

/* The company is read as the pane reads it, and the pane shows what came. */
static void
refresh (GuildUiFixture *fixture, const char *id)
{
  g_autoptr(GAsyncResult) pending = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_refresh_company_async (fixture->window->directory, id, NULL,
                                         guild_test_result_cb, &pending);
  g_autoptr(GAsyncResult) result = guild_test_await (&pending);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (fixture->window->directory, result, &error);
  g_assert_no_error (error);
}

static void
await_change (GuildUiFixture *fixture)
{
  guild_ui_await_words (get_pane (fixture), "Deauthorised");
  guild_ui_await_words (get_pane (fixture), "Sails, rope and twine");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
}

static double
get_height (GuildUiFixture *fixture, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, get_pane (fixture), &bounds));
  return bounds.origin.y;
}

static GtkAdjustment *
get_adjustment (GuildUiFixture *fixture)
{
  GtkWidget *button = guild_test_ui_await (get_pane (fixture), GTK_TYPE_BUTTON, "Copy ID");
  GtkWidget *scrolled = gtk_widget_get_ancestor (button, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* Moves the keyboard to a widget of the pane, which scrolls there. Returns how far down it is. */
static double
focus (GuildUiFixture *fixture, GtkWidget *widget)
{
  g_assert_true (gtk_widget_grab_focus (widget));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), >, 0);
  return get_height (fixture, widget);
}

static void
assert_at (GuildUiFixture *fixture, GtkWidget *widget, double height)
{
  g_assert_cmpfloat_with_epsilon (get_height (fixture, widget), height, 1);
}

/* The keyboard is at the button LABEL, as far down as before. */
static void
assert_focus (GuildUiFixture *fixture, const char *label, double height)
{
  GtkWidget *widget = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_is_ancestor (widget, get_pane (fixture)));
  g_assert_true (guild_test_ui_find (widget, GTK_TYPE_WIDGET, label) == widget);
  assert_at (fixture, widget, height);
}

static void
test_keyboard (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_linked (fixture);
  double height =
    focus (fixture, guild_test_ui_await (get_pane (fixture), GTK_TYPE_BUTTON, "Copy ID"));

  change_at_service (fixture, id);
  refresh (fixture, id);
  await_change (fixture);
  assert_focus (fixture, "Copy ID", height);
}

/* What the keyboard is at says something else afterwards. */
static void
test_changed_row (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_linked (fixture);
  GtkWidget *menu =
    guild_test_ui_await (get_pane (fixture), GTK_TYPE_MENU_BUTTON, "Connection Menu");
  GtkAdjustment *adjustment = get_adjustment (fixture);

  gtk_widget_grab_focus (menu);
  gtk_adjustment_set_value (adjustment, 20);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  double height = get_height (fixture, menu);
  change_at_service (fixture, id);
  refresh (fixture, id);
  await_change (fixture);
  GtkWidget *now = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  menu = guild_test_ui_await (get_pane (fixture), GTK_TYPE_MENU_BUTTON, "Connection Menu");
  g_assert_true (now != NULL && gtk_widget_is_ancestor (now, menu));
  assert_at (fixture, menu, height);
}

/* (nullable): the uppermost of WIDGET's rows that is whole on the screen. */
static GtkWidget *
find_first_row (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LIST_BOX_ROW (widget))
    return gtk_widget_compute_bounds (widget, scrolled, &bounds) && bounds.origin.y >= 0 ? widget
                                                                                         : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_first_row (child);
      if (row != NULL)
        return row;
    }
  return NULL;
}

/* Without the keyboard, and with relatives that nobody had. */
static void
test_scrolled (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_linked (fixture);
  g_autofree char *other = guild_company_list_dup_id (fixture->window->table->list, 39);
  g_autofree char *family =
    g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}", other, id);
  GtkAdjustment *adjustment = get_adjustment (fixture);

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0);
  GtkWidget *row = find_first_row (GTK_WIDGET (fixture->window->pane));
  g_assert_nonnull (row);
  double height = get_height (fixture, row);
  change_at_service (fixture, id);
  control (fixture, "POST", "/_sandbox/family", family);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.sync", NULL));
  await_change (fixture);
  guild_ui_await_words (get_pane (fixture), "This company");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  assert_at (fixture, row, height);
}

/* Who is at the beginning stays there, whatever comes. */
static void
test_top (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_linked (fixture);

  change_at_service (fixture, id);
  refresh (fixture, id);
  await_change (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);
}

/* The pane's own question is answered when the person reads already. */
static void
test_late_company (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = find_linked (fixture);

  change_at_service (fixture, id);
  guild_ui_fault (fixture, "method=GET,path=/companies/*,delay=1000");
  guild_window_open_company (fixture->window, id);
  guild_ui_await_words (get_pane (fixture), id);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  double height =
    focus (fixture, guild_test_ui_await (get_pane (fixture), GTK_TYPE_BUTTON, "Copy ID"));
  await_change (fixture);
  assert_focus (fixture, "Copy ID", height);
}

static void
test_late_sync (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_linked (fixture);

  change_at_service (fixture, id);
  guild_ui_fault (fixture, "method=GET,path=/companies,delay=1000");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.sync", NULL));
  double height =
    focus (fixture, guild_test_ui_await (get_pane (fixture), GTK_TYPE_BUTTON, "Copy ID"));
  await_change (fixture);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  assert_focus (fixture, "Copy ID", height);
}

/* What has happened meanwhile stands above what is read of it. */
static void
test_activity (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_linked (fixture);
  g_autofree char *access = g_strdup_printf ("{\"companyId\":\"%s\"}", id);

  change_at_service (fixture, id);
  refresh (fixture, id);
  await_change (fixture);
  guild_ui_await_words (get_pane (fixture), "Linked → Deauthorised");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  GtkWidget *list = guild_test_ui_await (get_pane (fixture), GTK_TYPE_LIST_BOX, "Activity");
  double height = focus (fixture, gtk_widget_get_first_child (list));
  GtkWidget *row = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  control (fixture, "POST", "/_sandbox/link", access);
  refresh (fixture, id);
  guild_ui_await_words (get_pane (fixture), "Deauthorised → Linked");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == row);
  g_assert_true (gtk_widget_get_first_child (list) != row);
  assert_at (fixture, row, height);
}

/* (transfer full): the next company of the list that belongs to nobody. */
static char *
take_loner (GuildUiFixture *fixture, guint *i)
{
  for (;; *i += 1)
    {
      g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, *i);
      g_assert_nonnull (id);
      g_autoptr(GuildCompany) company = load_company (fixture, id);
      if (is_alone (company))
        {
          *i += 1;
          return g_steal_pointer (&id);
        }
    }
}

/* What is said of a relative is known from the relative alone. */
static void
test_relative (GuildUiFixture *fixture, gconstpointer data)
{
  char *ids[3];
  guint next = 0;

  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = take_loner (fixture, &next);
  for (guint i = 1; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}",
                                               ids[i - 1], ids[i]);
      control (fixture, "POST", "/_sandbox/family", body);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    refresh (fixture, ids[i]);
  g_autoptr(GuildCompany) last = load_company (fixture, ids[2]);
  guild_window_open_company (fixture->window, ids[0]);
  guild_ui_await_words (get_pane (fixture), ids[0]);
  guild_test_ui_await (get_pane (fixture), ADW_TYPE_ACTION_ROW, guild_company_get_name (last));
  g_autofree char *path = g_strconcat ("/companies/", ids[2], NULL);
  control (fixture, "PATCH", path, "{\"name\":\"Renamed Far Below\"}");
  refresh (fixture, ids[2]);
  guild_test_ui_await (get_pane (fixture), ADW_TYPE_ACTION_ROW, "Renamed Far Below");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

int
main (int argc, char **argv)
{
#define ADD(path, data, test) g_test_add (path, GuildUiFixture, data, set_up, test, tear_down)
  guild_test_ui_init (&argc, &argv);
  ADD ("/ui/pane/keyboard", NULL, test_keyboard);
  ADD ("/ui/pane/changed-row", NULL, test_changed_row);
  ADD ("/ui/pane/scrolled", NULL, test_scrolled);
  ADD ("/ui/pane/top", NULL, test_top);
  ADD ("/ui/pane/relative", NULL, test_relative);
  ADD ("/ui/pane/activity", NULL, test_activity);
  ADD ("/ui/pane/late/company", NULL, test_late_company);
  ADD ("/ui/pane/late/sync", NULL, test_late_sync);
  return g_test_run ();
}
