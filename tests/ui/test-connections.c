/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <glib/gstdio.h>

#include "ui/guild-clock.h"
#include "ui/guild-connect-dialog.h"
#include "ui/guild-connection-row.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-qr-code.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (GPOINTER_TO_UINT (data));
  guild_ui_fixture_init (fixture, 40);
  guild_ui_fixture_open (fixture, 1100, 700);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

/* Opens the first company that has a connection of STATUS; (transfer full): that one. */
static GuildConnection *
open_with (GuildUiFixture *fixture, GuildConnectionStatus status)
{
  GuildWindow *window = fixture->window;
  GuildCompanyList *list = window->table->list;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autofree char *id = guild_company_list_dup_id (list, i);
      guild_window_open_company (window, id);
      guild_test_wait_until (guild_company_pane_get_company (window->pane) != NULL);
      GListModel *connections =
        guild_company_get_connections (guild_company_pane_get_company (window->pane));
      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, j);
          if (guild_connection_get_status (connection) == status)
            return g_steal_pointer (&connection);
        }
    }
  g_assert_not_reached ();
}

/* (transfer full) (nullable): as the pane has it now. */
static GuildConnection *
find (GuildUiFixture *fixture, const char *id)
{
  GuildCompany *company = guild_company_pane_get_company (fixture->window->pane);
  GListModel *connections = company != NULL ? guild_company_get_connections (company) : NULL;

  for (guint i = 0; connections != NULL && i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, i);
      if (g_strcmp0 (guild_connection_get_id (connection), id) == 0)
        return g_steal_pointer (&connection);
    }
  return NULL;
}

static gboolean
has_status (GuildUiFixture *fixture, const char *id, GuildConnectionStatus status)
{
  g_autoptr(GuildConnection) connection = find (fixture, id);
  return connection != NULL && guild_connection_get_status (connection) == status;
}

static gboolean
is_gone (GuildUiFixture *fixture, const char *id)
{
  g_autoptr(GuildConnection) connection = find (fixture, id);
  return connection == NULL && guild_company_pane_get_company (fixture->window->pane) != NULL;
}

static void
act (GuildUiFixture *fixture, const char *action, const char *id)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, "s", id));
}

static void
answer (const char *label)
{
  GtkWindow *dialog = guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "cancel");
  guild_ui_answer (label);
}

static GuildChange *
newest_change (GuildUiFixture *fixture)
{
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));
  return g_list_model_get_item (journal, 0);
}

static void
test_unlink_and_delete (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) connection = open_with (fixture, GUILD_CONNECTION_LINKED);
  const char *id = guild_connection_get_id (connection);

  act (fixture, "win.unlink-connection", id);
  answer ("Cancel");
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (guild_desk_get_journal (fixture->desk))), ==, 0);
  act (fixture, "win.unlink-connection", id);
  answer ("Unlink");
  guild_test_wait_until (has_status (fixture, id, GUILD_CONNECTION_UNLINKED));
  g_autoptr(GuildChange) unlinked = newest_change (fixture);
  guild_test_wait_until (guild_change_get_state (unlinked) == GUILD_CHANGE_CONFIRMED);

  act (fixture, "win.delete-connection", id);
  answer ("Delete");
  guild_test_wait_until (is_gone (fixture, id));
  g_autoptr(GuildChange) deleted = newest_change (fixture);
  g_assert_cmpint (guild_change_get_write (deleted)->kind, ==, GUILD_WRITE_DELETE_CONNECTION);
  guild_test_wait_until (guild_change_get_state (deleted) == GUILD_CHANGE_CONFIRMED);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy_link (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) connection = open_with (fixture, GUILD_CONNECTION_PENDING);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autofree char *text = NULL;

  gdk_clipboard_set_text (clipboard, "before");
  act (fixture, "win.copy-connection-link", guild_connection_get_id (connection));
  while (text == NULL || g_str_equal (text, "before"))
    {
      g_clear_pointer (&text, g_free);
      gdk_clipboard_read_text_async (clipboard, NULL, text_read_cb, &text);
      guild_test_wait_until (text != NULL);
    }
  g_assert_true (g_str_has_prefix (text, fixture->sandbox->url));
  g_assert_nonnull (strstr (text, guild_connection_get_id (connection)));
}

static GtkWidget *
open_connect (GuildUiFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.add-connection", NULL);
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_CONNECT_DIALOG));
  guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Xero");
  return dialog;
}

static void
search (GtkWidget *dialog, const char *text)
{
  gtk_editable_set_text (
    GTK_EDITABLE (guild_test_ui_find (dialog, GTK_TYPE_SEARCH_ENTRY, NULL)), text);
}

static void
test_add (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) known = open_with (fixture, GUILD_CONNECTION_LINKED);

  GtkWidget *dialog = open_connect (fixture);
  guild_test_ui_check_names (dialog);
  search (dialog, "no such platform");
  guild_test_wait_until (guild_test_ui_find (dialog, ADW_TYPE_ACTION_ROW, NULL) == NULL);
  search (dialog, "zettle");
  GtkWidget *row = guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Zettle");
  guild_test_wait_until (guild_test_ui_find (dialog, ADW_TYPE_ACTION_ROW, "Xero") == NULL);
  gtk_widget_activate (row);

  guild_ui_await_window (GUILD_TYPE_LINK_DIALOG);
  g_autoptr(GuildChange) change = newest_change (fixture);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);
  const char *id = guild_change_get_write (change)->target_id;
  g_assert_nonnull (id);
  guild_test_wait_until (has_status (fixture, id, GUILD_CONNECTION_PENDING));
  g_autoptr(GuildConnection) made = find (fixture, id);
  g_assert_cmpstr (guild_connection_get_platform_name (made), ==, "Zettle");
  gtk_window_destroy (guild_ui_await_window (GUILD_TYPE_LINK_DIALOG));
}

/* The answer was lost: looked up, not sent again, and then it goes on as if nothing had been. */
static void
test_add_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) known = open_with (fixture, GUILD_CONNECTION_LINKED);
  GtkWidget *dialog = open_connect (fixture);

  guild_ui_set_clock (fixture);
  search (dialog, "zettle");
  GtkWidget *row = guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Zettle");
  guild_ui_fault (fixture, "path=/companies,method=POST,cut=after-write");
  guild_ui_fault (fixture, "path=/companies,method=GET,status=403");
  gtk_widget_activate (row);
  GtkWindow *doubt = guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG);
  guild_ui_await_words (doubt, "It Is Not Known Whether It Was Done");
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (doubt, "Look It Up");
  gtk_window_destroy (guild_ui_await_window (GUILD_TYPE_LINK_DIALOG));
  g_autoptr(GuildChange) change = newest_change (fixture);
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);
  g_assert_nonnull (guild_change_get_write (change)->target_id);
  g_assert_cmpuint (
    guild_ui_count_requests (fixture, "POST /companies/{id}/connections"), ==, 1);
}

/* As the service has them: by name and by kind, with logos, and what is special said. */
static void
test_integrations (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) known = open_with (fixture, GUILD_CONNECTION_LINKED);
  GtkWidget *dialog = open_connect (fixture);

  guild_test_wait_until (guild_ui_count_logos (dialog) == 35);
  search (dialog, "banking");
  guild_test_wait_until (
    guild_test_ui_find (dialog, ADW_TYPE_ACTION_ROW, "Xero") == NULL);
  g_assert_nonnull (guild_test_ui_find (dialog, ADW_TYPE_ACTION_ROW, "Plaid"));
  search (dialog, "workday");
  GtkWidget *beta = guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Workday");
  g_assert_true (gtk_widget_is_sensitive (beta));
  g_assert_nonnull (guild_test_ui_find (beta, GTK_TYPE_LABEL, "Beta"));
  guild_ui_await_words (dialog, "it may change, and may read less");
  search (dialog, "partner");
  GtkWidget *off = guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Partner Commerce");
  g_assert_false (gtk_widget_is_sensitive (off));
  guild_ui_await_words (dialog, "once they are switched on in the Codat Portal");
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* Kept in memory: at once the next time, and asked for no more. */
  guint n_asked = guild_ui_count_requests (fixture, "GET /public/officialLogos/Square/gbol.svg");
  dialog = open_connect (fixture);
  g_assert_cmpuint (guild_ui_count_logos (dialog), ==, 35);
  g_assert_cmpuint (n_asked, ==, 1);
  g_assert_cmpuint (
    guild_ui_count_requests (fixture, "GET /public/officialLogos/Square/gbol.svg"), ==, 1);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A plug in place of what cannot be had or read; the platforms can be chosen all the same. */
static void
test_no_logos (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) known = open_with (fixture, GUILD_CONNECTION_LINKED);

  guild_ui_fault (fixture, "path=/public,truncate=1,rate=0.5");
  guild_ui_fault (fixture, "path=/public,status=404");
  GtkWidget *dialog = open_connect (fixture);
  guild_test_wait_until (
    guild_ui_count_requests (fixture, "GET /public/officialLogos/Square/gbol.svg") == 1);
  guild_test_ui_settle (dialog);
  g_assert_cmpuint (guild_ui_count_logos (dialog), <, 35);
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Xero"));
  gtk_window_destroy (guild_ui_await_window (GUILD_TYPE_LINK_DIALOG));
}

/* The list itself does not come: said, and asked for again. */
static void
test_no_list (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) known = open_with (fixture, GUILD_CONNECTION_LINKED);

  guild_ui_fault (fixture, "path=/integrations,status=403,count=1");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.add-connection", NULL);
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_CONNECT_DIALOG));
  guild_ui_press_button (dialog, "Try Again");
  guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Xero");
  g_assert_null (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Try Again"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_timeline (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) connection = open_with (fixture, GUILD_CONNECTION_LINKED);
  GuildWindow *window = fixture->window;
  const char *company_id = guild_company_pane_get_id (window->pane);
  const char *platform = guild_connection_get_platform_name (connection);
  g_autofree char *body = g_strdup_printf ("{\"companyId\":\"%s\",\"connectionId\":\"%s\"}",
                                           company_id, guild_connection_get_id (connection));
  g_autofree char *first = g_strdup_printf ("%s: Linked → Deauthorised", platform);
  g_autofree char *second = g_strdup_printf ("%s: Deauthorised → deleted", platform);

  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/deauthorise",
                                            body));
  /* A refresh that was under way may make one sync pass the company over. */
  gint64 deadline = guild_test_deadline ();
  while (guild_test_ui_find (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, first) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      gtk_widget_activate_action (GTK_WIDGET (window), "win.sync", NULL);
      guild_test_wait_until (!guild_directory_get_syncing (window->directory));
      guild_test_spin ();
    }
  act (fixture, "win.delete-connection", guild_connection_get_id (connection));
  answer ("Delete");
  guild_test_ui_await (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, second);
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, first));

  /* Another company has a history of its own. */
  g_autoptr(GuildConnection) other = open_with (fixture, GUILD_CONNECTION_PENDING);
  guild_test_wait_until (
    guild_test_ui_find (GTK_WIDGET (window->pane), ADW_TYPE_ACTION_ROW, first) == NULL);
}

static void
test_chase_list (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->room, "Chase list.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *table = NULL;
  GStatBuf status;

  /* The question comes first, and Cancel is a way out of it. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.chase-list", NULL);
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "Chase 40 Customers?");
  guild_test_ui_check_names (dialog);
  guild_test_ui_compare (dialog, "chase");
  g_signal_emit_by_name (guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Cancel"), "clicked");
  guild_test_wait_until (guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (ids, guild_company_list_dup_id (fixture->window->table->list, i));
  g_assert_true (g_file_set_contents (path, "old and readable", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  guild_window_make_chase_list (fixture->window, ids, file);
  guild_test_wait_until (guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  for (guint i = 0; i < ids->len; i++)
    g_assert_nonnull (strstr (table, ids->pdata[i]));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  /* Who was chased is awaited, but for those who have nothing to do. */
  GuildLinkVigil *vigil = guild_desk_get_vigil (fixture->desk, fixture->window->directory);
  guild_test_wait_until (guild_link_vigil_get_n_awaited (vigil) > 0);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (vigil), <=, ids->len);
}

static void
test_errors (void)
{
  g_autoptr(JsonNode) node = json_from_string (
    "{\"id\":\"c\",\"platformName\":\"Xero\",\"status\":\"Linked\",\"dataConnectionErrors\":["
    "{\"errorMessage\":\"Old\",\"erroredOnUtc\":\"2024-03-03T10:00:00Z\",\"status\":\"Resolved\","
    "\"resolvedOnUtc\":\"2024-03-05T10:00:00Z\"},"
    "{\"statusText\":\"Newer\",\"erroredOnUtc\":\"2024-04-01T10:00:00Z\",\"status\":\"Active\"},"
    "7,{\"statusCode\":403}]}", NULL);
  g_autoptr(GuildConnection) connection = guild_connection_new (json_node_get_object (node));
  GPtrArray *errors = guild_connection_get_errors (connection);

  g_assert_cmpuint (errors->len, ==, 2);
  g_assert_cmpstr (guild_connection_get_error (connection), ==, "Newer");
  g_assert_true (((GuildConnectionError *) errors->pdata[1])->resolved);
  g_autofree char *text =
    guild_connection_describe_errors (connection, GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  g_assert_true (g_str_has_prefix (text, "Newer · "));
  g_assert_nonnull (strstr (text, "\nOld · "));
  g_assert_nonnull (strstr (text, ", resolved "));
}

/* With an address of nobody's: a real one is a secret and stands in no picture. */
static void
test_qr_picture (void)
{
  GtkWidget *code = guild_qr_code_new ();
  GtkWidget *window = gtk_window_new ();

  g_assert_false (guild_qr_code_set_text (GUILD_QR_CODE (code), NULL));
  g_assert_true (guild_qr_code_set_text (
    GUILD_QR_CODE (code), "https://link.example/company/0000-1111?link.otp=000000"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (code), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_window_set_child (GTK_WINDOW (window), code);
  guild_test_ui_present (GTK_WINDOW (window));
  guild_test_ui_compare (window, "qr-code");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_send (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) connection = open_with (fixture, GUILD_CONNECTION_PENDING);

  act (fixture, "win.link-connection", guild_connection_get_id (connection));
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_LINK_DIALOG));
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Send to the Customer"));
  GtkWidget *code = guild_test_ui_await (dialog, GUILD_TYPE_QR_CODE, NULL);
  g_assert_cmpint (gtk_widget_get_width (code), >=, 0);
  guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Save as File…");
  guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Copy E-Mail Text");
  guild_test_ui_check_names (dialog);
  g_signal_emit_by_name (guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Stop Waiting"), "clicked");
  guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Try Again");
  g_assert_null (guild_test_ui_find (dialog, GUILD_TYPE_QR_CODE, NULL));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_picture (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) known = open_with (fixture, GUILD_CONNECTION_LINKED);

  GtkWidget *dialog = open_connect (fixture);
  guild_test_wait_until (guild_ui_count_logos (dialog) == 35);
  guild_test_ui_compare (dialog, "connect");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
  g_test_add ("/ui/connections/unlink-and-delete", GuildUiFixture, NULL, set_up,
              test_unlink_and_delete, tear_down);
  g_test_add ("/ui/connections/copy-link", GuildUiFixture, NULL, set_up, test_copy_link,
              tear_down);
  g_test_add ("/ui/connections/add", GuildUiFixture, NULL, set_up, test_add, tear_down);
  g_test_add ("/ui/connections/add-doubt", GuildUiFixture, NULL, set_up, test_add_doubt, tear_down);
  g_test_add ("/ui/connections/integrations", GuildUiFixture, NULL, set_up, test_integrations,
              tear_down);
  g_test_add ("/ui/connections/no-logos", GuildUiFixture, NULL, set_up, test_no_logos, tear_down);
  g_test_add ("/ui/connections/no-list", GuildUiFixture, NULL, set_up, test_no_list, tear_down);
  g_test_add ("/ui/connections/timeline", GuildUiFixture, NULL, set_up, test_timeline, tear_down);
  g_test_add ("/ui/connections/chase-list", GuildUiFixture, NULL, set_up, test_chase_list,
              tear_down);
  g_test_add ("/ui/connections/chase-list/dark", GuildUiFixture,
              GUINT_TO_POINTER (GUILD_TEST_UI_DARK), set_up, test_chase_list, tear_down);
  g_test_add_func ("/ui/connections/errors", test_errors);
  g_test_add ("/ui/connections/send", GuildUiFixture, NULL, set_up, test_send, tear_down);
  g_test_add_func ("/ui/connections/qr-code", test_qr_picture);
  g_test_add ("/ui/connections/picture", GuildUiFixture, NULL, set_up, test_picture, tear_down);
  g_test_add ("/ui/connections/picture/dark", GuildUiFixture,
              GUINT_TO_POINTER (GUILD_TEST_UI_DARK), set_up, test_picture, tear_down);
  return g_test_run ();
}
