/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "service/autodesk/guild-autodesk.h"
#include "ui/guild-ask-dialog.h"
#include "ui/guild-cell-view.h"
#include "ui/guild-clock.h"

/* The list endpoint in the window (acc.md §4): the filter panel builds every parameter, the service
 * is asked the same, and its refusals are told in words. */

enum { N_COMPANIES = 60 };

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, N_COMPANIES);
  guild_ui_fixture_open (fixture, 1100, 760);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_test_wait_until (
    g_strcmp0 (gtk_stack_get_visible_child_name (fixture->window->pages), "grid") == 0);
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  guild_test_wait_until (guild_company_list_get_n_matches (fixture->window->table->list) > 0 &&
                         !guild_company_list_get_busy (fixture->window->table->list));
  guild_autodesk_set_patience (
    GUILD_AUTODESK (guild_directory_get_service (fixture->window->directory)), 20, 1);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  gtk_menu_button_popdown (fixture->window->filter_button);
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

/* Asking the service closes it. */
static void
open_panel (GuildUiFixture *fixture)
{
  GuildWindow *window = fixture->window;

  if (window->filter_panel == NULL || !gtk_widget_get_mapped (GTK_WIDGET (window->filter_panel)))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.filter", NULL);
  guild_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window->filter_panel)));
}

static void
choose (GuildUiFixture *fixture, const char *label, const char *title)
{
  open_panel (fixture);
  GtkDropDown *dropdown = GTK_DROP_DOWN (guild_test_ui_await (
    GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_DROP_DOWN, label));
  GListModel *rows = gtk_drop_down_get_model (dropdown);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(GtkStringObject) row = g_list_model_get_item (rows, i);
      if (g_str_equal (gtk_string_object_get_string (row), title))
        {
          gtk_drop_down_set_selected (dropdown, i);
          return;
        }
    }
  g_error ("%s has no row “%s”", label, title);
}

static void
type (GuildUiFixture *fixture, const char *label, const char *text)
{
  GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel),
                                          GTK_TYPE_ENTRY, label);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
settle (GuildUiFixture *fixture)
{
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
}

static void
press (GuildUiFixture *fixture, const char *button)
{
  open_panel (fixture);
  guild_ui_press_button (fixture->window->filter_panel, button);
  settle (fixture);
}

static void
set_any (GuildUiFixture *fixture, gboolean any)
{
  open_panel (fixture);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (guild_test_ui_await (
    GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_CHECK_BUTTON,
    "Or: one of these is enough")), any);
}

/* Field, match, and a value or the two ends of a range. */
static void
add (GuildUiFixture *fixture, const char *field, const char *match, const char *value,
     const char *end)
{
  choose (fixture, "Field", field);
  choose (fixture, "Match", match);
  if (g_str_equal (match, "is between"))
    {
      type (fixture, "From", value);
      type (fixture, "To", end);
    }
  else if (g_str_equal (field, "Status"))
    choose (fixture, "Value", value);
  else
    type (fixture, "Text", value);
  press (fixture, "Add");
}

static void
clear (GuildUiFixture *fixture)
{
  g_autoptr(GuildQuery) empty = guild_query_new ();

  guild_window_set_query (fixture->window, empty);
  settle (fixture);
}

/* What the service would be asked holds PART. */
static void
assert_asks (GuildUiFixture *fixture, const char *part)
{
  GuildService *service = guild_directory_get_service (fixture->window->directory);
  g_autoptr(GuildQuery) query = guild_window_compose_query (fixture->window);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = guild_service_list_path (service, 0, 200, query, &error);

  g_assert_no_error (error);
  g_test_message ("%s", path);
  if (strstr (path, part) == NULL)
    g_error ("no “%s” in %s", part, path);
}

static GtkWindow *
ask (GuildUiFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.ask-service", NULL);
  return guild_ui_await_dialog (GUILD_TYPE_ASK_DIALOG);
}

static void
close_dialog (GtkWindow *dialog)
{
  gtk_window_close (dialog);
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_ASK_DIALOG));
}

static void
assert_same (GuildUiFixture *fixture)
{
  GtkWindow *dialog = ask (fixture);

  guild_ui_await_words (dialog, "The Same Answer");
  close_dialog (dialog);
}

static void
test_texts (GuildUiFixture *fixture, gconstpointer data)
{
  static const struct { const char *field, *match, *value, *filter, *how; } cases[] = {
    { "Name", "contains", "an", "filter%5Bname%5D=an&", "filterTextMatch=contains&" },
    { "Name", "starts with", "C", "filter%5Bname%5D=C&", "filterTextMatch=startsWith&" },
    { "Trade", "ends with", "ing", "filter%5Btrade%5D=ing&", "filterTextMatch=endsWith&" },
    { "Trade", "is", "Plumbing", "filter%5Btrade%5D=Plumbing&", "filterTextMatch=equals&" },
    { "ERP ID", "contains", "1", "filter%5BerpId%5D=1&", "filterTextMatch=contains&" },
    { "Tax ID", "ends with", "7", "filter%5BtaxId%5D=7&", "filterTextMatch=endsWith&" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add (fixture, cases[i].field, cases[i].match, cases[i].value, NULL);
      assert_asks (fixture, cases[i].filter);
      assert_asks (fixture, cases[i].how);
      assert_same (fixture);
      clear (fixture);
    }
}

/* Days and times of the reader, both ends open in turn. */
static void
test_updated (GuildUiFixture *fixture, gconstpointer data)
{
  static const struct { const char *from, *to, *asks; } cases[] = {
    { "2024-01-31", "", "=2024-01-31T00%3A00%3A00.000Z..&" },
    { "", "2024-01-31", "=..2024-01-31T23%3A59%3A59.999Z&" },
    { "2024-01-31 14:30", "2026-03-01T08:00:05",
      "=2024-01-31T14%3A30%3A00.000Z..2026-03-01T08%3A00%3A05.999Z&" },
    { "2024-01-31 14:30:00.250+02:00", "", "=2024-01-31T12%3A30%3A00.250Z..&" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add (fixture, "Updated", "is between", cases[i].from, cases[i].to);
      assert_asks (fixture, cases[i].asks);
      assert_same (fixture);
      clear (fixture);
    }
}

static guint
count (GuildUiFixture *fixture)
{
  return guild_company_list_get_n_matches (fixture->window->table->list);
}

/* All companies are those that are not deleted, until the panel says otherwise. */
static void
test_status (GuildUiFixture *fixture, gconstpointer data)
{
  guint n_active = count (fixture);

  assert_asks (fixture, "filter%5Bstatus%5D=active&");
  add (fixture, "Status", "is", "Deleted", NULL);
  assert_asks (fixture, "filter%5Bstatus%5D=inactive&");
  g_assert_cmpuint (count (fixture), ==, N_COMPANIES - n_active);
  g_assert_cmpuint (count (fixture), >, 0);
  assert_same (fixture);
  clear (fixture);
  add (fixture, "Status", "is", "Any, also deleted", NULL);
  assert_asks (fixture, "filter%5Bstatus%5D=all&");
  g_assert_cmpuint (count (fixture), ==, N_COMPANIES);
  assert_same (fixture);
  clear (fixture);
  g_assert_cmpuint (count (fixture), ==, n_active);
}

static void
test_any (GuildUiFixture *fixture, gconstpointer data)
{
  add (fixture, "Name", "contains", "a", NULL);
  set_any (fixture, TRUE);
  add (fixture, "Trade", "contains", "co", NULL);
  guint first = count (fixture);
  add (fixture, "ERP ID", "contains", "1", NULL);
  add (fixture, "Updated", "is between", "2026-01-01", "");
  assert_asks (fixture, "orFilters=trade,erpId,updatedAt&");
  g_assert_cmpuint (count (fixture), >, first);
  guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_LABEL, "All of these");
  guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_LABEL,
                       "At least one of these");
  guild_test_ui_check_names (GTK_WIDGET (fixture->window->filter_panel));
  assert_same (fixture);
}

static void
test_order (GuildUiFixture *fixture, gconstpointer data)
{
  choose (fixture, "Sort by", "Trade");
  press (fixture, "Add Key");
  choose (fixture, "Sort by", "Updated");
  press (fixture, "Add Key");
  assert_asks (fixture, "sort=trade%20asc,updatedAt%20asc,name%20asc&");
  press (fixture, "Turn the Order by Updated Round");
  choose (fixture, "Sort by", "Members");
  press (fixture, "Add Key");
  assert_asks (fixture, "sort=trade%20asc,updatedAt%20desc,userSize%20asc,name%20asc&");
  guild_test_ui_check_names (GTK_WIDGET (fixture->window->filter_panel));
  assert_same (fixture);
  press (fixture, "Do Not Sort by Trade");
  assert_asks (fixture, "sort=updatedAt%20desc,userSize%20asc,name%20asc&");
  /* clearing the filter leaves the order */
  add (fixture, "Name", "contains", "a", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.clear-filter", NULL);
  settle (fixture);
  assert_asks (fixture, "sort=updatedAt%20desc,userSize%20asc,name%20asc&");
}

/* What the service's language cannot say is told before anybody asks. */
static void
test_told (GuildUiFixture *fixture, gconstpointer data)
{
  const char *words = "The service compares all fields in the same way: only “contains”, only "
                      "“starts with”, only “ends with” or only “is”.";

  add (fixture, "Name", "contains", "a", NULL);
  g_assert_null (guild_test_ui_find (GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_LABEL,
                                     words));
  add (fixture, "Trade", "starts with", "C", NULL);
  guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_LABEL, words);
  GtkWindow *dialog = ask (fixture);
  guild_ui_await_words (dialog, "Nothing Was Asked");
  close_dialog (dialog);
  clear (fixture);
  choose (fixture, "Sort by", "City");
  press (fixture, "Add Key");
  guild_test_ui_await (GTK_WIDGET (fixture->window->filter_panel), GTK_TYPE_LABEL,
                       "The service cannot sort by this field.");
}

static void
add_fault (GuildUiFixture *fixture, const char *spec)
{
  g_autofree char *body = g_strdup_printf ("{\"spec\":\"%s\"}", spec);

  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/faults", body));
}

/* Every status of acc.md §4.6 in words. */
static void
test_statuses (GuildUiFixture *fixture, gconstpointer data)
{
  static const struct { guint status; const char *words; } cases[] = {
    { 400, "refused the request" }, { 401, "token twice" }, { 403, "Custom Integrations" },
    { 404, "region" }, { 406, "form that Guildhall reads" }, { 410, "closed" },
    { 429, "too many requests" }, { 500, "fault" }, { 503, "not ready" },
  };

  assert_same (fixture); /* 200 */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spec =
        g_strdup_printf ("path=/construction,status=%u,retry-after=seconds:0", cases[i].status);

      add_fault (fixture, spec);
      GtkWindow *dialog = ask (fixture);
      guild_ui_await_words (dialog, "No Answer to Compare");
      guild_ui_await_words (dialog, cases[i].words);
      close_dialog (dialog);
      json_node_unref (guild_test_sandbox_call (fixture->sandbox, "DELETE", "/_sandbox/faults",
                                                NULL));
    }
  assert_same (fixture);
}

/* Only the columns on show are asked for, and what they say is compared: counts move at the service
 * without a change of the company. */
static void
test_fields (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\",\"name\":\"Renamed There\"}", id);
  GtkWindow *dialog = ask (fixture);

  guild_ui_await_words (dialog, "Also the same: Name, Status, Original name, Trade");
  close_dialog (dialog);
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/autodesk/rename",
                                            body));
  dialog = ask (fixture);
  guild_ui_await_words (dialog, "The Answers Differ");
  guild_ui_await_words (dialog, "Other Values at the Service");
  guild_ui_await_words (dialog, "Renamed There");
  guild_ui_await_words (dialog, "Name, Updated");
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  close_dialog (dialog);

  g_autoptr(JsonNode) requests =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/_sandbox/requests", NULL);
  g_autofree char *text = json_to_string (requests, FALSE);
  g_assert_nonnull (strstr (text, "fields=name,status,originalName,trade"));
}

static GtkWidget *
find_deleted_cell (GtkWidget *widget)
{
  if (GUILD_IS_CELL_VIEW (widget) && gtk_widget_get_mapped (widget))
    {
      g_autofree char *text = guild_cell_view_dup_text (GUILD_CELL_VIEW (widget));
      return g_str_has_prefix (text, "Deleted: ") ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_deleted_cell (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Once the cell was read: those in sight are, before the next frame. */
static gboolean
is_dimmed (GtkWidget *cell)
{
  GtkWidget *child = gtk_widget_get_first_child (cell);

  return child != NULL && gtk_widget_has_css_class (child, "dim-label");
}

/* A deleted company keeps the name it had, says that it is deleted, and can be opened. */
static void
test_deleted (GuildUiFixture *fixture, gconstpointer data)
{
  GuildWindow *window = fixture->window;

  gtk_menu_button_popdown (window->filter_button);
  g_assert_null (find_deleted_cell (GTK_WIDGET (window->grid)));
  g_assert_true (guild_window_show_view (window, "sandbox-autodesk", "deleted"));
  settle (fixture);
  g_assert_cmpuint (count (fixture), >, 0);
  guild_test_wait_until (find_deleted_cell (GTK_WIDGET (window->grid)) != NULL);
  GuildCellView *cell = GUILD_CELL_VIEW (find_deleted_cell (GTK_WIDGET (window->grid)));
  g_autofree char *text = guild_cell_view_dup_text (cell);
  g_autofree char *id = guild_cell_view_dup_company_id (cell);
  g_assert_null (strstr (text, "removed at"));
  guild_test_wait_until (is_dimmed (GTK_WIDGET (cell)));
  guild_window_open_company (window, id);
  guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
  GuildCompany *company = guild_company_pane_get_company (window->pane);
  g_assert_true (g_str_has_suffix (text, guild_company_get_name (company)));
  guild_ui_await_words (window->pane, guild_company_get_name (company));
  guild_ui_await_words (window->pane, "Deleted at the service");
}

static void
test_picture (GuildUiFixture *fixture, gconstpointer data)
{
  add (fixture, "Status", "is", "Any, also deleted", NULL);
  set_any (fixture, TRUE);
  add (fixture, "Name", "contains", "Construction", NULL);
  add (fixture, "Trade", "contains", "General Contractor", NULL);
  choose (fixture, "Sort by", "Trade");
  press (fixture, "Add Key");
  choose (fixture, "Sort by", "Updated");
  press (fixture, "Add Key");
  press (fixture, "Turn the Order by Updated Round");
  choose (fixture, "Field", "Updated");
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (fixture->window->filter_panel));
  guild_test_ui_compare (GTK_WIDGET (native), "filter-autodesk");
}

static void
test_picture_deleted (GuildUiFixture *fixture, gconstpointer data)
{
  add (fixture, "Status", "is", "Any, also deleted", NULL);
  choose (fixture, "Sort by", "Status");
  press (fixture, "Add Key");
  press (fixture, "Turn the Order by Status Round");
  gtk_menu_button_popdown (fixture->window->filter_button);
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_grid_update (fixture->window->grid);
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "autodesk-deleted");
  guild_clock_freeze (0);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, func) \
  g_test_add ("/ui/filter-autodesk/" name, GuildUiFixture, NULL, set_up, func, tear_down)
  ADD ("texts", test_texts);
  ADD ("updated", test_updated);
  ADD ("status", test_status);
  ADD ("any", test_any);
  ADD ("order", test_order);
  ADD ("told", test_told);
  ADD ("statuses", test_statuses);
  ADD ("fields", test_fields);
  ADD ("deleted", test_deleted);
  ADD ("picture", test_picture);
  ADD ("picture-deleted", test_picture_deleted);
  return g_test_run ();
}
