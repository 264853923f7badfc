/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "ui/guild-activity-window.h"
#include "ui/guild-clock.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-new-company-dialog.h"
#include "ui/guild-preferences-window.h"
#include "ui/guild-qr-code.h"
#include "ui/guild-settings.h"
#include "ui/guild-workspace-dialog.h"

/* Each dialog as it looks in the middle of its work; always a keyboard's focus away from entries,
 * because a caret blinks. */

typedef struct
{
  const char     *path;
  GuildTestUiLook look;
  int             width; /* 0: the dialog's own */
} Look;

static const Look *look;

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  look = data;
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (look->look);
  guild_ui_fixture_init (fixture, 40);
  guild_ui_open_codat (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

static GtkWindow *
await_dialog (GType type)
{
  GtkWindow *dialog = guild_ui_await_dialog (type);
  int width, height;

  if (look->width != 0)
    {
      gtk_window_get_default_size (dialog, &width, &height);
      gtk_window_set_default_size (dialog, look->width, height);
    }
  guild_test_ui_settle (GTK_WIDGET (dialog));
  return dialog;
}

static void
compare (GtkWindow *dialog, const char *name)
{
  g_autofree char *full = g_strconcat ("dialog-", name, look->width != 0 ? "-narrow" : "", NULL);

  gtk_window_set_focus (dialog, NULL);
  gtk_window_set_focus_visible (dialog, FALSE);
  guild_test_ui_check_names (GTK_WIDGET (dialog));
  guild_test_ui_compare (GTK_WIDGET (dialog), full);
}

static void
act (GuildUiFixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static void
test_new_company (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildPosition) first =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 0);
  g_autofree char *name = guild_position_dup_text (first, 0);
  g_autofree char *typed = g_strconcat (name, "*", NULL);

  guild_ui_fault (fixture, "path=/companies,method=POST,status=402");
  act (fixture, "win.new-company");
  GtkWindow *dialog = await_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG);
  guild_ui_press_button (dialog, "Add Tag");
  guild_ui_fill (dialog, "Name", typed);
  guild_ui_fill (dialog, "Description", "Referred by the harbour office");
  guild_ui_await_words (dialog, "Codat will store the name as");
  guild_ui_await_words (dialog, "exists already");
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "Nothing was changed");
  compare (dialog, "new-company");
  gtk_window_destroy (dialog);
}

static void
test_link (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  act (fixture, "win.link");
  GtkWindow *dialog = await_dialog (GUILD_TYPE_LINK_DIALOG);
  g_autofree char *name =
    g_strdup (guild_company_get_name (guild_company_pane_get_company (fixture->window->pane)));
  guild_ui_await_words (dialog, name);
  compare (dialog, "link");
  gtk_widget_activate (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW,
                                            "Send to the Customer"));
  guild_ui_await_words (dialog, "This link");
  guild_ui_await_words (dialog, "Waiting for the customer to grant access");
  /* A spinner turns. */
  gtk_spinner_stop (GTK_SPINNER (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_SPINNER, NULL)));
  guild_ui_press_button (dialog, "Copy Link");
  /* A real address is a secret, and differs with the sandbox's port. */
  guild_qr_code_set_text (
    GUILD_QR_CODE (guild_test_ui_find (GTK_WIDGET (dialog), GUILD_TYPE_QR_CODE, NULL)),
    "https://link.example/company/0000-1111?link.otp=000000");
  compare (dialog, "link-waiting");
  guild_ui_press_button (dialog, "Stop Waiting");
  guild_ui_await_words (dialog, "Not Linked");
  compare (dialog, "link-ended");
  gtk_window_destroy (dialog);
}

static void
test_delete (GuildUiFixture *fixture, gconstpointer data)
{
  act (fixture, "win.select-all");
  act (fixture, "win.delete");
  GtkWindow *dialog = await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  compare (dialog, "delete");
  gtk_window_close (dialog);
}

static void
test_workspace (GuildUiFixture *fixture, gconstpointer data)
{
  guild_workspace_dialog_present (GTK_WINDOW (fixture->window), fixture->desk, "codat");
  GtkWindow *dialog = await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  compare (dialog, "codat");
  gtk_window_destroy (dialog);

  guild_workspace_dialog_present (GTK_WINDOW (fixture->window), fixture->desk, "autodesk");
  dialog = await_dialog (GUILD_TYPE_WORKSPACE_DIALOG);
  GtkWidget *advanced = guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_EXPANDER_ROW, "Advanced");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (advanced), TRUE);
  guild_ui_fill (dialog, "Base Address", fixture->sandbox->url);
  guild_ui_fill (dialog, "Client ID", fixture->sandbox->autodesk_client_id);
  guild_ui_fill (dialog, "Client Secret", fixture->sandbox->autodesk_client_secret);
  guild_ui_press_button (dialog, "Test");
  guild_ui_await_words (dialog, "Everything needed is there.");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (advanced), FALSE);
  compare (dialog, "autodesk");
  gtk_window_destroy (dialog);
}

static void
test_activity (GuildUiFixture *fixture, gconstpointer data)
{
  act (fixture, "win.activity");
  GtkWindow *dialog = await_dialog (GUILD_TYPE_ACTIVITY_WINDOW);
  compare (dialog, "activity-empty");
  gtk_window_destroy (dialog);

  static const char * const faults[] = {
    NULL, "path=/companies,method=POST,status=402",
    "path=/companies,method=POST,status=500",
  };
  static const char * const names[] = { "Harbour Bakery", "Northwind Coal", "Old Quay Chandlers" };
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"name\":\"%s\"}", names[i]);
      g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_CREATE_COMPANY, NULL, NULL, body);
      g_autoptr(GuildChange) change = guild_change_new ("sandbox-codat", write, names[i]);
      GAsyncResult *slot = NULL;
      if (faults[i] != NULL)
        {
          guild_ui_fault (fixture, faults[i]);
          guild_ui_fault (fixture, "path=/companies,method=GET,status=403");
        }
      guild_journal_perform_async (journal, change, NULL, guild_test_result_cb, &slot);
      g_autoptr(GAsyncResult) result = guild_test_await (&slot);
      g_assert_cmpint (guild_journal_perform_finish (journal, result, NULL), ==,
                       faults[i] == NULL);
      guild_ui_clear_faults (fixture);
    }
  g_autoptr(GuildWrite) write = guild_write_new (GUILD_WRITE_DELETE_COMPANY, "none", NULL, NULL);
  g_autoptr(GuildChange) change = guild_change_new ("sandbox-codat", write, "Tidewater Timber");
  GAsyncResult *slot = NULL;
  guild_journal_plan_async (journal, change, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_assert_true (guild_journal_plan_finish (journal, result, NULL));

  guild_clock_freeze (g_get_real_time () + 5 * G_TIME_SPAN_MINUTE + 10 * G_TIME_SPAN_SECOND);
  act (fixture, "win.activity");
  dialog = await_dialog (GUILD_TYPE_ACTIVITY_WINDOW);
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Look It Up");
  compare (dialog, "activity");
  gtk_window_destroy (dialog);
}

static void
test_preferences (GuildUiFixture *fixture, gconstpointer data)
{
  g_settings_set_uint (guild_settings_get (), "delete-delay", 8);
  g_settings_set (guild_settings_get (), "callback-port", "q", 18080);
  guild_preferences_window_present (GTK_WINDOW (fixture->window));
  GtkWindow *dialog = await_dialog (GUILD_TYPE_PREFERENCES_WINDOW);
  compare (dialog, "preferences");
  gtk_window_destroy (dialog);
  g_settings_reset (guild_settings_get (), "delete-delay");
  g_settings_reset (guild_settings_get (), "callback-port");
}

static void
add (const char *name, const Look *l, void (*test) (GuildUiFixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/ui/dialog-pictures/", l->path, "/", name, NULL);
  g_test_add (path, GuildUiFixture, l, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  static const Look looks[] = {
    { "plain", GUILD_TEST_UI_PLAIN, 0 }, { "dark", GUILD_TEST_UI_DARK, 0 },
    { "rtl", GUILD_TEST_UI_RTL, 0 },     { "narrow", GUILD_TEST_UI_PLAIN, 360 },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      add ("new-company", &looks[i], test_new_company);
      add ("link", &looks[i], test_link);
      add ("delete", &looks[i], test_delete);
      add ("workspace", &looks[i], test_workspace);
      add ("activity", &looks[i], test_activity);
      add ("preferences", &looks[i], test_preferences);
    }
  return g_test_run ();
}
