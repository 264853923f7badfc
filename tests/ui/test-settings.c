/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include <string.h>

#include "company/guild-webhook-signature.h"
#include "ui/guild-clock.h"
#include "ui/guild-service-settings-window.h"
#include "ui/guild-settings.h"
#include "ui/guild-signature-dialog.h"
#include "ui/guild-webhook-dialog.h"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (GPOINTER_TO_UINT (data));
  guild_ui_fixture_init (fixture, 12);
  guild_ui_fixture_open (fixture, 1100, 700);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  g_settings_reset (guild_settings_get (), "callback-port");
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

static GtkWindow *
find_window (GType type, GtkWindow *other_than)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && l->data != other_than &&
        gtk_widget_get_mapped (l->data))
      return l->data;
  return NULL;
}

static GtkWindow *
await_window (GType type)
{
  guild_test_wait_until (find_window (type, NULL) != NULL);
  return find_window (type, NULL);
}

static AdwViewStack *
open_settings (GuildUiFixture *fixture, const char *page)
{
  GtkWindow *window = find_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW, NULL);

  if (window == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.service-settings", NULL);
      window = await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
    }
  AdwViewStack *stack =
    ADW_VIEW_STACK (guild_test_ui_await (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK, NULL));
  adw_view_stack_set_visible_child_name (stack, page);
  return stack;
}

static void
close_settings (void)
{
  gtk_window_destroy (await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW));
}

static void
press (gpointer root, const char *label)
{
  GtkWidget *button = guild_test_ui_await (GTK_WIDGET (root), GTK_TYPE_BUTTON, label);

  guild_test_wait_until (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
answer (const char *label)
{
  GtkWindow *dialog = await_window (ADW_TYPE_MESSAGE_DIALOG);

  press (dialog, label);
  guild_test_wait_until (find_window (ADW_TYPE_MESSAGE_DIALOG, NULL) == NULL);
}

static JsonObject *
ask_sandbox (GuildUiFixture *fixture, const char *path, JsonNode **node)
{
  *node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  return json_node_get_object (*node);
}

static guint
count_results (GuildUiFixture *fixture, const char *path)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object = ask_sandbox (fixture, path, &node);

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
  AdwViewStack *stack = open_settings (fixture, "keys");

  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Nightly export");
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Used here"));
  guild_test_ui_check_names (GTK_WIDGET (stack));
  press (stack, "New Key…");
  GtkWindow *dialog = await_window (ADW_TYPE_MESSAGE_DIALOG);
  GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL);
  g_assert_false (gtk_widget_is_sensitive (
    guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Create")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Reports");
  answer ("Create");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Reports");
  g_assert_cmpuint (count_results (fixture, "/apiKeys"), ==, 3);

  /* No key is in the journal, in any other file, in the log or on the screen; nor as it is sent. */
  g_log_set_default_handler (before, NULL);
  g_assert_nonnull (strstr (logged->str, "POST /apiKeys: 201"));
  g_autoptr(JsonNode) node = NULL;
  JsonObject *list = ask_sandbox (fixture, "/apiKeys", &node);
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
  press (stack, "Delete Key…");
  answer ("Cancel");
  g_assert_cmpuint (count_results (fixture, "/apiKeys"), ==, 3);
  close_settings ();
}

/* The answer was lost, and so is the look-up: nothing is sent again, also when it is asked for. */
static void
test_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_set_clock (fixture);
  AdwViewStack *stack = open_settings (fixture, "keys");
  for (guint i = 0; i < 2; i++)
    {
      press (stack, "New Key…");
      GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (await_window (ADW_TYPE_MESSAGE_DIALOG)),
                                              GTK_TYPE_ENTRY, NULL);
      gtk_editable_set_text (GTK_EDITABLE (entry), "Night run");
      if (i == 0)
        {
          guild_ui_fault (fixture, "path=/apiKeys,method=POST,cut=after-write");
          guild_ui_fault (fixture, "path=/apiKeys,method=GET,status=403");
        }
      press (await_window (ADW_TYPE_MESSAGE_DIALOG), "Create");
      guild_test_wait_until (find_window (ADW_TYPE_MESSAGE_DIALOG, NULL) != NULL &&
                             guild_test_ui_find (GTK_WIDGET (find_window (ADW_TYPE_MESSAGE_DIALOG,
                                                                          NULL)),
                                                 GTK_TYPE_BUTTON, "Look It Up") != NULL);
      GtkWindow *dialog = await_window (ADW_TYPE_MESSAGE_DIALOG);
      g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==,
                       "It Is Not Known Whether It Was Done");
      if (i == 0)
        {
          answer ("Close");
          guild_ui_clear_faults (fixture);
          close_settings ();
          stack = open_settings (fixture, "keys");
          guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "Night run");
        }
    }
  answer ("Look It Up");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  guild_test_wait_until (guild_journal_get_n_unknown (journal) == 0);
  g_assert_cmpuint (guild_ui_count_requests (fixture, "POST /apiKeys"), ==, 1);
  close_settings ();
}

/* What was typed outlives a refusal. */
static void
test_kept (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_switch (fixture, "{\"plan\":\"free\"}");
  AdwViewStack *stack = open_settings (fixture, "sync");
  GtkWidget *drop = guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Invoices");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 1);
  press (stack, "Save");
  answer ("Close");
  drop = guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Invoices");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)), ==, 1);
  g_assert_true (gtk_widget_is_sensitive (
    guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_BUTTON, "Save")));

  guild_ui_fault (fixture, "path=/webhooks,method=POST,status=400");
  stack = open_settings (fixture, "webhooks");
  press (stack, "New Webhook…");
  GtkWidget *dialog = GTK_WIDGET (await_window (GUILD_TYPE_WEBHOOK_DIALOG));
  GtkWidget *url = guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, "Address");
  gtk_editable_set_text (GTK_EDITABLE (url), "https://hooks.example/new");
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "company.created"));
  press (dialog, "Create");
  guild_ui_await_words (dialog, "Nothing was changed");
  guild_ui_clear_faults (fixture);
  press (dialog, "Create");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://hooks.example/new");
  guild_test_wait_until (find_window (GUILD_TYPE_WEBHOOK_DIALOG, NULL) == NULL);

  /* One like it could not be told from it. */
  press (stack, "New Webhook…");
  dialog = GTK_WIDGET (await_window (GUILD_TYPE_WEBHOOK_DIALOG));
  gtk_editable_set_text (GTK_EDITABLE (guild_test_ui_await (dialog, ADW_TYPE_ENTRY_ROW, "Address")),
                         "https://hooks.example/new");
  gtk_widget_activate (guild_test_ui_await (dialog, ADW_TYPE_ACTION_ROW, "company.created"));
  press (dialog, "Create");
  guild_ui_await_words (dialog, "There is a webhook to this address");
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (count_results (fixture, "/webhooks"), ==, 3);
  close_settings ();
}

static char *
dup_redirect (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node = NULL;

  return g_strdup (json_object_get_string_member (ask_sandbox (fixture, "/profile", &node),
                                                  "redirectUrl"));
}

static void
test_redirect (GuildUiFixture *fixture, gconstpointer data)
{
  g_settings_set (guild_settings_get (), "callback-port", "q", 8765);
  AdwViewStack *stack = open_settings (fixture, "profile");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  g_autofree char *before = dup_redirect (fixture);

  /* What cannot work is not sent. */
  static const char * const wrong[] = { "", "no address", "https://shop.example/{companyId" };
  GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Address");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i]);
      g_signal_emit_by_name (entry, "entry-activated");
      g_assert_null (find_window (ADW_TYPE_MESSAGE_DIALOG, NULL));
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), before);
  press (stack, "Set…");
  answer ("Cancel");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
  press (stack, "Set…");
  answer ("Change");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_autofree char *ours = dup_redirect (fixture);
  g_assert_true (g_str_has_prefix (ours, "http://127.0.0.1:8765/"));

  /* The toast takes it back. */
  press (await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW), "Undo");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 2);
  g_autoptr(GuildChange) undo = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_state (undo) == GUILD_CHANGE_CONFIRMED);
  g_autofree char *after = dup_redirect (fixture);
  g_assert_cmpstr (after, ==, before);
  close_settings ();
}

/* What is typed into the row TITLE is applied, as with its button. */
static void
apply (gpointer root, const char *title, const char *text)
{
  GtkWidget *row = guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ENTRY_ROW, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  press (row, "Apply");
}

static void
assert_typed (gpointer root, const char *title, const char *text)
{
  GtkWidget *row = guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ENTRY_ROW, title);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, text);
}

/* It goes, so that the next one is seen at once. */
static void
await_toast (GtkWindow *window, const char *words)
{
  guild_ui_await_words (GTK_WIDGET (window), words);
  press (window, "Dismiss");
}

static GuildChange *
await_change (GuildUiFixture *fixture, guint n)
{
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));

  guild_test_wait_until (g_list_model_get_n_items (journal) == n);
  g_autoptr(GuildChange) change = g_list_model_get_item (journal, 0);
  guild_test_wait_until (guild_change_get_state (change) == GUILD_CHANGE_CONFIRMED ||
                         guild_change_get_state (change) == GUILD_CHANGE_REFUSED);
  return g_steal_pointer (&change);
}

static void
test_profile (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = open_settings (fixture, "profile");
  GtkWindow *window = await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));

  /* What cannot be is not sent. */
  apply (stack, "Name", " ");
  await_toast (window, "A name is needed");
  apply (stack, "Address of the logo", "logo.png");
  await_toast (window, "begins with http");
  g_assert_true (gtk_widget_has_css_class (
    guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Address of the logo"), "error"));
  g_assert_cmpuint (g_list_model_get_n_items (journal), ==, 0);

  /* A refusal keeps what was typed, and it can be applied again as it is. */
  guild_ui_fault (fixture, "path=/profile,method=PUT,status=400");
  apply (stack, "Name", " Northwind ");
  answer ("Close");
  guild_ui_clear_faults (fixture);
  assert_typed (stack, "Name", " Northwind ");
  assert_typed (stack, "Address of the logo", "logo.png");
  press (guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Name"), "Apply");
  g_autoptr(GuildChange) name = await_change (fixture, 2);
  g_assert_cmpint (guild_change_get_write (name)->kind, ==, GUILD_WRITE_SET_PROFILE);
  g_assert_cmpstr (guild_change_get_write (name)->target_id, ==, "name");
  await_toast (window, "Name changed");
  /* So does reading it again, in the other rows. */
  assert_typed (stack, "Address of the logo", "logo.png");
  apply (stack, "Address of the logo", "https://a.example/logo.png");
  g_autoptr(GuildChange) logo = await_change (fixture, 3);
  g_autoptr(JsonNode) node = NULL;
  JsonObject *profile = ask_sandbox (fixture, "/profile", &node);
  g_assert_cmpstr (json_object_get_string_member (profile, "name"), ==, "Northwind");
  g_assert_cmpstr (json_object_get_string_member (profile, "logoUrl"), ==,
                   "https://a.example/logo.png");

  /* The toast takes it back. */
  guild_ui_await_words (GTK_WIDGET (window), "Logo changed");
  press (window, "Undo");
  g_autoptr(GuildChange) undo = await_change (fixture, 4);
  g_assert_cmpstr (guild_change_get_write (undo)->target_id, ==, "logoUrl");
  guild_test_wait_until (*gtk_editable_get_text (GTK_EDITABLE (guild_test_ui_await (
                           GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Address of the logo"))) ==
                         '\0');
  assert_typed (stack, "Name", "Northwind");
  close_settings ();
}

static guint
count_allowed (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node = NULL;
  JsonNode *list = json_object_get_member (ask_sandbox (fixture, "/profile", &node),
                                           "whiteListUrls");

  return list != NULL ? json_array_get_length (json_node_get_array (list)) : 0;
}

static void
test_allowed (GuildUiFixture *fixture, gconstpointer data)
{
  json_node_unref (guild_test_sandbox_call (
    fixture->sandbox, "PUT", "/profile",
    "{\"name\":\"Northwind\",\"redirectUrl\":\"https://one.example/{companyId}\"}"));
  AdwViewStack *stack = open_settings (fixture, "profile");
  GtkWindow *window = await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));

  apply (stack, "Allow an address", "one.example");
  await_toast (window, "begins with http");
  /* The first one would shut out where customers are sent now. */
  apply (stack, "Allow an address", "https://two.example");
  answer ("Cancel");
  g_assert_cmpuint (g_list_model_get_n_items (journal), ==, 0);
  press (guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Allow an address"), "Apply");
  answer ("Change");
  g_autoptr(GuildChange) first = await_change (fixture, 1);
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://two.example");
  assert_typed (stack, "Allow an address", "");
  guild_ui_await_words (GTK_WIDGET (stack), "not among the allowed addresses");
  guild_test_ui_check_names (GTK_WIDGET (stack));
  await_toast (window, "Allowed addresses changed");

  /* What makes it no worse is not asked about. */
  apply (stack, "Allow an address", "https://one.example");
  g_autoptr(GuildChange) second = await_change (fixture, 2);
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://one.example");
  g_assert_cmpuint (count_allowed (fixture), ==, 2);
  await_toast (window, "Allowed addresses changed");
  apply (stack, "Allow an address", "https://one.example");
  await_toast (window, "allowed already");
  press (guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://one.example"),
         "Remove Address");
  answer ("Cancel");
  press (guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://two.example"),
         "Remove Address");
  g_autoptr(GuildChange) third = await_change (fixture, 3);
  g_assert_cmpuint (count_allowed (fixture), ==, 1);
  await_toast (window, "Allowed addresses changed");
  guild_test_wait_until (guild_change_get_can_undo (third));
  close_settings ();
}

static void
test_webhooks (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = open_settings (fixture, "webhooks");

  press (stack, "New Webhook…");
  GtkWidget *dialog = GTK_WIDGET (await_window (GUILD_TYPE_WEBHOOK_DIALOG));
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
  press (dialog, "Create");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://hooks.example/new");
  g_autoptr(JsonNode) node = NULL;
  JsonArray *list =
    json_object_get_array_member (ask_sandbox (fixture, "/webhooks", &node), "results");
  JsonObject *made = json_array_get_object_element (list, json_array_get_length (list) - 1);
  JsonArray *events = json_object_get_array_member (made, "eventTypes");
  g_assert_true (json_object_get_boolean_member (made, "disabled"));
  g_assert_cmpuint (json_array_get_length (events), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (events, 1), ==, "bills.write.successful");
  g_assert_cmpuint (count_results (fixture, "/webhooks"), ==, 3);
  press (stack, "Delete Webhook…");
  answer ("Delete");
  guild_test_wait_until (count_results (fixture, "/webhooks") == 2);
  close_settings ();
}

static GtkWidget *
fill (GtkWidget *dialog, GType type, const char *title, const char *text)
{
  GtkWidget *row = guild_test_ui_await (dialog, type, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  return row;
}

static GtkWidget *
open_signature (GuildUiFixture *fixture)
{
  AdwViewStack *stack = open_settings (fixture, "webhooks");

  press (stack, "Check…");
  GtkWidget *dialog = GTK_WIDGET (await_window (GUILD_TYPE_SIGNATURE_DIALOG));
  GtkWidget *body = guild_test_ui_await (dialog, GTK_TYPE_TEXT_VIEW, NULL);
  fill (dialog, ADW_TYPE_ENTRY_ROW, "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
  fill (dialog, ADW_TYPE_ENTRY_ROW, "webhook-timestamp", "1614265330");
  fill (dialog, ADW_TYPE_ENTRY_ROW, "webhook-signature",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  fill (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "Signing secret (whsec_…)",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (body)),
                            "{\"test\": 2432232314}", -1);
  return dialog;
}

static void
test_signature (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = open_signature (fixture);
  GtkWidget *body = guild_test_ui_await (dialog, GTK_TYPE_TEXT_VIEW, NULL);

  /* Right, though years old. */
  g_assert_nonnull (guild_test_ui_find (dialog, GTK_TYPE_LABEL,
                                        guild_webhook_signature_explain (GUILD_SIGNATURE_STALE)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (body)), "{}", -1);
  g_assert_nonnull (guild_test_ui_find (dialog, GTK_TYPE_LABEL,
                                        guild_webhook_signature_explain (GUILD_SIGNATURE_WRONG)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_settings ();
}

static void
test_sync (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = open_settings (fixture, "sync");
  GtkWidget *drop = guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Invoices");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)), ==, 2);
  g_assert_false (gtk_widget_is_sensitive (
    guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Company")));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 3);
  press (stack, "Save");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_autoptr(JsonNode) node = NULL;
  JsonObject *settings = ask_sandbox (fixture, "/profile/syncSettings", &node);
  JsonArray *rows = json_object_get_array_member (settings, "settings");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, 5),
                                               "syncSchedule"), ==, 168);
  close_settings ();
}

/* The popover of the row of a type, shown. */
static GtkWidget *
open_fields (gpointer root, const char *label)
{
  GtkWidget *row = guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ACTION_ROW, label);
  GtkWidget *more = guild_test_ui_find (row, GTK_TYPE_MENU_BUTTON, NULL);

  g_assert_nonnull (more);
  gtk_menu_button_popup (GTK_MENU_BUTTON (more));
  GtkWidget *fields = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (more)));
  guild_test_wait_until (gtk_widget_get_mapped (fields));
  return fields;
}

/* Order, period and months of a report; what is no day is not sent, and a refusal keeps it all. */
static void
test_sync_fields (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = open_settings (fixture, "sync");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  GtkWidget *fields = open_fields (stack, "Invoices");
  GtkWidget *save = guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_BUTTON, "Save");
  GtkWidget *from = guild_test_ui_find (fields, GTK_TYPE_DROP_DOWN, "Fetch");

  guild_test_ui_check_names (fields);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (from)), ==, 2);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (from), 1);
  GtkWidget *date = guild_test_ui_await (fields, GTK_TYPE_ENTRY, NULL);
  static const char * const wrong[] = { "", "yesterday", "2024-13-01", "2024-1-1", "2999-01-01" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (date), wrong[i]);
      g_assert_nonnull (guild_test_ui_find (fields, GTK_TYPE_LABEL,
                                            i == 4 ? "This day is still to come."
                                                   : "Write the day as year-month-day, as in "
                                                     "2024-01-31."));
      g_assert_false (gtk_widget_is_sensitive (save));
    }
  gtk_editable_set_text (GTK_EDITABLE (date), "2024-03-01");
  g_assert_true (gtk_widget_is_sensitive (save));
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (guild_test_ui_find (fields, GTK_TYPE_SPIN_BUTTON, "Place in the order")), 3);
  gtk_popover_popdown (GTK_POPOVER (fields));
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Since 2024-03-01"));
  fields = open_fields (stack, "Balance sheet");
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (guild_test_ui_find (fields, GTK_TYPE_SPIN_BUTTON, "Months in the report")),
    36);
  gtk_popover_popdown (GTK_POPOVER (fields));

  guild_ui_fault (fixture, "path=/profile/syncSettings,method=POST,status=400");
  press (stack, "Save");
  answer ("Close");
  guild_ui_clear_faults (fixture);
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Since 2024-03-01"));
  press (stack, "Save");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 2);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_autoptr(JsonNode) node = NULL;
  JsonArray *rows = json_object_get_array_member (
    ask_sandbox (fixture, "/profile/syncSettings", &node), "settings");
  JsonObject *invoices = json_array_get_object_element (rows, 5);
  g_assert_cmpstr (json_object_get_string_member (invoices, "syncFromUtc"), ==,
                   "2024-03-01T00:00:00Z");
  g_assert_false (json_object_has_member (invoices, "syncFromWindow"));
  g_assert_cmpint (json_object_get_int_member (invoices, "syncOrder"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, 2),
                                               "monthsToSync"), ==, 36);
  close_settings ();
}

static void
test_integrations (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = open_settings (fixture, "integrations");

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
  close_settings ();
}

static void
test_role (GuildUiFixture *fixture, gconstpointer data)
{
  json_node_unref (guild_test_sandbox_call (fixture->sandbox, "POST", "/_sandbox/switches",
                                            "{\"role\":\"analyst\"}"));
  AdwViewStack *stack = open_settings (fixture, "keys");
  guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Not for This Key");
  close_settings ();
}

static void
open_company (GuildUiFixture *fixture)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);

  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
}

static GtkWidget *
open_company_window (GuildUiFixture *fixture, const char *action)
{
  open_company (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  guild_test_wait_until (find_window (ADW_TYPE_WINDOW, NULL) != NULL);
  return GTK_WIDGET (find_window (ADW_TYPE_WINDOW, NULL));
}

static void
test_products (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *window = open_company_window (fixture, "win.products");
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

/* TRUE: the company has settings of its own, and INVOICES is how often that type is fetched. */
static gboolean
read_company_sync (GuildUiFixture *fixture, gint64 *invoices)
{
  g_autofree char *path = g_strdup_printf ("/companies/%s/syncSettings",
                                           guild_company_pane_get_id (fixture->window->pane));
  g_autoptr(JsonNode) node = NULL;
  JsonObject *settings = ask_sandbox (fixture, path, &node);
  JsonArray *rows = json_object_get_array_member (settings, "settings");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      if (g_str_equal (json_object_get_string_member (row, "dataType"), "invoices"))
        *invoices = json_object_get_int_member (row, "syncSchedule");
    }
  return json_object_get_boolean_member (settings, "overridesDefaults");
}

/* A company's own settings take the place of the default, and undoing brings that back. */
static void
test_company_sync (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *window = open_company_window (fixture, "win.sync-settings");
  GtkWidget *drop = guild_test_ui_await (window, GTK_TYPE_DROP_DOWN, "Invoices");
  GtkWidget *own = guild_test_ui_await (window, GTK_TYPE_SWITCH, NULL);
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  gint64 default_hours = 0, hours = 0;

  guild_test_ui_check_names (window);
  g_assert_false (read_company_sync (fixture, &default_hours));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (own)));
  g_assert_false (gtk_widget_is_sensitive (drop));
  g_assert_false (gtk_widget_is_sensitive (
    guild_test_ui_await (window, GTK_TYPE_BUTTON, "Save")));

  gtk_switch_set_active (GTK_SWITCH (own), TRUE);
  g_assert_true (gtk_widget_is_sensitive (drop));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 3);
  GtkWidget *fields = open_fields (window, "Balance sheet");
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (guild_test_ui_find (fields, GTK_TYPE_SPIN_BUTTON, "Months in the report")),
    36);
  gtk_popover_popdown (GTK_POPOVER (fields));
  press (window, "Save");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_assert_cmpstr (guild_change_get_write (change)->company_id, ==,
                   guild_company_pane_get_id (fixture->window->pane));
  g_assert_nonnull (strstr (guild_change_get_write (change)->body, "\"monthsToSync\":36"));
  g_assert_true (read_company_sync (fixture, &hours));
  g_assert_cmpint (hours, ==, 168);
  g_assert_cmpint (hours, !=, default_hours);

  press (window, "Undo");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 2);
  g_autoptr(GuildChange) undo = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_state (undo) == GUILD_CHANGE_CONFIRMED);
  g_assert_false (read_company_sync (fixture, &hours));
  g_assert_cmpint (hours, ==, default_hours);
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
  AdwViewStack *stack = open_settings (fixture, "profile");
  GtkWidget *page = adw_view_stack_get_visible_child (stack);
  fill (page, ADW_TYPE_ENTRY_ROW, "Name", "Northwind & Sons");
  fill (page, ADW_TYPE_ENTRY_ROW, "Address of the icon", "icon.png");
  fill (page, ADW_TYPE_ENTRY_ROW, "Allow an address", "https://one.example");
  GtkWindow *window = await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (guild_test_ui_await (page, GTK_TYPE_SCROLLED_WINDOW, NULL)));
  guild_test_ui_settle (GTK_WIDGET (window));
  gtk_adjustment_set_value (scroll, 130);
  guild_test_ui_compare (GTK_WIDGET (window), "settings-profile-edited");
  close_settings ();
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
      AdwViewStack *stack = open_settings (fixture, pages[i].page);
      guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, pages[i].label);
      if (i == 4)
        guild_test_wait_until (guild_ui_count_logos (GTK_WIDGET (stack)) == 35);
      guild_test_ui_compare (GTK_WIDGET (await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW)), name);
    }
  GtkWidget *fields = open_fields (open_settings (fixture, "sync"), "Balance sheet");
  guild_test_ui_compare (fields, "sync-fields");
  gtk_popover_popdown (GTK_POPOVER (fields));
  close_settings ();
  GtkWidget *dialog = open_signature (fixture);
  guild_test_ui_compare (dialog, "signature");
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_settings ();
  show_profile_edited (fixture);
  GtkWidget *products = open_company_window (fixture, "win.products");
  guild_test_ui_await (products, ADW_TYPE_ACTION_ROW, "Payables");
  guild_test_ui_compare (products, "products");
  gtk_window_destroy (GTK_WINDOW (products));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); }
  tests[] = {
    { "keys", test_keys }, { "redirect", test_redirect }, { "webhooks", test_webhooks },
    { "profile", test_profile }, { "allowed", test_allowed },
    { "signature", test_signature }, { "sync", test_sync }, { "integrations", test_integrations },
    { "role", test_role }, { "doubt", test_doubt }, { "kept", test_kept },
    { "company-sync", test_company_sync }, { "sync-fields", test_sync_fields },
    { "products", test_products }, { "pictures", test_pictures },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/settings/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add ("/ui/settings/pictures/dark", GuildUiFixture, GUINT_TO_POINTER (GUILD_TEST_UI_DARK),
              set_up, test_pictures, tear_down);
  return g_test_run ();
}
