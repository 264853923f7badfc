/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/guild-ui-autodesk.h"

#include <string.h>

#include "ui/guild-clock.h"
#include "ui/guild-import-window-private.h"

/* Importing companies from a file, in the window. */

#define IMPORTS "POST /hq/v1/accounts/{id}/companies/import"
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

/* (transfer full) */
static GFile *
write_file (const char *name, const char *text)
{
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static GuildImportWindow *
open_named_file (GuildUiFixture *fixture, const char *name, const char *text)
{
  g_autoptr(GFile) file = write_file (name, text);

  guild_import_window_present (GTK_WINDOW (fixture->window), fixture->desk,
                               fixture->window->directory, file);
  return GUILD_IMPORT_WINDOW (guild_ui_await_dialog (GUILD_TYPE_IMPORT_WINDOW));
}

static GuildImportWindow *
open_file (GuildUiFixture *fixture, const char *text)
{
  return open_named_file (fixture, "suppliers.csv", text);
}

static void
await_step (GuildImportWindow *window, GuildImportStep step)
{
  guild_test_wait_until (window->step == step);
  guild_test_ui_settle (GTK_WIDGET (window));
}

/* (transfer full): the text of the result's file. */
static char *
save_result (GuildImportWindow *window)
{
  g_autofree char *folder = guild_test_directory ();
  g_autofree char *path = g_build_filename (folder, "result.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  char *text = NULL;

  guild_import_window_save (window, file);
  guild_ui_await_words (window, "The result was saved");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* (transfer full): name and id of the first company on the list. */
static char *
first_company (GuildUiFixture *fixture, char **id)
{
  g_autoptr(GuildPosition) first =
    g_list_model_get_item (G_LIST_MODEL (fixture->window->table->list), 0);

  if (id != NULL)
    *id = guild_position_dup_id (first);
  return guild_position_dup_name (first);
}

/* From the file to the result by keyboard alone. */
static void
test_keyboard (GuildUiFixture *fixture, gconstpointer data)
{
  GuildImportWindow *window = open_file (fixture, "Name,Trade\nQuay Masonry,Masonry\n");

  await_step (window, GUILD_IMPORT_STEP_COLUMNS);
  guild_test_ui_check_names (GTK_WIDGET (window));
  guild_test_press ("Return");
  await_step (window, GUILD_IMPORT_STEP_PREVIEW);
  guild_test_ui_check_names (GTK_WIDGET (window));
  guild_test_press ("Return");
  await_step (window, GUILD_IMPORT_STEP_RESULT);
  guild_test_ui_check_names (GTK_WIDGET (window));
  guild_ui_await_words (window, "1 company was created");
  guild_test_press ("Escape");
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_IMPORT_WINDOW));
  g_assert_cmpuint (guild_ui_count_requests (fixture, IMPORTS), ==, 1);
  guild_test_wait_until (guild_directory_get_n_companies (fixture->window->directory) ==
                         N_COMPANIES + 1);
  /* All is well with it: the next one begins anew. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.import", NULL));
  window = GUILD_IMPORT_WINDOW (guild_ui_await_dialog (GUILD_TYPE_IMPORT_WINDOW));
  await_step (window, GUILD_IMPORT_STEP_CHOOSE);
  guild_test_ui_check_names (GTK_WIDGET (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_failures (GuildUiFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *name = first_company (fixture, &id);
  g_autofree char *text = g_strdup_printf (
    "Name;Trade;City;Fax\n%s;;Fresno;\nQuay Masonry;Masonry;Graz;1\nOdd;odd-trade;;\nTwin;Metals;;\n"
    "Twin;Metals;;\nNo Trade;;;\n", name);

  guild_ui_switch (fixture, "{\"trade\":\"strict\"}");
  GuildImportWindow *window = open_file (fixture, text);
  await_step (window, GUILD_IMPORT_STEP_COLUMNS);
  guild_ui_await_words (window, "separated by semicolons");
  guild_ui_press_button (window, "Preview");
  await_step (window, GUILD_IMPORT_STEP_PREVIEW);
  guild_ui_await_words (window, "3 companies would be created or updated");
  guild_ui_await_words (window, "1 has a warning");
  guild_ui_await_words (window, "odd-trade");
  guild_ui_press_button (window, "Conflict 2");
  guild_ui_await_words (window, "Line 6 has the same");
  guild_test_wait_until (guild_test_ui_find (GTK_WIDGET (window), GTK_TYPE_LABEL,
                                             "Quay Masonry") == NULL);
  g_assert_cmpuint (guild_ui_count_requests (fixture, IMPORTS), ==, 0);
  guild_ui_press_button (window, "Import 3 Rows");
  await_step (window, GUILD_IMPORT_STEP_RESULT);
  guild_ui_await_words (window, "1 company was created · 1 updated · 1 failed");
  guild_ui_assert_member (fixture, id, "city", "Fresno");
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_TOGGLE_BUTTON, "Failed 1");

  /* Closed by mistake, it is there again until it was saved. */
  gtk_window_close (GTK_WINDOW (window));
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_IMPORT_WINDOW));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.import", NULL));
  window = GUILD_IMPORT_WINDOW (guild_ui_await_dialog (GUILD_TYPE_IMPORT_WINDOW));
  await_step (window, GUILD_IMPORT_STEP_RESULT);
  g_autofree char *result = save_result (window);
  g_assert_nonnull (strstr (result, "Name;Trade;City;Fax;Outcome;Company ID;Why\r\n"));
  g_assert_nonnull (strstr (result, "Quay Masonry;Masonry;Graz;1;Created;"));
  g_assert_nonnull (strstr (result, "Odd;odd-trade;;;Failed;"));
  g_assert_nonnull (strstr (result, "No Trade;;;;Invalid;"));
  guild_ui_press_button (window, "New Import");
  await_step (window, GUILD_IMPORT_STEP_CHOOSE);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_bad_file (GuildUiFixture *fixture, gconstpointer data)
{
  GuildImportWindow *window = open_file (fixture, "Name,Trade\n\"Quay,Masonry\n");

  guild_ui_await_words (window, "Line 2: the quotation mark");
  await_step (window, GUILD_IMPORT_STEP_CHOOSE);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A field is for one column, and something must say which company is meant. */
static void
test_columns (GuildUiFixture *fixture, gconstpointer data)
{
  GuildImportWindow *window = open_file (fixture, "Firma,Name,Gewerk\nQuay,Masonry Ltd,Masonry\n");

  await_step (window, GUILD_IMPORT_STEP_COLUMNS);
  g_assert_cmpuint (window->column_rows->len, ==, 3);
  AdwComboRow *first = window->column_rows->pdata[0];
  AdwComboRow *second = window->column_rows->pdata[1];
  guint name = adw_combo_row_get_selected (second);
  g_assert_cmpuint (adw_combo_row_get_selected (first), ==, 0);
  g_assert_cmpuint (name, >, 0);
  adw_combo_row_set_selected (first, name);
  g_assert_cmpuint (adw_combo_row_get_selected (second), ==, 0);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (window->next_button)));
  adw_combo_row_set_selected (first, 0);
  guild_ui_await_words (window, "Choose the column with the names");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (window->next_button)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_signed_in (GuildUiFixture *fixture, gconstpointer data)
{
  guild_ui_sign_in_autodesk (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.import", NULL));
  GtkWindow *window = guild_ui_await_dialog (GUILD_TYPE_IMPORT_WINDOW);
  guild_ui_await_words (window, "client ID and secret");
  gtk_window_destroy (window);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-codat", "all"));
  guild_test_ui_settle (GTK_WIDGET (fixture->window));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.import", NULL);
  g_assert_false (guild_ui_has_dialog (GUILD_TYPE_IMPORT_WINDOW));
}

/* The service stops answering; the program ends, and the next start offers to go on. */
static void
test_interrupted (GuildUiFixture *fixture, gconstpointer data)
{
  g_autoptr(GString) text = g_string_new ("Name,Trade\n");

  for (guint i = 0; i < 70; i++)
    g_string_append_printf (text, "Quay %u,Masonry\n", i);
  guild_ui_fault (fixture, "path=/hq/,method=POST,status=403,skip=1");
  GuildImportWindow *window = open_named_file (fixture, "R&D <new>.csv", text->str);
  await_step (window, GUILD_IMPORT_STEP_COLUMNS);
  guild_ui_press_button (window, "Preview");
  guild_ui_press_button (window, "Import 70 Rows");
  guild_test_wait_until (window->import != NULL &&
                         guild_import_get_state (window->import) == GUILD_IMPORT_PAUSED);
  guild_ui_await_words (window, "50 of 70 rows are done.");
  guild_test_ui_await (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Resume");
  gtk_window_close (GTK_WINDOW (window));
  guild_test_wait_until (!guild_ui_has_dialog (GUILD_TYPE_IMPORT_WINDOW));
  guild_ui_clear_faults (fixture);

  guild_ui_fixture_close (fixture);
  guild_ui_fixture_open (fixture, 900, 640);
  guild_ui_fixture_add_sandbox (fixture);
  g_assert_true (guild_window_show_view (fixture->window, "sandbox-autodesk", "all"));
  guild_ui_await_words (fixture->window, "Import of “R&D <new>.csv”: 50 of 70 rows are done");
  guild_ui_press_button (fixture->window, "Go On…");
  window = GUILD_IMPORT_WINDOW (guild_ui_await_dialog (GUILD_TYPE_IMPORT_WINDOW));
  await_step (window, GUILD_IMPORT_STEP_RUN);
  guild_ui_await_words (window, "Import Interrupted");
  guild_test_ui_check_names (GTK_WIDGET (window));
  guild_ui_press_button (window, "Resume");
  await_step (window, GUILD_IMPORT_STEP_RESULT);
  guild_ui_await_words (window, "70 companies were created");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- pictures ---- */

static void
shoot (GuildUiFixture *fixture, gconstpointer data)
{
  const char *names[] = { "import-preview", "import-result" };

  guild_clock_freeze (GUILD_UI_FIXTURE_BEGIN * G_USEC_PER_SEC);
  guild_ui_open_autodesk (fixture, N_COMPANIES, 900, 640);
  g_autofree char *name = first_company (fixture, NULL);
  g_autofree char *text = g_strdup_printf (
    "Name,Trade,City,ERP ID\n%s,,Fresno,\nQuay Masonry,Masonry,Graz,E-7002\n"
    "Harbour Glass,Openings | Glazing,Linz,E-7003\nAtelier Roux,Sculpture,Lyon,\n"
    "Brock & Sons,Concrete,Leeds,E-7004\nBrock & Sons,Metals,Leeds,\nSundry,,Graz,\n", name);
  guild_ui_switch (fixture, "{\"trade\":\"strict\"}");
  GuildImportWindow *window = open_file (fixture, text);
  if (data != NULL)
    gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  await_step (window, GUILD_IMPORT_STEP_COLUMNS);
  guild_ui_press_button (window, "Preview");
  await_step (window, GUILD_IMPORT_STEP_PREVIEW);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  guild_test_ui_compare (GTK_WIDGET (window), data != NULL ? data : names[0]);
  if (data == NULL)
    {
      guild_ui_press_button (window, "Import 4 Rows");
      await_step (window, GUILD_IMPORT_STEP_RESULT);
      gtk_window_set_focus (GTK_WINDOW (window), NULL);
      guild_test_ui_compare (GTK_WIDGET (window), names[1]);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (GuildUiFixture *, gconstpointer); } tests[] = {
    { "keyboard", test_keyboard },   { "failures", test_failures },
    { "bad-file", test_bad_file },   { "columns", test_columns },
    { "signed-in", test_signed_in }, { "interrupted", test_interrupted },
  };

  guild_test_ui_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/import/", tests[i].path, NULL);
      g_test_add (path, GuildUiFixture, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add ("/ui/import/pictures", GuildUiFixture, NULL, NULL, shoot, tear_down);
  g_test_add ("/ui/import/picture-narrow", GuildUiFixture, "import-preview-narrow", NULL, shoot,
              tear_down);
  return g_test_run ();
}
