/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-dialogs.h"

#include "ui/guild-link-dialog.h"
#include "ui/guild-new-company-dialog.h"

/* A company is created exactly once, or not at all, and nobody types anything twice. */

#define CREATES "POST /companies"

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_init (fixture, 20);
  guild_ui_set_clock (fixture);
  guild_ui_open_codat (fixture, 900, 640);
}

static void
tear_down (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fixture_close (fixture);
  guild_ui_fixture_clear (fixture);
}

static GtkWindow *
open_dialog (GuildUiFixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-company",
                                             NULL));
  return guild_ui_await_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG);
}

/* The flow goes on with the link of the company that the pane shows. */
static void
await_created (GuildUiFixture *fixture, const char *name)
{
  GtkWindow *link = guild_ui_await_dialog (GUILD_TYPE_LINK_DIALOG);

  guild_ui_await_words (link, name);
  g_assert_false (guild_ui_has_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG));
  guild_test_wait_until (guild_company_pane_get_company (fixture->window->pane) != NULL);
  g_assert_cmpstr (guild_company_get_name (
                     guild_company_pane_get_company (fixture->window->pane)), ==, name);
  g_assert_cmpuint (guild_ui_count_companies (fixture, name), ==, 1);
  g_assert_cmpuint (guild_directory_get_n_companies (fixture->window->directory), ==, 21);
  gtk_window_destroy (link);
}

static const char *
get_typed (GtkWindow *dialog, const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (
    guild_test_ui_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, title)));
}

static void
test_keyboard (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);

  guild_test_type ("Quay Bakery");
  guild_test_wait_until (g_str_equal (get_typed (dialog, "Name"), "Quay Bakery"));
  guild_test_press ("Tab");
  guild_test_press ("Return");
  await_created (fixture, "Quay Bakery");
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 1);

  open_dialog (fixture);
  guild_test_press ("Escape");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG));
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 1);
}

static void
test_stored_name (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);
  GtkWidget *create = guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Create");

  g_assert_false (gtk_widget_is_sensitive (create));
  guild_ui_fill (dialog, "Name", "***");
  guild_ui_await_words (dialog, "Nothing would be left");
  g_assert_false (gtk_widget_is_sensitive (create));
  guild_ui_fill (dialog, "Name", "Quay*Bakery");
  guild_ui_await_words (dialog, "Codat will store the name as “QuayBakery”");
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (fixture->window, "The service stored the name as “QuayBakery”");
  await_created (fixture, "QuayBakery");
}

static void
test_duplicate (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildPosition) first =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 0);
  g_autofree char *name = guild_position_dup_text (first, 0);
  GtkWindow *dialog = open_dialog (fixture);

  guild_ui_fill (dialog, "Name", name);
  guild_ui_await_words (dialog, "exists already");
  guild_ui_fill (dialog, "Name", "A Name of Its Own");
  g_assert_false (guild_ui_has_words (dialog, "exists already"));
  gtk_window_destroy (dialog);
}

static void
set_entry (GtkWindow *dialog, const char *label, const char *text)
{
  gtk_editable_set_text (
    GTK_EDITABLE (guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, label)), text);
}

/* One customer, two companies: both the name and the uid tag tell. */
static void
test_twin_uid (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildPosition) first =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 0);
  g_autofree char *id = guild_company_list_dup_id (fixture->window->table->list, 0);
  g_autofree char *name = guild_position_dup_text (first, 0);
  g_autofree char *path = g_strconcat ("/companies/", id, NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "PATCH", path,
                                                      "{\"tags\":{\"uid\":\"77\"}}");
  g_autofree char *note = g_strdup_printf (
    "“%s” bears the same uid tag already: it may be the same customer.", name);

  guild_window_open_company (fixture->window, id);
  guild_test_ui_await (GTK_WIDGET (fixture->window->pane), GTK_TYPE_LABEL, "uid=77");
  GtkWindow *dialog = open_dialog (fixture);
  guild_ui_press_button (dialog, "Add Tag");
  set_entry (dialog, "Tag key", "uid");
  set_entry (dialog, "Tag value", "77");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_LABEL, note);
  guild_ui_fill (dialog, "Name", name);
  guild_ui_await_words (dialog, "exists already");
  g_assert_nonnull (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, note));

  set_entry (dialog, "Tag value", "78");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, note));
  set_entry (dialog, "Tag value", "77");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_LABEL, note);
  guild_ui_press_button (dialog, "Remove Tag");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, note));
  gtk_window_destroy (dialog);
}

static void
test_tags_and_group (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);

  guild_ui_fill (dialog, "Name", "Quay Bakery");
  guild_ui_press_button (dialog, "Add Tag");
  set_entry (dialog, "Tag value", "north");
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "The tag value “north” has no key.");
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 0);

  set_entry (dialog, "Tag key", "region");
  GtkWidget *group = guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "Group");
  adw_combo_row_set_selected (ADW_COMBO_ROW (group), 1);
  guild_ui_press_button (dialog, "Create");
  await_created (fixture, "Quay Bakery");

  g_autofree char *path =
    g_strconcat ("/companies/", guild_company_pane_get_id (fixture->window->pane), NULL);
  g_autoptr(JsonNode) node = guild_test_sandbox_call (fixture->sandbox, "GET", path, NULL);
  JsonObject *company = json_node_get_object (node);
  JsonObject *tags = json_object_get_object_member (company, "tags");
  g_assert_cmpstr (json_object_get_string_member (tags, "region"), ==, "north");
}

/* The wish is refused: said in the dialog, everything kept, and a second try goes through. */
static void
refuse (GuildUiFixture *fixture, const char *words)
{
  GtkWindow *dialog = open_dialog (fixture);

  guild_ui_fill (dialog, "Name", "Quay Bakery");
  guild_ui_fill (dialog, "Description", "Bread");
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, words);
  guild_ui_await_words (dialog, "Nothing was changed");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Copy Details");
  g_assert_cmpstr (get_typed (dialog, "Name"), ==, "Quay Bakery");
  g_assert_cmpstr (get_typed (dialog, "Description"), ==, "Bread");
  g_assert_cmpuint (guild_directory_get_n_companies (fixture->window->directory), ==, 20);
}

static void
try_again (GuildUiFixture *fixture)
{
  g_assert_cmpuint (guild_ui_count_companies (fixture, "Quay Bakery"), ==, 0);
  guild_ui_press_button (guild_ui_await_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG), "Create");
  await_created (fixture, "Quay Bakery");
}

static void
test_server_fault (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fault (fixture, "path=/companies,method=POST,status=500");
  refuse (fixture, "The service did not do it");
  guild_ui_clear_faults (fixture);
  try_again (fixture);
}

static void
test_plan (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_switch (fixture, "{\"plan\":\"expired\"}");
  refuse (fixture, "plan");
  guild_ui_switch (fixture, "{\"plan\":\"paid\"}");
  try_again (fixture);
}

static void
test_offline (GuildUiFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->sandbox, guild_test_sandbox_stop);
  refuse (fixture, "cannot be reached");
  gtk_window_destroy (guild_ui_await_dialog (GUILD_TYPE_NEW_COMPANY_DIALOG));
}

/* The service did it and the answer was lost: it is looked up, not sent again. */
static void
test_lost_answer (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fault (fixture, "path=/companies,method=POST,cut=after-write");
  GtkWindow *dialog = open_dialog (fixture);
  guild_ui_fill (dialog, "Name", "Quay Bakery");
  guild_ui_press_button (dialog, "Create");
  await_created (fixture, "Quay Bakery");
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 1);
}

/* Nor can it be looked up: then the dialog offers that, and nothing else. */
static void
test_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fault (fixture, "path=/companies,method=POST,cut=after-write");
  guild_ui_fault (fixture, "path=/companies,method=GET,status=403");
  GtkWindow *dialog = open_dialog (fixture);
  guild_ui_fill (dialog, "Name", "Quay Bakery");
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "could not be asked whether it was done");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Create"));
  g_assert_false (gtk_widget_is_sensitive (
    guild_test_ui_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Name")));

  guild_ui_press_button (dialog, "Look It Up");
  guild_ui_await_words (dialog, "could not be asked whether it was done");
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (dialog, "Look It Up");
  await_created (fixture, "Quay Bakery");
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 1);
}

/* Nor was it done. */
static void
test_doubt_undone (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_fault (fixture, "path=/companies,method=POST,status=500");
  guild_ui_fault (fixture, "path=/companies,method=GET,status=403");
  GtkWindow *dialog = open_dialog (fixture);
  guild_ui_fill (dialog, "Name", "Quay Bakery");
  guild_ui_press_button (dialog, "Create");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Look It Up");
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (dialog, "Look It Up");
  guild_ui_await_words (dialog, "you can create it now");
  g_assert_cmpstr (get_typed (dialog, "Name"), ==, "Quay Bakery");
  try_again (fixture);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "keyboard", test_keyboard },     { "stored-name", test_stored_name },
    { "duplicate", test_duplicate },   { "twin-uid", test_twin_uid },
    { "tags-and-group", test_tags_and_group },
    { "server-fault", test_server_fault }, { "plan", test_plan },
    { "offline", test_offline },       { "lost-answer", test_lost_answer },
    { "doubt", test_doubt },           { "doubt-undone", test_doubt_undone },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/new-company/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
