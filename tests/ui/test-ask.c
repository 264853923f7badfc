/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-fixture.h"

#include <string.h>
#include "ui/guild-ask-dialog.h"

/* "Ask the Service" in the window. */

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
  guild_ui_fixture_init (fixture, 40);
  guild_ui_fixture_open (fixture, 1280, 800);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_wait_until (!guild_company_list_get_busy (fixture->window->table->list));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      if (GUILD_IS_ASK_DIALOG (window))
        return window;
    }
  return NULL;
}

static GtkWidget *
ask (GuildUiFixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.ask-service", NULL);
  guild_test_wait_until (find_dialog () != NULL);
  return find_dialog ();
}

static void
click (GtkWidget *root, const char *label)
{
  g_signal_emit_by_name (guild_test_ui_await (root, GTK_TYPE_BUTTON, label), "clicked");
}

static void
close_dialog (void)
{
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  guild_test_wait_until (find_dialog () == NULL);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_same (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = ask (fixture);
  g_autofree char *text = NULL;

  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The Same Answer");
  guild_test_ui_check_names (dialog);
  click (dialog, "Copy Request");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (dialog), NULL, text_read_cb, &text);
  guild_test_wait_until (text != NULL);
  g_assert_cmpstr (text, ==, "GET /companies?page=1&pageSize=5000&orderBy=name");
  close_dialog ();
}

/* Somebody else made one company and deleted another. */
static void
test_differs (GuildUiFixture *fixture, gconstpointer data)
{
  GuildCompanyList *list = fixture->window->table->list;
  g_autofree char *id = guild_company_list_dup_id (list, 0);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  g_autoptr(JsonNode) gone = guild_test_sandbox_call (fixture->sandbox, "DELETE", path, NULL);
  g_autoptr(JsonNode) made = guild_test_sandbox_call (fixture->sandbox, "POST", "/companies",
                                                      "{\"name\":\"Tidewater Two\"}");
  GtkWidget *dialog = ask (fixture);

  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "The Answers Differ");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Tidewater Two");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, id);
  guild_test_ui_check_names (dialog);
  click (dialog, "Sync Now");
  guild_test_wait_until (find_dialog () == NULL);
  guild_test_wait_until (guild_company_list_find (list, id) == G_MAXUINT);
}

static void
test_refused (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildQuery) empty = guild_query_new ();
  g_autoptr(GuildQuery) query = guild_query_with_text (empty, "harbour");

  guild_window_set_query (fixture->window, query);
  GtkWidget *dialog = ask (fixture);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Nothing Was Asked");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "The service cannot search several fields at once. Filter by name.");
  g_assert_null (guild_test_ui_find (dialog, GTK_TYPE_BUTTON, "Copy Request"));
  close_dialog ();

  const GuildCondition condition = { (char *) "description", GUILD_MATCH_EQUALS, (char *) "a || b",
                                     GUILD_NUMBER_UNSET, GUILD_NUMBER_UNSET, FALSE };
  g_autoptr(GuildQuery) reserved = guild_query_with_condition (empty, &condition);
  guild_window_set_query (fixture->window, reserved);
  dialog = ask (fixture);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Nothing Was Asked");
  guild_test_ui_await (dialog, GTK_TYPE_LABEL,
                       "The service cannot be asked for a value with “&&”, “||”, “{” or “}” in it, "
                       "or for an empty one.");
  close_dialog ();

  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "attention"));
  dialog = ask (fixture);
  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Nothing Was Asked");
  close_dialog ();
}

/* Closing the dialog calls the question off. */
static void
test_cancelled (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) slow = guild_test_sandbox_call (
    fixture->sandbox, "POST", "/_sandbox/faults", "{\"spec\":\"path=/companies,delay=60000\"}");
  GtkWidget *dialog = ask (fixture);
  gpointer weak = dialog;

  guild_test_ui_await (dialog, GTK_TYPE_LABEL, "Asking the Service");
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  close_dialog ();
  guild_test_wait_until (weak == NULL);
}

int
main (int argc, char **argv)
{
  guild_test_ui_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/ui/ask/" name, GuildUiFixture, NULL, set_up, func, tear_down)
  ADD ("same", test_same);
  ADD ("differs", test_differs);
  ADD ("refused", test_refused);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
