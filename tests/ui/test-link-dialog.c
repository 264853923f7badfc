/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-browser.h"

#include <gio/gio.h>
#include <string.h>

#include "ui/guild-clock.h"
#include "ui/guild-link-dialog.h"
#include "ui/guild-settings.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 10);
  guild_ui_set_clock (fixture);
  guild_ui_open_codat (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

/* A company of its own, without connections, in the pane; the dialog over it. */
static GtkWindow *
open_dialog (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node =
    guild_test_sandbox_call (fixture->sandbox, "POST", "/companies", "{\"name\":\"Link Me\"}");
  const char *id = json_object_get_string_member (json_node_get_object (node), "id");
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;

  guild_directory_refresh_company_async (fixture->window->directory, id, NULL,
                                         guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  g_autoptr(GuildCompany) company =
    guild_directory_refresh_company_finish (fixture->window->directory, result, &error);
  g_assert_no_error (error);
  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.link", NULL));
  GtkWindow *dialog = guild_ui_await_dialog (GUILD_TYPE_LINK_DIALOG);
  guild_ui_await_words (dialog, "Link Me");
  return dialog;
}

static void
choose (GtkWindow *dialog, const char *way)
{
  gtk_widget_activate (guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, way));
}

/* The customer ends with OUTCOME in this machine's browser. */
static GtkWindow *
end_with (GuildUiFixture *fixture, const char *platform, const char *outcome)
{
  g_autoptr(GuildUiBrowser) browser = guild_ui_browser_new ();
  GtkWindow *dialog = open_dialog (fixture);

  choose (dialog, "Open in My Browser");
  g_autofree char *link = guild_ui_browser_await (browser);
  guild_ui_await_words (dialog, "Authorise in the Browser");
  guild_ui_browser_visit (browser, link, platform, outcome);
  return dialog;
}

static guint
count_connections (GuildUiFixture *fixture)
{
  return g_list_model_get_n_items (guild_company_get_connections (
    guild_company_pane_get_company (fixture->window->pane)));
}

static void
test_linked (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = end_with (fixture, "gbol", "authorise");

  guild_ui_await_words (dialog, "Linked to ");
  /* The pane is up to date before the dialog is gone. */
  guild_test_wait_until (count_connections (fixture) == 1);
  guild_ui_await_words (fixture->window->pane, "Linked to ");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Try Again"));
  guild_test_press ("Return"); /* Done */
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_LINK_DIALOG));
}

static void
test_cancelled (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = end_with (fixture, "gbol", "cancel");

  guild_ui_await_words (dialog, "Not Linked");
  guild_ui_await_words (dialog, "left without granting access");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Try Again");
  gtk_window_destroy (dialog);
}

static void
test_not_supported (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = end_with (fixture, NULL, "not-supported");

  guild_ui_await_words (dialog, "Platform Not Supported");
  guild_ui_await_words (dialog, "Nothing was linked");
  gtk_window_destroy (dialog);
}

static void
test_failed (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = end_with (fixture, "gbol", "error");

  guild_ui_await_words (dialog, "Linking Failed");
  guild_ui_await_words (dialog, "Access was not granted");
  gtk_window_destroy (dialog);
}

static char *
dup_clipboard (GtkWindow *dialog)
{
  GAsyncResult *slot = NULL;
  g_autoptr(GError) error = NULL;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (dialog));

  gdk_clipboard_read_text_async (clipboard, NULL, guild_test_result_cb, &slot);
  g_autoptr(GAsyncResult) result = guild_test_await (&slot);
  char *text = gdk_clipboard_read_text_finish (clipboard, result, &error);
  g_assert_no_error (error);
  return text;
}

/* The customer elsewhere: link and text to copy, then the service is asked. */
static void
test_sent (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildUiBrowser) browser = guild_ui_browser_new ();

  guild_ui_switch (fixture, "{\"one-time-links\":\"on\"}");
  GtkWindow *dialog = open_dialog (fixture);
  choose (dialog, "Send to the Customer");
  guild_ui_await_words (dialog, "This link works once, until ");
  guild_ui_await_words (dialog, "Waiting for the customer");
  guild_ui_press_button (dialog, "Copy Link");
  g_autofree char *link = dup_clipboard (dialog);
  g_assert_true (g_str_has_prefix (link, fixture->sandbox->url));
  guild_ui_press_button (dialog, "Copy E-Mail Text");
  g_autofree char *text = dup_clipboard (dialog);
  g_assert_nonnull (strstr (text, link));
  g_assert_nonnull (strstr (text, "Link Me"));

  guild_ui_browser_visit (browser, link, "gbol", "authorise");
  guild_ui_press_button (dialog, "Check Now");
  guild_ui_await_words (dialog, "Linked to ");
  guild_test_wait_until (count_connections (fixture) == 1);
  gtk_window_destroy (dialog);
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (
                      guild_desk_get_vigil (fixture->desk, fixture->window->directory)), ==, 0);
}

static GuildLinkVigil *
get_vigil (GuildUiFixture *fixture)
{
  return guild_desk_get_vigil (fixture->desk, fixture->window->directory);
}

/* Sends a link and closes the dialog; (transfer full): the link. */
static char *
send_and_close (GuildUiFixture *fixture)
{
  GtkWindow *dialog = open_dialog (fixture);

  choose (dialog, "Send to the Customer");
  guild_ui_await_words (dialog, "You can close this window");
  guild_ui_press_button (dialog, "Copy Link");
  char *link = dup_clipboard (dialog);
  gtk_window_close (dialog);
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_LINK_DIALOG));
  guild_ui_await_words (fixture->window->content, "Waiting for 1 customer");
  guild_ui_await_words (fixture->window->pane, "Waiting for the Customer");
  return link;
}

/* Stands in for the desktop's notifications; keeps the last one's title. */
typedef struct
{
  GDBusConnection *bus;        /* (owned) */
  GDBusNodeInfo   *info;       /* (owned) */
  guint            object, name;
  gboolean         owned;
  char            *title;      /* (owned) (nullable) */
} Notifications;

static void
notify_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
           gpointer data)
{
  Notifications *self = data;

  g_free (self->title);
  g_variant_get_child (parameters, 3, "s", &self->title);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 1));
}

static void
name_acquired_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ((Notifications *) data)->owned = TRUE;
}

static void
notifications_init (Notifications *self)
{
  static const GDBusInterfaceVTable table = { .method_call = notify_cb };
  static const char xml[] =
    "<node><interface name='org.freedesktop.Notifications'><method name='Notify'>"
    "<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/></method></interface></node>";
  g_autoptr(GError) error = NULL;

  memset (self, 0, sizeof *self);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->info = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (
    self->bus, "/org/freedesktop/Notifications", self->info->interfaces[0], &table, self, NULL,
    &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, "org.freedesktop.Notifications",
                                             G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb, NULL,
                                             self, NULL);
  guild_test_wait_until (self->owned);
}

static void
notifications_clear (Notifications *self)
{
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_dbus_node_info_unref (self->info);
  g_object_unref (self->bus);
  g_free (self->title);
}

/* The customer takes their time: the dialog is long closed. An hour passes in six seconds. */
static void
test_closed (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildUiBrowser) browser = guild_ui_browser_new ();

  guild_link_vigil_set_haste (get_vigil (fixture), 600);
  g_autofree char *link = send_and_close (fixture);
  Notifications notifications;
  notifications_init (&notifications);
  guild_ui_browser_visit (browser, link, "gbol", "cancel");
  guild_ui_await_words (fixture->window, "The customer of “Link Me” left without granting access");
  g_assert_cmpuint (guild_link_vigil_get_n_awaited (get_vigil (fixture)), ==, 1);
  guild_ui_browser_visit (browser, link, "gbol", "authorise");
  guild_ui_await_words (fixture->window, "“Link Me” is linked to Xero");
  guild_ui_await_words (fixture->window->pane, "Linked to ");
  guild_test_wait_until (!guild_ui_has_words (fixture->window->pane, "Waiting for the Customer"));
  guild_test_wait_until (strstr (gtk_label_get_label (fixture->window->status), "Waiting") == NULL);
  /* The operator looks elsewhere. */
  guild_test_wait_until (g_strcmp0 (notifications.title, "“Link Me” is linked to Xero") == 0);
  notifications_clear (&notifications);
}

static void
test_stopped (GuildUiFixture *fixture, gconstpointer data)
{
  /* A company that is always made in the same minute, for the picture: in the middle of it. */
  g_autofree char *clock = g_strdup_printf (
    "{\"advanceSeconds\":%" G_GINT64_FORMAT "}",
    GUILD_UI_FIXTURE_BEGIN + 30 - g_get_real_time () / G_USEC_PER_SEC);
  /* What was synced and sent "just now" is so for as long as the picture takes. */
  guild_clock_freeze (guild_directory_get_last_sync (fixture->window->directory));
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/clock", clock));
  g_autofree char *link = send_and_close (fixture);

  guild_test_ui_check_names (GTK_WIDGET (fixture->window->pane));
  guild_test_ui_compare (GTK_WIDGET (fixture->window), "awaited");
  guild_clock_freeze (0);
  guild_ui_press_button (fixture->window->pane, "Stop");
  guild_test_wait_until (guild_link_vigil_get_n_awaited (get_vigil (fixture)) == 0);
  guild_test_wait_until (strstr (gtk_label_get_label (fixture->window->status), "Waiting") == NULL);
  g_assert_null (guild_test_ui_find (GTK_WIDGET (fixture->window->pane), ADW_TYPE_ACTION_ROW,
                                     "Waiting for the Customer"));
}

/* The port is taken: said, and the service is asked instead. */
static void
test_busy_port (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildUiBrowser) browser = guild_ui_browser_new ();
  g_autoptr(GSocketListener) other = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (other, NULL, NULL);

  g_assert_cmpuint (port, !=, 0);
  g_settings_set (guild_settings_get (), "callback-port", "q", port);
  GtkWindow *dialog = open_dialog (fixture);
  choose (dialog, "Open in My Browser");
  g_autofree char *link = guild_ui_browser_await (browser);
  guild_ui_await_words (dialog, "Another program on this computer uses port");
  guild_ui_browser_visit (browser, link, "gbol", "authorise");
  guild_ui_press_button (dialog, "Check Now");
  guild_ui_await_words (dialog, "Linked to ");
  gtk_window_destroy (dialog);
  g_settings_reset (guild_settings_get (), "callback-port");
}

/* (transfer full) */
static char *
dup_redirect (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", "/profile", NULL);

  return g_strdup (json_object_get_string_member (json_node_get_object (node), "redirectUrl"));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  gboolean undone = guild_journal_undo_finish (GUILD_JOURNAL (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) data = undone;
}

/* The redirect address is taken over for the attempt; undoing it brings the old one back. */
static void
test_redirect (GuildUiFixture *fixture, gconstpointer data)
{
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  gboolean undone = FALSE;

  json_node_unref (guild_test_sandbox_call (
    fixture->sandbox, "PUT", "/profile",
    "{\"name\":\"Harbour\",\"redirectUrl\":\"https://harbour.example/{companyId}\"}"));
  gtk_window_destroy (end_with (fixture, "gbol", "authorise"));
  g_autofree char *ours = dup_redirect (fixture);
  g_assert_true (g_str_has_prefix (ours, "http://127.0.0.1:"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  g_assert_cmpint (guild_change_get_write (change)->kind, ==, GUILD_WRITE_SET_REDIRECT);
  g_assert_true (guild_change_get_can_undo (change));
  guild_journal_undo_async (journal, change, NULL, undone_cb, &undone);
  guild_test_wait_until (undone);
  g_autofree char *after = dup_redirect (fixture);
  g_assert_cmpstr (after, ==, "https://harbour.example/{companyId}");
}

/* Somebody else calls back with a nonce of his own: refused, and the wait goes on. */
static void
test_forged (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildUiBrowser) browser = guild_ui_browser_new ();
  GtkWindow *dialog = open_dialog (fixture);

  choose (dialog, "Open in My Browser");
  g_autofree char *link = guild_ui_browser_await (browser);
  g_autoptr(JsonNode) profile =
    guild_test_sandbox_call (fixture->sandbox, "GET", "/profile", NULL);
  const char *redirect =
    json_object_get_string_member (json_node_get_object (profile), "redirectUrl");
  g_autofree char *base = g_strndup (redirect, strcspn (redirect, "{"));
  g_autofree char *forged = g_strdup_printf (
    "%sguessed?companyId=%s&statusCode=200", base,
    guild_company_pane_get_id (fixture->window->pane));
  g_assert_cmpuint (guild_ui_browser_get (browser, forged), >=, 400);
  guild_ui_await_words (dialog, "Authorise in the Browser");
  g_assert_cmpuint (count_connections (fixture), ==, 0);
  guild_ui_browser_visit (browser, link, "gbol", "authorise");
  guild_ui_await_words (dialog, "Linked to ");
  gtk_window_destroy (dialog);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "linked", test_linked },         { "cancelled", test_cancelled },
    { "not-supported", test_not_supported }, { "failed", test_failed },
    { "sent", test_sent },             { "redirect", test_redirect },
    { "closed", test_closed },         { "stopped", test_stopped },
    { "busy-port", test_busy_port },   { "forged-callback", test_forged },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/link-dialog/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
