/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-settings.h"

#include "ui/guild-service-settings-window.h"
#include "ui/guild-settings.h"

/* The page of the profile in the service's settings: the redirect, what is typed, the allowed
 * addresses. */

static char *
dup_redirect (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *profile = guild_ui_settings_ask (fixture, "/profile", &node);

  return g_strdup (json_object_get_string_member (profile, "redirectUrl"));
}

static void
test_redirect (GuildUiFixture *fixture, gconstpointer data)
{
  g_settings_set (guild_settings_get (), "callback-port", "q", 8765);
  AdwViewStack *stack = guild_ui_settings_open (fixture, "profile");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  g_autofree char *before = dup_redirect (fixture);

  /* What cannot work is not sent. */
  static const char * const wrong[] = { "", "no address", "https://shop.example/{companyId" };
  GtkWidget *entry = guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Address");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i]);
      g_signal_emit_by_name (entry, "entry-activated");
      g_assert_null (guild_ui_find_window (ADW_TYPE_MESSAGE_DIALOG));
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), before);
  guild_ui_press_button (stack, "Set…");
  guild_ui_answer ("Cancel");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
  guild_ui_press_button (stack, "Set…");
  guild_ui_answer ("Change");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_autofree char *ours = dup_redirect (fixture);
  g_assert_true (g_str_has_prefix (ours, "http://127.0.0.1:8765/"));

  /* The toast takes it back. */
  guild_ui_press_button (guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW), "Undo");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 2);
  g_autoptr(GuildChange) undo = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_state (undo) == GUILD_CHANGE_CONFIRMED);
  g_autofree char *after = dup_redirect (fixture);
  g_assert_cmpstr (after, ==, before);
  guild_ui_settings_close ();
}

/* What the row TITLE holds is applied with its button. */
static void
apply (gpointer root, const char *title)
{
  guild_ui_press_button (guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ENTRY_ROW, title),
                         "Apply");
}

static void
type_and_apply (gpointer root, const char *title, const char *text)
{
  guild_ui_fill (root, title, text);
  apply (root, title);
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
  guild_ui_press_button (window, "Dismiss");
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
  AdwViewStack *stack = guild_ui_settings_open (fixture, "profile");
  GtkWindow *window = guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));

  /* What cannot be is not sent. */
  type_and_apply (stack, "Name", " ");
  await_toast (window, "A name is needed");
  type_and_apply (stack, "Address of the logo", "logo.png");
  await_toast (window, "begins with http");
  g_assert_true (gtk_widget_has_css_class (
    guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Address of the logo"), "error"));
  g_assert_cmpuint (g_list_model_get_n_items (journal), ==, 0);

  /* A refusal keeps what was typed, and it can be applied again as it is. */
  guild_ui_fault (fixture, "path=/profile,method=PUT,status=400");
  type_and_apply (stack, "Name", " Northwind ");
  guild_ui_answer ("Close");
  guild_ui_clear_faults (fixture);
  assert_typed (stack, "Name", " Northwind ");
  assert_typed (stack, "Address of the logo", "logo.png");
  apply (stack, "Name");
  g_autoptr(GuildChange) name = await_change (fixture, 2);
  g_assert_cmpint (guild_change_get_write (name)->kind, ==, GUILD_WRITE_SET_PROFILE);
  g_assert_cmpstr (guild_change_get_write (name)->target_id, ==, "name");
  await_toast (window, "Name changed");
  /* So does reading it again, in the other rows. */
  assert_typed (stack, "Address of the logo", "logo.png");
  type_and_apply (stack, "Address of the logo", "https://a.example/logo.png");
  g_autoptr(GuildChange) logo = await_change (fixture, 3);
  g_autoptr(JsonNode) node = NULL;
  JsonObject *profile = guild_ui_settings_ask (fixture, "/profile", &node);
  g_assert_cmpstr (json_object_get_string_member (profile, "name"), ==, "Northwind");
  g_assert_cmpstr (json_object_get_string_member (profile, "logoUrl"), ==,
                   "https://a.example/logo.png");

  /* The toast takes it back. */
  guild_ui_await_words (GTK_WIDGET (window), "Logo changed");
  guild_ui_press_button (window, "Undo");
  g_autoptr(GuildChange) undo = await_change (fixture, 4);
  g_assert_cmpstr (guild_change_get_write (undo)->target_id, ==, "logoUrl");
  guild_test_wait_until (*gtk_editable_get_text (GTK_EDITABLE (guild_test_ui_await (
                           GTK_WIDGET (stack), ADW_TYPE_ENTRY_ROW, "Address of the logo"))) ==
                         '\0');
  assert_typed (stack, "Name", "Northwind");
  guild_ui_settings_close ();
}

static guint
count_allowed (GuildUiFixture *fixture)
{
  g_autoptr(JsonNode) node = NULL;
  JsonNode *list = json_object_get_member (guild_ui_settings_ask (fixture, "/profile", &node),
                                           "whiteListUrls");

  return list != NULL ? json_array_get_length (json_node_get_array (list)) : 0;
}

static void
remove_address (gpointer root, const char *address)
{
  guild_ui_press_button (guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ACTION_ROW, address),
                         "Remove Address");
}

static void
test_allowed (GuildUiFixture *fixture, gconstpointer data)
{
  json_node_unref (guild_test_sandbox_call (
    fixture->sandbox, "PUT", "/profile",
    "{\"name\":\"Northwind\",\"redirectUrl\":\"https://one.example/{companyId}\"}"));
  AdwViewStack *stack = guild_ui_settings_open (fixture, "profile");
  GtkWindow *window = guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
  GListModel *journal = G_LIST_MODEL (guild_desk_get_journal (fixture->desk));

  type_and_apply (stack, "Allow an address", "one.example");
  await_toast (window, "begins with http");
  /* The first one would shut out where customers are sent now. */
  type_and_apply (stack, "Allow an address", "https://two.example");
  guild_ui_answer ("Cancel");
  g_assert_cmpuint (g_list_model_get_n_items (journal), ==, 0);
  apply (stack, "Allow an address");
  guild_ui_answer ("Change");
  g_autoptr(GuildChange) first = await_change (fixture, 1);
  await_toast (window, "Allowed addresses changed");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://two.example");
  assert_typed (stack, "Allow an address", "");
  guild_ui_await_words (GTK_WIDGET (stack), "not among the allowed addresses");
  guild_test_ui_check_names (GTK_WIDGET (stack));

  /* What makes it no worse is not asked about. */
  type_and_apply (stack, "Allow an address", "https://one.example");
  g_autoptr(GuildChange) second = await_change (fixture, 2);
  await_toast (window, "Allowed addresses changed");
  guild_test_ui_await (GTK_WIDGET (stack), ADW_TYPE_ACTION_ROW, "https://one.example");
  g_assert_cmpuint (count_allowed (fixture), ==, 2);
  type_and_apply (stack, "Allow an address", "https://one.example");
  await_toast (window, "allowed already");
  remove_address (stack, "https://one.example");
  guild_ui_answer ("Cancel");
  remove_address (stack, "https://two.example");
  g_autoptr(GuildChange) third = await_change (fixture, 3);
  g_assert_cmpuint (count_allowed (fixture), ==, 1);
  await_toast (window, "Allowed addresses changed");
  guild_test_wait_until (guild_change_get_can_undo (third));
  guild_ui_settings_close ();
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); }
  tests[] = {
    { "redirect", test_redirect }, { "details", test_profile }, { "allowed", test_allowed },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/settings-profile/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, guild_ui_settings_set_up, tests[i].test,
                  guild_ui_settings_tear_down);
    }
  return g_test_run ();
}
