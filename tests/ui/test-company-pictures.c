/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "company/guild-connection.h"
#include "directory/guild-family.h"
#include "ui/guild-activity-window.h"
#include "ui/guild-archive-window.h"
#include "ui/guild-clock.h"
#include "ui/guild-groups-dialog.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-settings.h"
#include "ui/guild-signature-dialog.h"

/* One company's pane, and what it leads to, in every look. */

typedef struct
{
  const char     *path;
  GuildTestUiLook look;
  int             width; /* 0: as wide as it likes */
} Look;

static const Look *look;

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  look = data;
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (look->look);
  guild_ui_fixture_init (fixture, 40);
  if (look->width != 0)
    guild_ui_open_codat (fixture, look->width, 640);
  else
    guild_ui_open_codat (fixture, 1280, 800);
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

/* The focus is away from entries, because a caret blinks. */
static void
compare (gpointer window, const char *name)
{
  g_autofree char *full = g_strconcat (name, look->width != 0 ? "-narrow" : "", NULL);

  gtk_window_set_focus (window, NULL);
  gtk_window_set_focus_visible (window, FALSE);
  guild_test_ui_check_names (window);
  guild_test_ui_compare (window, full);
}

static void
act (GuildUiFixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static void
scroll_to (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (widget, scrolled, 0, 0, &x, &y));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + y - 12);
}

static void
add_child (GuildUiFixture *fixture, const char *parent_id, const char *child_id)
{
  g_autofree char *body =
    g_strdup_printf ("{\"parentId\":\"%s\",\"subsidiaryId\":\"%s\"}", parent_id, child_id);

  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/family", body));
}

/* The company in row I that belongs to nobody; (transfer full). */
static char *
take_loner (GuildUiFixture *fixture, guint *i)
{
  for (;;)
    {
      g_autofree char *id = guild_ui_open_row (fixture, (*i)++);
      GuildCompany *company = guild_company_pane_get_company (fixture->window->pane);
      if (!guild_company_has_parent (company) && guild_company_n_subsidiaries (company) == 0)
        return g_steal_pointer (&id);
    }
}

/* A parent above, a sister beside, and two generations below. */
static void
test_family (GuildUiFixture *fixture, gconstpointer data)
{
  char *ids[5];
  guint next = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = take_loner (fixture, &next);
  add_child (fixture, ids[0], ids[1]);
  add_child (fixture, ids[0], ids[2]);
  add_child (fixture, ids[1], ids[3]);
  add_child (fixture, ids[3], ids[4]);
  act (fixture, "win.sync");
  guild_test_wait_until (guild_directory_get_syncing (fixture->window->directory));
  guild_test_wait_until (!guild_directory_get_syncing (fixture->window->directory));
  guild_company_selection_select_only (guild_grid_get_selection (fixture->window->grid), ids[1]);
  guild_window_open_company (fixture->window, ids[1]);
  /* Until it is there, the pane shows the one that was open: of the same family. */
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  GtkWidget *pane = GTK_WIDGET (fixture->window->pane);
  guild_ui_await_words (pane, "This company");
  guild_ui_await_words (pane, "Parent");
  GtkWidget *title = guild_test_ui_await (pane, GTK_TYPE_LABEL, "Family");
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  scroll_to (title);
  compare (fixture->window, "family");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

static void
test_waiting (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  act (fixture, "win.link");
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_LINK_DIALOG);
  gtk_widget_activate (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW,
                                            "Send to the Customer"));
  guild_ui_await_words (dialog, "You can close this window");
  guild_ui_press_button (dialog, "Copy Link");
  gtk_window_close (dialog);
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_LINK_DIALOG));
  guild_ui_await_words (fixture->window->pane, "Waiting for the Customer");
  compare (fixture->window, "waiting");
}

static void
test_sync_settings (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  act (fixture, "win.sync-settings");
  GtkWindow *window = await_dialog (ADW_TYPE_WINDOW);
  GtkWidget *own = guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_SWITCH, NULL);
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_DROP_DOWN, "Invoices");
  compare (window, "company-sync-default");
  gtk_switch_set_active (GTK_SWITCH (own), TRUE);
  gtk_drop_down_set_selected (
    GTK_DROP_DOWN (guild_test_ui_find (GTK_WIDGET (window), GTK_TYPE_DROP_DOWN, "Invoices")), 3);
  compare (window, "company-sync");
  gtk_window_destroy (window);
}

static GuildConnection *
open_with_errors (GuildUiFixture *fixture)
{
  for (guint i = 0; ; i++)
    {
      g_autofree char *id = guild_ui_open_row (fixture, i);
      GListModel *connections =
        guild_company_get_connections (guild_company_pane_get_company (fixture->window->pane));
      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr(GuildConnection) connection = g_list_model_get_item (connections, j);
          if (guild_connection_get_status (connection) == GUILD_CONNECTION_DEAUTHORISED)
            return g_steal_pointer (&connection);
        }
    }
}

static void
test_errors (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildConnection) connection = open_with_errors (fixture);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window),
                                             "win.show-connection-errors", "s",
                                             guild_connection_get_id (connection)));
  GtkWindow *dialog = await_dialog (ADW_TYPE_MESSAGE_DIALOG);
  compare (dialog, "connection-errors");
  gtk_window_close (dialog);
}

static void
test_archive (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  g_settings_set_uint (guild_settings_get (), "delete-delay", 3);
  act (fixture, "win.delete");
  guild_ui_press_button (guild_ui_await_dialog (ADW_TYPE_MESSAGE_DIALOG), "Delete");
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));
  guild_test_wait_until (g_list_model_get_n_items (journal) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (journal, 0);
  guild_test_wait_until (guild_change_get_state (change) == GUILD_CHANGE_CONFIRMED);
  g_settings_reset (guild_settings_get (), "delete-delay");

  guild_activity_window_present (GTK_WINDOW (fixture->window), fixture->desk);
  GtkWindow *activity = guild_ui_await_dialog (GUILD_TYPE_ACTIVITY_WINDOW);
  guild_ui_press_button (activity, "What Was Kept…");
  GtkWindow *archive = await_dialog (GUILD_TYPE_ARCHIVE_WINDOW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (
    guild_test_ui_await (GTK_WIDGET (archive), GTK_TYPE_TEXT_VIEW, "What Was Kept")));
  guild_test_wait_until (gtk_text_buffer_get_char_count (buffer) > 0);
  /* The sandbox's port is another each time. */
  g_autofree char *kept = NULL;
  g_object_get (buffer, "text", &kept, NULL);
  g_assert_null (strstr (kept, "otp="));
  g_autoptr(GString) text = g_string_new (kept);
  g_string_replace (text, fixture->sandbox->url, "https://link.example", 0);
  gtk_text_buffer_set_text (buffer, text->str, -1);
  /* The height of the text, and the scrollbar with it, is found bit by bit when nothing else is
   * due. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  guild_test_ui_settle (GTK_WIDGET (archive));
  compare (archive, "archive");
  gtk_window_destroy (archive);
  gtk_window_destroy (activity);
}

static void
test_groups (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = guild_ui_open_row (fixture, 0);

  guild_ui_switch (fixture, "{\"groups\":\"off\"}");
  act (fixture, "win.groups");
  GtkWindow *dialog = await_dialog (GUILD_TYPE_GROUPS_DIALOG);
  guild_ui_await_words (dialog, "Groups Are Not Available Here");
  compare (dialog, "groups-none");
  gtk_window_destroy (dialog);
}

/* As the service signs; (transfer full). The secret is the one of the published example. */
static char *
sign (const char *id, const char *timestamp, const char *body)
{
  g_autofree char *message = g_strjoin (".", id, timestamp, body, NULL);
  guint8 digest[32];
  gsize length, digest_length = sizeof digest;
  g_autofree guchar *key = g_base64_decode ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &length);
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, length);

  g_hmac_update (hmac, (const guchar *) message, -1);
  g_hmac_get_digest (hmac, digest, &digest_length);
  g_autofree char *code = g_base64_encode (digest, digest_length);
  return g_strconcat ("v1,", code, NULL);
}

static void
test_signature (GuildUiFixture *fixture, gconstpointer data)
{
  static const char *id = "msg_p5jXN8AQM9LWM0D4loKWxJek", *body = "{\"test\": 2432232314}";
  g_autofree char *timestamp =
    g_strdup_printf ("%" G_GINT64_FORMAT, GUILD_UI_FIXTURE_BEGIN - 60);
  g_autofree char *signature = sign (id, timestamp, body);

  guild_signature_dialog_present (GTK_WINDOW (fixture->window));
  GtkWindow *dialog = await_dialog (GUILD_TYPE_SIGNATURE_DIALOG);
  GtkWidget *view = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  guild_ui_fill (dialog, "webhook-id", id);
  guild_ui_fill (dialog, "webhook-timestamp", timestamp);
  guild_ui_fill (dialog, "webhook-signature", signature);
  guild_ui_fill (dialog, "Signing secret (whsec_…)", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  gtk_text_buffer_set_text (buffer, body, -1);
  compare (dialog, "signature-right");
  gtk_text_buffer_set_text (buffer, "{\"test\": 2432232315}", -1);
  compare (dialog, "signature-wrong");
  gtk_window_destroy (dialog);
}

int
main (int argc, char **argv)
{
  static const Look looks[] = {
    { "plain", GUILD_TEST_UI_PLAIN, 0 }, { "dark", GUILD_TEST_UI_DARK, 0 },
    { "rtl", GUILD_TEST_UI_RTL, 0 },     { "narrow", GUILD_TEST_UI_PLAIN, 360 },
  };
  static const struct { const char *name; void (*test) (GuildUiFixture *, gconstpointer); }
  tests[] = {
    { "family", test_family },   { "waiting", test_waiting }, { "sync", test_sync_settings },
    { "errors", test_errors },   { "archive", test_archive }, { "groups", test_groups },
    { "signature", test_signature },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path =
          g_strconcat ("/ui/company-pictures/", looks[i].path, "/", tests[j].name, NULL);
        g_test_add (path, GuildUiFixture, &looks[i], set_up, tests[j].test, tear_down);
      }
  return g_test_run ();
}
