/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-settings.h"

#include "ui/guild-clock.h"
#include "ui/guild-service-settings-window.h"
#include "ui/guild-settings.h"
#include "ui/guild-signature-dialog.h"

void
guild_ui_settings_set_up (GuildUiFixture *fixture, gconstpointer look)
{
  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_test_ui_set_look (GPOINTER_TO_UINT (look));
  guild_ui_fixture_init (fixture, 12);
  guild_ui_fixture_open (fixture, 1100, 700);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
}

void
guild_ui_settings_tear_down (GuildUiFixture *fixture, gconstpointer look)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
  g_settings_reset (guild_settings_get (), "callback-port");
  guild_test_ui_set_look (GUILD_TEST_UI_PLAIN);
}

AdwViewStack *
guild_ui_settings_open (GuildUiFixture *fixture, const char *page)
{
  GtkWindow *window = guild_ui_find_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);

  if (window == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.service-settings", NULL);
      window = guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW);
    }
  AdwViewStack *stack =
    ADW_VIEW_STACK (guild_test_ui_await (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK, NULL));
  adw_view_stack_set_visible_child_name (stack, page);
  return stack;
}

void
guild_ui_settings_close (void)
{
  gtk_window_destroy (guild_ui_await_window (GUILD_TYPE_SERVICE_SETTINGS_WINDOW));
}

JsonObject *
guild_ui_settings_ask (GuildUiFixture *fixture, const char *path, JsonNode **node)
{
  *node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  return json_node_get_object (*node);
}

GtkWidget *
guild_ui_settings_open_signature (GuildUiFixture *fixture)
{
  AdwViewStack *stack = guild_ui_settings_open (fixture, "webhooks");

  guild_ui_press_button (stack, "Check…");
  GtkWidget *dialog = GTK_WIDGET (guild_ui_await_window (GUILD_TYPE_SIGNATURE_DIALOG));
  GtkWidget *body = guild_test_ui_await (dialog, GTK_TYPE_TEXT_VIEW, NULL);
  guild_ui_fill (dialog, "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
  guild_ui_fill (dialog, "webhook-timestamp", "1614265330");
  guild_ui_fill (dialog, "webhook-signature",
                 "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  guild_ui_fill (dialog, "Signing secret (whsec_…)",
                 "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (body)),
                            "{\"test\": 2432232314}", -1);
  return dialog;
}

GtkWidget *
guild_ui_settings_open_fields (gpointer root, const char *label)
{
  GtkWidget *row = guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ACTION_ROW, label);
  GtkWidget *more = guild_test_ui_find (row, GTK_TYPE_MENU_BUTTON, NULL);

  g_assert_nonnull (more);
  gtk_menu_button_popup (GTK_MENU_BUTTON (more));
  GtkWidget *fields = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (more)));
  guild_test_wait_until (gtk_widget_get_mapped (fields));
  return fields;
}

static void
open_company (GuildUiFixture *fixture)
{
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);

  guild_window_open_company (fixture->window, id);
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
}

GtkWidget *
guild_ui_settings_open_company (GuildUiFixture *fixture, const char *action)
{
  open_company (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  guild_test_wait_until (guild_ui_find_window (ADW_TYPE_WINDOW) != NULL);
  return GTK_WIDGET (guild_ui_find_window (ADW_TYPE_WINDOW));
}
