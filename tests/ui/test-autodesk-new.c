/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-autodesk.h"

#include <string.h>

#include "ui/guild-autodesk-dialog.h"
#include "ui/guild-choice-row.h"
#include "ui/guild-clock.h"

/* Creating a company of an Autodesk account. */

#define CREATES "POST /hq/v1/accounts/{id}/companies"
#define SEARCHES "GET /hq/v1/accounts/{id}/companies/search"
#define N_COMPANIES 40

static void
set_up (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_open_autodesk (fixture, N_COMPANIES, 900, 640);
  guild_ui_set_clock (fixture);
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
  return guild_ui_await_dialog (GUILD_TYPE_AUTODESK_DIALOG);
}

static GtkWidget *
find_row (gpointer root, const char *title)
{
  return guild_test_ui_await (GTK_WIDGET (root), ADW_TYPE_ENTRY_ROW, title);
}

static const char *
get_text (gpointer root, const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (find_row (root, title)));
}

/* (transfer full): as the service has it, once it is on show. */
static JsonObject *
await_created (GuildUiFixture *fixture, const char *name)
{
  GuildCompanyPane *pane = fixture->window->pane;

  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_AUTODESK_DIALOG));
  guild_test_wait_until (guild_company_pane_get_company (pane) != NULL);
  g_assert_cmpstr (guild_company_get_name (guild_company_pane_get_company (pane)), ==, name);
  guild_test_wait_until (guild_directory_get_n_companies (fixture->window->directory) ==
                         N_COMPANIES + 1);
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 1);
  return guild_ui_read_company (fixture, guild_company_pane_get_id (pane));
}

static void
assert_member (JsonObject *company, const char *member, const char *expected)
{
  g_assert_cmpstr (json_object_get_string_member_with_default (company, member, NULL), ==,
                   expected);
}

/* From the first letter to the row, by keyboard alone. */
static void
test_keyboard (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);
  GuildChoiceRow *trade = GUILD_CHOICE_ROW (find_row (dialog, "Trade"));

  guild_test_ui_check_names (GTK_WIDGET (dialog));
  guild_test_type ("Quay Masonry");
  guild_test_wait_until (g_str_equal (get_text (dialog, "Name"), "Quay Masonry"));
  guild_test_press ("Tab");
  guild_test_type ("mason");
  guild_test_wait_until (guild_choice_row_is_open (trade));
  guild_test_press ("Down");
  guild_test_press ("Return");
  guild_test_wait_until (!guild_choice_row_is_open (trade));
  g_assert_cmpstr (get_text (dialog, "Trade"), ==, "Masonry");
  g_assert_true (guild_ui_has_dialog (GUILD_TYPE_AUTODESK_DIALOG));
  guild_test_press ("ctrl+Return");
  guild_ui_await_words (fixture->window, "“Quay Masonry” created");
  g_autoptr(JsonObject) company = await_created (fixture, "Quay Masonry");
  assert_member (company, "trade", "Masonry");
}

static void
test_whole (GuildUiFixture *fixture, gconstpointer data)
{
  static const struct { const char *title, *text, *member, *stored; } facts[] = {
    { "Name", "  Quay Masonry ", "name", "Quay Masonry" },
    { "Trade", "Sculpture", "trade", "Sculpture" },
    { "Address line 1", "1 Quay", "address_line_1", "1 Quay" },
    { "Address line 2", "Shed 4", "address_line_2", "Shed 4" },
    { "City", "Fresno", "city", "Fresno" },
    { "Postal code", "93650", "postal_code", "93650" },
    { "Country", "us", "country", "United States" },
    { "State", "CA", "state_or_province", "California" },
    { "Phone", "555-0100", "phone", "555-0100" },
    { "Website", "https://quay.example", "website_url", "https://quay.example" },
    { "ERP ID", "E-1", "erp_id", "E-1" },
    { "Tax ID", "T-1", "tax_id", "T-1" },
    { "Description", "Stone", "description", "Stone" },
  };
  GtkWindow *dialog = open_dialog (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    guild_ui_fill (dialog, facts[i].title, facts[i].text);
  guild_ui_await_words (dialog, "not one of Autodesk’s trades");
  guild_ui_press_button (dialog, "Create");
  g_autoptr(JsonObject) company = await_created (fixture, "Quay Masonry");
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    assert_member (company, facts[i].member, facts[i].stored);
}

/* Nothing is sent that is known to be refused; what is only strange is said. */
static void
test_checks (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);
  g_autofree char *long_text = g_strnfill (256, 'x');

  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "Name must not be empty.");
  guild_ui_await_words (dialog, "Trade must not be empty.");
  guild_ui_fill (dialog, "Name", "Quay Masonry");
  guild_ui_fill (dialog, "Trade", "Masonry");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL,
                                     "Name must not be empty."));
  guild_ui_fill (dialog, "City", long_text);
  guild_ui_await_words (dialog, "City may have at most 255 characters.");
  guild_ui_press_button (dialog, "Create");
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 0);
  guild_ui_fill (dialog, "City", "");
  guild_ui_fill (dialog, "State", "Utopia");
  guild_ui_fill (dialog, "Country", "Germany");
  guild_ui_await_words (dialog, "No state of this name is known in Germany.");
  guild_ui_fill (dialog, "Country", "Utopia");
  guild_ui_await_words (dialog, "No country of this name is known.");

  /* What the service refuses is told, and everything typed is still there. */
  guild_ui_switch (fixture, "{\"trade\":\"strict\"}");
  guild_ui_fill (dialog, "Trade", "Sculpture");
  guild_ui_press_button (dialog, "Create");
  guild_ui_await_words (dialog, "Nothing was changed");
  g_assert_cmpstr (get_text (dialog, "Name"), ==, "Quay Masonry");
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 1);
  guild_ui_fill (dialog, "Trade", "Masonry");
  guild_ui_fill (dialog, "Country", "Germany");
  guild_ui_fill (dialog, "State", "Bayern");
  g_assert_null (guild_test_ui_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL,
                                     "No state of this name is known in Germany."));
  guild_ui_press_button (dialog, "Create");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_AUTODESK_DIALOG));
  g_assert_cmpuint (guild_ui_count_requests (fixture, CREATES), ==, 2);
}

/* The directory answers at once, the service behind it; each opens without the dialog being
 * lost. */
static void
test_likes (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GuildPosition) first =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 0);
  g_autofree char *id = guild_position_dup_id (first);
  g_autofree char *name = guild_position_dup_text (first, 0);
  g_autofree char *path = guild_ui_company_path (fixture, NULL);
  /* Somebody else's, which is not known here yet. */
  g_autoptr(JsonNode) made = guild_test_sandbox_call (
    fixture->sandbox, "POST", path, "{\"name\":\"Zweite Quay Masonry\",\"trade\":\"Masonry\"}");
  GtkWindow *dialog = open_dialog (fixture);

  guild_ui_fill (dialog, "Name", name);
  guild_ui_await_words (dialog, "This Name Is Taken");
  GtkWidget *row = guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, name);
  g_signal_emit_by_name (row, "activated");
  guild_test_wait_until (
    g_strcmp0 (guild_company_pane_get_id (fixture->window->pane), id) == 0);
  g_assert_true (guild_ui_has_dialog (GUILD_TYPE_AUTODESK_DIALOG));

  guild_ui_fill (dialog, "Name", "quay mas");
  guild_ui_await_words (dialog, "Similar Companies");
  guild_test_ui_await (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Zweite Quay Masonry");
  guild_test_wait_until (guild_test_ui_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, name) ==
                         NULL);
  g_assert_cmpuint (guild_ui_count_requests (fixture, SEARCHES), >=, 1);
  guild_ui_fill (dialog, "Name", "A Name of Its Own");
  guild_test_wait_until (guild_test_ui_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW,
                                             "Zweite Quay Masonry") == NULL);
  /* Ctrl+N again is the same dialog, with all that is in it. */
  g_assert_true (open_dialog (fixture) == dialog);
  g_assert_cmpstr (get_text (dialog, "Name"), ==, "A Name of Its Own");
  gtk_window_destroy (dialog);
}

/* The service did it and the answer was lost: it is looked up, not sent again. */
static void
test_lost_answer (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);

  guild_ui_fault (fixture, "path=/hq/,method=POST,cut=after-write");
  guild_ui_fill (dialog, "Name", "Quay Masonry");
  guild_ui_fill (dialog, "Trade", "Masonry");
  guild_ui_press_button (dialog, "Create");
  json_object_unref (await_created (fixture, "Quay Masonry"));
}

/* Nor can it be looked up: then the dialog offers that, and nothing else. */
static void
test_doubt (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWindow *dialog = open_dialog (fixture);

  guild_ui_fault (fixture, "path=/hq/,method=POST,cut=after-write");
  guild_ui_fault (fixture, "path=/construction/,method=GET,status=403");
  guild_ui_fill (dialog, "Name", "Quay Masonry");
  guild_ui_fill (dialog, "Trade", "Masonry");
  guild_ui_press_button (dialog, "Create");
  guild_test_ui_await (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Look It Up");
  g_assert_false (gtk_widget_is_sensitive (find_row (dialog, "Name")));
  guild_ui_clear_faults (fixture);
  guild_ui_press_button (dialog, "Look It Up");
  json_object_unref (await_created (fixture, "Quay Masonry"));
}

/* A sign-in by browser may only read; the window says so before anybody tries. */
static void
test_signed_in (GuildUiFixture *fixture, gconstpointer data)
{
  GtkWidget *button =
    guild_test_ui_await (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "New Company");

  g_assert_true (gtk_widget_is_sensitive (button));
  guild_ui_sign_in_autodesk (fixture);
  guild_test_wait_until (!gtk_widget_is_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "signed in by browser"));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "client ID and secret"));
}

/* ---- pictures ---- */

static void
shoot_dialog (GuildUiFixture *fixture, gconstpointer data)
{
  int width = GPOINTER_TO_INT (data);

  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_open_autodesk (fixture, N_COMPANIES, 900, 640);
  GtkWindow *dialog = open_dialog (fixture);
  if (width != 0)
    gtk_window_set_default_size (dialog, width, 700);
  guild_test_ui_settle (GTK_WIDGET (dialog));
  g_autoptr(GuildPosition) first =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 0);
  g_autofree char *name = guild_position_dup_text (first, 0);
  name[strcspn (name, " ")] = '\0';
  guild_ui_fill (dialog, "Name", name);
  guild_ui_fill (dialog, "Trade", "Sculpture");
  guild_ui_fill (dialog, "Country", "United States");
  guild_ui_await_words (dialog, "Similar Companies");
  guild_test_wait_until (guild_ui_count_requests (fixture, SEARCHES) == 1);
  guild_test_ui_settle (GTK_WIDGET (dialog));
  gtk_window_set_focus (dialog, NULL);
  guild_test_ui_compare (GTK_WIDGET (dialog),
                         width != 0 ? "autodesk-new-narrow" : "autodesk-new");
  gtk_window_destroy (dialog);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "keyboard", test_keyboard },       { "whole", test_whole },
    { "checks", test_checks },           { "likes", test_likes },
    { "lost-answer", test_lost_answer }, { "doubt", test_doubt },
    { "signed-in", test_signed_in },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/autodesk-new/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add ("/ui/autodesk-new/picture", GuildUiFixture, GINT_TO_POINTER (0), NULL, shoot_dialog,
              tear_down);
  g_test_add ("/ui/autodesk-new/picture-narrow", GuildUiFixture, GINT_TO_POINTER (360), NULL,
              shoot_dialog, tear_down);
  return g_test_run ();
}
