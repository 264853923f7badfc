/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-settings.h"

#include <string.h>

/* What is fetched, and how often: of a service, and of a company that has settings of its own. */

static void
test_sync (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = guild_ui_settings_open (fixture, "sync");
  GtkWidget *drop = guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Invoices");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);

  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)), ==, 2);
  g_assert_false (gtk_widget_is_sensitive (
    guild_test_ui_await (GTK_WIDGET (stack), GTK_TYPE_DROP_DOWN, "Company")));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 3);
  guild_ui_press_button (stack, "Save");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_autoptr(JsonNode) node = NULL;
  JsonObject *settings = guild_ui_settings_ask (fixture, "/profile/syncSettings", &node);
  JsonArray *rows = json_object_get_array_member (settings, "settings");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, 5),
                                               "syncSchedule"), ==, 168);
  guild_ui_settings_close ();
}

/* Order, period and months of a report; what is no day is not sent, and a refusal keeps it all. */
static void
test_sync_fields (GuildUiFixture *fixture, gconstpointer data)
{
  AdwViewStack *stack = guild_ui_settings_open (fixture, "sync");
  GuildJournal *journal = guild_desk_get_journal (fixture->desk);
  GtkWidget *fields = guild_ui_settings_open_fields (stack, "Invoices");
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
  fields = guild_ui_settings_open_fields (stack, "Balance sheet");
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (guild_test_ui_find (fields, GTK_TYPE_SPIN_BUTTON, "Months in the report")),
    36);
  gtk_popover_popdown (GTK_POPOVER (fields));

  guild_ui_fault (fixture, "path=/profile/syncSettings,method=POST,status=400");
  guild_ui_press_button (stack, "Save");
  guild_ui_answer ("Close");
  guild_ui_clear_faults (fixture);
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Since 2024-03-01"));
  guild_ui_press_button (stack, "Save");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 2);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_autoptr(JsonNode) node = NULL;
  JsonArray *rows = json_object_get_array_member (
    guild_ui_settings_ask (fixture, "/profile/syncSettings", &node), "settings");
  JsonObject *invoices = json_array_get_object_element (rows, 5);
  g_assert_cmpstr (json_object_get_string_member (invoices, "syncFromUtc"), ==,
                   "2024-03-01T00:00:00Z");
  g_assert_false (json_object_has_member (invoices, "syncFromWindow"));
  g_assert_cmpint (json_object_get_int_member (invoices, "syncOrder"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, 2),
                                               "monthsToSync"), ==, 36);
  guild_ui_settings_close ();
}

/* TRUE: the company has settings of its own, and INVOICES is how often that type is fetched. */
static gboolean
read_company_sync (GuildUiFixture *fixture, gint64 *invoices)
{
  g_autofree char *path = g_strdup_printf ("/companies/%s/syncSettings",
                                           guild_company_pane_get_id (fixture->window->pane));
  g_autoptr(JsonNode) node = NULL;
  JsonObject *settings = guild_ui_settings_ask (fixture, path, &node);
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
  GtkWidget *window = guild_ui_settings_open_company (fixture, "win.sync-settings");
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
  GtkWidget *fields = guild_ui_settings_open_fields (window, "Balance sheet");
  gtk_spin_button_set_value (
    GTK_SPIN_BUTTON (guild_test_ui_find (fields, GTK_TYPE_SPIN_BUTTON, "Months in the report")),
    36);
  gtk_popover_popdown (GTK_POPOVER (fields));
  guild_ui_press_button (window, "Save");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 1);
  g_autoptr(GuildChange) change = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_can_undo (change));
  g_assert_cmpstr (guild_change_get_write (change)->company_id, ==,
                   guild_company_pane_get_id (fixture->window->pane));
  g_assert_nonnull (strstr (guild_change_get_write (change)->body, "\"monthsToSync\":36"));
  g_assert_true (read_company_sync (fixture, &hours));
  g_assert_cmpint (hours, ==, 168);
  g_assert_cmpint (hours, !=, default_hours);

  guild_ui_press_button (window, "Undo");
  guild_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (journal)) == 2);
  g_autoptr(GuildChange) undo = g_list_model_get_item (G_LIST_MODEL (journal), 0);
  guild_test_wait_until (guild_change_get_state (undo) == GUILD_CHANGE_CONFIRMED);
  g_assert_false (read_company_sync (fixture, &hours));
  g_assert_cmpint (hours, ==, default_hours);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); }
  tests[] = {
    { "default", test_sync }, { "fields", test_sync_fields }, { "company", test_company_sync },
  };

  guild_test_ui_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/settings-sync/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, guild_ui_settings_set_up, tests[i].test,
                  guild_ui_settings_tear_down);
    }
  return g_test_run ();
}
