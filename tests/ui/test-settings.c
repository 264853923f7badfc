/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-settings.h"

#include <string.h>

#include "company/guild-webhook-signature.h"
#include "ui/guild-service-settings-window.h"
#include "ui/guild-webhook-dialog.h"

static guint
count_results (GuildUiFixture *fixture, const char *path)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object = guild_ui_settings_ask (fixture, path, &node);

  return json_array_get_length (json_object_get_array_member (object, "results"));
}

/* All that is logged while it is listened to, from whichever thread. */
static GMutex log_mutex;

static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  g_mutex_lock (&log_mutex);
  g_string_append_printf (data, "%s\n", message);
  g_mutex_unlock (&log_mutex);
  g_log_default_handler (domain, level, message, NULL);
}

/* What is in no file below PATH: journal, list of workspaces, caches. */
static void
assert_in_no_file (const char *path, const char *secret)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *bytes = NULL;
  const char *name;
  gsize size;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      assert_in_no_file (below, secret);
    }
  if (dir == NULL && g_file_get_contents (path, &bytes, &size, NULL))
    g_assert_null (memmem (bytes, size, secret, strlen (secret)));
}

static void
test_keys (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GString) logged = g_string_new (NULL);
  GLogFunc before = g_log_set_default_handler (log_cb, logged);
  AdwViewStack *stack = guild_ui_settings_open (fixture, "keys");

  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Nightly export");
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Used here"));
  guild_test_ui_check_names (GTK_WIDGET (stack));
  guild_ui_press_button (stack, "New Key…");
  GtkWindow *dialog = guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG);
  GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL);
  g_assert_false (gtk_widget_is_sensitive (
    guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Create")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Reports");
  guild_ui_answer ("Create");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Reports");
  g_assert_cmpuint (count_results (fixture, "/apiKeys"), ==, 3);

  /* No key is in the journal, in any other file, in the log or on the screen; nor as it is sent. */
  g_log_set_default_handler (before, NULL);
  g_assert_nonnull (strstr (logged->str, "POST /apiKeys: 201"));
  g_autoptr(JsonNode) node = NULL;
  JsonObject *list = guild_ui_settings_ask (fixture, "/apiKeys", &node);
  JsonArray *keys = json_object_get_array_member (list, "results");
  g_autoptr(GuildChange) change =
    g_list_model_get_item (G_LIST_MODEL (guild_desk_get_journal (fixture->desk)), 0);
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      const char *key = json_object_get_string_member (json_array_get_object_element (keys, i),
                                                       "apiKey");
      g_assert_null (guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_LABEL, key));
      g_assert_null (strstr (guild_change_get_write (change)->body, key));
      g_autofree char *sent = g_base64_encode ((const guchar *) key, strlen (key));
      assert_in_no_file (fixture->room, key);
      assert_in_no_file (fixture->room, sent);
      g_assert_null (strstr (logged->str, key));
      g_assert_null (strstr (logged->str, sent));
    }
  g_assert_cmpint (guild_change_get_state (change), ==, GUILD_CHANGE_CONFIRMED);
  guild_ui_press_button (stack, "Delete Key…");
  guild_ui_answer ("Cancel");
  g_assert_cmpuint (count_results (fixture, "/apiKeys"), ==, 3);
  guild_ui_settings_close ();
}

/* The answer was lost, and so is the look-up: nothing is sent again, also when it is asked for. */
static void
test_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_set_clock (fixture);
  AdwViewStack *stack = guild_ui_settings_open (fixture, "keys");
  for (guint i = 0; i < 2; i++)
    {
      guild_ui_press_button (stack, "New Key…");
      GtkWindow *question = guild_ui_await_window (ADW_TYPE_MESSAGE_DIALOG);
      GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (question), GTK_TYPE_ENTRY, NULL);
      gtk_editable_set_text (GTK_EDITABLE (entry), "Night run");
      if (i == 0)
        {
          guild_ui_fault (fixture, "path=/apiKeys,method=POST,cut=after-write");
          guild_ui_fault (fixture, "path=/apiKeys,method=GET,status=403");
        }
      guild_ui_press_button (question, "Create");
      guild_test_wait_until (guild_ui_is_asked ("Look It Up"));
      GtkWindow *dialog = guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
      g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==,
                       "It Is Not Known Whether It Was Done");
      if (i == 0)
        {
          guild_ui_answer ("Close");
          guild_ui_clear_faults (fixture);
          guild_ui_settings_close ();
          stack = guild_ui_settings_open (fixture, "keys");
          guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Night run");
        }
    }
  guild_ui_answer ("Look It Up");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  guild_test_wait_until (guild_journal_get_n_unknown (journal) == 0);
  g_assert_cmpuint (guild_ui_count_requests (fixture, "POST /apiKeys"), ==, 1);
  guild_ui_settings_close ();
}

/* What was typed outlives a refusal. */
static void
test_kept (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_switch (fixture, "{\"plan\":\"free\"}");
  AdwViewStack *stack = guild_ui_settings_open (fixture, "sync");
  GtkWidget *drop = guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Invoices");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 1);
  guild_ui_press_button (stack, "Save");
  guild_ui_answer ("Close");
  drop = guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Invoices");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)), ==, 1);
  g_assert_true (gtk_widget_is_sensitive (
    guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_BUTTON, "Save")));

  guild_ui_fault (fixture, "path=/webhooks,method=POST,status=400");
  stack = guild_ui_settings_open (fixture, "webhooks");
  guild_ui_press_button (stack, "New Webhook…");
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_WEBHOOK_DIALOG));
  GtkWidget *url = guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, "Address");
  gtk_editable_set_text (GTK_EDITABLE (url), "https://hooks.example/new");
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "company.created"));
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "Nothing was changed");
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (dialog, "Create");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://hooks.example/new");
  guild_test_wait_until (guild_ui_find_window (GUILD_TYPE_WEBHOOK_DIALOG) == NULL);

  /* One like it could not be told from it. */
  guild_ui_press_button (stack, "New Webhook…");
  dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_WEBHOOK_DIALOG));
  gtk_editable_set_text (GTK_EDITABLE (guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, "Address")),
                         "https://hooks.example/new");
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "company.created"));
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "There is a webhook to this address");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (count_results (fixture, "/webhooks"), ==, 3);
  guild_ui_settings_close ();
}

static void
test_webhooks (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = guild_ui_settings_open (fixture, "webhooks");

  guild_ui_press_button (stack, "New Webhook…");
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_WEBHOOK_DIALOG));
  guild_test_ui_check_names (dialog);
  GtkWidget *url = guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, "Address");
  GtkWidget *create = guild_test_ui_await (dialog, GTK_TYPE_BUTTON, "Create");
  gtk_editable_set_text (GTK_EDITABLE (url), "https://hooks.example/new");
  g_assert_false (gtk_widget_is_sensitive (create));
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "company.created"));
  g_assert_true (gtk_widget_is_sensitive (create));
  /* Events that have no check of their own. */
  GtkWidget *others = guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW,
                                           "Other events (invoices.write.successful, …)");
  gtk_editable_set_text (GTK_EDITABLE (others), "no event");
  g_assert_false (gtk_widget_is_sensitive (create));
  gtk_editable_set_text (GTK_EDITABLE (others), "bills.write.successful, company.created");
  gtk_widget_activate (
    guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "Begin switched off"));
  guild_ui_press_button (dialog, "Create");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://hooks.example/new");
  g_autoptr(JsonNode) node = NULL;
  JsonArray *list =
    json_object_get_array_member (guild_ui_settings_ask (fixture, "/webhooks", &node), "results");
  JsonObject *made = json_array_get_object_element (list, json_array_get_length (list) - 1);
  JsonArray *events = json_object_get_array_member (made, "eventTypes");
  g_assert_true (json_object_get_boolean_member (made, "disabled"));
  g_assert_cmpuint (json_array_get_length (events), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (events, 1), ==, "bills.write.successful");
  g_assert_cmpuint (count_results (fixture, "/webhooks"), ==, 3);
  guild_ui_press_button (stack, "Delete Webhook…");
  guild_ui_answer ("Delete");
  guild_test_wait_until (count_results (fixture, "/webhooks") == 2);
  guild_ui_settings_close ();
}

static void
test_signature (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = guild_ui_settings_open_signature (fixture);
  GtkWidget *body = guild_test_ui_await (dialog, GTK_TYPE_TEXT_VIEW, NULL);

  /* Right, though years old. */
  g_assert_nonnull (guild_test_ui_find (dialog, GTK_TYPE_LABEL,
                                        guild_webhook_signature_explain (GUILD_SIGNATURE_STALE)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (body)), "{}", -1);
  g_assert_nonnull (guild_test_ui_find (dialog, GTK_TYPE_LABEL,
                                        guild_webhook_signature_explain (GUILD_SIGNATURE_WRONG)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  guild_ui_settings_close ();
}

static void
test_integrations (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = guild_ui_settings_open (fixture, "integrations");

  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Xero");
  guild_test_ui_check_names (GTK_WIDGET (stack));
  GtkWidget *search = guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "zettle");
  guild_test_wait_until (
    guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Xero") == NULL);
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Zettle"));
  gtk_editable_set_text (GTK_EDITABLE (search), "no such platform");
  guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_LABEL, "No Platform Found");
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Xero");

  /* By kind, and by what is switched on. */
  GtkWidget *kind = guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Kind");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kind), 2);
  guild_test_wait_until (
    guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Xero") == NULL);
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Plaid"));
  g_assert_null (guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Zettle"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kind), 0);
  GtkWidget *on = guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN,
                                      "Switched on or off");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (on), 2);
  guild_test_wait_until (
    guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Xero") == NULL);
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW,
                                        "Partner Commerce"));
  guild_ui_settings_close ();
}

static void
test_role (GuildUiFixture *fixture, gconstpointer data)
{
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/switches",
                                            "{\"role\":\"analyst\"}"));
  AdwViewStack *stack = guild_ui_settings_open (fixture, "keys");
  guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Not for This Key");
  guild_ui_settings_close ();
}

static void
test_products (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *window = guild_ui_settings_open_company (fixture, "win.products");
  GtkWidget *row = guild_test_ui_await (window, ADW_TYPE_ACTION_ROW, "Payables");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  guild_test_ui_check_names (window);
  gtk_widget_activate (row);
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_assert_cmpint (guild_change_get_write (change)->kind, ==, GUILD_WRITE_ADD_PRODUCT);
  g_assert_cmpstr (guild_change_get_write (change)->target_id, ==, "payables");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A profile in which much is said, and something typed. */
static void
show_profile_edited (GuildUiFixture *fixture)
{
  json_node_unref (guild_test_sandbox_call (
    fixture->sandbox, "PUT", "/profile",
    "{\"name\":\"Northwind\",\"redirectUrl\":\"https://one.example/{companyId}/{statusCode}\","
    "\"logoUrl\":\"https://one.example/logo.png\","
    "\"whiteListUrls\":[\"https://two.example\",\"https://three.example\"]}"));
  AdwViewStack *stack = guild_ui_settings_open (fixture, "profile");
  GtkWidget *page = adw_view_stack_get_visible_child (stack);
  guild_ui_fill (page, "Name", "Northwind & Sons");
  guild_ui_fill (page, "Address of the icon", "icon.png");
  guild_ui_fill (page, "Allow an address", "https://one.example");
  GtkWindow *window = guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (guild_test_ui_await (page, GTK_TYPE_SCROLLED_WINDOW, NULL)));
  guild_test_wait_until (
    gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll) >= 130);
  gtk_adjustment_set_value (scroll, 130);
  guild_test_ui_compare (GTK_WIDGET (window), "settings-profile-edited");
  guild_ui_settings_close ();
}

static void
test_pictures (GuildUiFixture *fixture, gconstpointer data)
{
  static const struct { const char *page; const char *label; } pages[] = {
    { "profile", "Lead back to Guildhall" }, { "keys", "Nightly export" },
    { "webhooks", "Check a signature" }, { "sync", "Invoices" },
    { "integrations", "Xero" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strconcat ("settings-", pages[i].page, NULL);
      AdwViewStack *stack = guild_ui_settings_open (fixture, pages[i].page);
      guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, pages[i].label);
      if (i == 4)
        guild_test_wait_until (guild_ui_count_logos (GTK_WIDGET (stack)) == 35);
      GtkWindow *window = guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
      guild_test_ui_compare (GTK_WIDGET (window), name);
    }
  AdwViewStack *stack = guild_ui_settings_open (fixture, "sync");
  GtkWidget *fields = guild_ui_settings_open_fields (stack, "Balance sheet");
  guild_test_ui_compare (fields, "sync-fields");
  gtk_popover_popdown (GTK_POPOVER (fields));
  guild_ui_settings_close ();
  GtkWidget *dialog = guild_ui_settings_open_signature (fixture);
  guild_test_ui_compare (dialog, "signature");
  gtk_window_destroy (GTK_WINDOW (dialog));
  guild_ui_settings_close ();
  show_profile_edited (fixture);
  GtkWidget *products = guild_ui_settings_open_company (fixture, "win.products");
  guild_test_ui_await (products, ADW_TYPE_ACTION_ROW, "Payables");
  guild_test_ui_compare (products, "products");
  gtk_window_destroy (GTK_WINDOW (products));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); }
  tests[] = {
    { "keys", test_keys }, { "doubt", test_doubt }, { "kept", test_kept },
    { "webhooks", test_webhooks }, { "signature", test_signature },
    { "integrations", test_integrations }, { "role", test_role }, { "products", test_products },
    { "pictures", test_pictures },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/settings/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, guild_ui_settings_set_up, tests[i].test,
                  guild_ui_settings_tear_down);
    }
  g_test_add ("/ui/settings/pictures/dark", GuildUiFixture, GUINT_TO_POINTER (GUILD_TEST_UI_DARK),
              guild_ui_settings_set_up, test_pictures, guild_ui_settings_tear_down);
  return g_test_run ();
}
